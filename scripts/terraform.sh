# What rollout.sh and examples/account/account.sh share: how they run Terraform. They source it in the root of the project.
umask 077
export LC_ALL=C
project=$(pwd -P)

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

require() {
  command -v "$1" >/dev/null || fail "\"$1\" is not on the PATH. $2"
}

require_terraform() {
  [ -z "$dropped" ] || echo "Not passed to Terraform:$dropped."
  terraform=${TERRAFORM_BINARY_NAME:-terraform} # the variable of the CDKTF CLI, for example TERRAFORM_BINARY_NAME=tofu
  require "$terraform" 'Install Terraform 1.10 or later (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME.'
  case $terraform in
  /*) ;;
  */*) terraform=$project/$terraform ;;
  esac
}

# Of what tells Terraform by the environment what to do, only this reaches it.
backend_config=
dropped=
for name in $(env | sed -nE 's/^(TF_[^=]*)=.*/\1/p'); do
  case $name in
  TF_CLI_CONFIG_FILE | TF_LOG | TF_LOG_* | TF_TOKEN_* | TF_HTTP_* | TF_CLOUD_* | TF_IN_AUTOMATION) ;;
  TF_CLI_ARGS_init) backend_config=$TF_CLI_ARGS_init ;;
  TF_VAR_* | TF_CLI_ARGS*) fail "$name is set: unset it. A rollout does what environments/ and stacks/ say." ;;
  *[!A-Z0-9_a-z]*) fail "$name is set: unset it." ;;
  *) unset "$name" && dropped="$dropped $name" ;;
  esac
done
unset TF_CLI_ARGS_init
export TF_IN_AUTOMATION=1
case ${TF_CLI_CONFIG_FILE:-/} in
/*) ;;
*) TF_CLI_CONFIG_FILE=$project/$TF_CLI_CONFIG_FILE ;; # Terraform runs elsewhere
esac
set -f
for word in $backend_config; do
  case $word in
  *[!A-Za-z0-9_./:=@,+-]*) fail "TF_CLI_ARGS_init has $word: letters, digits and _./:=@,+- are allowed." ;;
  -backend-config=*) ;;
  *) fail "TF_CLI_ARGS_init has $word, and may have -backend-config=… alone." ;;
  esac
done
set +f

# --- The private folder, outside the checkout, which nobody else writes and which goes when the script ends ----------------------

private=$(mktemp -d "${TMPDIR:-/tmp}/chime-iam-rollout.XXXXXX")
run=$private/run # where Terraform runs, and leaves a state that it cannot write
mkdir "$run"

finish() {
  code=$?
  if [ ! -f "$run/errored.tfstate" ] || keep_state "$run"; then
    rm -rf "$private"
    [ -z "$running" ] || rm -f "$running"
  fi
  exit "$code"
}
running=
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# Nothing is lost: keeps a state that Terraform left in a folder, in the file $kept, which the command $push saves.
keep_state() {
  lost="The state could not be written. The only record of what was done is"
  if cp "$1/errored.tfstate" "$kept"; then
    echo "$lost $kept. Save it: $push" >&2
  else
    echo "$lost $1/errored.tfstate. Copy it to $kept, then save it: $push" >&2
    return 1
  fi
}

# Fails while there is a state to be saved.
require_saved_state() {
  [ ! -f "$kept" ] || fail "$kept is the only record of what an earlier run did. Save it: $push"
}

in_private_folder() {
  (cd "$run" && exec "$terraform" "$@")
}

# --- What is run -------------------------------------------------------------------------------------------------------------

require_commit() {
  require git 'Install it, or use --uncommitted for a first try.'
  git -C "$1" rev-parse --verify --quiet HEAD >/dev/null ||
    fail "Git has no commit here: only what was committed is run. Commit, or use --uncommitted for a first try."
}
