// The account view: the roles of an account as IAM holds them. Of each, who may assume it and what it may do, as facts. An
// environment's specs, an access file, a plan (before and after) and an account each give one.
import type { AppInstance } from "../grants/app-instance";
import { callsOfCapability } from "../grants/catalogue";
import { needsOf } from "../grants/policy";
import type { RoleSpec } from "../inputs/role-spec";
import type { Constraint } from "./constraint";
import { type Grant, joinDocuments, type ReadDocument, readDocument } from "./statement";

/** What is known of a role. */
export interface RoleAccess {
  /** The role type, where it is known. */
  readonly type?: string | undefined;
  /** The name in IAM, by which whoever assumes the role knows it; undefined where an earlier access file does not say it. */
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  /** Tags of the role: session tags of everybody who brings none of the same key. */
  readonly tags?: Readonly<Record<string, string>>;
  /** In seconds, where it is known. */
  readonly maxSessionDuration?: number | undefined;
  readonly trust: ReadDocument;
  /** What all policies of the role say whose documents are in view. */
  readonly policy: ReadDocument;
  /** Further policies of whose content nothing is known here: ARNs, and `inline policy NAME`. */
  readonly furtherPolicies: readonly string[];
  /** The ARN of the permissions boundary. */
  readonly boundary?: string | undefined;
  /** What the permissions boundary says, where its document is in view. */
  readonly boundaryPolicy?: ReadDocument | undefined;
  /** The capability or call that brings an action, by the action, where it is known. */
  readonly origins: Readonly<Record<string, string>>;
}

/** The roles of an account. */
export interface Access {
  readonly account: string;
  readonly appInstance?: string | undefined;
  /** By what a person calls them: the key in an environment's file, else the name in IAM. */
  readonly roles: Readonly<Record<string, RoleAccess>>;
  /** What may change access and is not read: sentences. */
  readonly notRead?: readonly string[];
  /** What is of no interest here, such as the number of resources of other types. */
  readonly remainder?: string | undefined;
}

/** A role as somebody wrote it: its documents as JSON. */
export interface RoleDocumentsJson extends Partial<Omit<RoleAccess, "trust" | "policy" | "boundaryPolicy">> {
  readonly trust: unknown;
  readonly policy?: unknown;
  /** Further policies whose documents are in view. */
  readonly policies?: readonly unknown[];
  readonly boundaryPolicy?: unknown;
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
      // Of a role that somebody else made, only the name and the policy are known.
      ...(spec.existingRoleName === undefined
        ? { name: spec.name, path: spec.path, tags: spec.tags, maxSessionDuration: spec.maxSessionDuration }
        : { name: spec.existingRoleName }),
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

/** The app instance that the policies of some accesses name, if it is one. */
export function namedAppInstance(...accesses: readonly Access[]): string | undefined {
  const grants = accesses.flatMap(({ roles }) => Object.values(roles).flatMap(({ policy }) => policy.grants));
  const named = grants.flatMap(
    ({ resource = "" }) => /^arn:aws:chime:[^:*?]+:\d+:app-instance\/[^/*?$]+/.exec(resource) ?? [],
  );
  const [one, ...others] = new Set(named);
  return others.length === 0 ? one : undefined;
}

/** An access in which the content of some policies is known: of those that are attached, and of boundaries. */
export function withPolicies(access: Access, policies: ReadonlyMap<string, unknown>): Access {
  const roles = Object.entries(access.roles).map(([label, role]): [string, RoleAccess] => {
    const { furtherPolicies, policy, boundary = "" } = role;
    const known = furtherPolicies.filter((arn) => policies.has(arn)).map((arn) => readDocument(policies.get(arn)));
    return [
      label,
      {
        ...role,
        policy: joinDocuments([policy, ...known]),
        furtherPolicies: furtherPolicies.filter((arn) => !policies.has(arn)),
        ...(policies.has(boundary) ? { boundaryPolicy: readDocument(policies.get(boundary)) } : {}),
      },
    ];
  });
  return { ...access, roles: Object.fromEntries(roles) };
}

/** Reads the documents of a role, whoever wrote them. */
export function roleAccess(documents: RoleDocumentsJson): RoleAccess {
  const { trust, policy, policies = [], boundaryPolicy, furtherPolicies = [], origins = {}, ...others } = documents;
  const read = [...(policy === undefined ? [] : [policy]), ...policies].map(readDocument);
  return {
    ...others,
    trust: readDocument(trust),
    policy: joinDocuments(read),
    ...(boundaryPolicy === undefined ? {} : { boundaryPolicy: readDocument(boundaryPolicy) }),
    furtherPolicies,
    origins,
  };
}

/** The role of a label; a label may be any name, `constructor` too. */
export function roleAt(access: Access | undefined, label: string): RoleAccess | undefined {
  return access !== undefined && Object.hasOwn(access.roles, label) ? access.roles[label] : undefined;
}

/**
 * An earlier access in which a role has the label that the role of the same name in IAM has in the later one. A role whose name
 * is gone keeps its label: if that is there under another name, it has been renamed.
 */
export function pairedByName(before: Access, after: Access): Access {
  const labels = new Map(
    Object.entries(after.roles).flatMap(([label, { name }]) => (name === undefined ? [] : [[name, label]])),
  );
  const matched = new Set(Object.values(before.roles).map(({ name }) => labels.get(name ?? "")));
  const roles = Object.entries(before.roles).map(([label, role]): [string, RoleAccess] => {
    const same = labels.get(role.name ?? "");
    if (same !== undefined) return [same, role];
    return [matched.has(label) ? `${label} (${role.name})` : label, role];
  });
  return { ...before, roles: Object.fromEntries(roles) };
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
export function groupedBy<T>(values: readonly T[], idOf: (value: T) => string): [T, ...T[]][] {
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
