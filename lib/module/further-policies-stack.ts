// The module of a role's further policies, `module/modules/further-policies`. They are in a module of their own, so
// that all of a role's can be moved as a whole: their keys are the caller's.
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { place } from "../constructs/addresses";
import { expression } from "../constructs/terraform-text";
import { requireVersions } from "../constructs/versions";
import { roleInputs } from "../inputs/inputs";
import { typeOf } from "./variable-types";

/** What the module takes from the module of all roles, each a Terraform expression. */
export const furtherPoliciesArguments: Readonly<Record<string, string>> = {
  role_id: "local.attached_role_ids[each.key]",
  policy_arns: "local.roles[each.key].policy_arns",
};

/** The stack that the files of `module/modules/further-policies` are made of. */
export class FurtherPoliciesStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", {}); // CDKTF wants one; the files leave it out
    requireVersions(this);
    const variables = {
      role_id: ["string", "ID of the role that the policies are attached to."],
      policy_arns: [typeOf(roleInputs.policy_arns), roleInputs.policy_arns.meaning],
    } as const;
    for (const [name, [type, description]] of Object.entries(variables)) {
      place(new TerraformVariable(this, name, { type, description, nullable: false }), name);
    }
    const attachment = new IamRolePolicyAttachment(this, "attachment", {
      role: expression("var.role_id"),
      policyArn: expression("var.policy_arns[each.key]"),
    });
    place(attachment, "this");
    // The ARNs may be sensitive, their names are not: they are in the addresses.
    attachment.addOverride("for_each", "${nonsensitive(toset(keys(var.policy_arns)))}");
  }
}
