// The messages of the constructs: the construct's path, the prop as TypeScript spells it, all mistakes at once.
import { TerraformVariable } from "cdktf";
import {
  AppInstance,
  ChimeDeveloperRole,
  ChimeRoles,
  ChimeUserRole,
  type ChimeUserRoleProps,
  InputError,
  Trust,
} from "../../lib";
import { appInstance } from "../support/app-instance";
import { appInstanceArn, backend, pool, range } from "../support/inputs";
import { newStack } from "../support/synth";

const trust = Trust.account();

/** The message of a user role with these props. */
function messageOf(
  props: object,
  make = (all: object) => void new ChimeUserRole(newStack(), "chat", all as ChimeUserRoleProps),
) {
  try {
    make({ appInstance, trust, ...props });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return "no error";
}

const policies = (count: number) =>
  Object.fromEntries(range(count).map((i) => [`p${i}`, `arn:aws:iam::123456789012:policy/p${i}`]));

test("all mistakes of one construct are in one message, each with the construct's path", () => {
  expect(messageOf({ appInstanceUserId: "a*", maxSessionDuration: 60, tags: { "aws:x": "y" } }).split("\n")).toEqual([
    expect.stringMatching(/^test\/chat: appInstanceUserId is "a\*", expected an AppInstanceUser ID/),
    "test/chat: maxSessionDuration is 60, expected whole seconds from 3600 to 43200.",
    expect.stringMatching(/^test\/chat: tags\.aws:x has the key "aws:x", expected the key of a tag/),
  ]);
});

test.each<[string, object, string]>([
  [
    "no trust",
    { trust: [] },
    "test/chat trusts nobody, so nobody could assume it: set at least one of Trust.account(), Trust.principals(), Trust.services(), Trust.cognitoIdentityPools(), Trust.samlProviders(), Trust.oidcProvider().",
  ],
  [
    "a trust that is missing",
    { trust: undefined },
    "test/chat trusts nobody, so nobody could assume it: set at least one of",
  ],
  ["a user ARN as its ID", { appInstanceUserId: `${appInstanceArn}/user/bob` }, "take what follows /user/"],
  [
    "a bot ARN as its ID",
    { appInstanceUserId: `${appInstanceArn}/bot/b` },
    "It looks like a bot: set appInstanceBotId.",
  ],
  ["a tag key that AWS reserves", { userIdTagKey: "aws:user" }, 'test/chat: userIdTagKey is "aws:user"'],
  ["a name of 65 characters", { name: "x".repeat(65) }, "test/chat: name is"],
  ["a prefix of 64 characters", { namePrefix: "x".repeat(64) }, "test/chat: namePrefix is"],
  ["a path without its end", { path: "/chat" }, 'test/chat: path is "/chat"'],
  [
    "another account's boundary",
    { permissionsBoundaryArn: "arn:aws:iam::210987654321:policy/edge" },
    'test/chat: permissionsBoundaryArn is "arn:aws:iam::210987654321:policy/edge", expected a managed policy of account "123456789012" or of AWS.',
  ],
  [
    "another account's policy",
    { policyArns: { own: "arn:aws:iam::210987654321:policy/own" } },
    'test/chat: policyArns.own is "arn:aws:iam::210987654321:policy/own", expected a managed policy',
  ],
  ["ten further policies", { policyArns: policies(10) }, "test/chat: policyArns has more than 9 entries"],
  ["an address that Terraform cannot have", { address: "a.b" }, 'test/chat: address is "a.b"'],
  [
    "a service without a user",
    { trust: Trust.services(["lambda.amazonaws.com"]) },
    "test/chat trusts Trust.services(), which pass no AppInstanceUser ID, and its calls act as an AppInstanceUser: set appInstanceUserId.",
  ],
  [
    "a principal of a list of trusts",
    { trust: [trust, Trust.principals([backend, "*"])] },
    'test/chat: trust[1].arns[1] is "*", expected the ARN of',
  ],
  [
    "a principal of one trust",
    { trust: Trust.principals(["*"]) },
    'test/chat: trust.arns[0] is "*", expected the ARN of',
  ],
  ["a trust without a value", { trust: Trust.services([]) }, "test/chat: trust.names is empty"],
  [
    "a subject of a shared issuer",
    {
      trust: Trust.oidcProvider({
        arn: "arn:aws:iam::123456789012:oidc-provider/gitlab.com",
        audiences: ["a"],
        subjects: ["project_path:*"],
      }),
    },
    'test/chat: trust.subjects[0] is "project_path:*", but the issuer serves many tenants',
  ],
  [
    "a provider of another account",
    { trust: Trust.samlProviders(["arn:aws:iam::210987654321:saml-provider/okta"]) },
    'test/chat: trust.arns[0] is "arn:aws:iam::210987654321:saml-provider/okta", expected an identity provider of account "123456789012".',
  ],
  [
    "a root of another account",
    { trust: Trust.principals(["arn:aws:iam::210987654321:root"]) },
    "set externalId, or trustConditions that restrict who may, such as StringEquals of aws:PrincipalOrgID, or name the principals.",
  ],
  [
    "a trust policy that is too large",
    { trust: Trust.principals(range(60).map((i) => `arn:aws:iam::123456789012:role/backend-${i}`)) },
    "test/chat has a trust policy of",
  ],
  [
    "a tag with the session tag's key",
    { tags: { appinstanceuserid: "bob" } },
    "test/chat: tags.appinstanceuserid is also the key of a session tag",
  ],
])("%s", (_what, props, says) => {
  expect(messageOf(props)).toContain(says);
});

describe("from JavaScript, or behind `any`", () => {
  test.each<[string, object, string]>([
    [
      "a factory that is not called",
      { trust: Trust.account },
      "test/chat: trust is no trust, expected what a factory such as Trust.account() returns. Call it, as in Trust.account().",
    ],
    ["a trust of no kind", { trust: { kind: "everybody" } }, "test/chat: trust is no trust"],
    [
      "a misspelt option of a trust",
      { trust: Trust.account({ externalID: "chat" } as object) },
      "test/chat: trust.externalID is unknown, expected one of externalId. Did you mean externalId?",
    ],
    [
      "an unknown source of the user ID",
      { trust: Trust.cognitoIdentityPools([pool], { userId: "sub" as "session_tag" }) },
      'test/chat: trust.userId is "sub", expected one of identity_id, session_tag.',
    ],
    [
      "an unknown prop",
      { capabilites: ["search"] },
      "test/chat: capabilites is unknown, expected one of appInstance, trust,",
    ],
    ["an unknown prop, with the near one", { capabilites: ["search"] }, "Did you mean capabilities?"],
    ["no app instance", { appInstance: undefined }, "test/chat: appInstance is required"],
    [
      "an ARN for the app instance",
      { appInstance: appInstanceArn },
      "test/chat: appInstance is required: expected AppInstance.of()",
    ],
    [
      "an unknown capability",
      { capabilities: ["chanel_flows"] },
      'test/chat: capabilities is "chanel_flows", expected one of default, messaging,',
    ],
    ["a call in lower case", { calls: ["sendChannelMessage"] }, "Did you mean SendChannelMessage?"],
  ])("%s", (_what, props, says) => {
    expect(messageOf(props)).toContain(says);
  });

  test("an unknown scope is not the wider one", () => {
    const make = (props: object) => void new ChimeDeveloperRole(newStack(), "dev", props as never);
    expect(messageOf({ scope: "appInstance" }, make)).toBe(
      'test/dev: scope is "appInstance", expected one of all, app_instance. Did you mean app_instance?',
    );
  });

  test("a trust of all roles is not ignored", () => {
    const make = (props: object) => void new ChimeRoles(newStack(), "roles", props as never);
    const message = messageOf({ roles: { user: { trust } } }, make);
    expect(message).toMatch(/^test\/roles: trust is unknown, expected one of appInstance, namePrefix,/);
    expect(messageOf({ trust: undefined }, make)).toContain("test/roles: roles is required");
  });
});

describe("the keys and types of several roles", () => {
  const messageOfRoles = (roles: object) =>
    messageOf({ trust: undefined }, () => void new ChimeRoles(newStack(), "roles", { appInstance, roles } as never));

  test.each<[string, object, string]>([
    [
      "a key that is no role type",
      { support: { trust } },
      'test/roles: roles.support has no type, and its key "support" is not a role type',
    ],
    [
      "an unknown type",
      { support: { type: "usr", trust } },
      'test/roles: roles.support.type is "usr", expected one of',
    ],
    ["a key that begins with a digit", { "1st": { type: "user", trust } }, "Begin with a letter, as in tenant-1."],
    [
      "a role that is a trust",
      { user: trust, websocket: "x" },
      "test/roles: roles.websocket is not an object with the props of a role.",
    ],
    [
      "a prop of another type",
      { user: { trust, scope: "app_instance" } },
      "test/roles/user: scope has no effect: only the policies of a developer and a backend",
    ],
  ])("%s", (_what, roles, says) => {
    expect(messageOfRoles(roles)).toContain(says);
  });
});

describe("an app instance", () => {
  const good = { region: "us-east-1", account: "123456789012", id: appInstance.id };

  test.each<[string, () => unknown, string]>([
    [
      "a region without messaging",
      () => AppInstance.of({ ...good, region: "eu-west-1" }),
      'AppInstance.of: region is "eu-west-1", expected us-east-1 or eu-central-1, where Chime SDK messaging is offered.',
    ],
    [
      "an account of 11 digits",
      () => AppInstance.of({ ...good, account: "12345678901" }),
      'AppInstance.of: account is "12345678901", expected the 12 digits',
    ],
    [
      "a user's ARN",
      () => AppInstance.of({ ...good, id: `${appInstanceArn}/user/a` }),
      "take its app instance, the part before /user/.",
    ],
    [
      "an ARN that disagrees",
      () => AppInstance.of({ ...good, region: "eu-central-1", id: appInstanceArn }),
      'AppInstance.of: id is "arn:aws:chime:us-east-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603", expected an ARN that agrees with region "eu-central-1" and account "123456789012".',
    ],
    ["no ARN", () => AppInstance.fromArn(appInstance.id), "AppInstance.fromArn: arn is"],
    [
      "a part that is missing",
      () => AppInstance.of({ region: "us-east-1", id: appInstance.id } as never),
      "AppInstance.of: account is required: expected the 12 digits of an AWS account.",
    ],
    [
      "a tag key that AWS reserves",
      () => AppInstance.fromSessionTag({ ...good, tagKey: "aws:x" }),
      'AppInstance.fromSessionTag: tagKey is "aws:x"',
    ],
  ])("%s", (_what, make, says) => {
    expect(make).toThrow(InputError);
    expect(make).toThrow(says);
  });
});

test("tag keys that only Terraform knows are refused: they are part of an IAM policy variable", () => {
  const stack = newStack();
  const tag = new TerraformVariable(stack, "tag", { type: "string" });
  const says = "is a token, expected text: it becomes part of an IAM policy variable.";
  expect(messageOf({ userIdTagKey: tag.stringValue })).toBe(`test/chat: userIdTagKey ${says}`);
  const props = { region: "us-east-1", account: "123456789012", tagKey: tag.stringValue };
  expect(() => AppInstance.fromSessionTag(props)).toThrow(`AppInstance.fromSessionTag: tagKey ${says}`);
});

test("tag keys that differ only in case are one to STS", () => {
  const any = AppInstance.fromSessionTag({ region: "us-east-1", account: "123456789012", tagKey: "appinstanceuserid" });
  expect(messageOf({ appInstance: any })).toContain("use another key");
});

// Reported: A text that contains the mark of a token skipped every rule.
test("the mark of a token that CDKTF never made is text, and is checked", () => {
  expect(messageOf({ trust: Trust.principals(["*${TfToken[TOKEN.99999]}"]) })).toContain("trust.arns[0] is");
  expect(messageOf({ description: "%{TfToken[0]}" })).toContain("expected a description");
  expect(messageOf({ tags: { Team: "#{TfToken[0]}" } })).toContain("tags.Team is");
});
