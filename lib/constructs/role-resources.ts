// What Terraform gets for one role: `aws_iam_role`, `aws_iam_policy` and the attachments.
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { type TerraformElement, TerraformIterator, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { escaped } from "./terraform-text";

/** A document as JSON, and what must hold for IAM to take it. */
export interface RenderedDocument {
  readonly json: string;
  readonly lifecycle?: TerraformResourceLifecycle | undefined;
}

export interface RoleResourcesProps {
  /** The name of the resources: `aws_iam_role.<address>`. */
  readonly address: string;
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSessionDuration: number;
  readonly permissionsBoundaryArn: string | undefined;
  readonly policy: RenderedDocument;
  readonly trustPolicy: RenderedDocument;
  /** Further managed policies to attach, by a static name. */
  readonly policyArns: Readonly<Record<string, string>>;
  readonly exclusiveAttachments: boolean;
}

export class RoleResources extends Construct {
  readonly role: IamRole;
  readonly policy: IamPolicy;

  constructor(scope: Construct, id: string, props: RoleResourcesProps) {
    super(scope, id);
    const { address, name, description, path, tags, policyArns } = props;
    const common = escaped({ name, description, path, tags });
    this.policy = at(
      address,
      new IamPolicy(this, "policy", {
        ...common,
        policy: props.policy.json,
        ...(props.policy.lifecycle ? { lifecycle: props.policy.lifecycle } : {}),
      }),
    );
    this.role = at(
      address,
      new IamRole(this, "role", {
        ...common,
        assumeRolePolicy: props.trustPolicy.json,
        maxSessionDuration: props.maxSessionDuration,
        ...(props.permissionsBoundaryArn ? { permissionsBoundary: escaped(props.permissionsBoundaryArn) } : {}),
        ...(props.trustPolicy.lifecycle ? { lifecycle: props.trustPolicy.lifecycle } : {}),
      }),
    );
    at(address, new IamRolePolicyAttachment(this, "attachment", { role: this.role.name, policyArn: this.policy.arn }));
    if (Object.keys(policyArns).length > 0) {
      const each = TerraformIterator.fromMap(escaped(policyArns));
      at(
        `${address}_policy_arns`,
        new IamRolePolicyAttachment(this, "further", { forEach: each, role: this.role.name, policyArn: each.value }),
      );
    }
    if (props.exclusiveAttachments) {
      at(
        address,
        new IamRolePolicyAttachmentsExclusive(this, "exclusive", {
          roleName: this.role.name,
          policyArns: [this.policy.arn, ...Object.values(escaped(policyArns))],
        }),
      );
    }
  }
}

/** Gives a resource its address, at once: CDKTF writes the address into every reference as it is made. */
function at<T extends TerraformElement>(address: string, element: T): T {
  element.overrideLogicalId(address);
  return element;
}
