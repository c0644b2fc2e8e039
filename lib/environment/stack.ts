// The stack of one environment: the variables, the provider restricted to one account, the state, the roles, the outputs.
import { Annotations, App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { declareOutputs } from "../constructs/outputs";
import type { ChimeRole } from "../constructs/role";
import { ChimeRoles, type ChimeRolesEntry } from "../constructs/roles";
import { camelCase } from "../constructs/spelling";
import { ChimeIamVariables } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import { partOf, type RoleValues } from "../inputs/inputs";
import { trustsOf } from "../inputs/trusts-of-role";
import { adopt } from "./adopt";
import { Backend } from "./backend";
import { backendWarning } from "./backends";
import type { NamedEnvironment } from "./environments";
import { protect } from "./protect";
import { addProvider } from "./provider";

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

    const { roles } = new ChimeRoles(this, "roles", {
      appInstance: variables.appInstance,
      namePrefix: environment.name_prefix,
      path: environment.path,
      permissionsBoundaryArn: environment.permissions_boundary_arn,
      maxSessionDuration: environment.max_session_duration,
      userIdTagKey: environment.user_id_tag_key,
      exclusiveAttachments: environment.exclusive_attachments,
      tags: environment.tags,
      roles: Object.fromEntries(
        Object.entries(environment.roles).map(([key, role]) => [
          key,
          entryOf(role, environment.adopt?.[key]?.role_name),
        ]),
      ),
    });
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

/** A role of the file as the constructs take it. An adopted role keeps its name, which IAM cannot change. */
function entryOf(role: RoleValues, adoptedName: string | undefined): ChimeRolesEntry {
  const own = { ...partOf(role, "documents"), ...partOf(role, "resources") };
  const props = Object.entries(own).map(([name, value]) => [camelCase(name), value]);
  const name = adoptedName === undefined ? {} : { name: adoptedName };
  const type = role.type === undefined ? {} : { type: role.type };
  // The file has been checked: the props are those of the role's type.
  return { ...type, trust: trustsOf(role), ...Object.fromEntries(props), ...name } as ChimeRolesEntry;
}
