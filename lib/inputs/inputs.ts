// The inputs: the variables of the module, which an environment file has by the same names, and the constructs in camel case.
import { callNames } from "../grants/calls";
import { capabilityChoices } from "../grants/capabilities";
import { scopes } from "../grants/role-calls";
import { roleTypeNames } from "../grants/role-types";
import { conditionOperators } from "../grants/trust-conditions";
import { userIdSources } from "../grants/trust-kinds";
import { limits } from "./limits";
import { messages } from "./messages";
import type { TextRuleName } from "./text-rules";

/** What kind of value an input takes. */
export type Kind = ValueKind & {
  /** Why CDKTF must know the value when it synthesizes, where a token would not do. */
  readonly knownAtSynth?: string;
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
  /** A list of objects in which every field is required. */
  | { readonly kind: "objects"; readonly of: Readonly<Record<string, Field>> }
  | { readonly kind: "map"; readonly key: TextRuleName; readonly value: TextRuleName; readonly atMost: number }
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
}

/** A field of an object in a list. */
export type Field = Extract<Kind, { kind: "text" | "list" | "choice" }>;

/** An input: its kind, what it means and, unless it is required, what applies when it is left out. */
export type Input = Kind & { readonly meaning: string; readonly default?: unknown };

/** An input of a role, and the part of the role that it is for. */
export type RoleInput = Input & { readonly part: RolePart };

/** Who may assume a role, what is in its documents, and what is in its resources alone. */
export type RolePart = "type" | "trust" | "documents" | "resources";

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
          expected: "an IAM condition operator without IfExists or ForAllValues:, such as StringEquals",
        },
      },
      variable: { kind: "text", rule: "condition_variable", knownAtSynth: "it becomes a key of the trust policy" },
      values: { kind: "list", rule: "condition_value", filled: true },
    },
    meaning:
      "Further conditions of every trust statement: `test` is the operator, `variable` the condition key, such as `aws:PrincipalOrgID` or `aws:SourceAccount`.",
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
      "`developer` only: `all` app instances, as on AWS's page, or `app_instance` for this one. Unset: `all`, or `app_instance` where `calls` is set without `capabilities`.",
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
    atMost: limits.attachedPolicies - 1,
    meaning: "Further managed policies to attach, each under a static name of your choice.",
  },
} as const satisfies Record<string, RoleInput>;

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
    meaning: "Prefix of the name of each role and policy; the key with dashes follows: chime-minimal-user.",
  },
  path: { kind: "text", rule: "path", default: "/", meaning: "IAM path of the roles and policies." },
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
          ? readonly { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> }[]
          : Of extends { kind: "list" }
            ? readonly string[]
            : Of extends { kind: "map" }
              ? Readonly<Record<string, string>>
              : Of extends { kind: "object"; of: infer Table extends Readonly<Record<string, Kind>> }
                ? Values<Table>
                : string;

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
