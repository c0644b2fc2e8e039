// Who may assume a role, and how its policy then knows the caller's AppInstanceUser.
import { InputError } from "./input-error";
import { type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { nobodyMayAssume } from "./refusals";
import type { RoleType } from "./role-types";
import { checked } from "./rules";

/** How a session carries the caller's AppInstanceUser ID. */
export type Binding = "session_tag" | "identity_id";

/** Who may assume a role. Made by {@link Trust}. */
export type Trust =
  | { readonly kind: "account"; readonly externalId?: string | undefined }
  | { readonly kind: "principals"; readonly arns: readonly string[]; readonly externalId?: string | undefined }
  | { readonly kind: "cognito_identity_pools"; readonly ids: readonly string[] };

/** Further demands on whoever assumes a role. */
export interface AssumeOptions {
  /** The external ID that the caller must give. @default none is asked for */
  readonly externalId?: string | undefined;
}

/** The trust factory: who may assume a role. */
export const Trust = {
  /**
   * Whomever the account's own IAM lets assume the role: its root is the principal.
   * The caller's AppInstanceUser ID comes as a session tag, which is required.
   */
  account: (options: AssumeOptions = {}): Trust => ({
    kind: "account",
    externalId: checkedExternalId(options.externalId),
  }),

  /**
   * These AWS principals: a backend that exchanges credentials for its users.
   * The caller's AppInstanceUser ID comes as a session tag, which is required.
   *
   * @throws InputError when there is none, or one is not the ARN of a principal; `*` is refused
   */
  principals: (arns: readonly string[], options: AssumeOptions = {}): Trust => ({
    kind: "principals",
    arns: some("principal_arns", arns).map((arn, i) => checked("principal_arn", arn, `principal_arns[${i}]`)),
    externalId: checkedExternalId(options.externalId),
  }),

  /**
   * The authenticated identities of these Cognito identity pools.
   * The caller's AppInstanceUser ID is the identity ID (REGION:UUID), not the `sub` of the user pool.
   *
   * @throws InputError when there is none, or one is not the ID of an identity pool
   */
  cognitoIdentityPools: (ids: readonly string[]): Trust => ({
    kind: "cognito_identity_pools",
    ids: some("cognito_identity_pool_ids", ids).map((id, i) =>
      checked("cognito_identity_pool_id", id, `cognito_identity_pool_ids[${i}]`),
    ),
  }),
} as const;

function some(label: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) throw new InputError(`${label} is empty, expected at least one.`);
  return values;
}

function checkedExternalId(id: string | undefined): string | undefined {
  return id === undefined ? undefined : checked("external_id", id);
}

/** The binding that each kind of trust brings. */
export const bindings: Readonly<Record<Trust["kind"], Binding>> = {
  account: "session_tag",
  principals: "session_tag",
  cognito_identity_pools: "identity_id",
};

/**
 * The IAM policy variable that holds the caller's AppInstanceUser ID. In a session that lacks it, it matches nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const callerVariables: Readonly<Record<Binding, (tagKey: string) => string>> = {
  session_tag: (tagKey) => `\${aws:PrincipalTag/${tagKey}}`,
  identity_id: () => "${cognito-identity.amazonaws.com:sub}",
};

type Condition = NonNullable<Statement["Condition"]>;

/** Demands the session tag. A wildcard in its value would act as one in a Resource, so none is let through. */
function tagDemanded(tagKey: string): Condition {
  return {
    StringLike: { [`aws:RequestTag/${tagKey}`]: "?*" },
    StringNotLike: { [`aws:RequestTag/${tagKey}`]: ["*${*}*", "*${?}*"] },
  };
}

/** An AWS principal that calls AssumeRole, with a session tag when one is demanded. */
function assumedBy(AWS: string | readonly string[], externalId?: string, tagKey?: string): Statement {
  const condition: Condition = {
    ...(externalId === undefined ? {} : { StringEquals: { "sts:ExternalId": externalId } }),
    ...(tagKey === undefined ? {} : tagDemanded(tagKey)),
  };
  return {
    Effect: "Allow",
    Principal: { AWS },
    Action: tagKey === undefined ? "sts:AssumeRole" : ["sts:AssumeRole", "sts:TagSession"],
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

/** The shape of each trust statement. A value may be a list or a Terraform reference to one. */
export const trustShapes = {
  account: (partition: string, account: string, externalId?: string, tagKey?: string) =>
    assumedBy(`arn:${partition}:iam::${account}:root`, externalId, tagKey),

  principals: (arns: string | readonly string[], externalId?: string, tagKey?: string) =>
    assumedBy(arns, externalId, tagKey),

  /** @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html */
  cognitoIdentityPools: (ids: string | readonly string[]): Statement => ({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": ids },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
    },
  }),
};

/** What a trust policy depends on beside its trusts. */
export interface TrustContext {
  /** The account of the roles. */
  readonly home: { readonly partition: string; readonly account: string };
  /** The session tag that carries the caller's AppInstanceUser ID; undefined when the role needs none. */
  readonly tagKey: string | undefined;
}

/**
 * The trust policy of a role.
 *
 * @throws InputError when nobody may assume the role
 */
export function trustPolicy(roleType: RoleType, trusts: readonly Trust[], context: TrustContext): PolicyDocument {
  if (trusts.length === 0) throw new InputError(nobodyMayAssume(roleType));
  return policyDocument(trusts.map((trust) => statementOf(trust, context)));
}

function statementOf(trust: Trust, { home, tagKey }: TrustContext): Statement {
  switch (trust.kind) {
    case "account":
      return trustShapes.account(home.partition, home.account, trust.externalId, tagKey);
    case "principals":
      return trustShapes.principals(trust.arns, trust.externalId, tagKey);
    case "cognito_identity_pools":
      return trustShapes.cognitoIdentityPools(trust.ids);
  }
}
