// The policy of a role: a function of its calls, one statement for each group of calls.
import { type AppInstance, appInstanceArn } from "./app-instance";
import { type Call, type CallOrPageAction, calls, type Resource, resourceNames } from "./calls";
import { type Need, needs } from "./needs";
import { type Condition, type PolicyDocument, policyDocument, type Statement } from "./policy-document";

/**
 * How far a policy reaches.
 * - `signed_in`: what a user of the session may touch in the app instance.
 * - `app_instance`: everything in the app instance, or in some, as a back end or a developer of one app instance.
 * - `each_app_instance`: the same in every app instance of the region and account, as a back end that serves all of them.
 * - `all`: everything, as the developer of AWS's page.
 */
export type Reach = "signed_in" | "app_instance" | "each_app_instance" | "all";

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
  // Within an app instance, a role of these reaches may tag everything anyway.
  if (isTagCall(call) && (reach === "signed_in" || reach === "all")) return "tags";
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
  /** Further app instances in which the calls may do the same, by their IDs. */
  readonly furtherAppInstances?: readonly string[];
  /** The tags that a channel must have for the calls to reach it: all of them. */
  readonly channelsTagged?: Readonly<Record<string, string>>;
  /** AppInstanceUser IDs that the calls act as: IAM policy variables, one ID, or `*`. */
  readonly users: readonly string[];
  /** AppInstanceBot IDs that the calls act as: one ID, or `*`. */
  readonly bots: readonly string[];
}

/** What a role with these calls may do, one statement for each group of calls and each need. */
export function accessPolicy(props: AccessProps): PolicyDocument {
  const { calls: called, reach, appInstance, users, bots, channelsTagged = {} } = props;
  const arns = resourceArns(arnsOf(props), appInstance, users, bots);
  const rows = called.map((call) => ({ call, group: callGroup(call, reach), resources: resourcesOf(call, reach) }));
  const tags = Object.entries(channelsTagged);
  const parts = tags.length === 0 ? byGroup(rows) : byChannel(rows, conditionOf(tags));
  const statements = parts.map(({ calls: members, resources, condition }): Statement => {
    const Resource = statementResources.filter((name) => resources.has(name)).flatMap((name) => arns[name]);
    if (Resource.length === 0) throw new Error(`${members.join(", ")} would act on nothing.`);
    return {
      Effect: "Allow",
      Action: members.map((call) => `chime:${call}`),
      Resource,
      ...(condition === undefined ? {} : { Condition: condition }),
    };
  });
  return policyDocument([...statements, ...needsOf(called).map((need) => needStatement(need, appInstance))]);
}

/** A call, the group that it may share a statement with, and what it touches. */
interface CallRow {
  readonly call: CallOrPageAction;
  readonly group: CallGroup;
  readonly resources: readonly StatementResource[];
}

/** The calls of a statement, what they touch, and on what condition. */
interface Part {
  readonly calls: readonly CallOrPageAction[];
  readonly resources: ReadonlySet<StatementResource>;
  readonly condition?: Condition;
}

/** A part for each group of calls. */
function byGroup(rows: readonly CallRow[]): Part[] {
  return callGroups.flatMap((group) => partOf(rows.filter((row) => row.group === group)));
}

/**
 * Parts in which channels have a statement of their own, with a condition on their tags: a call is allowed on its bearer and
 * on its channel, and only the channel has such tags. One statement for all bearers is the smallest.
 */
function byChannel(rows: readonly CallRow[], condition: Condition): Part[] {
  const only = (name: StatementResource) =>
    rows.flatMap(({ resources, ...row }) => (resources.includes(name) ? [{ ...row, resources: [name] }] : []));
  const others = rows.flatMap(({ resources, ...row }) => {
    const rest = resources.filter((name) => name !== "bearer" && name !== "channel/*");
    return rest.length === 0 ? [] : [{ ...row, resources: rest }];
  });
  const [anyResource, inAppInstance] = [true, false].map((is) =>
    byGroup(others.filter(({ group }) => (group === "any_resource") === is)),
  );
  const channels = partOf(only("channel/*")).map((part) => ({ ...part, condition }));
  return [...(anyResource ?? []), ...partOf(only("bearer")), ...channels, ...(inAppInstance ?? [])];
}

function partOf(rows: readonly CallRow[]): Part[] {
  if (rows.length === 0) return [];
  return [{ calls: rows.map(({ call }) => call), resources: new Set(rows.flatMap(({ resources }) => resources)) }];
}

/** A channel must have all of these tags. Their values may be IAM policy variables. */
function conditionOf(tags: readonly (readonly [string, string])[]): Condition {
  return { StringEquals: Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value])) };
}

/** The ARNs of the app instances that a policy is for. */
function arnsOf({ reach, appInstance, furtherAppInstances = [] }: AccessProps): string[] {
  const { region, account, arn } = appInstance;
  const arnOf = (id: string) => appInstanceArn(region, account, id);
  return reach === "each_app_instance" ? [arnOf("*")] : [arn, ...furtherAppInstances.map(arnOf)];
}

/** What a statement may name as its resource, in order. */
export const statementResources: readonly StatementResource[] = [...resourceNames, "app-instance/*"];

function resourceArns(
  appInstanceArns: readonly string[],
  { region, account }: AppInstance,
  users: readonly string[],
  bots: readonly string[],
): Record<StatementResource, readonly string[]> {
  const inEach = (names: readonly string[]) => appInstanceArns.flatMap((arn) => names.map((name) => `${arn}/${name}`));
  return {
    "*": ["*"],
    bearer: inEach([...users.map((id) => `user/${id}`), ...bots.map((id) => `bot/${id}`)]),
    "app-instance": appInstanceArns,
    "user/*": inEach(["user/*"]),
    "bot/*": inEach(["bot/*"]),
    "channel/*": inEach(["channel/*"]),
    "channel-flow/*": inEach(["channel-flow/*"]),
    "app-instance/*": [appInstanceArn(region, account, "*")],
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
