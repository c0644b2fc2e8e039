// The JSON Schema of an environment file, by which editors complete and check it: environments/schema.json.

import { environmentKeys } from "../lib/environment/keys";
import { type RoleType, roleTypeNames } from "../lib/grants/role-types";
import { type ChoiceRule, choiceRules } from "../lib/inputs/choice-rules";
import { type Kind, roleInputs } from "../lib/inputs/inputs";
import { actingCalls, isAboutOneRole, type Presence } from "../lib/inputs/presence";
import { type TextRule, type TextRuleName, textRules } from "../lib/inputs/text-rules";

type Schema = boolean | Readonly<Record<string, unknown>>;

/** The text of environments/schema.json. */
export function environmentSchemaFile(): string {
  const ruleSets = Object.fromEntries(roleTypeNames.map((type) => [`rules_of_${type}`, rulesOf(type)]));
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "An environment of cdktf-chime-iam",
    definitions: { role: object(properties(roleInputs)), ...ruleSets, rules_by_type: rulesByType() },
    ...object({ $schema: text("schema_path"), ...properties(environmentKeys) }),
    required: ["region", "account_id", "roles"],
    allOf: choiceRules.inputs.map((rule) => ruleSchema(rule, undefined)),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function properties(
  keys: Readonly<Record<string, Kind & { meaning?: string; default?: unknown }>>,
): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [
      name,
      {
        ...(key.meaning === undefined ? {} : { description: key.meaning }),
        ...("default" in key && key.default !== null ? { default: key.default } : {}),
        ...schemaOf(name, key),
      },
    ]),
  );
}

function schemaOf(name: string, kind: Kind): Readonly<Record<string, unknown>> {
  switch (kind.kind) {
    case "flag":
      return { type: "boolean" };
    case "number":
      return { type: "integer", minimum: kind.min, maximum: kind.max };
    case "argument":
      return { type: ["string", "number", "boolean", "array"], items: { type: ["string", "number", "boolean"] } };
    case "text":
      return text(kind.rule);
    case "list":
      return { ...array(text(kind.rule)), uniqueItems: true, ...(kind.filled ? { minItems: 1 } : {}) };
    case "choice":
      return { enum: kind.among };
    case "choices":
      return { ...array({ enum: kind.among }), minItems: 1 };
    case "objects": {
      const fields = Object.entries(kind.of).map(([field, of]) => [field, schemaOf(field, of)]);
      const required = Object.keys(kind.of).filter((field) => !kind.of[field]?.isOptional);
      return array({ ...object(Object.fromEntries(fields)), required });
    }
    case "map":
      return {
        type: "object",
        propertyNames: usable(text(kind.key)),
        additionalProperties: text(kind.value),
        ...(kind.atMost === undefined ? {} : { maxProperties: kind.atMost }),
      };
    case "object":
      return object(properties(kind.of));
    case "by_key":
      return name === "roles"
        ? rolesSchema(kind.key)
        : { type: "object", propertyNames: usable(text(kind.key)), additionalProperties: object(properties(kind.of)) };
    case "one_of":
      return {
        type: "object",
        properties: Object.fromEntries(Object.entries(kind.of).map(([key, of]) => [key, object(properties(of))])),
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
      };
  }
}

/** The roles: by role type, or by another key with a type. One that is null is left out. */
function rolesSchema(key: TextRuleName): Readonly<Record<string, unknown>> {
  const role = (...further: Schema[]) => ({
    anyOf: [{ type: "null" }, { allOf: [reference("role"), reference("rules_by_type"), ...further] }],
  });
  const withoutType = { not: { required: ["type"] } };
  return {
    type: "object",
    propertyNames: usable(text(key)),
    properties: Object.fromEntries(
      roleTypeNames.map((type) => [type, role(implies(withoutType, reference(`rules_of_${type}`)))]),
    ),
    additionalProperties: role({ required: ["type"] }),
  };
}

function reference(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

// Rules of presence and choice

function rulesByType(): Schema {
  return {
    allOf: roleTypeNames.map((type) =>
      implies({ properties: { type: { const: type } }, required: ["type"] }, reference(`rules_of_${type}`)),
    ),
  };
}

function rulesOf(type: RoleType): Schema {
  const rules = choiceRules.role.filter(({ when, require }) => isAboutOneRole({ all: [when, require] }));
  return { allOf: rules.map((rule) => ruleSchema(rule, type)).filter((rule) => rule !== true) };
}

function ruleSchema({ code, when, require }: ChoiceRule, type: RoleType | undefined): Schema {
  const [condition, consequence] = [conditionSchema(when, type), conditionSchema(require, type)];
  if (condition === false || consequence === true) return true;
  return { $comment: code, ...implies(condition, consequence) };
}

/** What must hold when something holds. */
function implies(condition: Schema, consequence: Schema): Readonly<Record<string, unknown>> {
  return { anyOf: [{ not: condition }, consequence] };
}

/** A condition as a schema of what it holds of; with a role type, as far as it is about the type. */
function conditionSchema(condition: Presence, type: RoleType | undefined): Schema {
  if ("set" in condition) return isSetSchema(condition.set, roleInputs[condition.set]);
  if ("setForAll" in condition) return { required: [condition.setForAll] };
  if ("is" in condition)
    return { properties: { [condition.is[0]]: { const: condition.is[1] } }, required: [condition.is[0]] };
  if ("type" in condition) return type !== undefined && condition.type.includes(type);
  if ("actingCalls" in condition) {
    const acting = type === undefined ? [] : actingCalls[type];
    return acting.length > 0 && { properties: { calls: { contains: { enum: acting } } }, required: ["calls"] };
  }
  if ("not" in condition) {
    const negated = conditionSchema(condition.not, type);
    return typeof negated === "boolean" ? !negated : { not: negated };
  }
  const [parts, decisive] = "all" in condition ? [condition.all, false] : [condition.any, true];
  const schemas = parts.map((part) => conditionSchema(part, type));
  if (schemas.includes(decisive)) return decisive;
  const undecided = schemas.filter((schema) => typeof schema !== "boolean");
  if (undecided.length === 0) return !decisive;
  return decisive ? { anyOf: undecided } : { allOf: undecided };
}

function isSetSchema(name: string, { kind }: Kind): Schema {
  const values: Readonly<Partial<Record<Kind["kind"], Schema>>> = {
    flag: { const: true },
    list: { minItems: 1 },
    objects: { minItems: 1 },
    map: { minProperties: 1 },
  };
  const value = values[kind];
  return { ...(value === undefined ? {} : { properties: { [name]: value } }), required: [name] };
}

// Shapes

function object(known: Readonly<Record<string, Schema>>): Readonly<Record<string, unknown>> {
  return { type: "object", properties: known, additionalProperties: false };
}

function array(items: Schema): Readonly<Record<string, unknown>> {
  return { type: "array", items };
}

/** Text that follows its rule. `patternErrorMessage` is what VS Code says when it does not. */
function text(name: TextRuleName): Readonly<Record<string, unknown>> {
  const { matches, unless, expected }: TextRule = textRules[name];
  return {
    type: "string",
    pattern: matches,
    ...(unless === undefined ? {} : { not: { pattern: unless } }),
    patternErrorMessage: `Expected ${expected}.`,
  };
}

/** A key that JavaScript does not reserve. */
function usable(key: Schema): Schema {
  return { allOf: [key, { not: { const: "__proto__" } }] };
}
