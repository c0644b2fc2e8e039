#!/bin/sh
# A step of a rollout: Terraform, jq and a shell, no Node. Before Terraform starts, the stack is checked: it was written by npm
# packages, and Terraform runs what it says. docs/security.md has the attacks that this stops.
set -eu
cd "$(dirname "$0")/.."

usage='sh scripts/rollout.sh plan  ENVIRONMENT   plans, and saves the plan
sh scripts/rollout.sh apply ENVIRONMENT   applies the saved plan
sh scripts/rollout.sh drift ENVIRONMENT   fails (2) when the account is not what the stack says, and shows how
sh scripts/rollout.sh check ENVIRONMENT   checks the stack, without Terraform and without credentials
sh scripts/rollout.sh lock                records the provider in .terraform.lock.hcl, to be committed
Further arguments go to Terraform: lock -platform=linux_amd64 -platform=darwin_arm64
TF_CLI_ARGS_init goes to its init: TF_CLI_ARGS_init=-backend-config=FILE'

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

terraform=${TERRAFORM_BINARY_NAME:-terraform} # the variable of the CDKTF CLI, for example TERRAFORM_BINARY_NAME=tofu
require_terraform() {
  command -v "$terraform" >/dev/null ||
    fail "\"$terraform\" is not on the PATH. Install Terraform 1.10 or later (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME."
}

step=${1:-}
[ $# -eq 0 ] || shift
case $step in
lock)
  require_terraform
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  cp module/versions.tf.json "$folder"
  [ ! -f .terraform.lock.hcl ] || cp .terraform.lock.hcl "$folder"
  "$terraform" -chdir="$folder" providers lock "$@"
  cp "$folder/.terraform.lock.hcl" .
  exit
  ;;
plan | apply | drift | check) ;;
*) fail "$usage" ;;
esac

environment=${1:-}
environment=${environment#chime-iam-}
[ $# -eq 0 ] || shift
command -v jq >/dev/null || fail '"jq" is not on the PATH: it checks the stack. Install it (https://jqlang.org/download).'
[ -f cdktf.out/manifest.json ] || fail 'There are no stacks yet. Run npm run synth.'
known=$(jq -r '.stacks | keys[] | ltrimstr("chime-iam-")' cdktf.out/manifest.json | tr '\n' ' ')
case " $known" in
*" ${environment:-?} "*) ;;
*) fail "There is no stack of the environment \"$environment\". There are: $known(npm run synth writes them)." ;;
esac
stack=cdktf.out/stacks/chime-iam-$environment

# Nothing from outside changes what the environment's file says.
for argument in "$@"; do
  case $argument in
  -var* | --var*) fail "$argument is refused: the values are those of environments/$environment.json." ;;
  esac
done
outside=$(env | sed -nE 's/^(TF_VAR_[^=]*|TF_CLI_ARGS|TF_CLI_ARGS_plan|TF_CLI_ARGS_apply)=..*/\1/p' | head -n 1)
[ -z "$outside" ] || fail "$outside is set: unset it. The values are those of environments/$environment.json."
unset TF_WORKSPACE TF_DATA_DIR # each environment has one state, and one folder

# The folder has the files of synth and of this script alone: Terraform reads every other file too.
for entry in "$stack"/* "$stack"/.[!.]*; do
  name=${entry##*/}
  case $name in
  cdk.tf.json | environment.json | .terraform.lock.hcl | plan | plan.json | plan.txt | planned.json)
    [ ! -L "$entry" ] && [ -f "$entry" ] || fail "$entry is not a regular file. Remove it, then run npm run synth."
    ;;
  .terraform) [ ! -L "$entry" ] || fail "$entry is a symbolic link. Remove it." ;;
  '*' | '.[!.]*') ;; # no such file
  *) fail "$entry is no file of this project, and Terraform could run it. Find out where it comes from, remove it, then run npm run synth." ;;
  esac
done
rm -rf "$stack/.terraform/modules" "$stack/.terraform/environment"
cmp -s "environments/$environment.json" "$stack/environment.json" ||
  fail "environments/$environment.json has changed since its stack was written. Run npm run synth."

# The stack has what synth writes, and nothing else. Of a key that is there twice, jq takes the last and Terraform both.
[ "$(jq -c . "$stack/cdk.tf.json" | tr -d '[:space:]')" = "$(tr -d '[:space:]' <"$stack/cdk.tf.json")" ] ||
  fail "$stack/cdk.tf.json differs from what npm run synth writes, for example by a key that is defined twice. Run npm run synth."
found=$(jq -r --argjson allowed "$(cat scripts/allowed-stack.json)" --argjson environment "$(cat "$stack/environment.json")" \
  -f scripts/check-stack.jq "$stack/cdk.tf.json") || fail "$stack/cdk.tf.json cannot be checked."
[ -z "$found" ] || fail "$stack/cdk.tf.json has content that npm run synth does not write, so Terraform was not started. Find out where it comes from:
$found"
[ "$step" != check ] || exit 0

cmp -s .terraform.lock.hcl "$stack/.terraform.lock.hcl" ||
  fail 'The stack has no locked version of the provider. Run npm run lock, which records one, then npm run synth, which copies it to the stacks.'
require_terraform
export TF_IN_AUTOMATION=1

initialize() {
  "$terraform" -chdir="$stack" init -input=false -lockfile=readonly
}

# Runs a plan, and writes it as JSON too. Ends with Terraform's exit code.
plan() {
  rm -f "$stack/plan" "$stack/plan.json"
  initialize
  code=0
  "$terraform" -chdir="$stack" plan -input=false -out=plan "$@" || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 2 ] || exit "$code"
  "$terraform" -chdir="$stack" show -json plan >"$stack/plan.json"
}

# Shows who gets or loses access by the plan, where there is Node and `npm run synth` was run here. A CI job with credentials has neither.
show_access() {
  ! command -v node >/dev/null || [ ! -f dist/cli/index.js ] || [ ! -d node_modules ] ||
    node dist/cli/index.js access "$environment" --plan "$stack/plan.json" || true
}

case $step in
plan)
  cp "$stack/cdk.tf.json" "$stack/planned.json"
  plan -lock-timeout=5m "$@"
  # Terraform's prevent_destroy goes with its block: it does not stop the destruction of a role that left the file.
  lost=$(jq -r --argjson environment "$(cat "$stack/environment.json")" '
    select($environment.protect == true) | .resource_changes[]?
    | select((.change.actions | index("delete")) and (.type | IN("aws_iam_role", "aws_iam_policy"))) | .address' "$stack/plan.json")
  if [ -n "$lost" ]; then
    rm "$stack/plan"
    fail "environments/$environment.json has protect, and this plan destroys
$lost
To let Terraform forget a role that stays in the account, write null in its place: \"roles\": {\"KEY\": null}."
  fi
  show_access
  exit "$code"
  ;;
apply)
  [ -f "$stack/plan" ] || fail "There is no plan of $environment to apply. Run npm run plan $environment."
  cmp -s "$stack/cdk.tf.json" "$stack/planned.json" ||
    fail "The stack of $environment is not the one that was planned. Run npm run plan $environment again."
  [ -d "$stack/.terraform" ] || initialize # where another machine has planned
  "$terraform" -chdir="$stack" apply -input=false -lock-timeout=5m "$@" plan
  rm "$stack/plan"
  ;;
drift)
  plan -lock=false -detailed-exitcode "$@"
  rm "$stack/plan"
  [ "$code" -eq 0 ] || {
    jq -r -f scripts/drift.jq "$stack/plan.json"
    echo 'The repair would change access:'
    show_access
  }
  exit "$code"
  ;;
esac
