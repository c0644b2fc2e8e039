// The access of an environment, from its file: who may assume its roles, and what each may do.
import { appInstanceArn } from "../grants/app-instance";
import { callsOfCapability } from "../grants/catalogue";
import { needs } from "../grants/needs";
import { capabilitiesOf } from "../grants/role-calls";
import type { RoleType } from "../grants/role-types";
import { sessionTagVariable } from "../grants/session-tags";
import { roleTypeOf } from "../inputs/inputs";
import { type Access, type RoleAccess, roleAccess } from "../review/access";
import type { Environment } from "./environment";
import { documentsOf } from "./environment-file";

/** The access of an environment. */
export function accessOf(environment: Environment): Access {
  const { region, account_id: account, app_instance_id, app_instance_id_tag_key: tagKey } = environment;
  const id = tagKey === undefined ? (app_instance_id ?? "").replace(/^.*\//, "") : sessionTagVariable(tagKey);
  const roles = Object.keys(environment.roles).map((key): [string, RoleAccess] => [
    key,
    accessOfRole(environment, key),
  ]);
  return { account, appInstance: appInstanceArn(region, account, id), roles: Object.fromEntries(roles) };
}

function accessOfRole(environment: Environment, key: string): RoleAccess {
  const role = environment.roles[key] ?? {};
  const type = roleTypeOf(key, role) as RoleType;
  const { policy, trustPolicy } = documentsOf(environment, key, role);
  const origins: Record<string, string> = {};
  for (const { calls, actions } of needs)
    for (const action of actions) origins[action] = `needed by ${calls.join(", ")}`;
  for (const call of role.calls ?? []) origins[`chime:${call}`] = "calls";
  for (const capability of capabilitiesOf(type, role)) {
    for (const call of callsOfCapability(type, capability)) origins[`chime:${call}`] = capability;
  }
  const actions = new Set(policy.Statement.flatMap(({ Action }) => Action));
  return roleAccess({
    type,
    trust: trustPolicy,
    policy,
    furtherPolicies: Object.values(role.policy_arns ?? {}).sort(),
    boundary: role.permissions_boundary_arn ?? environment.permissions_boundary_arn,
    origins: Object.fromEntries(Object.entries(origins).filter(([action]) => actions.has(action))),
  });
}
