// What must not compile: the compiler is the first to refuse a mistake. `npm run lint` compiles this file.
import type { TerraformStack } from "cdktf";
import {
  type AppInstance,
  type Call,
  ChimeBackendRole,
  ChimeDeveloperRole,
  type ChimeRolesEntry,
  ChimeUserRole,
  type RoleType,
  Trust,
} from "../lib";
import type { AnyRoleProps } from "../lib/constructs/props";
import type { InPart } from "../lib/inputs/inputs";

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** Every input of a role is a prop of a construct, or part of the prop `trust`. Without one in props.ts this does not compile. */
export const propOfInput = (name: CamelCase<InPart<"documents" | "resources">>): keyof AnyRoleProps => name;

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
}
