// How TypeScript spells the inputs: `app_instance_user_id` is the prop `appInstanceUserId`, and a trust is a factory.
import { trustKindEntries } from "../grants/trust-kinds";
import { inputs, type Kind } from "../inputs/inputs";

/** `app_instance_user_id` as TypeScript spells it. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

/** The factory of each input that is a trust: `Trust.principals()`. */
const factories: Readonly<Record<string, string>> = Object.fromEntries(
  trustKindEntries.map(([kind, { input }]) => [input, `Trust.${camelCase(kind)}()`]),
);

/** The inputs that are fields of a trust: `arns`, `externalId`. */
const trustFields: Readonly<Record<string, string>> = Object.fromEntries(
  trustKindEntries.flatMap(([, { fields, each }]) =>
    each ? [] : Object.entries(fields).map(([field, input]) => [input, field]),
  ),
);

const others: Readonly<Record<string, string>> = {
  account_id: "account",
  app_instance_id: "AppInstance.of()",
  app_instance_id_tag_key: "AppInstance.fromSessionTag()",
  existing_role_name: "attachTo",
};

/** The inputs that are properties of an app instance. */
const appInstanceProperties: Readonly<Record<string, string>> = {
  region: "region",
  account_id: "account",
  app_instance_id: "id",
  app_instance_id_tag_key: "tagKey",
};

/** An input as TypeScript spells it in a message. */
export function propName(input: string): string {
  return others[input] ?? factories[input] ?? trustFields[input] ?? camelCase(input);
}

/** The inputs that are objects, whose fields are spelt as props are. */
const objects = new Set(Object.entries<Kind>(inputs).flatMap(([name, { kind }]) => (kind === "object" ? [name] : [])));

/**
 * Where a value is among the props of a role: `["principal_arns", 0]` is `["trust", 1, "arns", 0]`.
 *
 * @param trust where the trust is that was checked
 */
export function propPath<Part>(
  [name, ...rest]: readonly (Part | string)[],
  trust: readonly (Part | string)[],
): (Part | string)[] {
  if (typeof name !== "string") return [];
  if (name === "oidc_providers") return [...trust, ...rest.slice(1)];
  if (name === "trust_account") return [...trust];
  if (objects.has(name)) return [name, ...rest].map((part) => (typeof part === "string" ? camelCase(part) : part));
  const property = appInstanceProperties[name];
  if (property !== undefined) return ["appInstance", property, ...rest];
  const ofTrust = trustFields[name];
  return ofTrust === undefined ? [camelCase(name), ...rest] : [...trust, ofTrust, ...rest];
}
