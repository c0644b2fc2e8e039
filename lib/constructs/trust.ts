// The trust factory: who may assume a role, as TypeScript says it.
import { frozen } from "../grants/frozen";
import type { Trust as TrustOfKind } from "../grants/trust";
import { type TrustKind, type TrustKindName, trustKinds, type UserIdSource } from "../grants/trust-kinds";
import { type Kind, roleInputs } from "../inputs/inputs";
import { typed } from "./tokens";

/** An OpenID Connect provider of IAM, with the audiences and subjects that it is trusted for. */
export interface OidcProvider extends TrustOptions {
  /** `arn:aws:iam::ACCOUNT:oidc-provider/ISSUER` */
  readonly arn: string;
  /** The `aud` of a token: one of these client IDs. */
  readonly audiences: readonly string[];
  /** The `sub` of a token: one of these, in which `*` and `?` are wildcards. It must name the tenant of a shared issuer. */
  readonly subjects: readonly string[];
}

/** A further condition of a trust statement. */
export interface TrustConditionProps {
  /**
   * The condition operator, such as `StringEquals`. `…IfExists` is refused: it holds where the request lacks the key. So does
   * `ForAllValues:`, which is for `aws:TagKeys` and `sts:TransitiveTagKeys` alone.
   */
  readonly test: string;
  /** The condition key, such as `aws:PrincipalOrgID`, `aws:MultiFactorAuthPresent` or `aws:SourceAccount`. */
  readonly variable: string;
  /** The values, of which one must fit. They may have IAM policy variables, such as `${aws:username}`. */
  readonly values: readonly string[];
}

/** What every trust may require of the caller besides. */
export interface TrustOptions {
  /**
   * Further conditions of this trust alone.
   *
   * @default none
   */
  readonly conditions?: readonly TrustConditionProps[] | undefined;
}

/** What further is required of the caller. */
export interface AssumeOptions extends TrustOptions {
  /**
   * The external ID that the caller must pass.
   *
   * @default none is required
   */
  readonly externalId?: string | undefined;
}

/** How the identities of a Cognito identity pool bring their AppInstanceUser ID. */
export interface CognitoOptions extends TrustOptions {
  /**
   * `identity_id`: the AppInstanceUser ID is the identity ID (REGION:UUID), not the `sub` of the user pool.
   * `session_tag`: the pool's attributes for access control set the session tag.
   *
   * @default identity_id
   */
  readonly userId?: UserIdSource | undefined;
}

/** Who may assume a role. Made by the factory of this name; nobody can change it afterwards. */
export type Trust = TrustOfKind;

/** A trust with the values of some fields. What is no field of its kind is kept, and refused by the role that takes the trust. */
function trustOf(kind: TrustKindName, given: object): Trust {
  const { conditions, ...fields }: TrustOptions = given;
  const { fields: inputs, each }: TrustKind = trustKinds[kind];
  const kinds: Readonly<Record<string, Kind>> = each ? roleInputs.oidc_providers.of : roleInputs;
  const values = Object.entries(fields).flatMap(([field, value]) => {
    const name = inputs[field] ?? field;
    return value === undefined || value === null ? [] : [[name, typed(kinds[name] ?? { kind: "argument" }, value)]];
  });
  const further = conditions === undefined || conditions === null ? {} : { conditions };
  return frozen({ kind, values: Object.fromEntries(values), ...further });
}

/** The trust factory: who may assume a role. The construct that takes a trust checks its values. */
export const Trust = {
  /**
   * Any principal of the account whose own IAM policies allow `sts:AssumeRole` on the role.
   * If the policy names the caller, the caller's AppInstanceUser ID is a session tag, which is required. Whoever may assume
   * the role may pass the ID of any user.
   */
  account: (options: AssumeOptions = {}): Trust => trustOf("account", options),

  /**
   * These AWS principals, such as a back end that exchanges credentials for its users. `*` is refused, and the root of
   * another account needs an external ID or further conditions.
   * If the policy names the caller, the caller's AppInstanceUser ID is a session tag, which is required. Whoever may assume
   * the role may pass the ID of any user.
   */
  principals: (arns: readonly string[], options: AssumeOptions = {}): Trust =>
    trustOf("principals", { ...options, arns }),

  /**
   * These AWS services, such as `lambda.amazonaws.com`. A service passes no AppInstanceUser ID, so a role whose calls act as
   * a user or bot must be told which (`appInstanceUserId`, `appInstanceBotId`).
   */
  services: (names: readonly string[], options: TrustOptions = {}): Trust => trustOf("services", { ...options, names }),

  /** The authenticated identities of these Cognito identity pools. */
  cognitoIdentityPools: (ids: readonly string[], options: CognitoOptions = {}): Trust =>
    trustOf("cognito_identity_pools", { ...options, ids }),

  /**
   * Users whom these SAML providers have signed in. If the policy names the caller, the caller's AppInstanceUser ID is a
   * session tag from the assertion's PrincipalTag attribute, which is required.
   */
  samlProviders: (arns: readonly string[], options: TrustOptions = {}): Trust =>
    trustOf("saml_providers", { ...options, arns }),

  /**
   * Subjects whom this OpenID Connect provider has signed in. If the policy names the caller, the caller's AppInstanceUser
   * ID is a session tag from the token's tags claim, which is required.
   */
  oidcProvider: (provider: OidcProvider): Trust => trustOf("oidc_provider", provider),
} as const;
