// One role of Chime SDK messaging: the role, its managed policy and the attachment.
import { Fn, TerraformLocal, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { PolicyDocument } from "../access/policy-document";
import { checkSizes, roleDocuments } from "../access/role-documents";
import { type RoleType, roleTypes } from "../access/role-types";
import type { documentRules } from "../access/rules";
import { messageOf, throwViolations } from "../access/violation";
import { completeProps } from "./check-props";
import { place, reserveRoleName } from "./clashes";
import type { AnyRoleProps, ChimeBackendRoleProps, ChimeDeveloperRoleProps, ChimeUserRoleProps } from "./props";
import { type Precondition, RoleResources, sizePrecondition } from "./resources";
import { escaped } from "./terraform-text";
import { containsToken, tokens } from "./tokens";

/**
 * A role of one type: `aws_iam_role`, `aws_iam_policy` and `aws_iam_role_policy_attachment`, all at the same address.
 * Its documents are in the locals `policy_<address>` and `trust_policy_<address>`.
 *
 * @throws InputError with the construct's path and all that is wrong with its props. What depends on tokens is checked by
 *   preconditions at plan, and clashes with other constructs when the stack is synthesized.
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
  /** Who may assume the role: the document of its trust policy. */
  readonly trustPolicy: PolicyDocument;
  /** The same as JSON, for Terraform. */
  readonly trustPolicyJson: string;
  /** The name of the resources in Terraform: `aws_iam_role.<address>`. */
  readonly address: string;
  /** The session tags that a caller who is known by tags must pass. */
  readonly sessionTagKeys: readonly string[];
  /** The resources themselves, for what no prop says. */
  readonly resources: Pick<RoleResources, "role" | "policy" | "attachment">;

  protected constructor(
    scope: Construct,
    id: string,
    readonly roleType: RoleType,
    props: AnyRoleProps,
  ) {
    super(scope, id);
    const { role, trusts, appInstance, userIdTagKey, ...complete } = completeProps(roleType, props, this.node.path);
    const documents = roleDocuments({ roleType, role, trusts, appInstance, userIdTagKey, unknownValues: tokens });
    this.address = complete.address;
    this.policyDocument = documents.policy;
    this.trustPolicy = documents.trustPolicy;
    this.sessionTagKeys = documents.tagKeys;
    if (!containsToken(documents))
      throwViolations(checkSizes(documents, []), (found) => `${this.node.path}${messageOf(found)}`);
    reserveRoleName(TerraformStack.of(this), complete.name, this.node.path);

    const policy = this.local("policy", documents.policy);
    const trustPolicy = this.local("trust_policy", documents.trustPolicy);
    const furtherArns = Object.values(complete.policyArns);
    this.resources = new RoleResources(this, "resources", {
      ...complete,
      label: this.node.path,
      policyDescription: roleTypes[roleType],
      policy: policy.json,
      trustPolicy: trustPolicy.json,
      policyPreconditions: policy.preconditions,
      rolePreconditions: trustPolicy.preconditions,
      sessionTagKeys: JSON.stringify(documents.tagKeys.map((key) => key.toLowerCase())),
      exclusivePolicyArns: complete.exclusiveAttachments ? (own) => [own, ...furtherArns] : undefined,
    });
    const { roleArn, roleName, policyArn } = this.resources as RoleResources;
    this.policyJson = policy.json;
    this.trustPolicyJson = trustPolicy.json;
    this.roleArn = roleArn;
    this.roleName = roleName;
    this.policyArn = policyArn;
  }

  /** A document as a structured local, its JSON, and the check of its size where it is not known yet. */
  private local(
    kind: keyof typeof documentRules,
    document: PolicyDocument,
  ): { json: string; preconditions: Precondition[] } {
    const local = new TerraformLocal(this, kind, escaped(document));
    place(local, `${kind}_${this.address}`);
    const size = `length(jsonencode(local.${kind}_${this.address}))`;
    return {
      json: Fn.jsonencode(local.expression),
      preconditions: containsToken(document) ? [sizePrecondition(kind, this.node.path, size)] : [],
    };
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
  constructor(scope: Construct, id: string, props: ChimeUserRoleProps) {
    super(scope, id, "user", props);
  }
}

/** The role of a signed-in user who only reads and sends. */
export class ChimeMinimalUserRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeUserRoleProps) {
    super(scope, id, "minimal_user", props);
  }
}

/** The role of whatever holds a user's WebSocket connection. */
export class ChimeWebSocketRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeUserRoleProps) {
    super(scope, id, "websocket", props);
  }
}

/** The role of a server or Lambda function behind the chat: the calls that it names and no others. */
export class ChimeBackendRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeBackendRoleProps) {
    super(scope, id, "backend", props);
  }
}

/** The construct of each role type. */
export const roleConstructs = {
  developer: ChimeDeveloperRole,
  user: ChimeUserRole,
  minimal_user: ChimeMinimalUserRole,
  websocket: ChimeWebSocketRole,
  backend: ChimeBackendRole,
} as const satisfies Record<RoleType, unknown>;
