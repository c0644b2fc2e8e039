// The plain Terraform module: the roles of the constructs, with everything that an input may say left to Terraform.
import { TerraformLocal, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { AppInstance } from "../access/app-instance";
import { inputs } from "../access/inputs";
import { accessStatements } from "../access/policy-document";
import { type RoleType, roleTypeNames, roleTypes } from "../access/role-types";
import { callerVariables } from "../access/trust";
import { declareOutputs } from "../constructs/outputs";
import { RoleResources, sizeChecked } from "../constructs/role-resources";
import { escaped, expression, quoted } from "../constructs/terraform-text";
import { ChimeIamVariables } from "../constructs/variables";
import { requireVersions } from "../constructs/versions";
import { documentsByRole, trustStatements } from "./documents";
import { declareVariable } from "./variables";

function byType<T>(value: (roleType: RoleType) => T): Record<string, T> {
  return Object.fromEntries(roleTypeNames.map((roleType) => [roleType, value(roleType)]));
}

/** The stack that the module's files are made of. It is no stack of the app: nobody deploys it. */
export class ModuleStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    requireVersions(this);
    const { appInstance } = new ChimeIamVariables(this, "app_instance", { partition: expression("var.partition") });
    const declared = ["region", "account_id", "app_instance_id"];
    for (const name of Object.keys(inputs) as (keyof typeof inputs)[]) {
      if (!declared.includes(name)) declareVariable(this, name);
    }
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
    const tagKey = expression("var.user_id_tag_key");
    const tables = {
      access_statements: byType((roleType) => accessStatements(roleType, appInstance, ["{caller}"])),
      trust_statements: trustStatements(appInstance, tagKey),
      caller_variables: Object.fromEntries(
        Object.entries(callerVariables).map(([binding, variable]) => [binding, variable(tagKey)]),
      ),
    };
    for (const [name, value] of Object.entries({ ...escaped(tables), ...documentsByRole })) {
      new TerraformLocal(this, name, value).overrideLogicalId(name);
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
