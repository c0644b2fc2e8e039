// What is new and what is gone from one access to another, and which of both is wider.
import { type Access, type RoleDocumentsJson, roleAccess } from "../../lib/review/access";
import { type Change, difference } from "../../lib/review/difference";

const account = "123456789012";
const others = "210987654321";
const principals = (...ids: string[]) => ({
  Statement: ids.map((AWS) => ({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS } })),
});
const documents: RoleDocumentsJson = {
  trust: principals(account),
  policy: { Statement: [{ Effect: "Allow", Action: "chime:Connect", Resource: "a" }] },
};

function accessWith(roles: Readonly<Record<string, Partial<RoleDocumentsJson>>>): Access {
  const entries = Object.entries(roles).map(([key, role]) => [key, roleAccess({ ...documents, ...role })]);
  return { account, roles: Object.fromEntries(entries) };
}

/** The changes of a role in short: direction, kind, and what it is about. */
function changes(before: Partial<RoleDocumentsJson>, after: Partial<RoleDocumentsJson>): string[] {
  return difference(accessWith({ user: before }), accessWith({ user: after })).map(
    (change) => `${change.direction} ${change.kind} ${aboutOf(change)}`,
  );
}

function aboutOf(change: Change): string {
  switch (change.kind) {
    case "role":
      return "";
    case "unread":
      return `${change.document} ${change.statement}`;
    case "further_policy":
      return change.arn;
    case "tag":
      return change.key;
    case "not_read":
      return change.text;
    case "trust":
    case "policy":
    case "boundary_policy":
      return grantsIn(change);
    default:
      return `${change.before} -> ${"after" in change ? change.after : change.name}`;
  }
}

function grantsIn(change: object): string {
  if (!("grants" in change)) return "";
  const grants = change.grants as readonly { effect: string; action: string; principal?: { id: string } }[];
  return grants.map(({ effect, action, principal }) => `${effect} ${principal?.id ?? action}`).join(", ");
}

const policy = (...statements: object[]) => ({ policy: { Statement: statements } });
const allow = (Action: string | string[], more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const deny = (Action: string, more: object = {}) => ({ Effect: "Deny", Action, Resource: "*", ...more });

test("nothing changes", () => {
  expect(changes({}, {})).toEqual([]);
});

test("a role that is new, and one that is gone", () => {
  expect(
    difference(accessWith({ b: {}, a: {} }), accessWith({ c: {}, b: {} })).map(({ role, direction, kind }) => [
      role,
      direction,
      kind,
    ]),
  ).toEqual([
    ["a", "narrower", "role"],
    ["a", "narrower", "trust"],
    ["a", "narrower", "policy"],
    ["c", "wider", "role"],
    ["c", "wider", "trust"],
    ["c", "wider", "policy"],
  ]);
});

test.each<[string, Partial<RoleDocumentsJson>, Partial<RoleDocumentsJson>, string[]]>([
  [
    "a principal for another",
    { trust: principals(account) },
    { trust: principals(others) },
    [`wider trust Allow arn:aws:iam::${others}:root`, `narrower trust Allow arn:aws:iam::${account}:root`],
  ],
  ["a call more", policy(allow("a")), policy(allow(["a", "b"])), ["wider policy Allow b"]],
  ["a call in another case", policy(allow("chime:A")), policy(allow("Chime:a")), []],
  ["a call of a pattern", policy(allow("chime:*")), policy(allow("chime:A")), ["narrower policy Allow chime:*"]],
  ["a pattern of calls", policy(allow("chime:A")), policy(allow("chime:?")), ["wider policy Allow chime:?"]],
  [
    "a condition more",
    policy(allow("a")),
    policy(allow("a", { Condition: { StringEquals: { k: "v" } } })),
    ["narrower policy Allow a"],
  ],
  [
    "a condition in two statements",
    policy(allow("a", { Condition: { StringEquals: { k: ["v", "w"] } } })),
    policy(
      allow("a", { Condition: { StringEquals: { k: "v" } } }),
      allow("a", { Condition: { StringEquals: { k: "w" } } }),
    ),
    [],
  ],
  [
    "two conditions merged in one statement",
    policy(
      allow("a", { Condition: { StringEquals: { k: "v", l: "x" } } }),
      allow("a", { Condition: { StringEquals: { k: "w", l: "x" } } }),
    ),
    policy(allow("a", { Condition: { StringEquals: { k: ["v", "w"], l: "x" } } })),
    [],
  ],
  [
    "two conditions merged in one, of which one is new",
    policy(allow("a", { Condition: { StringEquals: { k: "v" } } })),
    policy(allow("a", { Condition: { StringEquals: { k: ["v", "w"] } } })),
    ["wider policy Allow a"],
  ],
  [
    "a denial of what is allowed is lifted",
    policy(allow("chime:A"), deny("chime:a")),
    policy(allow("chime:A")),
    ["wider policy Deny chime:a"],
  ],
  [
    "a denial of a pattern is lifted",
    policy(allow("chime:A"), deny("chime:*")),
    policy(allow("chime:A")),
    ["wider policy Deny chime:*"],
  ],
  [
    "a denial of a call of a pattern is lifted",
    policy(allow("chime:*"), deny("chime:A")),
    policy(allow("chime:*")),
    ["wider policy Deny chime:A"],
  ],
  ["a denial of what nobody may is lifted", policy(allow("chime:A"), deny("chime:B")), policy(allow("chime:A")), []],
  ["a denial more", policy(allow("a")), policy(allow("a"), deny("a")), ["narrower policy Deny a"]],
  [
    "a denial with a condition",
    policy(allow("a"), deny("a")),
    policy(allow("a"), deny("a", { Condition: { Bool: { mfa: "false" } } })),
    ["wider policy Deny a"],
  ],
  ["a denial allows nothing", policy(deny("a")), policy(deny("a"), allow("a")), ["wider policy Allow a"]],
  [
    "statements that are not understood",
    policy({ Effect: "Allow", NotAction: "a" }),
    policy({ Effect: "Allow", NotAction: "b" }),
    [
      'wider unread policy {"Effect":"Allow","NotAction":"b"}',
      'wider unread policy {"Effect":"Allow","NotAction":"a"}',
    ],
  ],
  [
    "a further policy that comes, and one that goes: it may have denied something",
    { furtherPolicies: ["x", "y"] },
    { furtherPolicies: ["y", "z"] },
    ["wider further_policy z", "wider further_policy x"],
  ],
  ["a boundary more", {}, { boundary: "x" }, ["narrower boundary undefined -> x"]],
  ["another boundary", { boundary: "x" }, { boundary: "y" }, ["wider boundary x -> y"]],
  ["a longer session", { maxSessionDuration: 1 }, { maxSessionDuration: 2 }, ["wider session 1 -> 2"]],
  ["a shorter session", { maxSessionDuration: 2 }, { maxSessionDuration: 1 }, ["narrower session 2 -> 1"]],
  ["another path", { name: "a", path: "/" }, { name: "a", path: "/b/" }, ["wider name /a -> /b/a"]],
  ["another name", { name: "a" }, { name: "b" }, ["wider name /a -> /b"]],
  [
    "a tag that a policy of unknown content, or a boundary, may read",
    { tags: { a: "1" }, furtherPolicies: ["x"] },
    { tags: { b: "1" }, furtherPolicies: ["x"] },
    ["wider tag a", "wider tag b"],
  ],
  ["a tag that nothing reads", { tags: { a: "1" } }, { tags: {} }, []],
  [
    "what a boundary says",
    { boundary: "x", boundaryPolicy: policy(allow("a")).policy },
    { boundary: "y", boundaryPolicy: policy(allow("b")).policy },
    ["wider boundary x -> y", "wider boundary_policy Allow b", "narrower boundary_policy Allow a"],
  ],
  [
    "a boundary under another name that allows less",
    { boundary: "x", boundaryPolicy: policy(allow(["a", "b"])).policy },
    { boundary: "y", boundaryPolicy: policy(allow("b")).policy },
    ["narrower boundary x -> y", "narrower boundary_policy Allow a"],
  ],
  [
    "a boundary whose content is known no longer",
    { boundary: "x", boundaryPolicy: policy().policy },
    { boundary: "x" },
    ["wider boundary x -> x"],
  ],
  ["no boundary any more", { boundary: "x" }, {}, ["wider boundary x -> undefined"]],
])("%s", (_what, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});

test("whatever a role is called, `constructor` too", () => {
  const kinds = (before: Access, after: Access) => difference(before, after).map(({ role, kind }) => `${role} ${kind}`);
  expect(kinds(accessWith({}), accessWith({ constructor: {} }))).toContain("constructor role");
  expect(kinds(accessWith({ constructor: {} }), accessWith({}))).toContain("constructor role");
});

test("roles are the same by their names in IAM, whatever they are called", () => {
  const of = (roles: object) => accessWith(roles as Parameters<typeof accessWith>[0]);
  expect(difference(of({ a: { name: "x" } }), of({ b: { name: "x" } }))).toEqual([]);
  const exchanged = difference(of({ a: { name: "x" }, b: { name: "y" } }), of({ a: { name: "y" }, b: { name: "x" } }));
  expect(exchanged.map(({ role, kind }) => `${role} ${kind}`)).toEqual(["a exchanged", "b exchanged"]);
  const taken = difference(of({ a: { name: "x" }, b: { name: "y" } }), of({ a: { name: "y" } }));
  expect(taken.map(({ role, direction, kind }) => `${role} ${direction} ${kind}`)).toEqual([
    "a (x) narrower role",
    "a (x) narrower trust",
    "a (x) narrower policy",
  ]);
});

test("a statement that is not understood counts in a new role, and not in one that is gone", () => {
  const broken = { user: { trust: "x" } };
  const unread = (one: Access, other: Access) => difference(one, other).filter(({ kind }) => kind === "unread");
  expect(unread(accessWith({}), accessWith(broken))).toHaveLength(1);
  expect(unread(accessWith(broken), accessWith({}))).toEqual([]);
});

test("beyond a thousand combinations of values a grant is looked at as a whole", () => {
  const keys = Array.from({ length: 10 }, (_, i) => `k${i}`);
  const merged = { StringEquals: Object.fromEntries(keys.map((key) => [key, ["a", "b"]])) };
  const same = policy(allow("a", { Condition: merged }));
  expect(changes(same, same)).toEqual([]);
  const split = policy(
    ...["a", "b"].map((value) => allow("a", { Condition: { StringEquals: { ...merged.StringEquals, k0: value } } })),
  );
  expect(changes(split, same)).toEqual(["wider policy Allow a"]);
  const fewer = (keep: number) => Object.fromEntries(keys.slice(0, keep).map((key) => [key, ["a", "b"]]));
  const nine = { StringEquals: fewer(9) };
  const splitNine = ["a", "b"].map((k0) => allow("a", { Condition: { StringEquals: { ...nine.StringEquals, k0 } } }));
  expect(changes(policy(...splitNine), policy(allow("a", { Condition: nine })))).toEqual([]);
});
