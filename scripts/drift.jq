# Says of a plan (`terraform show -json`) what was found in the account that the stack does not say: a plan itself shows the
# repair. Terraform calls what it found `before`, and what the stack says `after`.

def parsed: if type == "string" then (fromjson? // .) else . end;
def text: if type == "string" then . else tojson end;

# What is in one list and not in the other; a policy document counts as the list of its statements.
def items: parsed | if type == "object" and has("Statement") then [.Statement] | flatten elif type == "array" then . else [.] end;

def difference($attribute; $found; $wanted):
  ($found | items) as $f | ($wanted | items) as $w
  | (($f - $w)[] | select(. != null) | "    \($attribute) has \(text), which the stack does not say"),
    (($w - $f)[] | select(. != null) | "    \($attribute) lacks \(text)");

[.resource_changes[]? | select(.change.actions != ["no-op"] and .change.actions != ["read"])] as $changes
| if ($changes | length) == 0 then empty
  else
    "Found in the account, and not as the stack says:",
    ($changes[]
     | .change as {$actions, $before, $after}
     | if $actions == ["create"] then select(.type | endswith("_exclusive") | not) | "  \(.address) is missing" # a list is not in IAM
       elif ($actions | index("delete")) and $after == null then "  \(.address) is there, and the stack no longer has it"
       else
         "  \(.address) differs:",
         ($before | keys_unsorted[] | . as $name
          | select(($after | has($name)) and $before[$name] != $after[$name])
          | difference($name; $before[$name]; $after[$name]))
       end),
    "The plan above is the repair: npm run plan and npm run apply make it."
  end
