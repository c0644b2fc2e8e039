// The configuration in a plan: what an attribute refers to whose value only the apply knows, and what runs programs.
import type { ConfiguredModule, ConfiguredResource, Plan } from "./plan-format";

/** The resources of a configuration by their addresses, without the indices of instances. */
export type Configuration = ReadonlyMap<string, ConfiguredResource>;

export function configurationOf({ configuration }: Plan): Configuration {
  return new Map(resourcesOf(configuration?.root_module ?? {}, ""));
}

function resourcesOf(
  { resources = [], module_calls: calls = {} }: ConfiguredModule,
  path: string,
): [string, ConfiguredResource][] {
  return [
    ...resources.map((resource): [string, ConfiguredResource] => [`${path}${resource.address}`, resource]),
    ...Object.entries(calls).flatMap(([name, { module = {} }]) => resourcesOf(module, `${path}module.${name}.`)),
  ];
}

/** An address without the indices of instances. */
export function withoutIndices(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

/** A resource of the same module that an attribute refers to. */
export interface Reference {
  /** Its address: of the instance of the same key, and without a key. */
  readonly addresses: readonly string[];
  /** Whether the attribute is nothing but such references. */
  readonly isAll: boolean;
}

/** The resources of one type that an attribute of a resource refers to. */
export function referencesOf(
  configuration: Configuration,
  address: string,
  attribute: string,
  type: string,
): Reference[] {
  const { references = [], constant_value: value } =
    configuration.get(withoutIndices(address))?.expressions?.[attribute] ?? {};
  const [, module = "", index = ""] = /^((?:module\..+\.)?)[^.]+\.[^.[]+(\[.*\])?$/.exec(address) ?? [];
  // `aws_iam_role.user` of `aws_iam_role.user.id`
  const names = new Set(
    references.flatMap((one) => /^[^.]+\.[^.[]+/.exec(one)?.filter((name) => name.startsWith(`${type}.`)) ?? []),
  );
  return [...names].map((name) => ({
    addresses: [`${module}${name}${index}`, `${module}${name}`],
    isAll: [value].flat().every((text) => isReference(text, type)),
  }));
}

/** Whether a text, as only a configuration in JSON has it, is one attribute of one resource of a type, or has no expression. */
function isReference(text: unknown, type: string): boolean {
  if (typeof text !== "string") return false;
  const isOfType = text.startsWith(`\${${type}.`) && /^\$\{\w+\.[\w-]+(\[each\.key\])?\.(id|name|arn)\}$/.test(text);
  return isOfType || !/[$%]\{/.test(text);
}
