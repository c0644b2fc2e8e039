// What a Terraform reviewer looks for in a published module, and what a security reviewer must be able to read.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { trustKindEntries } from "../../lib/grants/trust-kinds";
import { inputs, roleInputs } from "../../lib/inputs/inputs";
import { moduleFiles } from "../../lib/module/files";
import { projectRoot } from "../support/files";

const files = moduleFiles();
const block = (file: string) => JSON.parse(files[file] ?? "{}");
const locals: Readonly<Record<string, unknown>> = Object.assign(
  {},
  ...Object.keys(files).flatMap((file) => (file.startsWith("modules/") ? [] : (block(file).locals ?? []))),
);

test("the committed files are fresh: `npm run generate` makes them so", () => {
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
    "roles.tf.json": ["locals"],
    "calls.tf.json": ["locals"],
    "access.tf.json": ["locals"],
    "trust.tf.json": ["locals"],
    "main.tf.json": ["module", "resource", "check"],
    "outputs.tf.json": ["output"],
    "modules/role-inputs/versions.tf.json": ["terraform"],
    "modules/role-inputs/variables.tf.json": ["variable"],
    "modules/role-inputs/tables.tf.json": ["locals"],
    "modules/role-inputs/outputs.tf.json": ["output"],
    "modules/further-policies/versions.tf.json": ["terraform"],
    "modules/further-policies/variables.tf.json": ["variable"],
    "modules/further-policies/main.tf.json": ["resource"],
  });
});

test("minimum versions, and no provider, backend or trace of CDKTF", () => {
  expect(block("versions.tf.json").terraform).toEqual({
    required_version: ">= 1.9",
    required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.72" } },
  });
  const traces = /"provider"|"metadata"|uniqueId|\$\{TfToken/;
  for (const [file, text] of Object.entries(files)) {
    expect({ file, trace: traces.exec(text)?.[0] }).toEqual({ file, trace: undefined });
  }
});

test("no expression is longer than 420 characters, and no condition than 640; types and messages aside", () => {
  const texts: [string, string, number][] = [];
  for (const [file, text] of Object.entries(files)) {
    JSON.parse(text, (key, value: unknown) => {
      const isExpression = typeof value === "string" && !["error_message", "type", "description"].includes(key);
      if (isExpression && value.length > (key === "condition" ? 640 : 420)) texts.push([file, key, value.length]);
      return value;
    });
  }
  expect(texts).toEqual([]);
});

test("nothing is substituted in text, and JSON is written only where IAM takes it", () => {
  const expressions = Object.values(locals).filter((value): value is string => typeof value === "string");
  for (const expression of expressions)
    expect(expression).not.toMatch(/jsondecode|jsonencode|templatefile|replace\((?!key|id)/);
});

test("who may assume a role is side by side: principal, action and conditions of each kind of trust", () => {
  const statements = Object.keys(locals).filter((name) => /_statements$/.test(name));
  expect(statements).toEqual([
    "call_statements",
    "need_statements",
    "account_statements",
    "principal_statements",
    "service_statements",
    "cognito_statements",
    "saml_statements",
    "oidc_statements",
    "assume_statements",
    "tag_statements",
    "trust_statements",
  ]);
  const ofKinds = statements.slice(2, 2 + trustKindEntries.length);
  for (const name of ofKinds) expect(locals[name]).toMatch(/principal = .* action = "sts:.* conditions = /);
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
    expect({ name, validated: validation !== undefined }).toEqual({
      name,
      validated: name !== "exclusive_attachments",
    });
  }
  const required = Object.entries<object>(variable).filter(([, value]) => !("default" in value));
  expect(required.map(([name]) => name)).toEqual(["region", "account_id", "roles"]);
});

test("every attribute of a role has its type, and is used", () => {
  const { role } = block("modules/role-inputs/variables.tf.json").variable;
  const used = [...Object.values(locals), block("main.tf.json")].map((value) => JSON.stringify(value)).join();
  for (const name of Object.keys(roleInputs)) {
    expect(role.type).toContain(`${name}=optional(`);
    expect({ name, used: new RegExp(`(role|local\\.roles\\[each\\.key\\])\\.${name}\\b`).test(used) }).toEqual({
      name,
      used: true,
    });
  }
});

test("every variable is used", () => {
  const used = Object.entries(files)
    .flatMap(([file, text]) => (file === "variables.tf.json" ? [] : [text]))
    .join();
  for (const name of Object.keys(inputs))
    expect({ name, used: new RegExp(`var\\.${name}\\b`).test(used) }).toEqual({ name, used: true });
});

test.each(["", "modules/role-inputs/", "modules/further-policies/"])(
  "what %s refers to is declared there",
  (folder) => {
    const own = Object.entries(files).filter(([file]) => `${folder}${basename(file)}` === file);
    const used = own.flatMap(([, text]) => [...text.matchAll(/\bvar\.([a-z_]+)/g)].map(([, name = ""]) => name));
    const declared = Object.keys(block(`${folder}variables.tf.json`).variable);
    expect(used.filter((name) => !declared.includes(name))).toEqual([]);
  },
);

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
  expect(
    Object.entries<object>(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)),
  ).toEqual([
    "aws_iam_policy.this",
    "aws_iam_role.this",
    "aws_iam_role_policy_attachment.this",
    "aws_iam_role_policy_attachments_exclusive.this",
    "aws_iam_role_policies_exclusive.this",
  ]);
});
