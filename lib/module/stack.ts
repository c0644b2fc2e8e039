// The plain Terraform module: the roles of the constructs, with everything that an input may say left to Terraform.
import { TerraformLocal, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { AppInstance } from "../access/app-instance";
import { inputs } from "../access/inputs";
import { type RoleType, roleTypeNames, roleTypes } from "../access/role-types";
import { sessionTag } from "../access/session-tag";
import { declareOutputs } from "../constructs/outputs";
import { RoleResources, sizeChecked } from "../constructs/role-resources";
import { escaped, expression, quoted } from "../constructs/terraform-text";
import { VariableAppInstance, warnOfRegion } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import { documentsByRole, documentTables } from "./documents";
import { declareVariable } from "./variables";

/** The app instance's ID, or the IAM policy variable of the session tag that carries it. */
const appInstanceId = `\${var.app_instance_id_tag_key != null ? ${quoted(sessionTag(expression("var.app_instance_id_tag_key")))} : basename(coalesce(var.app_instance_id, "none"))}`;

/** The stack that the module's files are made of. It is no stack of the app: nobody deploys it. */
export class ModuleStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    requireVersions(this);
    for (const name of Object.keys(inputs) as (keyof typeof inputs)[]) declareVariable(this, name);
    warnOfRegion(this);
    const local = new TerraformLocal(this, "local_app_instance_id", appInstanceId);
    local.overrideLogicalId("app_instance_id");
    const appInstance = new VariableAppInstance(
      this,
      expression("var.partition"),
      expression("var.region"),
      expression("var.account_id"),
      local.asString,
    );
    this.declareLocals(appInstance);
    for (const roleType of roleTypeNames) this.declareRole(roleType);
    const each = (type: string, attribute: string) =>
      `\${{ for type, made in { ${roleTypeNames.map((name) => `${name} = ${type}.${name}`).join(", ")} } : type => made[0].${attribute} if length(made) > 0 }}`;
    declareOutputs(this, {
      role_arns: each("aws_iam_role", "arn"),
      role_names: each("aws_iam_role", "name"),
      policy_arns: each("aws_iam_policy", "arn"),
      policy_documents: "${{ for type, document in local.policies : type => jsonencode(document) }}",
      trust_policies: "${{ for type, document in local.trust_policies : type => jsonencode(document) }}",
      app_instance_arn: appInstance.arn,
    });
  }

  /** What may be granted and asked of whom, as the catalogue and the trust shapes have it; then what each role takes of it. */
  private declareLocals(appInstance: AppInstance): void {
    const tables = documentTables(
      appInstance,
      expression("var.user_id_tag_key"),
      expression('coalesce(var.app_instance_id_tag_key, "none")'),
    );
    for (const [name, value] of Object.entries({ ...escaped(tables), ...documentsByRole })) {
      new TerraformLocal(this, `local_${name}`, value).overrideLogicalId(name);
    }
  }

  private declareRole(roleType: RoleType): void {
    const role = `var.roles["${roleType}"]`;
    const exists = `contains(keys(var.roles), "${roleType}")`;
    const document = (kind: "policy" | "trust_policy", local: string) => {
      const reference = `local.${local}["${roleType}"]`;
      return { json: `\${jsonencode(${reference})}`, lifecycle: sizeChecked(roleType, kind, reference) };
    };
    new RoleResources(this, roleType, {
      address: roleType,
      count: `\${${exists} ? 1 : 0}`,
      name: expression(`local.role_names["${roleType}"]`),
      description: expression(`coalesce(${role}.description, ${quoted(roleTypes[roleType])})`),
      roleType,
      sessionTagKeys: `[for demand in local.tags_demanded["${roleType}"] : lower(demand == "user_id_tag" ? var.user_id_tag_key : var.app_instance_id_tag_key)]`,
      path: expression("var.path"),
      tags: Token.asStringMap(expression("var.tags")),
      maxSessionDuration: Token.asNumber(
        expression(`coalesce(${role}.max_session_duration, var.max_session_duration)`),
      ),
      permissionsBoundaryArn: expression(
        `${role}.permissions_boundary_arn != null ? ${role}.permissions_boundary_arn : var.permissions_boundary_arn`,
      ),
      policy: document("policy", "policies"),
      trustPolicy: document("trust_policy", "trust_policies"),
      policyArns: Token.asStringMap(expression(`${exists} ? ${role}.policy_arns : {}`)),
      exclusive: {
        count: `\${${exists} && var.exclusive_attachments ? 1 : 0}`,
        policyArns: () =>
          Token.asList(expression(`concat([aws_iam_policy.${roleType}[0].arn], values(${role}.policy_arns))`)),
      },
    });
  }
}
