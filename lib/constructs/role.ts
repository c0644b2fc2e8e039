// One role of Chime SDK messaging: the role, its managed policy and the attachment.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn, type ITerraformDependable, type TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import { type RoleType, roleTypes } from "../grants/role-types";
import { type RoleSpec, roleArnOf } from "../inputs/role-spec";
import { documentLocal, documentReference, jsonToken } from "./document-local";
import { grantAssume } from "./grant-assume";
import { grantsOf, reserveNames } from "./names-in-use";
import type {
  ChimeBackendRoleProps,
  ChimeDeveloperRoleProps,
  ChimeMinimalUserRoleProps,
  ChimeUserRoleProps,
  ChimeWebSocketRoleProps,
} from "./props";
import { RoleResources } from "./resources";
import type { RoleReference } from "./role-reference";
import { warnOfSharedPools } from "./shared-pools";
import { type PlacedSpec, specOfRole } from "./spec-of-props";
import { escapeForTerraform } from "./terraform-text";
import { checkTokens } from "./token-checks";
import { tokens } from "./tokens";

/**
 * A role of one type: `aws_iam_role`, `aws_iam_policy` and `aws_iam_role_policy_attachment`, all at the same address.
 * Its documents are in the locals `policy_<address>` and `trust_policy_<address>`.
 *
 * @throws InputError with the construct's path and all that is wrong with its props. What depends on tokens is checked by
 *   preconditions at plan, and whether a foreign element has one of its addresses when the stack is synthesized.
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html
 */
export abstract class ChimeRole extends Construct implements ITerraformDependable {
  /** The role type. */
  readonly roleType: RoleType;
  /** What the role may do: the document of its managed policy. */
  readonly policyDocument: PolicyDocument;
  /** Who may assume the role: the document of its trust policy. */
  readonly trustPolicy: PolicyDocument;
  /** The name of the resources in Terraform: `aws_iam_role.<address>`. */
  readonly address: string;
  /** The session tags that a caller who is known by tags must pass. */
  readonly sessionTagKeys: readonly string[];
  /** The role itself, for what no prop says. */
  readonly role: IamRole;
  /** The managed policy itself. */
  readonly policy: IamPolicy;
  /** The attachment of the policy to the role. */
  readonly attachment: IamRolePolicyAttachment;
  private readonly spec: RoleSpec;
  private readonly policyLocal: TerraformLocal;
  private readonly trustPolicyLocal: TerraformLocal;
  private readonly lastAttachment: IamRolePolicyAttachment;
  private readonly granted = new Map<string, IamRolePolicy>();

  /** @param specAt the spec of the role, once the path of its construct is known */
  protected constructor(scope: Construct, id: string, specAt: (constructPath: string) => PlacedSpec) {
    super(scope, id);
    const { spec, address, props, isFormerAddressTaken, ...meta } = specAt(this.node.path);
    warnOfSharedPools(this, spec.trusts);
    reserveNames(this, { name: spec.name, account: spec.appInstance.account, provider: meta.provider, address });
    const resources = new RoleResources(this, "resources", {
      ...spec,
      ...meta,
      address,
      isFormerAddressTaken,
      label: escapeForTerraform(this.node.path),
      policyDescription: roleTypes[spec.type],
      policy: documentReference(this, "policy", address, spec, props === undefined),
      trustPolicy: documentReference(this, "trust_policy", address, spec, props === undefined),
      preconditions: props === undefined ? [] : checkTokens(this, address, props),
      sessionTagKeys: JSON.stringify(spec.tagKeys.map((key) => key.toLowerCase())),
      grants: () => grantsOf(this, { name: spec.name, account: spec.appInstance.account, provider: meta.provider }),
      exclusivePolicyArns: spec.exclusiveAttachments ? (own) => attachedArns(own, spec) : undefined,
    });
    this.spec = spec;
    this.roleType = spec.type;
    this.policyDocument = spec.policy;
    this.trustPolicy = spec.trustPolicy;
    this.policyLocal = documentLocal(this, "policy", address, spec.policy);
    this.trustPolicyLocal = documentLocal(this, "trust_policy", address, spec.trustPolicy);
    this.address = address;
    this.sessionTagKeys = spec.tagKeys;
    this.role = resources.role;
    this.policy = resources.policy;
    this.attachment = resources.attachment;
    this.lastAttachment = resources.lastAttachment;
  }

  /** The document of the managed policy as JSON, for Terraform. */
  get policyJson(): string {
    return jsonToken(this.policyLocal);
  }

  /** The document of the trust policy as JSON, for Terraform. */
  get trustPolicyJson(): string {
    return jsonToken(this.trustPolicyLocal);
  }

  /** The role's ARN. */
  get roleArn(): string {
    return this.role.arn;
  }

  /** The role's name. */
  get roleName(): string {
    return this.role.name;
  }

  /** The ARN of the role's managed policy. */
  get policyArn(): string {
    return this.policy.arn;
  }

  /**
   * Allows a role to assume this one: gives it an inline policy with `sts:AssumeRole` and `sts:TagSession` on this role.
   * This role must trust it too, by `Trust.principals([ARN])` or `Trust.account()`. The caller passes the session tags that
   * this role requires (`sessionTagKeys`) and, if its trust has one, the external ID.
   *
   * @param grantee a role of Chime SDK messaging, the resource or data source of a role, or its ARN or name
   * @param id the ID of the grant's construct; required for several grantees that are tokens. The same grantee twice is one grant
   * @throws InputError when the grantee is no role of this role's account, or this role does not trust it. A token is checked
   *   at plan. A role of another account is given its policy there: the message says which.
   */
  grantAssume(grantee: ChimeRole | RoleReference, id?: string): IamRolePolicy {
    const { spec, granted, role } = this;
    const other = grantee instanceof ChimeRole ? grantee.spec : undefined;
    const accounts = [other, spec].map((one) => one?.appInstance.account ?? "");
    const isElsewhere = other !== undefined && accounts[0] !== accounts[1];
    const areKnown = !accounts.some((account) => tokens.isUnknown(account));
    // A role of another account is as little there as the ARN of one.
    const given = isElsewhere && areKnown ? roleArnOf(other) : grantee;
    const granteeAccount = isElsewhere && !areKnown ? accounts[0] : undefined;
    return grantAssume({ construct: this, spec, role, granted }, given, id, granteeAccount);
  }

  /** What another resource depends on that names this role in its `dependsOn`: the role with all its policies attached. */
  get fqn(): string {
    return this.lastAttachment.fqn;
  }
}

/** The ARNs of all policies of a role; the map of the further ones may be a token. */
function attachedArns(own: string, { policyArns }: RoleSpec): string[] {
  if (tokens.isUnknown(policyArns)) return Token.asList(Fn.concat([[own], Fn.values(policyArns)]));
  return [own, ...escapeForTerraform(Object.values(policyArns))];
}

/** The role of a developer: administers app instances, their users and channel flows. Its policy names no user. */
export class ChimeDeveloperRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeDeveloperRoleProps) {
    super(scope, id, (path) => specOfRole("developer", props, path));
  }
}

/** The role of a signed-in user of the chat. */
export class ChimeUserRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeUserRoleProps) {
    super(scope, id, (path) => specOfRole("user", props, path));
  }
}

/** The role of a signed-in user who only reads and sends. */
export class ChimeMinimalUserRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeMinimalUserRoleProps) {
    super(scope, id, (path) => specOfRole("minimal_user", props, path));
  }
}

/** The role of whatever holds a user's WebSocket connection. */
export class ChimeWebSocketRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeWebSocketRoleProps) {
    super(scope, id, (path) => specOfRole("websocket", props, path));
  }
}

/**
 * The role of a server or Lambda function behind the chat: the calls that it names and no others.
 *
 * Directly in a stack its ID cannot be `backend`: the engine's own construct for the Terraform backend has that ID.
 */
export class ChimeBackendRole extends ChimeRole {
  constructor(scope: Construct, id: string, props: ChimeBackendRoleProps) {
    super(scope, id, (path) => specOfRole("backend", props, path));
  }
}

/** A role whose inputs were checked elsewhere, as those of an environment's file. */
export class SpecifiedRole extends ChimeRole {
  constructor(scope: Construct, id: string, placed: PlacedSpec) {
    super(scope, id, () => placed);
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
