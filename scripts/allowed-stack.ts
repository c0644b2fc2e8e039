// What a stack of ours can hold, as data: scripts/allowed-stack.json, by which scripts/check-stack.jq judges a stack that nobody
// has reviewed yet before Terraform starts.
import { App, Testing } from "cdktf";
import { type BackendArgument, type BackendName, backends } from "../lib/environment/backends";
import { readEnvironment } from "../lib/environment/environment-file";
import { providerKeys } from "../lib/environment/keys";
import { EnvironmentStack } from "../lib/environment/stack";
import type { Kind } from "../lib/inputs/inputs";

/** The names that a block may have, each with the names in it. `true`: any value; `*`: any name. */
type Shape = true | { readonly [name: string]: Shape };

const named = (...names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, true]));
const validation = named("condition", "error_message");
const lifecycle = named("ignore_changes", "prevent_destroy", "precondition", "postcondition");

/** The attributes of each type of resource. */
const resources: Readonly<Record<string, Shape>> = {
  aws_iam_role: {
    ...{ name: true, path: true, tags: true, description: true, assume_role_policy: true, max_session_duration: true },
    ...{ permissions_boundary: true, lifecycle },
  },
  aws_iam_policy: { name: true, path: true, tags: true, description: true, policy: true, lifecycle },
  aws_iam_role_policy_attachment: named("role", "policy_arn", "for_each", "depends_on"),
  aws_iam_role_policy_attachments_exclusive: named("role_name", "policy_arns"),
  aws_iam_role_policies_exclusive: named("role_name", "policy_names"),
};

/** The text of scripts/allowed-stack.json. */
export function allowedStackFile(): string {
  const { cloud: _ownBlock, ...inBlock } = backends;
  const allowed = {
    shape: {
      "//": true,
      terraform: {
        required_version: true,
        required_providers: { aws: named("source", "version") },
        backend: mapped(inBlock, backendShape),
        cloud: backendShape("cloud"),
      },
      provider: {
        aws: { region: true, allowed_account_ids: true, ...mapped(providerKeys, (_, kind) => shapeOf(kind)) },
      },
      variable: { "*": { type: true, description: true, nullable: true, default: true, validation } },
      locals: true,
      resource: mapped(resources, (_, attributes) => ({ "*": { "//": true, ...(attributes as object) } })),
      output: { "*": named("value", "description", "depends_on") },
      import: named("to", "id"),
      moved: named("from", "to"),
      removed: { from: true, lifecycle: named("destroy") },
    },
    expressions: variableExpressions(),
  };
  return `${linesOf(allowed, 3)}\n`;
}

function mapped<T>(table: Readonly<Record<string, T>>, shape: (name: string, row: T) => Shape): Record<string, Shape> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, shape(name, row)]));
}

function shapeOf(kind: Kind): Shape {
  return kind.kind === "object" ? mapped(kind.of, (_, inner) => shapeOf(inner)) : true;
}

function backendShape(backend: string): Shape {
  const rows: Readonly<Record<string, BackendArgument>> = backends[backend as BackendName];
  return mapped(rows, (_, { of }) => (of === undefined ? true : named(...of)));
}

/** The conditions and messages of the variables, whole: they are the same in every stack. */
function variableExpressions(): string[] {
  const texts = [{ app_instance_id: "00000000-0000-0000-0000-000000000000" }, { app_instance_id_tag_key: "App" }];
  const found = texts.flatMap((appInstance) => {
    const file = "environments/example.json";
    const json = JSON.stringify({ region: "us-east-1", account_id: "123456789012", ...appInstance, roles: {} });
    const environment = readEnvironment(Buffer.from(json), file);
    const app = Testing.stubVersion(new App({ outdir: "cdktf.out" }));
    const stack = new EnvironmentStack(app, { name: "example", file, digest: "", environment });
    const { variable } = JSON.parse(Testing.synth(stack)) as { variable: Record<string, Variable> };
    variable.account_id?.validation?.pop(); // the one that names the account
    return Object.values(variable).flatMap((block) => (block.validation ?? []).flatMap((rule) => Object.values(rule)));
  });
  return [...new Set(found)].sort();
}

interface Variable {
  readonly validation?: { readonly condition: string; readonly error_message: string }[];
}

/** JSON with a line for each member, to a depth; what is deeper is on the line of its member. */
function linesOf(value: unknown, depth: number, indent = ""): string {
  if (depth === 0 || typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((item) => `${inner}${linesOf(item, depth - 1, inner)}`)
    : Object.entries(value).map(
        ([name, item]) => `${inner}${JSON.stringify(name)}: ${linesOf(item, depth - 1, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${members.join(",\n")}\n${indent}${close}`;
}
