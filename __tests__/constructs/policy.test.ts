// ChimePolicy: the managed policy of a role type alone, the same as that of a role.
import { TerraformOutput } from "cdktf";
import { ChimePolicy, type ChimePolicyProps, ChimeUserRole, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { appInstanceArn, pool } from "../support/inputs";
import { addresses, newStack, synth } from "../support/synth";

/** A policy of any props, the ones that do not compile included. */
function policyOf(props: object) {
  return new ChimePolicy(newStack(), "policy", { appInstance, ...props } as ChimePolicyProps);
}

test("it makes one resource, and its document is that of a role with the same trust", () => {
  const json = synth((stack) => {
    const capabilities = ["default", "search"] as const;
    const props = { appInstance, capabilities, path: "/chat/", tags: { Team: "chat" } };
    const policy = new ChimePolicy(stack, "policy", {
      ...props,
      type: "user",
      userId: "identity_id",
      address: "amplify",
      name: "amplify",
    });
    const role = new ChimeUserRole(stack, "role", { ...props, trust: Trust.cognitoIdentityPools([pool]) });
    expect(policy.policyDocument).toEqual(role.policyDocument);
    new TerraformOutput(stack, "arn", { value: policy.policyArn });
  });
  expect(json.output.arn?.value).toBe("${aws_iam_policy.amplify.arn}");
  expect(addresses(json).filter((address) => address.endsWith(".amplify"))).toEqual(["aws_iam_policy.amplify"]);
  expect(json.resource.aws_iam_policy?.amplify).toMatchObject({
    name: "amplify",
    path: "/chat/",
    tags: { Team: "chat" },
    policy: "${jsonencode(local.policy_amplify)}",
  });
});

// Reported: its owner was told to require a tag that the policy does not read, which locks out the identities of a pool.
test("it names the session tags that it reads", () => {
  const tagsOf = (userId: object | string) => policyOf({ type: "user", userId }).sessionTagKeys;
  expect(tagsOf("session_tag")).toEqual(["AppInstanceUserId"]);
  expect(tagsOf("identity_id")).toEqual([]);
  expect(tagsOf(["identity_id", "session_tag"])).toEqual(["AppInstanceUserId"]);
});

test.each<[string, ChimePolicyProps["userId"], string[]]>([
  ["an identity ID", "identity_id", ["${cognito-identity.amazonaws.com:sub}"]],
  ["a session tag", "session_tag", ["${aws:PrincipalTag/AppInstanceUserId}"]],
  [
    "both",
    ["identity_id", "session_tag"],
    ["${aws:PrincipalTag/AppInstanceUserId}", "${cognito-identity.amazonaws.com:sub}"],
  ],
])("the caller is known by %s", (_what, userId, variables) => {
  const { policyDocument } = policyOf({ type: "user", userId, calls: ["SendChannelMessage"] });
  expect(policyDocument.Statement).toEqual([
    expect.objectContaining({
      Resource: [...variables.map((variable) => `${appInstanceArn}/user/${variable}`), `${appInstanceArn}/channel/*`],
    }),
  ]);
});

test("a policy that names no caller takes no userId", () => {
  expect(policyOf({ type: "backend", calls: ["CreateAppInstanceUser"] }).sessionTagKeys).toEqual([]);
  expect(policyOf({ type: "user", userId: "session_tag" }).sessionTagKeys).toEqual(["AppInstanceUserId"]);
});

test.each<[string, object, string]>([
  [
    "no way to know the caller",
    { type: "user" },
    "test/policy: userId is required: the policy reads the caller's AppInstanceUser ID.",
  ],
  ["a way that is not used", { type: "developer", userId: "session_tag" }, "test/policy: userId has no effect"],
  [
    "an unknown way",
    { type: "user", userId: "sub" },
    'test/policy: userId is "sub", expected one of identity_id, session_tag',
  ],
  ["no type", { userId: "session_tag" }, "test/policy: type is not set, expected one of developer, user"],
  ["an unknown type", { type: "usr" }, 'test/policy: type is "usr"'],
  [
    "a prop of a role",
    { type: "user", userId: "session_tag", trust: Trust.account() },
    "test/policy: trust is unknown",
  ],
  [
    "a call of another type",
    { type: "user", userId: "session_tag", calls: ["CreateAppInstanceUser"] },
    "is not available for",
  ],
  ["several mistakes", { type: "user", path: "x", name: "a b" }, "test/policy: path is"],
])("%s is refused", (_what, props, says) => {
  expect(() => policyOf(props as ChimePolicyProps)).toThrow(says);
});

test("a name is taken by a role and a policy alike", () => {
  expect(() =>
    synth((stack) => {
      new ChimePolicy(stack, "policy", { appInstance, type: "user", userId: "session_tag", address: "alone" });
      new ChimeUserRole(stack, "role", { appInstance, trust: Trust.account() });
    }),
  ).toThrow('"chime-user" is the name of test/policy and test/role');
});
