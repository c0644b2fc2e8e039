// What Terraform gets for one role: `aws_iam_role`, `aws_iam_policy` and the attachments. In the module, for all roles.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { Lazy, TerraformIterator, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { roleTagReserved } from "../inputs/rules";
import { isPlaced, place } from "./clashes";
import {
  type DocumentReference,
  type ManagedPolicyProps,
  managedPolicy,
  metaArguments,
  preconditions,
} from "./managed-policy";
import { withoutStackTraces } from "./stack-traces";
import { escaped } from "./terraform-text";

/** What the resources of a role are made of. */
export interface RoleResourcesProps extends ManagedPolicyProps {
  /** How a message calls the role: Terraform text. */
  readonly label: string;
  readonly description: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundaryArn?: string | undefined;
  readonly trustPolicy: DocumentReference;
  /** A Terraform expression of the session tags, in lower case, that no tag of the role may have for a key. */
  readonly sessionTagKeys: string;
  /** Further managed policies to attach, by a static name. The module attaches its own. */
  readonly policyArns?: Readonly<Record<string, string>>;
  /** The whole list of attachments, escaped, where Terraform manages it, and with it that there is no inline policy. */
  readonly exclusivePolicyArns?: ((ownArn: string) => string[]) | undefined;
  /** In the module, the `for_each` of the resources, and that of the exclusive ones. */
  readonly forEach?: { readonly all: string; readonly exclusive: string };
}

/** The resources of a role. */
export class RoleResources extends Construct {
  readonly role: IamRole;
  readonly policy: IamPolicy;
  readonly attachment: IamRolePolicyAttachment;
  /** The role's inline policies, which `exclusivePolicyArns` leaves alone. */
  readonly inlinePolicyNames: string[] = [];

  constructor(scope: Construct, id: string, props: RoleResourcesProps) {
    super(scope, id);
    const { address, label, name, description, path, tags, policyArns = {}, exclusivePolicyArns, forEach } = props;
    const { provider } = metaArguments(props);
    const sameProvider = provider === undefined ? {} : { provider };
    this.policy = managedPolicy(this, props);
    const roleConfig = {
      ...metaArguments(props),
      ...escaped({ name, path, tags }),
      description: escaped(description),
      assumeRolePolicy: props.trustPolicy.json,
      maxSessionDuration: props.maxSessionDuration,
      ...(props.permissionsBoundaryArn ? { permissionsBoundary: escaped(props.permissionsBoundaryArn) } : {}),
      lifecycle: {
        ...preconditions(props.trustPolicy.preconditions),
        postcondition: [
          {
            condition: `\${!anytrue([for key in keys(self.tags_all) : contains(${props.sessionTagKeys}, lower(key))])}`,
            errorMessage: `${label} ${roleTagReserved.message}`,
          },
        ],
      },
    };
    this.role = withoutStackTraces(() => new IamRole(this, "role", roleConfig));
    place(this.role, address, props.trustPolicy.local);
    // The role's `id`, not its `name`: a plan knows the name of a role that is replaced, so an attachment that refers to it
    // would stay in the state and be lost with the old role. The `id` is unknown then, and the attachment is replaced too.
    const roleId = attribute(this.role, "id", forEach);
    const policyArn = attribute(this.policy, "arn", forEach);
    const attached = { role: roleId, policyArn };
    this.attachment = new IamRolePolicyAttachment(this, "attachment", { ...sameProvider, ...attached });
    place(this.attachment, address);
    for (const resource of [this.policy, this.role, this.attachment]) repeat(resource, forEach?.all);
    if (Object.keys(policyArns).length > 0) {
      const each = TerraformIterator.fromMap(escaped(policyArns));
      const further = { ...sameProvider, forEach: each, role: roleId, policyArn: each.value };
      place(new FurtherAttachments(this, "further", further), `further-${address}`);
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

/**
 * The attachments of further policies: `further-<address>`, which is no address of a role, because those have no dash.
 * In 0.1.0 they were at `<address>_policy_arns`, which may be another role's address today. A `moveFromId` of the caller is
 * used in place of that: Terraform accepts one origin for each address.
 */
class FurtherAttachments extends IamRolePolicyAttachment {
  override toTerraform(): object {
    const to = `${this.terraformResourceType}.${this.friendlyUniqueId}`;
    const from = to.replace(/further-(.*)$/, "$1_policy_arns");
    const isMoved = this.hasResourceMove() === undefined && !isPlaced(this, from);
    return { ...super.toTerraform(), ...(isMoved ? { moved: [{ from, to }] } : {}) };
  }
}

/** A reference to an attribute within the stack, as text: a token of CDKTF's costs a stack trace, and has no key of an instance. */
function attribute(resource: TerraformResource, name: string, forEach: RoleResourcesProps["forEach"]): string {
  const instance = forEach === undefined ? "" : "[each.key]";
  return `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}${instance}.${name}}`;
}
