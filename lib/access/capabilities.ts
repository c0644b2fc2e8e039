// The capabilities: sets of actions that a role type gains or loses as one.

/** Each capability: when a role has it, since which edition AWS's page grants it, and what it is. */
export const capabilities = {
  messaging: { when: "always", edition: "2021", what: "everything in the first edition of AWS's page" },
  channel_flows: { when: "by default", edition: "2022", what: "channel flows, and the status of messages in them" },
  sub_channels: { when: "by default", edition: "2022", what: "listing the sub-channels of an elastic channel" },
  streaming: { when: "by default", edition: null, what: "streaming of messages to Kinesis, by today's operations" },
} as const;

/** The name of a capability. */
export type Capability = keyof typeof capabilities;

export const capabilityNames = Object.keys(capabilities) as Capability[];

/** What a role has when nothing is said: every capability that is on always or by default. */
export const defaultCapabilities: readonly Capability[] = capabilityNames;
