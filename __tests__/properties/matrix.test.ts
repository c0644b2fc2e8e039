// Who may do what, decided by a simulation of IAM over the documents of the roles. The integration suites ask the same of
// what Terraform plans and of what IAM holds.
import type { PolicyDocument, RoleType } from "../../lib";
import { type AppInstance, appInstanceArn as arnOf } from "../../lib/grants/app-instance";
import { type Call, callNames } from "../../lib/grants/calls";
import { capabilityNames } from "../../lib/grants/capabilities";
import { callsOfCapability, defaultCapabilities, offeredCapabilities } from "../../lib/grants/catalogue";
import { accessPolicy } from "../../lib/grants/policy";
import { type AccessInputs, callsOf, reachOf } from "../../lib/grants/role-calls";
import { pageRoleTypeNames, roleTypeNames } from "../../lib/grants/role-types";
import { identityIdVariable, sessionTagVariable } from "../../lib/grants/session-tags";
import { resourcesOfCall } from "../../scripts/chime-calls";
import { allows } from "../../scripts/simulation";
import { appInstanceValues as appInstance, appInstanceArn } from "../support/inputs";
import { type Knows, surprises } from "../support/matrix";

const callers: Record<Knows, string> = {
  session_tag: sessionTagVariable("AppInstanceUserId"),
  identity_id: identityIdVariable,
};
const alice = { "aws:PrincipalTag/AppInstanceUserId": "alice" };

function policyOf(
  roleType: RoleType,
  access: AccessInputs = {},
  { knows = "session_tag", on = appInstance }: { knows?: Knows; on?: AppInstance } = {},
): PolicyDocument {
  return accessPolicy({
    calls: callsOf(roleType, access),
    reach: reachOf(roleType, access),
    appInstance: on,
    users: [callers[knows]],
    bots: [],
  });
}

/** Whether a session may make a call as alice, on everything that it touches. */
async function may(policy: PolicyDocument, call: Call, change: Partial<Parameters<typeof resourcesOfCall>[1]> = {}) {
  const touched = await resourcesOfCall(call, { appInstance: appInstanceArn, bearer: "user/alice", ...change });
  const decisions = await Promise.all(touched.map((resource) => allows(policy, alice, `chime:${call}`, resource)));
  return decisions.every(Boolean);
}

test.each(pageRoleTypeNames)("%s, known by a session tag, may do what AWS's page says", async (roleType) => {
  expect(await surprises(roleType, policyOf(roleType), "session_tag")).toEqual([]);
});

test("a user, known by the Cognito identity ID", async () => {
  const policy = policyOf("user", {}, { knows: "identity_id" });
  expect(await surprises("user", policy, "identity_id")).toEqual([]);
});

test("what is widened is named: role, action, resource, session", async () => {
  const [first, second] = policyOf("minimal_user").Statement;
  if (first === undefined || second === undefined) throw new Error("two statements");
  const widened = { ...second, Action: [...second.Action, "chime:DeleteChannel"] };
  const found = await surprises("minimal_user", { Version: "2012-10-17", Statement: [first, widened] }, "session_tag");
  expect(found).toContain("minimal_user may chime:DeleteChannel on a channel, in a session tagged as alice");
});

describe.each(roleTypeNames.filter((name) => name !== "backend"))("each capability on request of a %s", (roleType) => {
  const requested = offeredCapabilities[roleType].filter((name) => !defaultCapabilities[roleType].includes(name));
  test("brings its calls, and no other does", async () => {
    for (const name of requested) {
      const others = capabilityNames.filter((other) => other !== name && offeredCapabilities[roleType].includes(other));
      for (const call of callsOfCapability(roleType, name) as readonly Call[]) {
        const change = { user: "user/alice" };
        expect({
          name,
          call,
          may: await may(policyOf(roleType, { capabilities: [name] }), call, change),
        }).toMatchObject({ may: true });
        expect({
          name,
          call,
          may: await may(policyOf(roleType, { capabilities: others }), call, change),
        }).toMatchObject({ may: false });
      }
    }
  });
});

describe("one set of roles for any app instance", () => {
  const one = appInstance.id;
  const other = "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38";
  const id = sessionTagVariable("AppInstanceId");
  const [region, account] = ["us-east-1", "123456789012"];
  const policy = policyOf(
    "user",
    {},
    { on: { region, account, id, arn: arnOf(region, account, id), tagKey: "AppInstanceId" } },
  );
  const inOne = { ...alice, "aws:PrincipalTag/AppInstanceId": one };
  const arn = (of: string, rest: string) => `${arnOf(region, account, of)}/${rest}`;

  test.each([
    ["its own user", inOne, arn(one, "user/alice"), true],
    ["a channel of its app instance", inOne, arn(one, "channel/c1"), true],
    ["another user", inOne, arn(one, "user/bob"), false],
    ["a channel of another app instance", inOne, arn(other, "channel/c1"), false],
    ["itself in another app instance", inOne, arn(other, "user/alice"), false],
    ["a channel, without the app instance's tag", alice, arn(one, "channel/c1"), false],
    ["a user, without the user's tag", { "aws:PrincipalTag/AppInstanceId": one }, arn(one, "user/alice"), false],
  ])("a session and %s", async (_what, session, resource, expected) => {
    expect(await allows(policy, session, "chime:SendChannelMessage", resource)).toBe(expected);
  });
});

describe("calls", () => {
  const elsewhere = appInstanceArn.replace("0f3c9a52", "ffffffff");

  test.each(callNames)("%s alone allows itself and no other call", async (call) => {
    const policy = policyOf("backend", { calls: [call] });
    const request = { user: "user/carol" };
    for (const other of callNames) {
      expect({ other, may: await may(policy, other, request) }).toEqual({ other, may: other === call });
    }
  });

  test("of a back end are restricted to its app instance, except those that AWS knows no resource for", async () => {
    const policy = policyOf("backend", { calls: callNames });
    const allowed: Call[] = [];
    for (const call of callNames) if (await may(policy, call, { appInstance: elsewhere })) allowed.push(call);
    expect(allowed).toEqual(["CreateAppInstance", "GetMessagingSessionEndpoint"]);
  });

  test("of a back end for one user act as no other user and as no bot", async () => {
    const policy = policyOf("backend", { calls: callNames });
    expect(await may(policy, "SendChannelMessage")).toBe(true);
    expect(await may(policy, "SendChannelMessage", { bearer: "user/bob" })).toBe(false);
    expect(await may(policy, "SendChannelMessage", { bearer: "bot/helper" })).toBe(false);
  });

  test("of a user change no other user", async () => {
    const policy = policyOf("user", {
      calls: ["UpdateAppInstanceUser", "ListAppInstanceUsers", "RegisterAppInstanceUserEndpoint"],
    });
    expect(await may(policy, "UpdateAppInstanceUser", { user: "user/alice" })).toBe(true);
    expect(await may(policy, "UpdateAppInstanceUser", { user: "user/bob" })).toBe(false);
    expect(await may(policy, "RegisterAppInstanceUserEndpoint", { user: "user/bob" })).toBe(false);
    expect(await may(policy, "ListAppInstanceUsers", { user: "user/bob" })).toBe(true);
  });
});

describe("a developer of one app instance", () => {
  const capabilities = offeredCapabilities.developer;
  const policy = policyOf("developer", { capabilities, scope: "app_instance" });
  const elsewhere = appInstanceArn.replace("0f3c9a52", "ffffffff");

  test.each([
    ["chime:DescribeAppInstance", appInstanceArn, true],
    ["chime:DeleteAppInstance", elsewhere, false],
    ["chime:UpdateAppInstanceUser", `${appInstanceArn}/user/alice`, true],
    ["chime:UpdateAppInstanceUser", `${elsewhere}/user/alice`, false],
    ["chime:DeleteAppInstanceBot", `${elsewhere}/bot/b1`, false],
    ["chime:DeleteChannelFlow", `${appInstanceArn}/channel-flow/f1`, true],
    ["chime:DeleteChannelFlow", `${elsewhere}/channel-flow/f1`, false],
    ["chime:TagResource", `${appInstanceArn}/channel/c1`, true],
    ["chime:TagResource", `${elsewhere}/channel/c1`, false],
    ["chime:CreateAppInstance", "*", true],
    ["chime:PutMessagingStreamingConfigurations", elsewhere, false],
  ])("%s on %s: %s", async (action, resource, expected) => {
    expect(await allows(policy, {}, action, resource)).toBe(expected);
  });
});
