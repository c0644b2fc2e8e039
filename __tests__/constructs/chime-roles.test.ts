import { TerraformOutput } from "cdktf";
import { ChimeRoles, type ChimeRolesProps, InputError, Trust } from "../../lib";
import { addresses, appInstance, pool, synth } from "./synth";

function roles(props: Omit<ChimeRolesProps, "appInstance"> = {}) {
  return synth((stack) => {
    const { roleArns } = new ChimeRoles(stack, "roles", {
      appInstance,
      ...props,
    });
    new TerraformOutput(stack, "role_arns", { value: roleArns });
  });
}

test("the addresses are public API", () => {
  expect(addresses(roles())).toMatchInlineSnapshot(`
    [
      "aws_iam_policy.developer",
      "aws_iam_policy.minimal_user",
      "aws_iam_policy.user",
      "aws_iam_policy.websocket",
      "aws_iam_role.developer",
      "aws_iam_role.minimal_user",
      "aws_iam_role.user",
      "aws_iam_role.websocket",
      "aws_iam_role_policy_attachment.developer",
      "aws_iam_role_policy_attachment.minimal_user",
      "aws_iam_role_policy_attachment.user",
      "aws_iam_role_policy_attachment.websocket",
    ]
  `);
});

test("all four are trusted by the account when nothing is said", () => {
  const { locals } = roles();
  for (const type of ["developer", "user", "minimal_user", "websocket"]) {
    expect(locals[`${type}_trust_policy`]?.Statement).toMatchObject([
      { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
    ]);
  }
});

test("a role exists if its type is a key", () => {
  const json = roles({ roles: { user: { trust: Trust.account() } } });
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toEqual(["user"]);
  expect(json.output.role_arns?.value).toEqual({
    user: "${aws_iam_role.user.arn}",
  });
});

test("what is said of one role goes before what holds for every role, unless it is undefined", () => {
  const json = roles({
    namePrefix: "eu-",
    maxSessionDuration: 7200,
    roles: {
      user: {
        trust: Trust.cognitoIdentityPools([pool]),
        maxSessionDuration: 3600,
      },
      websocket: { trust: Trust.account(), maxSessionDuration: undefined },
    },
  });
  expect(json.resource.aws_iam_role?.user).toMatchObject({
    name: "eu-user",
    max_session_duration: 3600,
  });
  expect(json.resource.aws_iam_role?.websocket).toMatchObject({
    name: "eu-websocket",
    max_session_duration: 7200,
  });
});

test("the roles of a second app instance stand beside the first under a prefix", () => {
  const json = synth((stack) => {
    new ChimeRoles(stack, "one", { appInstance });
    new ChimeRoles(stack, "two", { appInstance, addressPrefix: "eu_", namePrefix: "eu-" });
  });
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toContain("eu_minimal_user");
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toHaveLength(8);
});

test("a role type that nobody knows is refused, from JavaScript", () => {
  const unknown = JSON.parse('{ "usr": { "trust": [] } }');
  expect(() => roles({ roles: unknown })).toThrow(InputError);
  expect(() => roles({ roles: unknown })).toThrow(
    "roles.usr is unknown, expected one of developer, user, minimal_user",
  );
});
