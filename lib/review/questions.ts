// What people ask first of a role, in their words, and the call that it is decided by.
import type { Call } from "../grants/calls";

export const questions: readonly (readonly [what: string, call: Call])[] = [
  ["connect and receive messages", "Connect"],
  ["read channels and send messages", "SendChannelMessage"],
  ["create, change and delete channels", "CreateChannel"],
  ["add members, moderators and bans", "CreateChannelMembership"],
  ["search channels", "SearchChannels"],
  ["create and delete AppInstanceUsers", "CreateAppInstanceUser"],
  ["delete the app instance", "DeleteAppInstance"],
];
