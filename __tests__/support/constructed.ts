// The inputs of a role as the props of its construct: each value as it is, or as a Terraform variable of that value.
import { type TerraformStack, TerraformVariable } from "cdktf";
import { AppInstance, type ChimeRole, Trust, type Trust as TrustOfRole } from "../../lib";
import { roleConstructs } from "../../lib/constructs/role";
import { camelCase } from "../../lib/constructs/spelling";
import type { TrustConditionProps } from "../../lib/constructs/trust";
import { isPattern } from "../../lib/grants/trust-conditions";
import { type TrustKind, trustKinds } from "../../lib/grants/trust-kinds";
import { type InputValues, type RoleValues, roleInputs, roleTypeOf } from "../../lib/inputs/inputs";
import { trustsOf } from "../../lib/inputs/trusts-of-role";

/** Makes of a value what stands in its place. */
export type Given = <Value>(value: Value) => Value;

export const asItIs: Given = (value) => value;

/** Makes variables of a stack. Text within a map stays below its key, which must be known. */
export function asVariable(stack: TerraformStack): Given {
  let count = 0;
  const variable = (type: string, value: unknown) =>
    new TerraformVariable(stack, `v${count++}`, { type, default: value });
  const given = (value: unknown): unknown => {
    if (typeof value === "string") return variable("string", value).stringValue;
    if (typeof value === "number") return variable("number", value).numberValue;
    if (Array.isArray(value)) return variable("list(string)", value).listValue;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, given(item)]));
  };
  return given as Given;
}

/** The field that is the first parameter of a factory. */
const lists: Readonly<Record<string, string>> = {
  principals: "arns",
  services: "names",
  cognito_identity_pools: "ids",
  saml_providers: "arns",
};

/** Props that no token may stand for. */
const knownAtSynth = ["type", "capabilities", "calls", "scope", "cognito_user_id", "allow_source_identity"];

/** The role of these inputs, with the props that `given` makes of them. */
export function constructed(
  stack: TerraformStack,
  id: string,
  { roles: _roles, region = "", account_id: account = "", ...shared }: InputValues,
  [key, role]: readonly [string, RoleValues],
  given: Given,
): ChimeRole {
  const { app_instance_id = "", app_instance_id_tag_key: tagKey, ...common } = shared;
  const where = { region: given(region), account: given(account) };
  const appInstance =
    tagKey === undefined
      ? AppInstance.of({ ...where, id: given(app_instance_id) })
      : AppInstance.fromSessionTag({ ...where, tagKey });
  const { trust_conditions: conditions = [] } = role;
  const trust = trustsOf(role).map(({ kind, values }) => {
    const { fields, input }: TrustKind = trustKinds[kind];
    const own = conditions.filter(({ trusts = [] }) => trusts.some((name) => name === input));
    const named = Object.entries(fields).flatMap(([field, name]) =>
      values[name] === undefined
        ? []
        : [[field, isKnown(field, values[name]) ? values[name] : given(values[name])] as const],
    );
    const { [lists[kind] ?? ""]: list, ...fieldsOfKind } = Object.fromEntries(named);
    const options = { ...fieldsOfKind, ...(own.length === 0 ? {} : { conditions: ofConstruct(own, given) }) };
    const make = Trust[camelCase(kind) as keyof typeof Trust] as (...values: unknown[]) => TrustOfRole;
    return kind in lists ? make(list ?? [], options) : make(options);
  });
  const props = Object.entries({ ...common, ...role }).flatMap(([name, value]) => {
    const input: { readonly part?: string } = roleInputs[name as keyof typeof roleInputs] ?? {};
    if (input.part === "trust" || name === "type" || value === undefined) return [];
    return [[camelCase(name), propOf(name, value, given)]];
  });
  const { name_prefix: prefix } = common;
  const named = { address: id, ...(role.name === undefined && prefix === undefined ? { name: given(id) } : {}) };
  const Role = roleConstructs[roleTypeOf(key, role) as keyof typeof roleConstructs];
  return new Role(stack, id, { ...named, ...Object.fromEntries(props), appInstance, trust } as never);
}

/** Where a caller's ID comes from must be known, and so must a service that passes tags. */
function isKnown(field: string, value: unknown): boolean {
  const { passesTags } = trustKinds.services;
  return field === "userId" || (Array.isArray(value) && passesTags.some((service) => value.includes(service)));
}

/** The value of a prop, with tokens where there may be some. */
function propOf(name: string, value: unknown, given: Given): unknown {
  if (knownAtSynth.includes(name) || /_tag_key$|^exclusive/.test(name)) return value;
  if (name === "quotas") {
    const fields = Object.entries(value as object).map(([field, item]) => [camelCase(field), item]);
    return Object.fromEntries(fields);
  }
  if (!Array.isArray(value)) return given(value);
  if (name === "trust_conditions")
    return ofConstruct(
      value.filter(({ trusts }) => trusts === undefined),
      given,
    );
  // The length of these is known, and whether an ID is a pattern.
  if (name === "app_instance_ids") return value.map((item) => given(item));
  return name === "allowed_user_ids" && value.some((id) => isPattern(String(id))) ? value : given(value);
}

/** Of a condition the values may be tokens, its operator and key are known. */
function ofConstruct(conditions: readonly TrustConditionProps[], given: Given): TrustConditionProps[] {
  return conditions.map(({ test, variable, values }) => ({ test, variable, values: given(values) }));
}
