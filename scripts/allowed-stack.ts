// What a stack of ours can hold, as data: scripts/allowed-stack.json, by which scripts/check-stack.jq decides before Terraform
// starts. A stack is written by npm packages, and Terraform runs what it says.
import { App, Testing } from "cdktf";
import { argumentsOf, type BackendName, backends } from "../lib/environment/backends";
import { readEnvironment } from "../lib/environment/environment-file";
import { providerKeys } from "../lib/environment/keys";
import { EnvironmentStack } from "../lib/environment/stack";
import type { Kind } from "../lib/inputs/inputs";

/** The attributes of each type of resource. */
const resources = {
  aws_iam_role: [
    "name",
    "path",
    "tags",
    "description",
    "assume_role_policy",
    "max_session_duration",
    "permissions_boundary",
    "lifecycle",
  ],
  aws_iam_policy: ["name", "path", "tags", "description", "policy", "lifecycle"],
  aws_iam_role_policy_attachment: ["role", "policy_arn", "for_each", "depends_on"],
  aws_iam_role_policy_attachments_exclusive: ["role_name", "policy_arns"],
  aws_iam_role_policies_exclusive: ["role_name", "policy_names"],
};

/** Every Terraform expression that a stack has outside its variables, as regular expressions. */
const expressions = [
  "(var|local)[.][a-z0-9_]+",
  "aws_iam_(role|policy)[.][a-z0-9_]+[.](arn|id|name)",
  "each[.]value",
  "jsonencode[(]local[.][a-z0-9_]+[)]",
  "length[(]jsonencode[(]local[.][a-z0-9_]+[)][)]( <= [0-9]+)?",
  'try[(]element[(]regex[(]"[(][[]\\^/[]][*][)][$]", var[.]app_instance_id[)], 0[)], ""[)]',
  '!anytrue[(][[]for key in keys[(]self[.]tags_all[)] : contains[(][[]("[^"]*"(,"[^"]*")*)?[]], lower[(]key[)][)][]][)]',
];

/** The text of scripts/allowed-stack.json. */
export function allowedStackFile(): string {
  const file = "environments/example.json";
  const text = JSON.stringify({
    region: "us-east-1",
    account_id: "123456789012",
    app_instance_id: "00000000-0000-0000-0000-000000000000",
    roles: {},
  });
  const environment = readEnvironment(Buffer.from(text), file);
  const app = Testing.stubVersion(new App({ outdir: "cdktf.out" }));
  const named = { name: "example", file, environment };
  const { variable } = JSON.parse(Testing.synth(new EnvironmentStack(app, named)));
  for (const name of Object.keys(variable)) delete variable[name].default;
  variable.account_id.validation.pop(); // the one that names the account
  const allowed = {
    blocks: ["//", "import", "locals", "output", "provider", "removed", "resource", "terraform", "variable"],
    provider: { region: [], allowed_account_ids: [], ...namesOf(providerKeys) },
    backends: Object.fromEntries((Object.keys(backends) as BackendName[]).map((name) => [name, backendNames(name)])),
    resources,
    expressions: expressions.map((text) => `\\A[$][{]${text}[}]\\z`),
    variable,
  };
  return `${linesOf(allowed, 2)}\n`;
}

/** JSON with a line for each member, to a depth; what is deeper is on the line of its member. */
function linesOf(value: unknown, depth: number, indent = ""): string {
  if (depth === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, item]) => `${indent}  ${JSON.stringify(name)}: ${linesOf(item, depth - 1, `${indent}  `)}`,
  );
  return `{\n${members.join(",\n")}\n${indent}}`;
}

/** The names of arguments, each with the names in it where it is an object. */
function namesOf(kinds: Readonly<Record<string, Kind>>): Record<string, readonly string[]> {
  const entries = Object.entries(kinds).map(([name, kind]): [string, readonly string[]] => {
    if (name === "default_tags") return [name, ["tags"]]; // a block of the provider, with the map in it
    return [name, kind.kind === "object" ? Object.keys(kind.of) : []];
  });
  return Object.fromEntries(entries);
}

function backendNames(name: BackendName): Record<string, { of: readonly string[]; url: boolean }> {
  return Object.fromEntries(argumentsOf(name).map(([argument, { of = [], url = false }]) => [argument, { of, url }]));
}
