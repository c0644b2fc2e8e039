// The trusts that the inputs of a role name, and back: the inputs of a trust. Both follow trust-kinds.ts.

import { kindOf, type Trust } from "../grants/trust";
import { trustKindEntries } from "../grants/trust-kinds";
import type { RoleValues } from "./inputs";

type Values = Readonly<Record<string, unknown>>;

/** The trusts that the inputs of a role name. */
export function trustsOf(role: RoleValues): Trust[] {
  const values: Values = role;
  return trustKindEntries.flatMap(([kind, { input, fields, each }]) => {
    const value = values[input];
    const isSet = Array.isArray(value) ? value.length > 0 : value === true;
    const sources: readonly Values[] = each === undefined ? [values] : ((value as readonly Values[] | undefined) ?? []);
    if (!isSet) return [];
    return sources.map((source) => {
      const named = Object.entries(fields).map(([field, from]) => [field, source[from]]);
      return { kind, ...Object.fromEntries(named) } as Trust; // The fields of a kind are those of its trust.
    });
  });
}

/** The inputs of a trust. */
export function inputsOfTrust(trust: Trust): RoleValues {
  const { input, fields, each } = kindOf(trust);
  const values: Values = { ...trust };
  const named = Object.fromEntries(
    Object.entries(fields).flatMap(([field, to]) => (values[field] === undefined ? [] : [[to, values[field]]])),
  );
  if (each) return { [input]: [named] };
  return input in named ? named : { ...named, [input]: true };
}
