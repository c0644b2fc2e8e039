// The versions of Terraform and its AWS provider that the resources need.
import type { TerraformStack } from "cdktf";

/** The oldest Terraform. */
export const requiredVersion = ">= 1.9";

/**
 * Requires the oldest versions that work. CDKTF would pin the provider that its bindings were made from, which excludes
 * everybody on another version; `aws_iam_role_policy_attachments_exclusive` is in the provider since 5.72, and a validation
 * may refer to another variable since Terraform 1.9.
 */
export function requireVersions(stack: TerraformStack): void {
  stack.addOverride("terraform", {
    required_version: requiredVersion,
    required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.72" } },
  });
}
