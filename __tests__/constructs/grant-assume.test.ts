// grantAssume: the caller's side of a trust, as an inline policy of the role that calls.
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AppInstance, ChimeBackendRole, ChimeUserRole, type ChimeUserRoleProps, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { appInstanceArn, backend, pool } from "../support/inputs";
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
      '${try(element(regex("([^/]*)$", var.other), 0), "")}',
      "exchange",
      '${try(element(regex("([^/]*)$", var.role), 0), "")}',
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

// Reported: each of these was taken for a role, and got an inline policy that does not allow anybody to assume a role.
test.each<[string, unknown, string]>([
  [
    "a role of another account",
    "arn:aws:iam::210987654321:role/exchange",
    'is a role of account "210987654321": its policies are made there. Give it this statement there: {"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Resource":"arn:aws:iam::123456789012:role/chime-user"}',
  ],
  [
    "a user",
    "arn:aws:iam::123456789012:user/bob",
    '"arn:aws:iam::123456789012:user/bob" is no role, expected the ARN or the name of an IAM role',
  ],
  ["a session", "arn:aws:sts::123456789012:assumed-role/exchange/session", "is no role, expected"],
  ["an account", "arn:aws:iam::123456789012:root", "is no role, expected"],
  ["a service", "lambda.amazonaws.com", "is no role, expected"],
  ["a number", 7, "expected a role: its construct, resource, data source, ARN or name."],
  ["nothing", undefined, "expected a role"],
])("%s is no grantee", (_what, grantee, says) => {
  const user = new ChimeUserRole(newStack(), "user", { appInstance, trust });
  expect(() => user.grantAssume(grantee as string)).toThrow(says);
});

test("a role of ours in another account is none here", () => {
  const stack = newStack();
  const user = new ChimeUserRole(stack, "user", { appInstance, trust });
  const elsewhere = AppInstance.fromArn(appInstanceArn.replace("123456789012", "210987654321"));
  const other = new ChimeBackendRole(stack, "exchange", {
    appInstance: elsewhere,
    trust,
    calls: ["CreateAppInstanceUser"],
  });
  expect(() => user.grantAssume(other)).toThrow('"arn:aws:iam::210987654321:role/chime-backend" is a role of account');
});

test("a role that the trust does not name is refused, as far as both are known", () => {
  const named = ["arn:aws:iam::123456789012:role/chat/exchange", backend];
  const user = new ChimeUserRole(newStack(), "user", { appInstance, trust: Trust.principals(named) });
  expect(() => user.grantAssume("arn:aws:iam::123456789012:role/exchange")).toThrow(
    `The role does not trust "arn:aws:iam::123456789012:role/exchange": add its ARN to Trust.principals(), which has ${named.join(", ")}.`,
  );
  expect(() => user.grantAssume("lambda")).toThrow('The role does not trust "lambda"');
  const stack = user.node.scope as ReturnType<typeof newStack>;
  const lambda = new IamRole(stack, "lambda", { name: "lambda", assumeRolePolicy: "{}" });
  expect(() => user.grantAssume(lambda)).toThrow('The role does not trust "lambda"');
  user.grantAssume("exchange");
  user.grantAssume(new IamRole(stack, "unnamed", { assumeRolePolicy: "{}" }));
  expect(user.node.findAll().filter((node) => node instanceof IamRolePolicy)).toHaveLength(2);
});

test("a root of the account, or a token among the principals, may be the grantee", () => {
  for (const arns of [
    ["arn:aws:iam::123456789012:root"],
    [backend, new TerraformVariable(newStack(), "v", {}).stringValue],
  ]) {
    const user = new ChimeUserRole(newStack(), "user", { appInstance, trust: Trust.principals(arns) });
    expect(() => user.grantAssume("lambda")).not.toThrow();
  }
});

// Reported: the same grantee twice crashed, and under two names IAM had one policy of two resources.
test("twice is once, however the grantee is named", () => {
  const { grants: found } = grants((user, stack) => {
    const lambda = new IamRole(stack, "lambda", { name: "lambda", assumeRolePolicy: "{}" });
    expect(user.grantAssume(lambda)).toBe(user.grantAssume(lambda));
    expect(user.grantAssume(lambda, "again")).toBe(user.grantAssume(lambda.arn));
    user.grantAssume("arn:aws:iam::123456789012:role/chat/exchange");
    user.grantAssume("exchange");
    const role = new TerraformVariable(stack, "role", {});
    user.grantAssume(role.stringValue);
    user.grantAssume(role.stringValue);
  });
  expect(found).toHaveLength(3);
});

test("a second token needs an ID", () => {
  const stack = newStack();
  const user = new ChimeUserRole(stack, "user", { appInstance, trust });
  user.grantAssume(new TerraformVariable(stack, "one", {}).stringValue);
  expect(() => user.grantAssume(new TerraformVariable(stack, "two", {}).stringValue)).toThrow(
    'test/user: grantAssume: an ID is required, because another grantee is a token too: grantAssume(role, "ID").',
  );
});

// Reported: the grant to the ARN of a role with exclusive policies was made and taken away by each apply.
test.each<[string, (role: ChimeBackendRole) => string]>([
  ["ARN", (role) => role.roleArn],
  ["resource's ARN", (role) => role.role.arn],
  ["name", (role) => role.roleName],
  ["name as text", () => "chime-backend"],
])("the exclusive policies of our own role include the grant, if it is named by its %s", (_what, nameOf) => {
  const { resource } = grants((user, stack) => {
    const props = { appInstance, trust, calls: ["CreateAppInstanceUser"], exclusiveAttachments: true } as const;
    user.grantAssume(nameOf(new ChimeBackendRole(stack, "exchange", props)));
  });
  expect(resource.aws_iam_role_policies_exclusive?.backend).toMatchObject({ policy_names: ["assume-chime-user"] });
});

test("a role of another copy of the package is known by its resource", () => {
  const { grants: found } = grants((user, stack) => {
    const role = new IamRole(stack, "other", { assumeRolePolicy: "{}" });
    user.grantAssume({ role, roleArn: role.arn } as never);
  });
  expect(found).toEqual([expect.objectContaining({ role: "${aws_iam_role.other.id}" })]);
});

test("a token is checked at plan", () => {
  const { grants: found } = grants(
    (user, stack) => void user.grantAssume(new TerraformVariable(stack, "role", {}).stringValue),
  );
  expect(found).toEqual([
    expect.objectContaining({
      lifecycle: {
        precondition: [
          {
            condition: expect.stringContaining("regex("),
            error_message: expect.stringContaining(
              'test/user: grantAssume: \\"%s\\" is no role of account \\"%s\\", expected',
            ),
          },
        ],
      },
    }),
  ]);
});

// Reported: the default provider made the policy, which may be another account's.
test("the policy is made with the provider of the grantee, or of the role where only a name is known", () => {
  const stack = newStack();
  const provider = new AwsProvider(stack, "prod", { alias: "prod" });
  const user = new ChimeUserRole(stack, "user", { appInstance, trust, provider });
  const lambda = new IamRole(stack, "lambda", { name: "lambda", assumeRolePolicy: "{}" });
  expect(user.grantAssume("server").provider).toBe(provider);
  expect(user.grantAssume(lambda).provider).toBeUndefined();
});

// Reported: two policies of one name on one role.
test("a role by its resource and by its name is one grantee", () => {
  const { grants: found } = grants((user, stack) => {
    user.grantAssume(new IamRole(stack, "lambda", { name: "lambda", assumeRolePolicy: "{}" }));
    user.grantAssume("lambda");
  });
  expect(found).toHaveLength(1);
});

// Reported: the exclusive policies left the grant out when the role was made later, or was named by a data source.
test.each<[string, (user: ChimeUserRole, stack: ReturnType<typeof newStack>) => void]>([
  ["before it is made", (user) => user.grantAssume("arn:aws:iam::123456789012:role/chime-backend")],
  ["by a data source", (user, stack) => user.grantAssume(new DataAwsIamRole(stack, "d", { name: "chime-backend" }))],
])("the exclusive policies of our own role include the grant %s", (_what, grant) => {
  const { resource } = grants((user, stack) => {
    grant(user, stack);
    const props = { appInstance, trust, calls: ["CreateAppInstanceUser"], exclusiveAttachments: true } as const;
    new ChimeBackendRole(stack, "exchange", props);
  });
  expect(resource.aws_iam_role_policies_exclusive?.backend).toMatchObject({ policy_names: ["assume-chime-user"] });
});

// Reported: the policy could be made before its role.
test("a role of ours by its name is referred to", () => {
  const { grants: found } = grants((user, stack) => {
    new ChimeBackendRole(stack, "exchange", { appInstance, trust, calls: ["CreateAppInstanceUser"] });
    user.grantAssume("chime-backend");
  });
  expect(found).toEqual([expect.objectContaining({ role: "${aws_iam_role.backend.id}" })]);
});

// Reported: "circular dependency", where the stack of the grantee reads the ARN of the role.
test("the policy of a role of another stack is made in that stack", () => {
  const app = Testing.app();
  const [one, other] = ["one", "other"].map((name) => {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "aws", {});
    return stack;
  }) as [TerraformStack, TerraformStack];
  const user = new ChimeUserRole(one, "user", { appInstance, trust });
  const lambda = new IamRole(other, "lambda", { name: "lambda", assumeRolePolicy: "{}" });
  new TerraformOutput(other, "arn", { value: user.roleArn });
  expect(TerraformStack.of(user.grantAssume(lambda))).toBe(other);
  expect(() => Testing.synth(other)).not.toThrow();
});

// Reported: the policy was planned for this account's role of that name.
test("an ARN where the account is a token is checked at plan, and so is a token that the trust does not name", () => {
  const stack = newStack();
  const account = new TerraformVariable(stack, "account", {}).stringValue;
  const of = AppInstance.of({ region: "us-east-1", account, id: "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603" });
  const user = new ChimeUserRole(stack, "user", { appInstance: of, trust });
  const named = new ChimeUserRole(stack, "named", {
    ...{ appInstance, address: "named", name: "named" },
    trust: Trust.principals(["arn:aws:iam::123456789012:role/one"]),
  });
  user.grantAssume(backend);
  named.grantAssume(new TerraformVariable(stack, "n", {}).stringValue);
  const { resource } = JSON.parse(Testing.synth(stack));
  const [ofAccount, ofTrust] = Object.values<{ lifecycle: { precondition: { condition: string }[] } }>(
    resource.aws_iam_role_policy,
  )
    .map(({ lifecycle }) => lifecycle.precondition.map(({ condition }) => condition))
    .sort((some, more) => some.length - more.length);
  expect(ofAccount).toEqual([expect.stringContaining("startswith(")]);
  expect(ofTrust?.[1]).toContain('contains(["arn:aws:iam::123456789012:role/one","one"]');
});
