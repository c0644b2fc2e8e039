// Roles and policies that refuse to be destroyed.
import type { TerraformStack } from "cdktf";
import { roleTypeNames } from "../access/role-types";
import type { ChimeRole } from "../constructs/chime-role";

/**
 * Has Terraform refuse whatever would destroy a role or its policy. A role that is no longer in the stack has no
 * `prevent_destroy` either: Terraform lets go of it and of what is attached, and they stay in the account.
 */
export function protect(stack: TerraformStack, roles: Readonly<Partial<Record<string, ChimeRole>>>): void {
  for (const role of Object.values(roles)) {
    role?.resources.role.addOverride("lifecycle.prevent_destroy", true);
    role?.resources.policy.addOverride("lifecycle.prevent_destroy", true);
  }
  const gone = roleTypeNames.filter((roleType) => roles[roleType] === undefined);
  const addresses = gone.flatMap((roleType) => [
    `aws_iam_role.${roleType}`,
    `aws_iam_policy.${roleType}`,
    `aws_iam_role_policy_attachment.${roleType}`,
    `aws_iam_role_policy_attachment.${roleType}_policy_arns`,
    `aws_iam_role_policy_attachments_exclusive.${roleType}`,
    `aws_iam_role_policies_exclusive.${roleType}`,
  ]);
  const removed = addresses.map((from) => ({ from, lifecycle: { destroy: false } }));
  if (removed.length > 0) stack.addOverride("removed", removed);
}
