// The stack of one environment: the variables, the provider held to one account, the state, the roles and their outputs.
import { Annotations, App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { ChimeRole } from "../constructs/chime-role";
import { ChimeRoles } from "../constructs/chime-roles";
import { declareOutputs } from "../constructs/outputs";
import { ChimeIamVariables } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import { adopt } from "./adopt";
import { Backend } from "./backend";
import { checkTwice } from "./conflicts";
import type { Environment } from "./environment-file";
import { protect } from "./protect";
import { addProvider } from "./provider";
import { rolesPropsOf } from "./roles";

/** The stack `chime-iam-<name>` of the environment file `environments/<name>.json`. */
export class EnvironmentStack extends TerraformStack {
  /** The environment's file. */
  readonly file: string;
  /** Where CDKTF writes the stack, and Terraform runs. */
  readonly folder: string;
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
    this.file = `environments/${environmentName}.json`;
    this.folder = `${App.of(this).outdir}/stacks/${this.node.id}`;
    this.account = environment.account_id;
    const variables = new ChimeIamVariables(this, "variables", {
      region: environment.region,
      account: environment.account_id,
      id: environment.app_instance_id,
      tagKey: environment.app_instance_id_tag_key,
      partition: environment.partition,
    });
    addProvider(this, variables, environment);
    requireVersions(this);
    this.backend = new Backend(this, environment.backend);
    if (this.backend.warning !== undefined) Annotations.of(this).addWarning(this.backend.warning);

    const { roles } = new ChimeRoles(this, "roles", rolesPropsOf(environment, variables.appInstance));
    adopt(this, roles, environment);
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
