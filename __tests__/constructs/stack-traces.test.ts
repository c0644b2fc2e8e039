// Issue 15: stack traces that nobody reads are not taken.
import { Lazy, TerraformStack, Testing } from "cdktf";
import { ChimeRoles, Trust } from "../../lib";
import { withoutStackTraces } from "../../lib/constructs/stack-traces";
import { appInstance } from "../support/app-instance";

/** The stack trace of a new token. */
function traceOfToken(): readonly string[] {
  return (Lazy.anyValue({ produce: () => "" }) as unknown as { creationStack: string[] }).creationStack;
}

test("a token that is made meanwhile has no stack trace, and one that is made afterwards has", () => {
  expect(withoutStackTraces(traceOfToken)).toEqual([]);
  expect(traceOfToken().length).toBeGreaterThan(0);
});

test("an error has its stack trace, and afterwards tokens have theirs", () => {
  const fail = () => {
    throw new Error("of the maker");
  };
  let caught: unknown;
  try {
    withoutStackTraces(fail);
  } catch (error) {
    caught = error;
  }
  expect((caught as Error).stack).toMatch(/^Error: of the maker\n {4}at fail /);
  expect(traceOfToken().length).toBeGreaterThan(0);
});

test("a role has none, not even for the provider's list of inline policies", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  const { roles } = new ChimeRoles(stack, "roles", { appInstance, roles: { user: { trust: Trust.account() } } });
  expect(roles.user.role.inlinePolicy.creationStack).toEqual([]);
});
