// The capabilities: named lists of calls that a role type gains or loses as one.

import { frozen } from "./frozen";

/** Each capability: when a role has it, since which edition AWS's page grants it, and what it is. */
export const capabilities = frozen({
  messaging: {
    when: "always",
    edition: "2021",
    what: "what the first edition of AWS's page (2021) grants the type",
  },
  channel_flows: { when: "by default", edition: "2022", what: "channel flows, and the status of messages in them" },
  sub_channels: { when: "by default", edition: "2022", what: "listing the sub-channels of an elastic channel" },
  streaming: {
    when: "on request",
    edition: null,
    what: "streaming of messages to Kinesis, with the permissions for Kinesis and for the service-linked role",
  },
  bots: { when: "on request", edition: null, what: "AppInstanceBots: a developer manages them, a user sees them" },
  push_notifications: { when: "on request", edition: null, what: "a user's own endpoints for push notifications" },
  preferences: { when: "on request", edition: null, what: "a user's own preferences for a channel" },
  search: { when: "on request", edition: null, what: "searching the channels that a user is a member of" },
  expiration: { when: "on request", edition: null, what: "setting when channels and AppInstanceUsers expire" },
  channel_tags: {
    when: "on request",
    edition: null,
    what: "tags of any channel of the app instance, whether the user is a member or not; creating a channel with tags needs it",
  },
  bulk_membership: { when: "on request", edition: null, what: "adding up to 100 members to a channel in one call" },
} as const);

/** The name of a capability. */
export type Capability = keyof typeof capabilities;

export const capabilityNames = Object.keys(capabilities) as Capability[];

/** In a list of capabilities: those that a role has when none are named. */
export const defaultName = "default";

/** What the input `capabilities` takes. */
export const capabilityChoices: readonly (Capability | typeof defaultName)[] = [defaultName, ...capabilityNames];
