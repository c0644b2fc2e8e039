// Which inputs are set, as conditions that are data: what is checked at synth, what Terraform checks at plan and what the JSON
// Schema says are made from them.
import { offeredCalls } from "../grants/catalogue";
import { actsAsBearer, reachOf } from "../grants/role-calls";
import { perRoleType, type RoleType } from "../grants/role-types";
import type { InputName, InputValues, RoleInputName, RoleValues } from "./inputs";

/** A condition on the inputs of a role, and on those that all roles share. */
export type Presence =
  /** The input has a value: true, a list that is not empty, or anything else. */
  | { readonly set: RoleInputName }
  | { readonly setForAll: InputName }
  /** The input has this value. */
  | { readonly is: readonly [RoleInputName, string] }
  /** The role is of one of these types. */
  | { readonly type: readonly RoleType[] }
  /** One of the calls that `calls` names acts as a user or bot. */
  | { readonly actingCalls: true }
  | { readonly all: readonly Presence[] }
  | { readonly any: readonly Presence[] }
  | { readonly not: Presence };

/** The calls of each role type that act as an AppInstanceUser or AppInstanceBot. */
export const actingCalls = perRoleType((roleType): readonly string[] =>
  offeredCalls[roleType].filter((call) => actsAsBearer([call], reachOf(roleType, { calls: [call] }))),
);

/** What a condition is about. */
export interface PresenceContext {
  readonly roleType: string;
  readonly role: RoleValues;
  readonly inputs: InputValues;
}

/** Whether a condition holds. */
export function holds(condition: Presence, context: PresenceContext): boolean {
  const { roleType, role, inputs } = context;
  if ("set" in condition) return isSet(role[condition.set]);
  if ("setForAll" in condition) return isSet(inputs[condition.setForAll]);
  if ("is" in condition) return role[condition.is[0]] === condition.is[1];
  if ("type" in condition) return (condition.type as readonly string[]).includes(roleType);
  if ("actingCalls" in condition) {
    const acting = actingCalls[roleType as RoleType] ?? [];
    return role.calls?.some((call) => acting.includes(call)) ?? false;
  }
  if ("all" in condition) return condition.all.every((part) => holds(part, context));
  if ("any" in condition) return condition.any.some((part) => holds(part, context));
  return !holds(condition.not, context);
}

/** Whether an input has a value: true, a list or map that is not empty, or anything else. */
export function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "object" ? Object.keys(value ?? {}).length > 0 : value !== undefined && value !== false;
}

/** Every part of a condition that is about the inputs of all roles, which the JSON Schema of one role cannot see. */
export function isAboutOneRole(condition: Presence): boolean {
  if ("setForAll" in condition) return false;
  if ("all" in condition) return condition.all.every(isAboutOneRole);
  if ("any" in condition) return condition.any.every(isAboutOneRole);
  return "not" in condition ? isAboutOneRole(condition.not) : true;
}
