// Who may assume a role, and how its policy then knows the caller's AppInstanceUser.
import { InputError } from "./input-error";
import { type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { empty, nobodyMayAssume } from "./refusals";
import type { RoleType } from "./role-types";
import { checked, type RuleName } from "./rules";
import { sessionTag } from "./session-tag";

/** How a session carries the caller's AppInstanceUser ID. */
export type Binding = "session_tag" | "identity_id";

export const bindingNames: readonly Binding[] = ["session_tag", "identity_id"];

/** An OpenID Connect provider of IAM, with the audiences (client IDs) and subjects that it is trusted for. */
export interface OidcProvider {
  /** `arn:aws:iam::ACCOUNT:oidc-provider/ISSUER` */
  readonly arn: string;
  /** The `aud` of a token: one of these. */
  readonly audiences: readonly string[];
  /** The `sub` of a token: one of these, in which `*` and `?` are wildcards. */
  readonly subjects: readonly string[];
}

/** Who may assume a role. Made by {@link Trust}. */
export type Trust =
  | { readonly kind: "account"; readonly externalId?: string | undefined }
  | { readonly kind: "principals"; readonly arns: readonly string[]; readonly externalId?: string | undefined }
  | { readonly kind: "services"; readonly names: readonly string[] }
  | { readonly kind: "cognito_identity_pools"; readonly ids: readonly string[]; readonly userId: Binding }
  | { readonly kind: "saml_providers"; readonly arns: readonly string[] }
  | ({ readonly kind: "oidc_provider" } & OidcProvider);

/** Further demands on whoever assumes a role. */
export interface AssumeOptions {
  /** The external ID that the caller must give. @default none is asked for */
  readonly externalId?: string | undefined;
}

/** How the identities of a Cognito identity pool bring their AppInstanceUser ID. */
export interface CognitoOptions {
  /**
   * `identity_id`: it is the identity ID (REGION:UUID), not the `sub` of the user pool.
   * `session_tag`: the pool's attributes for access control set the session tag.
   *
   * @default identity_id
   */
  readonly userId?: Binding | undefined;
}

/**
 * The trust factory: who may assume a role. Every value is checked here, and again where the trust is used.
 *
 * @throws InputError when a list is empty or a value is not what it should be
 */
export const Trust = {
  /**
   * Whomever the account's own IAM lets assume the role: its root is the principal.
   * The caller's AppInstanceUser ID comes as a session tag, which is required.
   */
  account: ({ externalId }: AssumeOptions = {}): Trust => checkedTrust({ kind: "account", externalId }),

  /**
   * These AWS principals: a backend that exchanges credentials for its users; `*` is refused.
   * The caller's AppInstanceUser ID comes as a session tag, which is required.
   */
  principals: (arns: readonly string[], { externalId }: AssumeOptions = {}): Trust =>
    checkedTrust({ kind: "principals", arns, externalId }),

  /**
   * These AWS services, such as `lambda.amazonaws.com`. A service passes no session tag, so a role whose policy names a
   * user must be told which (`appInstanceUserId`).
   */
  services: (names: readonly string[]): Trust => checkedTrust({ kind: "services", names }),

  /** The authenticated identities of these Cognito identity pools. */
  cognitoIdentityPools: (ids: readonly string[], { userId = "identity_id" }: CognitoOptions = {}): Trust =>
    checkedTrust({ kind: "cognito_identity_pools", ids, userId }),

  /**
   * Whomever these SAML providers have signed in. The caller's AppInstanceUser ID comes as a session tag, from the
   * assertion's PrincipalTag attribute, and is required.
   */
  samlProviders: (arns: readonly string[]): Trust => checkedTrust({ kind: "saml_providers", arns }),

  /**
   * Whomever this OpenID Connect provider has signed in. The caller's AppInstanceUser ID comes as a session tag, from
   * the token's tags claim, and is required.
   */
  oidcProvider: (provider: OidcProvider): Trust => checkedTrust({ kind: "oidc_provider", ...provider }),
} as const;

function checkedTrust(trust: Trust): Trust {
  switch (trust.kind) {
    case "principals":
      checkEach("principal_arn", "principal_arns", trust.arns);
      break;
    case "services":
      checkEach("service_principal", "service_principals", trust.names);
      break;
    case "cognito_identity_pools":
      checkEach("cognito_identity_pool_id", "cognito_identity_pool_ids", trust.ids);
      break;
    case "saml_providers":
      checkEach("saml_provider_arn", "saml_provider_arns", trust.arns);
      break;
    case "oidc_provider":
      checked("oidc_provider_arn", trust.arn, "oidc_providers.arn");
      checkEach("oidc_audience", "oidc_providers.audiences", trust.audiences);
      checkEach("oidc_subject", "oidc_providers.subjects", trust.subjects);
  }
  if ("externalId" in trust && trust.externalId !== undefined) checked("external_id", trust.externalId);
  return trust;
}

function checkEach(rule: RuleName, label: string, values: readonly string[]): void {
  if (values.length === 0) throw new InputError(`${label} ${empty}`);
  for (const [i, value] of values.entries()) checked(rule, value, `${label}[${i}]`);
}

/** The binding that a trust brings; none for a service. */
export function bindingOf(trust: Trust): Binding | undefined {
  switch (trust.kind) {
    case "services":
      return undefined;
    case "cognito_identity_pools":
      return trust.userId;
    default:
      return "session_tag";
  }
}

/**
 * The IAM policy variable that holds the caller's AppInstanceUser ID. In a session that lacks it, it matches nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const callerVariables: Readonly<Record<Binding, (tagKey: string) => string>> = {
  session_tag: sessionTag,
  identity_id: () => "${cognito-identity.amazonaws.com:sub}",
};

type Values = string | readonly string[];
type Condition = NonNullable<Statement["Condition"]>;

/** What a trust statement demands beside its own conditions. */
export interface Demand {
  readonly Condition: Condition;
}

/**
 * The action that a session tag needs beside the one that assumes the role. AWS's reference knows no external ID for it,
 * so where one is demanded it has a statement of its own, as on AWS's page on session tags.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const tagAction = "sts:TagSession";

/** The demands, each written once. */
export const trustDemands = {
  external_id: (id: string): Demand => ({ Condition: { StringEquals: { "sts:ExternalId": id } } }),

  /**
   * A session tag, present and without a wildcard: in a tag's value one would act as such in a Resource.
   * `${*}` and `${?}` are IAM's escapes for the characters themselves.
   */
  session_tag: (key: string): Demand => ({
    Condition: {
      StringLike: { [`aws:RequestTag/${key}`]: "?*" },
      StringNotLike: { [`aws:RequestTag/${key}`]: ["*${*}*", "*${?}*"] },
    },
  }),
};

const assume = { Effect: "Allow", Action: ["sts:AssumeRole"] } as const;

/** The statement of each kind of trust, written once. A list may be a Terraform reference, or the place for one. */
export const trustStatements = {
  account: (partition: string, account: string): Statement => ({
    ...assume,
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
  }),

  principals: (arns: Values): Statement => ({ ...assume, Principal: { AWS: arns } }),

  services: (names: Values): Statement => ({ ...assume, Principal: { Service: names } }),

  /** @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html */
  cognito_identity_pools: (ids: Values): Statement => ({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": ids },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
    },
  }),

  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html */
  saml_providers: (arns: Values): Statement => ({
    Effect: "Allow",
    Principal: { Federated: arns },
    Action: ["sts:AssumeRoleWithSAML"],
    Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
  }),

  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
  oidc_provider: (arn: string, issuer: string, audiences: Values, subjects: Values): Statement => ({
    Effect: "Allow",
    Principal: { Federated: arn },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: { [`${issuer}:aud`]: audiences },
      StringLike: { [`${issuer}:sub`]: subjects },
    },
  }),
};

/** A statement with the conditions of demands beside its own. */
function demanding(statement: Statement, demands: readonly Demand[]): Statement {
  const conditions = [statement, ...demands].map(({ Condition = {} }) => Condition);
  const operators = new Set(conditions.flatMap((condition) => Object.keys(condition)));
  const merged = Object.fromEntries(
    [...operators].map((operator) => [
      operator,
      Object.assign({}, ...conditions.map((condition) => condition[operator])),
    ]),
  );
  return operators.size === 0 ? statement : { ...statement, Condition: merged };
}

/** A statement with an external ID and session tags demanded. */
function withDemands(statement: Statement, externalIds: readonly Demand[], tags: readonly Demand[]): Statement[] {
  const actions = [statement.Action].flat();
  const whole = demanding(statement, [...externalIds, ...tags]);
  if (tags.length === 0) return [whole];
  if (externalIds.length === 0) return [{ ...whole, Action: [...actions, tagAction] }];
  return [whole, demanding({ ...statement, Action: [tagAction] }, tags)];
}

/** What a trust policy depends on beside its trusts. */
export interface TrustContext {
  /** The account of the roles. */
  readonly home: { readonly partition: string; readonly account: string };
  /** The session tags that the role's policy reads: whoever can pass them must. */
  readonly tagKeys: readonly string[];
}

/**
 * The trust policy of a role.
 *
 * @throws InputError when nobody may assume the role
 */
export function trustPolicy(roleType: RoleType, trusts: readonly Trust[], context: TrustContext): PolicyDocument {
  if (trusts.length === 0) throw new InputError(nobodyMayAssume(roleType));
  return policyDocument(trusts.flatMap((trust) => statementsOf(checkedTrust(trust), context)));
}

function statementsOf(trust: Trust, { home, tagKeys }: TrustContext): Statement[] {
  const tags = bindingOf(trust) === "session_tag" ? tagKeys.map(trustDemands.session_tag) : [];
  switch (trust.kind) {
    case "account":
      return withDemands(trustStatements.account(home.partition, home.account), externalId(trust), tags);
    case "principals":
      return withDemands(trustStatements.principals(trust.arns), externalId(trust), tags);
    case "services":
      return [trustStatements.services(trust.names)];
    case "cognito_identity_pools":
      return withDemands(trustStatements.cognito_identity_pools(trust.ids), [], tags);
    case "saml_providers":
      return withDemands(trustStatements.saml_providers(trust.arns), [], tags);
    case "oidc_provider": {
      const { arn, audiences, subjects } = trust;
      return withDemands(trustStatements.oidc_provider(arn, issuerOf(arn), audiences, subjects), [], tags);
    }
  }
}

function externalId({ externalId: id }: AssumeOptions): Demand[] {
  return id === undefined ? [] : [trustDemands.external_id(id)];
}

function issuerOf(arn: string): string {
  return arn.slice(arn.indexOf("/") + 1);
}
