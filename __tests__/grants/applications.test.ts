// Public applications: a role by `calls` allows each call that the code makes, on what the call touches, and nothing else.
// What each part of an application calls is data, in fixtures/applications.json, read from the public sources; and
// examples/applications.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Call, callNames, calls, type Resource } from "../../lib/grants/calls";
import { needs } from "../../lib/grants/needs";
import { callsOf, reachOf } from "../../lib/grants/role-calls";
import type { RoleType } from "../../lib/grants/role-types";
import { type RoleValues, roleTypeOf } from "../../lib/inputs/inputs";
import { allows } from "../../scripts/simulation";
import { documentsOf, environmentOf, environmentWith } from "../support/environment";
import { projectRoot, readFixture } from "../support/files";
import { appInstanceArn } from "../support/inputs";

/** A role, its type among the values. */
type Role = RoleValues & { readonly type: RoleType };

interface Application {
  readonly source: string;
  readonly roles: Readonly<Record<string, Role>>;
}

const applications = readFixture<Record<string, Application>>("applications.json");
const example = environmentOf(readFileSync(join(projectRoot, "examples/applications/environment.json"), "utf8"));
const ofExample = Object.entries(example.roles).map(([part, role]) => {
  return { name: "examples/applications", part, role: { ...role, type: roleTypeOf(part, role) as RoleType } };
});
const ofApplications = Object.entries(applications).flatMap(([name, application]) =>
  Object.entries(application.roles).map(([part, role]) => ({ name, part, role })),
);
const roles = [...ofApplications, ...ofExample];
const session = { "aws:PrincipalTag/AppInstanceUserId": "alice", "cognito-identity.amazonaws.com:sub": "alice" };

/** The policy of a role, which the account may assume. */
function policyOf(role: Role) {
  const trusted = role.service_principals || role.cognito_identity_pool_ids ? role : { ...role, trust_account: true };
  return documentsOf(environmentWith({ roles: { part: trusted } }), "part").policy;
}

/** The ARNs of what a call touches when the bearer is the role's own. */
function touchedBy(call: Call, { type, app_instance_user_id: userId, app_instance_bot_id: botId }: Role): string[] {
  const { on, signedIn }: { on: readonly Resource[]; signedIn?: readonly Resource[] } = calls[call];
  const exampleOf = (id: string, any: string) => (id === "*" ? any : id);
  const actsAsBot = userId === undefined && botId !== undefined;
  const bearer = actsAsBot ? `bot/${exampleOf(botId, "helper")}` : `user/${exampleOf(userId ?? "*", "alice")}`;
  const arns: Readonly<Record<Resource, string>> = {
    "*": "*",
    bearer: `${appInstanceArn}/${bearer}`,
    "app-instance": appInstanceArn,
    "user/*": `${appInstanceArn}/user/carol`,
    "bot/*": `${appInstanceArn}/bot/helper`,
    "channel/*": `${appInstanceArn}/channel/c1`,
    "channel-flow/*": `${appInstanceArn}/channel-flow/f1`,
  };
  return (reachOf(type, {}) === "signed_in" ? (signedIn ?? on) : on).map((resource) => arns[resource]);
}

test("nine applications or more, with their roles", () => {
  expect(Object.keys(applications).length).toBeGreaterThanOrEqual(9);
  expect(ofApplications.length).toBeGreaterThanOrEqual(48);
});

test.each(roles)("$name: $part may make its calls and no other", async ({ role }) => {
  const policy = policyOf(role);
  const named = callsOf(role.type, role);
  const wrong: string[] = [];
  for (const call of callNames) {
    const isNamed = named.includes(call);
    for (const arn of touchedBy(call, role)) {
      const may = await allows(policy, session, `chime:${call}`, arn);
      if (may !== isNamed) wrong.push(`${may ? "may" : "may not"} ${call} on ${arn}`);
    }
  }
  expect(wrong).toEqual([]);
});

test.each(roles)("$name: $part has no action besides its calls and what they need", ({ role }) => {
  const named = callsOf(role.type, role);
  const needed = needs.filter((need) => need.calls.some((call) => named.includes(call)));
  const actions = policyOf(role).Statement.flatMap(({ Action }) => Action);
  expect([...actions].sort()).toEqual(
    [...named.map((call) => `chime:${call}`), ...needed.flatMap((need) => need.actions)].sort(),
  );
});
