// Reported: two roles at one address became one resource. CDKTF merges them. Whichever came first, it is an error with both paths.
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AppInstance, ChimeIamVariables, ChimePolicy, ChimeUserRole, type ChimeUserRoleProps, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { appInstanceArn } from "../support/inputs";
import { newStack } from "../support/synth";

const trust = Trust.account();
const chat = (stack: TerraformStack) => void new ChimeUserRole(stack, "chat", { appInstance, trust });
const foreignRole = (stack: TerraformStack) =>
  void new IamRole(stack, "user", { name: "own", assumeRolePolicy: "{}", tags: { Team: "own" } });

function synthesis(...builders: ((stack: TerraformStack) => void)[]): () => string {
  return () => {
    const stack = newStack();
    for (const build of builders) build(stack);
    return Testing.synth(stack, true);
  };
}

test.each([
  ["before", [foreignRole, chat]],
  ["after", [chat, foreignRole]],
])("a foreign role that came %s", (_when, builders) => {
  const make = synthesis(...builders);
  expect(make).toThrow("aws_iam_role.user is the address of");
  expect(make).toThrow(/test\/chat\/resources\/role/);
  expect(make).toThrow(/test\/user/);
  expect(make).toThrow("Give the role another address, or the other element another logical ID.");
});

test.each<[string, (stack: TerraformStack) => void, string]>([
  ["a local", (stack) => void new TerraformLocal(stack, "policy_user", "x"), "local.policy_user is the address of"],
  [
    "a variable",
    (stack) => {
      new ChimeIamVariables(stack, "variables");
      new TerraformVariable(stack, "region", {});
    },
    "var.region is the address of",
  ],
  [
    "a second set of variables",
    (stack) => {
      new ChimeIamVariables(stack, "one");
      new ChimeIamVariables(stack, "two");
    },
    "var.region is the address of test/one/region and test/two/region",
  ],
  [
    "another of our roles",
    (stack) => void new ChimeUserRole(stack, "two", { appInstance, trust, name: "other" }),
    "aws_iam_policy.user is the address of test/chat/resources/policy and test/two",
  ],
])("%s at the address of one of ours", (_what, build, says) => {
  expect(synthesis(chat, build)).toThrow(says);
});

test("two roles of one name, whatever its case", () => {
  const make = synthesis(
    chat,
    (stack) => void new ChimeUserRole(stack, "two", { appInstance, trust, address: "two", name: "CHIME-User" }),
  );
  expect(make).toThrow(
    '"CHIME-User" is the name of test/chat and test/two: give one of them another name or namePrefix.',
  );
});

// Reported: `Testing.synth` runs no validations, and a snapshot test stayed green while one trust was gone.
test("two of ours are refused when the second is made, by name and address at once", () => {
  const stack = newStack();
  chat(stack);
  expect(() => new ChimeUserRole(stack, "two", { appInstance, trust })).toThrow(
    /^"chime-user" is the name of test\/chat and test\/two.*\naws_iam_policy\.user is the address of .* and test\/two, /,
  );
  const policy = { appInstance, type: "user", userId: "session_tag", name: "other" } as const;
  expect(() => new ChimePolicy(stack, "three", policy)).toThrow("aws_iam_policy.user is the address of");
  expect(() => new ChimePolicy(stack, "four", { ...policy, address: "four", name: "chime-user" })).toThrow(
    '"chime-user" is the name of test/chat and test/four',
  );
});

describe("the names of roles", () => {
  const stackWith = (app: App, id: string, props: Partial<ChimeUserRoleProps> = {}) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, "aws", {});
    new ChimeUserRole(stack, "chat", { appInstance, trust, ...props });
    return stack;
  };

  test("in two stacks of one account are refused", () => {
    const app = Testing.app();
    stackWith(app, "one");
    expect(() => stackWith(app, "two")).toThrow('"chime-user" is the name of one/chat and two/chat');
  });

  test("in two accounts are no clash", () => {
    const app = Testing.app();
    const other = AppInstance.fromArn(appInstanceArn.replace("123456789012", "210987654321"));
    const stacks = [stackWith(app, "one"), stackWith(app, "two", { appInstance: other })];
    for (const stack of stacks) expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});

test("foreign elements that clash with each other are not ours to refuse", () => {
  const local = (id: string) => (stack: TerraformStack) => new TerraformLocal(stack, id, "x").overrideLogicalId("same");
  expect(synthesis(chat, local("a"), local("b"))).not.toThrow();
});

test("resources with other addresses and outputs of other names are no clash", () => {
  expect(synthesis(chat, (stack) => void new TerraformOutput(stack, "user", { value: "x" }))).not.toThrow();
});

test("roles of one address in a stack and in one that is nested in it are no clash", () => {
  const outer = newStack();
  chat(outer);
  const inner = new TerraformStack(outer, "inner");
  new AwsProvider(inner, "aws", {});
  new ChimeUserRole(inner, "chat", { appInstance, trust, name: "inner-user" });
  for (const stack of [outer, inner]) expect(() => stack.runAllValidations()).not.toThrow();
});

test("two apps have addresses of their own", () => {
  expect(synthesis(chat)).not.toThrow();
  expect(synthesis(chat)).not.toThrow();
});
