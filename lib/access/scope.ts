// A developer held to one app instance: what each action of a developer can be held to, by AWS's authorization reference
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html).
import type { Grant } from "./catalogue";

/** How far a developer's policy reaches: over every app instance, as AWS's page has it, or one alone. */
export type Scope = "all" | "app_instance";

export const scopes: readonly Scope[] = ["all", "app_instance"];

/** The rows that take the place of the star when a developer is held to one app instance. */
export const heldToAppInstance: readonly Grant[] = [
  {
    // There is no resource to name: what these create has no ARN yet. They stay on the star.
    actions: ["chime:CreateAppInstance", "chime:CreateAppInstanceUser", "chime:CreateAppInstanceBot"],
    on: "*",
  },
  {
    actions: [
      "chime:DescribeAppInstance",
      "chime:ListAppInstances",
      "chime:UpdateAppInstance",
      "chime:DeleteAppInstance",
      "chime:PutAppInstanceRetentionSettings",
      "chime:GetAppInstanceRetentionSettings",
      "chime:PutAppInstanceStreamingConfigurations",
      "chime:GetAppInstanceStreamingConfigurations",
      "chime:DeleteAppInstanceStreamingConfigurations",
      "chime:PutMessagingStreamingConfigurations",
      "chime:GetMessagingStreamingConfigurations",
      "chime:DeleteMessagingStreamingConfigurations",
      "chime:CreateChannelFlow",
    ],
    on: ["app-instance"],
  },
  {
    actions: [
      "chime:CreateAppInstanceAdmin",
      "chime:DescribeAppInstanceAdmin",
      "chime:ListAppInstanceAdmins",
      "chime:DeleteAppInstanceAdmin",
    ],
    on: ["app-instance", "user/*", "bot/*"],
  },
  {
    actions: [
      "chime:DeleteAppInstanceUser",
      "chime:ListAppInstanceUsers",
      "chime:UpdateAppInstanceUser",
      "chime:DescribeAppInstanceUser",
      "chime:PutAppInstanceUserExpirationSettings",
    ],
    on: ["user/*"],
  },
  {
    actions: [
      "chime:DescribeAppInstanceBot",
      "chime:ListAppInstanceBots",
      "chime:UpdateAppInstanceBot",
      "chime:DeleteAppInstanceBot",
    ],
    on: ["bot/*"],
  },
  {
    actions: [
      "chime:UpdateChannelFlow",
      "chime:DescribeChannelFlow",
      "chime:ListChannelFlows",
      "chime:ListChannelsAssociatedWithChannelFlow",
    ],
    on: ["channel-flow/*"],
  },
  // The reference names the channel, almost surely a slip: granted on both.
  { actions: ["chime:DeleteChannelFlow"], on: ["channel/*", "channel-flow/*"] },
  { actions: ["chime:ChannelFlowCallback"], on: ["channel/*"] },
  {
    actions: ["chime:TagResource", "chime:UntagResource", "chime:ListTagsForResource"],
    on: ["app-instance", "user/*", "bot/*", "channel/*", "channel-flow/*"],
  },
];

/** Grants with every star narrowed to what the actions can be held to. */
export function held(grants: readonly Grant[]): readonly Grant[] {
  return grants.flatMap(({ actions }) =>
    heldToAppInstance
      .map((row) => ({ ...row, actions: row.actions.filter((action) => actions.includes(action)) }))
      .filter((row) => row.actions.length > 0),
  );
}
