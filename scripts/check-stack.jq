# Prints a line for each thing in a stack that no stack of this project has. Input: the stack, as Terraform JSON.
# $allowed: scripts/allowed-stack.json. What the roles say is not judged here: people review it.

# What has a name that is not in the shape. Terraform takes a list of blocks wherever it takes one.
def unknown($shape; $at):
  if $shape == true then empty
  elif type == "array" then .[] | unknown($shape; $at)
  elif type != "object" then "\($at | rtrimstr(".")) is no block"
  else
    to_entries[] | .key as $name | "\($at)\($name)" as $inner | ($shape[$name] // $shape["*"]) as $known
    | if $known == null then "\($inner) is not known" else .value | unknown($known; "\($inner).") end
  end;

# The names in a block that Terraform takes for names. Any other would make an expression of its own below.
def names: objects | keys_unsorted[] | select(test("\\A[a-z][a-z0-9_-]*\\z"));

# The expressions that the stack may have, made of its own names: its own are compared with them character by character.
def written:
  (.variable | objects | .account_id | objects | .default | strings | select(test("\\A[0-9]{12}\\z"))
   | "${var.account_id == \"\(.)\"}"),
  ((.variable | names | "var.\(.)"),
   (.locals | names | "local.\(.)" | ., "jsonencode(\(.))", "length(jsonencode(\(.)))"),
   (.resource | objects | to_entries[] | .key as $type | .value | names | "\($type).\(.)" | "\(.).arn", "\(.).id", "\(.).name"),
   "each.value",
   "try(element(regex(\"([^/]*)$\", var.app_instance_id), 0), \"\")"
   | "${\(.)}");

# The two forms that hold data of the stack: a quota, and the keys of session tags, which are strings without an escape in them.
def without_data:
  gsub(" <= [0-9]+[}]"; "}")
  | gsub("contains[(][[](\"[^\"\\\\$%]*\"(, ?\"[^\"\\\\$%]*\")*)?[]], lower[(]key[)][)]"; "contains([], lower(key))");

(reduce (written, "${!anytrue([for key in keys(self.tags_all) : contains([], lower(key))])}") as $one ({}; .[$one] = true)) as $written
| unknown($allowed.shape; ""),
  (select((try .terraform.required_providers.aws.source catch null) != "hashicorp/aws") | "terraform.required_providers.aws.source is not hashicorp/aws"),
  (.. | strings, (objects | keys_unsorted[])
   | select(test("[$%][{]")) | . as $text
   | select(IN($allowed.expressions[]) | not)
   | gsub("[$][$][{]|%%[{]"; " ") | without_data
   | if all(scan("[$][{][^{}]*[}]"); $written[.]) then gsub("[$][{][^{}]*[}]"; " ") else . end
   | select(test("[$%][{]"))
   | "an expression in \($text)")
