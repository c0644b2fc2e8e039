// The outputs of the module and of an environment's stack.
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { place } from "./addresses";

/** What each output is. */
export const outputs = {
  role_arns: "ARN of each role, by key.",
  role_names: "Name of each role, by key.",
  policy_arns: "ARN of each role's managed policy, by key.",
  policy_documents: "What each role may do, by key: the JSON of its managed policy.",
  trust_policies: "Who may assume each role, by key: the JSON of its trust policy.",
  app_instance_arn: "ARN of the app instance.",
} as const;

/** The outputs of roles that others refer to: they wait until all policies are attached. */
const ofRoles = ["role_arns", "role_names"];

/**
 * Declares outputs. A value is a map by key, or the Terraform expression of one.
 *
 * @param attachments the addresses of what attaches policies
 */
export function declareOutputs(
  scope: Construct,
  values: Readonly<Partial<Record<keyof typeof outputs, unknown>>>,
  attachments: readonly string[] = [],
): void {
  for (const [name, value] of Object.entries(values)) {
    const description = outputs[name as keyof typeof outputs];
    const output = new TerraformOutput(scope, name, { description, value });
    place(output, name);
    if (attachments.length > 0 && ofRoles.includes(name)) output.addOverride("depends_on", attachments);
  }
}
