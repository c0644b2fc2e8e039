// Every star in an ARN of Chime, with the reason for it; needs.ts has those of other services. A test finds a star that has
// none. Where a role acts as any user or bot, its inputs say so: `app_instance_user_id` or `app_instance_bot_id` is `*`.

import { type Call, type CallOrPageAction, calls as callTable } from "./calls";
import type { Reach, StatementResource } from "./policy";
import { type RoleType, signedInTypes } from "./role-types";

/** A star that a policy may have, in which roles and for which calls, and why. */
export interface Wildcard {
  readonly resource: StatementResource;
  readonly roles: readonly RoleType[];
  /** Every call of these roles on the resource, unless some are named, or those that have a bearer. */
  readonly calls?: readonly Call[] | "with a bearer";
  /** Only in policies of this reach. */
  readonly reach?: Reach;
  readonly because: string;
}

const tags: readonly Call[] = ["TagResource", "UntagResource", "ListTagsForResource"];
const inAppInstance: readonly RoleType[] = ["developer", "backend"];

export const wildcards: readonly Wildcard[] = [
  {
    resource: "*",
    roles: [...signedInTypes, "backend", "developer"],
    calls: ["GetMessagingSessionEndpoint"],
    because: "AWS defines no resource for it; the endpoint is the same for all.",
  },
  {
    resource: "*",
    roles: inAppInstance,
    calls: ["CreateAppInstance"],
    because: "AWS defines no resource for it: an app instance that does not exist has no ARN.",
  },
  {
    resource: "*",
    roles: ["developer"],
    reach: "all",
    because:
      "A developer administers every app instance of the account, as on AWS's page; `scope` restricts it to one.",
  },
  {
    resource: "app-instance/*",
    roles: ["developer"],
    calls: tags,
    because:
      "A developer tags every app instance of the region and account, and what is in it, but nothing else of Chime.",
  },
  {
    resource: "channel/*",
    roles: ["user", "minimal_user"],
    calls: tags,
    because:
      "These calls name no caller, so neither IAM nor the service tells members apart: they must be asked for by name.",
  },
  {
    resource: "channel/*",
    roles: ["user", "minimal_user", "backend"],
    calls: "with a bearer",
    because: "IAM knows no memberships: the service itself refuses a bearer who is no member, moderator or admin.",
  },
  {
    resource: "channel-flow/*",
    roles: ["user", "minimal_user"],
    because:
      "Which flow is named in the call. The service lets only moderators and admins associate one; others only read.",
  },
  {
    resource: "bot/*",
    roles: ["user", "minimal_user"],
    calls: ["DescribeAppInstanceBot", "ListAppInstanceBots"],
    because: "Bots have no owner among the users. The role can only read them; it cannot act as one.",
  },
  {
    resource: "user/*",
    roles: ["user", "minimal_user"],
    calls: ["DescribeAppInstanceUser", "ListAppInstanceUsers"],
    because: "A directory of users: they are only read, none is acted as.",
  },
  ...(["user/*", "bot/*", "channel/*", "channel-flow/*"] as const).map(
    (resource): Wildcard => ({
      resource,
      roles: inAppInstance,
      because: "The calls administer everything of the kind in the one app instance.",
    }),
  ),
];

/** The reason of a star in the policy of a role type, for a call. Where the reach is not known, it is that of any. */
export function wildcardFor(
  resource: string,
  roleType: RoleType,
  call: CallOrPageAction,
  reach?: Reach,
): Wildcard | undefined {
  const row: { readonly on?: readonly string[] } = Object.hasOwn(callTable, call) ? callTable[call as Call] : {};
  return wildcards.find(
    ({ resource: of, roles, calls = [], reach: only }) =>
      of === resource &&
      roles.includes(roleType) &&
      (calls === "with a bearer"
        ? row.on?.includes("bearer")
        : calls.length === 0 || calls.some((one) => one === call)) &&
      (only === undefined || reach === undefined || only === reach),
  );
}

/** The calls that a star is for, in words. */
export function callsInWords({ calls }: Wildcard): string {
  if (calls === undefined) return "all calls on it";
  return typeof calls === "string" ? `all calls ${calls}` : calls.join(", ");
}
