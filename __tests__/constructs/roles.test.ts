// Several roles by key: addresses, names, what is common to all.
import { TerraformOutput } from "cdktf";
import * as exported from "../../lib";
import { ChimeRoles, type ChimeRolesProps, Trust } from "../../lib";
import { roleConstructs } from "../../lib/constructs/role";
import { appInstance } from "../support/app-instance";
import { pool } from "../support/inputs";
import { addresses, synth } from "../support/synth";

const trust = Trust.account();
const page = { developer: { trust }, user: { trust }, minimal_user: { trust }, websocket: { trust } };

function roles(props: Omit<ChimeRolesProps, "appInstance">) {
  return synth((stack) => {
    const { roleArns } = new ChimeRoles(stack, "roles", { appInstance, ...props });
    new TerraformOutput(stack, "role_arns", { value: roleArns });
  });
}

test("the construct of every role type is exported", () => {
  for (const construct of Object.values(roleConstructs)) expect(Object.values(exported)).toContain(construct);
});

test("the addresses are public API", () => {
  expect(addresses(roles({ roles: page }))).toMatchInlineSnapshot(`
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

test("a second role of a type has a key of its own, which is its address and its name", () => {
  const json = roles({
    roles: {
      user: { trust },
      tenant_1: { type: "user", trust },
      provisioner: { type: "backend", trust, calls: ["CreateAppInstanceUser"] },
    },
  });
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toEqual(["provisioner", "tenant_1", "user"]);
  expect(json.resource.aws_iam_role?.tenant_1).toMatchObject({ name: "chime-tenant-1" });
  expect(json.resource.aws_iam_policy?.provisioner).toMatchObject({ name: "chime-provisioner" });
  expect(json.output.role_arns?.value).toEqual({
    user: "${aws_iam_role.user.arn}",
    tenant_1: "${aws_iam_role.tenant_1.arn}",
    provisioner: "${aws_iam_role.provisioner.arn}",
  });
});

test("no two keys collide in what is derived from them", () => {
  const policyArns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
  const role = { type: "user", trust, policyArns } as const;
  const keys = [
    "user",
    "user_trust",
    "user_policy_arns",
    "further_user",
    "trust_policy_user",
    "policy_user",
    "user_policy",
  ];
  const json = roles({ roles: Object.fromEntries(keys.map((key) => [key, role])) });
  expect(Object.keys(json.resource.aws_iam_role ?? {}).sort()).toEqual([...keys].sort());
  expect(Object.keys(json.resource.aws_iam_role_policy_attachment ?? {})).toHaveLength(2 * keys.length);
  expect(Object.keys(json.locals)).toHaveLength(2 * keys.length);
});

test("a role that is null or undefined is left out", () => {
  const json = roles({ roles: { user: { trust }, websocket: null, developer: undefined } });
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toEqual(["user"]);
});

test("a prop of one role replaces the one of all roles, unless it is undefined", () => {
  const json = roles({
    namePrefix: "eu-",
    maxSessionDuration: 7200,
    roles: {
      user: { trust: Trust.cognitoIdentityPools([pool]), maxSessionDuration: 3600 },
      websocket: { trust, maxSessionDuration: undefined },
    },
  });
  expect(json.resource.aws_iam_role?.user).toMatchObject({ name: "eu-user", max_session_duration: 3600 });
  expect(json.resource.aws_iam_role?.websocket).toMatchObject({ name: "eu-websocket", max_session_duration: 7200 });
});

test("the roles of a second app instance have a prefix", () => {
  const json = synth((stack) => {
    new ChimeRoles(stack, "one", { appInstance, roles: page });
    new ChimeRoles(stack, "two", { appInstance, roles: page, addressPrefix: "eu_", namePrefix: "eu-" });
  });
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toContain("eu_minimal_user");
  expect(Object.keys(json.resource.aws_iam_role ?? {})).toHaveLength(8);
});
