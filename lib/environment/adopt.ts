// Imports roles and policies that exist already, and keeps Terraform from replacing them.
import type { TerraformResource, TerraformStack } from "cdktf";
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
 * Imports the resources that the file names, and has Terraform refuse to destroy them.
 * An attachment is not imported: attaching a policy twice changes nothing.
 *
 * The import blocks are an override of the stack, because CDKTF's own `importFrom` runs Terraform during synth.
 *
 * @throws InputError when something cannot be adopted
 */
export function adopt(
  stack: TerraformStack,
  roles: Readonly<Partial<Record<string, ChimeRole>>>,
  environment: Environment,
): void {
  const imports: { readonly to: string; readonly id: string }[] = [];
  const importFrom = (resource: TerraformResource, id: string) => {
    imports.push({ to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`, id });
    resource.addOverride("lifecycle.prevent_destroy", true);
  };
  for (const [roleType, existing] of Object.entries(environment.adopt ?? {})) {
    const role = roles[roleType];
    if (role === undefined) {
      throw new InputError(`adopt.${roleType} has no role to become: roles has no ${roleType}.`);
    }
    if (Object.keys(existing).length === 0) {
      throw new InputError(`adopt.${roleType} is empty, expected role_name, policy_arn or both.`);
    }
    const { role_name: name, policy_arn: arn } = existing;
    if (name !== undefined) {
      importFrom(role.resources.role, name);
      role.resources.role.addOverride("lifecycle.ignore_changes", ["path"]);
    }
    if (arn !== undefined) {
      checkPolicy(`adopt.${roleType}.policy_arn`, arn, environment);
      keepNameAndPath(role.resources.policy, arn);
      importFrom(role.resources.policy, arn);
    }
  }
  if (imports.length > 0) stack.addOverride("import", imports);
}

function keepNameAndPath(policy: ChimeRole["resources"]["policy"], arn: string): void {
  const [, path = "/", name = ""] = /:policy(\/(?:.*\/)?)(.*)$/.exec(arn) ?? [];
  policy.path = path;
  policy.name = name;
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
