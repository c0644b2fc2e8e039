// The ways to assume a role: a principal and its conditions, and whether that is new or gone.
import { type Access, roleAt } from "../access";
import { accountOfRoot } from "../principal";
import { isOnlyTagging } from "../report";
import type { Grant } from "../statement";
import { conditionWords, principalWords } from "../words";
import { type Compared, changesIn, type Direction } from "./matrix";

/** A way to assume a role, in words. */
export interface Way {
  readonly who: string;
  readonly conditions: readonly string[];
  readonly direction?: Direction | undefined;
  /** Whether it is another account, or anybody. */
  readonly isForeign: boolean;
}

/** The ways to assume a role, those that are gone too. */
export function waysOf(key: string, compared: Compared): Way[] {
  const { access, before } = compared;
  const { trust } = roleAt(access, key) ?? { trust: { grants: [], unread: [] } };
  const changes = changesIn(compared).filter(({ role }) => role === key);
  const changed = (direction: Direction) =>
    changes.flatMap((change) => (change.kind === "trust" && change.direction === direction ? change.grants : []));
  const [gained, lost] = [changed("wider"), changed("narrower")];
  const unchanged = trust.grants.filter((grant) => !gained.includes(grant) && !lost.includes(grant));
  const ways = [
    ...unchanged.map((grant) => wayOf(grant, undefined, access)),
    ...gained.map((grant) => wayOf(grant, "wider", access)),
    ...lost.map((grant) => wayOf(grant, "narrower", before ?? access)),
    ...trust.unread.map(unreadWay),
  ].filter((way) => way !== undefined);
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}

function wayOf(grant: Grant, direction: Direction | undefined, { account }: Access): Way | undefined {
  const { principal, effect } = grant;
  if (isOnlyTagging(grant)) return undefined;
  const who = principal === undefined ? "nobody" : principalWords(principal, account);
  const ofAccount =
    principal?.kind === "AWS" ? (accountOfRoot(principal) ?? principal.id.split(":")[4] ?? "any") : account;
  return {
    who: effect === "Deny" ? `denied to ${who}` : who,
    conditions: conditionWords(grant),
    direction,
    isForeign: effect === "Allow" && ofAccount !== account,
  };
}

function unreadWay(statement: string): Way {
  return { who: `something that is not understood: ${statement}`, conditions: [], isForeign: true };
}

/** A way in one line. */
export function wayText({ who, conditions, direction }: Way): string {
  const sign = direction === undefined ? "" : direction === "wider" ? "new: " : "no longer: ";
  return `${sign}${[who, ...conditions].join(", ")}`;
}
