// The roles of an environment file, as the constructs take them.
import type { AppInstance } from "../access/app-instance";
import { InputError } from "../access/input-error";
import { inputs } from "../access/inputs";
import { externalIdUnasked, ownProvider } from "../access/refusals";
import { Trust } from "../access/trust";
import type { ChimeRolesProps } from "../constructs/chime-roles";
import { checkOwner } from "../constructs/role-props";
import { keptName } from "./adopt";
import type { Environment, EnvironmentRole } from "./environment-file";

/**
 * What an environment file says of its roles, as the constructs take it.
 *
 * @throws InputError when something in it is another account's
 */
export function rolesPropsOf(environment: Environment, appInstance: AppInstance): ChimeRolesProps {
  checkOwners(environment);
  const roles: NonNullable<Environment["roles"]> = environment.roles ?? inputs.roles.default;
  return {
    appInstance,
    namePrefix: environment.name_prefix,
    path: environment.path,
    permissionsBoundaryArn: environment.permissions_boundary_arn,
    maxSessionDuration: environment.max_session_duration,
    userIdTagKey: environment.user_id_tag_key,
    exclusiveAttachments: environment.exclusive_attachments,
    tags: environment.tags,
    roles: Object.fromEntries(
      Object.entries(roles).map(([roleType, role]) => [
        roleType,
        {
          trust: trustOf(roleType, role),
          appInstanceUserId: role.app_instance_user_id,
          scope: role.scope,
          capabilities: role.capabilities,
          name: keptName(roleType, role.name, environment.adopt),
          description: role.description,
          maxSessionDuration: role.max_session_duration,
          permissionsBoundaryArn: role.permissions_boundary_arn,
          policyArns: role.policy_arns,
        },
      ]),
    ),
  };
}

/** The constructs cannot check this: to them the account is a variable. */
function checkOwners({ account_id, permissions_boundary_arn, roles = {} }: Environment): void {
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

/** The trusts of a role of an environment file. */
export function trustOf(roleType: string, role: EnvironmentRole): Trust[] {
  const { principal_arns: arns = [], service_principals: services = [], saml_provider_arns: saml = [] } = role;
  const { cognito_identity_pool_ids: pools = [], oidc_providers: oidc = [], external_id: externalId } = role;
  const assumed = [
    ...(role.trust_account ? [Trust.account({ externalId })] : []),
    ...(arns.length > 0 ? [Trust.principals(arns, { externalId })] : []),
  ];
  if (externalId !== undefined && assumed.length === 0) throw new InputError(externalIdUnasked(roleType));
  return [
    ...assumed,
    ...(services.length > 0 ? [Trust.services(services)] : []),
    ...(pools.length > 0 ? [Trust.cognitoIdentityPools(pools, { userId: role.cognito_user_id })] : []),
    ...(saml.length > 0 ? [Trust.samlProviders(saml)] : []),
    ...oidc.map((provider) => Trust.oidcProvider(provider)),
  ];
}
