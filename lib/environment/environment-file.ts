// An environment file: what may stand in `environments/<name>.json`, and the words that refuse anything else.
import { closest } from "fastest-levenshtein";
import * as v from "valibot";
import { capabilityNames } from "../access/capabilities";
import { InputError } from "../access/input-error";
import { limits } from "../access/limits";
import { type RuleName, refusal, rules, unknown } from "../access/rules";

// A message says what follows the key that it is about; `parseEnvironment` puts the key before it.

function expected(what: string) {
  return (issue: v.BaseIssue<unknown>) => `is ${JSON.stringify(issue.input)}, expected ${what}.`;
}

function text(rule: RuleName) {
  return v.pipe(
    v.string(expected(rules[rule].expected)),
    v.check(
      (value) => refusal(rule, value) === undefined,
      ({ input }) => refusal(rule, input) ?? "",
    ),
  );
}

/** What is an object and, other than for valibot, not a list. */
function notList<Schema extends v.GenericSchema>(schema: Schema, what: string) {
  return v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), expected(what)),
    schema,
  );
}

function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  const known = Object.keys(entries);
  const schema = v.strictObject(entries, (issue) => {
    if (issue.expected === "Object") return expected("an object")(issue);
    if (issue.expected === "never") return `${unknown(known)} Did you mean ${closest(String(issue.input), known)}?`;
    return `is missing, expected ${rules[JSON.parse(issue.expected) as RuleName].expected}.`;
  });
  return notList(schema, "an object");
}

function mapOf(key: RuleName, value: RuleName) {
  return notList(v.record(text(key), text(value), expected("an object of text")), "an object of text");
}

function list<Item extends v.GenericSchema>(item: Item) {
  return v.array(item, expected("a list"));
}

const yesOrNo = v.boolean(expected("true or false"));
const { min, max } = limits.sessionSeconds;
const wholeSeconds = expected(`whole seconds from ${min} to ${max}`);
const seconds = v.pipe(
  v.number(wholeSeconds),
  v.integer(wholeSeconds),
  v.minValue(min, wholeSeconds),
  v.maxValue(max, wholeSeconds),
);

const role = object({
  trust_account: v.exactOptional(yesOrNo),
  principal_arns: v.exactOptional(list(text("principal_arn"))),
  external_id: v.exactOptional(text("external_id")),
  cognito_identity_pool_ids: v.exactOptional(list(text("cognito_identity_pool_id"))),
  app_instance_user_id: v.exactOptional(text("app_instance_user_id")),
  capabilities: v.exactOptional(list(v.picklist(capabilityNames, expected(`one of ${capabilityNames.join(", ")}`)))),
  name: v.exactOptional(text("role_name")),
  description: v.exactOptional(text("description")),
  max_session_duration: v.exactOptional(seconds),
  permissions_boundary_arn: v.exactOptional(text("permissions_boundary_arn")),
  policy_arns: v.exactOptional(mapOf("policy_key", "policy_arn")),
});

const environment = object({
  region: text("region"),
  account_id: text("account_id"),
  app_instance_id: text("app_instance_id"),
  partition: v.exactOptional(text("partition")),
  roles: v.exactOptional(
    object({
      developer: v.exactOptional(role),
      user: v.exactOptional(role),
      minimal_user: v.exactOptional(role),
      websocket: v.exactOptional(role),
    }),
  ),
  name_prefix: v.exactOptional(text("name_prefix")),
  path: v.exactOptional(text("path")),
  permissions_boundary_arn: v.exactOptional(text("permissions_boundary_arn")),
  max_session_duration: v.exactOptional(seconds),
  user_id_tag_key: v.exactOptional(text("user_id_tag_key")),
  exclusive_attachments: v.exactOptional(yesOrNo),
  tags: v.exactOptional(mapOf("tag_key", "tag_value")),
});

/** What an environment file says. */
export type Environment = v.InferOutput<typeof environment>;

/** What an environment file says of one role. */
export type EnvironmentRole = v.InferOutput<typeof role>;

/**
 * Reads the text of an environment file. A key that is null counts as left out, as in Terraform.
 *
 * @throws InputError with a sentence for every bad value
 */
export function parseEnvironment(json: string): Environment {
  const result = v.safeParse(environment, parseJson(json));
  if (result.success) return result.output;
  throw new InputError(result.issues.map((issue) => `${labelOf(issue)} ${issue.message}`).join("\n"));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json, (_key, value: unknown) => (value === null ? undefined : value));
  } catch (error) {
    throw new InputError(`This is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

/** What an issue is about: `roles.user.principal_arns[0]`. */
function labelOf(issue: v.BaseIssue<unknown>): string {
  const path = issue.path ?? [];
  const keys = path.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${key}`));
  const isAboutKey = path.at(-1)?.origin === "key" && issue.type !== "strict_object";
  return `${isAboutKey ? "the key " : ""}${keys.join("").slice(1) || "The file"}`;
}
