// One role of Chime SDK messaging: the role, its managed policy and the attachment.
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { InputError } from "../access/input-error";
import { accessPolicy, type PolicyDocument } from "../access/policy-document";
import { documentLimits, nameTaken, tooLarge } from "../access/refusals";
import type { RoleType } from "../access/role-types";
import { isKnownAtPlan } from "../access/rules";
import { trustPolicy } from "../access/trust";
import { claim, claimAddress } from "./claim";
import { type ChimeCallerRoleProps, type ChimeDeveloperRoleProps, completeProps } from "./role-props";
import { type RenderedDocument, RoleResources, sizeChecked } from "./role-resources";
import { escaped } from "./terraform-text";

/**
 * A role of one type: `aws_iam_role`, `aws_iam_policy` and `aws_iam_role_policy_attachment`, all at the same address.
 * Its documents stand in the locals `<address>_policy` and `<address>_trust_policy`.
 *
 * @throws InputError when a value is not what it should be, when a document is beyond IAM's limits, or when the
 *   address is taken. What depends on variables is checked by preconditions at plan.
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html
 */
export abstract class ChimeRole extends Construct {
  /** The role's ARN. */
  readonly roleArn: string;
  /** The role's name. */
  readonly roleName: string;
  /** The ARN of the role's managed policy. */
  readonly policyArn: string;
  /** What the role may do: the document of its managed policy. */
  readonly policyDocument: PolicyDocument;
  /** The same as JSON, for Terraform. */
  readonly policyJson: string;
  /** Who may assume the role. */
  readonly trustPolicy: PolicyDocument;
  /** The same as JSON, for Terraform. */
  readonly trustPolicyJson: string;
  /** The name of the resources in Terraform: `aws_iam_role.<address>`. */
  readonly address: string;
  /** The resources themselves, for what no prop says: `resources.role.importFrom("chat-user")`. */
  readonly resources: Pick<RoleResources, "role" | "policy">;

  protected constructor(
    scope: Construct,
    id: string,
    readonly roleType: RoleType,
    props: ChimeDeveloperRoleProps & ChimeCallerRoleProps,
  ) {
    super(scope, id);
    const complete = completeProps(roleType, props);
    const { appInstance, trusts, tagKeys } = complete;
    this.address = complete.address;
    this.policyDocument = accessPolicy({ roleType, ...complete });
    this.trustPolicy = trustPolicy(roleType, trusts, { home: appInstance, tagKeys });

    claim(this, `role ${complete.name.toLowerCase()}`, nameTaken(roleType, complete.name));
    const renderedPolicy = this.rendered("policy", this.policyDocument);
    const renderedTrust = this.rendered("trust_policy", this.trustPolicy);
    const { policyArns, exclusiveAttachments } = complete;
    const furtherArns = Object.values(policyArns);
    const resources = new RoleResources(this, "resources", {
      ...complete,
      roleType,
      sessionTagKeys: JSON.stringify(tagKeys.map((key) => key.toLowerCase())),
      policy: renderedPolicy,
      trustPolicy: renderedTrust,
      ...(exclusiveAttachments ? { exclusive: { policyArns: (own: string) => [own, ...furtherArns] } } : {}),
    });
    this.resources = resources;
    this.policyJson = renderedPolicy.json;
    this.trustPolicyJson = renderedTrust.json;
    this.roleArn = resources.roleArn;
    this.roleName = resources.roleName;
    this.policyArn = resources.policyArn;
  }

  /** A document as a structured local, and the JSON of it; within IAM's limit, or with the check that it will be. */
  private rendered(kind: keyof typeof documentLimits, document: PolicyDocument): RenderedDocument {
    const local = new TerraformLocal(this, kind, escaped(document));
    local.overrideLogicalId(`${this.address}_${kind}`);
    claimAddress(this, `local.${this.address}_${kind}`);
    const json = Fn.jsonencode(local.expression);
    const text = JSON.stringify(document);
    if (isKnownAtPlan(text)) {
      return { json, lifecycle: sizeChecked(this.roleType, kind, `local.${this.address}_${kind}`) };
    }
    const size = text.replace(/[<>&]/g, "\\u0000").length; // as Terraform writes them
    if (size > documentLimits[kind].size) throw new InputError(tooLarge(this.roleType, kind, String(size)));
    return { json };
  }
}

/** The role of a developer: administers app instances, their users and channel flows. Its policy names no user. */
export class ChimeDeveloperRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeDeveloperRoleProps) {
    super(scope, id, "developer", props);
  }
}

/** The role of a signed-in user of the chat. */
export class ChimeUserRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeCallerRoleProps) {
    super(scope, id, "user", props);
  }
}

/** The role of a signed-in user who only reads and sends. */
export class ChimeMinimalUserRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeCallerRoleProps) {
    super(scope, id, "minimal_user", props);
  }
}

/** The role of whatever holds a user's WebSocket connection. */
export class ChimeWebSocketRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeCallerRoleProps) {
    super(scope, id, "websocket", props);
  }
}
