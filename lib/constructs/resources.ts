// What Terraform gets for one role: `aws_iam_role`, `aws_iam_policy` and the attachments. In the module, for all roles.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { Lazy, TerraformIterator, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { RoleSpec } from "../inputs/role-spec";
import { roleTagReserved } from "../inputs/value-rules";
import { place } from "./addresses";
import { keepInLifecycle } from "./lifecycle";
import { type DocumentReference, type ManagedPolicyProps, managedPolicy, metaArguments } from "./managed-policy";
import { escapeForTerraform } from "./terraform-text";
import type { Validation } from "./validations";

/** What the resources of a role are made of: of a spec, or in the module expressions. */
export interface RoleResourcesProps
  extends ManagedPolicyProps,
    Pick<RoleSpec, "name" | "path" | "description" | "maxSessionDuration" | "permissionsBoundaryArn" | "policyArns"> {
  /** How a message calls the role: Terraform text. */
  readonly label: string;
  readonly trustPolicy: DocumentReference;
  /** What else is checked at plan. */
  readonly preconditions: readonly Validation[];
  /** A Terraform expression of the session tags, in lower case, that no tag of the role may have for a key. */
  readonly sessionTagKeys: string;
  /** The whole list of attachments, escaped, where Terraform manages it, and with it that there is no inline policy. */
  readonly exclusivePolicyArns: ((ownArn: string) => string[]) | undefined;
  /** In the module, the `for_each` of the resources, and that of the exclusive ones. */
  readonly forEach?: { readonly all: string; readonly exclusive: string };
}

/** The resources of a role. */
export class RoleResources extends Construct {
  readonly role: IamRole;
  readonly policy: IamPolicy;
  readonly attachment: IamRolePolicyAttachment;
  /** The attachment that is made when all others are. */
  readonly lastAttachment: IamRolePolicyAttachment;
  /** The role's inline policies, which `exclusivePolicyArns` leaves alone. */
  readonly inlinePolicyNames: string[] = [];

  constructor(scope: Construct, id: string, props: RoleResourcesProps) {
    super(scope, id);
    const { address, label, name, description, path, tags, policyArns, exclusivePolicyArns, forEach } = props;
    const { provider } = metaArguments(props);
    const sameProvider = provider === undefined ? {} : { provider };
    this.policy = managedPolicy(this, props);
    const roleConfig = {
      ...metaArguments(props),
      ...escapeForTerraform({ name, path, tags, description }),
      assumeRolePolicy: props.trustPolicy.json,
      maxSessionDuration: props.maxSessionDuration,
      ...(props.permissionsBoundaryArn
        ? { permissionsBoundary: escapeForTerraform(props.permissionsBoundaryArn) }
        : {}),
    };
    this.role = new IamRole(this, "role", roleConfig);
    const noTagPoses = {
      condition: `\${!anytrue([for key in keys(self.tags_all) : contains(${props.sessionTagKeys}, lower(key))])}`,
      errorMessage: `${label} ${roleTagReserved.message}`,
    };
    const preconditions = [...props.trustPolicy.preconditions, ...props.preconditions];
    keepInLifecycle(this.role, { preconditions, postconditions: [noTagPoses] });
    place(this.role, address);
    // The role's `id`, not its `name`: a plan knows the name of a role that is replaced, so an attachment that refers to it
    // would stay in the state and be lost with the old role. The `id` is unknown then, and the attachment is replaced too.
    const roleId = attribute(this.role, "id", forEach);
    const policyArn = attribute(this.policy, "arn", forEach);
    const attached = { role: roleId, policyArn };
    this.attachment = new IamRolePolicyAttachment(this, "attachment", { ...sameProvider, ...attached });
    place(this.attachment, address);
    this.lastAttachment = this.attachment;
    for (const resource of [this.policy, this.role, this.attachment]) repeat(resource, forEach?.all);
    if (Object.keys(policyArns).length > 0) {
      const each = TerraformIterator.fromMap(escapeForTerraform(policyArns));
      const dependsOn = [this.attachment];
      const further = { ...sameProvider, dependsOn, forEach: each, role: roleId, policyArn: each.value };
      this.lastAttachment = new IamRolePolicyAttachment(this, "further", further);
      place(this.lastAttachment, `further-${address}`); // a role's address has no dash
    }
    if (exclusivePolicyArns !== undefined) {
      const all = { ...sameProvider, roleName: roleId, policyArns: exclusivePolicyArns(policyArn) };
      const attachments = new IamRolePolicyAttachmentsExclusive(this, "exclusive", all);
      const policyNames = Lazy.listValue({ produce: () => this.inlinePolicyNames });
      const inline = { ...sameProvider, roleName: roleId, policyNames };
      for (const resource of [attachments, new IamRolePoliciesExclusive(this, "exclusive_inline", inline)]) {
        place(resource, address);
        repeat(resource, forEach?.exclusive);
      }
    }
  }
}

/** Gives a resource its `for_each`, if there is one. */
function repeat(resource: TerraformResource, forEach: string | undefined): void {
  if (forEach !== undefined) resource.addOverride("for_each", forEach);
}

/** A reference to an attribute; where the resource has a `for_each`, to that of the same instance. */
function attribute(resource: TerraformResource, name: "id" | "arn", forEach: RoleResourcesProps["forEach"]): string {
  const instance = forEach === undefined ? "" : "[each.key]";
  return `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}${instance}.${name}}`;
}
