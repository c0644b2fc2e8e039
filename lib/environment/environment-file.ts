// Reads an environment file: `environments/<name>.json`, checked, with every mistake at its place.

import { appInstanceArn } from "../grants/app-instance";
import type { RoleType } from "../grants/role-types";
import { sessionTagVariable } from "../grants/session-tags";
import { checkRules, checkTable, isObject, withoutNulls } from "../inputs/check";
import { inputs, partOf, type RoleValues, roleTypeOf } from "../inputs/inputs";
import { checkSizes, roleDocuments } from "../inputs/role-documents";
import { trustsOf } from "../inputs/trusts-of-role";
import { literalValues } from "../inputs/unknown-values";
import { messageOf, throwViolations, type Violation } from "../inputs/violation";
import type { Environment } from "./environment";
import { decoded, readJson } from "./json-file";
import { environmentKeys } from "./keys";
import { checkEnvironment } from "./rules";

/** The keys of a file that are not its environment's. */
const fileKeys = {
  ...environmentKeys,
  $schema: { kind: "text", rule: "schema_path", meaning: "Path of the JSON Schema of this file." },
} as const;

/**
 * Reads the bytes of an environment file. A key that is null counts as left out, as in Terraform.
 *
 * @param file how messages call the file: each begins with `FILE:LINE:COLUMN`
 * @throws InputError with everything that is wrong
 */
export function readEnvironment(bytes: Uint8Array, file: string): Environment {
  const text = decoded(bytes);
  if (text === undefined) {
    const message = "is UTF-16, expected UTF-8: save it as UTF-8.";
    throwViolations([{ code: "NOT_UTF8", path: ["The file"], message }], (found) => `${file}:1:1: ${messageOf(found)}`);
  }
  const json = readJson(text ?? "");
  const found = [...json.violations, ...violationsOf(json.value, json.violations)];
  const ofKey = ({ code }: Violation) => code === "UNKNOWN_INPUT" || code === "INVALID_KEY" || code === "KEY_TWICE";
  const placed = found.map((violation) => ({ violation, at: json.positionOf(violation.path, ofKey(violation)) }));
  const order = (at: string) => at.split(":").reduce((line, column) => line * 100_000 + Number(column), 0);
  const sorted = placed.sort((one, other) => order(one.at) - order(other.at));
  const positions = new Map(sorted.map(({ violation, at }) => [violation, at]));
  throwViolations(
    sorted.map(({ violation }) => violation),
    (violation) => `${file}:${positions.get(violation)}: ${messageOf(violation)}`,
  );
  return environmentOf(json.value);
}

/** What is wrong with the value of a file. Where the text is broken, the value may only look wrong. */
function violationsOf(value: unknown, ofText: readonly Violation[]): Violation[] {
  if (ofText.some(({ code, message }) => code === "NOT_JSON" && !/ a comm(a|ent) /.test(message))) return [];
  if (!isObject(value)) return checkTable(fileKeys, value, ["The file"]);
  const ofValues = checkTable(fileKeys, value, []);
  const found = [...ofValues, ...checkRules(value, ofValues)];
  if (found.length > 0) return found;
  const environment = environmentOf(value);
  return [...checkEnvironment(environment), ...sizeViolations(environment)];
}

/** The environment of a value that has been checked, without what is null. */
function environmentOf(value: unknown): Environment {
  const { $schema: _schema, ...values } = value as Readonly<Record<string, unknown>>;
  const roles = Object.entries(isObject(values.roles) ? values.roles : {});
  const removedRoles = roles.flatMap(([key, role]) => (role === null ? [key] : []));
  const environment: Readonly<Record<string, unknown>> = { ...withoutNullsAtAnyDepth(values), removedRoles };
  return environment as Environment; // it has the shape of its table
}

function withoutNullsAtAnyDepth(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(withoutNulls(object));
  return Object.fromEntries(entries.map(([key, item]) => [key, isObject(item) ? withoutNullsAtAnyDepth(item) : item]));
}

/** The roles whose documents are beyond IAM's limits. */
function sizeViolations(environment: Environment): Violation[] {
  return Object.entries(environment.roles).flatMap(([key, role]) =>
    checkSizes(documentsOf(environment, key, role), ["roles", key]),
  );
}

/** The documents of a role of an environment. */
export function documentsOf(environment: Environment, key: string, role: RoleValues) {
  const { region, account_id: account, app_instance_id, app_instance_id_tag_key: tagKey } = environment;
  const id = tagKey === undefined ? (app_instance_id ?? "").replace(/^.*\//, "") : sessionTagVariable(tagKey);
  return roleDocuments({
    roleType: roleTypeOf(key, role) as RoleType,
    role: partOf(role, "documents"),
    trusts: trustsOf(role),
    appInstance: { region, account, id, arn: appInstanceArn(region, account, id), tagKey },
    userIdTagKey: environment.user_id_tag_key ?? inputs.user_id_tag_key.default,
    unknownValues: literalValues,
  });
}
