// Every star in a Resource, with the reason that it stands there. A test finds a star that has none.
import type { Action, Resource } from "./catalogue";
import type { RoleType } from "./role-types";

/** A star that a policy may have, in which roles and for which actions, and why it may. */
export interface Wildcard {
  readonly resource: "*" | Resource;
  readonly roles: readonly RoleType[];
  /** Every action of these roles, unless some are named. */
  readonly actions?: readonly Action[];
  readonly because: string;
}

const users: readonly RoleType[] = ["user", "minimal_user", "websocket"];

export const wildcards: readonly Wildcard[] = [
  {
    resource: "*",
    roles: ["developer"],
    because: "A developer administers every app instance of the account, as on AWS's page; `scope` holds it to one.",
  },
  {
    resource: "*",
    roles: users,
    actions: ["chime:GetMessagingSessionEndpoint"],
    because: "AWS defines no resource for it; the endpoint is the same for all.",
  },
  {
    resource: "channel/*",
    roles: ["user"],
    actions: ["chime:TagResource", "chime:UntagResource", "chime:ListTagsForResource"],
    because:
      "These calls name no caller, so neither IAM nor the service tells members: the capability must be asked for.",
  },
  {
    resource: "channel/*",
    roles: ["user", "minimal_user"],
    because: "IAM knows no memberships: the service itself refuses a caller who is no member, moderator or admin.",
  },
  {
    resource: "channel-flow/*",
    roles: ["user"],
    because: "Which flow is named in the call; the service lets only moderators and admins associate one.",
  },
  {
    resource: "bot/*",
    roles: ["user"],
    actions: ["chime:DescribeAppInstanceBot", "chime:ListAppInstanceBots"],
    because: "Bots have no owner among the users; only their names are read, none is acted as.",
  },
  {
    resource: "mobiletargeting:apps/*",
    roles: ["user", "minimal_user"],
    actions: ["mobiletargeting:GetApp"],
    because: "The Pinpoint application is named in the call, and only read.",
  },
  ...(["user/*", "bot/*", "channel/*", "channel-flow/*"] as const).map(
    (resource): Wildcard => ({
      resource,
      roles: ["developer"],
      because: "A developer of one app instance administers everything in it.",
    }),
  ),
];
