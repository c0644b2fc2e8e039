// Reads an environment file: `environments/<name>.json`, checked, with every mistake at its place.
import { checkTable, isObject, withoutNulls } from "../inputs/check";
import { appInstanceOf, roleSpecs } from "../inputs/role-spec";
import { literalValues } from "../inputs/unknown-values";
import { messageOf, throwViolations, type Violation } from "../inputs/violation";
import { adoptedSpec, type Environment, type EnvironmentValues } from "./environment";
import { decodeUtf8, type Position, readJson } from "./json-file";
import { environmentKeys } from "./keys";
import { referencedAppInstance, specWithAppInstance, withAppInstance } from "./references";
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
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    const message = "is UTF-16, expected UTF-8: save it as UTF-8.";
    throwViolations([{ code: "NOT_UTF8", path: ["The file"], message }], (found) => `${file}:1:1: ${messageOf(found)}`);
  }
  const json = readJson(text ?? "");
  const { environment, violations } = json.isReadable ? environmentOf(json.value) : { violations: [] };
  const at = (violation: Violation) => json.positionOf(violation.path, violation.isAboutKey ?? false);
  const placed = [...json.violations, ...violations]
    .map((violation) => ({ violation, position: at(violation) }))
    .sort(({ position: one }, { position: other }) => one.line - other.line || one.column - other.column);
  const positions = new Map<Violation, Position>(placed.map(({ violation, position }) => [violation, position]));
  throwViolations([...positions.keys()], (violation) => {
    const { line, column } = positions.get(violation) as Position;
    return `${file}:${line}:${column}: ${messageOf(violation)}`;
  });
  return environment as Environment; // without violations there is one
}

/** The environment of a file's value, and everything that is wrong with it. */
function environmentOf(value: unknown): {
  readonly environment?: Environment;
  readonly violations: readonly Violation[];
} {
  if (!isObject(value)) return { violations: checkTable(fileKeys, value, ["The file"]) };
  const found = checkTable(fileKeys, value, []);
  const { $schema: _schema, ...known } = withoutNullsAtAnyDepth(value);
  const values = known as EnvironmentValues; // where nothing is found, it has the shape of its table
  const appInstance = appInstanceOf(values);
  // Made once, with the references of the stack. Their sizes are those with the values of the file.
  const { specs, violations } = roleSpecs(value, found, {
    appInstance: referencedAppInstance(appInstance),
    unknownValues: { ...literalValues, known: (document) => document && withAppInstance(document, appInstance) },
  });
  if (found.length > 0 || violations.length > 0) return { violations: [...found, ...violations] };
  const roles = Object.entries(isObject(value.roles) ? value.roles : {});
  const stackSpecs = mapValues(specs, (spec, key) => adoptedSpec(spec, values.adopt?.[key]));
  const environment: Environment = {
    ...values,
    specs: mapValues(stackSpecs, (spec) => specWithAppInstance(spec, appInstance)),
    stackSpecs,
    removedRoles: roles.flatMap(([key, role]) => (role === null ? [key] : [])),
  };
  return { environment, violations: checkEnvironment(environment) };
}

function mapValues<Value>(
  of: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.freeze(Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)])));
}

function withoutNullsAtAnyDepth(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(withoutNulls(object));
  return Object.fromEntries(entries.map(([key, item]) => [key, isObject(item) ? withoutNullsAtAnyDepth(item) : item]));
}
