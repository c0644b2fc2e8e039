// How a role type offers a call, as a cell of a table.
import type { Call } from "../lib/access/calls";
import { callsOfCapability, defaultCapabilities, offeredCalls, offeredCapabilities } from "../lib/access/catalogue";
import type { RoleType } from "../lib/access/role-types";

export function offerOf(roleType: RoleType, call: Call): { readonly short: string; readonly long: string } {
  const capability = offeredCapabilities[roleType].find((name) => callsOfCapability(roleType, name).includes(call));
  if (capability !== undefined) {
    return defaultCapabilities[roleType].includes(capability)
      ? { short: "✓", long: "✓" }
      : { short: "on request", long: `\`${capability}\`` };
  }
  const cell = offeredCalls[roleType].includes(call) ? "`calls`" : "–";
  return { short: cell, long: cell };
}
