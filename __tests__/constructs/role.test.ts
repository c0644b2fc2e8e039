// The role constructs: what each prop becomes in Terraform.
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformVariable, Testing, Token } from "cdktf";
import type { IConstruct } from "constructs";
import {
  AppInstance,
  ChimeBackendRole,
  ChimeDeveloperRole,
  ChimeIamVariables,
  ChimeMinimalUserRole,
  ChimeUserRole,
  type ChimeUserRoleProps,
  ChimeWebSocketRole,
  Trust,
} from "../../lib";
import { appInstance } from "../support/app-instance";
import { appInstanceArn, backend, pool } from "../support/inputs";
import { addresses, newStack, synth } from "../support/synth";

const trust = Trust.account();

/** The documents and resources of a user role. */
function user(props: Partial<ChimeUserRoleProps> = {}) {
  const json = synth((stack) => {
    new ChimeUserRole(stack, "any-id", { appInstance, trust, ...props });
  });
  const { locals, resource } = json;
  return {
    ...json,
    policy: locals.policy_user,
    trustPolicy: locals.trust_policy_user,
    role: resource.aws_iam_role?.user,
    managed: resource.aws_iam_policy?.user,
  };
}

/** The user ARNs in the policy of a user role, after /user/. */
function callers(props: Partial<ChimeUserRoleProps>): string[] {
  const [, second] = user(props).policy?.Statement ?? [];
  return [second?.Resource ?? []].flat().flatMap((arn) => arn.split("/user/")[1] ?? []);
}

test.each([
  ["developer", ChimeDeveloperRole],
  ["user", ChimeUserRole],
  ["minimal_user", ChimeMinimalUserRole],
  ["websocket", ChimeWebSocketRole],
  ["backend", ChimeBackendRole],
])("%s: a role, its policy and the attachment, at the address of the type", (type, Role) => {
  const json = synth((stack) => {
    const role = new Role(stack, "any-id", { appInstance, trust, calls: ["GetMessagingSessionEndpoint"] as never });
    new TerraformOutput(stack, "exposed", { value: [role.roleArn, role.roleName, role.policyArn] });
  });
  expect(json.output.exposed?.value).toEqual([
    `\${aws_iam_role.${type}.arn}`,
    `\${aws_iam_role.${type}.name}`,
    `\${aws_iam_policy.${type}.arn}`,
  ]);
  expect(addresses(json)).toEqual([
    `aws_iam_policy.${type}`,
    `aws_iam_role.${type}`,
    `aws_iam_role_policy_attachment.${type}`,
  ]);
  expect(json.resource.aws_iam_role_policy_attachment?.[type]).toMatchObject({
    role: `\${aws_iam_role.${type}.id}`,
    policy_arn: `\${aws_iam_policy.${type}.arn}`,
  });
  expect(json.resource.aws_iam_role?.[type]).toMatchObject({
    name: `chime-${type.replace("_", "-")}`,
    assume_role_policy: `\${jsonencode(local.trust_policy_${type})}`,
    path: "/",
    max_session_duration: 3600,
  });
  expect(json.resource.aws_iam_policy?.[type]).toMatchObject({ policy: `\${jsonencode(local.policy_${type})}` });
});

test("the documents are exposed as IAM reads them, and escaped for Terraform in the locals", () => {
  const json = synth((stack) => {
    const role = new ChimeWebSocketRole(stack, "ws", { appInstance, trust });
    expect(role.policyDocument.Statement[1]?.Resource).toEqual([
      `${appInstanceArn}/user/\${aws:PrincipalTag/AppInstanceUserId}`,
    ]);
    expect(role.trustPolicy.Statement[0]?.Condition?.StringNotLike).toEqual({
      "aws:RequestTag/AppInstanceUserId": ["*${*}*", "*${?}*"],
    });
    expect(role.sessionTagKeys).toEqual(["AppInstanceUserId"]);
  });
  expect(json.locals.policy_websocket?.Statement[1]?.Resource).toEqual([
    `${appInstanceArn}/user/$\${aws:PrincipalTag/AppInstanceUserId}`,
  ]);
  expect(json.locals.trust_policy_websocket?.Statement[0]?.Condition?.StringNotLike).toEqual({
    "aws:RequestTag/AppInstanceUserId": ["*$${*}*", "*$${?}*"],
  });
});

describe("how the policy names its caller", () => {
  test.each<[string, Partial<ChimeUserRoleProps>, string[]]>([
    ["the account: a session tag", {}, ["$${aws:PrincipalTag/AppInstanceUserId}"]],
    ["a tag key of one's own", { userIdTagKey: "chat:user" }, ["$${aws:PrincipalTag/chat:user}"]],
    [
      "Cognito: the identity ID",
      { trust: Trust.cognitoIdentityPools([pool]) },
      ["$${cognito-identity.amazonaws.com:sub}"],
    ],
    [
      "two trusts, a session tag and an identity ID",
      { trust: [Trust.principals([backend]), trust, Trust.cognitoIdentityPools([pool])] },
      ["$${aws:PrincipalTag/AppInstanceUserId}", "$${cognito-identity.amazonaws.com:sub}"],
    ],
    ["always one", { appInstanceUserId: "announcer" }, ["announcer"]],
    ["any, for a back end", { appInstanceUserId: "*" }, ["*"]],
  ])("%s", (_what, props, expected) => {
    expect(callers(props)).toEqual(expected);
  });

  test("a fixed user needs no session tag, so the trust requires none", () => {
    expect(user({ appInstanceUserId: "announcer" }).trustPolicy?.Statement[0]).not.toHaveProperty("Condition");
  });

  test("a developer's policy names no user, so its trust requires no tag", () => {
    const { locals } = synth((stack) => void new ChimeDeveloperRole(stack, "dev", { appInstance, trust }));
    expect(locals.trust_policy_developer?.Statement[0]).not.toHaveProperty("Condition");
  });

  test("calls that act as nobody require no tag", () => {
    expect(user({ calls: ["ListAppInstanceUsers"] }).trustPolicy?.Statement[0]).not.toHaveProperty("Condition");
  });

  test("a back end acts as a bot, a user, both, or the caller", () => {
    const resources = (props: object) =>
      synth((stack) => {
        const calls = ["SendChannelMessage"] as const;
        new ChimeBackendRole(stack, "backend", { appInstance, trust, calls, ...props });
      }).locals.policy_backend?.Statement[0]?.Resource?.slice(0, -1);
    const [bot, admin] = [`${appInstanceArn}/bot/helper`, `${appInstanceArn}/user/Admin`];
    expect(resources({ appInstanceBotId: "helper" })).toEqual([bot]);
    expect(resources({ appInstanceUserId: "Admin" })).toEqual([admin]);
    expect(resources({ appInstanceUserId: "Admin", appInstanceBotId: "helper" })).toEqual([admin, bot]);
    expect(resources({})).toEqual([`${appInstanceArn}/user/$\${aws:PrincipalTag/AppInstanceUserId}`]);
  });
});

test("capabilities and calls", () => {
  const actions = (props: Partial<ChimeUserRoleProps>) => user(props).policy?.Statement.flatMap(({ Action }) => Action);
  expect(actions({})).toContain("chime:ListSubChannels");
  expect(actions({ capabilities: ["sub_channels"] })).toContain("chime:ListSubChannels");
  expect(actions({ capabilities: ["sub_channels"] })).not.toContain("chime:AssociateChannelFlow");
  expect(actions({ capabilities: ["sub_channels"] })).toContain("chime:SendChannelMessage");
  expect(actions({ capabilities: ["default"] })).toEqual(actions({}));
  expect(actions({ capabilities: ["default", "search"] })).toEqual(expect.arrayContaining(["chime:SearchChannels"]));
  expect(actions({ calls: ["ListChannels"] })).toEqual(["chime:ListChannels"]);
  expect(actions({ calls: ["ListAppInstanceUsers"], capabilities: ["default"] })?.length).toBe(
    (actions({})?.length ?? 0) + 1,
  );
});

test("every prop is in the resources", () => {
  const { role, managed, resource } = user({
    namePrefix: "eu-",
    description: "for ${you}",
    path: "/chat/",
    maxSessionDuration: 7200,
    permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/edge",
    tags: { Team: "chat" },
    policyArns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    exclusiveAttachments: true,
  });
  expect(role).toMatchObject({
    name: "eu-user",
    description: "for $${you}",
    path: "/chat/",
    max_session_duration: 7200,
    permissions_boundary: "arn:aws:iam::123456789012:policy/edge",
    tags: { Team: "chat" },
  });
  // IAM cannot change the description of a managed policy.
  expect(managed).toMatchObject({
    name: "eu-user",
    description: "Amazon Chime SDK messaging: a signed-in user of the chat",
    path: "/chat/",
    tags: { Team: "chat" },
  });
  expect(resource.aws_iam_role_policy_attachment?._further_user).toMatchObject({
    for_each: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    policy_arn: "${each.value}",
    role: "${aws_iam_role.user.id}",
  });
  expect(resource.aws_iam_role_policy_attachments_exclusive?.user).toMatchObject({
    role_name: "${aws_iam_role.user.id}",
    policy_arns: ["${aws_iam_policy.user.arn}", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  });
  expect(resource.aws_iam_role_policies_exclusive?.user).toMatchObject({ role_name: "${aws_iam_role.user.id}" });
});

test("further conditions are in the trust policy", () => {
  const trustConditions = [{ test: "Bool", variable: "aws:MultiFactorAuthPresent", values: ["true"] }];
  expect(user({ trustConditions }).trustPolicy?.Statement[0]?.Condition?.Bool).toEqual({
    "aws:MultiFactorAuthPresent": ["true"],
  });
});

test("a whole name replaces prefix and type, and a prefix next to it is refused", () => {
  expect(user({ name: "talker" }).role).toMatchObject({ name: "talker" });
  expect(() => user({ name: "talker", namePrefix: "eu-" })).toThrow(
    "test/any-id: namePrefix has no effect: name is the whole name. Remove one of them.",
  );
});

test("a second role of a type has an address and a name of its own", () => {
  const json = synth((stack) => {
    new ChimeUserRole(stack, "one", { appInstance, trust });
    new ChimeUserRole(stack, "two", { appInstance, trust, address: "user_eu", name: "chime-user-eu" });
  });
  expect(addresses(json)).toContain("aws_iam_role.user_eu");
  expect(json.resource.aws_iam_role?.user_eu).toMatchObject({
    assume_role_policy: "${jsonencode(local.trust_policy_user_eu)}",
  });
});

describe("values that only Terraform knows", () => {
  test("are left to it", () => {
    const json = synth((stack) => {
      const seconds = new TerraformVariable(stack, "seconds", { type: "number" });
      const map = new TerraformVariable(stack, "map", { type: "map(string)" });
      new ChimeUserRole(stack, "user", {
        appInstance,
        trust,
        maxSessionDuration: seconds.numberValue,
        tags: Token.asStringMap(map.value),
        policyArns: Token.asStringMap(map.value),
      });
    });
    expect(json.resource.aws_iam_role?.user).toMatchObject({
      max_session_duration: "${var.seconds}",
      tags: "${var.map}",
    });
    expect(json.resource.aws_iam_role_policy_attachment?._further_user).toMatchObject({ for_each: "${var.map}" });
  });

  // Reported: An OIDC provider made in the same stack let nobody in.
  test("an OIDC provider of the stack gives the condition keys of its issuer, a path included", () => {
    const { locals } = synth((stack) => {
      const provider = new IamOpenidConnectProvider(stack, "p", {
        url: "https://a.example.com/x",
        clientIdList: ["c"],
      });
      const oidc = Trust.oidcProvider({ arn: provider.arn, audiences: ["chat"], subjects: ["a|*"] });
      new ChimeUserRole(stack, "user", { appInstance, trust: oidc });
    });
    // module.test.ts compares what Terraform plans of it with the literal ARN's.
    const issuer = '${try(element(regex("^[^/]*/(.*)$", aws_iam_openid_connect_provider.p.arn), 0), "")}';
    expect(locals.trust_policy_user?.Statement[0]?.Condition?.StringEquals).toEqual({ [`${issuer}:aud`]: ["chat"] });
  });

  test("a list of which some are tokens is checked in the others", () => {
    const make = () =>
      synth((stack) => {
        const arn = new TerraformVariable(stack, "arn", { type: "string" });
        new ChimeUserRole(stack, "user", { appInstance, trust: Trust.principals([arn.stringValue, "*"]) });
      });
    expect(make).toThrow('trust.arns[1] is "*", expected the ARN of');
  });

  test("documents that depend on them are checked by preconditions", () => {
    const { resource } = synth((stack) => {
      const variables = new ChimeIamVariables(stack, "variables");
      const principals = new TerraformVariable(stack, "backends", { type: "list(string)" });
      const { appInstance: ofVariables } = variables;
      new ChimeUserRole(stack, "user", { appInstance: ofVariables, trust: Trust.principals(principals.listValue) });
    });
    expect(resource.aws_iam_policy?.user?.lifecycle).toEqual({
      ignore_changes: ["description"],
      precondition: [
        {
          condition: "${nonsensitive(length(jsonencode(local.policy_user))) <= 6144}",
          error_message: expect.stringContaining(
            "test/user has a policy of ${nonsensitive(length(jsonencode(local.policy_user)))} characters and IAM allows 6144: ",
          ),
        },
      ],
    });
    const size = expect.objectContaining({
      condition: "${nonsensitive(length(jsonencode(local.trust_policy_user))) <= 2048}",
    });
    expect(resource.aws_iam_role?.user?.lifecycle).toMatchObject({ precondition: expect.arrayContaining([size]) });
  });

  test("literals need no precondition; a tag from the provider's default_tags is found at plan", () => {
    expect(user().managed?.lifecycle).toEqual({ ignore_changes: ["description"] });
    expect(user().role?.lifecycle).toEqual({
      postcondition: [
        {
          condition: '${!anytrue([for key in keys(self.tags_all) : contains(["appinstanceuserid"], lower(key))])}',
          error_message: expect.stringContaining("has a tag whose key is also that of a session tag"),
        },
      ],
    });
  });
});

describe("one set of roles for any app instance: the session says which", () => {
  const any = AppInstance.fromSessionTag({ region: "us-east-1", account: "123456789012", tagKey: "AppInstanceId" });
  const arn = "arn:aws:chime:us-east-1:123456789012:app-instance/$${aws:PrincipalTag/AppInstanceId}";

  test("the policy names it by the tag, and the trust requires both tags", () => {
    const { policy, trustPolicy } = user({ appInstance: any });
    expect(policy?.Statement[1]?.Resource).toEqual([
      `${arn}/user/$\${aws:PrincipalTag/AppInstanceUserId}`,
      `${arn}/channel/*`,
    ]);
    expect(trustPolicy?.Statement[0]?.Condition?.StringLike).toEqual({
      "aws:RequestTag/AppInstanceUserId": ["?*"],
      "aws:RequestTag/AppInstanceId": ["?*"],
    });
  });

  test("a fixed user leaves the one tag", () => {
    const { trustPolicy } = user({ appInstance: any, appInstanceUserId: "*" });
    expect(trustPolicy?.Statement[0]?.Condition?.StringLike).toEqual({ "aws:RequestTag/AppInstanceId": ["?*"] });
  });

  test("a developer needs it only for one app instance", () => {
    const condition = (props: object) =>
      synth((stack) => void new ChimeDeveloperRole(stack, "dev", { appInstance: any, trust, ...props })).locals
        .trust_policy_developer?.Statement[0]?.Condition;
    expect(condition({ scope: "all" })).toBeUndefined();
    expect(condition({ scope: "app_instance" })).toBeDefined();
    expect(condition({ calls: ["UpdateAppInstance"] })).toBeDefined();
    expect(condition({ calls: ["UpdateAppInstance"], scope: "all" })).toBeUndefined();
  });
});

test("provider and dependsOn are those of every resource, and others can depend on the role", () => {
  const policyArns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
  const { resource } = synth((stack) => {
    const provider = new AwsProvider(stack, "other", { alias: "other" });
    const before = new IamRole(stack, "before", { name: "before", assumeRolePolicy: "{}" });
    const props = { appInstance, trust: Trust.account(), policyArns, exclusiveAttachments: true };
    const role = new ChimeUserRole(stack, "chat", { ...props, provider, dependsOn: [before] });
    new IamRole(stack, "after", { name: "after", assumeRolePolicy: "{}", dependsOn: [role] });
  });
  const ours = Object.values(resource).flatMap((named) =>
    Object.entries(named).flatMap(([name, values]) => (/user/.test(name) ? [values] : [])),
  );
  expect(ours).toHaveLength(6);
  for (const values of ours) expect(values.provider).toBe("aws.other");
  expect(resource.aws_iam_role?.user?.depends_on).toEqual(["aws_iam_role.before"]);
  expect(resource.aws_iam_policy?.user?.depends_on).toEqual(["aws_iam_role.before"]);
  expect(resource.aws_iam_role?.after?.depends_on).toEqual(["aws_iam_role_policy_attachment._further_user"]);
  expect(resource.aws_iam_role_policy_attachment?._further_user?.depends_on).toEqual([
    "aws_iam_role_policy_attachment.user",
  ]);
});

// Reported: a user who renames a role, as docs/upgrading.md describes, was told of two moves of one resource.
test("further policies move from where 0.2.0 had them, unless their role is moved from elsewhere", () => {
  const moves = (from?: string) => {
    const stack = newStack();
    const policyArns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const role = new ChimeUserRole(stack, "user", { appInstance, trust, policyArns });
    const isFurther = ({ node }: IConstruct) => node.id === "further";
    const further = role.node.findAll().find(isFurther) as IamRolePolicyAttachment;
    if (from !== undefined) further.moveFromId(from);
    return JSON.parse(Testing.synth(stack)).moved;
  };
  const type = "aws_iam_role_policy_attachment";
  expect(moves()).toEqual([{ from: `${type}.further-user`, to: `${type}._further_user` }]);
  expect(moves(`${type}._further_member`)).toEqual([{ from: `${type}._further_member`, to: `${type}._further_user` }]);
});
