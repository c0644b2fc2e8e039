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
    case "too_complex":
      return change.document;
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
  ["what is denied is not allowed", policy(deny("a")), policy(deny("a"), allow("a")), []],
  ["a denial allows nothing else", policy(deny("a")), policy(deny("a"), allow("b")), ["wider policy Allow b"]],
  [
    "statements that are not understood",
    policy({ Effect: "Allow", Acton: "a" }),
    policy({ Effect: "Allow", Acton: "b" }),
    ['wider unread policy {"Effect":"Allow","Acton":"b"}', 'wider unread policy {"Effect":"Allow","Acton":"a"}'],
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

describe("elements that leave something out", () => {
  const notAction = (NotAction: unknown, more: object = {}) => ({ Effect: "Allow", NotAction, Resource: "*", ...more });
  const trust = (...statements: object[]) => ({ trust: { Statement: statements } });
  const byOthers = (NotPrincipal: unknown) => ({ Effect: "Deny", Action: "sts:*", NotPrincipal });

  test.each<[string, Partial<RoleDocumentsJson>, Partial<RoleDocumentsJson>, string[]]>([
    // Reported: where NotAction stands, any change of text was an alarm.
    ["a Sid", policy(notAction(["a", "b"])), policy(notAction(["b", "a"], { Sid: "x" })), []],
    ["an exception more", policy(notAction("a")), policy(notAction(["a", "b"])), ["narrower policy Allow *"]],
    ["an exception less", policy(notAction(["a", "b"])), policy(notAction("a")), ["wider policy Allow *"]],
    ["an exception of more", policy(notAction("a")), policy(notAction("?")), ["narrower policy Allow *"]],
    ["all but some in place of all", policy(allow("*")), policy(notAction("a")), ["narrower policy Allow *"]],
    [
      "all but some in place of all, of which some are denied",
      policy(allow("*"), deny("a")),
      policy(notAction("a")),
      [],
    ],
    ["the same in the other order", policy(notAction("a")), policy(allow("*"), deny("a")), []],
    ["what is no exception", policy(notAction("a")), policy(allow("b")), ["narrower policy Allow *"]],
    [
      "what is an exception",
      policy(notAction("a")),
      policy(allow("a")),
      ["wider policy Allow a", "narrower policy Allow *"],
    ],
    [
      "a resource that is left out",
      policy({ Effect: "Allow", Action: "a", NotResource: "x" }),
      policy({ Effect: "Allow", Action: "a", NotResource: ["x", "y"] }),
      ["narrower policy Allow a"],
    ],
    [
      "a denial of all but some goes",
      policy(allow("*"), { Effect: "Deny", NotAction: "a", Resource: "*" }),
      policy(allow("*")),
      ["wider policy Deny *"],
    ],
    [
      "a denial of all but some is one of all but fewer",
      policy(allow("*"), { Effect: "Deny", NotAction: ["a", "b"], Resource: "*" }),
      policy(allow("*"), { Effect: "Deny", NotAction: "a", Resource: "*" }),
      ["narrower policy Deny *"],
    ],
    // Reported: a denial was lifted of what a statement with NotAction allows.
    [
      "a denial goes of what all but some has",
      policy(notAction("a"), deny("b")),
      policy(notAction("a")),
      ["wider policy Deny b"],
    ],
    ["a denial goes of what is left out", policy(notAction("a"), deny("a")), policy(notAction("a")), []],
    [
      "a denial of everybody but one, in another order",
      trust(byOthers({ AWS: ["x", "y"] })),
      trust(byOthers({ AWS: ["y", "x"] })),
      [],
    ],
    [
      "a denial of everybody but one is one of everybody but two",
      trust({ Effect: "Allow", Action: "sts:*", Principal: "*" }, byOthers({ AWS: "x" })),
      trust({ Effect: "Allow", Action: "sts:*", Principal: "*" }, byOthers({ AWS: ["x", "y"] })),
      ["wider trust Deny *"],
    ],
  ])("%s", (_what, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });
});

describe("a denial that goes counts where more is allowed than is known", () => {
  const before = policy(allow("chime:A"), deny("s3:B"));
  const after = policy(allow("chime:A"));
  test("not where all that is allowed is something else", () => {
    expect(changes(before, after)).toEqual([]);
  });
  // Reported: a denial was lifted of what an attached policy, or a statement that is not understood, allows.
  test("an attached policy of unknown content", () => {
    expect(changes({ ...before, furtherPolicies: ["x"] }, { ...after, furtherPolicies: ["x"] })).toEqual([
      "wider policy Deny s3:B",
    ]);
  });
  test("a statement that is not understood", () => {
    const unread = { Effect: "Allow", Acton: "*" };
    expect(changes(policy(allow("chime:A"), deny("s3:B"), unread), policy(allow("chime:A"), unread))).toEqual([
      "wider policy Deny s3:B",
    ]);
  });
  test("another policy of the role, which is read", () => {
    const more = { policies: [policy(allow("s3:*")).policy] };
    expect(changes({ ...before, ...more }, { ...after, ...more })).toEqual(["wider policy Deny s3:B"]);
  });
});

describe("the version of a document", () => {
  const of = (Version: string | undefined, Resource: string) => ({
    policy: { ...(Version === undefined ? {} : { Version }), Statement: [allow("a", { Resource })] },
  });
  const variable = "user/${aws:username}";

  // Reported: Version 2008-10-17 in place of 2012-10-17, and back, was no change.
  test.each([undefined, "2008-10-17"])("%s takes policy variables as text", (version) => {
    expect(changes(of(version, variable), of("2012-10-17", variable))).toEqual([
      "wider policy Allow a",
      "narrower policy Allow a",
    ]);
    expect(changes(of("2012-10-17", variable), of(version, variable))).toEqual([
      "wider policy Allow a",
      "narrower policy Allow a",
    ]);
    expect(changes(of(version, "user/*"), of("2012-10-17", "user/*"))).toEqual([]);
  });

  test("another version, or another element of a document, is not understood", () => {
    const document = { policy: { Version: "2027-01-01", Statement: [] } };
    expect(changes({}, document)).toContain(`wider unread policy ${JSON.stringify(document.policy)}`);
    expect(changes({}, { policy: { Statement: [], Statements: [] } })).toContain(
      'wider unread policy {"Statement":[],"Statements":[]}',
    );
  });
});

test("documents that take too long to compare count as wider, and are said to be that", () => {
  const actions = (letter: string) => Array.from({ length: 90 }, (_, i) => `s3:*${letter}${i}*`);
  const of = (letter: string) => ({
    ...allow(actions(letter), { Resource: actions(letter) }),
    Condition: { StringLike: { k: actions(letter).slice(0, 10), l: actions(letter).slice(0, 10) } },
  });
  const before = policy(of("a"), { ...of("c"), Effect: "Deny" });
  expect(changes(before, policy(of("b"), of("d")))).toEqual(["wider too_complex policy"]);
});

describe("two policies that IAM accepts are compared in less than a second", () => {
  const many = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i));
  const like = (...lists: string[][]) => ({
    Condition: { StringLike: Object.fromEntries(lists.map((list, i) => [`k${i}`, list])) },
  });
  const stars = (count: number, text: string) => `*${`${text}*`.repeat(count)}`;
  const values = (count: number) => many(count, (i) => `*v${i}*`);

  test.each<[string, object[], object[]]>([
    [
      "long patterns",
      [allow("a", { Resource: `*${"a".repeat(2900)}b` })],
      [allow("a", { Resource: `*${"a".repeat(5900)}` })],
    ],
    [
      "many wildcards",
      [deny("a", { Resource: `${stars(1400, "a")}b` })],
      [allow("a", { Resource: `${stars(1400, "a")}c` })],
    ],
    [
      "many actions on many resources",
      [allow("*"), { ...deny("a"), Action: many(100, (i) => `s3:A${i}*`), Resource: many(100, (i) => `*r${i}*`) }],
      [
        allow(
          many(100, (i) => `s3:*A${i}*`),
          { Resource: many(100, (i) => `*x${i}*`) },
        ),
      ],
    ],
    [
      "many statements",
      many(40, String).flatMap((i) => [allow(`s3:*${i}`), deny(`*${i}`)]),
      many(80, String).map((i) => allow(`s3:?*${i}*`)),
    ],
    [
      "many combinations of values",
      [allow("a", like(...many(3, String).map(() => values(10))))],
      [allow("a", like(values(10), values(10), values(9)))],
    ],
    [
      "many keys",
      [allow(["a", "b"], like(...many(9, String).map(() => values(2))))],
      [allow(["a", "b"], { Condition: { StringNotLike: like(values(2)).Condition.StringLike } })],
    ],
    [
      "denials of all but some",
      [
        allow("*"),
        ...many(60, String).map((i) => ({ Effect: "Deny", NotAction: [`s3:*${i}`, `a${i}`], NotResource: `*${i}` })),
      ],
      [
        allow("*"),
        ...many(60, String).map((i) => ({ Effect: "Deny", NotAction: [`s3:*${i}`, `a${i}`], NotResource: `*x${i}` })),
      ],
    ],
  ])("%s", (_what, before, after) => {
    const begin = process.cpuUsage();
    changes(policy(...before), policy(...after));
    changes(policy(...after), policy(...before));
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 2_000_000).toBeLessThan(1);
  });
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
