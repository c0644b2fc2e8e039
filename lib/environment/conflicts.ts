// What two environments must not have in common: a state, or the name of a role or policy in one account.
import { InputError } from "../access/input-error";
import type { EnvironmentStack } from "./stack";

/** @throws InputError with a sentence for every pair that would get in each other's way */
export function checkConflicts(stacks: readonly EnvironmentStack[]): void {
  const conflicts = stacks.flatMap((stack, i) => stacks.slice(0, i).flatMap((other) => conflictsOf(other, stack)));
  if (conflicts.length > 0) throw new InputError(conflicts.join("\n"));
}

function conflictsOf(one: EnvironmentStack, other: EnvironmentStack): string[] {
  const both = `environments/${one.environmentName}.json and environments/${other.environmentName}.json`;
  const taken = new Set(one.names.map((name) => name.toLowerCase()));
  const common = one.account === other.account ? other.names.filter((name) => taken.has(name.toLowerCase())) : [];
  return [
    ...(one.backend.place === other.backend.place
      ? [`${both} have one state: ${one.backend.place}. Give one of them another key, path or the like.`]
      : []),
    ...(common.length > 0
      ? [
          `${both} make the same in account ${one.account}: ${common.join(", ")}. Give one of them another account_id or name_prefix.`,
        ]
      : []),
  ];
}
