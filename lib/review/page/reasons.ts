// Why a policy has a `*`, where the project differs from AWS's page, and why a right in another service is there.
import type { CallOrPageAction } from "../../grants/calls";
import { callsOfCapability, offeredCalls } from "../../grants/catalogue";
import { type Correction, corrections } from "../../grants/corrections";
import { type Need, needs } from "../../grants/needs";
import { type RoleType, roleTypeNames } from "../../grants/role-types";
import { type Wildcard, wildcardFor, wildcards } from "../../grants/wildcards";
import { type Access, type RoleAccess, roleAt } from "../access";
import { includes } from "../pattern";
import { actionName, callOf, withoutAppInstance } from "../words";
import { touches } from "./extent";

/** Why: an entry of a table. A star that no table has was written by somebody else. */
export type Reason = Wildcard | Need | undefined;

/** A resource with a `*` in the policy of a role. */
export interface Star {
  /** `channel/*` */
  readonly resource: string;
  readonly actions: readonly string[];
  readonly reason: Reason;
}

/** What a page gives reasons for, in the order of the tables. */
export interface Reasons {
  readonly stars: readonly (Wildcard | Need)[];
  readonly corrections: readonly Correction[];
}

/** The reasons that some accesses need. */
export function reasonsOf(accesses: readonly Access[]): Reasons {
  const roles = accesses.flatMap((access) => Object.keys(access.roles).map((key) => ({ access, key })));
  const used = new Set(roles.flatMap(({ access, key }) => starsOf(access, key).map(({ reason }) => reason)));
  const types = new Set(roles.map(({ access, key }) => roleAt(access, key)?.type));
  const ofTypes = corrections.filter((correction) => correction.roles.some((type) => types.has(type)));
  return {
    stars: [...wildcards, ...needs].filter((reason) => used.has(reason)),
    corrections: ofTypes,
  };
}

/** The stars of each role: the matrix asks for them in every cell. */
const known = new WeakMap<RoleAccess, readonly Star[]>();

/** Every star in the resources that a role may touch. */
export function starsOf(access: Access, key: string): readonly Star[] {
  const role = roleAt(access, key);
  if (role === undefined) return [];
  const found = known.get(role) ?? starsOfRole(role, access);
  known.set(role, found);
  return found;
}

function starsOfRole({ type, policy }: RoleAccess, access: Access): Star[] {
  const stars = new Map<string, { resource: string; actions: Set<string>; reason: Reason }>();
  for (const { action, resource = "", effect } of policy.grants) {
    if (effect === "Deny" || !hasStar(resource) || !touches(action, resource, access)) continue;
    const name = nameOf(resource, access);
    const reason = reasonOf(type, action, name);
    const id = JSON.stringify([name, reason]);
    const star = stars.get(id) ?? { resource: name, actions: new Set(), reason };
    stars.set(id, { ...star, actions: star.actions.add(action) });
  }
  return [...stars.values()].map((star) => ({ ...star, actions: [...star.actions] }));
}

/** A star that is not part of a policy variable. */
function hasStar(resource: string): boolean {
  return resource.replace(/\$\{[^}]*\}/g, "").includes("*");
}

/** A resource as the tables write it. */
function nameOf(resource: string, { appInstance }: Access): string {
  if (/^arn:aws:chime:[^:*]+:[0-9]{12}:app-instance\/\*$/.test(resource)) return "app-instance/*";
  return appInstance !== undefined && resource.startsWith(`${appInstance}/`)
    ? withoutAppInstance(resource, appInstance)
    : resource;
}

/** The reason is that of our own policies: a call that the role type does not offer has none. */
function reasonOf(type: string | undefined, action: string, resource: string): Reason {
  const need = needs.find((one) => one.actions.includes(action) && includes(patternOf(one), resource));
  if (need !== undefined) return need;
  const name = actionName(action) as CallOrPageAction;
  const offered = roleTypeNames.find((roleType) => roleType === type && offers(roleType, name));
  return offered === undefined ? undefined : wildcardFor(resource, offered, name);
}

function patternOf({ resource }: Need): string {
  return resource.replace(/\{(region|account)\}/g, "*");
}

function offers(roleType: RoleType, name: CallOrPageAction): boolean {
  return [...offeredCalls[roleType], ...callsOfCapability(roleType, "messaging")].includes(name);
}

/** The corrections of AWS's page that a call of a role type has to do with. */
export function correctionsOf(type: string | undefined, action: string): Correction[] {
  const call = callOf(action);
  return corrections.filter(({ roles, adds, restricts }) => {
    const concerned = [...(adds?.calls ?? []), ...(restricts?.calls ?? [])];
    return roles.some((role) => role === type) && call !== undefined && concerned.includes(call);
  });
}
