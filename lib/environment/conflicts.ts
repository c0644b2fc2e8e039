// What must not be there twice: a role or policy in an account, a state of two environments.
import { InputError } from "../access/input-error";
import type { EnvironmentStack } from "./stack";

/**
 * The constructs see to the names of a stack's roles; a policy that is adopted may have the name of another role's.
 *
 * @throws InputError when a stack makes something twice
 */
export function checkTwice(names: readonly string[]): void {
  const twice = names.find((name, i) => common(names.slice(0, i), [name]).length > 0);
  if (twice !== undefined) {
    throw new InputError(`adopt: the ${twice} would belong to two roles, expected one for each.`);
  }
}

/** @throws InputError with a sentence for every pair of environments that would get in each other's way */
export function checkConflicts(stacks: readonly EnvironmentStack[]): void {
  const conflicts = stacks.flatMap((stack, i) => stacks.slice(0, i).flatMap((other) => conflictsOf(other, stack)));
  if (conflicts.length > 0) throw new InputError(conflicts.join("\n"));
}

function conflictsOf(one: EnvironmentStack, other: EnvironmentStack): string[] {
  const both = `${one.file} and ${other.file}`;
  const same = one.account === other.account ? common(one.names, other.names) : [];
  const { place, location } = other.backend;
  return [
    ...(one.backend.place === place ? [`${both} have one state: give one of them another ${location}.`] : []),
    ...(same.length > 0
      ? [
          `${both} make the same in account ${one.account}: ${same.join(", ")}. Give one of them another account_id or name_prefix.`,
        ]
      : []),
  ];
}

/** The names of the second list that IAM takes for one of the first: it knows no case. */
function common(one: readonly string[], other: readonly string[]): string[] {
  const taken = new Set(one.map((name) => name.toLowerCase()));
  return other.filter((name) => taken.has(name.toLowerCase()));
}
