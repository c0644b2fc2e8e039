// What a Terraform reviewer looks for in a published module.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inputs } from "../../lib/access/inputs";
import { moduleFiles } from "../../lib/module/files";
import { projectRoot } from "../readme";

const files = moduleFiles();
const block = (file: string) => JSON.parse(files[file] ?? "{}");

test("the committed files are fresh: `npm run synth` makes them so", () => {
  // Made within the test, so that a mutation of what makes them is this test's to find.
  for (const [file, text] of Object.entries(moduleFiles())) {
    expect({ file, text: readFileSync(join(projectRoot, "module", file), "utf8") }).toEqual({ file, text });
  }
});

test("the files that a Terraform reader expects, each with its own blocks", () => {
  const blocks = Object.keys(files).map((file) => [file, Object.keys(block(file)).filter((name) => name !== "//")]);
  expect(Object.fromEntries(blocks)).toEqual({
    "versions.tf.json": ["terraform"],
    "variables.tf.json": ["variable"],
    "locals.tf.json": ["locals"],
    "main.tf.json": ["resource", "check"],
    "outputs.tf.json": ["output"],
  });
});

test("minimum versions, and no provider, backend or trace of CDKTF", () => {
  expect(block("versions.tf.json").terraform).toEqual({
    required_version: ">= 1.9",
    required_providers: {
      aws: { source: "hashicorp/aws", version: ">= 5.72" },
    },
  });
  for (const text of Object.values(files)) {
    expect(text).not.toMatch(/"provider"|"backend"|"metadata"|uniqueId|TfToken/);
    expect(text.match(/"\/\/"/g)).toHaveLength(1);
  }
});

test("the variables of the contract in its order, each typed, described and with nullable stated", () => {
  const { variable } = block("variables.tf.json");
  expect(Object.keys(variable)).toEqual(Object.keys(inputs));
  for (const [name, { type, description, nullable, validation }] of Object.entries<Record<string, unknown>>(variable)) {
    expect({ name, type: typeof type, nullable }).toEqual({
      name,
      type: "string",
      nullable: ["permissions_boundary_arn", "app_instance_id", "app_instance_id_tag_key"].includes(name),
    });
    expect(description).toMatch(/\.$/);
    expect({ name, guarded: validation !== undefined }).toEqual({
      name,
      guarded: name !== "exclusive_attachments",
    });
  }
  const required = Object.entries<object>(variable).filter(([, value]) => !("default" in value));
  expect(required.map(([name]) => name)).toEqual(["region", "account_id"]);
});

test("every output is described", () => {
  const { output } = block("outputs.tf.json");
  expect(Object.keys(output)).toEqual([
    "role_arns",
    "role_names",
    "policy_arns",
    "policy_documents",
    "trust_policies",
    "app_instance_arn",
  ]);
  for (const { description } of Object.values<{ description: string }>(output)) expect(description).toMatch(/\.$/);
});

test("the addresses are public API", () => {
  const { resource } = block("main.tf.json");
  const addresses = Object.entries<Record<string, Record<string, unknown>>>(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { count }]) => `${type}.${name}${count ? "[0]" : '["key"]'}`),
  );
  expect(addresses).toMatchInlineSnapshot(`
    [
      "aws_iam_policy.developer[0]",
      "aws_iam_policy.user[0]",
      "aws_iam_policy.minimal_user[0]",
      "aws_iam_policy.websocket[0]",
      "aws_iam_role.developer[0]",
      "aws_iam_role.user[0]",
      "aws_iam_role.minimal_user[0]",
      "aws_iam_role.websocket[0]",
      "aws_iam_role_policy_attachment.developer[0]",
      "aws_iam_role_policy_attachment.developer_policy_arns["key"]",
      "aws_iam_role_policy_attachment.user[0]",
      "aws_iam_role_policy_attachment.user_policy_arns["key"]",
      "aws_iam_role_policy_attachment.minimal_user[0]",
      "aws_iam_role_policy_attachment.minimal_user_policy_arns["key"]",
      "aws_iam_role_policy_attachment.websocket[0]",
      "aws_iam_role_policy_attachment.websocket_policy_arns["key"]",
      "aws_iam_role_policy_attachments_exclusive.developer[0]",
      "aws_iam_role_policy_attachments_exclusive.user[0]",
      "aws_iam_role_policy_attachments_exclusive.minimal_user[0]",
      "aws_iam_role_policy_attachments_exclusive.websocket[0]",
      "aws_iam_role_policies_exclusive.developer[0]",
      "aws_iam_role_policies_exclusive.user[0]",
      "aws_iam_role_policies_exclusive.minimal_user[0]",
      "aws_iam_role_policies_exclusive.websocket[0]",
    ]
  `);
});

test("the documents stand in AWS's shape, with a {name} where an input goes", () => {
  const { locals } = block("locals.tf.json");
  expect(locals.access_statements.websocket).toEqual([
    {
      capability: "messaging",
      statement: {
        Effect: "Allow",
        Action: ["chime:GetMessagingSessionEndpoint"],
        Resource: "*",
      },
    },
    {
      capability: "messaging",
      statement: {
        Effect: "Allow",
        Action: ["chime:Connect"],
        Resource: ["${local.app_instance_arn}/user/{caller}"],
      },
    },
  ]);
  expect(locals.trust_statements.principals).toEqual({
    Effect: "Allow",
    Action: ["sts:AssumeRole"],
    Principal: { AWS: "{principal_arns}" },
  });
  expect(locals.trust_demands.external_id).toEqual({
    Condition: { StringEquals: { "sts:ExternalId": "{external_id}" } },
  });
});
