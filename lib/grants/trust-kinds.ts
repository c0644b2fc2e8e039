// The kinds of trust: who may assume a role. One object for each kind, from which come the `Trust` factory, the reading of
// an environment file, the module's trust statements and the table in the documentation.
import type { Principal } from "./policy-document";
import type { TrustCondition } from "./trust-conditions";

/** The values of a trust, by the names of their inputs; in the module each is a Terraform expression. */
export type TrustValues = Readonly<Record<string, string | readonly string[]>>;

/** A kind of trust. */
export interface TrustKind {
  /** The input of a role that enables it. */
  readonly input: string;
  /** Who may assume the role, in a sentence of the documentation. */
  readonly who: string;
  /** How TypeScript calls the inputs of the trust. With `each`, every entry of `input` is a trust, and these are its own. */
  readonly fields: Readonly<Record<string, string>>;
  readonly each?: true;
  readonly action: "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity" | "sts:AssumeRoleWithSAML";
  /** The principal and the conditions of the statement. `account` is the account of the role. */
  readonly statement: (
    values: TrustValues,
    account: string,
    issuer: string,
  ) => { readonly principal: Principal; readonly conditions: readonly TrustCondition[] };
  /** Whether the role's external ID is required of them. */
  readonly externalId?: true;
  /** Whether they can pass session tags; a list names the only services that do. */
  readonly passesTags: true | readonly string[];
  /** Whether they can bring a source identity: where the role allows it, or never; a list names services that always do. */
  readonly bringsSourceIdentity: "where_allowed" | "never" | readonly string[];
  /** How the caller's AppInstanceUser ID comes: as a session tag, as an identity ID, by the field `userId`; or not at all. */
  readonly userId: "session_tag" | "by_field" | "none";
}

/** How a session carries the caller's AppInstanceUser ID. */
export type UserIdSource = "session_tag" | "identity_id";

export const userIdSources: readonly UserIdSource[] = ["identity_id", "session_tag"];

/** How the sessions of a pool carry the ID, unless it is said. */
export const defaultUserIdSource: UserIdSource = "identity_id";

/** The service of servers outside AWS, which sign in with a certificate. */
export const rolesAnywhere = "rolesanywhere.amazonaws.com";

export const trustKinds = {
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
  account: {
    input: "trust_account",
    who: "any principal of the account whose own IAM policies allow `sts:AssumeRole` on the role",
    fields: { externalId: "external_id" },
    action: "sts:AssumeRole",
    statement: (_values, account) => ({ principal: { AWS: `arn:aws:iam::${account}:root` }, conditions: [] }),
    externalId: true,
    passesTags: true,
    bringsSourceIdentity: "where_allowed",
    userId: "session_tag",
  },

  principals: {
    input: "principal_arns",
    who: "these AWS principals",
    fields: { arns: "principal_arns", externalId: "external_id" },
    action: "sts:AssumeRole",
    statement: ({ principal_arns = [] }) => ({ principal: { AWS: principal_arns }, conditions: [] }),
    externalId: true,
    passesTags: true,
    bringsSourceIdentity: "where_allowed",
    userId: "session_tag",
  },

  /**
   * The services that pass tags: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html and
   * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
   */
  services: {
    input: "service_principals",
    who: "these AWS services",
    fields: { names: "service_principals" },
    action: "sts:AssumeRole",
    statement: ({ service_principals = [] }) => ({ principal: { Service: service_principals }, conditions: [] }),
    passesTags: ["pods.eks.amazonaws.com", rolesAnywhere],
    bringsSourceIdentity: [rolesAnywhere],
    userId: "none",
  },

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html */
  cognito_identity_pools: {
    input: "cognito_identity_pool_ids",
    who: "authenticated identities of these Cognito identity pools",
    fields: { ids: "cognito_identity_pool_ids", userId: "cognito_user_id" },
    action: "sts:AssumeRoleWithWebIdentity",
    statement: ({ cognito_identity_pool_ids: ids = [] }) => ({
      principal: { Federated: "cognito-identity.amazonaws.com" },
      conditions: [
        { test: "StringEquals", variable: "cognito-identity.amazonaws.com:aud", values: ids },
        { test: "ForAnyValue:StringLike", variable: "cognito-identity.amazonaws.com:amr", values: ["authenticated"] },
      ],
    }),
    passesTags: true,
    bringsSourceIdentity: "never",
    userId: "by_field",
  },

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html */
  saml_providers: {
    input: "saml_provider_arns",
    who: "users whom these SAML providers have signed in",
    fields: { arns: "saml_provider_arns" },
    action: "sts:AssumeRoleWithSAML",
    statement: ({ saml_provider_arns: arns = [] }) => ({
      principal: { Federated: arns },
      conditions: [{ test: "StringEquals", variable: "SAML:aud", values: ["https://signin.aws.amazon.com/saml"] }],
    }),
    passesTags: true,
    bringsSourceIdentity: "where_allowed",
    userId: "session_tag",
  },

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
  oidc_provider: {
    input: "oidc_providers",
    who: "subjects whom these OpenID Connect providers have signed in for an audience",
    fields: { arn: "arn", audiences: "audiences", subjects: "subjects" },
    each: true,
    action: "sts:AssumeRoleWithWebIdentity",
    statement: ({ arn = "", audiences = [], subjects = [] }, _account, issuer) => ({
      principal: { Federated: arn },
      conditions: [
        { test: "StringEquals", variable: `${issuer}:aud`, values: audiences },
        { test: "StringLike", variable: `${issuer}:sub`, values: subjects },
      ],
    }),
    passesTags: true,
    bringsSourceIdentity: "where_allowed",
    userId: "session_tag",
  },
} as const satisfies Record<string, TrustKind>;

/** The name of a kind of trust. */
export type TrustKindName = keyof typeof trustKinds;

/** The kinds with their names, as plain data. */
export const trustKindEntries = Object.entries(trustKinds) as readonly (readonly [TrustKindName, TrustKind])[];

/** The action that passes session tags, which a trust policy must allow besides the one that assumes the role. */
export const tagSession = "sts:TagSession";

/** The action that brings a source identity: a session that has one can only assume roles that allow it. */
export const setSourceIdentity = "sts:SetSourceIdentity";

/** What follows `oidc-provider/` in the ARN of a provider: the issuer, by which its condition keys are named. */
export const issuerPattern = "^[^/]*/(.*)$";
