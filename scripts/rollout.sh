#!/bin/sh
# A step of a rollout, with Terraform alone; whoever runs it needs no Node.
set -eu
cd "$(dirname "$0")/.."

usage='sh scripts/rollout.sh plan  ENVIRONMENT   plans, and saves the plan
sh scripts/rollout.sh apply ENVIRONMENT   applies the saved plan
sh scripts/rollout.sh drift ENVIRONMENT   fails (2) when the account is not what the stack says, and shows how
sh scripts/rollout.sh lock                records the provider in .terraform.lock.hcl, to be committed
What follows goes to Terraform: lock -platform=linux_amd64 -platform=darwin_arm64
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
plan | apply | drift) ;;
*) fail "$usage" ;;
esac

environment=${1:-}
[ $# -eq 0 ] || shift
[ -f cdktf.out/manifest.json ] || fail 'There is no stack yet: npm run synth writes them.'
known=$(sed -n 's/.*"name": "chime-iam-\(.*\)".*/\1/p' cdktf.out/manifest.json | tr '\n' ' ')
case " $known" in
*" ${environment:-?} "*) ;;
*) fail "The environment is \"$environment\", expected one of $known(npm run synth writes their stacks)." ;;
esac
stack=cdktf.out/stacks/chime-iam-$environment
cmp -s "environments/$environment.json" "$stack/environment.json" ||
  fail "environments/$environment.json has changed since its stack was written: npm run synth."
cmp -s .terraform.lock.hcl "$stack/.terraform.lock.hcl" ||
  fail 'The stack is not held to a version of the provider: npm run lock records one, npm run synth gives it to the stacks.'

require_terraform
export TF_IN_AUTOMATION=1
unset TF_WORKSPACE # each environment has one state

initialize() {
  "$terraform" -chdir="$stack" init -input=false -lockfile=readonly
}

case $step in
plan)
  rm -f "$stack/plan"
  initialize
  cp "$stack/cdk.tf.json" "$stack/planned.json"
  "$terraform" -chdir="$stack" plan -input=false -lock-timeout=5m -out=plan "$@"
  ;;
apply)
  [ -f "$stack/plan" ] || fail "There is no plan of $environment to apply: npm run plan $environment makes one."
  cmp -s "$stack/cdk.tf.json" "$stack/planned.json" ||
    fail "The stack of $environment is not the one that was planned: npm run plan $environment plans it again."
  [ -d "$stack/.terraform" ] || initialize # where another machine has planned
  "$terraform" -chdir="$stack" apply -input=false -lock-timeout=5m "$@" plan
  rm "$stack/plan"
  ;;
drift)
  initialize
  "$terraform" -chdir="$stack" plan -input=false -lock=false -detailed-exitcode "$@"
  ;;
esac
