// Where we differ from AWS's page "Example IAM roles" on purpose, each with its reason and source. Nothing else of what a role
// has by default differs.

import type { Call } from "./calls";
import { frozen } from "./frozen";
import type { StatementResource } from "./policy";
import type { PageRoleType } from "./role-types";

/** An edition of AWS's page: 2021-08, before channel flows, and 2022-10, whose action lists are still there in 2026. */
export type Edition = "2021" | "2022";

/** One difference from AWS's page. */
export interface Correction {
  /** The editions of the page that have the fault. */
  readonly editions: readonly Edition[];
  /** The role types that it concerns. */
  readonly roles: readonly PageRoleType[];
  /** What is wrong in the page. */
  readonly fault: string;
  /** What we do instead, and why. */
  readonly correction: string;
  /** The page of AWS that shows it. */
  readonly source: string;
  /** What we grant and the page does not. */
  readonly adds?: { readonly calls: readonly Call[]; readonly on: StatementResource };
  /** What we grant on less than the page's `*`. */
  readonly restricts?: { readonly calls: readonly Call[]; readonly to: StatementResource };
  /** Text of the page, and what we have in its place. */
  readonly replaces?: Readonly<Record<string, string>>;
}

const reference = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html";
const page = "https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html";

/** Every difference from AWS's page. */
export const corrections: readonly Correction[] = frozen([
  {
    editions: ["2021", "2022"],
    roles: ["websocket"],
    fault: "`Connect` alone: a client cannot find the endpoint that it must connect to",
    correction: "adds `GetMessagingSessionEndpoint`, which has no resource type and so is on `*`",
    source: "https://docs.aws.amazon.com/chime-sdk/latest/dg/websockets.html",
    adds: { calls: ["GetMessagingSessionEndpoint"], on: "*" },
  },
  {
    editions: ["2021", "2022"],
    roles: ["developer"],
    fault: "`Put`/`Get`/`DeleteAppInstanceStreamingConfigurations`: no operation of today's SDK uses these actions",
    correction:
      "keeps them; today's operations are the capability `streaming`, on request, because they also need rights in Kinesis and for the service-linked role",
    source: reference,
  },
  {
    editions: ["2021", "2022"],
    roles: ["developer"],
    fault:
      "`TagResource`, `UntagResource` and `ListTagsForResource` on `*` also reach meetings, voice connectors and SIP media applications",
    correction: "restricts them to the app instances of the region and account, and what is in them",
    source: reference,
    restricts: { calls: ["TagResource", "UntagResource", "ListTagsForResource"], to: "app-instance/*" },
  },
  {
    editions: ["2022"],
    roles: ["user"],
    fault: "`AssociateChannelFlow` and `DisassociateChannelFlow` also act on a channel flow, whose ARN is not granted",
    correction: "grants `channel-flow/*` for these two actions, which could never succeed without it",
    source: reference,
    adds: { calls: ["AssociateChannelFlow", "DisassociateChannelFlow"], on: "channel-flow/*" },
  },
  {
    editions: ["2022"],
    roles: ["user"],
    fault: "`chime:Listsubchannels`",
    correction: "the canonical `chime:ListSubChannels`: IAM ignores case, readers and tools do not",
    source: reference,
    replaces: { "chime:Listsubchannels": "chime:ListSubChannels" },
  },
  {
    editions: ["2022"],
    roles: ["developer", "user"],
    fault: "not JSON: some commas are missing, and there is one too many",
    correction: "the same actions as valid JSON",
    source: page,
  },
  {
    editions: ["2021", "2022"],
    roles: ["user", "minimal_user", "websocket"],
    fault: "the region is fixed: `us-east-1` in one edition, the literal word `region` in the other",
    correction: "the app instance's own ARN, from its region, account and ID",
    source: page,
    replaces: {
      "arn:aws:chime:us-east-1:{awsAccountId}:app-instance/{appInstanceId}/": "",
      "arn:aws:chime:region:{aws_account_id}:app-instance/{app_instance_id}/": "",
    },
  },
  {
    editions: ["2021", "2022"],
    roles: ["user", "minimal_user", "websocket"],
    fault: "the AppInstanceUser ID is a placeholder to fill in, which makes one role for every user",
    correction: "one role for all users: an IAM policy variable names the caller",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    replaces: { "user/{appInstanceUserId}": "user/{caller}", "user/{app_instance_user_id}": "user/{caller}" },
  },
]);
