// The stack of one environment: the variables, the provider restricted to one account, the state, the roles, the outputs.
import { Annotations, App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { formerFurtherAddress } from "../constructs/attachments";
import { declareOutputs } from "../constructs/outputs";
import { SpecifiedPolicy } from "../constructs/policy";
import { type ChimeRole, SpecifiedRole } from "../constructs/role";
import type { PlacedSpec } from "../constructs/spec-of-props";
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
    // In a comment of Terraform's JSON: scripts/rollout.sh knows by it a stack that is older than its file.
    this.addOverride("//.environment_sha256", source.digest);
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
    const placed = Object.entries(environment.stackSpecs).map(([key, stackSpec]): [string, PlacedSpec] => {
      const spec = specWithAppInstance(stackSpec, variables.appInstance);
      const isFormerAddressTaken = formerFurtherAddress(key) in environment.stackSpecs;
      return [key, { spec, address: key, isFormerAddressTaken }];
    });
    const here = placed.filter(([, { spec }]) => spec.existingRoleName === undefined);
    const elsewhere = placed.filter((one) => !here.includes(one));
    const roles = byKey(here, (key, one) => new SpecifiedRole(group, key, one));
    const policies = byKey(elsewhere, (key, one) => new SpecifiedPolicy(group, key, one));
    adopt(this, roles, environment.adopt);
    if (environment.protect) protect(this, roles, policies, environment.removedRoles);

    const attributes = <Of>(of: Readonly<Record<string, Of>>, attribute: (made: Of) => string) =>
      byKey(Object.entries(of), (_key, made) => attribute(made));
    declareOutputs(this, {
      role_arns: attributes(roles, (role) => role.roleArn),
      role_names: {
        ...attributes(roles, (role) => role.roleName),
        ...byKey(elsewhere, (_key, { spec }) => spec.existingRoleName ?? ""),
      },
      policy_arns: attributes<ChimeRole | SpecifiedPolicy>({ ...roles, ...policies }, (made) => made.policyArn),
      app_instance_arn: variables.appInstance.arn,
    });
  }
}

function byKey<From, To>(
  entries: readonly (readonly [string, From])[],
  make: (key: string, of: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(entries.map(([key, of]) => [key, make(key, of)]));
}
