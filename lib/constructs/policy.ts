// A managed policy of Chime SDK messaging alone, for a role that exists.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import { roleTypes } from "../grants/role-types";
import { rolePolicy } from "../inputs/role-documents";
import { InputError } from "../inputs/violation";
import { completePolicy } from "./check-props";
import { documentLocal, throwIfTooLarge } from "./document-local";
import { managedPolicy } from "./managed-policy";
import type { ChimePolicyProps } from "./props";
import { reserveName } from "./role-names";

/**
 * The managed policy of a role type, without a role: `aws_iam_policy`. Attach it to a role that exists, such as the
 * authenticated role that Amplify made for an identity pool.
 *
 * The trust policy of that role is yours. Where the policy reads a session tag (`sessionTagKeys`), it must allow
 * `sts:TagSession`, require the tag, and refuse `*` and `?` in it.
 *
 * @throws InputError with the construct's path and all that is wrong with its props
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html
 */
export class ChimePolicy extends Construct implements ITerraformDependable {
  /** The ARN of the policy. */
  readonly policyArn: string;
  /** What the policy allows. */
  readonly policyDocument: PolicyDocument;
  /** The same as JSON, for Terraform. */
  readonly policyJson: string;
  /** The name of the resource in Terraform: `aws_iam_policy.<address>`. */
  readonly address: string;
  /** The session tags that the policy reads. */
  readonly sessionTagKeys: readonly string[];
  /** The policy itself, for what no prop says. */
  readonly policy: IamPolicy;

  constructor(scope: Construct, id: string, props: ChimePolicyProps) {
    super(scope, id);
    const complete = completePolicy(props, this.node.path);
    const { roleType, address, name, userIdSources } = complete;
    const { policy, tagKeys, readsCaller } = rolePolicy(complete);
    if (readsCaller !== userIdSources.length > 0) this.throwUserId(readsCaller);
    throwIfTooLarge(this, { policy });
    reserveName(this, name, { account: complete.appInstance.account, provider: complete.provider });
    const local = documentLocal(this, "policy", address, policy);
    this.policy = managedPolicy(this, {
      ...complete,
      policyDescription: roleTypes[roleType],
      policy: local,
    });
    this.address = address;
    this.policyDocument = policy;
    this.policyJson = local.jsonToken();
    this.sessionTagKeys = tagKeys;
    this.policyArn = this.policy.arn;
  }

  /** What another resource depends on that names this policy in its `dependsOn`. */
  get fqn(): string {
    return this.policy.fqn;
  }

  private throwUserId(isRequired: boolean): never {
    const message = isRequired
      ? "is required: the policy reads the caller's AppInstanceUser ID. Expected session_tag, identity_id, or a list of both; or set appInstanceUserId."
      : "has no effect: the policy reads no AppInstanceUser ID.";
    const violation = { code: isRequired ? "REQUIRED" : "USER_ID_SOURCE_UNUSED", path: ["userId"], message };
    throw new InputError([violation], () => `${this.node.path}: userId ${message}`);
  }
}
