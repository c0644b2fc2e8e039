// What a report says, in words: of an access, and of a change.

import type { Access } from "../../lib/review/access";
import { roleAccess } from "../../lib/review/access";
import { type AccessReport, isWider, reportOf } from "../../lib/review/report";
import { accessOf, environmentOf } from "../support/environment";
import { appInstanceArn, goodInputs, pool, trusted } from "../support/inputs";

const access = (roles: object, change: object = {}): Access =>
  accessOf(environmentOf({ ...goodInputs, ...change, roles }));
const byOthers = (trust: unknown, policy: unknown = { Statement: [] }): Access => ({
  account: goodInputs.account_id,
  appInstance: appInstanceArn,
  roles: { user: roleAccess({ trust, policy }) },
});

const calls = ["SendChannelMessage"];
const assumedBy = (role: object) => reportOf(access({ lambda: { type: "user", calls, ...role } })).roles[0]?.assumedBy;
const who = "any principal of this account (123456789012) whose own policies allow it";

test.each<[string, object, string[]]>([
  ["the account", trusted, [`${who}, with the session tag AppInstanceUserId`]],
  [
    "an external ID",
    { ...trusted, external_id: "x1" },
    [`${who}, with the external ID "x1", with the session tag AppInstanceUserId`],
  ],
  [
    "another account's role",
    { principal_arns: ["arn:aws:iam::210987654321:role/chat/backend"] },
    ["role/chat/backend of another account (210987654321), with the session tag AppInstanceUserId"],
  ],
  [
    "an identity pool",
    { cognito_identity_pool_ids: [pool] },
    [
      `identities of Cognito identity pools, of the pool "${pool}", signed in, without the session tag AppInstanceUserId`,
    ],
  ],
  [
    "a service",
    { service_principals: ["lambda.amazonaws.com"], app_instance_user_id: "alice" },
    ["the AWS service lambda.amazonaws.com"],
  ],
  [
    "an OIDC provider",
    {
      oidc_providers: [
        { arn: "arn:aws:iam::123456789012:oidc-provider/auth.example.com/x", audiences: ["chat"], subjects: ["a|*"] },
      ],
    },
    [
      'users of the OIDC provider auth.example.com/x, for the audience "chat", whose subject is "a|*", with the session tag AppInstanceUserId',
    ],
  ],
  [
    "a SAML provider and a condition",
    {
      saml_provider_arns: ["arn:aws:iam::123456789012:saml-provider/okta"],
      trust_conditions: [{ test: "IpAddress", variable: "aws:SourceIp", values: ["10.0.0.0/8"] }],
    },
    ['users of the SAML provider okta, with the session tag AppInstanceUserId, if aws:SourceIp IpAddress "10.0.0.0/8"'],
  ],
])("who may assume a role: %s", (_what, role, expected) => {
  expect(assumedBy(role)).toEqual(expected);
});

test("what a role may call, on what, and what brings it", () => {
  const roles = {
    lambda: {
      type: "backend",
      ...trusted,
      calls: [
        "CreateAppInstanceUser",
        "GetMessagingSessionEndpoint",
        "PutMessagingStreamingConfigurations",
        "SendChannelMessage",
      ],
      app_instance_user_id: "*",
      app_instance_bot_id: "helper",
    },
  };
  expect(reportOf(access(roles)).roles[0]?.may).toEqual([
    { calls: ["GetMessagingSessionEndpoint"], on: [], by: "calls", conditions: [] },
    { calls: ["SendChannelMessage"], on: ["the bot helper", "any channel", "any user"], by: "calls", conditions: [] },
    {
      calls: ["CreateAppInstanceUser", "PutMessagingStreamingConfigurations"],
      on: ["the app instance", "any user"],
      by: "calls",
      conditions: [],
    },
    {
      calls: ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"],
      on: ["arn:aws:kinesis:us-east-1:123456789012:stream/chime-messaging-*"],
      by: "needed by PutMessagingStreamingConfigurations",
      conditions: [],
    },
    {
      calls: ["iam:CreateServiceLinkedRole"],
      on: [expect.stringContaining("AWSServiceRoleForChimeSDKMessaging")],
      by: "needed by PutMessagingStreamingConfigurations",
      conditions: ['if iam:AWSServiceName StringEquals "messaging.chime.amazonaws.com"'],
    },
  ]);
});

describe("what stands out", () => {
  const texts = (report: AccessReport) => report.remarks.map(({ text }) => text);
  const user = { user: trusted };
  test.each<[string, object, object, string]>([
    [
      "another account",
      user,
      { user: { principal_arns: ["arn:aws:iam::210987654321:role/b"] } },
      "Trusts another AWS account: role/b of another account (210987654321). They choose the session tags, so can act as any user of the chat.",
    ],
    [
      "a new service",
      user,
      { user: { ...trusted, service_principals: ["lambda.amazonaws.com"], app_instance_user_id: "a" } },
      "Trusts somebody new: the AWS service lambda.amazonaws.com.",
    ],
    [
      "any user",
      user,
      { user: { ...trusted, app_instance_user_id: "*" } },
      "Whoever assumes this role can act as any user of the chat.",
    ],
    [
      "a role that goes",
      { user: trusted, websocket: trusted },
      user,
      "The role is removed: whoever assumes it loses access.",
    ],
    [
      "a developer everywhere",
      user,
      { developer: trusted },
      "Administers every app instance of the account, not only this one.",
    ],
    [
      "a list that leaves capabilities out",
      user,
      { user: { ...trusted, capabilities: ["search"] } },
      'Loses the default capabilities channel_flows, sub_channels: add "default" to capabilities to keep them.',
    ],
    [
      "a wildcard subject",
      user,
      {
        user: {
          oidc_providers: [
            { arn: "arn:aws:iam::123456789012:oidc-provider/a.example.com", audiences: ["c"], subjects: ["a|*"] },
          ],
        },
      },
      'Trusts every subject like "a|*".',
    ],
    [
      "a bearer that the service refuses",
      user,
      { lambda: { type: "backend", ...trusted, calls: ["CreateChannelBan"], app_instance_user_id: "Admin" } },
      "The service refuses CreateChannelBan unless the user Admin is a moderator of the channel or an AppInstanceAdmin.",
    ],
  ])("%s", (_what, before, after, text) => {
    expect(texts(reportOf(access(after), access(before)))).toContain(text);
  });

  test("what stood out before is not said again", () => {
    const any = { user: { ...trusted, app_instance_user_id: "*" } };
    expect(
      reportOf(access({ user: { ...any.user, capabilities: ["default", "search"] } }), access(any)).remarks,
    ).toEqual([]);
    expect(texts(reportOf(access(any)))).toHaveLength(1);
  });
});

describe("a change", () => {
  const changes = (before: Access, after: Access) =>
    reportOf(after, before).changes?.map(({ direction, text }) => `${direction}: ${text}`);

  test.each<[string, object, object, string[]]>([
    [
      "a capability more",
      trusted,
      { ...trusted, capabilities: ["default", "search"] },
      [
        "wider: can now call SearchChannels (search) as the user of the session (session tag AppInstanceUserId), on any channel",
      ],
    ],
    [
      "a further policy",
      trusted,
      { ...trusted, policy_arns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
      ["wider: gains the attached policy arn:aws:iam::aws:policy/ReadOnlyAccess, which this report does not read"],
    ],
    [
      "an external ID",
      trusted,
      { ...trusted, external_id: "x1" },
      [
        `narrower: can be assumed by ${who} only under more conditions: with the external ID "x1", with the session tag AppInstanceUserId`,
      ],
    ],
    [
      "a boundary",
      trusted,
      { ...trusted, permissions_boundary_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      ["narrower: now has the permissions boundary arn:aws:iam::aws:policy/ReadOnlyAccess"],
    ],
    [
      "no boundary any more",
      { ...trusted, permissions_boundary_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      trusted,
      ["wider: no longer has the permissions boundary arn:aws:iam::aws:policy/ReadOnlyAccess"],
    ],
    ["another description", trusted, { ...trusted, description: "x" }, []],
  ])("%s", (_what, before, after, expected) => {
    expect(changes(access({ user: before }), access({ user: after }))).toEqual(expected);
  });

  test("by others that is not understood is wider, and said as it is", () => {
    const statement = { Effect: "Allow", Acton: "iam:*", Resource: "*" };
    const report = reportOf(byOthers({ Statement: [] }, { Statement: [statement] }), byOthers({ Statement: [] }));
    expect(isWider(report)).toBe(true);
    expect(report.changes?.[0]?.text).toBe(
      `has a statement in its policy that is not understood: ${JSON.stringify(statement)}`,
    );
  });

  test("a trust opened to everybody", () => {
    const open = { Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] };
    const report = reportOf(byOthers(open), byOthers({ Statement: [] }));
    expect(report.changes?.map(({ text }) => text)).toEqual(["can now be assumed by anybody in any AWS account"]);
    expect(report.remarks.map(({ text }) => text)).toContain("Anybody in any AWS account may assume it.");
  });

  test("a denial that is gone", () => {
    const allow = { Effect: "Allow", Action: "chime:*", Resource: "*" };
    const deny = { Effect: "Deny", Action: "chime:DeleteAppInstance", Resource: "*" };
    const report = reportOf(
      byOthers({ Statement: [] }, { Statement: [allow] }),
      byOthers({ Statement: [] }, { Statement: [allow, deny] }),
    );
    expect(report.changes?.map(({ direction, text }) => `${direction}: ${text}`)).toEqual([
      "wider: is no longer denied DeleteAppInstance on everything",
    ]);
  });
});
