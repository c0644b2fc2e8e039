// An environment file: what may stand in `environments/<name>.json`, and the words that refuse anything else.
import { closest, distance } from "fastest-levenshtein";
import * as v from "valibot";
import { InputError } from "../access/input-error";
import type { inputs, Kind, roleInputs, ValueOf } from "../access/inputs";
import { limits } from "../access/limits";
import { empty, mismatch, oneAppInstance, secondsExpected, tooMany, unknown } from "../access/refusals";
import { type RoleType, roleTypeNames } from "../access/role-types";
import { isKnownAtPlan, type RuleName, refusal, rules } from "../access/rules";
import { type BackendConfig, backends } from "./backend";
import { type adoptKeys, environmentKeys, type Key, type providerKeys } from "./keys";

type Values<Of extends Record<string, Kind>> = { readonly [Name in keyof Of]: ValueOf<Of[Name]> };
type ByRoleType<Of> = Readonly<Partial<Record<RoleType, Of>>>;
type Required = "region" | "account_id";

/** What an environment file says of one role. */
export type EnvironmentRole = Partial<Values<typeof roleInputs>>;

/** What an environment file says of a role that exists already: something. */
export type Adopted = Partial<Values<typeof adoptKeys>>;

/** What an environment file says: the inputs of the module, and what is an environment's alone. */
export type Environment = Pick<Values<typeof inputs>, Required> &
  Partial<Omit<Values<typeof inputs>, Required | "roles">> & {
    readonly roles?: ByRoleType<EnvironmentRole>;
    readonly backend?: BackendConfig;
    readonly provider?: Partial<Values<typeof providerKeys>>;
    readonly protect?: boolean;
    readonly adopt?: ByRoleType<Adopted>;
  };

// A message says what follows the key that it is about; `parseEnvironment` puts the key before it.

function expected(what: string) {
  return ({ input }: v.BaseIssue<unknown>) => `is ${JSON.stringify(input)}, expected ${what}.`;
}

function text(rule: RuleName) {
  return v.pipe(
    v.string((issue) => expected(`${rules[rule].expected}, within quotes`)(issue)),
    v.check(
      (value) => refusal(rule, value) === undefined && !isKnownAtPlan(value),
      (issue) => refusal(rule, issue.input) ?? expected(rules[rule].expected)(issue),
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

/** The known key that a misspelt one is likely to mean, if there is one. */
function nearest(key: string, known: readonly string[]): string {
  const candidate = closest(key, known);
  return distance(key, candidate) <= key.length / 2 ? ` Did you mean ${candidate}?` : "";
}

/** What is expected of a key that must be given. */
function expectationOf(key: string): string {
  return key in rules ? rules[key as RuleName].expected : "it beside the others";
}

/** An object of these keys and no others. */
function object(entries: v.ObjectEntries) {
  const known = Object.keys(entries);
  const schema = v.strictObject(entries, (issue) => {
    if (issue.expected === "Object") return expected("an object")(issue);
    if (issue.expected === "never") return `${unknown(known)}${nearest(String(issue.input), known)}`;
    return `is missing, expected ${expectationOf(JSON.parse(issue.expected))}.`;
  });
  return notList(schema, "an object");
}

function choice(among: readonly string[]) {
  return v.picklist(among, ({ input }) => mismatch(`one of ${among.join(", ")}`, String(input)));
}

const pathExpected = expected("the path of a file, within quotes");

/** One backend under its own name, with any arguments: Terraform knows them. */
function backend() {
  const args = notList(v.record(v.string(), v.unknown(), expected("an object")), "an object");
  const path = v.exactOptional(v.pipe(v.string(pathExpected), v.minLength(1, pathExpected)));
  const local = object({ path, workspace_dir: path });
  const known = Object.fromEntries(
    Object.keys(backends).map((name) => [name, v.exactOptional(name === "local" ? local : args)]),
  );
  return v.pipe(
    object(known),
    v.check((value) => Object.keys(value).length === 1, expected('one backend, such as {"s3": {…}}')),
    v.check((value) => !isKnownAtPlan(JSON.stringify(value)), expected("text without CDKTF's own mark")),
  );
}

function schemaOf(input: Key): v.GenericSchema {
  switch (input.kind) {
    case "flag":
      return v.boolean(expected("true or false"));
    case "seconds": {
      const { min, max } = limits.sessionSeconds;
      const message = expected(secondsExpected);
      return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
    }
    case "text":
      return text(input.rule);
    case "list":
      return v.array(text(input.rule), expected("a list"));
    case "choice":
      return choice(input.among);
    case "choices":
      return v.array(choice(input.among), expected("a list"));
    case "oidc_providers": {
      const some = (rule: RuleName) => v.pipe(v.array(text(rule), expected("a list")), v.minLength(1, empty));
      return v.array(
        object({ arn: text("oidc_provider_arn"), audiences: some("oidc_audience"), subjects: some("oidc_subject") }),
        expected("a list"),
      );
    }
    case "map": {
      const map = v.record(text(input.key), text(input.value), expected("an object of text"));
      return v.pipe(notList(map, "an object of text"), v.maxEntries(input.atMost, tooMany(input.atMost)));
    }
    case "object":
      return object(optional(input.of));
    case "by_role_type": {
      const one = object(optional(input.of));
      return object(Object.fromEntries(roleTypeNames.map((roleType) => [roleType, v.exactOptional(one)])));
    }
    case "backend":
      return backend();
  }
}

function optional(table: Readonly<Record<string, Key>>): v.ObjectEntries {
  return Object.fromEntries(Object.entries(table).map(([name, key]) => [name, v.exactOptional(schemaOf(key))]));
}

const environment = object({
  ...optional(environmentKeys),
  region: schemaOf(environmentKeys.region),
  account_id: schemaOf(environmentKeys.account_id),
  $schema: v.exactOptional(v.string(expected("the path of the JSON Schema, ./schema.json"))),
});

/**
 * Reads the text of an environment file. A key that is null counts as left out, as in Terraform.
 *
 * @throws InputError with a sentence for every bad value
 */
export function parseEnvironment(json: string): Environment {
  const result = v.safeParse(environment, parseJson(json));
  // The schema is made of the table that the type is made of.
  if (result.success) return withOneAppInstance(result.output as Environment);
  throw new InputError(result.issues.map((issue) => `${labelOf(issue)} ${issue.message}`).join("\n"));
}

function withOneAppInstance(environment: Environment): Environment {
  const { app_instance_id: id, app_instance_id_tag_key: tagKey } = environment;
  if ((id === undefined) === (tagKey === undefined)) throw new InputError(oneAppInstance);
  return environment;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ""), (key, value: unknown) => {
      if (lostKeys.includes(key))
        throw new InputError(`The key ${key} cannot be used: JavaScript has another use for it.`);
      return value === null ? undefined : value;
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`This is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

/** Keys that valibot leaves out of a map without a word. */
export const lostKeys = ["__proto__", "constructor", "prototype"];

/** What an issue is about: `roles.user.principal_arns[0]`. */
function labelOf(issue: v.BaseIssue<unknown>): string {
  const path = issue.path ?? [];
  const keys = path.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${key}`));
  const isAboutKey = path.at(-1)?.origin === "key" && issue.type !== "strict_object";
  return `${isAboutKey ? "the key " : ""}${keys.join("").slice(1) || "The file"}`;
}
