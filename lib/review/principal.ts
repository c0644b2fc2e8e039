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
 * needs no policy of its own in the role's account, which may be unknown, where the account's root leaves it to the account's policies: there the
 * root does not include its principals.
 */
export function includesPrincipal(outer: PrincipalId, inner: PrincipalId, account: string): boolean {
  if (outer.kind !== inner.kind) return false;
  if (outer.id === inner.id) return true;
  if (outer.kind !== "AWS") return false;
  if (outer.id === "*") return true;
  const root = accountOfRoot(outer);
  return (
    root !== undefined && account !== "" && root !== account && inner.id.split(":")[4] === root && inner.id !== "*"
  );
}
