#!/bin/sh
# Prepares the account of an environment: Terraform, jq and an administrator's credentials. The state is in the bucket that
# this makes, one for each account.
set -eu
cd "$(dirname "$0")"

usage='sh examples/account/account.sh create ENVIRONMENT   makes what the account needs, once: the bucket, then the rest in it
sh examples/account/account.sh apply  ENVIRONMENT   changes it, after another environment or terraform.tfvars was added
sh examples/account/account.sh plan   ENVIRONMENT   shows what would change
Further arguments go to Terraform. STATE_REGION is the region of the bucket, where the account has environments in several.'

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

step=${1:-}
environment=${2:-}
case $step in
create | apply | plan) ;;
*) fail "$usage" ;;
esac
[ $# -ge 2 ] || fail "$usage"
shift 2

terraform=${TERRAFORM_BINARY_NAME:-terraform}
for program in "$terraform" jq; do
  command -v "$program" >/dev/null || fail "\"$program\" is not on the PATH. Install it. (TERRAFORM_BINARY_NAME names another Terraform, such as tofu.)"
done
file=../../environments/$environment.json
[ -f "$file" ] || fail "There is no file environments/$environment.json. Write it first: it says which account and region."
account=$(jq -r '.account_id | strings | select(test("\\A[0-9]{12}\\z"))' "$file")
[ -n "$account" ] || fail "environments/$environment.json: account_id is not the 12 digits of an AWS account, within quotes."
regions=$(jq -rs --arg account "$account" '[.[] | select(.account_id == $account).region] | unique | join(" ")' ../../environments/*.json)
region=${STATE_REGION:-$regions}
case $region in
*' '*) fail "The environments of account $account are in several regions ($regions): set STATE_REGION to the one of their bucket." ;;
esac
bucket=chime-iam-state-$account-$region
local_state=$account.tfstate

# Terraform runs what the files here say, as an administrator: those of the commit, and no others that a package may have written.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
  others=$(git status --porcelain --ignored --untracked-files=all -- . |
    grep -Ev '/(terraform\.tfvars|\.terraform/.*|\.terraform\.lock\.hcl|[0-9]{12}\.tfstate(\.backup)?)$' || true)
  [ -z "$others" ] || fail "Commit or remove these files first, because Terraform would run what they say:
$others"
fi

[ -f ../../.terraform.lock.hcl ] ||
  fail 'The provider is not locked. Run sh scripts/rollout.sh lock -platform=linux_amd64 -platform=darwin_arm64, which writes .terraform.lock.hcl.'
cp ../../.terraform.lock.hcl .terraform.lock.hcl # one version of the provider, for accounts and environments alike
unset TF_WORKSPACE TF_DATA_DIR
rm -rf backend_override.tf account.s3.tfbackend .terraform/modules .terraform/environment # of an earlier run
trap 'rm -f backend_override.tf account.s3.tfbackend' EXIT

initialize() {
  "$terraform" init -input=false -lockfile=readonly "$@"
}

initialize_in_bucket() {
  printf 'bucket = "%s"\nregion = "%s"\nallowed_account_ids = ["%s"]\n' "$bucket" "$region" "$account" >account.s3.tfbackend
  initialize "$@" -backend-config=account.s3.tfbackend
}

run() {
  "$terraform" "$@" -var="account_id=$account" -var="region=$region"
}

case $step in
create)
  [ -f "$local_state" ] || ! initialize_in_bucket -reconfigure >/dev/null 2>&1 ||
    fail "Account $account has its bucket already. Run sh examples/account/account.sh apply $environment."
  # The state is local until there is a bucket. When a run was killed, the next one goes on with it.
  printf 'terraform {\n  backend "local" {\n    path = "%s"\n  }\n}\n' "$local_state" >backend_override.tf
  initialize -reconfigure
  run apply "$@"
  rm backend_override.tf
  initialize_in_bucket -migrate-state -force-copy
  rm -f "$local_state" "$local_state.backup"
  ;;
*)
  [ ! -f "$local_state" ] || fail "The state is not in the bucket yet. Run sh examples/account/account.sh create $environment, which goes on."
  initialize_in_bucket -reconfigure || fail "terraform init failed: see above. If the account has no bucket yet, run sh examples/account/account.sh create $environment."
  run "$step" "$@"
  ;;
esac
[ "$step" = plan ] || {
  echo "Add these settings to environments/$environment.json:"
  "$terraform" output -json environments | jq --arg name "$environment" '.[$name]'
}
