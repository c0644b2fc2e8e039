// The JSON Schema of an environment file, by which editors complete and check it: environments/schema.json.
import { limits } from "../lib/access/limits";
import { roleTypeNames } from "../lib/access/role-types";
import { type Rule, type RuleName, rules } from "../lib/access/rules";
import { backends } from "../lib/environment/backend";
import { lostKeys } from "../lib/environment/environment-file";
import { environmentKeys, type Key } from "../lib/environment/keys";

type Schema = Readonly<Record<string, unknown>>;

/** The text of environments/schema.json. */
export function environmentSchemaFile(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "An environment of cdktf-chime-iam",
    ...object({
      $schema: { type: "string", description: "The path of this schema." },
      ...properties(environmentKeys),
    }),
    required: ["region", "account_id"],
    oneOf: ["app_instance_id", "app_instance_id_tag_key"].map((name) => ({ required: [name] })),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function properties(keys: Readonly<Record<string, Key>>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [
      name,
      {
        description: key.meaning,
        ...("default" in key && key.default !== null ? { default: key.default } : {}),
        ...schemaOf(key),
      },
    ]),
  );
}

function schemaOf(key: Key): Schema {
  switch (key.kind) {
    case "flag":
      return { type: "boolean" };
    case "seconds":
      return { type: "integer", minimum: limits.sessionSeconds.min, maximum: limits.sessionSeconds.max };
    case "text":
      return text(key.rule);
    case "list":
      return array(text(key.rule));
    case "choice":
      return { enum: key.among };
    case "choices":
      return array({ enum: key.among });
    case "oidc_providers":
      return array({
        ...object({
          arn: text("oidc_provider_arn"),
          audiences: { ...array(text("oidc_audience")), minItems: 1 },
          subjects: { ...array(text("oidc_subject")), minItems: 1 },
        }),
        required: ["arn", "audiences", "subjects"],
      });
    case "map":
      return {
        type: "object",
        propertyNames: { allOf: [text(key.key), { not: { enum: lostKeys } }] },
        additionalProperties: text(key.value),
        maxProperties: key.atMost,
      };
    case "object":
      return object(properties(key.of));
    case "by_role_type":
      return {
        type: "object",
        propertyNames: { enum: roleTypeNames },
        additionalProperties: object(properties(key.of)),
      };
    case "backend":
      return {
        type: "object",
        propertyNames: { enum: Object.keys(backends) },
        properties: { local: object({ path: file, workspace_dir: file }) },
        additionalProperties: { type: "object" },
        minProperties: 1,
        maxProperties: 1,
      };
  }
}

const file: Schema = { type: "string", minLength: 1 };

function object(known: Readonly<Record<string, Schema>>): Schema {
  return { type: "object", properties: known, additionalProperties: false };
}

function array(items: Schema): Schema {
  return { type: "array", items };
}

/** Text that follows its rule. `patternErrorMessage` is what VS Code says when it does not. */
function text(name: RuleName): Schema {
  const { matches, unless, expected }: Rule = rules[name];
  return {
    type: "string",
    pattern: matches,
    ...(unless === undefined ? {} : { not: { pattern: unless } }),
    patternErrorMessage: `Expected ${expected}.`,
  };
}
