// The outputs of the module and of an environment's stack.
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";

const descriptions = {
  role_arns: "ARN of each role, by role type.",
  role_names: "Name of each role, by role type.",
  policy_arns: "ARN of each role's managed policy, by role type.",
  policy_documents: "What each role may do, by role type: the JSON of its managed policy.",
  trust_policies: "Who may assume each role, by role type: the JSON of its trust policy.",
  app_instance_arn: "ARN of the app instance.",
} as const;

/** Declares the outputs. A value is a map by role type, or the Terraform expression of one. */
export function declareOutputs(scope: Construct, values: Readonly<Record<keyof typeof descriptions, unknown>>): void {
  for (const name of Object.keys(descriptions) as (keyof typeof descriptions)[]) {
    const output = new TerraformOutput(scope, name, {
      description: descriptions[name],
      value: values[name],
    });
    output.overrideLogicalId(name);
  }
}
