// Every call of Amazon Chime SDK messaging: the operations of the SDK clients chime-sdk-identity and chime-sdk-messaging,
// and Connect, which opens a WebSocket. The IAM action is `chime:` and the call's name.
//
// `on`: what the call touches. IAM allows a call when everything that it touches is allowed. "bearer" is the AppInstanceUser
//   or AppInstanceBot that the call is made as; the rest is what follows the app instance's ARN, or "*" where AWS defines
//   no resource. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html
// `signedIn`: for a call without a bearer, what a signed-in user may touch; "bearer" is the user's own AppInstanceUser. Users
//   may not have a call that has neither.
// `bearer`: what the service itself requires of the bearer, whatever IAM allows (`bearerRequirements`).
//   Source: https://docs.aws.amazon.com/chime-sdk/latest/dg/auth-by-role.html and the API reference of each call

import { frozen } from "./frozen";

/** What a call may touch, in the order of a statement: see the head of this file. */
export const resourceNames = ["*", "bearer", "app-instance", "user/*", "bot/*", "channel/*", "channel-flow/*"] as const;

export type Resource = (typeof resourceNames)[number];

/** What the service requires of the bearer. */
export const bearerRequirements = {
  any: "any user or bot",
  itself: "any user or bot for itself; an AppInstanceAdmin for others",
  public: "a member of the channel or an AppInstanceAdmin; any user or bot if the channel is public",
  member: "a member of the channel; an AppInstanceAdmin must become a member first",
  member_or_admin: "a member of the channel or an AppInstanceAdmin",
  moderator: "a moderator of the channel or an AppInstanceAdmin",
  admin: "an AppInstanceAdmin",
  sender: "the sender of the message, even where the bearer is an AppInstanceAdmin",
  sender_or_moderator: "the sender of the message, a moderator of the channel or an AppInstanceAdmin",
  owner: "the member itself, even where the bearer is an AppInstanceAdmin",
  user: "the user itself: a bot opens no WebSocket",
} as const;

/** The name of a requirement of the service. */
export type BearerRequirement = keyof typeof bearerRequirements;

interface CallRow {
  readonly on: readonly Resource[];
  readonly signedIn?: readonly Resource[];
  readonly bearer?: BearerRequirement;
}

const everything = ["app-instance", "user/*", "bot/*", "channel/*", "channel-flow/*"] as const;
const admins = ["app-instance", "user/*", "bot/*"] as const;
const inChannel = ["bearer", "channel/*"] as const;
const withFlow = ["bearer", "channel/*", "channel-flow/*"] as const;

/** The table of calls. */
export const calls = frozen({
  // The WebSocket
  Connect: { on: ["bearer"], bearer: "user" },
  GetMessagingSessionEndpoint: { on: ["*"], signedIn: ["*"] },

  // App instances
  CreateAppInstance: { on: ["*"] },
  DeleteAppInstance: { on: ["app-instance"] },
  DescribeAppInstance: { on: ["app-instance"] },
  ListAppInstances: { on: ["app-instance"] },
  UpdateAppInstance: { on: ["app-instance"] },
  GetAppInstanceRetentionSettings: { on: ["app-instance"] },
  PutAppInstanceRetentionSettings: { on: ["app-instance"] },
  DeleteMessagingStreamingConfigurations: { on: ["app-instance"] },
  GetMessagingStreamingConfigurations: { on: ["app-instance"] },
  PutMessagingStreamingConfigurations: { on: ["app-instance"] },

  // AppInstanceUsers. AWS's reference lists no resource for CreateAppInstanceUser (`resourceOverrides`).
  CreateAppInstanceUser: { on: ["app-instance", "user/*"] },
  DeleteAppInstanceUser: { on: ["user/*"] },
  DescribeAppInstanceUser: { on: ["user/*"], signedIn: ["user/*"] },
  ListAppInstanceUsers: { on: ["user/*"], signedIn: ["user/*"] },
  UpdateAppInstanceUser: { on: ["user/*"], signedIn: ["bearer"] },
  PutAppInstanceUserExpirationSettings: { on: ["user/*"] },

  // Endpoints for push notifications
  DeregisterAppInstanceUserEndpoint: { on: ["user/*"], signedIn: ["bearer"] },
  DescribeAppInstanceUserEndpoint: { on: ["user/*"], signedIn: ["bearer"] },
  ListAppInstanceUserEndpoints: { on: ["user/*"], signedIn: ["bearer"] },
  RegisterAppInstanceUserEndpoint: { on: ["user/*"], signedIn: ["bearer"] },
  UpdateAppInstanceUserEndpoint: { on: ["user/*"], signedIn: ["bearer"] },

  // AppInstanceAdmins
  CreateAppInstanceAdmin: { on: admins },
  DeleteAppInstanceAdmin: { on: admins },
  DescribeAppInstanceAdmin: { on: admins },
  ListAppInstanceAdmins: { on: admins },

  // AppInstanceBots. AWS's reference lists no resource for CreateAppInstanceBot (`resourceOverrides`).
  CreateAppInstanceBot: { on: ["app-instance", "bot/*"] },
  DeleteAppInstanceBot: { on: ["bot/*"] },
  DescribeAppInstanceBot: { on: ["bot/*"], signedIn: ["bot/*"] },
  ListAppInstanceBots: { on: ["bot/*"], signedIn: ["bot/*"] },
  UpdateAppInstanceBot: { on: ["bot/*"] },

  // Channels
  CreateChannel: { on: ["bearer"], bearer: "any" },
  DeleteChannel: { on: inChannel, bearer: "moderator" },
  DescribeChannel: { on: inChannel, bearer: "public" },
  UpdateChannel: { on: inChannel, bearer: "moderator" },
  ListChannels: { on: ["bearer"], bearer: "any" },
  SearchChannels: { on: ["bearer"], bearer: "any" },
  ListSubChannels: { on: inChannel, bearer: "moderator" },
  PutChannelExpirationSettings: { on: inChannel, bearer: "moderator" },
  UpdateChannelReadMarker: { on: inChannel, bearer: "member" },

  // Members
  BatchCreateChannelMembership: { on: inChannel, bearer: "member_or_admin" },
  CreateChannelMembership: { on: inChannel, bearer: "member_or_admin" },
  DeleteChannelMembership: { on: inChannel, bearer: "member_or_admin" },
  DescribeChannelMembership: { on: inChannel, bearer: "public" },
  ListChannelMemberships: { on: inChannel, bearer: "public" },
  DescribeChannelMembershipForAppInstanceUser: { on: inChannel, bearer: "itself" },
  ListChannelMembershipsForAppInstanceUser: { on: ["bearer"], bearer: "itself" },
  GetChannelMembershipPreferences: { on: inChannel, bearer: "owner" },
  PutChannelMembershipPreferences: { on: inChannel, bearer: "owner" },

  // Moderators and bans
  CreateChannelModerator: { on: inChannel, bearer: "moderator" },
  DeleteChannelModerator: { on: inChannel, bearer: "moderator" },
  DescribeChannelModerator: { on: inChannel, bearer: "moderator" },
  ListChannelModerators: { on: inChannel, bearer: "moderator" },
  DescribeChannelModeratedByAppInstanceUser: { on: inChannel, bearer: "itself" },
  ListChannelsModeratedByAppInstanceUser: { on: ["bearer"], bearer: "itself" },
  CreateChannelBan: { on: inChannel, bearer: "moderator" },
  DeleteChannelBan: { on: inChannel, bearer: "moderator" },
  DescribeChannelBan: { on: inChannel, bearer: "moderator" },
  ListChannelBans: { on: inChannel, bearer: "moderator" },

  // Messages
  SendChannelMessage: { on: inChannel, bearer: "member" },
  GetChannelMessage: { on: inChannel, bearer: "public" },
  ListChannelMessages: { on: inChannel, bearer: "public" },
  UpdateChannelMessage: { on: inChannel, bearer: "sender" },
  RedactChannelMessage: { on: inChannel, bearer: "sender_or_moderator" },
  DeleteChannelMessage: { on: inChannel, bearer: "admin" },
  GetChannelMessageStatus: { on: inChannel, bearer: "sender" },

  // Channel flows. AWS's reference names the channel for DeleteChannelFlow (`resourceOverrides`).
  AssociateChannelFlow: { on: withFlow, bearer: "moderator" },
  DisassociateChannelFlow: { on: withFlow, bearer: "moderator" },
  ChannelFlowCallback: { on: ["channel/*"] },
  CreateChannelFlow: { on: ["app-instance", "channel-flow/*"] },
  DeleteChannelFlow: { on: ["channel/*", "channel-flow/*"] },
  DescribeChannelFlow: { on: ["channel-flow/*"], signedIn: ["channel-flow/*"] },
  ListChannelFlows: { on: ["channel-flow/*"], signedIn: ["channel-flow/*"] },
  ListChannelsAssociatedWithChannelFlow: { on: ["channel-flow/*"], signedIn: ["channel-flow/*"] },
  UpdateChannelFlow: { on: ["channel-flow/*"] },

  // Tags, of anything in the app instance
  ListTagsForResource: { on: everything, signedIn: ["channel/*"] },
  TagResource: { on: everything, signedIn: ["channel/*"] },
  UntagResource: { on: everything, signedIn: ["channel/*"] },
} as const satisfies Record<string, CallRow>);

/** The name of a call: `SendChannelMessage`. */
export type Call = keyof typeof calls;

/** Every call, sorted. */
export const callNames = (Object.keys(calls) as Call[]).sort();

/** Where `on` differs from AWS's reference, which knows no resource there or the wrong one. */
export const resourceOverrides: Readonly<Partial<Record<Call, string>>> = {
  CreateAppInstanceUser:
    "The reference lists no resource type, yet AWS's chat sample (`user/*`), the managed policy AWSSupplyChainFederationAdminAccess (`app-instance/*`) and applications in production restrict the call to these ARNs.",
  CreateAppInstanceBot:
    "As CreateAppInstanceUser: public applications restrict the call to the app instance and its bots.",
  CreateChannelFlow:
    "The reference lists the app instance; a public application allows the call on `channel-flow/*` alone: both.",
  DeleteChannelFlow: "The reference lists the channel, almost certainly a mistake: the flow too.",
};

/** The three actions of AWS's page that no SDK calls any more. They are not calls: only the page's own row has them. */
export const pageActions = [
  "PutAppInstanceStreamingConfigurations",
  "GetAppInstanceStreamingConfigurations",
  "DeleteAppInstanceStreamingConfigurations",
] as const;

/** A call, or an action that only AWS's page has. */
export type CallOrPageAction = Call | (typeof pageActions)[number];
