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
  return grants.filter((grant) =>
    cases(grant).some(
      (one) => !by.some((outer) => outer.effect === grant.effect && includesGrant(outer, one, account)),
    ),
  );
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
