// Who may do what, decided by a simulation of IAM over the documents of the constructs. The integration suite asks the
// same of what Terraform plans and of what IAM holds.

import { AppInstance, type Capability, type RoleType } from "../../lib";
import { defaultCapabilities } from "../../lib/access/capabilities";
import { accessPolicy } from "../../lib/access/policy-document";
import { roleTypeNames } from "../../lib/access/role-types";
import { allows } from "../../scripts/simulation";
import { surprises } from "./matrix";
import { appInstanceArn } from "./resources";

const callers = {
  session_tag: "${aws:PrincipalTag/AppInstanceUserId}",
  identity_id: "${cognito-identity.amazonaws.com:sub}",
};

function policyOf(
  roleType: RoleType,
  {
    knows = "session_tag",
    capabilities = defaultCapabilities,
  }: { knows?: keyof typeof callers; capabilities?: readonly Capability[] } = {},
) {
  const appInstance = AppInstance.fromArn(appInstanceArn);
  return accessPolicy({ roleType, capabilities, appInstance, callers: [callers[knows]], scope: "all" });
}

test.each(roleTypeNames)("%s, known by a session tag", async (roleType) => {
  expect(await surprises(roleType, policyOf(roleType), "session_tag")).toEqual([]);
});

test("a user, known by the Cognito identity ID", async () => {
  expect(await surprises("user", policyOf("user", { knows: "identity_id" }), "identity_id")).toEqual([]);
});

test("what is widened is named: role, action, resource, session", async () => {
  const [first, second] = policyOf("minimal_user").Statement;
  if (first === undefined || second === undefined) throw new Error("two statements");
  const widened = { ...second, Action: [...second.Action, "chime:DeleteChannel"] };
  const found = await surprises("minimal_user", { Version: "2012-10-17", Statement: [first, widened] }, "session_tag");
  expect(found).toContain("minimal_user may chime:DeleteChannel on a channel, in a session tagged as alice");
});

describe("one set of roles for any app instance", () => {
  const one = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603";
  const other = "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38";
  const appInstance = AppInstance.fromSessionTag({
    region: "us-east-1",
    account: "123456789012",
    tagKey: "AppInstanceId",
  });
  const policy = accessPolicy({
    roleType: "user",
    capabilities: defaultCapabilities,
    appInstance,
    callers: [callers.session_tag],
    scope: "all",
  });
  const inOne = { "aws:PrincipalTag/AppInstanceUserId": "alice", "aws:PrincipalTag/AppInstanceId": one };
  const arn = (id: string, rest: string) => `arn:aws:chime:us-east-1:123456789012:app-instance/${id}/${rest}`;

  test.each([
    ["its own user", inOne, arn(one, "user/alice"), true],
    ["a channel of its app instance", inOne, arn(one, "channel/c1"), true],
    ["another user", inOne, arn(one, "user/bob"), false],
    ["a channel of another app instance", inOne, arn(other, "channel/c1"), false],
    ["itself in another app instance", inOne, arn(other, "user/alice"), false],
    [
      "a channel, without the app instance's tag",
      { "aws:PrincipalTag/AppInstanceUserId": "alice" },
      arn(one, "channel/c1"),
      false,
    ],
    ["a user, without the user's tag", { "aws:PrincipalTag/AppInstanceId": one }, arn(one, "user/alice"), false],
  ])("a session and %s", async (_what, session, resource, expected) => {
    expect(await allows(policy, session, "chime:SendChannelMessage", resource)).toBe(expected);
  });
});

describe("capabilities on request", () => {
  const alice = { "aws:PrincipalTag/AppInstanceUserId": "alice" };

  // Written by hand from AWS's reference: capability, role type, action, resource below the app instance, with it.
  test.each<[Capability, RoleType, string, string]>([
    ["bots", "developer", "chime:CreateAppInstanceBot", "bot/b1"],
    ["bots", "user", "chime:DescribeAppInstanceBot", "bot/b1"],
    ["push_notifications", "user", "chime:RegisterAppInstanceUserEndpoint", "user/alice"],
    ["push_notifications", "minimal_user", "chime:DeregisterAppInstanceUserEndpoint", "user/alice"],
    ["preferences", "user", "chime:PutChannelMembershipPreferences", "channel/c1"],
    ["preferences", "minimal_user", "chime:GetChannelMembershipPreferences", "user/alice"],
    ["search", "user", "chime:SearchChannels", "user/alice"],
    ["search", "minimal_user", "chime:SearchChannels", "user/alice"],
    ["expiration", "developer", "chime:PutAppInstanceUserExpirationSettings", "user/alice"],
    ["expiration", "user", "chime:PutChannelExpirationSettings", "channel/c1"],
    ["channel_tags", "user", "chime:TagResource", "channel/c1"],
    ["bulk_membership", "user", "chime:BatchCreateChannelMembership", "channel/c1"],
  ])("%s lets a %s %s on %s, and nothing else does", async (capability, roleType, action, resource) => {
    const others = (
      ["bots", "push_notifications", "preferences", "search", "expiration", "channel_tags", "bulk_membership"] as const
    ).filter((name) => name !== capability);
    const ask = (capabilities: readonly Capability[]) =>
      allows(policyOf(roleType, { capabilities }), alice, action, `${appInstanceArn}/${resource}`);
    expect(await ask([capability])).toBe(true);
    expect(await ask([...defaultCapabilities, ...others])).toBe(false);
  });

  test.each<[Capability, string, string]>([
    ["push_notifications", "chime:RegisterAppInstanceUserEndpoint", "user/bob"],
    ["search", "chime:SearchChannels", "user/bob"],
    ["preferences", "chime:PutChannelMembershipPreferences", "user/bob"],
    ["bots", "chime:DeleteAppInstanceBot", "bot/b1"],
    ["channel_tags", "chime:TagResource", "user/alice"],
    ["expiration", "chime:PutAppInstanceUserExpirationSettings", "user/alice"],
  ])("%s does not let a user %s on %s", async (capability, action, resource) => {
    const policy = policyOf("user", { capabilities: [capability] });
    expect(await allows(policy, alice, action, `${appInstanceArn}/${resource}`)).toBe(false);
  });
});

describe("a developer held to one app instance", () => {
  const policy = accessPolicy({
    roleType: "developer",
    capabilities: [...defaultCapabilities, "bots", "expiration"],
    appInstance: AppInstance.fromArn(appInstanceArn),
    callers: ["*"],
    scope: "app_instance",
  });
  const elsewhere = appInstanceArn.replace("0f3c9a52", "ffffffff");

  test.each([
    ["chime:DescribeAppInstance", appInstanceArn, true],
    ["chime:DeleteAppInstance", elsewhere, false],
    ["chime:UpdateAppInstanceUser", `${appInstanceArn}/user/alice`, true],
    ["chime:UpdateAppInstanceUser", `${elsewhere}/user/alice`, false],
    ["chime:DeleteAppInstanceBot", `${elsewhere}/bot/b1`, false],
    ["chime:DeleteChannelFlow", `${appInstanceArn}/channel-flow/f1`, true],
    ["chime:DeleteChannelFlow", `${elsewhere}/channel-flow/f1`, false],
    ["chime:TagResource", `${elsewhere}/channel/c1`, false],
    ["chime:CreateAppInstance", "*", true],
    ["chime:PutMessagingStreamingConfigurations", elsewhere, false],
  ])("%s on %s: %s", async (action, resource, expected) => {
    expect(await allows(policy, {}, action, resource)).toBe(expected);
  });
});
