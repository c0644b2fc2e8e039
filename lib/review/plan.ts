// The accesses before and after a Terraform plan. Before is what Terraform read of the account. Roles are known by their names,
// policies by their ARNs, attachments by the role that they name, whatever the resources are called. What is not read is said.
import { isObject } from "../inputs/check";
import { limits } from "../inputs/limits";
import { type Access, type RoleAccess, type RoleDocumentsJson, roleAccess } from "./access";
import { type Configuration, configurationOf, withoutIndices } from "./plan-configuration";
import { type Attributes, type Plan, type ResourceChange, unknownParts } from "./plan-format";
import { isUnknown, type Moment, Reading, type RoleState, unknown } from "./plan-moments";
import { accessTypes, environmentTypes, harmlessIamTypes, readTypes } from "./plan-types";
import { parseDocument } from "./statement";

/** Where a plan's roles are. */
export interface PlanPlace {
  /** Unknown of a plan that is of no environment. */
  readonly account?: string;
  readonly appInstance?: string | undefined;
  /** The keys of the roles in the environment's file by their names in IAM; undefined for a plan of no environment. */
  readonly keys?: ReadonlyMap<string, string>;
}

/** The accesses before and after a plan. */
export function accessesOfPlan(plan: Plan, place: PlanPlace): { before: Access; after: Access } {
  const changes = (plan.resource_changes ?? []).filter(({ mode }) => mode !== "data");
  const account = place.account ?? accountOf(changes);
  const reading = new Reading(changes, configurationOf(plan), account);
  const [before, after] = reading.moments();
  const { counted, remainder } = otherResources(changes, place.keys !== undefined, reading.configuration, [
    ...before.roles.values(),
    ...after.roles.values(),
  ]);
  const notRead = [
    ...unknownParts(plan).map((part) => `the plan has ${part}, which this report does not know`),
    ...otherProviders(plan, place),
    ...counted,
    ...reading.notRead,
  ];
  const about = { account, appInstance: place.appInstance };
  return {
    before: { ...about, roles: rolesOf(before, place.keys) },
    after: { ...about, roles: rolesOf(after, place.keys), notRead: [...new Set(notRead)], remainder },
  };
}

/** The account that ARNs in the plan name, if they name one. */
function accountOf(changes: readonly ResourceChange[]): string {
  const arns = changes.flatMap(({ change }) => [change.before?.arn, change.after?.arn]);
  const accounts = new Set(arns.flatMap((arn) => /^arn:aws:iam::(\d{12}):/.exec(String(arn))?.[1] ?? []));
  return accounts.size === 1 ? [...accounts].join() : "";
}

/** The roles by what a person calls them. A role that has the key of another one for a name is no role of the file. */
function rolesOf({ roles, policies }: Moment, keys: PlanPlace["keys"] = new Map()): Record<string, RoleAccess> {
  const taken = new Set(keys.values());
  const labelOf = (name: string) => keys.get(name) ?? (taken.has(name) ? `${name} (name in IAM)` : name);
  return Object.fromEntries(
    [...roles].map(([name, role]) => [labelOf(name), roleAccess(documentsOf(name, role, policies))]),
  );
}

function documentsOf(name: string, role: RoleState, policies: Moment["policies"]): RoleDocumentsJson {
  const { values, inline } = role;
  const arns = [...role.attached].sort();
  const inlineNames = [...inline.keys()].sort();
  const documents = [...arns.filter((arn) => policies.has(arn)).map((arn) => policies.get(arn)), ...inline.values()];
  const furtherPolicies = [
    ...arns.filter((arn) => !policies.has(arn)),
    ...inlineNames.filter((one) => inline.get(one) === undefined).map((one) => `inline policy ${one}`),
  ];
  const read = { name, policies: documents.filter((document) => document !== undefined).map(documentOf) };
  if (values === undefined) {
    return {
      ...read,
      trust: { Statement: [] },
      furtherPolicies: [...furtherPolicies, "policies that are not in the plan"],
    };
  }
  const boundary = values.permissions_boundary || undefined;
  const duration = values.max_session_duration;
  return {
    ...read,
    path: String(values.path ?? "/"),
    tags: tagsOf(values),
    // One that is not known may be the longest that IAM allows.
    maxSessionDuration: typeof duration === "number" ? duration : limits.sessionSeconds.max,
    trust: documentOf(values.assume_role_policy),
    furtherPolicies,
    ...(boundary === undefined ? {} : { boundary: String(boundary) }),
    ...(policies.has(String(boundary)) ? { boundaryPolicy: documentOf(policies.get(String(boundary))) } : {}),
  };
}

/** The tags with those of the provider. What only the apply knows may be any tag, so has the mark for a value. */
function tagsOf({ tags, tags_all: all }: Attributes): Record<string, string> {
  const found = all ?? tags ?? {};
  if (!isObject(found)) return { "*": unknown };
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value)]));
}

function documentOf(value: unknown): unknown {
  return typeof value === "string" ? parseDocument(value) : value;
}

/** What a plan has besides that may give access: named, with what it may do; and the number of the rest. */
function otherResources(
  changes: readonly ResourceChange[],
  isOfEnvironment: boolean,
  configuration: Configuration,
  roles: readonly RoleState[],
): { readonly counted: readonly string[]; readonly remainder: string | undefined } {
  const counted: string[] = [];
  let rest = 0;
  const arns = roles.flatMap(({ values: { arn } = {} }) => (typeof arn === "string" && !isUnknown(arn) ? [arn] : []));
  for (const one of changes) {
    const { address, type, change } = one;
    const isChanged = change.actions.join() !== "no-op";
    const runsProgram = (configuration.get(withoutIndices(address))?.provisioners ?? []).length > 0;
    if (runsProgram && isChanged) counted.push(`${address} runs a program (a provisioner)`);
    if (isOfEnvironment) {
      if (!environmentTypes.includes(type))
        counted.push(`${address} is of a type that the stack of an environment does not have`);
      continue;
    }
    if (Object.hasOwn(readTypes, type)) continue;
    const how = accessTypes.find(([pattern]) => pattern.test(type))?.[1];
    const text = JSON.stringify([change.before, change.after]);
    const named = arns.find((arn) => text.includes(JSON.stringify(arn).slice(1, -1)));
    if (!isChanged || harmlessIamTypes.includes(type)) rest += 1;
    else if (how !== undefined) counted.push(`${address} changes: ${how}`);
    else if (named !== undefined) counted.push(`${address} changes, and names ${named}`);
    else rest += 1;
  }
  const remainder =
    rest === 0 ? undefined : `${rest} other ${rest === 1 ? "resource gives" : "resources give"} nobody a role`;
  return { counted, remainder };
}

/** Providers of an environment's plan besides the one that its stack has: they may be in another account. */
function otherProviders({ configuration }: Plan, { keys }: PlanPlace): string[] {
  const names = keys === undefined ? [] : Object.keys(configuration?.provider_config ?? {});
  return names.filter((name) => name !== "aws").map((name) => `the plan has the provider ${name}`);
}
