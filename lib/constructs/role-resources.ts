// What Terraform gets for one role: `aws_iam_role`, `aws_iam_policy` and the attachments.
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { TerraformIterator, type TerraformResource, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { documentLimits, roleTagNamesCaller, tooLarge } from "../access/refusals";
import { type RoleType, roleTypes } from "../access/role-types";
import { claimAddress } from "./claim";
import { escaped, expression } from "./terraform-text";

/** A document as JSON, and what must hold for IAM to take it. */
export interface RenderedDocument {
  readonly json: string;
  readonly lifecycle?: TerraformResourceLifecycle | undefined;
}

/** The check at plan that a document, which a Terraform reference names, is within IAM's limit. */
export function sizeChecked(
  roleType: RoleType,
  kind: keyof typeof documentLimits,
  reference: string,
): TerraformResourceLifecycle {
  const size = `length(jsonencode(${reference}))`;
  return {
    precondition: [
      {
        condition: `\${${size} <= ${documentLimits[kind].size}}`,
        errorMessage: tooLarge(roleType, kind, `\${${size}}`),
      },
    ],
  };
}

export interface RoleResourcesProps {
  /** The name of the resources: `aws_iam_role.<address>`. */
  readonly address: string;
  /** A Terraform expression of how many there are, 0 or 1. Without it the resources have no index. */
  readonly count?: string;
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSessionDuration: number;
  readonly permissionsBoundaryArn?: string | undefined;
  readonly policy: RenderedDocument;
  readonly trustPolicy: RenderedDocument;
  /** A Terraform expression of the keys, in lower case, that no tag of the role may have; empty where none matters. */
  readonly sessionTagKeys: string;
  readonly roleType: RoleType;
  /** Further managed policies to attach, by a static name. */
  readonly policyArns: Readonly<Record<string, string>>;
  /** The whole list of attachments, where Terraform is to own it, and with it that there is no inline policy. */
  readonly exclusive?: { readonly count?: string; readonly policyArns: (ownArn: string) => string[] };
}

export class RoleResources extends Construct {
  readonly role: IamRole;
  readonly policy: IamPolicy;
  readonly roleArn: string;
  readonly roleName: string;
  readonly policyArn: string;

  constructor(scope: Construct, id: string, props: RoleResourcesProps) {
    super(scope, id);
    const { address, count, name, description, path, tags, policyArns, exclusive } = props;
    const common = escaped({ name, path, tags });
    const policy = new IamPolicy(this, "policy", {
      ...common,
      description: roleTypes[props.roleType],
      policy: props.policy.json,
      // IAM cannot change it: an imported policy that says something else would be replaced.
      lifecycle: { ...props.policy.lifecycle, ignoreChanges: ["description"] },
    });
    const role = new IamRole(this, "role", {
      ...common,
      description: escaped(description),
      assumeRolePolicy: props.trustPolicy.json,
      maxSessionDuration: props.maxSessionDuration,
      ...(props.permissionsBoundaryArn ? { permissionsBoundary: escaped(props.permissionsBoundaryArn) } : {}),
      lifecycle: {
        ...props.trustPolicy.lifecycle,
        postcondition: [
          {
            condition: `\${!anytrue([for key in keys(self.tags_all) : contains(${props.sessionTagKeys}, lower(key))])}`,
            errorMessage: roleTagNamesCaller(props.roleType),
          },
        ],
      },
    });
    place(policy, address, count);
    place(role, address, count);
    this.role = role;
    this.policy = policy;
    this.roleArn = attribute(role, count, "arn");
    this.roleName = attribute(role, count, "name");
    this.policyArn = attribute(policy, count, "arn");

    // The role's `id`, not its `name`: a plan knows the name of a role that is replaced, so an attachment that refers to it
    // would stay in the state and be lost with the old role. The `id` is unknown then, and the attachment is replaced too.
    const roleId = attribute(role, count, "id");
    const own = { role: roleId, policyArn: this.policyArn };
    place(new IamRolePolicyAttachment(this, "attachment", own), address, count);
    if (Object.keys(policyArns).length > 0) {
      const each = TerraformIterator.fromMap(escaped(policyArns));
      const further = { forEach: each, role: roleId, policyArn: each.value };
      place(new IamRolePolicyAttachment(this, "further", further), `${address}_policy_arns`);
    }
    if (exclusive !== undefined) {
      const all = { roleName: roleId, policyArns: escaped(exclusive.policyArns(this.policyArn)) };
      place(new IamRolePolicyAttachmentsExclusive(this, "exclusive", all), address, exclusive.count);
      const inline = { roleName: roleId, policyNames: [] };
      place(new IamRolePoliciesExclusive(this, "exclusive_inline", inline), address, exclusive.count);
    }
  }
}

/** Gives a resource its address, before anything refers to it: CDKTF writes the address into a reference at once. */
function place(resource: TerraformResource, address: string, count?: string): void {
  claimAddress(resource, `${resource.terraformResourceType}.${address}`);
  resource.overrideLogicalId(address);
  if (count !== undefined) resource.addOverride("count", count);
}

/** A reference to an attribute; CDKTF's own has no index. */
function attribute(resource: TerraformResource, count: string | undefined, name: string): string {
  if (count === undefined) return resource.getStringAttribute(name);
  return expression(`${resource.terraformResourceType}.${resource.friendlyUniqueId}[0].${name}`);
}
