// The inputs: the variables of the module, which an environment file has by the same names, and the constructs in camel case.
import { callNames } from "../grants/calls";
import { capabilityChoices } from "../grants/capabilities";
import { scopes } from "../grants/role-calls";
import { roleTypeNames } from "../grants/role-types";
import { conditionOperators } from "../grants/trust-conditions";
import { trustKindEntries, userIdSources } from "../grants/trust-kinds";
import { limits } from "./limits";
import { messages } from "./messages";
import type { TextRuleName } from "./text-rules";

/** What kind of value an input takes. */
export type Kind = ValueKind & {
  /** Why CDKTF must know the value when it synthesizes, where a token would not do. */
  readonly knownAtSynth?: string;
  /** Why null, which counts as left out elsewhere, is refused: what there is depends on whether the input is there. */
  readonly neverNull?: string;
};

/** Text, lists and maps have rules for what is in them. */
type ValueKind =
  /** True or false. */
  | { readonly kind: "flag" }
  /** A whole number within bounds. */
  | { readonly kind: "number"; readonly min: number; readonly max: number; readonly expected: string }
  | { readonly kind: "text"; readonly rule: TextRuleName }
  /** A list of text. An empty one is as good as none, unless `filled`. */
  | { readonly kind: "list"; readonly rule: TextRuleName; readonly filled?: true }
  /** One of some words. */
  | { readonly kind: "choice"; readonly among: readonly string[]; readonly list?: LongList }
  /** A set of some words that is not empty. */
  | { readonly kind: "choices"; readonly among: readonly string[]; readonly list?: LongList }
  /** A list of objects. */
  | { readonly kind: "objects"; readonly of: Readonly<Record<string, Field>> }
  | { readonly kind: "map"; readonly key: TextRuleName; readonly value: TextRuleName; readonly atMost?: number }
  /** An object with one of these keys, and an object with these inputs in it. */
  | { readonly kind: "one_of"; readonly of: Readonly<Record<string, Readonly<Record<string, Kind>>>> }
  /** Text, a number, a flag, or a list of these: Terraform checks it. */
  | { readonly kind: "argument" }
  /** An object with these inputs, all of them optional. */
  | { readonly kind: "object"; readonly of: Readonly<Record<string, Kind & { readonly meaning?: string }>> }
  /** An object for each key that the caller chooses. */
  | { readonly kind: "by_key"; readonly key: TextRuleName; readonly of: Readonly<Record<string, Input>> };

/** Words that are too many for a message: what they are, and the name of their list. */
export interface LongList {
  readonly name: string;
  readonly expected: string;
  /** Whether a name that is merely similar means something else, so that none is proposed. */
  readonly isExact?: true;
}

/** A field of an object in a list: required, unless it is optional. */
export type Field = Extract<Kind, { kind: "text" | "list" | "choice" | "choices" }> & { readonly isOptional?: true };

/** An input: its kind, what it means and, unless it is required, what applies when it is left out. */
export type Input = Kind & { readonly meaning: string; readonly default?: unknown };

/** An input of a role, and the part of the role that it is for. */
export type RoleInput = Input & { readonly part: RolePart };

/** Who may assume a role, what is in its documents, and what is in its resources alone. */
export type RolePart = "type" | "trust" | "documents" | "resources";

/** The inputs of a role that are trusts. */
const trustInputNames = trustKindEntries.map(([, { input }]) => input);

const sessionDuration = { kind: "number", ...limits.sessionSeconds, expected: messages.seconds } as const;

/** The inputs of one role. Every one is optional, but a role needs at least one trust. */
export const roleInputs = {
  type: {
    part: "type",
    kind: "choice",
    among: roleTypeNames,
    meaning: "The role type. Unset: the key of the role, which must then be a role type.",
  },
  trust_account: {
    part: "trust",
    kind: "flag",
    meaning:
      "Allow any principal in the account that has `sts:AssumeRole` permission to assume the role. It may pass the ID of any user.",
  },
  principal_arns: {
    part: "trust",
    kind: "list",
    rule: "principal_arn",
    meaning:
      "AWS principals that may assume the role. They may pass the ID of any user. The root of another account needs `external_id` or `trust_conditions`.",
  },
  external_id: {
    part: "trust",
    kind: "text",
    rule: "external_id",
    meaning: "External ID required from `trust_account` and `principal_arns`.",
  },
  service_principals: {
    part: "trust",
    kind: "list",
    rule: "service_principal",
    meaning: "AWS services that may assume the role, such as lambda.amazonaws.com. They pass no AppInstanceUser ID.",
  },
  cognito_identity_pool_ids: {
    part: "trust",
    kind: "list",
    rule: "cognito_identity_pool_id",
    meaning: "Cognito identity pools whose authenticated identities may assume the role.",
  },
  cognito_user_id: {
    part: "trust",
    kind: "choice",
    among: userIdSources,
    meaning:
      "Where an identity's AppInstanceUser ID comes from: `identity_id` (the default; it is not the `sub` of a user pool), or `session_tag`, set by the pool's attributes for access control.",
  },
  oidc_providers: {
    part: "trust",
    kind: "objects",
    of: {
      arn: { kind: "text", rule: "oidc_provider_arn" },
      audiences: { kind: "list", rule: "oidc_audience", filled: true },
      subjects: { kind: "list", rule: "oidc_subject", filled: true },
    },
    meaning:
      "OpenID Connect providers whose tokens may assume the role, each with its audiences and subjects (`*` and `?` are wildcards).",
  },
  saml_provider_arns: {
    part: "trust",
    kind: "list",
    rule: "saml_provider_arn",
    meaning: "SAML providers whose assertions may assume the role.",
  },
  trust_conditions: {
    part: "documents",
    kind: "objects",
    of: {
      test: {
        kind: "choice",
        among: conditionOperators,
        list: {
          name: "condition_operators",
          expected: "an IAM condition operator without IfExists, such as StringEquals",
          isExact: true,
        },
      },
      variable: { kind: "text", rule: "condition_variable", knownAtSynth: "it becomes a key of the trust policy" },
      values: { kind: "list", rule: "condition_value", filled: true },
      trusts: { kind: "choices", among: trustInputNames, isOptional: true },
    },
    meaning:
      "Further conditions of trust statements: `test` is the operator, `variable` the condition key, such as `aws:PrincipalOrgID` or `aws:SourceAccount`, and `trusts` are the trusts of the role that have it, such as `service_principals` (unset: every one). Principals of one trust that need different conditions need a role each, or the constructs. A value may have IAM policy variables, `${aws:username}`.",
  },
  allowed_user_ids: {
    part: "documents",
    kind: "list",
    rule: "allowed_user_id",
    meaning:
      "AppInstanceUser IDs that a caller may pass in the session tag: IDs and IAM policy variables, or patterns with `*` and `?`. Unset: any.",
  },
  allow_source_identity: {
    part: "documents",
    kind: "flag",
    meaning: "Callers may bring a source identity: principals, SAML and OIDC sessions (`sts:SetSourceIdentity`).",
  },
  app_instance_user_id: {
    part: "documents",
    kind: "text",
    rule: "app_instance_user_id",
    meaning:
      "The AppInstanceUser that the role acts as. Unset: the caller, as its session says. An ID: always that user. `*`: any user, for a back end that acts for all.",
  },
  app_instance_bot_id: {
    part: "documents",
    kind: "text",
    rule: "app_instance_bot_id",
    meaning:
      "`backend` only: the AppInstanceBot that the role acts as, or `*` for any. Without `app_instance_user_id` it acts as no user.",
  },
  capabilities: {
    part: "documents",
    kind: "choices",
    among: capabilityChoices,
    meaning:
      'Named lists of calls, in place of those that are on by default: `["default", "search"]` keeps these and adds one. `messaging` is always included.',
  },
  calls: {
    part: "documents",
    kind: "choices",
    among: callNames,
    list: { name: "call_names", expected: "an API operation of Chime SDK messaging, such as SendChannelMessage" },
    meaning:
      "Calls of the SDK, such as SendChannelMessage, and Connect. Alone: these and no others. With `capabilities`: in addition. Required for `backend`.",
  },
  scope: {
    part: "documents",
    kind: "choice",
    among: scopes,
    meaning:
      "`developer` and `backend`: `all` app instances of the region and account, or `app_instance` for this one. Unset: for a developer `all`, as on AWS's page, or `app_instance` where `calls` is set without `capabilities`; for a backend `app_instance`.",
  },
  app_instance_ids: {
    part: "documents",
    kind: "list",
    rule: "app_instance_id",
    knownAtSynth: "it decides how many resources the policy has; its items may be tokens",
    meaning:
      "`backend`, and `developer` of scope `app_instance`: further app instances, by their IDs or ARNs, in which the role may do the same.",
  },
  channels_tagged: {
    part: "documents",
    kind: "map",
    key: "tag_key",
    value: "channel_tag_value",
    atMost: limits.tags,
    meaning:
      "The role's calls reach only channels that have all these tags. A value may have IAM policy variables. `Connect` is not limited by it: it delivers the messages of every channel that the user is a member of.",
  },
  name: {
    part: "resources",
    kind: "text",
    rule: "role_name",
    meaning: "Name of the role and its policy, in place of `name_prefix` and the key.",
  },
  description: { part: "resources", kind: "text", rule: "description", meaning: "Description of the role." },
  max_session_duration: { part: "resources", ...sessionDuration, meaning: "Longest session of this role, in seconds." },
  permissions_boundary_arn: {
    part: "resources",
    kind: "text",
    rule: "permissions_boundary_arn",
    meaning: "ARN of the managed policy that is the permissions boundary of this role.",
  },
  policy_arns: {
    part: "resources",
    kind: "map",
    key: "policy_key",
    value: "policy_arn",
    meaning: "Further managed policies to attach, each under a static name of your choice. IAM attaches ten in all.",
  },
  tags: {
    part: "resources",
    kind: "map",
    key: "tag_key",
    value: "tag_value",
    atMost: limits.tags,
    meaning: "Further tags of this role and its policy. One of the same key replaces a tag of every role.",
  },
  inline_policy_names: {
    part: "resources",
    kind: "list",
    rule: "policy_name",
    meaning:
      "Inline policies that somebody else manages and `exclusive_attachments` leaves alone. They must exist: the AWS provider fails to make one without its document.",
  },
  existing_role_name: {
    part: "resources",
    kind: "text",
    rule: "role_name",
    neverNull: "name the role that exists, or leave the input out.",
    meaning:
      "Name of a role that exists, such as one that Amplify made: the policy is made and attached to it, and no role. `cognito_user_id` says how its sessions name the caller.",
  },
} as const satisfies Record<string, RoleInput>;

/** Why a quota must be known at synth. */
const decidesRefusal = "it decides what is refused";

/** Why the key of a session tag must be known at synth. */
const inPolicyVariable = "it becomes part of an IAM policy variable";

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
    knownAtSynth: inPolicyVariable,
    default: null,
    meaning:
      "Instead of app_instance_id: key of the session tag that carries the app instance's ID, so that one set of roles serves any number of app instances.",
  },
  roles: {
    kind: "by_key",
    key: "role_key",
    of: roleInputs,
    meaning:
      "The roles by key. A key is a role type (developer, user, minimal_user, websocket, backend) or any name, with `type` set. A role that is null is left out.",
  },
  name_prefix: {
    kind: "text",
    rule: "name_prefix",
    default: "chime-",
    meaning:
      "Prefix of the name of each role and policy; the key with dashes follows: chime-minimal-user. Another one later replaces every role, destroying it first: a moment without access. To keep a role, set its `name`.",
  },
  path: {
    kind: "text",
    rule: "path",
    default: "/",
    meaning: "IAM path of the roles and policies. Another one later replaces every role, destroying it first.",
  },
  permissions_boundary_arn: {
    kind: "text",
    rule: "permissions_boundary_arn",
    default: null,
    meaning: "ARN of the managed policy that is the permissions boundary of every role.",
  },
  max_session_duration: {
    ...sessionDuration,
    default: limits.sessionSeconds.min,
    meaning: "Longest session of every role, in seconds: 3600 to 43200.",
  },
  user_id_tag_key: {
    kind: "text",
    rule: "user_id_tag_key",
    knownAtSynth: inPolicyVariable,
    default: "AppInstanceUserId",
    meaning: "Key of the session tag that carries the caller's AppInstanceUser ID.",
  },
  exclusive_attachments: {
    kind: "flag",
    default: false,
    meaning:
      "Terraform manages the whole list of a role's attachments and inline policies, so that one made by hand shows as drift.",
  },
  tags: {
    kind: "map",
    key: "tag_key",
    value: "tag_value",
    atMost: limits.tags,
    default: {},
    meaning: "Tags of every role and policy.",
  },
  quotas: {
    kind: "object",
    of: {
      trust_policy_characters: { kind: "number", ...limits.raisedTrustPolicy, knownAtSynth: decidesRefusal },
      policies_per_role: { kind: "number", ...limits.raisedPolicies, knownAtSynth: decidesRefusal },
    },
    default: {},
    meaning:
      "Quotas of IAM that AWS has raised for the account: `trust_policy_characters` (2048 to 8192), `policies_per_role` (10 to 25).",
  },
} as const satisfies Record<string, Input>;

export type InputName = keyof typeof inputs;
export type RoleInputName = keyof typeof roleInputs;

/** The value that an input of a kind takes. */
export type ValueOf<Of extends Kind> = Of extends { kind: "flag" }
  ? boolean
  : Of extends { kind: "number" }
    ? number
    : Of extends { kind: "choice"; among: readonly (infer Choice)[] }
      ? Choice
      : Of extends { kind: "choices"; among: readonly (infer Choice)[] }
        ? readonly Choice[]
        : Of extends { kind: "objects"; of: infer Fields extends Readonly<Record<string, Field>> }
          ? readonly ObjectOf<Fields>[]
          : Of extends { kind: "list" }
            ? readonly string[]
            : Of extends { kind: "map" }
              ? Readonly<Record<string, string>>
              : Of extends { kind: "object"; of: infer Table extends Readonly<Record<string, Kind>> }
                ? Values<Table>
                : string;

/** An object in a list: its optional fields may be left out. */
type ObjectOf<Fields extends Readonly<Record<string, Field>>> = {
  readonly [Name in keyof Fields as Fields[Name] extends { isOptional: true } ? never : Name]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as Fields[Name] extends { isOptional: true } ? Name : never]?:
    | ValueOf<Fields[Name]>
    | undefined;
};

/** What is set of the inputs of a table. */
export type Values<Table extends Readonly<Record<string, Kind>>> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]> | undefined;
};

/** What is set of one role. */
export type RoleValues = Values<typeof roleInputs>;

/** The names of the inputs in a part of a role. */
export type InPart<Part extends RolePart> = {
  [Name in RoleInputName]: (typeof roleInputs)[Name]["part"] extends Part ? Name : never;
}[RoleInputName];

/** What is set of a part of a role. */
export type PartOf<Part extends RolePart> = Pick<RoleValues, InPart<Part>>;

/** What is set of a part of a role. */
export function partOf<Part extends RolePart>(role: RoleValues, part: Part): PartOf<Part> {
  const entries = Object.entries(role).filter(([name]) => roleInputs[name as RoleInputName].part === part);
  return Object.fromEntries(entries) as PartOf<Part>;
}

/** What is set of the inputs, the roles by key. */
export type InputValues = Values<Omit<typeof inputs, "roles">> & {
  readonly roles?: Readonly<Record<string, RoleValues>> | undefined;
};

/** The role type of a role: as set, else its key. */
export function roleTypeOf(key: string, { type }: RoleValues): string {
  return type ?? key;
}

/** The name of a role and its policy. */
export function roleNameOf(key: string, { name }: RoleValues, namePrefix: string = inputs.name_prefix.default): string {
  return name ?? `${namePrefix}${key.replaceAll("_", "-")}`;
}
