// Roles and policies that refuse to be destroyed.
import type { TerraformStack } from "cdktf";
import type { ChimeRole } from "../constructs/role";
import { roleTypeNames } from "../grants/role-types";

/** The resources of a role besides the role and its policy, by type and name. */
const attached = (key: string): readonly string[] => [
  `aws_iam_role_policy_attachment.${key}`,
  `aws_iam_role_policy_attachment.further-${key}`,
  `aws_iam_role_policy_attachments_exclusive.${key}`,
  `aws_iam_role_policies_exclusive.${key}`,
];

/**
 * Has Terraform refuse whatever would destroy a role or its policy. A resource that is no longer in the stack has no
 * `prevent_destroy` either, so for the role types and the roles that are null in the file the stack has `removed` blocks:
 * such a role leaves the state, with what is attached, and stays in the account.
 *
 * @param removedKeys the keys of roles that are null in the file
 */
export function protect(
  stack: TerraformStack,
  roles: Readonly<Record<string, ChimeRole>>,
  removedKeys: readonly string[],
): void {
  for (const { role, policy } of Object.values(roles)) {
    role.addOverride("lifecycle.prevent_destroy", true);
    policy.addOverride("lifecycle.prevent_destroy", true);
  }
  const gone = [...new Set([...roleTypeNames, ...removedKeys])].filter((key) => !Object.hasOwn(roles, key));
  const addresses = gone.flatMap((key) => [`aws_iam_role.${key}`, `aws_iam_policy.${key}`, ...attached(key)]);
  const removed = addresses.map((from) => ({ from, lifecycle: { destroy: false } }));
  if (removed.length > 0) stack.addOverride("removed", removed);
}
