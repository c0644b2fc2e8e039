// A managed policy of Chime SDK messaging alone, for a role that exists.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import { roleTypes } from "../grants/role-types";
import { sessionTagVariable } from "../grants/session-tags";
import { InputError } from "../inputs/violation";
import { documentLocal, documentReference, jsonToken } from "./document-local";
import { managedPolicy } from "./managed-policy";
import { reserveNames } from "./names-in-use";
import type { ChimePolicyProps } from "./props";
import { specOfPolicy } from "./spec-of-props";
import { checkTokens } from "./token-checks";

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
    const { spec, address, props: checked, ...meta } = specOfPolicy(props, this.node.path);
    if (spec.readsCaller !== [props.userId ?? []].flat().length > 0) this.throwUserId(spec.readsCaller);
    reserveNames(this, { name: spec.name, account: spec.appInstance.account, provider: meta.provider, address });
    const policy = documentReference(this, "policy", address, spec.policy);
    const policyDescription = roleTypes[spec.type];
    const open = checked === undefined ? [] : checkTokens(this, address, checked);
    const reference = { ...policy, preconditions: [...policy.preconditions, ...open] };
    this.policy = managedPolicy(this, { ...spec, ...meta, address, policyDescription, policy: reference });
    this.address = address;
    this.policyDocument = spec.policy;
    this.policyJson = jsonToken(documentLocal(this, "policy", address, spec.policy));
    const read = JSON.stringify(spec.policy);
    this.sessionTagKeys = spec.tagKeys.filter((key) => read.includes(sessionTagVariable(key)));
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
