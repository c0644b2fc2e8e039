#!/bin/sh
# Prepares the account of an environment: Terraform, jq, git and an administrator's credentials. The state is in the bucket that
# this makes, one for each account. It runs what was committed, in a private folder: a package may have written other files here.
set -eu
unset CDPATH
cd "$(dirname "$0")/../.."

usage='sh examples/account/account.sh create ENVIRONMENT       makes what the account needs, once: the bucket, then the rest in it
sh examples/account/account.sh apply ENVIRONMENT        changes it, after another environment or terraform.tfvars was added
sh examples/account/account.sh plan ENVIRONMENT         shows what would change
sh examples/account/account.sh push-state ENVIRONMENT   saves the state that a run could not write
They run what git has at HEAD; --uncommitted runs the files as they lie there, for a first try. Options of Terraform:
-auto-approve, -lock, -lock-timeout, -no-color, -parallelism, -compact-warnings.
STATE_REGION is the region of the bucket, where the account has environments in several.'

. scripts/terraform.sh

step=${1:-}
case $step in
create | apply | plan | push-state) shift ;;
*) fail "$usage" ;;
esac
environment=
uncommitted=
for argument; do
  shift
  case $argument in
  --uncommitted) uncommitted=yes ;;
  -auto-approve | -lock=* | -lock-timeout=* | -no-color | -parallelism=* | -compact-warnings) set -- "$@" "$argument" ;;
  -*) fail "$argument is refused: it is no option of account.sh." "$usage" ;;
  *) environment=$argument ;;
  esac
done
[ -n "$environment" ] || fail "$usage"
[ -z "$backend_config" ] || fail 'TF_CLI_ARGS_init is set: unset it. The bucket is the one of the account.'
require_terraform
require jq 'Install it (https://jqlang.org/download).'

# The files that make the account, of the commit or as they lie there. Terraform would read every other file next to them.
from=$project
if [ -z "$uncommitted" ]; then
  require_commit .
  from=$private/commit
  mkdir "$from"
  git --no-replace-objects archive HEAD . >"$private/commit.tar"
  tar -xf "$private/commit.tar" -C "$from"
fi
(
  cd "$from"
  for path in examples/account/*.tf examples/account/*.tf.json examples/account/terraform.tfvars \
    examples/account/environment/*.tf examples/account/environment/*.tf.json environments/*.json; do
    [ ! -f "$path" ] || { mkdir -p "$run/${path%/*}" && cp "$path" "$run/$path"; }
  done
)
root=$run
run=$root/examples/account

file=$root/environments/$environment.json
[ -f "$file" ] || fail "There is no file environments/$environment.json in the commit. Write it first, and commit it: it says which account and region."
account=$(jq -r '.account_id | strings | select(test("\\A[0-9]{12}\\z"))' "$file")
[ -n "$account" ] || fail "environments/$environment.json: account_id is not the 12 digits of an AWS account, within quotes."
regions=$(jq -rs --arg account "$account" '[.[] | select(.account_id == $account).region] | unique | join(" ")' "$root"/environments/*.json)
region=${STATE_REGION:-$regions}
case $region in
*' '*) fail "The environments of account $account are in several regions ($regions): set STATE_REGION to the one of their bucket." ;;
esac
[ -f "$from/.terraform.lock.hcl" ] ||
  fail 'The provider is not locked. Run sh scripts/rollout.sh lock -platform=linux_amd64 -platform=darwin_arm64, which writes .terraform.lock.hcl, and commit it.'
cp "$from/.terraform.lock.hcl" "$run/.terraform.lock.hcl" # one version of the provider, for accounts and environments alike

bucket=chime-iam-state-$account-$region
local_state=$project/examples/account/$account.tfstate # until there is a bucket. A run that was killed leaves it to the next.
kept=examples/account/$account.errored.tfstate
push="sh examples/account/account.sh push-state $environment"
[ "$step" = push-state ] || [ "$step" = plan ] || require_saved_state

initialize_here() {
  printf 'terraform {\n  backend "local" {\n    path = "%s"\n  }\n}\n' "$local_state" >"$run/backend_override.tf"
  in_private_folder init -input=false -lockfile=readonly -reconfigure
}

initialize_in_bucket() {
  rm -f "$run/backend_override.tf"
  printf 'bucket = "%s"\nregion = "%s"\nallowed_account_ids = ["%s"]\n' "$bucket" "$region" "$account" >"$private/bucket"
  in_private_folder init -input=false -lockfile=readonly -backend-config="$private/bucket" "$@"
}

change() {
  in_private_folder "$@" -var="account_id=$account" -var="region=$region"
}

case $step in
create)
  [ -f "$local_state" ] || ! initialize_in_bucket >/dev/null 2>&1 ||
    fail "Account $account has its bucket already. Run sh examples/account/account.sh apply $environment."
  initialize_here
  change apply "$@"
  initialize_in_bucket -migrate-state -force-copy
  rm -f "$local_state" "$local_state.backup"
  ;;
push-state)
  [ -f "$kept" ] || fail "There is no $kept to save."
  cp "$kept" "$run/pushed.tfstate"
  if [ -f "$local_state" ]; then initialize_here; else initialize_in_bucket; fi
  in_private_folder state push "$@" pushed.tfstate
  rm "$kept"
  exit
  ;;
*)
  [ ! -f "$local_state" ] || fail "The state is not in the bucket yet. Run sh examples/account/account.sh create $environment, which goes on."
  initialize_in_bucket || fail "terraform init failed: see above. If the account has no bucket yet, run sh examples/account/account.sh create $environment."
  change "$step" "$@"
  ;;
esac
[ "$step" = plan ] || {
  echo "Add these settings to environments/$environment.json, and commit it:"
  in_private_folder output -json environments | jq --arg name "$environment" '.[$name]'
}
