// What Terraform gets for the policies of a role: `aws_iam_role_policy_attachment`. In the module, for all roles.
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformElement, TerraformIterator, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { place } from "./addresses";
import { escapeForTerraform } from "./terraform-text";

/** What is attached, and to which role. */
export interface AttachmentsProps {
  /** The name of the resources in Terraform. */
  readonly address: string;
  readonly provider: TerraformProvider | undefined;
  /** The role's `id`, or the name of one that exists, as Terraform text. */
  readonly roleId: string;
  readonly policyArn: string;
  /** Further managed policies, by a static name. */
  readonly policyArns: Readonly<Record<string, string>>;
  /** Whether a role is where the further attachments were in 0.2.0. */
  readonly isFormerAddressTaken?: boolean | undefined;
}

/** The attachments of a role. */
export interface Attachments {
  readonly attachment: IamRolePolicyAttachment;
  /** The attachment that is made when all others are. */
  readonly lastAttachment: IamRolePolicyAttachment;
}

/** Attaches its policy to a role, and then the further ones. */
export function attachPolicies(scope: Construct, props: AttachmentsProps): Attachments {
  const { address, provider, roleId: role, policyArn, policyArns } = props;
  const sameProvider = provider === undefined ? {} : { provider };
  const attachment = new IamRolePolicyAttachment(scope, "attachment", { ...sameProvider, role, policyArn });
  place(attachment, address);
  if (Object.keys(policyArns).length === 0) return { attachment, lastAttachment: attachment };
  const each = TerraformIterator.fromMap(escapeForTerraform(policyArns));
  const further = { ...sameProvider, dependsOn: [attachment], forEach: each, role, policyArn: each.value };
  const lastAttachment = new IamRolePolicyAttachment(scope, "further", further);
  place(lastAttachment, furtherAddress(address));
  if (!props.isFormerAddressTaken)
    new MovedFromFormer(scope, "further_moved", lastAttachment, formerFurtherAddress(address));
  return { attachment, lastAttachment };
}

/** The address of the further attachments of a role. No role of an environment has it: a key begins with a letter. */
export function furtherAddress(address: string): string {
  return `_further_${address}`;
}

/** The address that they had in 0.2.0, when a key had no dash. */
export function formerFurtherAddress(address: string): string {
  return `further-${address}`;
}

/** Moves a resource from the address that it had, unless whoever has the role moves it from another: Terraform takes one move. */
class MovedFromFormer extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly resource: IamRolePolicyAttachment,
    private readonly former: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    const { terraformResourceType: type, friendlyUniqueId: name } = this.resource;
    const { moved }: { readonly moved?: unknown } = this.resource.toTerraform();
    if (moved !== undefined) return {};
    return { moved: [{ from: `${type}.${this.former}`, to: `${type}.${name}` }] };
  }
}
