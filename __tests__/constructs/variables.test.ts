import { ChimeIamVariables, type ChimeIamVariablesProps, ChimeUserRole, InputError, Trust } from "../../lib";
import { moduleFiles } from "../../lib/module/files";
import { synth } from "./synth";

const id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603";

function variables(props?: ChimeIamVariablesProps) {
  return synth((stack) => {
    const { appInstance } = new ChimeIamVariables(stack, "variables", props);
    new ChimeUserRole(stack, "user", { appInstance, trust: Trust.account() });
  });
}

test("three variables, typed, described, never null, with the defaults that were given", () => {
  const { variable } = variables({ region: "us-east-1", account: "123456789012", id });
  expect(variable).toMatchObject({
    region: { type: "string", nullable: false, default: "us-east-1" },
    account_id: { type: "string", nullable: false, default: "123456789012" },
    app_instance_id: { type: "string", nullable: false, default: id },
  });
  for (const { description } of Object.values(variable)) expect(description).toMatch(/\.$/);
  for (const block of Object.values(variables().variable)) expect(block).not.toHaveProperty("default");
});

test("they are guarded as the module's are", () => {
  const { variable } = variables();
  const { variable: ofModule } = JSON.parse(moduleFiles()["variables.tf.json"] ?? "");
  expect(variable.region?.validation).toEqual(ofModule.region.validation);
  expect(variable.account_id?.validation).toEqual(ofModule.account_id.validation);
  expect(variable.app_instance_id?.validation[0]?.condition).toBe(
    ofModule.app_instance_id.validation[0].condition.replace("var.app_instance_id == null || ", ""),
  );
  expect(variable.app_instance_id?.validation[1]).toEqual({
    condition:
      '${startswith(var.app_instance_id, "arn:") ? startswith(var.app_instance_id, "arn:aws:chime:${var.region}:${var.account_id}:") : true}',
    error_message:
      'app_instance_id is "${var.app_instance_id}", expected an ARN that agrees with partition "aws", region "${var.region}" and account_id "${var.account_id}".',
  });
});

test("every ARN of the documents is built from them", () => {
  const { locals } = variables();
  expect(locals.app_instance_arn).toBe(
    "arn:aws:chime:${var.region}:${var.account_id}:app-instance/${basename(var.app_instance_id)}",
  );
  expect(locals.user_policy?.Statement[1]?.Resource).toEqual([
    "${local.app_instance_arn}/user/$${aws:PrincipalTag/AppInstanceUserId}",
    "${local.app_instance_arn}/channel/*",
  ]);
  expect(locals.user_trust_policy?.Statement[0]?.Principal).toEqual({ AWS: "arn:aws:iam::${var.account_id}:root" });
});

test("another partition is in every ARN", () => {
  const { locals } = variables({ partition: "aws-us-gov" });
  expect(locals.app_instance_arn).toMatch(/^arn:aws-us-gov:chime:/);
  expect(locals.user_trust_policy?.Statement[0]?.Principal).toEqual({
    AWS: "arn:aws-us-gov:iam::${var.account_id}:root",
  });
});

test("Terraform warns of a region where messaging is not offered", () => {
  expect(variables().check.chime_region_offered?.assert).toEqual({
    condition: '${contains(["us-east-1","eu-central-1"], var.region)}',
    error_message:
      'region is "${var.region}", expected us-east-1 or eu-central-1, where Chime SDK messaging is offered.',
  });
});

test("a second set of them in a stack is refused: CDKTF would merge the two", () => {
  const twice = () =>
    synth((stack) => {
      new ChimeIamVariables(stack, "one");
      new ChimeIamVariables(stack, "two");
    });
  expect(twice).toThrow("The stack has its ChimeIamVariables already");
});

test("with a session tag there is no app_instance_id", () => {
  const { variable, locals } = variables({ region: "us-east-1", account: "123456789012", tagKey: "AppInstanceId" });
  expect(Object.keys(variable)).not.toContain("app_instance_id");
  expect(locals.app_instance_arn).toBe(
    "arn:aws:chime:${var.region}:${var.account_id}:app-instance/$${aws:PrincipalTag/AppInstanceId}",
  );
});

test.each<[string, ChimeIamVariablesProps, string]>([
  ["two ways to an app instance", { id, tagKey: "AppInstanceId" }, "exclude each other"],
  ["a token as partition", { partition: "${TfToken[TOKEN.7]}" }, "partition is only known at plan"],
  ["a region", { region: "mars" }, 'region is "mars"'],
  ["an account", { account: "123" }, 'account_id is "123"'],
  ["an ID", { id: "chat" }, 'app_instance_id is "chat"'],
  ["a partition", { partition: "AWS" }, 'partition is "AWS"'],
  [
    "an ARN that disagrees",
    { region: "us-east-1", account: "123456789012", id: `arn:aws:chime:eu-central-1:123456789012:app-instance/${id}` },
    "agrees with partition",
  ],
])("%s: what is none is refused as a default", (_what, props, says) => {
  expect(() => variables(props)).toThrow(InputError);
  expect(() => variables(props)).toThrow(says);
});
