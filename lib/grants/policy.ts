// The policy of a role: a function of its calls, one statement for each group of calls.
import type { AppInstance } from "./app-instance";
import { type Call, type CallOrPageAction, calls, type Resource, resourceNames } from "./calls";
import { type Need, needs } from "./needs";
import { type PolicyDocument, policyDocument, type Statement } from "./policy-document";

/**
 * How far a policy reaches.
 * - `signed_in`: what a user of the session may touch in the app instance.
 * - `app_instance`: everything in one app instance, as a back end or a developer of one app instance.
 * - `all`: every app instance, as the developer of AWS's page.
 */
export type Reach = "signed_in" | "app_instance" | "all";

/** The resources of a statement. "app-instance/*" is everything in every app instance of the region and account. */
export type StatementResource = Resource | "app-instance/*";

/** The calls that tag. They act on any type of resource, so their statement must name only what they may tag. */
export const tagCalls: readonly Call[] = ["ListTagsForResource", "TagResource", "UntagResource"];

/** What a call touches in a policy of this reach. */
export function resourcesOf(call: CallOrPageAction, reach: Reach): readonly StatementResource[] {
  if (reach === "all") return isTagCall(call) ? ["app-instance/*"] : ["*"];
  if (!isCall(call)) return ["app-instance"];
  const row: { readonly on: readonly Resource[]; readonly signedIn?: readonly Resource[] } = calls[call];
  return (reach === "signed_in" ? row.signedIn : undefined) ?? row.on;
}

/**
 * The groups, in the order of the statements. Calls of one group may share a statement: two of them that act on one type of
 * resource may act on the same ones of it.
 */
export const callGroups = ["any_resource", "bearer", "bearer_and_flow", "target", "tags"] as const;

export type CallGroup = (typeof callGroups)[number];

/** The group of a call, by what it touches. */
export function callGroup(call: CallOrPageAction, reach: Reach): CallGroup {
  const resources = resourcesOf(call, reach);
  if (isTagCall(call) && reach !== "app_instance") return "tags"; // within one app instance they may tag everything anyway
  if (resources.includes("*")) return "any_resource";
  if (!resources.includes("bearer")) return "target";
  return resources.includes("channel-flow/*") ? "bearer_and_flow" : "bearer";
}

/** What a policy is made of. */
export interface AccessProps {
  /** The calls, sorted, each once. */
  readonly calls: readonly CallOrPageAction[];
  readonly reach: Reach;
  readonly appInstance: AppInstance;
  /** AppInstanceUser IDs that the calls act as: IAM policy variables, one ID, or `*`. */
  readonly users: readonly string[];
  /** AppInstanceBot IDs that the calls act as: one ID, or `*`. */
  readonly bots: readonly string[];
}

/** What a role with these calls may do, one statement for each group of calls and each need. */
export function accessPolicy({ calls: called, reach, appInstance, users, bots }: AccessProps): PolicyDocument {
  const arns = resourceArns(appInstance, users, bots);
  const statements = callGroups.flatMap((group): Statement[] => {
    const members = called.filter((call) => callGroup(call, reach) === group);
    const touched = new Set(members.flatMap((call) => resourcesOf(call, reach)));
    if (members.length === 0) return [];
    return [
      {
        Effect: "Allow",
        Action: members.map((call) => `chime:${call}`),
        Resource: statementResources.filter((name) => touched.has(name)).flatMap((name) => arns[name]),
      },
    ];
  });
  return policyDocument([...statements, ...needsOf(called).map((need) => needStatement(need, appInstance))]);
}

/** What a statement may name as its resource, in order. */
export const statementResources: readonly StatementResource[] = [...resourceNames, "app-instance/*"];

function resourceArns(
  { region, account, arn }: AppInstance,
  users: readonly string[],
  bots: readonly string[],
): Record<StatementResource, readonly string[]> {
  return {
    "*": ["*"],
    bearer: [...users.map((id) => `${arn}/user/${id}`), ...bots.map((id) => `${arn}/bot/${id}`)],
    "app-instance": [arn],
    "user/*": [`${arn}/user/*`],
    "bot/*": [`${arn}/bot/*`],
    "channel/*": [`${arn}/channel/*`],
    "channel-flow/*": [`${arn}/channel-flow/*`],
    "app-instance/*": [`arn:aws:chime:${region}:${account}:app-instance/*`],
  };
}

/** What the calls need besides their own actions. */
export function needsOf(called: readonly CallOrPageAction[]): readonly Need[] {
  return needs.filter((need) => need.calls.some((call) => called.includes(call)));
}

function needStatement({ actions, resource, condition }: Need, { region, account }: AppInstance): Statement {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: [resource.replace("{region}", region).replace("{account}", account)],
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function isCall(call: CallOrPageAction): call is Call {
  return Object.hasOwn(calls, call);
}

function isTagCall(call: CallOrPageAction): boolean {
  return (tagCalls as readonly string[]).includes(call);
}
