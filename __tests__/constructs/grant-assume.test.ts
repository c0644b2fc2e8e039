// grantAssume: the caller's side of a trust, as an inline policy of the role that calls.
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformVariable } from "cdktf";
import { ChimeBackendRole, ChimeUserRole, type ChimeUserRoleProps, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { pool } from "../support/inputs";
import { newStack, synth } from "../support/synth";

const trust = Trust.account();

/** The inline policies of a stack in which roles may assume the role of a user. */
function grants(build: (user: ChimeUserRole, stack: ReturnType<typeof newStack>) => void) {
  const { resource } = synth((stack) => build(new ChimeUserRole(stack, "user", { appInstance, trust }), stack));
  return { grants: Object.values(resource.aws_iam_role_policy ?? {}), resource };
}

test("a role's resource, data source, ARN, name and token get both actions on the role", () => {
  const { grants: found } = grants((user, stack) => {
    const lambda = new IamRole(stack, "lambda", { name: "lambda", assumeRolePolicy: "{}" });
    user.grantAssume(lambda);
    user.grantAssume(new DataAwsIamRole(stack, "server", { name: "server" }));
    user.grantAssume("arn:aws:iam::123456789012:role/chat/exchange");
    user.grantAssume("exchange-2");
    user.grantAssume(new TerraformVariable(stack, "role", {}).stringValue);
    user.grantAssume(new TerraformVariable(stack, "other", {}).stringValue, "other_role");
  });
  const statement =
    '[{"Effect" = "Allow", "Action" = ["sts:AssumeRole", "sts:TagSession"], "Resource" = aws_iam_role.user.arn}]';
  for (const { policy, name } of found) {
    expect(policy).toBe(`\${jsonencode({"Version" = "2012-10-17", "Statement" = ${statement}})}`);
    expect(name).toBe("assume-chime-user");
  }
  expect(found.map(({ role }) => role).sort()).toEqual(
    [
      "exchange-2",
      '${element(regex("([^/]*)$", var.other), 0)}',
      "exchange",
      '${element(regex("([^/]*)$", var.role), 0)}',
      "${aws_iam_role.lambda.id}",
      "${data.aws_iam_role.server.id}",
    ].sort(),
  );
});

test("another of our roles, whose exclusive inline policies then include the grant", () => {
  const { resource } = grants((user, stack) => {
    const exchange = new ChimeBackendRole(stack, "exchange", {
      appInstance,
      trust: Trust.services(["lambda.amazonaws.com"]),
      calls: ["CreateAppInstanceUser"],
      exclusiveAttachments: true,
    });
    user.grantAssume(exchange);
  });
  expect(Object.values(resource.aws_iam_role_policy ?? {})).toEqual([
    expect.objectContaining({ role: "${aws_iam_role.backend.id}" }),
  ]);
  expect(resource.aws_iam_role_policies_exclusive?.backend).toMatchObject({ policy_names: ["assume-chime-user"] });
});

test("a role that trusts no AWS principal cannot be assumed by one", () => {
  const props: ChimeUserRoleProps = { appInstance, trust: Trust.cognitoIdentityPools([pool]) };
  const user = new ChimeUserRole(newStack(), "user", props);
  expect(() => user.grantAssume("lambda")).toThrow(
    "test/user: grantAssume: The role trusts no AWS principal: add Trust.principals() with the ARN of the grantee, or Trust.account().",
  );
});
