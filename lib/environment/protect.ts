// Roles and policies that refuse to be destroyed.
import type { TerraformStack } from "cdktf";
import { formerFurtherAddress, furtherAddress } from "../constructs/attachments";
import type { SpecifiedPolicy } from "../constructs/policy";
import type { ChimeRole } from "../constructs/role";
import { roleTypeNames } from "../grants/role-types";

/** The resources of a role besides the role and its policy, by type and name. */
const attached = (key: string): readonly string[] => [
  `aws_iam_role_policy_attachment.${key}`,
  `aws_iam_role_policy_attachment.${furtherAddress(key)}`,
  `aws_iam_role_policy_attachment.${formerFurtherAddress(key)}`,
  ...exclusive(key),
];

const exclusive = (key: string): readonly string[] => [
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
  policies: Readonly<Record<string, SpecifiedPolicy>>,
  removedKeys: readonly string[],
): void {
  const kept = [
    ...Object.values(roles).flatMap(({ role, policy }) => [role, policy]),
    ...Object.values(policies).map(({ policy }) => policy),
  ];
  for (const resource of kept) resource.addOverride("lifecycle.prevent_destroy", true);
  const made = { ...roles, ...policies };
  const gone = [...new Set([...roleTypeNames, ...removedKeys])].filter((key) => !Object.hasOwn(made, key));
  const addresses = [
    ...gone.flatMap((key) => [`aws_iam_role.${key}`, `aws_iam_policy.${key}`, ...attached(key)]),
    // A role that was ours before the policy went to one that exists stays in the account, too.
    ...Object.keys(policies).flatMap((key) => [`aws_iam_role.${key}`, ...exclusive(key)]),
  ];
  const removed = addresses.map((from) => ({ from, lifecycle: { destroy: false } }));
  if (removed.length > 0) stack.addOverride("removed", removed);
}
