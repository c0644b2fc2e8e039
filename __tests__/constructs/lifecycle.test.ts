// What Terraform checks of a role stays, whatever an Aspect assigns to `lifecycle`.
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, Aspects, TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { IConstruct } from "constructs";
import { ChimePolicy, ChimeUserRole, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { newStack, synth } from "../support/synth";

const isOurs = (node: IConstruct): node is IamRole | IamPolicy => node instanceof IamRole || node instanceof IamPolicy;

/** The lifecycles of a role and its policy whose size is known at plan, after an Aspect has assigned one. */
function lifecycles(assigned: IamRole["lifecycle"]) {
  const { resource } = synth((stack) => {
    const trust = Trust.principals(new TerraformVariable(stack, "backends", { type: "list(string)" }).listValue);
    new ChimeUserRole(stack, "user", { appInstance, trust });
    Aspects.of(stack).add({
      visit: (node) => {
        if (isOurs(node) && assigned !== undefined) node.lifecycle = assigned;
      },
    });
  });
  const of = (type: string) => resource[type]?.user?.lifecycle as Readonly<Record<string, object[]>>;
  return { role: of("aws_iam_role"), policy: of("aws_iam_policy") };
}

const before = lifecycles(undefined);

test("the checks of a role are more than its size", () => {
  expect(before.role.precondition?.length).toBeGreaterThan(3);
  expect(before.role.postcondition).toHaveLength(1);
});

// Reported: `n.lifecycle = { preventDestroy: true }` removed the check of the role's tags and the limits of sizes.
test("an assignment adds to what is there", () => {
  const { role, policy } = lifecycles({ preventDestroy: true });
  expect(role).toEqual({ ...before.role, prevent_destroy: true });
  expect(policy).toEqual({ ...before.policy, prevent_destroy: true });
});

test("conditions and ignored changes of its own come before ours", () => {
  const precondition = { condition: "true", errorMessage: "own" };
  const { role, policy } = lifecycles({ precondition: [precondition], ignoreChanges: ["tags"] });
  expect(role.precondition).toEqual([{ condition: "true", error_message: "own" }, ...(before.role.precondition ?? [])]);
  expect(role.postcondition).toEqual(before.role.postcondition);
  expect(role.ignore_changes).toEqual(["tags"]);
  expect(policy.ignore_changes).toEqual(["tags", "description"]);
});

test("all changes may be ignored", () => {
  expect(lifecycles({ ignoreChanges: "all" }).policy.ignore_changes).toBe("all");
});

// Reported: HCL has the blocks as arguments, which Terraform refuses: a fault of both engines.
test("a role or policy is refused where the app writes HCL", () => {
  const stack = new TerraformStack(Testing.fakeCdktfJsonPath(new App({ hclOutput: true })), "hcl");
  const says = /^hcl\/\w+\/(resources\/)?policy cannot be synthesized as HCL: .* without --hcl and SYNTH_HCL_OUTPUT\.$/;
  expect(() => new ChimeUserRole(stack, "user", { appInstance, trust: Trust.account() })).toThrow(says);
  const policy = { appInstance, type: "user", userId: "session_tag", address: "alone", name: "alone" } as const;
  expect(() => new ChimePolicy(stack, "alone", policy)).toThrow(says);
});

// Reported: an override of the whole block removed every check of a plan.
test.each<[string, string, unknown]>([
  ["the whole block", "lifecycle", { create_before_destroy: true }],
  ["a check", "lifecycle.postcondition", []],
])("an override of %s is refused when the stack is synthesized", (_what, path, value) => {
  const stack = newStack();
  const { role } = new ChimeUserRole(stack, "user", { appInstance, trust: Trust.account() });
  role.addOverride(path, value);
  expect(() => Testing.synth(stack, true)).toThrow("an override of lifecycle took its postcondition away");
});

test("an override of one argument leaves the others", () => {
  const stack = newStack();
  const { role } = new ChimeUserRole(stack, "user", { appInstance, trust: Trust.account() });
  role.addOverride("lifecycle.create_before_destroy", true);
  expect(() => Testing.synth(stack, true)).not.toThrow();
});
