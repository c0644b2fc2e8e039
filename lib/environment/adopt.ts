// Taking over roles and policies that exist already: import blocks, and what keeps Terraform from making them anew.
import { InputError } from "../access/input-error";
import { mismatch } from "../access/refusals";
import type { RoleType } from "../access/role-types";
import type { ChimeRole } from "../constructs/chime-role";
import type { Adopted, Environment } from "./environment-file";

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

/** Takes a role, its policy or both into the state. Their attachment needs none of this: to attach twice changes nothing. */
export function adopt({ resources: { role, policy } }: ChimeRole, { role_name, policy_arn }: Adopted): void {
  if (role_name !== undefined) {
    role.importFrom(role_name);
    role.addOverride("lifecycle.ignore_changes", ["path"]);
  }
  if (policy_arn !== undefined) {
    const [, path = "/", name = ""] = /:policy(\/(?:.*\/)?)(.*)$/.exec(policy_arn) ?? [];
    policy.importFrom(policy_arn);
    policy.path = path;
    policy.name = name;
    policy.addOverride("lifecycle.ignore_changes", ["description"]);
  }
}
