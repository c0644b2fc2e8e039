// Rules between inputs about what must be set, may be set, and goes together. They are data: synth, Terraform's validations, the
// JSON Schema and the documentation are made of them. `code` is stable, and tests match it.
import { roleTypeNames, signedInTypes } from "../grants/role-types";
import { trustKindEntries } from "../grants/trust-kinds";
import type { InputName, RoleInputName } from "./inputs";
import type { RuleText } from "./messages";
import type { Presence } from "./presence";

/** A rule of presence and choice: when the one holds, so must the other. */
export interface ChoiceRule extends RuleText {
  readonly when: Presence;
  readonly require: Presence;
  /** The input that the message is about; the role, unless one is named. */
  readonly about?: RoleInputName | InputName;
  /** Whether one trust of a role is enough to keep the rule, where the constructs check each alone. */
  readonly byAnyTrust?: true;
}

// What several rules share.

const trustInputs = trustKindEntries.map(([, { input }]) => input) as RoleInputName[];
const assumedByPrincipals: Presence = { any: [{ set: "trust_account" }, { set: "principal_arns" }] };

/** The role's calls act as a user or bot. */
const acts: Presence = {
  any: [
    { all: [{ type: signedInTypes }, { any: [{ not: { set: "calls" } }, { set: "capabilities" }] }] },
    { actingCalls: true },
  ],
};

/** The policy is for every app instance, and names none. */
const reachesAll: Presence = {
  any: [
    { is: ["scope", "all"] },
    {
      all: [
        { type: ["developer"] },
        { not: { set: "scope" } },
        { any: [{ not: { set: "calls" } }, { set: "capabilities" }] },
      ],
    },
  ],
};

/** The policy reads the ID of the app instance from a session tag. */
const readsAppInstanceTag: Presence = { all: [{ setForAll: "app_instance_id_tag_key" }, { not: reachesAll }] };

/** Somebody who is known by a session tag may assume the role. */
const knowsByTag: Presence = {
  any: [
    assumedByPrincipals,
    { set: "saml_provider_arns" },
    { set: "oidc_providers" },
    { all: [{ set: "cognito_identity_pool_ids" }, { is: ["cognito_user_id", "session_tag"] }] },
  ],
};

const always: Presence = { all: [] };

/** Another rule refuses a type that is not known. */
const typeIsKnown: Presence = { type: roleTypeNames };

/** Rules about one role. */
const roleRules: readonly ChoiceRule[] = [
  {
    code: "ROLE_WITHOUT_TRUST",
    when: { not: { set: "existing_role_name" } },
    require: { any: trustInputs.map((set) => ({ set })) },
    message: `trusts nobody, so nobody could assume it: set at least one of ${trustInputs.map((name) => `{${name}}`).join(", ")}.`,
  },
  {
    code: "EXTERNAL_ID_UNUSED",
    about: "external_id",
    when: { set: "external_id" },
    require: assumedByPrincipals,
    message: "has no effect: it applies only to {trust_account} and {principal_arns}. Remove it.",
  },
  {
    code: "COGNITO_USER_ID_UNUSED",
    about: "cognito_user_id",
    when: { set: "cognito_user_id" },
    require: { any: [{ set: "cognito_identity_pool_ids" }, { set: "existing_role_name" }] },
    message: "has no effect: it applies only to {cognito_identity_pool_ids} and {existing_role_name}. Remove it.",
  },
  {
    code: "SCOPE_UNUSED",
    about: "scope",
    when: { all: [{ set: "scope" }, typeIsKnown] },
    require: { type: ["developer", "backend"] },
    message: "has no effect: only the policies of a developer and a backend reach beyond one app instance. Remove it.",
  },
  {
    code: "USER_ID_UNUSED",
    about: "app_instance_user_id",
    when: { all: [{ set: "app_instance_user_id" }, { type: ["developer", ...signedInTypes] }] },
    require: acts,
    message: "has no effect: none of the role's calls acts as a user. Remove it.",
  },
  {
    code: "BOT_ID_UNUSED",
    about: "app_instance_bot_id",
    when: { all: [{ set: "app_instance_bot_id" }, typeIsKnown] },
    require: { type: ["backend"] },
    message: "has no effect: only a backend acts as a bot. Remove it.",
  },
  {
    code: "ALLOWED_USER_IDS_UNUSED",
    about: "allowed_user_ids",
    byAnyTrust: true,
    when: { set: "allowed_user_ids" },
    require: {
      all: [acts, { not: { set: "app_instance_user_id" } }, { not: { set: "app_instance_bot_id" } }, knowsByTag],
    },
    message: "has no effect: no caller of the role names an AppInstanceUser by a session tag. Remove it.",
  },
  {
    code: "ALLOW_SOURCE_IDENTITY_UNUSED",
    about: "allow_source_identity",
    byAnyTrust: true,
    when: { set: "allow_source_identity" },
    require: { any: [assumedByPrincipals, { set: "saml_provider_arns" }, { set: "oidc_providers" }] },
    message:
      "has no effect: only principals, {saml_provider_arns} and {oidc_providers} can bring a source identity where the role allows it. Remove it.",
  },
  {
    code: "APP_INSTANCE_IDS_UNUSED",
    about: "app_instance_ids",
    when: { all: [{ set: "app_instance_ids" }, typeIsKnown] },
    require: { all: [{ type: ["developer", "backend"] }, { not: reachesAll }] },
    message:
      "has no effect: it applies only to a backend or developer that is for one app instance ({scope} app_instance). Remove it.",
  },
  {
    code: "CHANNELS_TAGGED_UNUSED",
    about: "channels_tagged",
    when: { all: [{ set: "channels_tagged" }, typeIsKnown] },
    require: { type: ["user", "minimal_user", "backend"] },
    message: "is not available here: it applies only to a user, a minimal_user and a backend. Remove it.",
  },
  ...(
    [
      ...trustInputs,
      "external_id",
      "trust_conditions",
      "allowed_user_ids",
      "allow_source_identity",
      "description",
      "max_session_duration",
      "permissions_boundary_arn",
      "inline_policy_names",
    ] as const
  ).map(
    (about): ChoiceRule => ({
      code: "SAID_OF_EXISTING_ROLE",
      about,
      when: { set: "existing_role_name" },
      require: { not: { set: about } },
      message:
        "is not available with {existing_role_name}: the role exists, and somebody else says this of it. Remove it.",
    }),
  ),
  {
    code: "BACKEND_WITHOUT_CALLS",
    when: { type: ["backend"] },
    require: { set: "calls" },
    message: "is a backend and has no {calls}: list the calls that its code makes.",
  },
  {
    code: "BACKEND_WITH_CAPABILITIES",
    about: "capabilities",
    when: { all: [{ type: ["backend"] }, { set: "capabilities" }] },
    require: { not: always },
    message: "is not available for a backend: remove it, and list each of its calls in {calls}.",
  },
  {
    code: "SERVICE_WITHOUT_USER",
    when: { all: [{ set: "service_principals" }, acts] },
    require: { any: [{ set: "app_instance_user_id" }, { set: "app_instance_bot_id" }] },
    message:
      "trusts {service_principals}, which pass no AppInstanceUser ID, and its calls act as an AppInstanceUser: set {app_instance_user_id}.",
  },
  {
    code: "SERVICE_WITHOUT_APP_INSTANCE",
    when: { all: [{ set: "service_principals" }, readsAppInstanceTag] },
    require: { not: always },
    message:
      "trusts {service_principals}, which pass no session tag, so its policy cannot know the app instance: set {app_instance_id} instead of {app_instance_id_tag_key}.",
  },
  {
    code: "IDENTITY_WITHOUT_APP_INSTANCE",
    when: {
      all: [
        { any: [{ set: "cognito_identity_pool_ids" }, { set: "existing_role_name" }] },
        { not: { is: ["cognito_user_id", "session_tag"] } },
        readsAppInstanceTag,
      ],
    },
    require: { not: always },
    message:
      "has {cognito_identity_pool_ids} or {existing_role_name}, and identity IDs name no app instance: set {cognito_user_id} to session_tag, or {app_instance_id} instead of {app_instance_id_tag_key}.",
  },
];

/** Exactly one input says which app instance the roles are for. */
export const oneAppInstance: ChoiceRule = {
  code: "ONE_APP_INSTANCE",
  about: "app_instance_id",
  when: always,
  require: {
    any: [
      { all: [{ setForAll: "app_instance_id" }, { not: { setForAll: "app_instance_id_tag_key" } }] },
      { all: [{ not: { setForAll: "app_instance_id" } }, { setForAll: "app_instance_id_tag_key" }] },
    ],
  },
  message:
    "or {app_instance_id_tag_key} is required: set one of the two. Before there is an app instance, roles of {scope} all need no ID: set {app_instance_id_tag_key}, which they do not read.",
};

/** Rules of presence and choice: about one role, and about the inputs that all roles share. */
export const choiceRules = { role: roleRules, inputs: [oneAppInstance] } as const;
