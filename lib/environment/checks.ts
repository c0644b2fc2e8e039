// What must hold between the keys of an environment file.
import { InputError } from "../access/input-error";
import { inputs } from "../access/inputs";
import { ownProvider } from "../access/refusals";
import { checkOwner, checkSessionTags, checkTags } from "../constructs/role-props";
import type { Environment } from "./environment-file";

/** @throws InputError when what the file says of one thing does not go with what it says of another */
export function checkEnvironment(environment: Environment): void {
  checkPolicyOwners(environment);
  checkProvider(environment);
  checkAdopted(environment);
}

/** The constructs cannot check this: to them the account is a variable. */
function checkPolicyOwners({ account_id, permissions_boundary_arn, roles = {} }: Environment): void {
  checkOwner("permissions_boundary_arn", permissions_boundary_arn, account_id);
  for (const [roleType, role] of Object.entries(roles)) {
    checkOwner(`roles.${roleType}.permissions_boundary_arn`, role.permissions_boundary_arn, account_id);
    const providers = [...(role.saml_provider_arns ?? []), ...(role.oidc_providers ?? []).map(({ arn }) => arn)];
    for (const arn of providers) checkOwner(`roles.${roleType}: a provider`, arn, account_id, ownProvider);
    for (const [key, arn] of Object.entries(role.policy_arns ?? {})) {
      checkOwner(`roles.${roleType}.policy_arns.${key}`, arn, account_id);
    }
  }
}

function checkProvider({ account_id, provider = {}, tags = {}, ...environment }: Environment): void {
  const { assume_role_arn, default_tags = {} } = provider;
  checkOwner("provider.assume_role_arn", assume_role_arn, account_id, (account) => `a role of account_id "${account}"`);
  const { user_id_tag_key = inputs.user_id_tag_key.default, app_instance_id_tag_key } = environment;
  checkSessionTags("provider.default_tags", default_tags, [user_id_tag_key, app_instance_id_tag_key]);
  checkTags("tags", tags);
  checkTags("provider.default_tags and tags together", { ...default_tags, ...tags });
}

function checkAdopted({ account_id, roles = inputs.roles.default, adopt = {} }: Environment): void {
  const label = (roleType: string) => `adopt.${roleType}`;
  for (const [roleType, existing] of Object.entries(adopt)) {
    if (!(roleType in roles)) {
      throw new InputError(`${label(roleType)} has no role to become: roles has no ${roleType}.`);
    }
    if (Object.keys(existing).length === 0) {
      throw new InputError(`${label(roleType)} is empty, expected role_name, policy_arn or both.`);
    }
    const expected = (account: string) => `a managed policy of account_id "${account}"`;
    checkOwner(`${label(roleType)}.policy_arn`, existing.policy_arn, account_id, expected);
  }
}
