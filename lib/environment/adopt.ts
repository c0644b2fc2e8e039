// Taking over roles and policies that exist already: import blocks, and what keeps Terraform from making them anew.
import { InputError } from "../access/input-error";
import { mismatch } from "../access/refusals";
import type { RoleType } from "../access/role-types";
import type { ChimeRole } from "../constructs/chime-role";
import { checkOwner } from "../constructs/role-props";
import type { Environment } from "./environment-file";

/**
 * What a role is to be named: one that exists keeps its name, which IAM cannot change.
 *
 * @throws InputError when the file gives it another
 */
export function keptName(
  roleType: string,
  name: string | undefined,
  adopted: Environment["adopt"],
): string | undefined {
  const kept = adopted?.[roleType as RoleType]?.role_name;
  if (name !== undefined && kept !== undefined && name !== kept) {
    throw new InputError(
      `roles.${roleType}.name ${mismatch(`the name of adopt.${roleType}.role_name, "${kept}"`, name)}`,
    );
  }
  return kept ?? name;
}

/**
 * Takes what the file names into the state, and has Terraform refuse to destroy it: that it is kept is why it is adopted.
 * The attachment needs none of this, since to attach twice changes nothing.
 *
 * @throws InputError when something cannot be adopted
 */
export function adopt(roles: Readonly<Partial<Record<string, ChimeRole>>>, environment: Environment): void {
  for (const [roleType, existing] of Object.entries(environment.adopt ?? {})) {
    const role = roles[roleType];
    if (role === undefined) {
      throw new InputError(`adopt.${roleType} has no role to become: roles has no ${roleType}.`);
    }
    if (Object.keys(existing).length === 0) {
      throw new InputError(`adopt.${roleType} is empty, expected role_name, policy_arn or both.`);
    }
    if (existing.role_name !== undefined) adoptRole(role, existing.role_name);
    if (existing.policy_arn !== undefined) {
      checkPolicy(`adopt.${roleType}.policy_arn`, existing.policy_arn, environment);
      adoptPolicy(role, existing.policy_arn);
    }
  }
}

function adoptRole({ resources: { role } }: ChimeRole, name: string): void {
  role.importFrom(name);
  role.addOverride("lifecycle.ignore_changes", ["path"]);
  role.addOverride("lifecycle.prevent_destroy", true);
}

function adoptPolicy({ resources: { policy } }: ChimeRole, arn: string): void {
  const [, path = "/", name = ""] = /:policy(\/(?:.*\/)?)(.*)$/.exec(arn) ?? [];
  policy.importFrom(arn);
  policy.path = path;
  policy.name = name;
  policy.addOverride("lifecycle.prevent_destroy", true);
}

/** A policy that is adopted gets another document: it must be this account's, and serve nothing else here. */
function checkPolicy(
  label: string,
  arn: string,
  { account_id, permissions_boundary_arn, roles = {} }: Environment,
): void {
  checkOwner(label, arn, account_id, (account) => `a managed policy of account_id "${account}"`);
  const others = Object.values(roles).flatMap((role) => [
    role.permissions_boundary_arn,
    ...Object.values(role.policy_arns ?? {}),
  ]);
  if ([permissions_boundary_arn, ...others].includes(arn)) {
    throw new InputError(`${label} ${mismatch("a policy that is no boundary and in no policy_arns", arn)}`);
  }
}
