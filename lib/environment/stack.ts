// The stack of one environment: the variables, the provider held to one account, the roles and their outputs.
import { join, relative, sep } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { AppInstance } from "../access/app-instance";
import { InputError } from "../access/input-error";
import { externalIdUnasked, ownProvider } from "../access/refusals";
import { Trust } from "../access/trust";
import type { ChimeRole } from "../constructs/chime-role";
import { ChimeRoles, type ChimeRolesProps } from "../constructs/chime-roles";
import { declareOutputs } from "../constructs/outputs";
import { checkOwner } from "../constructs/role-props";
import { ChimeIamVariables } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import type { Environment, EnvironmentRole } from "./environment-file";

/** The stack `chime-iam-<name>` of the environment file `environments/<name>.json`. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, name: string, environment: Environment) {
    super(scope, `chime-iam-${name}`);
    checkPolicyOwners(environment);
    const variables = new ChimeIamVariables(this, "variables", {
      region: environment.region,
      account: environment.account_id,
      ...(environment.app_instance_id === undefined ? {} : { id: environment.app_instance_id }),
      ...(environment.app_instance_id_tag_key === undefined ? {} : { tagKey: environment.app_instance_id_tag_key }),
      ...(environment.partition === undefined ? {} : { partition: environment.partition }),
    });
    new AwsProvider(this, "aws", {
      region: variables.region.stringValue,
      allowedAccountIds: [variables.accountId.stringValue],
    });
    requireVersions(this);
    new LocalBackend(this, { path: this.fromStackFolder(join("state", `${name}.tfstate`)) });

    const { roles } = new ChimeRoles(this, "roles", rolesPropsOf(environment, variables.appInstance));
    const byType = <T>(attribute: (role: ChimeRole) => T) =>
      Object.fromEntries(Object.entries(roles).map(([roleType, role]) => [roleType, attribute(role)]));
    declareOutputs(this, {
      role_arns: byType((role) => role.roleArn),
      role_names: byType((role) => role.roleName),
      policy_arns: byType((role) => role.policyArn),
      policy_documents: byType((role) => role.policyJson),
      trust_policies: byType((role) => role.trustPolicyJson),
      app_instance_arn: variables.appInstance.arn,
    });
  }

  /** A path of the project as Terraform sees it, which runs in the folder that the stack is written to. */
  private fromStackFolder(path: string): string {
    return relative(join(App.of(this).outdir, "stacks", this.node.id), path).replaceAll(sep, "/");
  }
}

/** What an environment file says of its roles, as the constructs take it. */
export function rolesPropsOf(environment: Environment, appInstance: AppInstance): ChimeRolesProps {
  return {
    appInstance,
    namePrefix: environment.name_prefix,
    path: environment.path,
    permissionsBoundaryArn: environment.permissions_boundary_arn,
    maxSessionDuration: environment.max_session_duration,
    userIdTagKey: environment.user_id_tag_key,
    exclusiveAttachments: environment.exclusive_attachments,
    tags: environment.tags,
    ...(environment.roles === undefined ? {} : { roles: mapRoles(environment.roles) }),
  };
}

/** The roles of an environment file as the constructs take them. */
function mapRoles(roles: NonNullable<Environment["roles"]>): NonNullable<ChimeRolesProps["roles"]> {
  return Object.fromEntries(
    Object.entries(roles).map(([roleType, role]) => [
      roleType,
      {
        trust: trustOf(roleType, role),
        appInstanceUserId: role.app_instance_user_id,
        scope: role.scope,
        capabilities: role.capabilities,
        name: role.name,
        description: role.description,
        maxSessionDuration: role.max_session_duration,
        permissionsBoundaryArn: role.permissions_boundary_arn,
        policyArns: role.policy_arns,
      },
    ]),
  );
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
