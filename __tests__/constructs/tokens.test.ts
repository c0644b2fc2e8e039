// What is behind a token: which preconditions a role gets, what is checked at synth after all, and what cannot be a token.
// tokens.test.ts of the integration tests compares what Terraform then says with what is said of the same literals.
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Fn, Lazy, TerraformIterator, type TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AppInstance, ChimePolicy, ChimeUserRole, type ChimeUserRoleProps, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { appInstanceArn, backend, goodInputs, pool } from "../support/inputs";
import { newStack, type Synthesized, synth } from "../support/synth";

const trust = Trust.account();

function variable(stack: TerraformStack, id = "v", type = "string") {
  return new TerraformVariable(stack, id, { type });
}

/** A user role of props that may need a stack. Without types. */
function roleOf(stack: TerraformStack, props: (stack: TerraformStack) => object) {
  return new ChimeUserRole(stack, "chat", { appInstance, trust, ...props(stack) } as ChimeUserRoleProps);
}

/** What the preconditions of a user role are about: what follows the path of the construct. */
function checked(props: (stack: TerraformStack) => object): string[] {
  const { resource, locals } = synth((stack) => void roleOf(stack, props));
  const { precondition = [] } = (resource.aws_iam_role?.user?.lifecycle ?? {}) as {
    precondition?: { error_message: string; condition: string }[];
  };
  const ofInputs = precondition.filter(({ condition }) => condition.includes("local.inputs"));
  const named = new Set(
    ofInputs.flatMap(({ condition }) => [...condition.matchAll(/local\.(inputs[\w-]*)/g)].map(([, name]) => name)),
  );
  expect(
    Object.keys(locals)
      .filter((name) => name.startsWith("inputs"))
      .sort(),
  ).toEqual([...named].sort());
  return ofInputs.map(({ error_message: message }) => /test\/chat:? ([\w.]+)/.exec(message)?.[1] ?? message);
}

test.each<[string, (stack: TerraformStack) => object, string[]]>([
  ["nothing that is a token", () => ({}), []],
  ["a user", (stack) => ({ appInstanceUserId: variable(stack).stringValue }), ["appInstanceUserId"]],
  [
    "a boundary: its form and its account",
    (stack) => ({ permissionsBoundaryArn: variable(stack).stringValue }),
    ["permissionsBoundaryArn", "permissionsBoundaryArn"],
  ],
  [
    "a session length",
    (stack) => ({ maxSessionDuration: variable(stack, "v", "number").numberValue }),
    ["maxSessionDuration"],
  ],
  [
    "the account, and what must be of it",
    (stack) => {
      const { region, app_instance_id: id } = goodInputs;
      const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/edge";
      return {
        appInstance: AppInstance.of({ region, account: variable(stack).stringValue, id }),
        permissionsBoundaryArn,
      };
    },
    ["appInstance.account", "permissionsBoundaryArn", "appInstance.id"],
  ],
  [
    "principals in the second of two trusts, which repeats nothing of the first",
    (stack) => ({
      appInstanceUserId: variable(stack, "u").stringValue,
      trust: [Trust.principals([backend]), Trust.principals([variable(stack).stringValue])],
    }),
    ["appInstanceUserId", "trust", "trust", "trust", "trust"],
  ],
])("preconditions: %s", (_what, props, about) => {
  expect(checked(props)).toEqual(about);
});

test("a policy alone has them too", () => {
  const json: Synthesized = synth((stack) => {
    new ChimePolicy(stack, "alone", { appInstance, type: "user", appInstanceUserId: variable(stack).stringValue });
  });
  expect(json.resource.aws_iam_policy?.user?.lifecycle).toMatchObject({
    precondition: [
      { condition: expect.stringContaining("length(") },
      { error_message: expect.stringContaining("test/alone: appInstanceUserId is") },
    ],
  });
});

describe("what Lazy yields is checked when the stack is synthesized", () => {
  test.each<[string, object, string]>([
    ["a user", { appInstanceUserId: Lazy.stringValue({ produce: () => "*a" }) }, 'appInstanceUserId is "*a", expected'],
    [
      "principals",
      { trust: Trust.principals(Lazy.listValue({ produce: () => ["*"] })) },
      'trust.arns[0] is "*", expected',
    ],
    ["no principals", { trust: Trust.principals(Lazy.listValue({ produce: () => [] })) }, "trust.arns is empty"],
    ["seconds", { maxSessionDuration: Lazy.numberValue({ produce: () => 60 }) }, "maxSessionDuration is 60, expected"],
    [
      "a boundary of another account",
      { permissionsBoundaryArn: Lazy.stringValue({ produce: () => "arn:aws:iam::210987654321:policy/a" }) },
      'permissionsBoundaryArn is "arn:aws:iam::210987654321:policy/a", expected a managed policy of account',
    ],
    [
      "an account",
      { appInstance: AppInstance.of({ ...goodAppInstance(), account: Lazy.stringValue({ produce: () => "1" }) }) },
      'appInstance.account is "1", expected',
    ],
  ])("%s", (_what, props, says) => {
    const stack = newStack();
    roleOf(stack, () => props);
    expect(() => Testing.synth(stack, true)).toThrow(`[test/chat] ${says}`);
  });

  test("and taken if it is good", () => {
    const stack = newStack();
    const other = variable(stack).stringValue;
    roleOf(stack, () => ({
      appInstanceUserId: Lazy.stringValue({ produce: () => "alice" }),
      trust: Trust.principals(Lazy.listValue({ produce: () => [backend, other] })),
    }));
    expect(JSON.parse(Testing.synth(stack, true)).locals.trust_policy_user.Statement[0].Principal.AWS).toEqual([
      backend,
      "${var.v}",
    ]);
  });
});

function goodAppInstance() {
  return { region: goodInputs.region, account: goodInputs.account_id, id: goodInputs.app_instance_id };
}

const list = (stack: TerraformStack) => variable(stack, "list", "list(string)").listValue;

test.each<[string, (stack: TerraformStack) => object, string]>([
  ["calls", (stack) => ({ calls: list(stack) }), "calls is a token, expected a list: it decides"],
  ["a call", (stack) => ({ calls: [variable(stack).stringValue] }), "calls is a token, expected text: it decides"],
  ["capabilities", (stack) => ({ capabilities: list(stack) }), "capabilities is a token"],
  [
    "a flag",
    (stack) => ({ exclusiveAttachments: variable(stack, "v", "bool").booleanValue }),
    "exclusiveAttachments is a token, expected true or false: it decides which resources there are.",
  ],
  [
    "a key of a tag",
    (stack) => ({ tags: { [variable(stack).stringValue]: "x" } }),
    "tags is a token, expected text: it is a key of a map",
  ],
  [
    "an address",
    (stack) => ({ address: variable(stack).stringValue }),
    "address is a token, expected text: resources are named by it.",
  ],
  [
    "the key of a condition",
    (stack) => ({
      trustConditions: [{ test: "StringEquals", variable: variable(stack).stringValue, values: ["x"] }],
    }),
    "trustConditions[0].variable is a token, expected text: it becomes a key of the trust policy.",
  ],
  ["a condition", (stack) => ({ trustConditions: [variable(stack).value] }), "trustConditions[0] is a token"],
  [
    "where the ID comes from",
    (stack) => ({
      trust: Trust.cognitoIdentityPools([pool], { userId: variable(stack).stringValue as "session_tag" }),
    }),
    "trust.userId is a token, expected text: it decides",
  ],
])("what must be known at synth: %s", (_what, props, says) => {
  expect(() => roleOf(newStack(), props)).toThrow(says);
});

// Reported: "Converting circular structure to JSON", or a policy with the text of a token in it.
test.each<[string, (stack: TerraformStack) => object, string]>([
  [
    "a role for its ARN",
    (stack) => ({ trust: Trust.principals([ownRole(stack)] as never) }),
    "trust.arns[0] is a construct, expected text: use its attribute arn.",
  ],
  [
    "a policy for its ARN",
    (stack) => ({
      permissionsBoundaryArn: new IamPolicy(stack, "edge", { policy: "{}" }),
    }),
    "permissionsBoundaryArn is a construct, expected text: use its attribute arn.",
  ],
  [
    "a variable for its value",
    (stack) => ({ appInstanceUserId: variable(stack) }),
    "appInstanceUserId is a construct, expected text: use its attribute stringValue.",
  ],
  [
    "a list that is spread",
    (stack) => ({ trust: Trust.principals([...list(stack), backend]) }),
    "trust.arns[0] is part of a list or map that is a token: use Fn.concat()",
  ],
  [
    "an element of a list",
    (stack) => ({ appInstanceUserId: list(stack)[0] }),
    "appInstanceUserId is part of a list or map that is a token",
  ],
  [
    "a provider by its name",
    () => ({ provider: "aws.eu" }),
    "provider is no provider of AWS, expected a construct: new AwsProvider().",
  ],
  ["something without an address", () => ({ dependsOn: [{}] }), "dependsOn[0] has no address in Terraform"],
  [
    "an object that contains itself",
    () => {
      const loop: Record<string, unknown> = {};
      loop.loop = loop;
      return { description: loop };
    },
    "description is no plain data, expected",
  ],
])("without types: %s", (_what, props, says) => {
  expect(() => roleOf(newStack(), props)).toThrow(`test/chat: ${says}`);
});

function ownRole(stack: TerraformStack): IamRole {
  return new IamRole(stack, "own", { assumeRolePolicy: "{}" });
}

test("without types: what is null is not set", () => {
  const none = {
    tags: null,
    policyArns: null,
    provider: null,
    dependsOn: null,
    trustConditions: null,
    description: null,
  };
  const { resource } = synth((stack) => void roleOf(stack, () => none));
  expect(Object.keys(resource.aws_iam_role?.user ?? {})).not.toContain("depends_on");
});

test("a token of no type, such as an iterator's value, is text", () => {
  const { locals } = synth((stack) => {
    const { value } = TerraformIterator.fromList(list(stack));
    new ChimeUserRole(stack, "chat", { appInstance: AppInstance.fromArn(value), trust: Trust.principals([value]) });
  });
  expect(JSON.stringify(locals.policy_user)).toContain('"${each.value}/channel/*"');
  expect(locals.trust_policy_user?.Statement[0]?.Principal).toEqual({ AWS: ["${each.value}"] });
});

test("lists are joined as Fn.concat does", () => {
  const { locals } = synth((stack) => {
    const arns = Fn.concat([list(stack), [backend]]) as unknown as string[];
    new ChimeUserRole(stack, "chat", {
      appInstance: AppInstance.fromArn(appInstanceArn),
      trust: Trust.principals(arns),
    });
  });
  expect(locals.trust_policy_user?.Statement[0]?.Principal).toEqual({ AWS: `\${concat(var.list, ["${backend}"])}` });
});

// Reported: a Lazy that yields nothing made a policy for "user/" and a trust without the session tag.
test("a Lazy that yields nothing is refused when the stack is synthesized", () => {
  const stack = newStack();
  roleOf(stack, () => ({ appInstanceUserId: Lazy.stringValue({ produce: () => undefined }) }));
  expect(() => Testing.synth(stack, true)).toThrow(
    "appInstanceUserId is a token that yields nothing, expected a value.",
  );
});

// Reported: the mark of a token was measured.
test("a prefix with a token in it is measured at plan", () => {
  const stack = newStack();
  const prefix = "x".repeat(50) + variable(stack).stringValue;
  expect(() => roleOf(stack, () => ({ namePrefix: prefix }))).not.toThrow();
});

// Reported: the accessor of a class was lost, and the policy was for any caller.
test("props may be accessors of a class", () => {
  class Props {
    readonly appInstance = appInstance;
    readonly trust = Trust.account();
    get appInstanceUserId() {
      return "alice";
    }
  }
  const { policyDocument } = new ChimeUserRole(newStack(), "user", new Props());
  expect(JSON.stringify(policyDocument)).toContain("/user/alice");
});

// Reported: a path with % or ${ broke the messages of good roles.
test("a construct's ID may have any character", () => {
  const stack = newStack();
  new ChimeUserRole(stack, "100%-${a}", { appInstance, trust: Trust.principals(list(stack)) });
  const text = Testing.synth(stack, true);
  expect(text).toContain("test/100%%-$${a}: trust.arns");
  expect(text).toContain("test/100%-$${a} has a tag");
});
