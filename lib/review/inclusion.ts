// Whether what one document grants is granted by another, decided by inclusion: of actions, resources, principals, conditions.
import { type Constraint, implies, isAnyOf } from "./constraint";
import type { Grant } from "./grant";
import { includes } from "./pattern";
import { includesPrincipal } from "./principal";

/** Whether every request that `inner` allows is allowed by `outer`. */
export function includesGrant(outer: Grant, inner: Grant, account: string): boolean {
  return (
    includes(outer.action.toLowerCase(), inner.action.toLowerCase()) &&
    includesSubject(outer, inner, account) &&
    implies(inner.constraints, outer.constraints)
  );
}

function includesSubject(outer: Grant, inner: Grant, account: string): boolean {
  if (outer.principal !== undefined && inner.principal !== undefined) {
    return includesPrincipal(outer.principal, inner.principal, account);
  }
  return outer.resource !== undefined && inner.resource !== undefined && includes(outer.resource, inner.resource);
}

/** Of some grants, those of which others do not include everything. */
export function notIncluded(grants: readonly Grant[], by: readonly Grant[], account: string): Grant[] {
  const candidatesOf = candidates(by);
  return grants.filter((grant) => {
    const outer = candidatesOf(grant);
    return cases(grant).some((one) => !outer.some((other) => includesGrant(other, one, account)));
  });
}

/** Finds the grants whose action may include that of a grant: those of the same action, and those of patterns. */
function candidates(grants: readonly Grant[]): (grant: Grant) => readonly Grant[] {
  const byAction = new Map<string, Grant[]>();
  for (const grant of grants) {
    const id = idOf(grant, isPattern(grant) ? "pattern" : grant.action);
    byAction.set(id, [...(byAction.get(id) ?? []), grant]);
  }
  return (grant) => [
    ...(byAction.get(idOf(grant, grant.action)) ?? []),
    ...(byAction.get(idOf(grant, "pattern")) ?? []),
  ];
}

function idOf({ effect }: Grant, action: string): string {
  return `${effect} ${action.toLowerCase()}`;
}

function isPattern({ action }: Grant): boolean {
  return /[*?]/.test(action);
}

/** More cases than this are not looked at one by one. */
const mostCases = 1000;

/** A grant as one grant for each combination of the values of its conditions: others may include them in parts. */
function cases(grant: Grant): Grant[] {
  const count = grant.constraints.reduce((all, one) => all * (isAnyOf(one) ? one.values.length : 1), 1);
  if (count > mostCases) return [grant];
  const combinations = grant.constraints.reduce<Constraint[][]>(
    (all, one) =>
      all.flatMap((so) =>
        isAnyOf(one) ? one.values.map((value) => [...so, { ...one, values: [value] }]) : [[...so, one]],
      ),
    [[]],
  );
  return combinations.map((constraints) => ({ ...grant, constraints }));
}
