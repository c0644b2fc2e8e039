// A managed policy of Chime SDK messaging alone, for a role that exists.
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import { roleTypes } from "../grants/role-types";
import { sessionTagVariable } from "../grants/session-tags";
import { attachPolicies } from "./attachments";
import { documentLocal, documentReference, jsonToken } from "./document-local";
import { managedPolicy } from "./managed-policy";
import { reserveNames } from "./names-in-use";
import type { ChimePolicyProps } from "./props";
import { type PlacedSpec, specOfPolicy } from "./spec-of-props";
import { escapeForTerraform } from "./terraform-text";
import { checkTokens } from "./token-checks";

/**
 * A managed policy of messaging: `aws_iam_policy`, and where it is attached `aws_iam_role_policy_attachment`, at one address.
 * Its document is in the local `policy_<address>`.
 */
abstract class MessagingPolicy extends Construct implements ITerraformDependable {
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
  /** The attachment to the role that exists, if the policy is attached to one. */
  readonly attachment: IamRolePolicyAttachment | undefined;
  private readonly dependable: ITerraformDependable;

  protected constructor(scope: Construct, id: string, specAt: (constructPath: string) => PlacedSpec) {
    super(scope, id);
    const { spec, address, props, isFormerAddressTaken, ...meta } = specAt(this.node.path);
    const { account } = spec.appInstance;
    reserveNames(this, { name: spec.policyName, account, provider: meta.provider, address });
    const document = documentReference(this, "policy", address, spec, props === undefined);
    const checks = props === undefined ? [] : checkTokens(this, address, props);
    const policy = { ...document, preconditions: [...document.preconditions, ...checks] };
    const policyDescription = roleTypes[spec.type];
    this.policy = managedPolicy(this, { ...spec, ...meta, address, policyDescription, policy });
    this.address = address;
    this.policyDocument = spec.policy;
    this.policyJson = jsonToken(documentLocal(this, "policy", address, spec.policy));
    const read = JSON.stringify(spec.policy);
    this.sessionTagKeys = spec.tagKeys.filter((key) => read.includes(sessionTagVariable(key)));
    this.policyArn = this.policy.arn;
    const roleId = spec.existingRoleName;
    const attached =
      roleId === undefined
        ? undefined
        : attachPolicies(this, {
            ...{ address, provider: meta.provider, roleId: escapeForTerraform(roleId), isFormerAddressTaken },
            ...{ policyArn: `\${aws_iam_policy.${address}.arn}`, policyArns: spec.policyArns },
          });
    this.attachment = attached?.attachment;
    this.dependable = attached?.lastAttachment ?? this.policy;
  }

  /** What another resource depends on that names this policy in its `dependsOn`: the policy, attached if it is to be. */
  get fqn(): string {
    return this.dependable.fqn;
  }
}

/**
 * The managed policy of a role type, without a role: `aws_iam_policy`. With `attachTo` it is attached to a role that exists,
 * such as the authenticated role that Amplify made for an identity pool.
 *
 * The trust policy of that role is yours. Where the policy reads a session tag (`sessionTagKeys`), it must allow
 * `sts:TagSession`, require the tag, and refuse `*` and `?` in it.
 *
 * @throws InputError with the construct's path and all that is wrong with its props
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/iam-roles.html
 */
export class ChimePolicy extends MessagingPolicy {
  constructor(scope: Construct, id: string, props: ChimePolicyProps) {
    super(scope, id, (path) => specOfPolicy(props, path));
  }
}

/** A policy for a role that exists, whose inputs were checked elsewhere, as those of an environment's file. */
export class SpecifiedPolicy extends MessagingPolicy {
  constructor(scope: Construct, id: string, placed: PlacedSpec) {
    super(scope, id, () => placed);
  }
}
