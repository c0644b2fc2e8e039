// The difference of two accesses: what is new, what is gone, and whether that is wider or narrower. What is not known is wider.
import { type Access, pairedByName, type RoleAccess, roleAt } from "./access";
import { type ComparisonContext, gainedGrants } from "./inclusion";
import { Meter, TooComplex } from "./meter";
import { type Grant, nothingSaid, type ReadDocument } from "./statement";

/** A change of a role's access. `wider` is also what cannot be decided. */
export type Change = { readonly role: string; readonly direction: "wider" | "narrower" } & (
  | { readonly kind: "role" }
  /** Who may assume the role, what it may do, or what its boundary allows. */
  | { readonly kind: Document; readonly grants: readonly Grant[] }
  /** A statement that is not understood. */
  | { readonly kind: "unread"; readonly document: Document; readonly statement: string }
  /** Documents that take too long to compare. */
  | { readonly kind: "too_complex"; readonly document: Document }
  /** A policy of unknown content, or the permissions boundary. */
  | { readonly kind: "further_policy"; readonly arn: string; readonly isNew: boolean }
  | { readonly kind: "boundary"; readonly before: string | undefined; readonly after: string | undefined }
  /** The name in IAM and its path; `before` is undefined where it is not known. */
  | { readonly kind: "name"; readonly before: string | undefined; readonly after: string }
  /** The role of this name in IAM was another one of the roles. */
  | { readonly kind: "exchanged"; readonly name: string; readonly before: string }
  /** How long a session may last, in seconds. */
  | { readonly kind: "session"; readonly before: number; readonly after: number }
  /** A tag of the role that its documents may read. */
  | {
      readonly kind: "tag";
      readonly key: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  /** What may change access and is not read. */
  | { readonly kind: "not_read"; readonly text: string }
);

/** The documents of a role. */
export type Document = "trust" | "policy" | "boundary_policy";

/** What a change is said of that is no role. */
export const notRead = "what is not read";

/** Nothing: what a role that does not exist has. */
const nothing: RoleAccess = { trust: nothingSaid, policy: nothingSaid, furtherPolicies: [], origins: {} };

/** What changes from one access to another. */
export function difference(before: Access, after: Access): Change[] {
  const earlier = pairedByName(before, after);
  const labels = [...new Set([...Object.keys(earlier.roles), ...Object.keys(after.roles)])].sort();
  return [
    ...exchanges(before, after),
    ...labels.flatMap((label) => changesOf(label, roleAt(earlier, label), roleAt(after, label), after.account)),
    ...(after.notRead ?? []).map((text): Change => ({ role: notRead, direction: "wider", kind: "not_read", text })),
  ];
}

function changesOf(
  role: string,
  before: RoleAccess | undefined,
  after: RoleAccess | undefined,
  account: string,
): Change[] {
  const [was, is] = [before ?? nothing, after ?? nothing];
  const isKept = before !== undefined && after !== undefined;
  return [
    ...(before === undefined ? [{ role, direction: "wider", kind: "role" } as const] : []),
    ...(after === undefined ? [{ role, direction: "narrower", kind: "role" } as const] : []),
    ...(isKept ? nameChanges(role, was, is) : []),
    ...documentChanges(role, "trust", [was.trust, is.trust], contextOf(account, is.trust), after !== undefined),
    ...documentChanges(role, "policy", [was.policy, is.policy], contextOf(account, is.policy, is), after !== undefined),
    ...furtherChanges(role, was, is, after !== undefined),
    ...(isKept ? [...boundaryChanges(role, was, is, account), ...sessionChanges(role, was, is)] : []),
    ...(isKept ? tagChanges(role, was, is) : []),
  ];
}

/** Roles whose name in IAM was that of another role, which is still there: whoever assumes it by that name gets this one. */
function exchanges(before: Access, after: Access): Change[] {
  const labels = new Map(Object.entries(before.roles).map(([label, { name }]) => [name, label]));
  return Object.entries(after.roles).flatMap(([role, { name }]): Change[] => {
    const earlier = name === undefined ? undefined : labels.get(name);
    const isExchanged = earlier !== undefined && earlier !== role && roleAt(after, earlier) !== undefined;
    return isExchanged ? [{ role, direction: "wider", kind: "exchanged", name: String(name), before: earlier }] : [];
  });
}

/** What is not understood, and policies of unknown content, may allow what a denial denied. */
function contextOf(account: string, { unread }: ReadDocument, { furtherPolicies }: Partial<RoleAccess> = {}) {
  return { account, allowsUnknown: unread.length > 0 || (furtherPolicies ?? []).length > 0 };
}

function nameChanges(role: string, was: RoleAccess, is: RoleAccess): Change[] {
  const nameOf = ({ name, path = "/" }: RoleAccess) => (name === undefined ? undefined : `${path}${name}`);
  const [before, after] = [nameOf(was), nameOf(is)];
  return after === undefined || before === after ? [] : [{ role, direction: "wider", kind: "name", before, after }];
}

function documentChanges(
  role: string,
  kind: Document,
  [was, is]: readonly [ReadDocument, ReadDocument],
  context: ComparisonContext,
  isThere: boolean,
): Change[] {
  return [
    ...grantChanges(role, kind, was, is, context),
    ...(isThere ? unreadStatements(was, is) : []).map(
      (statement): Change => ({ role, direction: "wider", kind: "unread", document: kind, statement }),
    ),
  ];
}

/** What a document allows and another did not, in both directions. */
function grantChanges(
  role: string,
  kind: Document,
  was: ReadDocument,
  is: ReadDocument,
  context: ComparisonContext,
): Change[] {
  const gainedBy = (before: ReadDocument, after: ReadDocument) => {
    try {
      return gainedGrants(before, after, context, new Meter());
    } catch (error) {
      if (error instanceof TooComplex) return undefined;
      throw error;
    }
  };
  const [gained, lost = []] = [gainedBy(was, is), gainedBy(is, was)];
  if (gained === undefined) return [{ role, direction: "wider", kind: "too_complex", document: kind }];
  return [
    ...(gained.length > 0 ? [{ role, direction: "wider", kind, grants: gained } as const] : []),
    ...(lost.length > 0 ? [{ role, direction: "narrower", kind, grants: lost } as const] : []),
  ];
}

/** Statements that are not understood: a new one may allow anything, and one that is gone may have denied anything. */
function unreadStatements({ unread: before }: ReadDocument, { unread: after }: ReadDocument): string[] {
  return [
    ...after.filter((statement) => !before.includes(statement)),
    ...before.filter((statement) => !after.includes(statement)),
  ];
}

/** Policies of unknown content: a new one may allow anything, and one that a role loses may have denied anything. */
function furtherChanges(role: string, was: RoleAccess, is: RoleAccess, isThere: boolean): Change[] {
  const change = (arn: string, isNew: boolean): Change => {
    return { role, direction: isThere ? "wider" : "narrower", kind: "further_policy", arn, isNew };
  };
  const [before, after] = [was.furtherPolicies, is.furtherPolicies];
  return [
    ...after.filter((arn) => !before.includes(arn)).map((arn) => change(arn, true)),
    ...before.filter((arn) => !after.includes(arn)).map((arn) => change(arn, false)),
  ];
}

/** A boundary that comes restricts. Of another, or one of another content, what both say decides, if it is known. */
function boundaryChanges(role: string, was: RoleAccess, is: RoleAccess, account: string): Change[] {
  const [before, after] = [was.boundary, is.boundary];
  const named = (direction: Change["direction"]): Change[] =>
    before === after ? [] : [{ role, direction, kind: "boundary", before, after }];
  if (before === undefined || after === undefined) return named(before === undefined ? "narrower" : "wider");
  if (was.boundaryPolicy === undefined || is.boundaryPolicy === undefined) {
    if (before === after && was.boundaryPolicy === is.boundaryPolicy) return [];
    return [{ role, direction: "wider", kind: "boundary", before, after }];
  }
  const documents = [was.boundaryPolicy, is.boundaryPolicy] as const;
  const changes = documentChanges(role, "boundary_policy", documents, contextOf(account, is.boundaryPolicy), true);
  const isWider = changes.some(({ direction }) => direction === "wider");
  return [...named(isWider ? "wider" : "narrower"), ...changes];
}

function sessionChanges(role: string, was: RoleAccess, is: RoleAccess): Change[] {
  const [before, after] = [was.maxSessionDuration, is.maxSessionDuration];
  if (before === undefined || after === undefined || before === after) return [];
  return [{ role, direction: after > before ? "wider" : "narrower", kind: "session", before, after }];
}

/** A tag of a role is a session tag of whoever brings none: a change counts where some document may read it. */
function tagChanges(role: string, was: RoleAccess, is: RoleAccess): Change[] {
  if (was.tags === undefined || is.tags === undefined) return [];
  const [before, after] = [new Map(Object.entries(was.tags)), new Map(Object.entries(is.tags))];
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  return keys
    .filter((key) => [was, is].some((one) => mayReadTag(one, key)))
    .map((key) => ({ role, direction: "wider", kind: "tag", key, before: before.get(key), after: after.get(key) }));
}

/** Whether a document of a role reads a tag, by a policy variable or a condition key; IAM ignores the case of keys. */
function mayReadTag({ trust, policy, boundary, boundaryPolicy, furtherPolicies }: RoleAccess, key: string): boolean {
  if (furtherPolicies.length > 0 || (boundary !== undefined && boundaryPolicy === undefined)) return true;
  const text = JSON.stringify([trust, policy, boundaryPolicy]).toLowerCase();
  // A plan may not know which tags there will be: then any of them counts.
  const escaped = key === "*" ? "" : JSON.stringify(key.toLowerCase()).slice(1, -1);
  return ["principaltag", "resourcetag"].some((name) => text.includes(`:${name}/${escaped}`));
}
