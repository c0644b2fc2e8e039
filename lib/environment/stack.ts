// The stack of one environment: the variables, the provider held to one account, the state, the roles and their outputs.
import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { Annotations, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { InputError } from "../access/input-error";
import type { ChimeRole } from "../constructs/chime-role";
import { ChimeRoles } from "../constructs/chime-roles";
import { declareOutputs } from "../constructs/outputs";
import { escaped } from "../constructs/terraform-text";
import { ChimeIamVariables } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import { adopt } from "./adopt";
import { Backend } from "./backend";
import { checkEnvironment } from "./checks";
import type { Environment } from "./environment-file";
import { protect } from "./protect";
import { rolesPropsOf } from "./roles";

/** The stack `chime-iam-<name>` of the environment file `environments/<name>.json`. */
export class EnvironmentStack extends TerraformStack {
  readonly account: string;
  readonly backend: Backend;
  /** What it makes in the account: `role chime-user`, `policy chime-user` and so on. */
  readonly names: readonly string[];

  constructor(
    scope: Construct,
    readonly environmentName: string,
    environment: Environment,
  ) {
    super(scope, `chime-iam-${environmentName}`);
    checkEnvironment(environment);
    this.account = environment.account_id;
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
      ...providerProps(environment.provider),
    });
    requireVersions(this);
    this.backend = new Backend(this, environmentName, environment.backend);
    if (this.backend.warning !== undefined) Annotations.of(this).addWarning(this.backend.warning);

    const { roles } = new ChimeRoles(this, "roles", rolesPropsOf(environment, variables.appInstance));
    for (const [roleType, role] of Object.entries(roles)) {
      const existing = environment.adopt?.[roleType as keyof typeof environment.adopt];
      if (existing !== undefined) adopt(role, existing);
    }
    if (environment.protect) protect(this, roles);
    this.names = Object.values(roles).flatMap(({ resources: { role, policy } }) => [
      `role ${role.nameInput}`,
      `policy ${policy.nameInput}`,
    ]);
    checkTwice(this.names);

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
}

/** The constructs see to the names of roles; a policy that is adopted may have the name of another role's. */
function checkTwice(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const twice = names.find((_name, i) => lower.indexOf(lower[i] ?? "") < i);
  if (twice !== undefined)
    throw new InputError(`adopt: the ${twice} would belong to two roles, expected one for each.`);
}

/** How Terraform reaches the account. */
function providerProps({
  profile,
  assume_role_arn,
  default_tags,
}: Environment["provider"] & object = {}): Partial<AwsProviderConfig> {
  return escaped({
    ...(profile === undefined ? {} : { profile }),
    ...(assume_role_arn === undefined ? {} : { assumeRole: [{ roleArn: assume_role_arn }] }),
    ...(default_tags === undefined ? {} : { defaultTags: [{ tags: default_tags }] }),
  });
}
