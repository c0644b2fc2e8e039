// What must not compile: the compiler is the first to refuse a slip. A test compiles this file.
import type { TerraformStack } from "cdktf";
import { type AppInstance, ChimeDeveloperRole, ChimeUserRole, type Grant, Trust } from "../lib";

export const misspelt: Grant = {
  // @ts-expect-error an action as AWS's page misspells it
  actions: ["chime:Listsubchannels"],
  on: "*",
};

export const noResource: Grant = {
  actions: ["chime:Connect"],
  // @ts-expect-error a resource that no policy here uses
  on: ["meeting/*"],
};

export function slips(stack: TerraformStack, appInstance: AppInstance): void {
  const trust = Trust.account();
  // @ts-expect-error a role without trust
  new ChimeUserRole(stack, "a", { appInstance });
  // @ts-expect-error a capability that nobody knows
  new ChimeUserRole(stack, "b", { appInstance, trust, capabilities: ["chanel_flows"] });
  // @ts-expect-error an AppInstanceUser for a role whose policy names none
  new ChimeDeveloperRole(stack, "c", { appInstance, trust, appInstanceUserId: "alice" });
}
