import { type Capability, catalogue } from "../../lib";
import { AppInstance } from "../../lib/access/app-instance";
import { accessPolicy, namesAppInstance, namesCaller } from "../../lib/access/policy-document";
import { roleTypeNames } from "../../lib/access/role-types";
import { appInstanceArn } from "./resources";

const appInstance = AppInstance.fromArn(appInstanceArn);

function policy(
  roleType: (typeof roleTypeNames)[number],
  scope: "all" | "app_instance",
  ...capabilities: Capability[]
) {
  return accessPolicy({ roleType, scope, capabilities, appInstance, callers: ["alice", "bob"] });
}

test("a developer of all app instances has the star, of one what can be held to it", () => {
  expect(policy("developer", "all").Statement.map(({ Resource }) => Resource)).toEqual(["*"]);
  expect(policy("developer", "app_instance", "bots").Statement).toEqual(
    expect.arrayContaining([
      { Effect: "Allow", Action: ["chime:CreateAppInstance", "chime:CreateAppInstanceUser"], Resource: "*" },
      expect.objectContaining({ Effect: "Allow", Resource: [appInstanceArn] }),
      {
        Effect: "Allow",
        Action: [
          "chime:DescribeAppInstanceBot",
          "chime:ListAppInstanceBots",
          "chime:UpdateAppInstanceBot",
          "chime:DeleteAppInstanceBot",
        ],
        Resource: [`${appInstanceArn}/bot/*`],
      },
    ]),
  );
});

test("a scope changes nothing for who reaches one app instance anyway", () => {
  expect(policy("user", "app_instance", "sub_channels")).toEqual(policy("user", "all", "sub_channels"));
});

test("every caller has its ARN, and Pinpoint's applications are of the same place", () => {
  expect(policy("user", "all", "push_notifications").Statement).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Resource: [`${appInstanceArn}/user/alice`, `${appInstanceArn}/user/bob`] }),
      {
        Effect: "Allow",
        Action: ["mobiletargeting:GetApp"],
        Resource: ["arn:aws:mobiletargeting:us-east-1:123456789012:apps/*"],
      },
    ]),
  );
});

test("who must be told the caller, and who the app instance", () => {
  expect(roleTypeNames.filter(namesCaller)).toEqual(["user", "minimal_user", "websocket"]);
  expect(roleTypeNames.filter((type) => namesAppInstance(type, "all"))).toEqual(["user", "minimal_user", "websocket"]);
  expect(namesAppInstance("developer", "app_instance")).toBe(true);
});

test("only ever allowed, and only from the catalogue", () => {
  for (const roleType of roleTypeNames) {
    const every = Object.keys(catalogue[roleType]) as Capability[];
    for (const { Effect } of policy(roleType, "all", ...every).Statement) expect(Effect).toBe("Allow");
  }
});
