// A model of access: of each role, who may assume it and what it may do, as facts.
import type { AppInstance } from "../grants/app-instance";
import { callsOfCapability } from "../grants/catalogue";
import { needsOf } from "../grants/policy";
import type { RoleSpec } from "../inputs/role-spec";
import type { Constraint } from "./constraint";
import { type Grant, type ReadDocument, readDocument } from "./grant";

/** What is known of a role. */
export interface RoleAccess {
  /** The role type, where it is known. */
  readonly type?: string | undefined;
  readonly trust: ReadDocument;
  readonly policy: ReadDocument;
  /** The ARNs of further managed policies, of whose content nothing is known here. */
  readonly furtherPolicies: readonly string[];
  /** The ARN of the permissions boundary. */
  readonly boundary?: string | undefined;
  /** The capability or call that brings an action, by the action, where it is known. */
  readonly origins: Readonly<Record<string, string>>;
}

/** The access of an environment: its account, its app instance and its roles by key. */
export interface Access {
  readonly account: string;
  readonly appInstance?: string | undefined;
  readonly roles: Readonly<Record<string, RoleAccess>>;
}

/** The documents of a role as somebody wrote them. */
export interface RoleDocumentsJson {
  readonly type?: string | undefined;
  readonly trust: unknown;
  readonly policy: unknown;
  readonly furtherPolicies?: readonly string[];
  readonly boundary?: string | undefined;
  readonly origins?: Readonly<Record<string, string>>;
}

/** The access of an environment, by the specs of its roles. */
export function accessOfSpecs(
  { account, arn: appInstance }: AppInstance,
  specs: Readonly<Record<string, RoleSpec>>,
): Access {
  const roles = Object.entries(specs).map(([key, spec]): [string, RoleAccess] => [
    key,
    roleAccess({
      type: spec.type,
      trust: spec.trustPolicy,
      policy: spec.policy,
      furtherPolicies: Object.values(spec.policyArns).sort(),
      boundary: spec.permissionsBoundaryArn,
      origins: originsOf(spec),
    }),
  ]);
  return { account, appInstance, roles: Object.fromEntries(roles) };
}

/** The capability or call that brings each action of a role. */
function originsOf({ type, calls, capabilities, namedCalls }: RoleSpec): Record<string, string> {
  return Object.fromEntries([
    ...needsOf(calls).flatMap((need) => need.actions.map((action) => [action, `needed by ${need.calls.join(", ")}`])),
    ...namedCalls.map((call) => [`chime:${call}`, "calls"]),
    ...capabilities.flatMap((name) =>
      callsOfCapability(type, name)
        .filter((call) => calls.includes(call))
        .map((call) => [`chime:${call}`, name]),
    ),
  ]);
}

/** Reads the documents of a role, whoever wrote them. */
export function roleAccess(documents: RoleDocumentsJson): RoleAccess {
  const { trust, policy, furtherPolicies = [], origins = {}, ...others } = documents;
  return { ...others, trust: readDocument(trust), policy: readDocument(policy), furtherPolicies, origins };
}

/** Grants that differ in one part alone, and that part: the actions, or the resources, together. */
export interface GrantGroup extends Omit<Grant, "action" | "resource"> {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The grants by what they have alike: the resources of an action, then the actions of the same resources. */
export function grantGroups(grants: readonly Grant[]): GrantGroup[] {
  const byAction = groupedBy(grants, ({ action, resource: _resource, ...same }) =>
    JSON.stringify([action.toLowerCase(), same]),
  ).map((alike): GrantGroup => {
    const [{ action, resource: _resource, ...same }] = alike;
    const resources = alike.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
    return { ...same, actions: [action], resources: sortedTexts(resources) };
  });
  return groupedBy(byAction, ({ actions: _actions, ...same }) => JSON.stringify(same)).map((alike) => ({
    ...alike[0],
    actions: sortedTexts(alike.flatMap(({ actions }) => actions)),
  }));
}

/** Values by what they have alike, in order. No group is empty. */
function groupedBy<T>(values: readonly T[], idOf: (value: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const id = idOf(value);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

function sortedTexts(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** The same constraints, in whatever order they were written. */
export function sortedConstraints(constraints: readonly Constraint[]): Constraint[] {
  return constraints
    .map(({ operator, key, values }) => ({ operator, key, values: sortedTexts(values) }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
