// What each role type may do: one table, to be read next to AWS's page "Example IAM roles"
// (https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html). Where it differs, corrections.ts says why.
// What each call touches is in calls.ts.
import { type Call, type CallOrPageAction, callNames, calls, pageActions } from "./calls";
import { type Capability, capabilities, capabilityNames, defaultName } from "./capabilities";
import { frozen } from "./frozen";
import { type PageRoleType, perRoleType, type RoleType, roleTypeNames } from "./role-types";

// What users of two types have alike.
const pushNotifications: readonly Call[] = [
  "RegisterAppInstanceUserEndpoint",
  "UpdateAppInstanceUserEndpoint",
  "DescribeAppInstanceUserEndpoint",
  "ListAppInstanceUserEndpoints",
  "DeregisterAppInstanceUserEndpoint",
];
const preferences: readonly Call[] = ["GetChannelMembershipPreferences", "PutChannelMembershipPreferences"];

/** The table: role type, capability, calls. A role type does not offer a capability that it does not name. */
const table = {
  developer: {
    messaging: [
      "CreateAppInstance",
      "DescribeAppInstance",
      "ListAppInstances",
      "UpdateAppInstance",
      "DeleteAppInstance",
      "CreateAppInstanceUser",
      "DeleteAppInstanceUser",
      "ListAppInstanceUsers",
      "UpdateAppInstanceUser",
      "DescribeAppInstanceUser",
      "CreateAppInstanceAdmin",
      "DescribeAppInstanceAdmin",
      "ListAppInstanceAdmins",
      "DeleteAppInstanceAdmin",
      "PutAppInstanceRetentionSettings",
      "GetAppInstanceRetentionSettings",
      ...pageActions,
      "TagResource",
      "UntagResource",
      "ListTagsForResource",
    ],
    channel_flows: [
      "CreateChannelFlow",
      "UpdateChannelFlow",
      "DescribeChannelFlow",
      "DeleteChannelFlow",
      "ListChannelFlows",
      "ListChannelsAssociatedWithChannelFlow",
      "ChannelFlowCallback",
    ],
    streaming: [
      "PutMessagingStreamingConfigurations",
      "GetMessagingStreamingConfigurations",
      "DeleteMessagingStreamingConfigurations",
    ],
    bots: [
      "CreateAppInstanceBot",
      "DescribeAppInstanceBot",
      "ListAppInstanceBots",
      "UpdateAppInstanceBot",
      "DeleteAppInstanceBot",
    ],
    expiration: ["PutAppInstanceUserExpirationSettings"],
  },

  user: {
    messaging: [
      "GetMessagingSessionEndpoint",
      "CreateChannel",
      "DescribeChannel",
      "DeleteChannel",
      "UpdateChannel",
      "ListChannels",
      "ListChannelMembershipsForAppInstanceUser",
      "DescribeChannelMembershipForAppInstanceUser",
      "ListChannelsModeratedByAppInstanceUser",
      "DescribeChannelModeratedByAppInstanceUser",
      "UpdateChannelReadMarker",
      "CreateChannelModerator",
      "DescribeChannelModerator",
      "ListChannelModerators",
      "DeleteChannelModerator",
      "SendChannelMessage",
      "GetChannelMessage",
      "DeleteChannelMessage",
      "UpdateChannelMessage",
      "RedactChannelMessage",
      "ListChannelMessages",
      "CreateChannelMembership",
      "DescribeChannelMembership",
      "DeleteChannelMembership",
      "ListChannelMemberships",
      "CreateChannelBan",
      "DeleteChannelBan",
      "ListChannelBans",
      "DescribeChannelBan",
      "Connect",
    ],
    channel_flows: ["GetChannelMessageStatus", "AssociateChannelFlow", "DisassociateChannelFlow"],
    sub_channels: ["ListSubChannels"],
    bots: ["DescribeAppInstanceBot", "ListAppInstanceBots"],
    push_notifications: pushNotifications,
    preferences,
    search: ["SearchChannels"],
    expiration: ["PutChannelExpirationSettings"],
    channel_tags: ["TagResource", "UntagResource", "ListTagsForResource"],
    bulk_membership: ["BatchCreateChannelMembership"],
  },

  minimal_user: {
    messaging: [
      "GetMessagingSessionEndpoint",
      "ListChannels",
      "DescribeChannel",
      "ListChannelMembershipsForAppInstanceUser",
      "DescribeChannelMembershipForAppInstanceUser",
      "ListChannelsModeratedByAppInstanceUser",
      "DescribeChannelModeratedByAppInstanceUser",
      "SendChannelMessage",
      "GetChannelMessage",
      "ListChannelMessages",
      "Connect",
    ],
    push_notifications: pushNotifications,
    preferences,
    search: ["SearchChannels"],
  },

  websocket: { messaging: ["GetMessagingSessionEndpoint", "Connect"] },
} as const satisfies Record<PageRoleType, Partial<Record<Capability, readonly CallOrPageAction[]>>>;

/** The table, as plain data. */
export const catalogue: Readonly<
  Record<PageRoleType, Readonly<Partial<Record<Capability, readonly CallOrPageAction[]>>>>
> = frozen(table);

/** The name of a capability that a role type offers. */
export type OfferedCapability<Type extends PageRoleType> = keyof (typeof table)[Type];

/** The calls of a role type in a capability. */
export function callsOfCapability(roleType: RoleType, capability: Capability): readonly CallOrPageAction[] {
  return roleType === "backend" ? [] : (catalogue[roleType][capability] ?? []);
}

/** The capabilities that a role type offers; a back end has none. */
export const offeredCapabilities = perRoleType((roleType) =>
  capabilityNames.filter((name) => callsOfCapability(roleType, name).length > 0),
);

/** The capability that gives a role type a call or one of the page's actions. */
export function capabilityOffering(roleType: RoleType, call: string): Capability | undefined {
  return offeredCapabilities[roleType].find((name) => callsOfCapability(roleType, name).some((one) => one === call));
}

/** The capabilities that a role has when none are named: what AWS's page grants. */
export const defaultCapabilities = perRoleType((roleType) =>
  offeredCapabilities[roleType].filter((name) => capabilities[name].when !== "on request"),
);

/** Every capability of a list, with `default` replaced by what it means, and `messaging`, which is always there. */
export function expandCapabilities(roleType: RoleType, names: readonly string[]): readonly Capability[] {
  const wanted = new Set<string>(["messaging", ...names]);
  if (wanted.has(defaultName)) for (const name of defaultCapabilities[roleType]) wanted.add(name);
  return offeredCapabilities[roleType].filter((name) => wanted.has(name));
}

/**
 * The calls that a role type may name in `calls`. A `user` takes every call with a bearer, and what calls.ts lets signed-in
 * users touch; a `minimal_user` what its capabilities have, and of those calls the reads; a `websocket` what its capability
 * has. A developer administers and takes what has no bearer. A back end takes every call.
 */
export const offeredCalls = perRoleType((roleType) => callNames.filter((call) => isOffered(roleType, call)));

function isOffered(roleType: RoleType, call: Call): boolean {
  const { on, signedIn }: { readonly on: readonly string[]; readonly signedIn?: readonly string[] } = calls[call];
  const hasBearer = on.includes("bearer");
  const inCapabilities = offeredCapabilities[roleType].some((name) => callsOfCapability(roleType, name).includes(call));
  switch (roleType) {
    case "backend":
      return true;
    case "developer":
      return !hasBearer;
    case "user":
      return hasBearer || signedIn !== undefined;
    case "minimal_user":
      return inCapabilities || ((hasBearer || signedIn !== undefined) && /^(Describe|Get|List)/.test(call));
    case "websocket":
      return inCapabilities;
  }
}

/** The place of each type among all, the narrowest first. */
const breadth: Readonly<Record<RoleType, number>> = {
  websocket: 1,
  minimal_user: 2,
  user: 3,
  backend: 4,
  developer: 5,
};

/** The role types that offer a call, the narrowest first. */
export function roleTypesOffering(call: Call): RoleType[] {
  const offering = roleTypeNames.filter((roleType) => offeredCalls[roleType].includes(call));
  return offering.sort((one, other) => breadth[one] - breadth[other]);
}
