// The trusts that the inputs of a role name, and back. Both follow the kinds of trust of grants/.
import type { Trust } from "../grants/trust";
import { type TrustKind, trustKindEntries, trustKinds } from "../grants/trust-kinds";
import type { RoleValues } from "./inputs";

/** The trusts that the inputs of a role name. */
export function trustsOf(role: RoleValues): Trust[] {
  const values: Readonly<Record<string, unknown>> = role;
  return trustKindEntries.flatMap(([kind, { input, fields, each }]) => {
    const value = values[input];
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return [];
    const names = Object.values(fields);
    const sources = (each ? [value].flat() : [role]) as readonly object[];
    return sources.map((source): Trust => {
      const named = Object.entries(source).filter(([name, item]) => names.includes(name) && item !== undefined);
      return { kind, values: Object.fromEntries(named) };
    });
  });
}

/** The inputs that name a trust. */
export function inputsOf({ kind, values }: Trust): RoleValues {
  const { input, each }: TrustKind = trustKinds[kind];
  if (each) return { [input]: [values] };
  return input in values ? values : { ...values, [input]: true };
}
