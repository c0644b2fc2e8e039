// What Terraform gets for one role: `aws_iam_role`, `aws_iam_policy` and the attachments. In the module, for all roles.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { Fn, Lazy, type TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import type { RoleSpec } from "../inputs/role-spec";
import { roleTagReserved } from "../inputs/value-rules";
import { place } from "./addresses";
import { attachPolicies } from "./attachments";
import { keepInLifecycle } from "./lifecycle";
import { type DocumentReference, type ManagedPolicyProps, managedPolicy, metaArguments } from "./managed-policy";
import { escapeForTerraform } from "./terraform-text";
import { tokens } from "./tokens";
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
  /** Inline policies of others, which `exclusivePolicyArns` leaves alone. */
  readonly inlinePolicyNames: readonly string[];
  /** Inline policies that the role is granted by its name. */
  readonly grants?: () => Iterable<IamRolePolicy>;
  readonly isFormerAddressTaken?: boolean | undefined;
  /** In the module, what is said of each instance. */
  readonly forEach?: {
    /** The `for_each` of policies and attachments, of roles, and of the exclusive resources. */
    readonly all: string;
    readonly roles: string;
    readonly exclusive: string;
    /** The role that a policy is attached to, made here or not. */
    readonly roleId: string;
    readonly inlinePolicyNames: string[];
  };
}

/** The resources of a role. */
export class RoleResources extends Construct {
  readonly role: IamRole;
  readonly policy: IamPolicy;
  readonly attachment: IamRolePolicyAttachment;
  /** The attachment that is made when all others are. */
  readonly lastAttachment: IamRolePolicyAttachment;
  /** The inline policies that the role is granted, which `exclusivePolicyArns` leaves alone. */
  readonly inlinePolicyNames: string[] = [];

  constructor(scope: Construct, id: string, props: RoleResourcesProps) {
    super(scope, id);
    const { address, label, name, description, path, tags, exclusivePolicyArns, forEach } = props;
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
    const ownId = attribute(this.role, "id", forEach);
    const policyArn = attribute(this.policy, "arn", forEach);
    const attached = attachPolicies(this, { ...props, provider, roleId: forEach?.roleId ?? ownId, policyArn });
    this.attachment = attached.attachment;
    this.lastAttachment = attached.lastAttachment;
    for (const resource of [this.policy, this.attachment]) repeat(resource, forEach?.all);
    repeat(this.role, forEach?.roles);
    if (exclusivePolicyArns !== undefined) {
      const all = { ...sameProvider, roleName: ownId, policyArns: exclusivePolicyArns(policyArn) };
      const attachments = new IamRolePolicyAttachmentsExclusive(this, "exclusive", all);
      const policyNames =
        forEach?.inlinePolicyNames ?? Lazy.listValue({ produce: () => this.allInlinePolicyNames(props) });
      const inline = { ...sameProvider, roleName: ownId, policyNames };
      const exclusiveInline = new IamRolePoliciesExclusive(this, "exclusive_inline", inline);
      // The provider makes an inline policy that is not there yet, without a document, and fails.
      exclusiveInline.addOverride("depends_on", Lazy.anyValue({ produce: () => this.grantsInStack(props) }));
      for (const resource of [attachments, exclusiveInline]) {
        place(resource, address);
        repeat(resource, forEach?.exclusive);
      }
    }
  }

  /** The addresses of the grants of this stack; undefined if there are none. */
  private grantsInStack({ grants }: RoleResourcesProps): string[] | undefined {
    const here = [...(grants?.() ?? [])].filter((grant) => TerraformStack.of(grant) === TerraformStack.of(this));
    if (here.length === 0) return undefined;
    return here.map((grant) => `${grant.terraformResourceType}.${grant.friendlyUniqueId}`);
  }

  /** Those of others, which may be a token, and those granted. */
  private allInlinePolicyNames({ inlinePolicyNames: others, grants }: RoleResourcesProps): string[] {
    const byName = [...(grants?.() ?? [])].flatMap(({ nameInput }) => nameInput ?? []);
    const granted = [...new Set([...escapeForTerraform(this.inlinePolicyNames), ...byName])];
    if (tokens.isUnknown(others)) return Token.asList(Fn.concat([[...others], granted]));
    return [...escapeForTerraform([...others]), ...granted];
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
