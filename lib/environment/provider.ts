// How Terraform reaches the account of an environment, and no other.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { camelCase } from "../constructs/spelling";
import { escapeForTerraform } from "../constructs/terraform-text";
import type { ChimeIamVariables } from "../constructs/variables";
import type { Environment } from "./environment";

/**
 * Adds the provider, restricted to the account of the file: not to the variable, which somebody could set from outside.
 */
export function addProvider(
  scope: Construct,
  { region }: ChimeIamVariables,
  { account_id, provider = {} }: Environment,
): void {
  const { default_tags: tags, ignore_tags, assume_role, assume_role_with_web_identity, ...others } = provider;
  new AwsProvider(scope, "aws", {
    region: region.stringValue,
    allowedAccountIds: [account_id],
    ...escapeForTerraform({
      ...inCamelCase(others),
      ...blocks({ assume_role, assume_role_with_web_identity, ignore_tags }),
      ...(tags === undefined ? {} : { defaultTags: [{ tags }] }),
    }),
  });
}

/** Blocks as CDKTF takes them: a list of one. */
function blocks(named: Readonly<Record<string, object | undefined>>): object {
  const entries = Object.entries(named).flatMap(([name, block]) =>
    block === undefined ? [] : [[camelCase(name), [inCamelCase(block)]]],
  );
  return Object.fromEntries(entries);
}

function inCamelCase(object: object): object {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [camelCase(name), value]));
}
