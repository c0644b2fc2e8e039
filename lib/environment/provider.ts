// How Terraform reaches the account of an environment, and no other.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { inputs } from "../access/inputs";
import { checkOwner, checkSessionTags, checkTags } from "../constructs/role-props";
import { escaped } from "../constructs/terraform-text";
import type { ChimeIamVariables } from "../constructs/variables";
import type { Environment } from "./environment-file";

/** Adds the provider, held to the account of the variables. */
export function addProvider(
  scope: Construct,
  { region, accountId }: ChimeIamVariables,
  environment: Environment,
): void {
  const { profile, assume_role_arn, default_tags } = environment.provider ?? {};
  checkProvider(environment);
  new AwsProvider(scope, "aws", {
    region: region.stringValue,
    allowedAccountIds: [accountId.stringValue],
    ...escaped({
      ...(profile === undefined ? {} : { profile }),
      ...(assume_role_arn === undefined ? {} : { assumeRole: [{ roleArn: assume_role_arn }] }),
      ...(default_tags === undefined ? {} : { defaultTags: [{ tags: default_tags }] }),
    }),
  });
}

function checkProvider({ account_id, provider = {}, tags = {}, ...environment }: Environment): void {
  const { assume_role_arn, default_tags } = provider;
  checkOwner("provider.assume_role_arn", assume_role_arn, account_id, (account) => `a role of account_id "${account}"`);
  if (default_tags === undefined) return;
  const { user_id_tag_key = inputs.user_id_tag_key.default, app_instance_id_tag_key } = environment;
  checkSessionTags("provider.default_tags", default_tags, [user_id_tag_key, app_instance_id_tag_key]);
  checkTags("provider.default_tags and tags together", { ...default_tags, ...tags });
}
