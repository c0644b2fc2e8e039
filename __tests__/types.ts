// What must not compile: the compiler is the first to refuse a mistake. `npm run lint` compiles this file.
import type { TerraformStack } from "cdktf";
import {
  type AppInstance,
  type Call,
  ChimeBackendRole,
  ChimeDeveloperRole,
  ChimeMinimalUserRole,
  ChimePolicy,
  ChimeRoles,
  type ChimeRolesEntries,
  type ChimeRolesEntry,
  type ChimeRolesProps,
  ChimeUserRole,
  type RoleType,
  Trust,
} from "../lib";
import type { AnyRoleProps } from "../lib/constructs/props";
import type { InPart } from "../lib/inputs/inputs";

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Name;

/**
 * Every input of a role is a prop of a construct, or part of the prop `trust`; for a role that exists there is ChimePolicy.
 * Without one in props.ts this does not compile.
 */
export const propOfInput = (
  name: CamelCase<Exclude<InPart<"documents" | "resources">, "existing_role_name">>,
): keyof AnyRoleProps => name;

/** Every role type is one of ChimeRoles. */
export const typesOfEntries: Readonly<{ [Type in RoleType]: Extract<ChimeRolesEntry["type"], Type> }> = {
  developer: "developer",
  user: "user",
  minimal_user: "minimal_user",
  websocket: "websocket",
  backend: "backend",
};

// @ts-expect-error a call as AWS's page misspells it
export const misspelt: Call = "Listsubchannels";

export function mistakes(stack: TerraformStack, appInstance: AppInstance): void {
  const trust = Trust.account();
  // @ts-expect-error a role without trust
  new ChimeUserRole(stack, "a", { appInstance });
  // @ts-expect-error an unknown capability
  new ChimeUserRole(stack, "b", { appInstance, trust, capabilities: ["chanel_flows"] });
  // @ts-expect-error an AppInstanceUser for a role whose policy names none
  new ChimeDeveloperRole(stack, "c", { appInstance, trust, appInstanceUserId: "alice" });
  // @ts-expect-error a back end without calls
  new ChimeBackendRole(stack, "d", { appInstance, trust });
  // @ts-expect-error the factory itself in place of what it makes
  new ChimeUserRole(stack, "e", { appInstance, trust: Trust.account });
  // @ts-expect-error no trust
  new ChimeUserRole(stack, "f", { appInstance, trust: [] });
  // @ts-expect-error a scope for a user
  new ChimeUserRole(stack, "g", { appInstance, trust, scope: "all" });
  // @ts-expect-error a capability that the type does not offer
  new ChimeMinimalUserRole(stack, "h", { appInstance, trust, capabilities: ["channel_tags"] });
  // @ts-expect-error a capability that the type does not offer
  new ChimeDeveloperRole(stack, "i", { appInstance, trust, capabilities: ["search"] });
}

/** What cannot be right in ChimeRoles, each in an entry of its own. */
export function mistakesInRoles(stack: TerraformStack, appInstance: AppInstance): void {
  const trust = Trust.account();
  const make = <Roles extends ChimeRolesEntries>(props: Pick<ChimeRolesProps<Roles>, "roles">) =>
    new ChimeRoles<Roles>(stack, "roles", { appInstance, ...props });
  // @ts-expect-error a back end without calls
  make({ roles: { backend: { trust } } });
  // @ts-expect-error the same, by its type
  make({ roles: { lambda: { type: "backend", trust } } });
  // @ts-expect-error a back end with capabilities
  make({ roles: { backend: { trust, calls: ["Connect"], capabilities: ["default"] } } });
  // @ts-expect-error a scope for a user
  make({ roles: { user: { trust, scope: "all" } } });
  // @ts-expect-error the same, by its type
  make({ roles: { member: { type: "user", trust, scope: "all" } } });
  // @ts-expect-error an AppInstanceUser for a developer
  make({ roles: { developer: { trust, appInstanceUserId: "alice" } } });
  // @ts-expect-error a bot for a user
  make({ roles: { user: { trust, appInstanceBotId: "bot" } } });
  // @ts-expect-error a key that is no type
  make({ roles: { member: { trust } } });
  // @ts-expect-error an unknown type
  make({ roles: { member: { type: "usr", trust } } });
  // @ts-expect-error a misspelt prop
  make({ roles: { user: { trust, capabilites: ["search"] } } });
  // @ts-expect-error a misspelt prop next to a type
  make({ roles: { member: { type: "user", trust, appInstanceUserID: "alice" } } });
  // @ts-expect-error a capability that the type does not offer
  make({ roles: { websocket: { trust, capabilities: ["search"] } } });
  // @ts-expect-error no trust
  make({ roles: { user: { trust: [] } } });
  // @ts-expect-error a call as AWS's page misspells it
  make({ roles: { backend: { trust, calls: ["Listsubchannels"] } } });
}

/** What is right in ChimeRoles, and what comes out. */
export function rolesThatMayBe(stack: TerraformStack, appInstance: AppInstance, isProduction: boolean): string {
  const trust = Trust.account();
  const { roles, roleArns } = new ChimeRoles(stack, "roles", {
    appInstance,
    roles: {
      user: { trust, capabilities: ["default", "search"] },
      developer: isProduction ? undefined : { trust, scope: "app_instance" },
      lambda: { type: "backend", trust, calls: ["CreateAppInstanceUser"] },
      websocket: { type: "user", trust: [trust, Trust.services(["lambda.amazonaws.com"])], appInstanceUserId: "a" },
      nobody: null,
    },
  });
  // @ts-expect-error the role may be left out
  roles.developer.roleArn.concat("");
  // @ts-expect-error the role may be left out
  roleArns.developer.concat("");
  // @ts-expect-error there is no such key
  void roles.support;
  const byName: ChimeRolesEntries = Object.fromEntries(
    ["a", "b"].map((key) => [key, { type: "user" as const, trust }]),
  );
  new ChimeRoles(stack, "by-name", { appInstance, roles: byName });
  return roles.user.roleArn + roleArns.lambda + (roles.developer?.roleArn ?? "");
}

/** Policies of combinations that cannot be. */
export function mistakesInPolicies(stack: TerraformStack, appInstance: AppInstance): void {
  new ChimePolicy(stack, "good", { appInstance, type: "user", userId: "session_tag" });
  new ChimePolicy(stack, "alice", { appInstance, type: "user", appInstanceUserId: "alice" });
  new ChimePolicy(stack, "back", { appInstance, type: "backend", calls: ["CreateAppInstanceUser"] });
  // @ts-expect-error a policy that reads the caller's ID, and does not say how it comes
  new ChimePolicy(stack, "a", { appInstance, type: "user" });
  // @ts-expect-error both a caller and one user
  new ChimePolicy(stack, "b", { appInstance, type: "user", userId: "session_tag", appInstanceUserId: "alice" });
  // @ts-expect-error a back end without calls
  new ChimePolicy(stack, "c", { appInstance, type: "backend" });
  // @ts-expect-error a developer's policy names no user
  new ChimePolicy(stack, "d", { appInstance, type: "developer", userId: "session_tag" });
  // @ts-expect-error a user's policy has no scope
  new ChimePolicy(stack, "e", { appInstance, type: "user", userId: "session_tag", scope: "all" });
  // @ts-expect-error a bot for a user
  new ChimePolicy(stack, "f", { appInstance, type: "user", userId: "session_tag", appInstanceBotId: "bot" });
}
