// What this project is told: the variables of the module, which an environment file has by the same names.
import { capabilityNames } from "./capabilities";
import { limits } from "./limits";
import type { RuleName } from "./rules";
import { scopes } from "./scope";
import { bindingNames, type OidcProvider } from "./trust";

/** What kind of value an input takes; text, lists and maps have rules for what is in them. */
export type Kind =
  | { readonly kind: "flag" | "seconds" | "oidc_providers" }
  | { readonly kind: "by_role_type"; readonly of: Readonly<Record<string, Input>> }
  | { readonly kind: "text" | "list"; readonly rule: RuleName }
  | { readonly kind: "choice" | "choices"; readonly among: readonly string[] }
  | { readonly kind: "map"; readonly key: RuleName; readonly value: RuleName; readonly atMost: number };

/** An input: its kind, what it means and, unless it is required, what holds when it is left out. */
export type Input = Kind & { readonly meaning: string; readonly default?: unknown };

/** What may be said of one role. Everything is optional, but at least one trust must be given. */
export const roleInputs = {
  trust_account: { kind: "flag", meaning: "Whether whomever the account's own IAM lets may assume the role." },
  principal_arns: { kind: "list", rule: "principal_arn", meaning: "AWS principals that may assume the role." },
  external_id: { kind: "text", rule: "external_id", meaning: "The external ID that is required of those two." },
  service_principals: {
    kind: "list",
    rule: "service_principal",
    meaning: "AWS services that may assume the role, such as lambda.amazonaws.com. They pass no session tag.",
  },
  cognito_identity_pool_ids: {
    kind: "list",
    rule: "cognito_identity_pool_id",
    meaning: "Cognito identity pools whose authenticated identities may assume the role.",
  },
  cognito_user_id: {
    kind: "choice",
    among: bindingNames,
    meaning:
      "What an identity's AppInstanceUser ID is: `identity_id` (the default), or `session_tag`, set by the pool's attributes for access control.",
  },
  oidc_providers: {
    kind: "oidc_providers",
    meaning:
      "OpenID Connect providers whose tokens may assume the role, each with the audiences and subjects (`*` and `?` are wildcards) it is trusted for.",
  },
  saml_provider_arns: {
    kind: "list",
    rule: "saml_provider_arn",
    meaning: "SAML providers whose assertions may assume the role.",
  },
  app_instance_user_id: {
    kind: "text",
    rule: "app_instance_user_id",
    meaning:
      "Unset: the caller, through the binding of its trust. An ID: always that AppInstanceUser. `*`: any, for a backend that acts for all.",
  },
  capabilities: {
    kind: "choices",
    among: capabilityNames,
    meaning: "What the role may do; `messaging` is always among it. Unset: all that is on by default.",
  },
  scope: {
    kind: "choice",
    among: scopes,
    meaning:
      "How far a developer reaches: `all` app instances (the default, AWS's page), or `app_instance`: this one, but for what AWS lets nobody hold to one.",
  },
  name: {
    kind: "text",
    rule: "role_name",
    meaning: "The name of the role and its policy, in place of `name_prefix` and type.",
  },
  description: { kind: "text", rule: "description", meaning: "The description of the role." },
  max_session_duration: { kind: "seconds", meaning: "The longest session of this role, in seconds." },
  permissions_boundary_arn: {
    kind: "text",
    rule: "permissions_boundary_arn",
    meaning: "The permissions boundary of this role.",
  },
  policy_arns: {
    kind: "map",
    key: "policy_key",
    value: "policy_arn",
    atMost: limits.attachedPolicies - 1,
    meaning: "Further managed policies to attach, by a static name of your choice.",
  },
} as const satisfies Record<string, Input>;

/** The inputs of the module and of an environment file. One without a default is required. */
export const inputs = {
  region: {
    kind: "text",
    rule: "region",
    meaning: "Region of the app instance. Chime SDK messaging is offered in us-east-1 and eu-central-1.",
  },
  account_id: {
    kind: "text",
    rule: "account_id",
    meaning: "AWS account of the app instance and its roles: 12 digits.",
  },
  app_instance_id: {
    kind: "text",
    rule: "app_instance_id",
    default: null,
    meaning:
      "ID of the app instance, or the whole ARN that CreateAppInstance returned: its region and account must then agree.",
  },
  app_instance_id_tag_key: {
    kind: "text",
    rule: "app_instance_id_tag_key",
    default: null,
    meaning:
      "In place of app_instance_id: key of the session tag that carries the app instance's ID, for one set of roles for any number of them.",
  },
  partition: { kind: "text", rule: "partition", default: "aws", meaning: "Partition of every ARN." },
  roles: {
    kind: "by_role_type",
    of: roleInputs,
    default: {
      developer: { trust_account: true },
      user: { trust_account: true },
      minimal_user: { trust_account: true },
      websocket: { trust_account: true },
    },
    meaning:
      "The roles: one exists if its type (developer, user, minimal_user, websocket) is a key, and needs at least one trust.",
  },
  name_prefix: {
    kind: "text",
    rule: "name_prefix",
    default: "chime-",
    meaning: "Beginning of the name of each role and policy; the type with dashes follows: chime-minimal-user.",
  },
  path: { kind: "text", rule: "path", default: "/", meaning: "IAM path of the roles and policies." },
  permissions_boundary_arn: {
    kind: "text",
    rule: "permissions_boundary_arn",
    default: null,
    meaning: "ARN of the managed policy that bounds the permissions of every role.",
  },
  max_session_duration: {
    kind: "seconds",
    default: limits.sessionSeconds.min,
    meaning: "Longest session of every role, in seconds: 3600 to 43200.",
  },
  user_id_tag_key: {
    kind: "text",
    rule: "user_id_tag_key",
    default: "AppInstanceUserId",
    meaning: "Key of the session tag that carries the caller's AppInstanceUser ID.",
  },
  exclusive_attachments: {
    kind: "flag",
    default: false,
    meaning:
      "Whether Terraform owns the whole list of a role's attachments, so that one made by hand, or an inline policy, shows as drift.",
  },
  tags: {
    kind: "map",
    key: "tag_key",
    value: "tag_value",
    atMost: limits.tags,
    default: {},
    meaning: "Tags of every role and policy.",
  },
} as const satisfies Record<string, Input>;

/** The value that an input of a kind takes. */
export type ValueOf<Of extends Kind> = Of extends { kind: "flag" }
  ? boolean
  : Of extends { kind: "seconds" }
    ? number
    : Of extends { kind: "oidc_providers" }
      ? readonly OidcProvider[]
      : Of extends { kind: "choice"; among: readonly (infer Choice)[] }
        ? Choice
        : Of extends { kind: "choices"; among: readonly (infer Choice)[] }
          ? readonly Choice[]
          : Of extends { kind: "list" }
            ? readonly string[]
            : Of extends { kind: "map" }
              ? Readonly<Record<string, string>>
              : string;
