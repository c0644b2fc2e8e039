// Issue 15: what CDKTF's resolver does not walk comes out as if it had.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Lazy, TerraformElement, TerraformStack, TerraformVariable, Testing, Token, Tokenization } from "cdktf";
import { AppInstance, ChimeIamVariables, ChimeRoles, type ChimeRolesProps, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { bothWays, walkedByResolver } from "../support/resolver";

const trust = Trust.account();
const roles = { developer: { trust }, user: { trust }, minimal_user: { trust }, websocket: { trust } };

const withProps =
  (props: Partial<ChimeRolesProps> = {}) =>
  (stack: TerraformStack) => {
    new ChimeRoles(stack, "roles", { appInstance, roles, ...props });
  };

const token = (value: unknown) => Lazy.anyValue({ produce: () => value });

test.each<[string, (stack: TerraformStack) => void]>([
  ["roles without tokens", withProps({ tags: { Team: "chat" }, path: "/chat/" })],
  [
    "further policies and exclusive attachments",
    withProps({
      exclusiveAttachments: true,
      roles: { user: { trust, policyArns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" } } },
    }),
  ],
  [
    "an app instance of variables",
    (stack) => withProps({ appInstance: new ChimeIamVariables(stack, "variables").appInstance })(stack),
  ],
  [
    "an ARN of another resource",
    (stack) => {
      const variable = new TerraformVariable(stack, "arn", { type: "string" });
      withProps({ appInstance: AppInstance.fromArn(variable.stringValue) })(stack);
    },
  ],
  [
    "text, a number and a map that are tokens",
    (stack) => {
      const [text, number] = [Token.asString(token("/a/")), Token.asNumber(token(7200))];
      withProps({ path: text, maxSessionDuration: number, tags: Token.asStringMap(token({ a: "b" })) })(stack);
    },
  ],
  [
    "a part of a document, of a tag and of a name",
    withProps({
      tags: { Name: `x-${Token.asString(token("y"))}` },
      namePrefix: "a-",
      roles: { user: { trust: Trust.principals([Token.asString(token("arn:aws:iam::123456789012:role/a"))]) } },
    }),
  ],
  [
    "a number that is a token, within text",
    withProps({ tags: { Seconds: `${Token.asNumber(token(7200))} s`, Port: `${Token.asNumber(token(443))}` } }),
  ],
  [
    "a number that is a token, in a document",
    withProps({
      roles: {
        developer: {
          trust,
          trustConditions: [
            { test: "StringEquals", variable: "aws:PrincipalTag/level", values: [`${Token.asNumber(token(7))}`] },
          ],
        },
      },
    }),
  ],
  [
    "a change by the caller after construction",
    (stack) => {
      const made = new ChimeRoles(stack, "roles", { appInstance, roles });
      made.roles.user.role.description = Token.asString(token("later"));
      made.roles.user.role.addOverride("tags.Later", Token.asString(token("later")));
      made.roles.websocket.policy.addOverride("name", undefined);
    },
  ],
  [
    "lists with an item that is not there, and objects that resolve themselves",
    (stack) => {
      const { role, policy } = new ChimeRoles(stack, "roles", { appInstance, roles }).roles.user;
      role.addOverride("lifecycle.ignore_changes", ["tags", undefined]);
      role.addOverride("managed_policy_arns", ["a", token(undefined), undefined]);
      role.addOverride("timeouts", [{ a: 1, b: undefined }, token(undefined), { c: token(2) }, null]);
      policy.addOverride("tags", { resolve: () => ({ a: "b" }), creationStack: [] });
      policy.addOverride("x", { list: Token.asList(token(["a"])), numbers: Token.asNumberList(token([1])), y: [] });
    },
  ],
  [
    "other elements that add to the same blocks",
    (stack) => {
      const { role } = new ChimeRoles(stack, "roles", { appInstance, roles }).roles.user;
      role.addOverride("tags.Later", Token.asString(token("later")));
      const addition = new TerraformElement(stack, "addition");
      addition.toTerraform = () => ({ resource: { aws_iam_role: { user: { tags: { Added: "x" } } } } });
    },
  ],
  [
    "overrides of the stack",
    (stack) => {
      withProps()(stack);
      stack.addOverride("locals.policy_user.Statement", [{ Sid: "added" }]);
      stack.addOverride("resource.aws_iam_role.user.description", "overridden");
    },
  ],
])("%s", (_what, build) => {
  const { ours, resolved } = bothWays(build);
  expect(ours).toBe(resolved);
});

test("a token in another stack becomes an output of the first", () => {
  const app = Testing.app();
  const [one, other] = ["one", "other"].map((name) => {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "aws", {});
    return stack;
  }) as [TerraformStack, TerraformStack];
  const made = new ChimeRoles(one, "roles", { appInstance, roles });
  new ChimeRoles(other, "roles", {
    appInstance,
    namePrefix: "other-",
    roles: { user: { trust: Trust.principals([made.roles.user.roleArn]) } },
  });
  one.prepareStack();
  other.prepareStack();
  expect(Testing.synth(one)).toContain("cross-stack-output-aws_iam_roleuserarn");
  expect(Testing.synth(other)).toContain("data.terraform_remote_state");
});

test("the resolver walks what contains a token, and nothing else", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  new AwsProvider(stack, "aws", {});
  const made = new ChimeRoles(stack, "roles", { appInstance, roles });
  const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
  const ours = elements.filter((element) => Object.hasOwn(element, "toTerraform"));
  expect(ours.length).toBe(4 * 3);
  expect(ours.flatMap(walkedByResolver)).toEqual([]);
  const { role, policy } = made.roles.user;
  const around = (type: string, name: string) => ["resource", `resource.${type}`, `resource.${type}.${name}`];
  role.maxSessionDuration = Token.asNumber(token(7200));
  expect(walkedByResolver(role)).toEqual([...around("aws_iam_role", "user"), "locals"]);
  policy.tags = Token.asStringMap(token({ a: "b" }));
  expect(walkedByResolver(policy)).toEqual([
    ...around("aws_iam_policy", "user"),
    "resource.aws_iam_policy.user.tags",
    "locals",
  ]);
  const other = made.roles.websocket.role;
  other.forceDetachPolicies = true;
  expect(walkedByResolver(other)).toEqual([]);
  other.addOverride("tags", { [Token.asString(token("later"))]: "x" });
  expect(walkedByResolver(other)).toEqual([
    ...around("aws_iam_role", "websocket"),
    "resource.aws_iam_role.websocket.tags",
    "locals",
  ]);
});

test("what cannot be resolved is named by its place in the stack", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  new AwsProvider(stack, "aws", {});
  const made = new ChimeRoles(stack, "roles", { appInstance, roles });
  made.roles.user.role.addOverride("tags.Owner", () => "me");
  expect(() => Testing.synth(stack)).toThrow("/resource/aws_iam_role/user/tags/Owner");
});

test("an element of a kind that the stack overrides is resolved by CDKTF as a whole", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  const made = new ChimeRoles(stack, "roles", { appInstance, roles });
  expect(Tokenization.isResolvable(made.roles.user.policy.toTerraform())).toBe(true);
  stack.addOverride("resource.aws_iam_policy.x", {});
  expect(Tokenization.isResolvable(made.roles.user.policy.toTerraform())).toBe(false);
});

test("in HCL, the documents are locals too", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  new AwsProvider(stack, "aws", {});
  new ChimeRoles(stack, "roles", { appInstance, roles });
  const { hcl } = stack.toHclTerraform();
  for (const key of Object.keys(roles)) {
    expect(hcl).toMatch(new RegExp(`^ *policy_${key} = \\{`, "m"));
    expect(hcl).toMatch(new RegExp(`^ *trust_policy_${key} = \\{`, "m"));
  }
});
