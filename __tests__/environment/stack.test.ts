import { App, Testing } from "cdktf";
import { InputError } from "../../lib";
import { parseEnvironment } from "../../lib/environment/environment-file";
import { EnvironmentStack } from "../../lib/environment/stack";
import { badInputs, goodInputs } from "../bad-inputs";
import { addresses, type Synthesized } from "../constructs/synth";

function environment(change: object = {}): Synthesized {
  const app = Testing.stubVersion(new App({ outdir: "cdktf.out" }));
  return JSON.parse(
    Testing.synth(
      new EnvironmentStack(app, "dev", parseEnvironment(JSON.stringify({ ...goodInputs, ...change }))),
      true,
    ),
  );
}

test("the provider takes no account but the environment's, and any version from 5.72", () => {
  const { provider, terraform } = environment();
  expect(provider.aws).toEqual([{ region: "${var.region}", allowed_account_ids: ["${var.account_id}"] }]);
  expect(terraform.required_providers).toEqual({ aws: { source: "hashicorp/aws", version: ">= 5.72" } });
  expect(terraform.required_version).toBe(">= 1.9");
});

test("the state is local, in the project's folder state, and nowhere absolute", () => {
  expect(environment().terraform.backend).toEqual({ local: { path: "../../../state/dev.tfstate" } });
});

test.each([
  [{ local: { path: "elsewhere/dev.tfstate" } }, { local: { path: "../../../elsewhere/dev.tfstate" } }],
  [{ local: { path: "/var/state/dev.tfstate" } }, { local: { path: "/var/state/dev.tfstate" } }],
  [
    { s3: { bucket: "states", key: "dev", use_lockfile: true, assume_role: { role_arn: "${x}" } } },
    { s3: { bucket: "states", key: "dev", use_lockfile: true, assume_role: { role_arn: "$${x}" } } },
  ],
  [{ gcs: { bucket: "states" } }, { gcs: { bucket: "states" } }],
])("the backend %j is the stack's, and no other", (backend, synthesized) => {
  expect(environment({ backend }).terraform.backend).toEqual(synthesized);
});

test("Terraform reaches the account as the file says", () => {
  const provider = {
    profile: "dev",
    assume_role_arn: "arn:aws:iam::123456789012:role/terraform",
    default_tags: { Owner: "chat" },
  };
  expect(environment({ provider }).provider.aws).toEqual([
    {
      region: "${var.region}",
      allowed_account_ids: ["${var.account_id}"],
      profile: "dev",
      assume_role: [{ role_arn: "arn:aws:iam::123456789012:role/terraform" }],
      default_tags: [{ tags: { Owner: "chat" } }],
    },
  ]);
});

describe("protect", () => {
  const roles = { user: { trust_account: true }, developer: { trust_account: true } };

  test("has roles and policies refuse to be destroyed, besides what else must hold of them", () => {
    const { resource } = environment({ protect: true, roles });
    for (const type of ["aws_iam_role", "aws_iam_policy"]) {
      for (const its of Object.values(resource[type] ?? {}))
        expect(its.lifecycle).toMatchObject({ prevent_destroy: true });
    }
    expect(resource.aws_iam_role?.user?.lifecycle).toHaveProperty("postcondition");
  });

  test("lets go of a role that is not in the file, with all that a role can have", () => {
    const policy_arns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const whole = environment({
      exclusive_attachments: true,
      roles: { ...roles, websocket: { trust_account: true, policy_arns } },
    });
    const ofWebsocket = addresses(whole).filter((address) => /[.]websocket/.test(address));
    expect(ofWebsocket).toHaveLength(6);
    const removed =
      environment({ protect: true, roles: { ...roles, minimal_user: { trust_account: true } } }).removed ?? [];
    expect(removed.map(({ from }) => from).sort()).toEqual(ofWebsocket.sort());
    for (const { lifecycle } of removed) expect(lifecycle).toEqual({ destroy: false });
  });

  test("lets go of nothing where every role is in the file", () => {
    expect(environment({ protect: true }).removed).toBeUndefined();
  });

  test("is not there unless asked for", () => {
    const { resource, removed } = environment({ roles });
    expect(JSON.stringify(resource)).not.toContain("prevent_destroy");
    expect(removed).toBeUndefined();
  });
});

describe("adopt", () => {
  test("imports role and policy, which keep what IAM cannot change", () => {
    const { resource, ...stack } = environment({
      adopt: { user: { role_name: "Talker", policy_arn: "arn:aws:iam::123456789012:policy/chat/eu/TalkerPolicy" } },
    });
    expect(stack.import).toEqual([
      { to: "aws_iam_role.user", id: "Talker" },
      { to: "aws_iam_policy.user", id: "arn:aws:iam::123456789012:policy/chat/eu/TalkerPolicy" },
    ]);
    expect(resource.aws_iam_role?.user).toMatchObject({
      name: "Talker",
      lifecycle: { ignore_changes: ["path"], prevent_destroy: true },
    });
    expect(resource.aws_iam_policy?.user).toMatchObject({
      name: "TalkerPolicy",
      path: "/chat/eu/",
      lifecycle: { ignore_changes: ["description"], prevent_destroy: true },
    });
    expect(resource.aws_iam_role?.developer).toMatchObject({ name: "chime-developer" });
  });

  test("goes with the same name in the role", () => {
    const roles = { user: { trust_account: true, name: "Talker" } };
    const { resource } = environment({ roles, adopt: { user: { role_name: "Talker" } } });
    expect(resource.aws_iam_role?.user).toMatchObject({ name: "Talker" });
  });

  test("takes one without the other", () => {
    const role = environment({ adopt: { user: { role_name: "Talker" } } });
    expect(role.resource.aws_iam_policy?.user).toMatchObject({ name: "Talker", path: "/" });
    expect(role.import).toEqual([{ to: "aws_iam_role.user", id: "Talker" }]);
    const policy_arn = "arn:aws:iam::123456789012:policy/Talker";
    const policy = environment({ adopt: { user: { policy_arn } } });
    expect(policy.import).toEqual([{ to: "aws_iam_policy.user", id: policy_arn }]);
    expect(policy.resource.aws_iam_role?.user).toMatchObject({ name: "chime-user" });
    expect(policy.resource.aws_iam_policy?.user).toMatchObject({ name: "Talker", path: "/" });
  });
});

test("the outputs of the module", () => {
  const { output } = environment({ roles: { user: { trust_account: true } } });
  expect(Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]))).toEqual({
    role_arns: { user: "${aws_iam_role.user.arn}" },
    role_names: { user: "${aws_iam_role.user.name}" },
    policy_arns: { user: "${aws_iam_policy.user.arn}" },
    policy_documents: { user: "${jsonencode(local.user_policy)}" },
    trust_policies: { user: "${jsonencode(local.user_trust_policy)}" },
    app_instance_arn: "${local.app_instance_arn}",
  });
  for (const { description } of Object.values(output)) expect(description).toMatch(/\.$/);
});

test("every key of the file reaches its resource", () => {
  const { resource, locals } = environment({
    name_prefix: "eu-",
    path: "/chat/",
    permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
    max_session_duration: 7200,
    user_id_tag_key: "chat:user",
    exclusive_attachments: true,
    tags: { Team: "chat" },
    roles: {
      user: {
        trust_account: true,
        principal_arns: ["arn:aws:iam::210987654321:role/backend"],
        external_id: "chat",
        cognito_identity_pool_ids: ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"],
        capabilities: ["messaging"],
        description: "who talks",
        policy_arns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
      websocket: {
        trust_account: true,
        app_instance_user_id: "alice",
        name: "listener",
        max_session_duration: 3600,
        permissions_boundary_arn: "arn:aws:iam::123456789012:policy/other",
      },
    },
  });
  expect(resource.aws_iam_role?.user).toMatchObject({
    name: "eu-user",
    path: "/chat/",
    description: "who talks",
    permissions_boundary: "arn:aws:iam::123456789012:policy/edge",
    max_session_duration: 7200,
    tags: { Team: "chat" },
  });
  expect(resource.aws_iam_role?.websocket).toMatchObject({
    name: "listener",
    max_session_duration: 3600,
    permissions_boundary: "arn:aws:iam::123456789012:policy/other",
  });
  expect(resource.aws_iam_role_policy_attachments_exclusive).toHaveProperty("user");
  expect(resource.aws_iam_role_policies_exclusive).toHaveProperty("user");
  expect(resource.aws_iam_role_policy_attachment).toHaveProperty("user_policy_arns");
  expect(locals.user_policy?.Statement).toHaveLength(2);
  expect(locals.websocket_policy?.Statement[1]?.Resource).toEqual(["${local.app_instance_arn}/user/alice"]);
  const tag = { StringLike: { "aws:RequestTag/chat:user": "?*" } };
  expect(locals.user_trust_policy?.Statement).toMatchObject([
    {
      Principal: { AWS: "arn:aws:iam::${var.account_id}:root" },
      Condition: { StringEquals: { "sts:ExternalId": "chat" }, ...tag },
    },
    { Principal: { AWS: "arn:aws:iam::${var.account_id}:root" }, Action: ["sts:TagSession"], Condition: tag },
    {
      Principal: { AWS: ["arn:aws:iam::210987654321:role/backend"] },
      Condition: { StringEquals: { "sts:ExternalId": "chat" }, ...tag },
    },
    { Principal: { AWS: ["arn:aws:iam::210987654321:role/backend"] }, Action: ["sts:TagSession"], Condition: tag },
    { Principal: { Federated: "cognito-identity.amazonaws.com" } },
  ]);
});

describe("what does not go together", () => {
  const policy_arn = "arn:aws:iam::123456789012:policy/Talker";
  const only = { user: { trust_account: true } };

  test.each<[string, object, string]>([
    [
      "a role of another account to reach this one",
      { provider: { assume_role_arn: "arn:aws:iam::210987654321:role/terraform" } },
      'provider.assume_role_arn is "arn:aws:iam::210987654321:role/terraform", expected a role of account_id "123456789012".',
    ],
    [
      "a default tag that is a session tag",
      { provider: { default_tags: { appinstanceuserid: "bob" } } },
      "provider.default_tags.appinstanceuserid is a session tag's key",
    ],
    [
      "tags that IAM takes for one",
      { tags: { team: "a" }, provider: { default_tags: { Team: "b" } } },
      "provider.default_tags and tags together has keys that differ in case alone",
    ],
    [
      "more tags together than IAM takes",
      { tags: many("a", 30), provider: { default_tags: many("b", 30) } },
      "provider.default_tags and tags together has more than 50 entries",
    ],
    [
      "an OIDC provider of another account",
      {
        roles: {
          user: {
            oidc_providers: [
              { arn: "arn:aws:iam::210987654321:oidc-provider/id.example.com", audiences: ["a"], subjects: ["b"] },
            ],
          },
        },
      },
      'roles.user: a provider is "arn:aws:iam::210987654321:oidc-provider/id.example.com", expected an identity provider of',
    ],
    ["nothing to adopt", { adopt: { user: {} } }, "adopt.user is empty, expected role_name, policy_arn or both."],
    [
      "a role to adopt that the file has not",
      { roles: only, adopt: { websocket: { role_name: "Talker" } } },
      "adopt.websocket has no role to become: roles has no websocket.",
    ],
    [
      "another name for a role to adopt",
      { roles: { user: { trust_account: true, name: "talker" } }, adopt: { user: { role_name: "Talker" } } },
      'roles.user.name is "talker", expected the name of adopt.user.role_name, "Talker".',
    ],
    [
      "AWS's own policy to adopt",
      { adopt: { user: { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } } },
      'adopt.user.policy_arn is "arn:aws:iam::aws:policy/ReadOnlyAccess", expected a managed policy of account_id "123456789012".',
    ],
    [
      "the boundary to adopt",
      { permissions_boundary_arn: policy_arn, adopt: { user: { policy_arn } } },
      `adopt.user.policy_arn is "${policy_arn}", expected a policy that is no boundary and in no policy_arns.`,
    ],
    [
      "a further policy to adopt",
      { roles: { user: { trust_account: true, policy_arns: { own: policy_arn } } }, adopt: { user: { policy_arn } } },
      `adopt.user.policy_arn is "${policy_arn}", expected a policy that is no boundary`,
    ],
    [
      "one policy for two roles",
      { adopt: { user: { policy_arn }, websocket: { policy_arn } } },
      "adopt: the policy Talker would belong to two roles, expected one for each.",
    ],
    [
      "another role's policy",
      { adopt: { user: { policy_arn: "arn:aws:iam::123456789012:policy/chime-websocket" } } },
      "adopt: the policy chime-websocket would belong to two roles",
    ],
    [
      "one role for two",
      { adopt: { user: { role_name: "Talker" }, websocket: { role_name: "Talker" } } },
      'another role has the name "Talker" too',
    ],
  ])("%s", (_what, change, says) => {
    expect(() => environment(change)).toThrow(InputError);
    expect(() => environment(change)).toThrow(says);
  });

  test("a tag goes before a default tag of its key", () => {
    const tags = { Team: "chat" };
    expect(
      environment({ tags, provider: { default_tags: { Team: "all" } } }).resource.aws_iam_role?.user,
    ).toMatchObject({
      tags,
    });
  });
});

function many(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, "x"]));
}

test("partition and trusts of a file reach the stack", () => {
  const stack = environment({
    partition: "aws-cn",
    roles: {
      user: {
        cognito_identity_pool_ids: ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"],
        cognito_user_id: "session_tag",
        oidc_providers: [
          { arn: "arn:aws-cn:iam::123456789012:oidc-provider/id.example.com", audiences: ["chat"], subjects: ["*"] },
        ],
      },
    },
  });
  expect(stack.locals.app_instance_arn).toMatch(/^arn:aws-cn:chime:/);
  expect(stack.locals.user_trust_policy?.Statement).toMatchObject([
    { Condition: { StringLike: { "aws:RequestTag/AppInstanceUserId": "?*" } } },
    { Principal: { Federated: "arn:aws-cn:iam::123456789012:oidc-provider/id.example.com" } },
  ]);
});

test.each<[object, string | undefined]>([
  [{ s3: { bucket: "states" } }, "backend.s3 has no lock: of two applies at once, one may undo the other's state."],
  [{ s3: { bucket: "states", use_lockfile: "false" } }, "Give it use_lockfile or dynamodb_table."],
  [{ s3: { bucket: "states", use_lockfile: true } }, undefined],
  [{ s3: { bucket: "states", dynamodb_table: "locks" } }, undefined],
  [{ http: { address: "https://states" } }, "backend.http has no lock"],
  [{ gcs: { bucket: "states" } }, undefined],
])("of a backend that does not lock we warn: %j", (backend, says) => {
  const inputs = parseEnvironment(JSON.stringify({ ...goodInputs, backend }));
  const stack = new EnvironmentStack(new App(), "dev", inputs);
  const { warning } = stack.backend;
  expect(stack.node.metadata.map(({ data }) => data)).toEqual(warning === undefined ? [] : [warning]);
  if (says === undefined) expect(warning).toBeUndefined();
  else expect(warning).toContain(says);
});

describe("what is refused at synth, in the words of the module", () => {
  test.each(badInputs)("$what", ({ change, says }) => {
    expect(() => environment(change)).toThrow(InputError);
    expect(() => environment(change)).toThrow(says);
  });

  test("a region without messaging, of which the module warns", () => {
    expect(() => environment({ region: "us-west-2" })).toThrow(
      'region is "us-west-2", expected us-east-1 or eu-central-1, where Chime SDK messaging is offered.',
    );
  });
});
