// What a caller holds cannot change what other roles get: trusts, documents and tables are copies that nobody can change.
import { Testing } from "cdktf";
import {
  AppInstance,
  type Call,
  ChimeMinimalUserRole,
  ChimeRoles,
  ChimeUserRole,
  calls,
  capabilities,
  catalogue,
  corrections,
  roleTypes,
  Trust,
} from "../../lib";
import { appInstance } from "../support/app-instance";
import { backend, pool } from "../support/inputs";
import { newStack } from "../support/synth";

/** A change by whoever has a value: refused with an error, or without effect. */
function change(make: () => unknown): void {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
  }
}

test("Reported: a list that was changed after a role had taken its trust opened the next role to everybody", () => {
  const arns = [backend];
  const trust = Trust.principals(arns);
  new ChimeUserRole(newStack(), "one", { appInstance, trust });
  arns.push("*");
  const { trustPolicy } = new ChimeUserRole(newStack(), "two", { appInstance, trust });
  expect(trustPolicy.Statement[0]?.Principal).toEqual({ AWS: [backend] });
});

test("a trust that somebody builds by hand is checked by every role that takes it", () => {
  const trust = JSON.parse(JSON.stringify(Trust.principals([backend])));
  new ChimeUserRole(newStack(), "one", { appInstance, trust });
  for (const list of Object.values<string[]>(trust.values)) list.push("*");
  expect(() => new ChimeUserRole(newStack(), "two", { appInstance, trust })).toThrow('trust.arns[1] is "*"');
});

test.each([
  ["an option", Trust.account({ externalId: "chat" })],
  ["a list", Trust.cognitoIdentityPools([pool])],
  ["a provider", Trust.oidcProvider({ arn: "arn", audiences: ["a"], subjects: ["b"] })],
])("%s of a trust cannot be changed", (_what, trust) => {
  const before = JSON.stringify(trust);
  for (const value of Object.values(trust.values)) change(() => (value as string[]).push("*"));
  change(() => Object.assign(trust.values, { external_id: undefined, arn: "*" }));
  expect(JSON.stringify(trust)).toBe(before);
});

test("Reported: an action that was added to the document of one role was in the policies of another app", () => {
  const trust = Trust.account();
  const first = new ChimeUserRole(newStack(), "user", { appInstance, trust });
  const before = JSON.stringify(first.policyDocument);
  for (const { Action, Resource } of first.policyDocument.Statement) {
    change(() => (Action as string[]).push("chime:DeleteAppInstance"));
    change(() => (Resource as string[]).push("*"));
  }
  change(() => (first.trustPolicy.Statement as unknown[]).pop());
  change(() => (first.sessionTagKeys as string[]).pop());
  const stack = newStack();
  const second = new ChimeUserRole(stack, "user", { appInstance, trust });
  expect(JSON.stringify(second.policyDocument)).toBe(before);
  expect(Testing.synth(stack)).not.toContain("DeleteAppInstance");
  expect(second.sessionTagKeys).toEqual(["AppInstanceUserId"]);
});

test("a list of calls, conditions or policies that is changed later does not change the role", () => {
  const named: Call[] = ["ListChannels"];
  const values = ["o-1"];
  const trustConditions = [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values }];
  const policyArns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
  const stack = newStack();
  const props = { appInstance, trust: Trust.account(), calls: named, trustConditions, policyArns };
  const role = new ChimeUserRole(stack, "user", props);
  named.push("DeleteChannel");
  values.push("*");
  policyArns.read = "arn:aws:iam::aws:policy/AdministratorAccess";
  expect(JSON.stringify([role.policyDocument, role.trustPolicy])).not.toMatch(/DeleteChannel|"\*"/);
  expect(Testing.synth(stack)).not.toMatch(/AdministratorAccess|DeleteChannel/);
});

test("the exported tables decide for every role of a program, and cannot be changed", () => {
  const tables = { calls, capabilities, catalogue, corrections, roleTypes };
  const before = JSON.stringify(tables);
  const changeAll = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const item of Object.values(value)) changeAll(item);
    if (Array.isArray(value)) change(() => value.push("DeleteAppInstance"));
    else change(() => Object.assign(value, { messaging: ["DeleteAppInstance"] }));
  };
  for (const table of Object.values(tables)) changeAll(table);
  expect(JSON.stringify(tables)).toBe(before);
  const { policyDocument } = new ChimeMinimalUserRole(newStack(), "user", { appInstance, trust: Trust.account() });
  expect(JSON.stringify(policyDocument)).not.toContain("DeleteAppInstance");
});

test("the roles of ChimeRoles and the parts of an app instance cannot be exchanged", () => {
  const of = AppInstance.of({ region: "us-east-1", account: "123456789012", id: appInstance.id });
  const { roles } = new ChimeRoles(newStack(), "roles", {
    appInstance: of,
    roles: { user: { trust: Trust.account() } },
  });
  change(() => Object.assign(roles, { user: undefined }));
  change(() => Object.assign(of, { arn: "*" }));
  expect(roles.user.address).toBe("user");
  expect(of.arn).toBe(appInstance.arn);
});
