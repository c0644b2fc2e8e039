// How far a role reaches, and as whom, decided by a simulator of IAM: what is meant is allowed, and nothing else.
import { callNames, calls } from "../../lib/grants/calls";
import { documentSize } from "../../lib/grants/policy-document";
import { callsOf } from "../../lib/grants/role-calls";
import type { RoleType } from "../../lib/grants/role-types";
import { limits } from "../../lib/inputs/limits";
import { admits, allows } from "../../scripts/simulation";
import { documentsOf, environmentWith, refusalOf } from "../support/environment";
import { appInstanceArn, backend, fourRoles, goodInputs, range, trusted } from "../support/inputs";

const other = "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38";
const third = "2b1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38";
const arnOf = (id: string) => `arn:aws:chime:us-east-1:123456789012:app-instance/${id}`;
const ofRole = (role: object) => documentsOf(environmentWith({ roles: { chat: role } }), "chat");
const alice = { "aws:PrincipalTag/AppInstanceUserId": "alice" };

describe("app instances", () => {
  const roleOf = (role: object) =>
    ofRole({
      type: "backend",
      ...trusted,
      app_instance_user_id: "*",
      calls: ["SendChannelMessage", "CreateAppInstance"],
      ...role,
    }).policy;
  const sends = async (role: object, id: string) => {
    const on = ["user/bob", "channel/c1"].map((part) =>
      allows(roleOf(role), {}, "chime:SendChannelMessage", `${arnOf(id)}/${part}`),
    );
    return (await Promise.all(on)).every(Boolean);
  };

  test.each<[string, object, readonly string[]]>([
    ["one", {}, [goodInputs.app_instance_id]],
    ["some", { app_instance_ids: [other] }, [goodInputs.app_instance_id, other]],
    ["some, by their ARNs", { app_instance_ids: [arnOf(other)] }, [goodInputs.app_instance_id, other]],
    ["all of the account and region", { scope: "all" }, [goodInputs.app_instance_id, other, third]],
  ])("a back end of %s reaches these and no other", async (_what, role, reached) => {
    for (const id of [goodInputs.app_instance_id, other, third]) {
      expect({ id, may: await sends(role, id) }).toEqual({ id, may: reached.includes(id) });
    }
    const elsewhere = arnOf(other).replace("us-east-1", "eu-central-1");
    expect(await allows(roleOf(role), {}, "chime:SendChannelMessage", `${elsewhere}/user/bob`)).toBe(false);
  });

  test("CreateAppInstance has no resource, whatever the reach", async () => {
    expect(await allows(roleOf({}), {}, "chime:CreateAppInstance", "*")).toBe(true);
    expect(await allows(roleOf({ scope: "all" }), {}, "chime:CreateAppInstance", "*")).toBe(true);
  });
});

describe("channels with a tag", () => {
  const role = { type: "user", ...trusted, channels_tagged: { tenant: "${aws:PrincipalTag/tenant}" } };
  const { policy } = ofRole(role);
  const session = { ...alice, "aws:PrincipalTag/tenant": "acme" };
  const bearer = `${appInstanceArn}/user/alice`;
  const channel = `${appInstanceArn}/channel/c1`;
  const ofChannels = callsOf("user" as RoleType, {}).filter(
    (call) =>
      call in calls &&
      (calls[call as keyof typeof calls].on as readonly string[]).includes("channel/*") &&
      call !== "CreateChannel",
  );

  test.each(ofChannels)("%s reaches a channel of the tenant alone", async (call) => {
    const on = (tags: object) => allows(policy, { ...session, ...tags }, `chime:${call}`, channel);
    expect(await on({ "aws:ResourceTag/tenant": "acme" })).toBe(true);
    expect(await on({ "aws:ResourceTag/tenant": "umbra" })).toBe(false);
    expect(await on({ "aws:ResourceTag/tenant": "*" })).toBe(false);
    expect(await on({})).toBe(false);
    expect(await allows(policy, session, `chime:${call}`, bearer)).toBe(true);
  });

  test("a session without the tag reaches no channel, not even one with an empty tag", async () => {
    for (const tenant of ["", "acme"]) {
      const request = { ...alice, "aws:ResourceTag/tenant": tenant };
      expect(await allows(policy, request, "chime:SendChannelMessage", channel)).toBe(false);
    }
  });

  test("nobody with the role makes or tags a channel", async () => {
    for (const call of ["CreateChannel", "TagResource", "UntagResource"]) {
      for (const resource of [channel, bearer, appInstanceArn]) {
        const request = { ...session, "aws:ResourceTag/tenant": "acme" };
        expect({ call, may: await allows(policy, request, `chime:${call}`, resource) }).toEqual({ call, may: false });
      }
    }
  });

  test("what it does not limit: Connect, and what touches no channel", async () => {
    expect(await allows(policy, session, "chime:Connect", bearer)).toBe(true);
    expect(await allows(policy, session, "chime:ListChannels", bearer)).toBe(true);
  });

  test("several tags must all be there", async () => {
    const both = ofRole({ ...role, channels_tagged: { tenant: "acme", kind: "announcement" } }).policy;
    const on = (tags: object) => allows(both, { ...alice, ...tags }, "chime:SendChannelMessage", channel);
    expect(await on({ "aws:ResourceTag/tenant": "acme", "aws:ResourceTag/kind": "announcement" })).toBe(true);
    expect(await on({ "aws:ResourceTag/tenant": "acme" })).toBe(false);
  });
});

describe("users that a caller may be", () => {
  const attempt = (tag: string | undefined, own: object = {}) => ({
    principal: backend,
    action: "sts:AssumeRole",
    context: { ...own, ...(tag === undefined ? {} : { "aws:RequestTag/AppInstanceUserId": tag }) },
  });
  const trustOf = (ids: readonly string[]) =>
    ofRole({ type: "user", principal_arns: [backend], allowed_user_ids: ids }).trustPolicy;

  test.each<[readonly string[], string | undefined, object, boolean]>([
    [["tenant-a-*"], "tenant-a-bob", {}, true],
    [["tenant-a-*"], "tenant-b-bob", {}, false],
    [["tenant-a-*"], "tenant-a-*", {}, false],
    [["tenant-a-*"], undefined, {}, false],
    [["alice"], "alice", {}, true],
    [["alice"], "bob", {}, false],
    [["${aws:PrincipalTag/AppInstanceUserId}"], "alice", alice, true],
    [["${aws:PrincipalTag/AppInstanceUserId}"], "bob", alice, false],
    [["${aws:PrincipalTag/AppInstanceUserId}"], "bob", { "aws:PrincipalTag/AppInstanceUserId": "*" }, false],
    [["${aws:PrincipalTag/AppInstanceUserId}"], "*", { "aws:PrincipalTag/AppInstanceUserId": "*" }, false],
    [["${aws:PrincipalTag/AppInstanceUserId}"], "alice", {}, false],
  ])("%j: who passes %j and is %j", async (ids, tag, own, admitted) => {
    expect(await admits(trustOf(ids), attempt(tag, own))).toBe(admitted);
  });
});

describe("conditions of one trust", () => {
  const organization = { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] };
  const account = { test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] };
  const { trustPolicy } = ofRole({
    type: "backend",
    calls: ["CreateAppInstanceUser"],
    principal_arns: [backend],
    service_principals: ["lambda.amazonaws.com"],
    trust_conditions: [
      { ...organization, trusts: ["principal_arns"] },
      { ...account, trusts: ["service_principals"] },
    ],
  });
  const byRole = { principal: backend, action: "sts:AssumeRole" };
  const byLambda = { principal: "lambda.amazonaws.com", action: "sts:AssumeRole" };

  // Reported: aws:SourceAccount for Lambda locked out the role of CI next to it.
  test("do not lock out another", async () => {
    expect(await admits(trustPolicy, { ...byRole, context: { "aws:PrincipalOrgID": "o-1" } })).toBe(true);
    expect(await admits(trustPolicy, { ...byRole, context: { "aws:SourceAccount": "123456789012" } })).toBe(false);
    expect(await admits(trustPolicy, { ...byLambda, context: { "aws:SourceAccount": "123456789012" } })).toBe(true);
    expect(await admits(trustPolicy, { ...byLambda, context: { "aws:PrincipalOrgID": "o-1" } })).toBe(false);
  });
});

describe("sizes", () => {
  const sizeOf = (role: object) => documentSize(ofRole(role).policy);
  const everyCall = {
    type: "backend",
    ...trusted,
    app_instance_user_id: "*",
    app_instance_bot_id: "*",
    calls: callNames,
  };

  test("every call of a back end fits with two app instances, and not with four", () => {
    expect(sizeOf({ ...everyCall, app_instance_ids: [other] })).toBeLessThanOrEqual(limits.policySize);
    const four = { ...everyCall, app_instance_ids: [other, third, ...range(1).map(() => other.replace("8", "9"))] };
    expect(refusalOf({ ...fourRoles, roles: { chat: four } })?.message).toMatch(
      /has a policy of \d+ characters and IAM allows 6144: .* Its actions have \d+ characters, its resources \d+, its conditions \d+\./,
    );
  });

  test("with tagged channels: the page's user, and a back end of forty calls", () => {
    const channels_tagged = { tenant: "${aws:PrincipalTag/tenant}" };
    expect(sizeOf({ type: "user", ...trusted, channels_tagged })).toBeLessThanOrEqual(limits.policySize);
    const forty = callNames
      .filter((call) => !["CreateChannel", "TagResource", "UntagResource"].includes(call))
      .slice(0, 40);
    expect(sizeOf({ ...everyCall, calls: forty, channels_tagged })).toBeLessThanOrEqual(limits.policySize);
  });
});
