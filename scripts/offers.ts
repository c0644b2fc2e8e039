// How a role type offers a call, as a cell of a table.
import type { Call } from "../lib/grants/calls";
import { capabilityOffering, defaultCapabilities, offeredCalls } from "../lib/grants/catalogue";
import type { RoleType } from "../lib/grants/role-types";

export function offerOf(roleType: RoleType, call: Call): { readonly short: string; readonly long: string } {
  const capability = capabilityOffering(roleType, call);
  if (capability !== undefined) {
    return defaultCapabilities[roleType].includes(capability)
      ? { short: "✓", long: `✓ \`${capability}\`` }
      : { short: "on request", long: `\`${capability}\`` };
  }
  const cell = offeredCalls[roleType].includes(call) ? "`calls`" : "–";
  return { short: cell, long: cell };
}
