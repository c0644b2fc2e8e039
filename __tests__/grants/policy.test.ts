// The policy as a function of calls: statements, resources, size.
import type { PolicyDocument } from "../../lib";
import { type Call, callNames } from "../../lib/grants/calls";
import { offeredCalls, offeredCapabilities } from "../../lib/grants/catalogue";
import { accessPolicy, callGroup, callGroups, type Reach, resourcesOf } from "../../lib/grants/policy";
import { documentSize } from "../../lib/grants/policy-document";
import { callsOf } from "../../lib/grants/role-calls";
import { limits } from "../../lib/inputs/limits";
import { appInstanceValues as appInstance, appInstanceArn } from "../support/inputs";

function policyOf(calls: readonly Call[], change: Partial<Parameters<typeof accessPolicy>[0]> = {}): PolicyDocument {
  return accessPolicy({ calls, reach: "app_instance", appInstance, users: ["Admin"], bots: [], ...change });
}

const actionsOf = ({ Statement }: PolicyDocument) => Statement.flatMap(({ Action }) => Action);

test("a provisioner that also reads channels has two statements, and no star that is not needed", () => {
  expect(policyOf(["CreateAppInstanceUser", "DescribeChannel"]).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["chime:DescribeChannel"],
      Resource: [`${appInstanceArn}/user/Admin`, `${appInstanceArn}/channel/*`],
    },
    {
      Effect: "Allow",
      Action: ["chime:CreateAppInstanceUser"],
      Resource: [appInstanceArn, `${appInstanceArn}/user/*`],
    },
  ]);
});

test("a call without a channel grants none", () => {
  expect(policyOf(["Connect", "ListChannels"]).Statement).toEqual([
    { Effect: "Allow", Action: ["chime:Connect", "chime:ListChannels"], Resource: [`${appInstanceArn}/user/Admin`] },
  ]);
});

test("a channel flow's ARN goes only with the calls that act on flows", () => {
  const { Statement } = policyOf(["SendChannelMessage", "AssociateChannelFlow"]);
  expect(
    Statement.map(({ Action, Resource }) => [Action, (Resource ?? []).includes(`${appInstanceArn}/channel-flow/*`)]),
  ).toEqual([
    [["chime:SendChannelMessage"], false],
    [["chime:AssociateChannelFlow"], true],
  ]);
});

test("what a call needs in other services comes along, restricted to region, account and service", () => {
  expect(policyOf(["PutMessagingStreamingConfigurations"]).Statement.slice(1)).toEqual([
    {
      Effect: "Allow",
      Action: ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"],
      Resource: ["arn:aws:kinesis:us-east-1:123456789012:stream/chime-messaging-*"],
    },
    {
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: [
        "arn:aws:iam::123456789012:role/aws-service-role/messaging.chime.amazonaws.com/AWSServiceRoleForChimeSDKMessaging",
      ],
      Condition: { StringEquals: { "iam:AWSServiceName": ["messaging.chime.amazonaws.com"] } },
    },
  ]);
});

test("a bot acts as a bot, with a user or without", () => {
  expect(policyOf(["SendChannelMessage"], { users: [], bots: ["helper"] }).Statement[0]?.Resource).toEqual([
    `${appInstanceArn}/bot/helper`,
    `${appInstanceArn}/channel/*`,
  ]);
  expect(policyOf(["SendChannelMessage"], { users: ["*"], bots: ["*"] }).Statement[0]?.Resource).toEqual([
    `${appInstanceArn}/user/*`,
    `${appInstanceArn}/bot/*`,
    `${appInstanceArn}/channel/*`,
  ]);
});

test("a user's writes are on the own user, its reads on all", () => {
  const calls: readonly Call[] = ["UpdateAppInstanceUser", "ListAppInstanceUsers", "TagResource"];
  expect(policyOf(calls, { reach: "signed_in", users: ["alice"] }).Statement).toEqual([
    { Effect: "Allow", Action: ["chime:UpdateAppInstanceUser"], Resource: [`${appInstanceArn}/user/alice`] },
    { Effect: "Allow", Action: ["chime:ListAppInstanceUsers"], Resource: [`${appInstanceArn}/user/*`] },
    { Effect: "Allow", Action: ["chime:TagResource"], Resource: [`${appInstanceArn}/channel/*`] },
  ]);
});

test("every call of a back end, as any user and any bot, fits IAM's limit", () => {
  const policy = policyOf(callNames, { users: ["*"], bots: ["*"] });
  expect(policy.Statement).toHaveLength(7);
  expect(documentSize(policy)).toBeLessThan(limits.policySize * 0.75);
  const arn = `arn:aws:chime:eu-central-1:123456789012:app-instance/\${aws:PrincipalTag/${"k".repeat(128)}}`;
  const longest = policyOf(callNames, {
    appInstance: { ...appInstance, arn },
    users: ["u".repeat(64)],
    bots: ["b".repeat(64)],
  });
  expect(documentSize(longest)).toBeLessThanOrEqual(limits.policySize);
});

test("every capability of a user fits IAM's limit", () => {
  const calls = callsOf("user", { capabilities: offeredCapabilities.user, calls: offeredCalls.user });
  const users = ["${aws:PrincipalTag/AppInstanceUserId}", "${cognito-identity.amazonaws.com:sub}"];
  expect(documentSize(policyOf([], { calls, reach: "signed_in", users }))).toBeLessThanOrEqual(limits.policySize);
});

test.each<Reach>(["signed_in", "app_instance", "all"])("%s: no action twice, sorted within a statement", (reach) => {
  const policy = policyOf(callNames, { reach });
  const actions = actionsOf(policy);
  expect(new Set(actions).size).toBe(actions.length);
  for (const { Action } of policy.Statement) expect(Action).toEqual([...Action].sort());
});

// A statement grants each of its actions on all of its resources. That is no more than what the call touches, because the
// other resources of a group are of types that the call does not act on.
test.each<Reach>(["signed_in", "app_instance"])("%s: sharing a statement widens no call", (reach) => {
  const type = (resource: string) => resource.replace("/*", "");
  for (const group of callGroups) {
    const members = callNames.filter((call) => callGroup(call, reach) === group);
    const shared = new Set(members.flatMap((call) => resourcesOf(call, reach)));
    for (const call of members) {
      const own = resourcesOf(call, reach);
      for (const resource of shared) {
        // A bearer is a user or a bot: calls on a target must not share a statement with it.
        const isSameType = own.some((name) => name !== resource && type(name) === type(resource));
        expect({ reach, call, resource, isSameType }).toMatchObject({ isSameType: false });
      }
      if (own.includes("bearer")) expect(shared).not.toContain("user/*");
    }
  }
});

test("the developer of AWS's page tags app instances and nothing else of Chime", () => {
  const { Statement } = policyOf(["UpdateAppInstance", "TagResource"], { reach: "all", users: [] });
  expect(Statement).toEqual([
    { Effect: "Allow", Action: ["chime:UpdateAppInstance"], Resource: ["*"] },
    {
      Effect: "Allow",
      Action: ["chime:TagResource"],
      Resource: ["arn:aws:chime:us-east-1:123456789012:app-instance/*"],
    },
  ]);
});
