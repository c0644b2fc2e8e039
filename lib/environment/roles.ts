// The roles of an environment file, as the constructs take them.
import type { AppInstance } from "../access/app-instance";
import { InputError } from "../access/input-error";
import { inputs } from "../access/inputs";
import { externalIdUnasked } from "../access/refusals";
import { Trust } from "../access/trust";
import type { ChimeRolesProps } from "../constructs/chime-roles";
import { checkOwner, checkOwners } from "../constructs/role-props";
import { keptName } from "./adopt";
import type { Environment, EnvironmentRole } from "./environment-file";

/**
 * What an environment file says of its roles, as the constructs take it.
 *
 * @throws InputError when something in it is another account's
 */
export function rolesPropsOf(environment: Environment, appInstance: AppInstance): ChimeRolesProps {
  const { account_id, permissions_boundary_arn, roles = inputs.roles.default }: Environment = environment;
  checkOwner("permissions_boundary_arn", permissions_boundary_arn, account_id);
  return {
    appInstance,
    namePrefix: environment.name_prefix,
    path: environment.path,
    permissionsBoundaryArn: permissions_boundary_arn,
    maxSessionDuration: environment.max_session_duration,
    userIdTagKey: environment.user_id_tag_key,
    exclusiveAttachments: environment.exclusive_attachments,
    tags: environment.tags,
    roles: Object.fromEntries(
      Object.entries(roles).map(([roleType, role]: [string, EnvironmentRole]) => {
        const trusts = trustOf(roleType, role);
        const owned = { permissionsBoundaryArn: role.permissions_boundary_arn, policyArns: role.policy_arns };
        checkOwners(`roles.${roleType}`, { ...owned, trusts }, account_id); // to the constructs the account is a variable
        return [
          roleType,
          {
            ...owned,
            trust: trusts,
            appInstanceUserId: role.app_instance_user_id,
            scope: role.scope,
            capabilities: role.capabilities,
            name: keptName(roleType, role.name, environment.adopt),
            description: role.description,
            maxSessionDuration: role.max_session_duration,
          },
        ];
      }),
    ),
  };
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
