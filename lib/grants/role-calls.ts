// What a role of a type may do: its calls, how far they reach, and whom they act as.

import { type Call, type CallOrPageAction, calls as callTable } from "./calls";
import type { Capability } from "./capabilities";
import { callsOfCapability, defaultCapabilities, expandCapabilities } from "./catalogue";
import { type Reach, resourcesOf } from "./policy";
import { type RoleType, reachOfType } from "./role-types";

/** How far a developer reaches: `all` app instances, as on AWS's page, or one `app_instance`. */
export type Scope = "all" | "app_instance";

export const scopes: readonly Scope[] = ["all", "app_instance"];

/** The inputs that say what a role may do. */
export interface AccessInputs {
  readonly capabilities?: readonly string[] | undefined;
  readonly calls?: readonly string[] | undefined;
  readonly scope?: Scope | undefined;
}

/** The capabilities of a role: those that are named; none where `calls` stands alone; else what AWS's page grants. */
export function capabilitiesOf(roleType: RoleType, { capabilities, calls }: AccessInputs): readonly Capability[] {
  if (capabilities !== undefined) return expandCapabilities(roleType, capabilities);
  return calls === undefined ? defaultCapabilities[roleType] : [];
}

/** The calls of a role: those that are named, and those of its capabilities. */
export function callsOf(roleType: RoleType, inputs: AccessInputs): readonly CallOrPageAction[] {
  const capabilities = capabilitiesOf(roleType, inputs).flatMap((name) => callsOfCapability(roleType, name));
  const named = (inputs.calls ?? []).filter((call): call is Call => Object.hasOwn(callTable, call));
  return [...new Set([...named, ...capabilities])].sort();
}

/** How far the policy of a role reaches. A developer reaches every app instance, unless `calls` stands alone or `scope` says so. */
export function reachOf(roleType: RoleType, { capabilities, calls, scope }: AccessInputs): Reach {
  const reach = reachOfType[roleType];
  if (reach !== "by_scope") return reach;
  return scope ?? (calls !== undefined && capabilities === undefined ? "app_instance" : "all");
}

/** Whether any of the calls acts as an AppInstanceUser or AppInstanceBot in a policy of this reach. */
export function actsAsBearer(called: readonly CallOrPageAction[], reach: Reach): boolean {
  return called.some((call) => resourcesOf(call, reach).includes("bearer"));
}

/** Whether the policy of these calls names the app instance by its ID. */
export function namesAppInstance(called: readonly CallOrPageAction[], reach: Reach): boolean {
  return reach !== "all" && called.some((call) => !resourcesOf(call, reach).includes("*"));
}
