// The JSON Schema of environment files, and what it must refuse of what synth refuses.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { choiceRules } from "../../lib/inputs/choice-rules";
import { isAboutOneRole } from "../../lib/inputs/presence";
import { refusalOf } from "./environment";
import { projectRoot } from "./files";

/** environments/schema.json. */
export const schema = JSON.parse(readFileSync(join(projectRoot, "environments/schema.json"), "utf8"));

let compiled: ValidateFunction | undefined;

/** What the schema refuses of a file; undefined if it accepts it. */
export function refusedBySchema(json: unknown): ErrorObject[] | undefined {
  compiled ??= new Ajv({ strict: false }).compile(schema);
  return compiled(json) ? undefined : (compiled.errors ?? []);
}

/** Whether the schema accepts a file. */
export function accepts(json: unknown): boolean {
  return refusedBySchema(json) === undefined;
}

/** The rules that the schema cannot say: of values that depend on each other, and of documents. */
const beyondSchema = /^(?!REQUIRED|UNKNOWN_INPUT|INVALID|WRONG_TYPE|EMPTY_LIST|DUPLICATE|TOO_MANY$|ROLE_TYPE_REQUIRED)/;
const ofOneRole = choiceRules.role.filter(({ when, require }) => isAboutOneRole({ all: [when, require] }));
const inSchema = new Set([...choiceRules.inputs, ...ofOneRole].map(({ code }) => code));

/** Whether the schema must refuse a file: something is wrong that it can say. */
export function mustRefuse(json: object): boolean {
  const codes = refusalOf(json)?.violations.map(({ code }) => code) ?? [];
  return codes.some((code) => inSchema.has(code) || !beyondSchema.test(code));
}
