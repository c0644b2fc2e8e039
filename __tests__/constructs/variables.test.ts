// The variables of a stack for a region, an account and an app instance: their types, validations, defaults and use.
import { ChimeIamVariables, type ChimeIamVariablesProps, ChimeUserRole, InputError, Trust } from "../../lib";
import { moduleFiles } from "../../lib/module/files";
import { goodInputs } from "../support/inputs";
import { synth } from "../support/synth";

const id = goodInputs.app_instance_id;

function variables(props?: ChimeIamVariablesProps) {
  return synth((stack) => {
    const { appInstance } = new ChimeIamVariables(stack, "variables", props);
    new ChimeUserRole(stack, "user", { appInstance, trust: Trust.account() });
  });
}

test("three variables, typed, described, never null, with their defaults", () => {
  const { variable } = variables({ region: "us-east-1", account: "123456789012", id });
  expect(variable).toMatchObject({
    region: { type: "string", nullable: false, default: "us-east-1" },
    account_id: { type: "string", nullable: false, default: "123456789012" },
    app_instance_id: { type: "string", nullable: false, default: id },
  });
  for (const { description } of Object.values(variable)) expect(description).toMatch(/\.$/);
  for (const block of Object.values(variables().variable)) expect(block).not.toHaveProperty("default");
});

test("they have the validations of the module's", () => {
  const { variable } = variables();
  const { variable: ofModule } = JSON.parse(moduleFiles()["variables.tf.json"] ?? "");
  for (const name of ["region", "account_id"]) expect(variable[name]?.validation).toEqual(ofModule[name].validation);
  const [oneOfTwo, ...others] = [...ofModule.app_instance_id.validation].reverse();
  expect(oneOfTwo.error_message).toContain("or app_instance_id_tag_key is required");
  expect(variable.app_instance_id?.validation).toEqual(others.reverse());
});

test("every ARN of the documents is made from them", () => {
  const { locals } = variables();
  expect(locals.app_instance_arn).toBe(
    'arn:aws:chime:${var.region}:${var.account_id}:app-instance/${try(element(regex("([^/]*)$", var.app_instance_id), 0), "")}',
  );
  expect(locals.policy_user?.Statement[1]?.Resource).toEqual([
    "${local.app_instance_arn}/user/$${aws:PrincipalTag/AppInstanceUserId}",
    "${local.app_instance_arn}/channel/*",
  ]);
  expect(locals.trust_policy_user?.Statement[0]?.Principal).toEqual({ AWS: "arn:aws:iam::${var.account_id}:root" });
});

test("Terraform refuses a region where messaging is not offered", () => {
  const messages = variables().variable.region?.validation.map(({ error_message }) => error_message);
  expect(messages).toEqual([expect.anything(), expect.stringContaining("where Chime SDK messaging is offered.")]);
});

test("with a session tag there is no app_instance_id", () => {
  const { variable, locals } = variables({ region: "us-east-1", account: "123456789012", tagKey: "AppInstanceId" });
  expect(Object.keys(variable)).not.toContain("app_instance_id");
  expect(locals.app_instance_arn).toBe(
    "arn:aws:chime:${var.region}:${var.account_id}:app-instance/$${aws:PrincipalTag/AppInstanceId}",
  );
});

test.each<[string, ChimeIamVariablesProps, string]>([
  ["two ways to an app instance", { id, tagKey: "AppInstanceId" }, "is required: set one of the two."],
  ["a region", { region: "mars" }, 'test/variables: region is "mars"'],
  ["a region without messaging", { region: "eu-west-1" }, "where Chime SDK messaging is offered"],
  ["an account", { account: "1" }, 'test/variables: account_id is "1"'],
  ["an ID", { id: "chat" }, 'test/variables: app_instance_id is "chat"'],
  ["a tag key", { tagKey: "aws:x" }, 'test/variables: app_instance_id_tag_key is "aws:x"'],
  ["a token", { region: "${TfToken[TOKEN.7]}" }, "region is"],
])("%s is refused", (_what, props, says) => {
  expect(() => variables(props)).toThrow(InputError);
  expect(() => variables(props)).toThrow(says);
});
