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

/** The policy reads the ID of the app instance from a session tag. */
const readsAppInstanceTag: Presence = {
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

const always: Presence = { all: [] };

/** Another rule refuses a type that is not known. */
const typeIsKnown: Presence = { type: roleTypeNames };

/** Rules about one role. */
const roleRules: readonly ChoiceRule[] = [
  {
    code: "ROLE_WITHOUT_TRUST",
    when: always,
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
    require: { set: "cognito_identity_pool_ids" },
    message: "has no effect: it applies only to {cognito_identity_pool_ids}. Remove it.",
  },
  {
    code: "SCOPE_UNUSED",
    about: "scope",
    when: { all: [{ set: "scope" }, typeIsKnown] },
    require: { type: ["developer"] },
    message: "has no effect: only a developer's policy reaches beyond one app instance. Remove it.",
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
        { set: "cognito_identity_pool_ids" },
        { not: { is: ["cognito_user_id", "session_tag"] } },
        readsAppInstanceTag,
      ],
    },
    require: { not: always },
    message:
      "trusts {cognito_identity_pool_ids}, whose identity IDs name no app instance: set {cognito_user_id} to session_tag, or {app_instance_id} instead of {app_instance_id_tag_key}.",
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
  message: "or {app_instance_id_tag_key} is required: set one of the two.",
};

/** Rules of presence and choice: about one role, and about the inputs that all roles share. */
export const choiceRules = { role: roleRules, inputs: [oneAppInstance] } as const;
