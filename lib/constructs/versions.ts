// The versions of Terraform and its AWS provider that the resources need.
import type { TerraformStack } from "cdktf";

/**
 * States the oldest versions that will do. CDKTF would pin the provider that its bindings were made from, which locks out
 * whoever uses another; `aws_iam_role_policy_attachments_exclusive` is in the provider since 5.72, and a validation may
 * name another variable since Terraform 1.9.
 */
export function requireVersions(stack: TerraformStack): void {
  stack.addOverride("terraform", {
    required_version: ">= 1.9",
    required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.72" } },
  });
}
