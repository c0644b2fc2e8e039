// An account as it is: which of its roles make calls of messaging, and what of them is wider than it need be, in words for people
// who never saw this project.
import { readAccount } from "../../lib/review/account";
import { messagingReach } from "../../lib/review/messaging-roles";
import { reportOfAccount } from "../../lib/review/report";
import { accountText } from "../../lib/review/text";
import {
  accountDetails,
  accountId,
  allowing,
  app,
  type DetailedRole,
  documentWith,
  handWritten,
  pool,
  signedIn,
  trusting,
  trustingPool,
} from "../support/account-details";

const report = (details: object) => reportOfAccount(readAccount(JSON.stringify(details))).report;
const remarks = (role: DetailedRole, others: Readonly<Record<string, DetailedRole>> = {}, policies = {}) =>
  report(accountDetails({ Chat: role, ...others }, policies)).remarks.filter(({ role: name }) => name === "Chat");
const texts = (...of: Parameters<typeof remarks>) => remarks(...of).map(({ text }) => text);
const chat = { chat: allowing("chime:SendChannelMessage", [`${app}/user/alice`, `${app}/channel/*`]) };
const ofBackend = trusting({ AWS: `arn:aws:iam::${accountId}:role/backend` });

describe("an account of ten roles that somebody wrote", () => {
  const { roles, remarks: found, remainder } = report(handWritten);

  test("those that make calls of messaging are shown; who may do everything is a number", () => {
    expect(roles.map(({ key }) => key)).toEqual([
      ...["ChatAnonymous", "ChatDeveloper", "ChatEverybody", "ChatLambda", "ChatTagged", "ChatUsers"],
    ]);
    expect(remainder).toBe("2 roles are allowed everything, or everything but some actions, and so messaging too");
  });

  test("the three that are dangerous come first, each with what to write instead", () => {
    const danger = found.filter(({ severity }) => severity === "danger");
    expect(danger.map(({ role }) => role).sort()).toEqual(["ChatAnonymous", "ChatEverybody", "ChatUsers"]);
    expect(found.slice(0, danger.length)).toEqual(danger);
    for (const { instead } of found) expect(instead?.length).toBeGreaterThan(10);
  });

  test("in words", () => {
    const text = accountText(report(handWritten), { name: "account", isColored: false, width: 120 });
    expect(text.split("\n").slice(0, 14).join("\n")).toMatchInlineSnapshot(`
      "account 123456789012  app instance 0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603, roles that make calls of Amazon Chime SDK messaging: 6

      Wider than it need be, the worst first
        ! ChatAnonymous: Identities of any Cognito identity pool can assume this role, also of pools of other AWS accounts.
          Instead: require the pool: "StringEquals": {"cognito-identity.amazonaws.com:aud": "POOL_ID"} (input
          cognito_identity_pool_ids).
        ! ChatEverybody: Anybody in any AWS account can assume this role.
          Instead: name the roles that may assume it as Principal (input principal_arns).
        ! ChatUsers: Everybody who signs in can act as any user of the chat: read their messages, and send in their name.
          Instead: name the user of the session: user/\${cognito-identity.amazonaws.com:sub}, or
          user/\${aws:PrincipalTag/AppInstanceUserId} with a session tag (role type user).
        ! ChatAnonymous: Guests of the identity pool, who have not signed in, can assume this role too.
          Instead: require "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}.
        ! ChatDeveloper: Its calls reach every app instance of the account, not only that of one application."
    `);
    expect(text).toContain("may call      every action of Chime, logs:PutLogEvents, s3:*");
  });
});

test("a role that is as it need be has no remark", () => {
  expect(texts({ trust: ofBackend, inline: chat })).toEqual([]);
  expect(
    texts({
      trust: trustingPool(signedIn),
      inline: { chat: allowing("chime:Connect", `${app}/user/\${cognito-identity.amazonaws.com:sub}`) },
    }),
  ).toEqual([]);
});

const oidc = (issuer: string, Condition?: object) =>
  trusting(
    { Federated: `arn:aws:iam::${accountId}:oidc-provider/${issuer}` },
    Condition,
    "sts:AssumeRoleWithWebIdentity",
  );
const github = "token.actions.githubusercontent.com";
const others = "arn:aws:iam::210987654321:root";
const long = (count: number) => Array.from({ length: count }, (_, i) => `arn:aws:iam::${accountId}:role/backend-${i}`);

test.each<[string, DetailedRole, string]>([
  ["everybody", { trust: trusting("*"), inline: chat }, "Anybody in any AWS account can assume this role."],
  ["everybody, in the other spelling", { trust: trusting({ AWS: "*" }), inline: chat }, "Anybody in any AWS account"],
  [
    "another account",
    { trust: trusting({ AWS: others }), inline: chat },
    "Every user and role of the AWS account 210987654321",
  ],
  ["a pool without aud", { trust: trustingPool({}), inline: chat }, "Identities of any Cognito identity pool"],
  [
    "a pool without amr",
    { trust: trustingPool({ StringEquals: signedIn.StringEquals }), inline: chat },
    "Guests of the identity pool",
  ],
  [
    "a shared issuer without a subject",
    { trust: oidc(github), inline: chat },
    `Every customer of ${github} can assume this role.`,
  ],
  [
    "a shared issuer with a subject that many have",
    { trust: oidc(github, { StringLike: { [`${github}:sub`]: ["repo:*"] } }), inline: chat },
    `Every customer of ${github} can assume this role whose subject is like repo:*.`,
  ],
  [
    "a shared issuer in capitals and with a slash at its end",
    { trust: oidc("GitLab.com/", { StringLike: { "gitlab.com/:sub": ["project_path:*"] } }), inline: chat },
    "Every customer of GitLab.com/ can assume this role whose subject is like project_path:*.",
  ],
  [
    "an issuer of one's own without a subject",
    { trust: oidc("auth.example.com"), inline: chat },
    "Every subject of auth.example.com",
  ],
  [
    "any user, for people",
    { trust: trustingPool(signedIn), inline: { chat: allowing("chime:SendChannelMessage", `${app}/user/*`) } },
    "Everybody who signs in can act as any user of the chat",
  ],
  [
    "any user, for a back end",
    { trust: ofBackend, inline: { chat: allowing("chime:SendChannelMessage", `${app}/user/*`) } },
    "Whoever assumes this role can act as any user of the chat.",
  ],
  [
    "every app instance",
    { trust: ofBackend, inline: { chat: allowing("chime:SendChannelMessage", "*") } },
    "Its calls reach every app instance of the account",
  ],
  [
    "every action of Chime",
    { trust: ofBackend, inline: { chat: allowing("chime:*", app) } },
    "Allows chime:*: some 300 actions",
  ],
  [
    "another service by a star",
    { trust: ofBackend, inline: { ...chat, more: allowing(["s3:*", "dynamodb:*"]) } },
    "Allows everything in other services, on everything: s3:*, dynamodb:*.",
  ],
  [
    "a session tag that nobody must pass",
    { trust: ofBackend, inline: { chat: allowing("chime:Connect", `${app}/user/\${aws:PrincipalTag/Uid}`) } },
    "Its policy reads the session tag Uid, and its trust policy does not require one.",
  ],
  [
    "a tag that poses as a session tag",
    {
      trust: trusting({ AWS: long(1) }, { StringLike: { "aws:RequestTag/Uid": "?*" } }),
      inline: { chat: allowing("chime:Connect", `${app}/user/\${aws:PrincipalTag/Uid}`) },
      tags: { uid: "bob" },
    },
    "Its own tag uid counts as the session tag of everybody who passes none.",
  ],
  [
    "a trust policy that is nearly too long",
    { trust: trusting({ AWS: long(40) }), inline: chat },
    "Its trust policy has ",
  ],
  [
    "attachments that are nearly too many",
    { trust: ofBackend, inline: chat, attached: long(9).map((_, i) => `p${i}`) },
    "It has 9 of 10 attached policies that IAM allows.",
  ],
])("%s", (_what, role, expected) => {
  expect(texts(role).filter((text) => text.startsWith(expected))).toHaveLength(1);
});

test("another account that must pass an external ID is no finding", () => {
  expect(
    texts({ trust: trusting({ AWS: others }, { StringEquals: { "sts:ExternalId": "x" } }), inline: chat }),
  ).toEqual([]);
});

test("no boundary where most others have one", () => {
  const bounded: DetailedRole = { trust: ofBackend, inline: chat, boundary: "edge" };
  expect(texts({ trust: ofBackend, inline: chat }, { A: bounded, B: bounded })).toEqual([
    "Has no permissions boundary, and most roles like it have one.",
  ]);
  expect(texts({ trust: ofBackend, inline: chat }, { A: bounded })).toEqual([]);
});

test.each<[object, string]>([
  [allowing("chime:SendChannelMessage"), "named"],
  [allowing("CHIME:send*"), "named"],
  [allowing("chime:CreateMeeting"), "none"],
  [allowing("*"), "by a star over everything"],
  [allowing("c*"), "by a star over everything"],
  [documentWith({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), "by a star over everything"],
  [documentWith({ Effect: "Allow", NotAction: ["iam:*", "chime:*"], Resource: "*" }), "none"],
  [documentWith({ Effect: "Deny", Action: "chime:*", Resource: "*" }), "none"],
  [documentWith({ Effect: "Allow", Acton: "x" }), "by a star over everything"],
  [allowing("s3:*"), "none"],
])("%j makes calls of messaging: %s", (document, expected) => {
  const [role] = readAccount(
    JSON.stringify(accountDetails({ Chat: { trust: ofBackend, inline: { x: document } } })),
  ).roles;
  expect(role && messagingReach(role.access.policy)).toBe(expected);
});

describe("the file of an account", () => {
  test("documents as the API has them, encoded as in a URL", () => {
    const details = accountDetails({ Chat: { trust: ofBackend, inline: chat } });
    const encoded = JSON.parse(JSON.stringify(details), (name, value) =>
      /Document$/.test(name) ? encodeURIComponent(JSON.stringify(value)) : value,
    );
    expect(readAccount(JSON.stringify(encoded)).roles[0]?.access).toEqual(
      readAccount(JSON.stringify(details)).roles[0]?.access,
    );
  });

  test("the default version of a policy counts, and a policy that is not there is of unknown content", () => {
    const attached = ["Mine", "arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const [role] = readAccount(
      JSON.stringify(
        accountDetails({ Chat: { trust: ofBackend, attached } }, { Mine: allowing("chime:Connect", "x") }),
      ),
    ).roles;
    expect(role?.access.policy.grants.map(({ action }) => action)).toEqual(["chime:Connect"]);
    expect(role?.access.furtherPolicies).toEqual(["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
  });

  test.each<[string, unknown, string]>([
    ["no JSON", "x", "it is not JSON"],
    ["something else", {}, "it has no roles and policies"],
    ["null", null, "it has no roles and policies"],
    ["roles without policies", { RoleDetailList: [] }, "it has no roles and policies"],
    ["a page of it", { ...handWritten, IsTruncated: true }, "it is a part of the account"],
    [
      "two accounts",
      { Policies: [], RoleDetailList: ["1", "2"].map((id) => ({ RoleName: "a", Arn: `arn:aws:iam::${id}:role/a` })) },
      "it has roles of several accounts",
    ],
  ])("%s is an error", (_what, json, says) => {
    expect(() => readAccount(typeof json === "string" ? json : JSON.stringify(json))).toThrow(says);
  });

  test("a thousand roles are read in less than five seconds", () => {
    const roles = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `Chat${i}`,
        {
          trust: trustingPool(signedIn),
          inline: { chat: allowing(["chime:*", "s3:GetObject"], [`${app}/user/*`, `${app}/channel/*`, pool]) },
        },
      ]),
    );
    const begin = process.cpuUsage();
    const text = accountText(report(accountDetails(roles)), { name: "account", isColored: false, width: 120 });
    const { user, system } = process.cpuUsage(begin);
    expect(text.length).toBeGreaterThan(100_000);
    expect((user + system) / 1_000_000).toBeLessThan(5);
  });
});
