// What the report says of roles whose documents somebody wrote by hand: denials, statements that are not understood, anybody.
import { type Access, type RoleDocumentsJson, roleAccess } from "../../lib/review/access";
import { isWider, reportOf } from "../../lib/review/report";
import { appInstanceArn } from "../support/inputs";

const ours = "123456789012";
const others = "210987654321";
const root = (account: string) => `arn:aws:iam::${account}:root`;
const tag = "AppInstanceUserId";

const assume = (AWS: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { AWS },
  ...more,
});
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const of = (...Statement: object[]) => ({ Statement });
const byTag = { Condition: { StringLike: { [`aws:RequestTag/${tag}`]: "?*" } } };
const everyone = `any principal of this account (${ours}) whose own policies allow it`;

type Documents = Partial<RoleDocumentsJson>;

function access(roles: Readonly<Record<string, Documents>>, place: Partial<Access> = {}): Access {
  const entries = Object.entries(roles).map(([key, documents]) => [
    key,
    roleAccess({ trust: of(assume(root(ours))), policy: of(), ...documents }),
  ]);
  return { account: ours, appInstance: appInstanceArn, roles: Object.fromEntries(entries), ...place };
}

const role = (documents: Documents) => reportOf(access({ user: documents })).roles[0];
const remarks = (documents: Documents) => reportOf(access({ user: documents })).remarks.map(({ text }) => text);
const changes = (before: Documents, after: Documents) =>
  (reportOf(access({ user: after }), access({ user: before })).changes ?? []).map(
    ({ direction, text }) => `${direction}: ${text}`,
  );

describe("a role", () => {
  test("its type in words, and what is not understood", () => {
    const statement = { Effect: "Allow", NotAction: "a" };
    expect(role({ type: "user", trust: of(statement), policy: of(allow("chime:Connect"), statement) })).toEqual({
      key: "user",
      type: "user",
      description: "a signed-in user of the chat",
      assumedBy: [`something that is not understood: ${JSON.stringify(statement)}`],
      may: [
        { calls: ["Connect"], on: ["everything"], by: undefined, conditions: [] },
        { calls: [`something that is not understood: ${JSON.stringify(statement)}`], on: [], conditions: [] },
      ],
      furtherPolicies: [],
      boundary: undefined,
    });
    expect(role({})?.description).toBeUndefined();
  });

  test("a denial of its trust, and one of its policy", () => {
    const denial = { Effect: "Deny" };
    expect(role({ trust: of(assume(root(ours)), assume(root(others), denial)) })?.assumedBy).toEqual([
      everyone,
      `not by any principal of another account (${others}) whose own policies allow it`,
    ]);
    expect(role({ policy: of(allow("chime:Connect", "*", denial)) })?.may).toEqual([
      { calls: ["Connect"], on: ["everything"], by: undefined, conditions: ["denied"] },
    ]);
  });

  test("of a call that has no resource, none is said; next to another that has one, it is", () => {
    const on = (...actions: string[]) => role({ policy: of(allow(actions)) })?.may[0]?.on;
    expect(on("chime:GetMessagingSessionEndpoint")).toEqual([]);
    expect(on("chime:GetMessagingSessionEndpoint", "chime:Connect")).toEqual(["everything"]);
  });

  test("roles are in order", () => {
    expect(reportOf(access({ b: {}, a: {} })).roles.map(({ key }) => key)).toEqual(["a", "b"]);
  });
});

describe("what stands out", () => {
  const anybody = "Anybody in any AWS account may assume it.";
  const chooses = "Whoever assumes this role chooses its session tags, so can act as any user.";
  const anyUser = "Whoever assumes this role can act as any user of the chat.";
  const all = "Administers every app instance of the account, not only this one.";
  const user = `${appInstanceArn}/user`;
  const everyAppInstance = `arn:aws:chime:us-east-1:${ours}:app-instance/*`;
  const oidc = (test: string, key: string) => ({
    trust: of({
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: `arn:aws:iam::${ours}:oidc-provider/auth.example.com` },
      Condition: { [test]: { [key]: ["a|*", "b"] } },
    }),
  });

  test.each<[string, Documents, string[]]>([
    ["nothing", {}, []],
    ["anybody", { trust: of(assume("*")) }, [anybody]],
    ["nobody, of anybody", { trust: of(assume("*", { Effect: "Deny" })) }, []],
    ["a tag of an AWS principal", { trust: of(assume(root(ours), byTag)) }, [chooses]],
    [
      "a tag that must be equal",
      { trust: of(assume(root(ours), { Condition: { StringEquals: { [`aws:RequestTag/${tag}`]: "a" } } })) },
      [],
    ],
    [
      "another key that must be like something",
      { trust: of(assume(root(ours), { Condition: { StringLike: { "aws:PrincipalArn": "a*" } } })) },
      [],
    ],
    [
      "a tag of a provider",
      { trust: of({ ...assume("x", byTag), Principal: { Federated: "cognito-identity.amazonaws.com" } }) },
      [],
    ],
    ["a subject with a wildcard", oidc("StringLike", "auth.example.com:sub"), ['Trusts every subject like "a|*".']],
    ["an audience with a wildcard", oidc("StringLike", "auth.example.com:aud"), []],
    ["a key that begins like a subject", oidc("StringLike", "auth.example.com:subject"), []],
    ["any user", { policy: of(allow("chime:SendChannelMessage", `${user}/*`)) }, [anyUser]],
    ["any user, denied", { policy: of(allow("chime:SendChannelMessage", `${user}/*`, { Effect: "Deny" })) }, []],
    ["any user of a call that acts as nobody", { policy: of(allow("chime:DescribeAppInstanceUser", `${user}/*`)) }, []],
    ["one user", { policy: of(allow("chime:SendChannelMessage", `${user}/a`)) }, []],
    [
      "a developer of all",
      { type: "developer", policy: of(allow("chime:CreateChannelFlow", everyAppInstance)) },
      [all],
    ],
    ["a developer of one", { type: "developer", policy: of(allow("chime:CreateChannelFlow", appInstanceArn)) }, []],
    ["a developer of what is in all", { type: "developer", policy: of(allow("chime:X", `${everyAppInstance}/x`)) }, []],
    [
      "a developer who may not",
      { type: "developer", policy: of(allow("chime:X", everyAppInstance, { Effect: "Deny" })) },
      [],
    ],
    ["a user of all", { type: "user", policy: of(allow("chime:X", everyAppInstance)) }, []],
    [
      "calls that the service refuses of an ordinary bearer",
      {
        policy: of(
          allow(
            ["chime:CreateChannelModerator", "chime:DeleteChannelModerator", "chime:Connect"],
            [`${user}/a`, `${appInstanceArn}/bot/b`],
          ),
        ),
      },
      [
        expect.stringMatching(
          /^The service refuses CreateChannelModerator, DeleteChannelModerator unless the user a and the bot b is /,
        ),
      ],
    ],
    [
      "calls that the service would refuse, denied",
      { policy: of(allow("chime:CreateChannelModerator", `${user}/a`, { Effect: "Deny" })) },
      [],
    ],
  ])("%s", (_what, documents, expected) => {
    expect(remarks(documents)).toEqual(expected);
  });
});

describe("what stands out of a change", () => {
  const texts = (before: Access, after: Access) =>
    reportOf(after, before).remarks.map(({ role: key, text }) => `${key}: ${text}`);

  test.each<[string, Documents, string[]]>([
    ["the same account", {}, []],
    [
      "another account",
      { trust: of(assume(root(others))) },
      [`user: Trusts another AWS account: any principal of another account (${others}) whose own policies allow it.`],
    ],
    [
      "another account, by a session tag",
      { trust: of(assume(root(others), byTag)) },
      [
        `user: Trusts another AWS account: any principal of another account (${others}) whose own policies allow it. They choose the session tags, so can act as any user of the chat.`,
        "user: Whoever assumes this role chooses its session tags, so can act as any user.",
      ],
    ],
    [
      "somebody of this account",
      { trust: of(assume(`arn:aws:iam::${ours}:role/b`)) },
      ["user: Trusts somebody new: role/b of this account."],
    ],
    [
      "a provider, by a session tag",
      { trust: of({ ...assume("x", byTag), Principal: { Federated: "cognito-identity.amazonaws.com" } }) },
      ["user: Trusts somebody new: identities of Cognito identity pools."],
    ],
    ["a denial", { trust: of(assume(root(ours)), assume(root(others), { Effect: "Deny" })) }, []],
  ])("%s", (_what, documents, expected) => {
    expect(texts(access({ user: {} }), access({ user: documents }))).toEqual(expected);
  });

  test("the same principal of two roles is said of both, and once of each", () => {
    const trust = of(assume(root(others)), assume(root(others), { Action: "sts:TagSession" }));
    const said = texts(access({}), access({ a: { trust }, b: { trust } }));
    expect(said.map((text) => text.slice(0, 30))).toEqual([
      "a: Trusts another AWS account:",
      "b: Trusts another AWS account:",
    ]);
  });

  test("a role that is removed, and one that only gets narrower", () => {
    expect(texts(access({ a: {}, b: { policy: of(allow("chime:Connect")) } }), access({ b: {} }))).toEqual([
      "a: The role is removed: whoever assumes it loses access.",
    ]);
  });

  test("default capabilities that go, but not with the role's calls, nor of a role of no type", () => {
    const some = { "chime:Connect": "messaging", "chime:ListSubChannels": "sub_channels" };
    const origins = (type: string | undefined, before: object, after: object) =>
      texts(
        access({ a: { type, origins: before as Record<string, string> } }),
        access({ a: { type, origins: after as Record<string, string> } }),
      );
    const lost = 'a: Loses the default capabilities sub_channels: add "default" to capabilities to keep them.';
    expect(origins("user", some, { "chime:Connect": "messaging" })).toEqual([lost]);
    expect(origins("user", some, {})).toEqual([]);
    expect(origins(undefined, some, { "chime:Connect": "messaging" })).toEqual([]);
    expect(origins("user", {}, { "chime:Connect": "messaging" })).toEqual([]);
  });
});

describe("a change in words", () => {
  test.each<[string, Documents, Documents, string[]]>([
    [
      "more conditions",
      {},
      {
        trust: of(
          assume(root(ours), { Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
          assume(root(ours), { Condition: { Bool: { mfa: "true" } } }),
        ),
      },
      [
        `narrower: can be assumed by ${everyone} only under more conditions: with the external ID "x"; or if mfa Bool "true"`,
      ],
    ],
    [
      "a principal goes",
      { trust: of(assume([root(ours), root(others)])) },
      {},
      [
        `narrower: can no longer be assumed by any principal of another account (${others}) whose own policies allow it`,
      ],
    ],
    [
      "a denial of the trust comes",
      {},
      { trust: of(assume(root(ours)), assume("*", { Effect: "Deny" })) },
      ["narrower: now refuses anybody in any AWS account"],
    ],
    [
      "a denial of the trust goes",
      { trust: of(assume(root(ours)), assume("*", { Effect: "Deny" })) },
      {},
      ["wider: no longer refuses anybody in any AWS account"],
    ],
    [
      "session tags come",
      {},
      { trust: of(assume(root(ours), { Action: ["sts:AssumeRole", "sts:TagSession"] })) },
      ["wider: now takes session tags of those who assume it"],
    ],
    [
      "session tags go",
      { trust: of(assume(root(ours), { Action: ["sts:AssumeRole", "STS:TagSession"] })) },
      {},
      ["narrower: no longer takes session tags of those who assume it"],
    ],
    [
      "somebody comes, with session tags",
      {},
      { trust: of(assume([root(ours), "*"], { Action: ["sts:AssumeRole", "sts:TagSession"] })) },
      ["wider: can now be assumed by anybody in any AWS account"],
    ],
    [
      "a call comes, as one user",
      {},
      {
        policy: of(
          allow("chime:SendChannelMessage", [
            `${appInstanceArn}/user/a`,
            `${appInstanceArn}/bot/b`,
            `${appInstanceArn}/channel/*`,
          ]),
        ),
      },
      ["wider: can now call SendChannelMessage as the bot b or the user a, on any channel"],
    ],
    [
      "a call goes",
      { policy: of(allow(["chime:Connect", "chime:X"], "*")) },
      {},
      ["narrower: can no longer call Connect, X on everything"],
    ],
    [
      "a call on users that acts as nobody",
      {},
      { policy: of(allow("chime:DescribeAppInstanceUser", [`${appInstanceArn}/user/*`, appInstanceArn])) },
      ["wider: can now call DescribeAppInstanceUser on the app instance, any user"],
    ],
    [
      "a denial of the policy comes",
      { policy: of(allow("chime:X")) },
      {
        policy: of(allow("chime:X"), allow("chime:X", "*", { Effect: "Deny", Condition: { Bool: { mfa: "false" } } })),
      },
      ['narrower: is now denied X on everything, if mfa Bool "false"'],
    ],
    [
      "a denial of the policy goes",
      { policy: of(allow("chime:X"), allow("chime:X", "*", { Effect: "Deny" })) },
      { policy: of(allow("chime:X")) },
      ["wider: is no longer denied X on everything"],
    ],
    [
      "another boundary",
      { boundary: "arn:a" },
      { boundary: "arn:b" },
      ["wider: now has the permissions boundary arn:b (was arn:a)"],
    ],
  ])("%s", (_what, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  test("a new role, and one that is gone", () => {
    const texts = (before: Access, after: Access) => (reportOf(after, before).changes ?? []).map(({ text }) => text);
    expect(texts(access({}), access({ a: {} }))).toEqual(["is a new role", `can now be assumed by ${everyone}`]);
    expect(texts(access({ a: {} }), access({}))).toEqual(["is removed", `can no longer be assumed by ${everyone}`]);
  });

  test("an environment that is gone has no account: that of before counts", () => {
    const gone = access({}, { account: "" });
    expect(reportOf(gone, access({ a: {} })).changes?.[1]?.text).toBe(`can no longer be assumed by ${everyone}`);
  });

  test("one wider change among narrower ones is wider", () => {
    const before = access({ user: { policy: of(allow("chime:X")) } });
    expect(isWider(reportOf(access({ user: { policy: of(allow("chime:Y")) } }), before))).toBe(true);
    expect(isWider(reportOf(access({ user: {} }), before))).toBe(false);
    expect(isWider(reportOf(before))).toBe(false);
  });
});
