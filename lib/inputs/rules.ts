// The rules between inputs. One entry is what synth checks, what Terraform checks at plan, what the JSON Schema says and
// what the documentation lists; `code` is stable, and tests match it.
// Rules of presence and choice are data (`when`, `require`). Rules about values are a pair: TypeScript and Terraform.
import { offeredRegions } from "../grants/app-instance";
import { callNames } from "../grants/calls";
import { defaultName } from "../grants/capabilities";
import { offeredCapabilities, roleTypesOffering } from "../grants/catalogue";
import { type RoleType, roleTypeNames, signedInTypes } from "../grants/role-types";
import { issuerPattern, trustKindEntries } from "../grants/trust-kinds";
import type { Condition } from "./conditions";
import { type InputName, type InputValues, inputs, type RoleInputName, type RoleValues, roleNameOf } from "./inputs";
import { limits } from "./limits";
import { invalid } from "./messages";
import { sharedIssuers } from "./oidc-issuers";
import type { UnknownValues } from "./unknown-values";
import type { InputPath } from "./violation";

/** What every rule says. */
interface RuleText {
  readonly code: string;
  /** What the rule is about: one role, the inputs that all roles share, or several roles. */
  readonly of: "role" | "inputs" | "roles";
  /** The sentence that follows the name of the input: see messages.ts. */
  readonly message: string;
}

/** A rule of presence and choice: when the one condition holds, so must the other. */
export interface ChoiceRule extends RuleText {
  readonly when: Condition;
  readonly require: Condition;
  /** The input that the message is about; the role, unless one is named. */
  readonly about?: RoleInputName | InputName;
}

/** What a rule about values is checked on. */
export interface RuleContext {
  readonly key: string;
  readonly roleType: string;
  readonly role: RoleValues;
  readonly inputs: InputValues;
  readonly unknownValues: UnknownValues;
}

/** A value that breaks a rule: where it is, and what to fill into the message. */
export interface Finding {
  readonly path: InputPath;
  readonly values?: readonly string[];
}

/** How Terraform finds the values that break a rule. */
export interface TerraformRule {
  /** The heads of the `for` expressions that go through the values, one within another. */
  readonly each: readonly string[];
  /** The expression that holds of a good value. */
  readonly holds: string;
  /** The path of a value, in which `%s` is the value of an expression of `at`. */
  readonly path: string;
  readonly at?: readonly string[];
  /** The expressions whose values are filled into the message. */
  readonly values?: readonly string[];
}

/** A rule about values. */
export interface ValueRule extends RuleText {
  readonly find: (context: RuleContext) => readonly Finding[];
  readonly terraform: readonly TerraformRule[];
}

export type Rule = ChoiceRule | ValueRule;

// Conditions that several rules share.

const trustInputs = trustKindEntries.map(([, { input }]) => input) as RoleInputName[];
const assumedByPrincipals: Condition = { any: [{ set: "trust_account" }, { set: "principal_arns" }] };

/** The role's calls act as a user or bot. */
const acts: Condition = {
  any: [
    { all: [{ type: signedInTypes }, { any: [{ not: { set: "calls" } }, { set: "capabilities" }] }] },
    { actingCalls: true },
  ],
};

/** The policy reads the ID of the app instance from a session tag. */
const readsAppInstanceTag: Condition = {
  all: [
    { setForAll: "app_instance_id_tag_key" },
    {
      any: [
        { not: { type: ["developer"] } },
        { is: ["scope", "app_instance"] },
        { all: [{ not: { set: "scope" } }, { set: "calls" }, { not: { set: "capabilities" } }] },
      ],
    },
  ],
};

const always: Condition = { all: [] };

/** Another rule refuses a type that is not known. */
const typeIsKnown: Condition = { type: roleTypeNames };

/** Rules of presence and choice. */
export const choiceRules: readonly ChoiceRule[] = [
  {
    code: "ROLE_WITHOUT_TRUST",
    of: "role",
    when: always,
    require: { any: trustInputs.map((set) => ({ set })) },
    message: `trusts nobody, so nobody could assume it: set at least one of ${trustInputs.map((name) => `{${name}}`).join(", ")}.`,
  },
  {
    code: "EXTERNAL_ID_UNUSED",
    of: "role",
    about: "external_id",
    when: { set: "external_id" },
    require: assumedByPrincipals,
    message: "has no effect: it applies only to {trust_account} and {principal_arns}. Remove it.",
  },
  {
    code: "COGNITO_USER_ID_UNUSED",
    of: "role",
    about: "cognito_user_id",
    when: { set: "cognito_user_id" },
    require: { set: "cognito_identity_pool_ids" },
    message: "has no effect: it applies only to {cognito_identity_pool_ids}. Remove it.",
  },
  {
    code: "SCOPE_UNUSED",
    of: "role",
    about: "scope",
    when: { all: [{ set: "scope" }, typeIsKnown] },
    require: { type: ["developer"] },
    message: "has no effect: only a developer's policy reaches beyond one app instance. Remove it.",
  },
  {
    code: "USER_ID_UNUSED",
    of: "role",
    about: "app_instance_user_id",
    when: { all: [{ set: "app_instance_user_id" }, { type: ["developer", ...signedInTypes] }] },
    require: acts,
    message: "has no effect: none of the role's calls acts as a user. Remove it.",
  },
  {
    code: "BOT_ID_UNUSED",
    of: "role",
    about: "app_instance_bot_id",
    when: { all: [{ set: "app_instance_bot_id" }, typeIsKnown] },
    require: { type: ["backend"] },
    message: "has no effect: only a backend acts as a bot. Remove it.",
  },
  {
    code: "BACKEND_WITHOUT_CALLS",
    of: "role",
    when: { type: ["backend"] },
    require: { set: "calls" },
    message: "is a backend and has no {calls}: list the calls that its code makes.",
  },
  {
    code: "BACKEND_WITH_CAPABILITIES",
    of: "role",
    about: "capabilities",
    when: { all: [{ type: ["backend"] }, { set: "capabilities" }] },
    require: { not: always },
    message: "is not available for a backend: remove it, and list each of its calls in {calls}.",
  },
  {
    code: "SERVICE_WITHOUT_USER",
    of: "role",
    when: { all: [{ set: "service_principals" }, acts] },
    require: { any: [{ set: "app_instance_user_id" }, { set: "app_instance_bot_id" }] },
    message:
      "trusts {service_principals}, which pass no AppInstanceUser ID, and its calls act as an AppInstanceUser: set {app_instance_user_id}.",
  },
  {
    code: "SERVICE_WITHOUT_APP_INSTANCE",
    of: "role",
    when: { all: [{ set: "service_principals" }, readsAppInstanceTag] },
    require: { not: always },
    message:
      "trusts {service_principals}, which pass no session tag, so its policy cannot know the app instance: set {app_instance_id} instead of {app_instance_id_tag_key}.",
  },
  {
    code: "IDENTITY_WITHOUT_APP_INSTANCE",
    of: "role",
    when: {
      all: [
        { set: "cognito_identity_pool_ids" },
        { not: { is: ["cognito_user_id", "session_tag"] } },
        readsAppInstanceTag,
      ],
    },
    require: { not: always },
    message:
      "trusts {cognito_identity_pool_ids}, whose identity IDs name no app instance: set {cognito_user_id} to session_tag, or {app_instance_id} instead of {app_instance_id_tag_key}.",
  },
  {
    code: "ONE_APP_INSTANCE",
    of: "inputs",
    about: "app_instance_id",
    when: always,
    require: {
      any: [
        { all: [{ setForAll: "app_instance_id" }, { not: { setForAll: "app_instance_id_tag_key" } }] },
        { all: [{ not: { setForAll: "app_instance_id" } }, { setForAll: "app_instance_id_tag_key" }] },
      ],
    },
    message: "or {app_instance_id_tag_key} is required: set one of the two.",
  },
];

// What several rules about values say, in TypeScript and in Terraform. In Terraform, a role is `var.role` of the module that
// checks one role, `var.key` its key and `var.type` its type.

const ownPolicy = invalid('a managed policy of {account_id} "%s" or of AWS');
const json = (value: unknown) => JSON.stringify(value);

const accountOf = (arn: string) => arn.split(":")[4] ?? "";
const accountIn = (arn: string) => `try(split(":", ${arn})[4], "")`;
// An ARN of something else, or no ARN, is refused by the rule about its text alone.
const isOwnPolicy = (arn: string) =>
  `!can(regex(":policy/", ${arn})) || contains([var.account_id, "aws"], ${accountIn(arn)})`;
const isOwnProvider = (kind: "saml" | "oidc", arn: string) =>
  `!can(regex(":${kind}-provider/", ${arn})) || ${accountIn(arn)} == var.account_id`;

/** The condition keys that the kinds of trust test, in lower case: IAM does not tell them apart by case. */
const reservedVariables = "^(sts:externalid|cognito-identity[.]amazonaws[.]com:(aud|amr)|saml:aud|.*[.].*:(aud|sub))$";

/** The role types that offer each call, the narrowest first. */
export const typesOffering: Readonly<Record<string, readonly RoleType[]>> = Object.fromEntries(
  callNames.map((call) => [call, roleTypesOffering(call)]),
);

function isRoleType(name: string): name is RoleType {
  return (roleTypeNames as readonly string[]).includes(name);
}

function isKnown<Value>(value: Value | undefined, { unknownValues }: RuleContext): value is Value {
  return value !== undefined && !unknownValues.isUnknown(value);
}

function isAnothers(arn: string, account: string | undefined, context: RuleContext): boolean {
  return isKnown(arn, context) && isKnown(account, context) && accountOf(arn) !== account;
}

function eachKnown(values: readonly string[] | undefined, context: RuleContext): [number, string][] {
  return isKnown(values, context) ? [...values.entries()].filter(([, value]) => isKnown(value, context)) : [];
}

function entriesOf(map: Readonly<Record<string, string>> | undefined, context: RuleContext): [string, string][] {
  return isKnown(map, context) ? Object.entries(map).filter(([, value]) => isKnown(value, context)) : [];
}

/** Rules about values. */
export const valueRules: readonly ValueRule[] = [
  {
    code: "ROLE_TYPE_REQUIRED",
    of: "role",
    message: `has no {type}, and its key "%s" is not a role type: set {type} to one of ${roleTypeNames.join(", ")}.`,
    find: ({ role, key }) => (role.type === undefined && !isRoleType(key) ? [{ path: [], values: [key] }] : []),
    terraform: [
      {
        each: [],
        holds: `var.role.type != null || contains(${json(roleTypeNames)}, var.key)`,
        path: "",
        values: ["var.key"],
      },
    ],
  },
  {
    code: "CAPABILITY_NOT_OFFERED",
    of: "role",
    message: 'has "%s", which is not available for type %s: expected some of %s.',
    find: ({ roleType, role }) => {
      if (!isRoleType(roleType) || roleType === "backend") return [];
      const offered: readonly string[] = [defaultName, ...offeredCapabilities[roleType]];
      return (role.capabilities ?? []).flatMap((name) =>
        offered.includes(name) ? [] : [{ path: ["capabilities"], values: [name, roleType, offered.join(", ")] }],
      );
    },
    terraform: [
      {
        each: ["name in var.role.capabilities == null ? [] : var.role.capabilities"],
        holds:
          "name == null ? true : !contains(local.capability_names, name) || contains(lookup(local.offered_capabilities, var.type, [name]), name)",
        path: "capabilities",
        values: ["name", "var.type", 'join(", ", lookup(local.offered_capabilities, var.type, []))'],
      },
    ],
  },
  {
    code: "CALL_NOT_OFFERED",
    of: "role",
    message: 'has "%s", which is not available for type %s: move it to a role of type %s.',
    find: ({ roleType, role }) =>
      (role.calls ?? []).flatMap((call) => {
        const types: readonly string[] | undefined = typesOffering[call];
        return types === undefined || types.includes(roleType) || !isRoleType(roleType)
          ? []
          : [{ path: ["calls"], values: [call, roleType, types.join(" or ")] }];
      }),
    terraform: [
      {
        each: ["call in var.role.calls == null ? [] : var.role.calls"],
        holds: `call == null ? true : contains(lookup(local.types_offering, call, [var.type]), var.type) || !contains(${json(roleTypeNames)}, var.type)`,
        path: "calls",
        values: ["call", "var.type", 'join(" or ", lookup(local.types_offering, call, []))'],
      },
    ],
  },
  {
    code: "ROOT_WITHOUT_CONDITION",
    of: "role",
    message:
      'is "%s", every principal of another account: set {external_id}, or {trust_conditions} with an operator such as StringEquals, or name the principals.',
    find: (context) => {
      const { role, inputs: shared } = context;
      // An operator with Not holds of whoever is not named, and where the request lacks the key.
      const asks = (role.trust_conditions ?? []).some(({ test }) => !test.includes("Not"));
      if (role.external_id !== undefined || asks) return [];
      return eachKnown(role.principal_arns, context).flatMap(([i, arn]) =>
        arn.endsWith(":root") && isAnothers(arn, shared.account_id, context)
          ? [{ path: ["principal_arns", i], values: [arn] }]
          : [],
      );
    },
    terraform: [
      {
        each: ["i, arn in var.role.principal_arns"],
        holds: `arn == null ? true : !endswith(arn, ":root") || ${accountIn("arn")} == var.account_id || var.role.external_id != null || anytrue([for condition in var.role.trust_conditions : try(!strcontains(condition.test, "Not"), true)])`,
        path: "principal_arns[%s]",
        at: ["i"],
        values: ["arn"],
      },
    ],
  },
  {
    code: "SHARED_ISSUER_SUBJECT",
    of: "role",
    message: 'is "%s", but the issuer serves many tenants, so the subject must name your tenant: expected %s.',
    find: (context) =>
      (context.role.oidc_providers ?? []).flatMap(({ arn, subjects }, i) => {
        const path = context.unknownValues.capture(issuerPattern, arn);
        const row = sharedIssuers.find(({ issuer }) => new RegExp(issuer, "u").test(path));
        if (row === undefined) return [];
        return eachKnown(subjects, context).flatMap(([j, subject]) =>
          new RegExp(row.subject, "u").test(subject)
            ? []
            : [{ path: ["oidc_providers", i, "subjects", j], values: [subject, row.expected] }],
        );
      }),
    terraform: [
      {
        each: [
          "i, provider in var.role.oidc_providers",
          "row in local.shared_issuers",
          "j, subject in provider.subjects == null ? [] : provider.subjects",
        ],
        holds: `!can(regex(row.issuer, regex(${json(issuerPattern)}, provider.arn)[0])) || can(regex(row.subject, subject))`,
        path: "oidc_providers[%s].subjects[%s]",
        at: ["i", "j"],
        values: ["subject", "row.expected"],
      },
    ],
  },
  {
    code: "CONDITION_TWICE",
    of: "role",
    message: 'repeats "%s" of "%s": put all values into one condition.',
    find: ({ role }) => {
      const conditions = role.trust_conditions ?? [];
      const id = ({ test, variable }: { test: string; variable: string }) => `${test} ${variable.toLowerCase()}`;
      return conditions.flatMap((condition, i) =>
        conditions.slice(0, i).some((other) => id(other) === id(condition))
          ? [{ path: ["trust_conditions", i], values: [condition.test, condition.variable] }]
          : [],
      );
    },
    terraform: [
      {
        each: ["i, condition in var.role.trust_conditions"],
        holds:
          '!contains([for other in slice(var.role.trust_conditions, 0, i) : lower("${other.test} ${other.variable}")], try(lower("${condition.test} ${condition.variable}"), ""))',
        path: "trust_conditions[%s]",
        at: ["i"],
        values: ["condition.test", "condition.variable"],
      },
    ],
  },
  {
    // The condition would replace our own of the same operator and key.
    code: "CONDITION_RESERVED",
    of: "role",
    message: 'is "%s", a key of which the role already has a condition: remove it.',
    find: ({ role, inputs: shared }) => {
      const tags = [shared.user_id_tag_key ?? inputs.user_id_tag_key.default, shared.app_instance_id_tag_key];
      const reserved = tags.flatMap((key) => (key === undefined ? [] : [`aws:requesttag/${key.toLowerCase()}`]));
      return (role.trust_conditions ?? []).flatMap(({ variable }, i) =>
        reserved.includes(variable.toLowerCase()) || new RegExp(reservedVariables, "u").test(variable.toLowerCase())
          ? [{ path: ["trust_conditions", i, "variable"], values: [variable] }]
          : [],
      );
    },
    terraform: [
      {
        each: ["i, condition in var.role.trust_conditions"],
        holds: `!can(regex(${json(reservedVariables)}, lower(condition.variable))) && !contains([for key in [var.user_id_tag_key, var.app_instance_id_tag_key] : "aws:requesttag/\${lower(key == null ? "" : key)}"], lower(condition.variable == null ? "" : condition.variable))`,
        path: "trust_conditions[%s].variable",
        at: ["i"],
        values: ["condition.variable"],
      },
    ],
  },
  {
    code: "POLICY_OF_ANOTHER_ACCOUNT",
    of: "role",
    message: ownPolicy,
    find: (context) => {
      const { role, inputs: shared } = context;
      const boundary = isKnown(role.permissions_boundary_arn, context)
        ? [{ path: ["permissions_boundary_arn"], arn: role.permissions_boundary_arn }]
        : [];
      const attached = entriesOf(role.policy_arns, context).map(([key, arn]) => ({ path: ["policy_arns", key], arn }));
      return [...boundary, ...attached].flatMap(({ path, arn }) =>
        accountOf(arn) !== "aws" && isAnothers(arn, shared.account_id, context)
          ? [{ path, values: [arn, shared.account_id ?? ""] }]
          : [],
      );
    },
    terraform: [
      {
        each: ["arn in var.role.permissions_boundary_arn == null ? [] : [var.role.permissions_boundary_arn]"],
        holds: isOwnPolicy("arn"),
        path: "permissions_boundary_arn",
        values: ["arn", "var.account_id"],
      },
      {
        each: ["key, arn in var.role.policy_arns"],
        holds: isOwnPolicy("arn"),
        path: "policy_arns.%s",
        at: ["key"],
        values: ["arn", "var.account_id"],
      },
    ],
  },
  {
    code: "PROVIDER_OF_ANOTHER_ACCOUNT",
    of: "role",
    message: invalid('an identity provider of {account_id} "%s"'),
    find: (context) => {
      const { role, inputs: shared } = context;
      const saml = eachKnown(role.saml_provider_arns, context).map(([i, arn]) => ({
        path: ["saml_provider_arns", i],
        arn,
      }));
      const oidc = (role.oidc_providers ?? []).map(({ arn }, i) => ({ path: ["oidc_providers", i, "arn"], arn }));
      return [...saml, ...oidc].flatMap(({ path, arn }) =>
        isAnothers(arn, shared.account_id, context) ? [{ path, values: [arn, shared.account_id ?? ""] }] : [],
      );
    },
    terraform: [
      {
        each: ["i, arn in var.role.saml_provider_arns"],
        holds: isOwnProvider("saml", "arn"),
        path: "saml_provider_arns[%s]",
        at: ["i"],
        values: ["arn", "var.account_id"],
      },
      {
        each: ["i, provider in var.role.oidc_providers"],
        holds: isOwnProvider("oidc", "provider.arn"),
        path: "oidc_providers[%s].arn",
        at: ["i"],
        values: ["provider.arn", "var.account_id"],
      },
    ],
  },
  {
    code: "POLICY_TWICE",
    of: "role",
    message: 'has "%s" twice, which IAM attaches once.',
    find: (context) => {
      const arns = entriesOf(context.role.policy_arns, context).map(([, arn]) => arn);
      return [...new Set(arns.filter((arn, i) => arns.indexOf(arn) < i))].map((arn) => ({
        path: ["policy_arns"],
        values: [arn],
      }));
    },
    terraform: [
      {
        each: ["arn in distinct(values(var.role.policy_arns))"],
        holds: "length([for other in values(var.role.policy_arns) : other if other == arn]) == 1",
        path: "policy_arns",
        values: ["arn"],
      },
    ],
  },
  {
    code: "ROLE_NAME_TOO_LONG",
    of: "role",
    message: `gets the name "%s", longer than the ${limits.roleName} characters of IAM: shorten {name_prefix} or set {name}.`,
    find: ({ key, role, inputs: shared }) => {
      const name = roleNameOf(key, role, shared.name_prefix);
      return role.name === undefined && name.length > limits.roleName ? [{ path: [], values: [name] }] : [];
    },
    terraform: [
      {
        each: [],
        holds: `var.role.name != null || length("\${var.name_prefix}\${var.key}") <= ${limits.roleName}`,
        path: "",
        values: ['"${var.name_prefix}${replace(var.key, "_", "-")}"'],
      },
    ],
  },

  {
    code: "ROLE_NAME_TAKEN",
    of: "roles",
    message: 'has the name "%s", which another role has too (IAM ignores case): set another {name}.',
    find: ({ inputs: shared }) => {
      const names = Object.entries(shared.roles ?? {}).map(([key, role]) => ({
        key,
        name: roleNameOf(key, role, shared.name_prefix),
      }));
      return names.flatMap(({ key, name }) =>
        names.some((other) => other.key !== key && other.name.toLowerCase() === name.toLowerCase())
          ? [{ path: ["roles", key], values: [name] }]
          : [],
      );
    },
    terraform: [
      {
        each: [],
        holds:
          "length([for name in values(local.role_names) : name if lower(name) == lower(local.role_names[each.key])]) == 1",
        path: "",
        values: ["local.role_names[each.key]"],
      },
    ],
  },
  {
    code: "APP_INSTANCE_OF_ANOTHER_PLACE",
    of: "inputs",
    message: invalid('an ARN that agrees with {region} "%s" and {account_id} "%s"'),
    find: (context) => {
      const { region = "", account_id = "", app_instance_id: id = "" } = context.inputs;
      const isDecidable = [region, account_id, id].every((value) => isKnown(value, context));
      return isDecidable && id.startsWith("arn:") && !id.startsWith(`arn:aws:chime:${region}:${account_id}:`)
        ? [{ path: ["app_instance_id"], values: [id, region, account_id] }]
        : [];
    },
    terraform: [
      {
        each: ['id in [var.app_instance_id == null ? "" : var.app_instance_id]'],
        holds: '!startswith(id, "arn:aws:chime:") || startswith(id, "arn:aws:chime:${var.region}:${var.account_id}:")',
        path: "app_instance_id",
        values: ["id", "var.region", "var.account_id"],
      },
    ],
  },
  {
    code: "TAG_KEYS_EQUAL",
    of: "inputs",
    message: 'is "%s", the same as {user_id_tag_key} (IAM ignores case): use another key.',
    find: ({ inputs: shared }) => {
      const { user_id_tag_key = inputs.user_id_tag_key.default, app_instance_id_tag_key: key } = shared;
      return key !== undefined && key.toLowerCase() === user_id_tag_key.toLowerCase()
        ? [{ path: ["app_instance_id_tag_key"], values: [key] }]
        : [];
    },
    terraform: [
      {
        each: ["key in var.app_instance_id_tag_key == null ? [] : [var.app_instance_id_tag_key]"],
        holds: "lower(key) != lower(var.user_id_tag_key)",
        path: "app_instance_id_tag_key",
        values: ["key"],
      },
    ],
  },
  {
    code: "TAG_RESERVED",
    of: "inputs",
    message:
      "is also the key of a session tag: in a session without that tag, IAM would read the role's tag instead. Use another key.",
    find: (context) => {
      const { user_id_tag_key = inputs.user_id_tag_key.default, app_instance_id_tag_key, tags } = context.inputs;
      const reserved = [user_id_tag_key, app_instance_id_tag_key].map((key) => key?.toLowerCase());
      return entriesOf(tags, context).flatMap(([key]) =>
        reserved.includes(key.toLowerCase()) ? [{ path: ["tags", key] }] : [],
      );
    },
    terraform: [
      {
        each: ["key in keys(var.tags)"],
        holds:
          '!contains([for reserved in [var.user_id_tag_key, var.app_instance_id_tag_key] : lower(reserved == null ? "" : reserved)], lower(key))',
        path: "tags.%s",
        at: ["key"],
      },
    ],
  },
  {
    code: "TAG_KEYS_DIFFER_IN_CASE",
    of: "inputs",
    message: "differs from another key only in case, which IAM ignores: remove one of them.",
    find: (context) => {
      const keys = entriesOf(context.inputs.tags, context).map(([key]) => key);
      return keys.flatMap((key) =>
        keys.some((other) => other !== key && other.toLowerCase() === key.toLowerCase())
          ? [{ path: ["tags", key] }]
          : [],
      );
    },
    terraform: [
      {
        each: ["key in keys(var.tags)"],
        holds: "length([for other in keys(var.tags) : other if lower(other) == lower(key)]) == 1",
        path: "tags.%s",
        at: ["key"],
      },
    ],
  },
  {
    code: "BOUNDARY_OF_ANOTHER_ACCOUNT",
    of: "inputs",
    message: ownPolicy,
    find: (context) => {
      const { permissions_boundary_arn: arn, account_id = "" } = context.inputs;
      return isKnown(arn, context) && accountOf(arn) !== "aws" && isAnothers(arn, account_id, context)
        ? [{ path: ["permissions_boundary_arn"], values: [arn, account_id] }]
        : [];
    },
    terraform: [
      {
        each: ["arn in var.permissions_boundary_arn == null ? [] : [var.permissions_boundary_arn]"],
        holds: isOwnPolicy("arn"),
        path: "permissions_boundary_arn",
        values: ["arn", "var.account_id"],
      },
    ],
  },
];

/** Every rule between inputs. */
export const rules: readonly Rule[] = [...choiceRules, ...valueRules];

/** Refuses a region where Chime SDK messaging is not offered: an error at synth, a warning at plan. */
export const regionNotOffered = {
  code: "REGION_NOT_OFFERED",
  message: invalid(`${offeredRegions.join(" or ")}, where Chime SDK messaging is offered`),
} as const;

/** What is checked on the documents of a role; at plan by the preconditions of its resources. */
export const documentRules = {
  policy: {
    code: "POLICY_TOO_LARGE",
    size: limits.policySize,
    message: `has a policy of %s characters and IAM allows ${limits.policySize}: remove capabilities or calls, or shorten the tag keys.`,
  },
  trust_policy: {
    code: "TRUST_POLICY_TOO_LARGE",
    size: limits.trustPolicySize,
    message: `has a trust policy of %s characters and IAM allows ${limits.trustPolicySize}: name fewer principals, pools or conditions.`,
  },
} as const;

/** What is checked on the tags that a role ends up with, which the provider's default_tags may add to. */
export const roleTagReserved = {
  code: "ROLE_TAG_RESERVED",
  message:
    "has a tag whose key is also that of a session tag: in a session without that tag, IAM would read the role's tag instead. Remove it from tags and from the provider's default_tags.",
} as const;
