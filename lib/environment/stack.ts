// The stack of one environment: the variables, the provider restricted to one account, the state, the roles, the outputs.
import { Annotations, App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { declareOutputs } from "../constructs/outputs";
import { type ChimeRole, SpecifiedRole } from "../constructs/role";
import { ChimeIamVariables } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import { adopt } from "./adopt";
import { Backend } from "./backend";
import { backendWarning } from "./backends";
import type { NamedEnvironment } from "./environments";
import { protect } from "./protect";
import { addProvider } from "./provider";
import { specWithAppInstance } from "./references";

/** The stack `chime-iam-<name>` of the environment file `environments/<name>.json`. */
export class EnvironmentStack extends TerraformStack {
  /** Where CDKTF writes the stack, and Terraform runs. */
  readonly folder: string;

  constructor(
    scope: Construct,
    readonly source: NamedEnvironment,
  ) {
    super(scope, `chime-iam-${source.name}`);
    const { environment } = source;
    this.folder = `${App.of(this).outdir}/stacks/${this.node.id}`;
    const variables = new ChimeIamVariables(this, "variables", {
      region: environment.region,
      account: environment.account_id,
      id: environment.app_instance_id,
      tagKey: environment.app_instance_id_tag_key,
    });
    variables.accountId.addValidation({
      condition: `\${var.account_id == "${environment.account_id}"}`,
      errorMessage: `account_id is "\${var.account_id}", expected "${environment.account_id}": the account of ${source.file}. For another account, add another environment.`,
    });
    addProvider(this, variables, environment);
    requireVersions(this);
    new Backend(this, source.name, this.folder, environment.backend);
    const warning = backendWarning(environment.backend);
    if (warning !== undefined) Annotations.of(this).addWarning(warning);

    const group = new Construct(this, "roles");
    const roles = Object.fromEntries(
      Object.entries(environment.stackSpecs).map(([key, spec]) => [
        key,
        new SpecifiedRole(group, key, { spec: specWithAppInstance(spec, variables.appInstance), address: key }),
      ]),
    );
    adopt(this, roles, environment.adopt);
    if (environment.protect) protect(this, roles, environment.removedRoles);

    const byKey = <T>(attribute: (role: ChimeRole) => T) =>
      Object.fromEntries(Object.entries(roles).map(([key, role]) => [key, attribute(role)]));
    declareOutputs(this, {
      role_arns: byKey((role) => role.roleArn),
      role_names: byKey((role) => role.roleName),
      policy_arns: byKey((role) => role.policyArn),
      app_instance_arn: variables.appInstance.arn,
    });
  }
}
