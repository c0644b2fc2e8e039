// Who a trust statement names, and whether one principal includes another.

/** A principal of a trust policy: its kind, and its ARN, service name or provider. */
export interface PrincipalId {
  readonly kind: string;
  readonly id: string;
}

/** The principals of the element `Principal`; undefined where it cannot be read. */
export function principalsOf(element: unknown): PrincipalId[] | undefined {
  if (element === "*") return [{ kind: "AWS", id: "*" }];
  if (typeof element !== "object" || element === null || Array.isArray(element)) return undefined;
  const principals: PrincipalId[] = [];
  for (const [kind, ids] of Object.entries(element)) {
    for (const id of [ids].flat()) {
      if (typeof id !== "string") return undefined;
      principals.push({ kind, id: /^[0-9]{12}$/.test(id) ? `arn:aws:iam::${id}:root` : id });
    }
  }
  return principals;
}

/** The account, if the principal is a whole account. */
export function accountOfRoot({ kind, id }: PrincipalId): string | undefined {
  return kind === "AWS" ? /^arn:[^:]+:iam::([0-9]{12}):root$/.exec(id)?.[1] : undefined;
}

/**
 * Whether whoever is the one principal is the other too, and may assume the role in the same way. A principal that is named
 * needs no policy of its own in the role's account, where the account's root leaves it to the account's policies: there the
 * root does not include its principals. Which account that is may be unknown, and then empty.
 */
export function includesPrincipal(outer: PrincipalId, inner: PrincipalId, account: string): boolean {
  const root = accountOfRoot(outer);
  return (
    deniesPrincipal(outer, inner) &&
    (inner.id === outer.id || root === undefined || (account !== "" && root !== account))
  );
}

/** Whether a denial of one principal denies the other too: of an account, all its principals. */
export function deniesPrincipal(denied: PrincipalId, { kind, id }: PrincipalId): boolean {
  if (denied.kind !== kind) return false;
  if (denied.id === id) return true;
  if (kind !== "AWS" || id === "*") return false;
  return denied.id === "*" || (accountOf(denied) === accountOf({ kind, id }) && accountOfRoot(denied) !== undefined);
}

/** Whether nobody is both principals. When in doubt: no. */
export function isOtherPrincipal(one: PrincipalId, other: PrincipalId): boolean {
  const isAnybody = ({ id }: PrincipalId) => id === "*";
  if (isAnybody(one) || isAnybody(other)) return false;
  if (one.kind !== other.kind) return true;
  if (one.kind !== "AWS") return one.id !== other.id;
  const [left, right] = [accountOf(one), accountOf(other)];
  if (left === undefined || right === undefined) return false;
  const isNamed = ({ id }: PrincipalId) => /^arn:[^:]+:iam::[^:]+:(role|user)\//.test(id);
  return left !== right || (isNamed(one) && isNamed(other) && one.id !== other.id);
}

/** The account of an AWS principal; undefined where it does not say it. */
function accountOf({ id }: PrincipalId): string | undefined {
  return /^arn:[^:]+:(?:iam|sts)::([0-9]{12}):/.exec(id)?.[1];
}
