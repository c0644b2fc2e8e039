// How Terraform reaches the account of an environment, and no other.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { escaped } from "../constructs/terraform-text";
import type { ChimeIamVariables } from "../constructs/variables";
import type { Environment } from "./environment";

/** Adds the provider, restricted to the account of the variables. */
export function addProvider(
  scope: Construct,
  { region, accountId }: ChimeIamVariables,
  { profile, assume_role_arn: roleArn, default_tags: tags }: NonNullable<Environment["provider"]> = {},
): void {
  new AwsProvider(scope, "aws", {
    region: region.stringValue,
    allowedAccountIds: [accountId.stringValue],
    ...escaped({
      ...(profile === undefined ? {} : { profile }),
      ...(roleArn === undefined ? {} : { assumeRole: [{ roleArn }] }),
      ...(tags === undefined ? {} : { defaultTags: [{ tags }] }),
    }),
  });
}
