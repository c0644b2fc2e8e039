// The difference of two accesses: what is new, what is gone, and whether that is wider or narrower.
import type { Access, RoleAccess } from "./access";
import type { Grant } from "./grant";
import { notIncluded } from "./inclusion";
import { includes } from "./pattern";

/** A change of a role's access. `wider` is also what cannot be decided. */
export type Change = { readonly role: string; readonly direction: "wider" | "narrower" } & (
  | { readonly kind: "role" }
  /** Who may assume the role, or what it may do. */
  | { readonly kind: "trust" | "policy"; readonly grants: readonly Grant[] }
  /** A statement that is not understood. */
  | { readonly kind: "unread"; readonly document: "trust" | "policy"; readonly statement: string }
  /** A managed policy of unknown content, or the permissions boundary. */
  | { readonly kind: "further_policy"; readonly arn: string }
  | { readonly kind: "boundary"; readonly before: string | undefined; readonly after: string | undefined }
);

/** Nothing: what a role that does not exist has. */
const nothing: RoleAccess = {
  trust: { grants: [], unread: [] },
  policy: { grants: [], unread: [] },
  furtherPolicies: [],
  origins: {},
};

/** What changes from one access to another. */
export function difference(before: Access, after: Access): Change[] {
  const keys = [...new Set([...Object.keys(before.roles), ...Object.keys(after.roles)])].sort();
  return keys.flatMap((role) => changesOf(role, before.roles[role], after.roles[role], after.account));
}

function changesOf(
  role: string,
  before: RoleAccess | undefined,
  after: RoleAccess | undefined,
  account: string,
): Change[] {
  const changes: Change[] = [];
  if (before === undefined) changes.push({ role, direction: "wider", kind: "role" });
  if (after === undefined) changes.push({ role, direction: "narrower", kind: "role" });
  const [was, is] = [before ?? nothing, after ?? nothing];
  for (const kind of ["trust", "policy"] as const) {
    const sides = [
      { direction: "wider", grants: gained(was[kind].grants, is[kind].grants, account) },
      { direction: "narrower", grants: gained(is[kind].grants, was[kind].grants, account) },
    ] as const;
    for (const { direction, grants } of sides) {
      if (grants.length > 0) changes.push({ role, direction, kind, grants });
    }
    if (after !== undefined) changes.push(...unreadChanges(role, kind, was, is));
  }
  const further = (direction: "wider" | "narrower", arns: readonly string[], others: readonly string[]) =>
    arns
      .filter((arn) => !others.includes(arn))
      .map((arn): Change => ({ role, direction, kind: "further_policy", arn }));
  changes.push(...further("wider", is.furtherPolicies, was.furtherPolicies));
  changes.push(...further("narrower", was.furtherPolicies, is.furtherPolicies));
  if (before !== undefined && after !== undefined && was.boundary !== is.boundary) {
    const direction = was.boundary === undefined ? "narrower" : "wider";
    changes.push({ role, direction, kind: "boundary", before: was.boundary, after: is.boundary });
  }
  return changes;
}

/**
 * What `after` allows and `before` does not: what is newly allowed, and what it no longer denies. Where `before` denies
 * something, only the same denial keeps it denied.
 */
function gained(before: readonly Grant[], after: readonly Grant[], account: string): Grant[] {
  const of = (grants: readonly Grant[], effect: Grant["effect"]) => grants.filter((grant) => grant.effect === effect);
  const allowed = notIncluded(of(after, "Allow"), of(before, "Allow"), account);
  const lifted = notIncluded(of(before, "Deny"), of(after, "Deny"), account);
  return [...allowed, ...lifted.filter((denial) => of(after, "Allow").some((grant) => overlaps(denial, grant)))];
}

/** Whether a denial can be about something that is allowed; when in doubt, it is. */
function overlaps(denial: Grant, allowed: Grant): boolean {
  const [one, other] = [denial.action.toLowerCase(), allowed.action.toLowerCase()];
  return includes(one, other) || includes(other, one) || /[*?]/.test(one) || /[*?]/.test(other);
}

/**
 * Statements that are not understood: a new one may allow anything, and one that is gone may have denied anything.
 */
function unreadChanges(role: string, document: "trust" | "policy", was: RoleAccess, is: RoleAccess): Change[] {
  const [before, after] = [was[document].unread, is[document].unread];
  const changed = [
    ...after.filter((statement) => !before.includes(statement)),
    ...before.filter((statement) => !after.includes(statement)),
  ];
  return changed.map((statement) => ({ role, direction: "wider", kind: "unread", document, statement }));
}
