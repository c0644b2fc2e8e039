// Trusts: who may assume a role, as the constructs take it.
import { type TrustKind, trustKinds, type UserIdSource } from "./trust-kinds";

/** An OpenID Connect provider of IAM, with the audiences and subjects that it is trusted for. */
export interface OidcProvider {
  /** `arn:aws:iam::ACCOUNT:oidc-provider/ISSUER` */
  readonly arn: string;
  /** The `aud` of a token: one of these client IDs. */
  readonly audiences: readonly string[];
  /** The `sub` of a token: one of these, in which `*` and `?` are wildcards. It must name the tenant of a shared issuer. */
  readonly subjects: readonly string[];
}

/** What further is required of the caller. */
export interface AssumeOptions {
  /**
   * The external ID that the caller must pass.
   *
   * @default none is required
   */
  readonly externalId?: string | undefined;
}

/** How the identities of a Cognito identity pool bring their AppInstanceUser ID. */
export interface CognitoOptions {
  /**
   * `identity_id`: the AppInstanceUser ID is the identity ID (REGION:UUID), not the `sub` of the user pool.
   * `session_tag`: the pool's attributes for access control set the session tag.
   *
   * @default identity_id
   */
  readonly userId?: UserIdSource | undefined;
}

/** Who may assume a role. Made by {@link Trust}. */
export type Trust =
  | ({ readonly kind: "account" } & AssumeOptions)
  | ({ readonly kind: "principals"; readonly arns: readonly string[] } & AssumeOptions)
  | { readonly kind: "services"; readonly names: readonly string[] }
  | ({ readonly kind: "cognito_identity_pools"; readonly ids: readonly string[] } & CognitoOptions)
  | { readonly kind: "saml_providers"; readonly arns: readonly string[] }
  | ({ readonly kind: "oidc_provider" } & OidcProvider);

/** The trust factory: who may assume a role. The construct that takes a trust checks its values. */
export const Trust = {
  /**
   * Any principal of the account whose own IAM policies allow `sts:AssumeRole` on the role.
   * If the policy names the caller, the caller's AppInstanceUser ID is a session tag, which is required. Whoever may assume
   * the role may pass the ID of any user.
   */
  account: (options: AssumeOptions = {}): Trust => ({ ...options, kind: "account" }),

  /**
   * These AWS principals, such as a back end that exchanges credentials for its users. `*` is refused, and the root of
   * another account needs an external ID or further conditions.
   * If the policy names the caller, the caller's AppInstanceUser ID is a session tag, which is required. Whoever may assume
   * the role may pass the ID of any user.
   */
  principals: (arns: readonly string[], options: AssumeOptions = {}): Trust => ({
    ...options,
    kind: "principals",
    arns,
  }),

  /**
   * These AWS services, such as `lambda.amazonaws.com`. A service passes no AppInstanceUser ID, so a role whose calls act as
   * a user or bot must be told which (`appInstanceUserId`, `appInstanceBotId`).
   */
  services: (names: readonly string[]): Trust => ({ kind: "services", names }),

  /** The authenticated identities of these Cognito identity pools. */
  cognitoIdentityPools: (ids: readonly string[], options: CognitoOptions = {}): Trust => ({
    ...options,
    kind: "cognito_identity_pools",
    ids,
  }),

  /**
   * Users whom these SAML providers have signed in. If the policy names the caller, the caller's AppInstanceUser ID is a
   * session tag from the assertion's PrincipalTag attribute, which is required.
   */
  samlProviders: (arns: readonly string[]): Trust => ({ kind: "saml_providers", arns }),

  /**
   * Subjects whom this OpenID Connect provider has signed in. If the policy names the caller, the caller's AppInstanceUser
   * ID is a session tag from the token's tags claim, which is required.
   */
  oidcProvider: (provider: OidcProvider): Trust => ({ ...provider, kind: "oidc_provider" }),
} as const;

/** The kind of a trust. */
export function kindOf(trust: Trust): TrustKind {
  return trustKinds[trust.kind];
}

/** How a trust brings the caller's AppInstanceUser ID; undefined when it brings none. */
export function userIdSourceOf(trust: Trust): UserIdSource | undefined {
  const { userId } = kindOf(trust);
  if (userId === "none") return undefined;
  if (userId === "session_tag") return userId;
  return ("userId" in trust ? trust.userId : undefined) ?? "identity_id";
}
