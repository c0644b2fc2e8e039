// What takes over a role that somebody wrote by hand: inputs that the project takes, and in words what no input says.
import { readFileSync } from "node:fs";
import { pageRoleTypeNames } from "../../lib/grants/role-types";
import { readAccount } from "../../lib/review/account";
import { type Adoption, adoptionOf } from "../../lib/review/adoption";
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
import { environmentOf } from "../support/environment";
import { fixturePath } from "../support/files";
import { goodInputs } from "../support/inputs";

const ofAccount = trusting({ AWS: `arn:aws:iam::${accountId}:root` });

function adoption(role: DetailedRole, policies: Readonly<Record<string, object>> = {}, name = "ChatUser"): Adoption {
  const account = readAccount(JSON.stringify(accountDetails({ [name]: role }, policies)));
  const [found] = account.roles;
  if (found === undefined) throw new Error("no role");
  return adoptionOf(account, found, new Set());
}

/** An environment takes what was made. */
function expectAccepted({ key, role, adopt }: Adoption): void {
  const { specs } = environmentOf({ ...goodInputs, roles: { [key]: role }, adopt: { [key]: adopt } });
  expect(specs[key]?.name).toBe(adopt.role_name);
}

describe.each(["2021", "2022"])("a policy of AWS's page of %s", (edition) => {
  const page = JSON.parse(readFileSync(fixturePath(`aws-page.${edition}.json`), "utf8"));
  const mistakes: [string, (text: string) => string][] = [
    ["as printed", (text) => text],
    [
      "filled in, with the ID of one user",
      (text) =>
        text
          .replaceAll(/\{(aws_account_id|awsAccountId)\}/g, accountId)
          .replaceAll(/\{(app_instance_id|appInstanceId)\}/g, goodInputs.app_instance_id)
          .replaceAll(/\{(app_instance_user_id|appInstanceUserId)\}/g, "alice")
          .replaceAll(":region:", ":us-east-1:"),
    ],
    ["with every app instance", (text) => text.replaceAll(/app-instance\/\{\w+\}/g, "app-instance/*")],
    ["with any user", (text) => text.replaceAll(/user\/\{\w+\}/g, "user/*")],
  ];
  describe.each(mistakes)("%s", (_what, mistake) => {
    test.each(pageRoleTypeNames)("of a %s comes out as that type", (type) => {
      const policy = JSON.parse(mistake(JSON.stringify(page[type])));
      const made = adoption({ trust: ofAccount, attached: ["Page"] }, { Page: policy });
      const capabilities =
        edition === "2021" && (type === "user" || type === "developer") ? { capabilities: ["messaging"] } : {};
      expect(made.role).toEqual({ type, trust_account: true, ...capabilities });
      expect(made.adopt).toEqual({ role_name: "ChatUser", policy_arn: `arn:aws:iam::${accountId}:policy/Page` });
      expectAccepted(made);
    });
  });
});

const send = ["chime:SendChannelMessage", "chime:CreateAppInstanceUser"];
const on = (...at: string[]) => at.map((one) => `${app}/${one}`);

test.each<[string, DetailedRole, object]>([
  [
    "a Lambda function that acts for all users",
    { trust: trusting({ Service: "lambda.amazonaws.com" }), inline: { x: allowing(send, on("user/*", "channel/*")) } },
    {
      type: "backend",
      service_principals: ["lambda.amazonaws.com"],
      calls: ["CreateAppInstanceUser", "SendChannelMessage"],
      app_instance_user_id: "*",
    },
  ],
  [
    "a Lambda function that acts as a bot",
    {
      trust: trusting({ Service: "lambda.amazonaws.com" }),
      inline: { x: allowing("chime:SendChannelMessage", on("bot/b1", "channel/*")) },
    },
    {
      type: "backend",
      service_principals: ["lambda.amazonaws.com"],
      calls: ["SendChannelMessage"],
      app_instance_bot_id: "b1",
    },
  ],
  [
    "people of an identity pool, by a session tag",
    {
      trust: trustingPool(signedIn),
      inline: {
        x: allowing(
          ["chime:Connect", "chime:GetMessagingSessionEndpoint"],
          on("user/${aws:PrincipalTag/AppInstanceUserId}"),
        ),
      },
    },
    { type: "websocket", cognito_identity_pool_ids: [pool], cognito_user_id: "session_tag" },
  ],
  [
    "people of an identity pool who only make some calls",
    {
      trust: trustingPool(signedIn),
      inline: {
        x: allowing("chime:SendChannelMessage", on("user/${cognito-identity.amazonaws.com:sub}", "channel/*")),
      },
    },
    { type: "user", cognito_identity_pool_ids: [pool], calls: ["SendChannelMessage"] },
  ],
  [
    "a role of another account, with an external ID and a condition",
    {
      trust: trusting(
        { AWS: "arn:aws:iam::210987654321:role/backend" },
        {
          StringEquals: { "sts:ExternalId": "chat" },
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/*" },
        },
      ),
      inline: { x: allowing("chime:Connect", on("user/*")) },
      boundary: "edge",
    },
    {
      type: "websocket",
      principal_arns: ["arn:aws:iam::210987654321:role/backend"],
      external_id: "chat",
      trust_conditions: [
        { test: "ArnLike", variable: "aws:PrincipalArn", values: ["arn:aws:iam::210987654321:role/*"] },
      ],
      permissions_boundary_arn: `arn:aws:iam::${accountId}:policy/edge`,
    },
  ],
  [
    "an OIDC provider",
    {
      trust: trusting(
        { Federated: `arn:aws:iam::${accountId}:oidc-provider/auth.example.com` },
        { StringEquals: { "auth.example.com:aud": "chat" }, StringLike: { "auth.example.com:sub": "user|*" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
      inline: { x: allowing("chime:Connect", on("user/*")) },
    },
    {
      type: "websocket",
      oidc_providers: [
        { arn: `arn:aws:iam::${accountId}:oidc-provider/auth.example.com`, audiences: ["chat"], subjects: ["user|*"] },
      ],
    },
  ],
])("%s", (_what, role, expected) => {
  const made = adoption(role);
  expect(made.role).toEqual(expected);
  expect(made.adopt).toEqual({ role_name: "ChatUser" });
  expectAccepted(made);
});

test.each<[string, DetailedRole, string]>([
  ["everybody", { trust: trusting("*") }, "it trusts anybody in any AWS account, which no input says"],
  [
    "a denial",
    { trust: documentWith(...ofAccount.Statement, { Effect: "Deny", Principal: "*", Action: "sts:*" }) },
    "its trust policy has a Deny",
  ],
  [
    "a statement that is not understood",
    { trust: documentWith({ Effect: "Allow" }) },
    "its trust policy has a statement that is not understood",
  ],
  ["any pool", { trust: trustingPool({}) }, "it trusts any identity pool"],
  ["guests", { trust: trustingPool({ StringEquals: signedIn.StringEquals }) }, "it trusts guests of its pool"],
  [
    "a condition that no input has",
    { trust: trusting({ AWS: accountId }, { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }) },
    "its trust policy has conditions that are not in the inputs: StringEqualsIfExists of aws:PrincipalOrgID",
  ],
  ["an inline policy", { trust: ofAccount }, "its inline policy chat stays"],
  [
    "what its callers must change",
    { trust: ofAccount },
    "first change its callers: they must pass the session tag AppInstanceUserId",
  ],
  ["what it would lose", { trust: ofAccount }, "narrower: can be assumed by any principal of this account"],
])("in words: %s", (_what, role, expected) => {
  const { remarks } = adoption({ inline: { chat: allowing("chime:Connect", on("user/alice")) }, ...role });
  expect(remarks.filter((text) => text.startsWith(expected))).toHaveLength(1);
});

test("people of a pool need no session tag, and are known by their identity ID", () => {
  const { remarks } = adoption({
    trust: trustingPool(signedIn),
    inline: { chat: allowing("chime:Connect", on("user/*")) },
  });
  expect(remarks.filter((text) => /session tag AppInstanceUserId when/.test(text))).toEqual([]);
  expect(remarks).toContainEqual(expect.stringContaining("whose ID is the caller's identity ID"));
});

test("calls that act as nobody need no user", () => {
  const role = {
    trust: trusting({ Service: "lambda.amazonaws.com" }),
    inline: { x: allowing("chime:CreateAppInstanceUser") },
  };
  expect(adoption(role).role).toEqual({
    type: "backend",
    calls: ["CreateAppInstanceUser"],
    service_principals: ["lambda.amazonaws.com"],
  });
});

test("several policies, one that others have too, and other services, are said", () => {
  const role = { trust: ofAccount, attached: ["A", "Logs"] };
  const account = readAccount(
    JSON.stringify(
      accountDetails(
        { One: role, Two: role },
        { A: allowing(["chime:Connect", "s3:GetObject"], on("user/*")), Logs: allowing("logs:PutLogEvents") },
      ),
    ),
  );
  const [one] = account.roles;
  const made = one && adoptionOf(account, one, new Set(["one"]));
  expect(made?.key).toBe("one_2");
  expect(made?.role.policy_arns).toEqual({ Logs: `arn:aws:iam::${accountId}:policy/Logs` });
  expect(made?.remarks).toEqual(
    expect.arrayContaining([
      `arn:aws:iam::${accountId}:policy/A is attached to Two too, which would get the new document`,
      "it allows what is not messaging, which the new policy does not have: s3:GetObject",
    ]),
  );
});

test("every role of the ten that somebody wrote comes to inputs, or to a sentence that says why not", () => {
  const account = readAccount(JSON.stringify(handWritten));
  for (const role of account.roles.filter(({ name }) => name.startsWith("Chat"))) {
    const made = adoptionOf(account, role, new Set());
    if (made.remarks.some((text) => /which no input says|any identity pool/.test(text))) continue;
    expectAccepted(made);
  }
});
