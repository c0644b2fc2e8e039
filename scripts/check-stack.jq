# Prints a line for each thing in a stack that no stack of this project has. Input: the stack, as Terraform JSON.
# $allowed: scripts/allowed-stack.json. $environment: the environment's file.
# jq takes the last of two equal keys and Terraform both: scripts/rollout.sh first compares the file with its normal form.

def unknown($at; $known):
  if type == "object" then (keys_unsorted - $known)[] | "\($at) has \(.)" else "\($at) is no object" end;

# Each member of an object as {at, value}.
def members($at): if type == "object" then to_entries[] | {at: "\($at).\(.key)", key, value} else empty end;

def urls: [.. | strings | select(test("\\A(https://|http://(127[.]0[.]0[.]1|localhost)(:[0-9]+)?(/|\\z))") | not)];

def expressions($at):
  gsub("[$][$][{]|%%[{]"; "")
  | [scan("[$][{][^{}]*[}]")] as $found
  | ($found[] | select(. as $text | any($allowed.expressions[]; . as $form | $text | test($form)) | not)
    | "\($at) has the expression \(.)"),
    (reduce $found[] as $text (.; split($text) | join("")) | select(test("[$%][{]"))
    | "\($at) has an expression that cannot be read: \(.)");

def backend:
  (if type == "object" and length == 1 then empty else "terraform.backend is not one backend" end),
  (members("terraform.backend")
   | .key as $name | .at as $at | .value
   | ($allowed.backends[$name] // null) as $arguments
   | if $arguments == null then "\($at) is not known"
     else
       unknown($at; $arguments | keys),
       (members($at) | .key as $argument | select($arguments[$argument] != null)
        | (if $arguments[$argument].of == [] then .value | select(type == "object") | "\($at).\($argument) is an object"
           else .at as $inner | .value | unknown($inner; $arguments[$argument].of) end),
          (select($arguments[$argument].url) | .at as $inner | .value | urls[] | "\($inner) is \(.), no https URL"))
     end);

def provider:
  unknown("provider"; ["aws"]),
  (.aws
   | if type != "array" or length != 1 then "provider.aws is not one provider" else empty end),
  (.aws | arrays | .[0]
   | unknown("provider.aws"; $allowed.provider | keys),
     (select(type != "object" or .allowed_account_ids != [$environment.account_id])
      | "provider.aws.allowed_account_ids is not [\($environment.account_id)]"),
     (members("provider.aws") | .key as $argument | .at as $at
      | select($allowed.provider[$argument] != null and $allowed.provider[$argument] != [])
      | .value
      | if type == "array" then .[] else . end
      | unknown($at; $allowed.provider[$argument])));

def resources:
  unknown("resource"; $allowed.resources | keys),
  (members("resource") | .key as $type | select($allowed.resources[$type] != null) | .at as $at | .value
   | if type != "object" then "\($at) is no object" else empty end,
     (members($at) | .at as $address | .value
      | unknown($address; ["//"] + $allowed.resources[$type]),
        (if type == "object" and has("lifecycle") then .lifecycle
         | unknown("\($address).lifecycle"; ["ignore_changes", "prevent_destroy", "precondition", "postcondition"])
         else empty end)));

def variables:
  unknown("variable"; $allowed.variable | keys),
  (members("variable") | .key as $name | .at as $at
   | (.value | if type == "object" then . else {} end | del(.default)) as $block
   | if $name != "account_id" then select($block != $allowed.variable[$name]) | "\($at) differs from what npm run synth writes"
     else
       (select($block | del(.validation[-1]) != $allowed.variable[$name]) | "\($at) differs from what npm run synth writes"),
       (select($block.validation[-1].condition != "${var.account_id == \"\($environment.account_id)\"}")
        | "\($at) takes another account than \($environment.account_id)"),
       (select(.value.default != $environment.account_id) | "\($at).default is not \($environment.account_id)")
     end);

def list($at; $known): if . == null then empty elif type == "array" then .[] | unknown($at; $known) else "\($at) is no list" end;

unknown("the stack"; $allowed.blocks),
(.provider // {} | provider),
(.terraform // {}
 | unknown("terraform"; ["backend", "required_providers", "required_version"]),
   (.backend | backend),
   (select(.required_providers | del(.aws.version) != {aws: {source: "hashicorp/aws"}})
    | "terraform.required_providers has more than hashicorp/aws")),
(.resource // {} | resources),
(.variable // {} | variables),
(.output // {} | members("output") | .at as $at | .value | unknown($at; ["value", "description"])),
(.import | list("import"; ["to", "id"])),
(.moved | list("moved"; ["from", "to"])),
(.removed | list("removed"; ["from", "lifecycle"]),
 (arrays[] | select(.lifecycle != {destroy: false}) | "removed \(.from) destroys")),
(del(.["//"], .variable)
 | paths(strings) as $path | getpath($path) | expressions($path | map(tostring) | join("."))),
(del(.["//"], .variable)
 | [.. | objects | keys_unsorted[]] | unique[] | select(test("[$%][{]")) | "a key has an expression: \(.)")
