import { App, Testing } from "cdktf";
import { InputError } from "../../lib";
import { parseEnvironment } from "../../lib/environment/environment-file";
import { EnvironmentStack } from "../../lib/environment/stack";
import { badInputs, goodInputs } from "../bad-inputs";
import type { Synthesized } from "../constructs/synth";

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
