#!/bin/sh
# A step of a rollout: Terraform, jq, git and a shell, no Node. It runs what was reviewed and committed, in a private folder that
# nobody else writes. docs/security.md has the attacks that this stops.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

usage='sh scripts/rollout.sh plan ENVIRONMENT         plans, and saves the plan in .rollout/ENVIRONMENT/
sh scripts/rollout.sh apply ENVIRONMENT        applies the saved plan
sh scripts/rollout.sh drift ENVIRONMENT        fails (2) when the account is not what the stack says, and shows how
sh scripts/rollout.sh drift                    the same of every environment, a line each
sh scripts/rollout.sh check ENVIRONMENT        checks the stack, without Terraform and without credentials
sh scripts/rollout.sh digest ENVIRONMENT       prints the digest of the saved plan, for apply --plan-digest=… on another machine
sh scripts/rollout.sh push-state ENVIRONMENT   saves the state that an apply could not write
sh scripts/rollout.sh unlock ENVIRONMENT       removes the lock of --lock-id=ID, which a killed run left
sh scripts/rollout.sh lock                     records the provider in .terraform.lock.hcl, to be committed
They run what git has at HEAD. Options:
  --uncommitted         the files as they lie there, for a first try
  --from=DIR            HEAD of the git repository DIR
  --stack-digest=SHA256 only a stack of this digest
  --plan-digest=SHA256  apply: only the plan of this digest
Options of Terraform: -lock, -lock-timeout, -no-color, -parallelism, -compact-warnings; of plan also -detailed-exitcode, -destroy,
-replace; of lock -platform, -fs-mirror, -net-mirror. TF_CLI_ARGS_init may have -backend-config=FILE.'

. scripts/terraform.sh

# --- What is asked for -------------------------------------------------------------------------------------------------------

step=${1:-}
case $step in
plan | apply | drift | check | digest | push-state | unlock | lock) shift ;;
*) fail "$usage" ;;
esac
environment=
uncommitted=
from=.
stack_digest=
plan_digest=
lock_id=
color=
for argument; do
  shift
  case $step:$argument in
  lock:-platform=* | lock:-fs-mirror=* | lock:-net-mirror=* | lock:-enable-plugin-cache) set -- "$@" "$argument" ;;
  lock:*) fail "$argument is no option of lock." "$usage" ;;
  *:--uncommitted) uncommitted=yes ;;
  *:--from=*) from=${argument#*=} ;;
  *:--stack-digest=*) stack_digest=${argument#*=} ;;
  unlock:--lock-id=*) lock_id=${argument#*=} ;;
  apply:--plan-digest=*) plan_digest=${argument#*=} ;;
  plan:-detailed-exitcode | plan:-destroy | plan:-replace=*) set -- "$@" "$argument" ;;
  *:-no-color) color=$argument && set -- "$@" "$argument" ;;
  *:-lock=* | *:-lock-timeout=* | *:-parallelism=* | *:-compact-warnings) set -- "$@" "$argument" ;;
  *:-*) fail "$argument is refused: a rollout does what environments/ and stacks/ say." "$usage" ;;
  *)
    [ -z "$environment" ] || fail "$argument: one environment at a time." "$usage"
    environment=${argument#chime-iam-}
    ;;
  esac
done

if [ "$step" = lock ]; then
  require_terraform
  cp module/versions.tf.json "$run"
  [ ! -f .terraform.lock.hcl ] || cp .terraform.lock.hcl "$run"
  (cd "$run" && "$terraform" providers lock "$@")
  (umask 022 && cat "$run/.terraform.lock.hcl" >.terraform.lock.hcl)
  exit
fi

require jq 'Install it (https://jqlang.org/download).'
[ -n "$uncommitted" ] || require_commit "$from"

# --- What is run -------------------------------------------------------------------------------------------------------------

# Prints a file of the project: as git has it at HEAD, or as it lies there.
source_file() {
  if [ -n "$uncommitted" ]; then cat "$from/$1"; else git -C "$from" --no-replace-objects cat-file blob "HEAD:./$1"; fi 2>/dev/null
}

# Prints the names of the environments.
known() {
  if [ -n "$uncommitted" ]; then
    (cd "$from" && ls stacks)
  else
    git -C "$from" ls-tree --name-only HEAD ./stacks/ | sed 's|^.*/||'
  fi 2>/dev/null | sed -nE 's/^([0-9a-z][0-9a-z_-]*)[.]tf[.]json$/\1/p' | tr '\n' ' '
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-64
}

environments=$(known)
[ -n "$environments" ] || fail "There are no stacks yet: run npm run synth and commit stacks/."

# Whether the shell says where credentials are. It is asked once Terraform failed: a machine of EC2 has some all the same.
has_credentials() {
  [ -n "${AWS_ACCESS_KEY_ID:-}${AWS_PROFILE:-}${AWS_WEB_IDENTITY_TOKEN_FILE:-}${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI:-}${AWS_CONTAINER_CREDENTIALS_FULL_URI:-}" ] ||
    [ -f "${AWS_SHARED_CREDENTIALS_FILE:-${HOME:-}/.aws/credentials}" ] || [ -f "${AWS_CONFIG_FILE:-${HOME:-}/.aws/config}" ]
}

if [ "$step" = drift ] && [ -z "$environment" ]; then
  worst=0
  for name in $environments; do
    set -- --from="$from" ${uncommitted:+--uncommitted}
    account=$(source_file "environments/$name.json" | jq -r '.account_id | strings | select(test("\\A[0-9]{12}\\z"))') || account=
    code=0
    sh "$project/scripts/rollout.sh" check "$name" "$@" >/dev/null 2>"$private/said" || code=$?
    if [ "$code" -ne 0 ]; then
      fresh='stack refused'
      line=$(head -n 1 "$private/said")
    else
      fresh='stack fresh'
      sh "$project/scripts/rollout.sh" drift "$name" "$@" -no-color >"$private/said" 2>"$private/errors" || code=$?
      case $code in
      0) line='no drift' ;;
      2) line="drift: $(sed -nE 's/^  (aws_[^ ]*) .*/\1/p' "$private/said" | tr '\n' ' ')" ;;
      *)
        line="not read: $({ grep -m 1 'Error: ' "$private/errors" || tail -n 1 "$private/errors"; } | sed 's/^.*Error: //')"
        ! grep -q 'Error: ' "$private/errors" || has_credentials || line='no credentials'
        ;;
      esac
    fi
    printf '%s  %s  %s  %s\n' "$name" "${account:-?}" "$fresh" "$line"
    case $code:$worst in
    0:* | *:1) ;;
    2:*) worst=2 ;;
    *) worst=1 ;;
    esac
  done
  exit "$worst"
fi

case " $environments" in
*" ${environment:-?} "*) ;;
*) fail "There is no stack of the environment \"$environment\". There are: $environments(npm run synth writes them to stacks/, to be committed)." ;;
esac
stack=stacks/$environment.tf.json
where=${uncommitted:+as it lies there, uncommitted}
where=${where:-at git\'s HEAD}

source_file "$stack" >"$private/stack" || fail "$stack is not there ($where). Run npm run synth and commit it."
source_file "environments/$environment.json" >"$private/environment" || fail "environments/$environment.json is not there ($where)."
[ -z "$stack_digest" ] || [ "$(sha256 <"$private/stack")" = "$stack_digest" ] ||
  fail "$stack is not what npm run synth of the main branch makes of environments/$environment.json. Run npm run synth on a branch that has the main branch, and commit stacks/. A change of the generator itself is planned once it is merged."
# Of a key that is there twice jq takes the last and Terraform both: Terraform runs what jq has read.
jq -s 'if length == 1 then .[0] | objects else empty end' "$private/stack" >"$run/main.tf.json" && [ -s "$run/main.tf.json" ] ||
  fail "$stack is not one JSON object. Run npm run synth and commit it."
[ "$(tr -d '\r' <"$private/environment" | sha256)" = "$(jq -r '.["//"].environment_sha256?' "$run/main.tf.json")" ] ||
  fail "environments/$environment.json has changed since its stack was written. Run npm run synth and commit stacks/."
found=$(jq -r --argjson allowed "$(cat scripts/allowed-stack.json)" -f scripts/check-stack.jq "$run/main.tf.json") || fail "$stack cannot be checked."
[ -z "$found" ] || fail "$stack has content that npm run synth does not write, so Terraform was not started. Find out where it comes from:" "$found"
# A state that somebody else wrote can require a provider too: the lock file has that of AWS and no other.
source_file .terraform.lock.hcl | tr -d '\r' >"$private/lock"
others=$(grep -vE '^(#.*|provider "registry[.](terraform[.]io|opentofu[.]org)/hashicorp/aws" [{]|  (version|constraints) += "[^"\\$%]*"|  hashes = \[|    "(h1|zh):[0-9A-Za-z+/=]+",|  \]|[}]|)$' "$private/lock") || true
[ -z "$others" ] || fail ".terraform.lock.hcl has more than the provider hashicorp/aws:" "$others" "Run npm run lock, and commit it."
[ "$step" != check ] || exit 0

[ -s "$private/lock" ] ||
  fail "The provider is not locked: .terraform.lock.hcl is not there ($where). Run npm run lock, which records one, and commit it."
cp "$private/lock" "$run/.terraform.lock.hcl"

# --- The saved plan ----------------------------------------------------------------------------------------------------------

saved=.rollout/$environment
# Where the digest is: in git's own folder, which no commit and no artifact brings along.
digest_file=$(git rev-parse --git-path "chime-iam-plan-of-$environment" 2>/dev/null || echo "$saved/digest")

# Prints what binds the plan to the stack, the environment's file and the lock file.
digest() {
  for file in run/plan stack environment lock; do sha256 <"$private/$file"; done | sha256
}

# Takes the saved plan into the private folder, and fails unless it is the one of this digest.
take_plan() {
  cp "$saved/plan" "$run/plan" 2>/dev/null && expected=${plan_digest:-$(cat "$digest_file" 2>/dev/null)} && [ -n "$expected" ] ||
    fail "There is no plan of $environment to apply. Run npm run plan $environment."
  [ "$(digest)" = "$expected" ] ||
    fail "The plan of $environment is not the one that was made here of this stack, environments/$environment.json and lock file ($where). Run npm run plan $environment again."
}

if [ "$step" = digest ]; then
  take_plan
  digest
  exit
fi

# A process that has ended may still be listed, where nothing collects it: as a zombie.
is_running() {
  kill -0 "$1" 2>/dev/null && ! grep -qs '^State:.*Z' "/proc/$1/status"
}

[ ! -L .rollout ] && [ ! -L "$saved" ] || fail "$saved is a symbolic link. Remove it."
mkdir -p "$saved"
kept=$saved/errored.tfstate
push="sh scripts/rollout.sh push-state $environment"
if [ -f "$saved/running" ] && [ "$step" != drift ]; then
  { read -r earlier && read -r process || true; } <"$saved/running"
  ! is_running "${process:-x}" || fail "An apply of $environment is running: process $process. If that is something else by now, remove $saved/running."
  [ ! -f "${earlier:-}/errored.tfstate" ] || keep_state "$earlier"
  rm "$saved/running"
  echo "An apply of $environment was killed: the plan shows what is left to do. If the state is locked, docs/rollout.md says what to do." >&2
fi
case $step in plan | apply) require_saved_state ;; esac

# --- Terraform ---------------------------------------------------------------------------------------------------------------

require_terraform
if [ -n "$uncommitted" ]; then
  echo "--uncommitted: runs $stack as it lies there, whether or not anybody has reviewed it. It is for a first try." >&2
else
  echo "Runs $stack of commit $(git -C "$from" rev-parse --short HEAD)." >&2
  cmp -s "$private/stack" "$from/$stack" || echo "$stack has changed since. Commit it, or use --uncommitted for a first try." >&2
fi

# A local state lies where it always was: its path is relative to the folder in which `cdktf deploy` runs Terraform.
local_state=$(jq -r --arg folder "$project/cdktf.out/stacks/chime-iam-$environment" '
  .terraform.backend.local | objects | .path
  | if startswith("/") then . else "\($folder)/\(.)" end
  | reduce split("/")[1:][] as $part ([]; if $part == ".." then .[:-1] elif $part == "." then . else . + [$part] end)
  | "/" + join("/")' "$run/main.tf.json")
[ -z "$local_state" ] || [ "$from" = . ] || fail "$stack of $from keeps its state in a file of this machine: give the environment a backend."

initialize() {
  set -- -input=false -lockfile=readonly $color
  for word in $backend_config; do
    case $word in
    -backend-config=/* | *=*=*) ;;
    *) word=-backend-config=$project/${word#*=} ;;
    esac
    set -- "$@" "$word"
  done
  [ -z "$local_state" ] || set -- "$@" -backend-config="path=$local_state"
  in_private_folder init "$@"
}

# Fails unless the plan was read to its end and, in an environment with protect, destroys no role and no policy. Terraform's
# prevent_destroy goes with its block: it does not stop the destruction of a role that left the file.
judge() {
  in_private_folder show -json plan >"$private/plan.json"
  lost=$(jq -er --slurpfile environment "$private/environment" '
    if (.format_version | startswith("1.")) and .errored == false and .complete != false then
      [.resource_changes[]? | select((.change.actions | index("delete")) and (.type | IN("aws_iam_role", "aws_iam_policy"))) | .address]
      | if $environment[0].protect == true then join("\n") else "" end
    else empty end' "$private/plan.json") || fail "The plan of $environment cannot be judged: it is not a whole plan of Terraform."
  [ -z "$lost" ] || fail "environments/$environment.json has protect, and this plan destroys" "$lost" \
    'To let Terraform forget a role that stays in the account, write null in its place: "roles": {"KEY": null}.'
}

plan() {
  initialize
  code=0
  in_private_folder plan -input=false -out=plan "$@" || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 2 ] || exit "$code"
  judge
}

case $step in
plan)
  rm -rf "$digest_file" "$saved"
  mkdir "$saved"
  plan -lock-timeout=5m "$@"
  in_private_folder show -no-color plan >"$private/plan.txt"
  cp "$run/plan" "$private/plan.json" "$private/plan.txt" "$saved"
  digest >"$digest_file.new"
  mv "$digest_file.new" "$digest_file" # last: without it there is no plan
  echo "Saved in $saved/. Who gets or loses access by it: npm run access $environment -- --plan $saved/plan.json"
  exit "$code"
  ;;
apply)
  take_plan
  initialize
  judge
  rm -f "$digest_file"
  running=$saved/running # by which the next run finds the private folder, if this one is killed
  printf '%s\n' "$run" >"$running"
  (cd "$run" && exec sh -c 'echo "$$" >>"$1"; shift; exec "$@"' sh "$project/$running" \
    "$terraform" apply -input=false -lock-timeout=5m "$@" plan)
  rm -rf "$saved"
  ;;
drift)
  plan -lock=false -detailed-exitcode "$@"
  [ "$code" -eq 0 ] || {
    cp "$private/plan.json" "$saved/drift.json"
    jq -r -f scripts/drift.jq "$private/plan.json"
    echo "Who gets or loses access by the repair: npm run access $environment -- --plan $saved/drift.json"
  }
  exit "$code"
  ;;
unlock)
  [ -n "$lock_id" ] || fail "Which lock? The error of Terraform has its ID: --lock-id=ID."
  initialize
  in_private_folder force-unlock -force -- "$lock_id"
  ;;
push-state)
  [ -f "$kept" ] || fail "There is no $kept to save."
  cp "$kept" "$run/pushed.tfstate"
  initialize
  in_private_folder state push "$@" pushed.tfstate
  rm "$kept"
  echo "Saved. Run npm run plan $environment: it shows what is left to do."
  ;;
esac
