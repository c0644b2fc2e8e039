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

/** The calls that tag: they act on any type of resource, so what they share a statement with must not be more than theirs. */
export const tagCalls: readonly Call[] = ["ListTagsForResource", "TagResource", "UntagResource"];

/** What a call touches in a policy of this reach. */
export function resourcesOf(call: CallOrPageAction, reach: Reach): readonly StatementResource[] {
  if (reach === "all") return isTagCall(call) ? ["app-instance/*"] : ["*"];
  if (!isCall(call)) return ["app-instance"];
  const row: { readonly on: readonly Resource[]; readonly signedIn?: readonly Resource[] } = calls[call];
  return (reach === "signed_in" ? row.signedIn : undefined) ?? row.on;
}

/**
 * The groups, in the order of the statements. Calls of one group may share a statement, because each of them acts on the
 * same types of resource or on types that no other call of the group acts on.
 */
export const callGroups = ["any_resource", "bearer", "bearer_and_flow", "target", "tags"] as const;

export type CallGroup = (typeof callGroups)[number];

/** The group of a call, by what it touches. */
export function groupOf(call: CallOrPageAction, reach: Reach): CallGroup {
  const resources = resourcesOf(call, reach);
  if (isTagCall(call) && reach !== "app_instance") return "tags";
  if (resources.includes("*")) return "any_resource";
  if (!resources.includes("bearer")) return "target";
  return resources.includes("channel-flow/*") ? "bearer_and_flow" : "bearer";
}

/** What a policy is made of. */
export interface AccessProps {
  readonly calls: readonly CallOrPageAction[];
  readonly reach: Reach;
  readonly appInstance: AppInstance;
  /** AppInstanceUser IDs that the calls act as: IAM policy variables, one ID, or `*`. */
  readonly users: readonly string[];
  /** AppInstanceBot IDs that the calls act as: one ID, or `*`. */
  readonly bots: readonly string[];
}

/** What a role with these calls may do, one statement for each group of calls and each need. */
export function accessPolicy(props: AccessProps): PolicyDocument {
  const arns = resourceArns(props);
  const { groups, needed } = shapeOf(props);
  const statements = groups.map(
    ({ actions, touched }): Statement => ({
      Effect: "Allow",
      Action: actions,
      Resource: touched.flatMap((name) => arns[name]),
    }),
  );
  return policyDocument([...statements, ...needed.map((need) => needStatement(need, props.appInstance))]);
}

/** A policy without its ARNs: the actions of each statement and what they touch. */
interface PolicyShape {
  readonly groups: readonly { readonly actions: readonly string[]; readonly touched: readonly StatementResource[] }[];
  readonly needed: readonly Need[];
}

/** The shape for each reach and calls: it is the same for the roles of every app instance. */
const shapes = new Map<string, PolicyShape>();

function shapeOf({ calls: called, reach }: AccessProps): PolicyShape {
  const sorted = [...new Set(called)].sort();
  const id = `${reach} ${sorted}`;
  const known = shapes.get(id);
  if (known !== undefined) return known;
  const groups = callGroups.flatMap((group) => {
    const members = sorted.filter((call) => groupOf(call, reach) === group);
    const all = new Set(members.flatMap((call) => resourcesOf(call, reach)));
    const touched = statementResources.filter((name) => all.has(name));
    return members.length === 0 ? [] : [{ actions: members.map((call) => `chime:${call}`), touched }];
  });
  const shape = { groups, needed: needsOf(sorted) };
  shapes.set(id, shape);
  return shape;
}

/** What a statement may name as its resource, in order. */
export const statementResources: readonly StatementResource[] = [...resourceNames, "app-instance/*"];

function resourceArns({ appInstance, users, bots }: AccessProps): Record<StatementResource, readonly string[]> {
  const { region, account, arn } = appInstance;
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
