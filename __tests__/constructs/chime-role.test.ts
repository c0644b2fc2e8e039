import { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import {
  AppInstance,
  type ChimeCallerRoleProps,
  ChimeDeveloperRole,
  ChimeIamVariables,
  ChimeMinimalUserRole,
  ChimeUserRole,
  ChimeWebSocketRole,
  InputError,
  Trust,
} from "../../lib";
import { addresses, appInstance, backend, pool, synth } from "./synth";

const trust = Trust.account();

/** The documents and resources of a user role. */
function user(props: Partial<ChimeCallerRoleProps> = {}) {
  const { locals, resource } = synth((stack) => {
    new ChimeUserRole(stack, "any-id", { appInstance, trust, ...props });
  });
  return {
    policy: locals.user_policy,
    trustPolicy: locals.user_trust_policy,
    role: resource.aws_iam_role?.user,
    managed: resource.aws_iam_policy?.user,
    resource,
  };
}

/** The user ARNs in the policy of a user role, after /user/. */
function callers(props: Partial<ChimeCallerRoleProps>): string[] {
  const [, second] = user(props).policy?.Statement ?? [];
  return [second?.Resource ?? []].flat().flatMap((arn) => arn.split("/user/")[1] ?? []);
}

test.each([
  ["developer", ChimeDeveloperRole],
  ["user", ChimeUserRole],
  ["minimal_user", ChimeMinimalUserRole],
  ["websocket", ChimeWebSocketRole],
])("%s: a role, its policy and the attachment, at the address of the type", (type, Role) => {
  const json = synth((stack) => {
    const role = new Role(stack, "any-id", { appInstance, trust });
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
    assume_role_policy: `\${jsonencode(local.${type}_trust_policy)}`,
    path: "/",
    max_session_duration: 3600,
  });
  expect(json.resource.aws_iam_policy?.[type]).toMatchObject({ policy: `\${jsonencode(local.${type}_policy)}` });
});

test("the documents are exposed as IAM reads them, and escaped for Terraform in the locals", () => {
  const json = synth((stack) => {
    const role = new ChimeWebSocketRole(stack, "ws", { appInstance, trust });
    expect(role.policyDocument.Statement[1]?.Resource).toEqual([
      `${appInstance.arn}/user/\${aws:PrincipalTag/AppInstanceUserId}`,
    ]);
    expect(role.trustPolicy.Statement[0]?.Condition?.StringNotLike).toEqual({
      "aws:RequestTag/AppInstanceUserId": ["*${*}*", "*${?}*"],
    });
  });
  expect(json.locals.websocket_policy?.Statement[1]?.Resource).toEqual([
    `${appInstance.arn}/user/$\${aws:PrincipalTag/AppInstanceUserId}`,
  ]);
  expect(json.locals.websocket_trust_policy?.Statement[0]?.Condition?.StringNotLike).toEqual({
    "aws:RequestTag/AppInstanceUserId": ["*$${*}*", "*$${?}*"],
  });
});

describe("the binding: how the policy names its caller", () => {
  test.each<[string, Partial<ChimeCallerRoleProps>, string[]]>([
    ["the account: a session tag", {}, ["$${aws:PrincipalTag/AppInstanceUserId}"]],
    ["a tag key of one's own", { userIdTagKey: "chat:user" }, ["$${aws:PrincipalTag/chat:user}"]],
    [
      "Cognito: the identity ID",
      { trust: Trust.cognitoIdentityPools([pool]) },
      ["$${cognito-identity.amazonaws.com:sub}"],
    ],
    [
      "two trusts, two bindings",
      { trust: [Trust.principals([backend]), trust, Trust.cognitoIdentityPools([pool])] },
      ["$${aws:PrincipalTag/AppInstanceUserId}", "$${cognito-identity.amazonaws.com:sub}"],
    ],
    ["always one", { appInstanceUserId: "announcer" }, ["announcer"]],
    ["any, for a backend", { appInstanceUserId: "*" }, ["*"]],
  ])("%s", (_what, props, expected) => {
    expect(callers(props)).toEqual(expected);
  });

  test("a given user needs no session tag, so the trust neither demands nor allows one", () => {
    expect(user({ appInstanceUserId: "announcer" }).trustPolicy?.Statement).toEqual([
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: ["sts:AssumeRole"] },
    ]);
  });

  test("a developer's policy names no user, so neither does its trust demand one", () => {
    const { locals } = synth((stack) => {
      new ChimeDeveloperRole(stack, "dev", { appInstance, trust });
    });
    expect(locals.developer_trust_policy?.Statement[0]?.Action).toEqual(["sts:AssumeRole"]);
  });
});

test("capabilities: only those named, and messaging", () => {
  const actions = (props: Partial<ChimeCallerRoleProps>) =>
    user(props).policy?.Statement.flatMap(({ Action }) => Action);
  expect(actions({})).toContain("chime:ListSubChannels");
  expect(actions({})).toContain("chime:AssociateChannelFlow");
  expect(actions({ capabilities: ["sub_channels"] })).toContain("chime:ListSubChannels");
  expect(actions({ capabilities: ["sub_channels"] })).not.toContain("chime:AssociateChannelFlow");
  expect(actions({ capabilities: ["sub_channels"] })).toContain("chime:SendChannelMessage");
  expect(actions({ capabilities: [] })).toEqual(actions({ capabilities: ["messaging"] }));
});

test("everything that can be said of a role is in its resources", () => {
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
  // The description of a managed policy cannot be changed: Terraform would make it anew.
  expect(managed).toMatchObject({
    name: "eu-user",
    description: "Amazon Chime SDK messaging: a signed-in user of the chat",
    path: "/chat/",
    tags: { Team: "chat" },
  });
  expect(resource.aws_iam_role_policy_attachment?.user_policy_arns).toMatchObject({
    for_each: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    policy_arn: "${each.value}",
    role: "${aws_iam_role.user.id}",
  });
  expect(resource.aws_iam_role_policy_attachments_exclusive?.user).toMatchObject({
    role_name: "${aws_iam_role.user.id}",
    policy_arns: ["${aws_iam_policy.user.arn}", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  });
});

test("a whole name goes before the prefix", () => {
  expect(user({ name: "talker", namePrefix: "eu-" }).role).toMatchObject({ name: "talker" });
});

test("a second role of a type takes an address and a name of its own", () => {
  const json = synth((stack) => {
    new ChimeUserRole(stack, "one", { appInstance, trust });
    new ChimeUserRole(stack, "two", { appInstance, trust, address: "user_eu", name: "chime-user-eu" });
  });
  expect(addresses(json)).toContain("aws_iam_role.user_eu");
  expect(json.resource.aws_iam_role?.user_eu).toMatchObject({
    assume_role_policy: "${jsonencode(local.user_eu_trust_policy)}",
  });
});

test("what is just within a limit is taken", () => {
  const tags = Object.fromEntries(range(50).map((i) => [`k${i}`, "v"]));
  expect(() => user({ tags, policyArns: manyPolicies(9), maxSessionDuration: 43200 })).not.toThrow();
  expect(() => user({ maxSessionDuration: 3600 })).not.toThrow();
});

test("values that only Terraform knows are left to it", () => {
  const json = synth((stack) => {
    const seconds = new TerraformVariable(stack, "seconds", { type: "number" });
    const tags = new TerraformVariable(stack, "tags", { type: "map(string)" });
    new ChimeUserRole(stack, "user", {
      appInstance,
      trust,
      maxSessionDuration: seconds.numberValue,
      tags: Token.asStringMap(tags.value),
    });
  });
  expect(json.resource.aws_iam_role?.user).toMatchObject({
    max_session_duration: "${var.seconds}",
    tags: "${var.tags}",
  });
});

describe("what is refused", () => {
  test.each<[string, Partial<ChimeCallerRoleProps>, string]>([
    ["no trust", { trust: [] }, "roles.user: nobody may assume it"],
    ["a user ARN as its ID", { appInstanceUserId: `${appInstance.arn}/user/bob` }, "take what follows /user/"],
    ["a wildcard in an ID", { appInstanceUserId: "a*" }, 'roles.user.app_instance_user_id is "a*"'],
    ["a key of a tag that AWS keeps", { userIdTagKey: "aws:user" }, 'user_id_tag_key is "aws:user"'],
    ["a name of 65 characters", { name: "x".repeat(65) }, "roles.user.name is"],
    ["a prefix of 53 characters", { namePrefix: "x".repeat(53) }, "name_prefix is"],
    ["a path without its end", { path: "/chat" }, 'path is "/chat"'],
    [
      "a session of a minute",
      { maxSessionDuration: 60 },
      'max_session_duration is "60", expected whole seconds from 3600',
    ],
    ["a session of a day", { maxSessionDuration: 86400 }, "to 43200"],
    ["half a second", { maxSessionDuration: 3600.5 }, "whole seconds"],
    [
      "another account's boundary",
      { permissionsBoundaryArn: "arn:aws:iam::210987654321:policy/edge" },
      'roles.user.permissions_boundary_arn is "arn:aws:iam::210987654321:policy/edge", expected a managed policy',
    ],
    [
      "another account's policy",
      { policyArns: { own: "arn:aws:iam::210987654321:policy/own" } },
      'roles.user.policy_arns.own is "arn:aws:iam::210987654321:policy/own", expected a managed policy',
    ],
    ["tags of one key in two cases", { tags: { Team: "a", team: "b" } }, "tags has keys that differ in case alone"],
    ["a role as boundary", { permissionsBoundaryArn: backend }, "A boundary is a policy"],
    ["a policy's name", { policyArns: { read: "ReadOnlyAccess" } }, 'roles.user.policy_arns.read is "ReadOnlyAccess"'],
    [
      "a policy's key",
      { policyArns: { "a b": "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
      "the key roles.user.policy_arns.a b is",
    ],
    ["ten further policies", { policyArns: manyPolicies(10) }, "roles.user.policy_arns has more than 9 entries"],
    ["a tag that AWS keeps", { tags: { "aws:team": "chat" } }, 'the key tags.aws:team is "aws:team"'],
    ["a tag with a star", { tags: { Team: "*" } }, 'tags.Team is "*"'],
    ["51 tags", { tags: Object.fromEntries(range(51).map((i) => [`k${i}`, "v"])) }, "tags has more than 50 entries"],
    ["a long description", { description: "x".repeat(1001) }, "roles.user.description is"],
    ["an address that Terraform cannot have", { address: "a.b" }, 'address is "a.b"'],
    [
      "a trust beyond IAM's size",
      { trust: Trust.principals(range(60).map((i) => `arn:aws:iam::123456789012:role/backend-${i}`)) },
      "characters and IAM allows 2048; name fewer principals or pools",
    ],
  ])("%s", (_what, props, says) => {
    expect(() => user(props)).toThrow(InputError);
    expect(() => user(props)).toThrow(says);
  });

  test("an ID for a developer, whose policy names no user", () => {
    const props = { appInstance, trust, appInstanceUserId: "alice" };
    expect(() => synth((stack) => void new ChimeDeveloperRole(stack, "dev", props))).toThrow(
      "roles.developer.app_instance_user_id has no effect",
    );
  });

  test("a capability that nobody knows, from JavaScript", () => {
    const capabilities = JSON.parse('["chanel_flows"]');
    expect(() => user({ capabilities })).toThrow(
      'roles.user.capabilities[0] is "chanel_flows", expected one of messaging,',
    );
  });

  test("an address or a name that is taken", () => {
    const twice = (second: Partial<ChimeCallerRoleProps>) => () =>
      synth((stack) => {
        new ChimeUserRole(stack, "one", { appInstance, trust });
        new ChimeUserRole(stack, "two", { appInstance, trust, ...second });
      });
    expect(twice({ name: "other" })).toThrow(
      "The stack has a local.user_policy already; give the role another address.",
    );
    expect(twice({ address: "other", name: "CHIME-User" })).toThrow('has the name "CHIME-User" too');
    expect(twice({ address: "other" })).toThrow(
      'roles.user: another role has the name "chime-user" too; give it another name',
    );
  });
});

test("every value of a trust is checked where it is used, however it was made", () => {
  const trustOfAll = { kind: "principals", arns: ["*"] } as const;
  expect(() => user({ trust: trustOfAll })).toThrow('principal_arns[0] is "*"');
});

test("a tag key that only Terraform knows is refused: it would not resolve within an IAM policy variable", () => {
  expect(() =>
    synth((stack) => {
      const tag = new TerraformVariable(stack, "tag", { type: "string" });
      new ChimeUserRole(stack, "user", { appInstance, trust, userIdTagKey: tag.stringValue });
    }),
  ).toThrow("user_id_tag_key is only known at plan");
});

test("a role's tag that would stand for the session tag is refused", () => {
  expect(() => user({ tags: { appinstanceuserid: "bob" } })).toThrow("tags.appinstanceuserid is a session tag's key");
  expect(() => user({ tags: { AppInstanceUser: "bob" } })).not.toThrow();
});

test("names that are derived from an address are claimed too", () => {
  const policyArns = { own: "arn:aws:iam::123456789012:policy/own" };
  const beside = (address: string) => () =>
    synth((stack) => {
      new ChimeUserRole(stack, "one", { appInstance, trust, policyArns });
      new ChimeDeveloperRole(stack, "two", { appInstance, trust, address });
    });
  expect(beside("user_trust")).toThrow("The stack has a local.user_trust_policy already");
  expect(beside("user_policy_arns")).toThrow("aws_iam_role_policy_attachment.user_policy_arns already");
});

describe("one set of roles for any app instance: the session says which", () => {
  const any = AppInstance.fromSessionTag({ region: "us-east-1", account: "123456789012", tagKey: "AppInstanceId" });

  test("the policy names it by the tag, and the trust demands both tags", () => {
    const { policy, trustPolicy } = user({ appInstance: any });
    expect(policy?.Statement[1]?.Resource).toEqual([
      "arn:aws:chime:us-east-1:123456789012:app-instance/$${aws:PrincipalTag/AppInstanceId}/user/$${aws:PrincipalTag/AppInstanceUserId}",
      "arn:aws:chime:us-east-1:123456789012:app-instance/$${aws:PrincipalTag/AppInstanceId}/channel/*",
    ]);
    expect(trustPolicy?.Statement[0]?.Condition?.StringLike).toEqual({
      "aws:RequestTag/AppInstanceUserId": "?*",
      "aws:RequestTag/AppInstanceId": "?*",
    });
  });

  test("a given user leaves the one tag", () => {
    const { trustPolicy } = user({ appInstance: any, appInstanceUserId: "*" });
    expect(trustPolicy?.Statement[0]?.Condition?.StringLike).toEqual({ "aws:RequestTag/AppInstanceId": "?*" });
  });

  test("a developer needs it only when held to one app instance", () => {
    const actions = (scope: "all" | "app_instance") =>
      synth((stack) => void new ChimeDeveloperRole(stack, "dev", { appInstance: any, trust, scope })).locals
        .developer_trust_policy?.Statement[0]?.Action;
    expect(actions("all")).toEqual(["sts:AssumeRole"]);
    expect(actions("app_instance")).toEqual(["sts:AssumeRole", "sts:TagSession"]);
  });

  test.each<[string, Partial<ChimeCallerRoleProps>, string]>([
    ["an identity ID", { trust: Trust.cognitoIdentityPools([pool]) }, "an identity ID tells no app instance"],
    [
      "a service",
      { trust: Trust.services(["lambda.amazonaws.com"]), appInstanceUserId: "*" },
      "its policy cannot know the app instance",
    ],
    ["one tag for both", { userIdTagKey: "AppInstanceId" }, "user_id_tag_key and app_instance_id_tag_key are the same"],
  ])("%s cannot say which", (_what, props, says) => {
    expect(() => user({ appInstance: any, ...props })).toThrow(says);
  });
});

test("a service cannot say whom it acts for, so it must be told", () => {
  const service = Trust.services(["lambda.amazonaws.com"]);
  expect(() => user({ trust: service })).toThrow("set app_instance_user_id");
  expect(() => user({ trust: [trust, service] })).toThrow("set app_instance_user_id");
  expect(user({ trust: service, appInstanceUserId: "bot-backend" }).trustPolicy?.Statement).toEqual([
    { Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
  ]);
});

test("what only Terraform knows is checked by preconditions, with the words of synth", () => {
  const { resource } = synth((stack) => {
    const variables = new ChimeIamVariables(stack, "variables");
    const principals = new TerraformVariable(stack, "backends", { type: "list(string)" });
    new ChimeUserRole(stack, "user", {
      appInstance: variables.appInstance,
      trust: Trust.principals(principals.listValue),
    });
  });
  expect(resource.aws_iam_policy?.user?.lifecycle).toEqual({
    ignore_changes: ["description"],
    precondition: [
      {
        condition: "${length(jsonencode(local.user_policy)) <= 6144}",
        error_message:
          "roles.user: the policy has ${length(jsonencode(local.user_policy))} characters and IAM allows 6144; leave out capabilities or shorten the tag keys.",
      },
    ],
  });
  expect(resource.aws_iam_role?.user?.lifecycle).toMatchObject({
    precondition: [{ condition: "${length(jsonencode(local.user_trust_policy)) <= 2048}" }],
  });
});

test("literals need no precondition; a tag that comes by the provider's default_tags is found at plan", () => {
  expect(user().managed?.lifecycle).toEqual({ ignore_changes: ["description"] });
  expect(user().role?.lifecycle).toEqual({
    postcondition: [
      {
        condition: '${!anytrue([for key in keys(self.tags_all) : contains(["appinstanceuserid"], lower(key))])}',
        error_message: expect.stringContaining("has the key of a session tag"),
      },
    ],
  });
});

test("the size of a document is counted as Terraform writes it", () => {
  const arn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";
  const subjects = ["&".repeat(255), "<".repeat(255)];
  expect(() => user({ trust: Trust.oidcProvider({ arn, audiences: ["chat"], subjects }) })).toThrow("IAM allows 2048");
});

test("an identity provider of another account is refused: no session could come of it", () => {
  const foreign = Trust.samlProviders(["arn:aws:iam::210987654321:saml-provider/okta"]);
  expect(() => user({ trust: foreign })).toThrow('expected an identity provider of account_id "123456789012"');
});

test("tag keys that differ in case alone are one to STS", () => {
  const any = { region: "us-east-1", account: "123456789012" };
  const of = (tagKey: string) => AppInstance.fromSessionTag({ ...any, tagKey });
  expect(() => user({ appInstance: of("appinstanceuserid") })).toThrow("are the same");
  expect(() => of("${TfToken[TOKEN.7]}")).toThrow("app_instance_id_tag_key is only known at plan");
});

test("two apps do not know of each other's addresses", () => {
  const build = () => {
    const stack = new TerraformStack(Testing.app(), "same");
    new ChimeUserRole(stack, "user", { appInstance, trust });
  };
  expect(build).not.toThrow();
  expect(build).not.toThrow();
});

function range(length: number): number[] {
  return [...Array(length).keys()];
}

function manyPolicies(count: number): Record<string, string> {
  return Object.fromEntries(range(count).map((i) => [`p${i}`, `arn:aws:iam::123456789012:policy/p${i}`]));
}
