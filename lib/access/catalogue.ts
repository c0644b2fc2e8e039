// What each role type may do: one table, to be read beside AWS's page "Example IAM roles"
// (https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html). Where it differs, corrections.ts says why.
// A resource is what follows the app instance's ARN; {caller} stands for the AppInstanceUser whose session it is.
import type { ChimeAction } from "./actions.generated";
import type { Capability } from "./capabilities";
import type { RoleType } from "./role-types";

/**
 * What is granted: the app instance itself, something in it (what follows `arn:aws:chime:REGION:ACCOUNT:app-instance/ID/`),
 * or the Pinpoint applications of its region and account.
 */
export type Resource =
  | "app-instance"
  | "user/{caller}"
  | "user/*"
  | "bot/*"
  | "channel/*"
  | "channel-flow/*"
  | "mobiletargeting:apps/*";

/** An action that the catalogue may grant: Chime's, and those of another service that a call of Chime needs too. */
export type Action = ChimeAction | "mobiletargeting:GetApp";

/** One row of the table: these actions are allowed on these resources. */
export interface Grant {
  readonly actions: readonly Action[];
  readonly on: "*" | readonly Resource[];
}

// What users of both kinds have alike.
const pushNotifications: readonly Grant[] = [
  {
    actions: [
      "chime:RegisterAppInstanceUserEndpoint",
      "chime:UpdateAppInstanceUserEndpoint",
      "chime:DescribeAppInstanceUserEndpoint",
      "chime:ListAppInstanceUserEndpoints",
      "chime:DeregisterAppInstanceUserEndpoint",
    ],
    on: ["user/{caller}"],
  },
  { actions: ["mobiletargeting:GetApp"], on: ["mobiletargeting:apps/*"] },
];
const preferences: readonly Grant[] = [
  {
    actions: ["chime:GetChannelMembershipPreferences", "chime:PutChannelMembershipPreferences"],
    on: ["user/{caller}", "channel/*"],
  },
];
const search: readonly Grant[] = [{ actions: ["chime:SearchChannels"], on: ["user/{caller}"] }];

/** The table: role type, capability, grants. A capability that is not named adds nothing to that role type. */
export const catalogue: Readonly<Record<RoleType, Readonly<Partial<Record<Capability, readonly Grant[]>>>>> = {
  developer: {
    messaging: [
      {
        actions: [
          "chime:CreateAppInstance",
          "chime:DescribeAppInstance",
          "chime:ListAppInstances",
          "chime:UpdateAppInstance",
          "chime:DeleteAppInstance",
          "chime:CreateAppInstanceUser",
          "chime:DeleteAppInstanceUser",
          "chime:ListAppInstanceUsers",
          "chime:UpdateAppInstanceUser",
          "chime:DescribeAppInstanceUser",
          "chime:CreateAppInstanceAdmin",
          "chime:DescribeAppInstanceAdmin",
          "chime:ListAppInstanceAdmins",
          "chime:DeleteAppInstanceAdmin",
          "chime:PutAppInstanceRetentionSettings",
          "chime:GetAppInstanceRetentionSettings",
          "chime:PutAppInstanceStreamingConfigurations",
          "chime:GetAppInstanceStreamingConfigurations",
          "chime:DeleteAppInstanceStreamingConfigurations",
          "chime:TagResource",
          "chime:UntagResource",
          "chime:ListTagsForResource",
        ],
        on: "*",
      },
    ],
    channel_flows: [
      {
        actions: [
          "chime:CreateChannelFlow",
          "chime:UpdateChannelFlow",
          "chime:DescribeChannelFlow",
          "chime:DeleteChannelFlow",
          "chime:ListChannelFlows",
          "chime:ListChannelsAssociatedWithChannelFlow",
          "chime:ChannelFlowCallback",
        ],
        on: "*",
      },
    ],
    streaming: [
      {
        actions: [
          "chime:PutMessagingStreamingConfigurations",
          "chime:GetMessagingStreamingConfigurations",
          "chime:DeleteMessagingStreamingConfigurations",
        ],
        on: "*",
      },
    ],
    bots: [
      {
        actions: [
          "chime:CreateAppInstanceBot",
          "chime:DescribeAppInstanceBot",
          "chime:ListAppInstanceBots",
          "chime:UpdateAppInstanceBot",
          "chime:DeleteAppInstanceBot",
        ],
        on: "*",
      },
    ],
    expiration: [{ actions: ["chime:PutAppInstanceUserExpirationSettings"], on: "*" }],
  },

  user: {
    messaging: [
      { actions: ["chime:GetMessagingSessionEndpoint"], on: "*" },
      {
        actions: [
          "chime:CreateChannel",
          "chime:DescribeChannel",
          "chime:DeleteChannel",
          "chime:UpdateChannel",
          "chime:ListChannels",
          "chime:ListChannelMembershipsForAppInstanceUser",
          "chime:DescribeChannelMembershipForAppInstanceUser",
          "chime:ListChannelsModeratedByAppInstanceUser",
          "chime:DescribeChannelModeratedByAppInstanceUser",
          "chime:UpdateChannelReadMarker",
          "chime:CreateChannelModerator",
          "chime:DescribeChannelModerator",
          "chime:ListChannelModerators",
          "chime:DeleteChannelModerator",
          "chime:SendChannelMessage",
          "chime:GetChannelMessage",
          "chime:DeleteChannelMessage",
          "chime:UpdateChannelMessage",
          "chime:RedactChannelMessage",
          "chime:ListChannelMessages",
          "chime:CreateChannelMembership",
          "chime:DescribeChannelMembership",
          "chime:DeleteChannelMembership",
          "chime:ListChannelMemberships",
          "chime:CreateChannelBan",
          "chime:DeleteChannelBan",
          "chime:ListChannelBans",
          "chime:DescribeChannelBan",
          "chime:Connect",
        ],
        on: ["user/{caller}", "channel/*"],
      },
    ],
    channel_flows: [
      { actions: ["chime:GetChannelMessageStatus"], on: ["user/{caller}", "channel/*"] },
      {
        actions: ["chime:AssociateChannelFlow", "chime:DisassociateChannelFlow"],
        on: ["user/{caller}", "channel/*", "channel-flow/*"],
      },
    ],
    sub_channels: [{ actions: ["chime:ListSubChannels"], on: ["user/{caller}", "channel/*"] }],
    bots: [{ actions: ["chime:DescribeAppInstanceBot", "chime:ListAppInstanceBots"], on: ["bot/*"] }],
    push_notifications: pushNotifications,
    preferences,
    search,
    expiration: [{ actions: ["chime:PutChannelExpirationSettings"], on: ["user/{caller}", "channel/*"] }],
    channel_tags: [
      { actions: ["chime:TagResource", "chime:UntagResource", "chime:ListTagsForResource"], on: ["channel/*"] },
    ],
    bulk_membership: [{ actions: ["chime:BatchCreateChannelMembership"], on: ["user/{caller}", "channel/*"] }],
  },

  minimal_user: {
    messaging: [
      { actions: ["chime:GetMessagingSessionEndpoint"], on: "*" },
      {
        actions: [
          "chime:ListChannels",
          "chime:DescribeChannel",
          "chime:ListChannelMembershipsForAppInstanceUser",
          "chime:DescribeChannelMembershipForAppInstanceUser",
          "chime:ListChannelsModeratedByAppInstanceUser",
          "chime:DescribeChannelModeratedByAppInstanceUser",
          "chime:SendChannelMessage",
          "chime:GetChannelMessage",
          "chime:ListChannelMessages",
          "chime:Connect",
        ],
        on: ["user/{caller}", "channel/*"],
      },
    ],
    push_notifications: pushNotifications,
    preferences,
    search,
  },

  websocket: {
    messaging: [
      { actions: ["chime:GetMessagingSessionEndpoint"], on: "*" },
      { actions: ["chime:Connect"], on: ["user/{caller}"] },
    ],
  },
};
