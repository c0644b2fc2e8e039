// What Terraform gets for a managed policy: `aws_iam_policy`. In the module, for all roles.
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { documentLimits } from "../inputs/limits";
import { fillMessage, type Spelling } from "../inputs/messages";
import type { RoleSpec } from "../inputs/role-spec";
import { place } from "./addresses";
import { keepInLifecycle } from "./lifecycle";
import { escapeForTerraform } from "./terraform-text";
import type { Validation } from "./validations";

/** A document in Terraform whose size is checked, and who speaks of it. Document and limit are expressions. */
export interface SizedDocument {
  readonly label: string;
  readonly document: string;
  readonly limit: string;
  readonly spelling: Spelling;
  /** Whether what is in the document was checked at synth with values that Terraform only repeats. */
  readonly isRepeated?: boolean;
}

/** The check at plan that a document is within IAM's limit. */
export function sizePrecondition(
  kind: keyof typeof documentLimits,
  { label, document, limit, spelling, isRepeated = false }: SizedDocument,
): Validation {
  const { parts, message, filledBy } = documentLimits[kind];
  const size = `length(jsonencode(${document}))`;
  if (isRepeated) {
    const errorMessage = `${label} ${fillMessage(message, spelling, [`\${${size}}`, limit])}`;
    return { condition: `\${${size} <= ${limit}}`, errorMessage };
  }
  const sizes = parts.map(
    (part) =>
      `sum(concat([0], [for statement in ${document}.Statement : length(jsonencode(statement.${part})) if can(statement.${part})]))`,
  );
  // A sensitive message is not shown, and a size says nothing of what is in the document.
  const values = [size, limit, ...sizes].map((value) => (/^\d+$/.test(value) ? value : `\${nonsensitive(${value})}`));
  const condition = `\${nonsensitive(${size}) <= ${limit}}`;
  return { condition, errorMessage: `${label} ${fillMessage(`${message} ${filledBy}`, spelling, values)}` };
}

/** A document as a resource refers to it. */
export interface DocumentReference {
  /** The document as JSON: the text `${jsonencode(local.policy_user)}`. */
  readonly json: string;
  /** The check of its size at plan, where it depends on tokens. */
  readonly preconditions: readonly Validation[];
}

/** The meta-arguments of the resources of a role. */
export interface MetaArguments {
  /**
   * The AWS provider that makes the resources.
   *
   * @default the stack's provider without an alias
   */
  readonly provider?: TerraformProvider | undefined;
  /**
   * What Terraform must make before.
   *
   * @default what the resources refer to
   */
  readonly dependsOn?: readonly ITerraformDependable[] | undefined;
}

/** The meta-arguments as CDKTF takes them. */
export function metaArguments({ provider, dependsOn }: MetaArguments): {
  provider?: TerraformProvider;
  dependsOn?: ITerraformDependable[];
} {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(dependsOn === undefined ? {} : { dependsOn: [dependsOn].flat() }),
  };
}

/** What a managed policy is made of. */
export interface ManagedPolicyProps extends MetaArguments, Pick<RoleSpec, "policyName" | "policyPath" | "tags"> {
  /** The name of the resource: `aws_iam_policy.<address>`. */
  readonly address: string;
  /** The description, which IAM cannot change. */
  readonly policyDescription: string;
  readonly policy: DocumentReference;
}

/** The resource of a managed policy. */
export function managedPolicy(scope: Construct, props: ManagedPolicyProps): IamPolicy {
  const { address, policyName: name, policyPath: path, tags, policyDescription: description, policy } = props;
  const resource = new IamPolicy(scope, "policy", {
    ...metaArguments(props),
    ...escapeForTerraform({ name, path, tags }),
    description,
    policy: policy.json,
  });
  // IAM cannot change a description: an imported policy that has another would be replaced.
  keepInLifecycle(resource, { ignoreChanges: ["description"], preconditions: policy.preconditions });
  place(resource, address);
  return resource;
}
