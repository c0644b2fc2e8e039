// What a role of a type may do: its calls, how far they reach, and whom they act as.

import { type Call, type CallOrPageAction, calls as callTable } from "./calls";
import type { Capability } from "./capabilities";
import { callsOfCapability, defaultCapabilities, expandCapabilities } from "./catalogue";
import { type Reach, resourcesOf } from "./policy";
import type { RoleType } from "./role-types";

/** How far a developer or a back end reaches: `all` app instances, or one `app_instance`. */
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

/**
 * How far the policy of a role reaches. A developer reaches everything, unless `calls` stands alone; a back end one app
 * instance. `scope` says otherwise.
 */
export function reachOf(roleType: RoleType, { capabilities, calls, scope }: AccessInputs): Reach {
  switch (roleType) {
    case "developer":
      return scope ?? (calls !== undefined && capabilities === undefined ? "app_instance" : "all");
    case "backend":
      return scope === "all" ? "each_app_instance" : "app_instance";
    default:
      return "signed_in";
  }
}

/** Whether any of the calls acts as an AppInstanceUser or AppInstanceBot in a policy of this reach. */
export function actsAsBearer(called: readonly CallOrPageAction[], reach: Reach): boolean {
  return called.some((call) => resourcesOf(call, reach).includes("bearer"));
}

/** Whether the policy of these calls names the app instance by its ID. */
export function namesAppInstance(called: readonly CallOrPageAction[], reach: Reach): boolean {
  return (
    reach !== "all" && reach !== "each_app_instance" && called.some((call) => !resourcesOf(call, reach).includes("*"))
  );
}
