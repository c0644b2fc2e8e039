// The words that refuse what is wrong, beyond a rule of one value. We say them at synth, Terraform says them at plan:
// a name or a number in them may be a Terraform reference, or a `%s` of its `format`.
import { limits } from "./limits";

/** What follows an input's name to refuse its value. */
export function mismatch(expected: string, value: string, hint = ""): string {
  return `is "${value}", expected ${expected}.${hint}`;
}

/** What follows the name of a key that nobody knows. */
export function unknown(known: readonly string[]): string {
  return `is unknown, expected one of ${known.join(", ")}.`;
}

/** What follows the name of a list with nothing in it. */
export const empty = "is empty, expected at least one.";

/** No app instance, or two ways to one. */
export const oneAppInstance =
  "app_instance_id and app_instance_id_tag_key exclude each other, and one of them must be given.";

/** One session tag for two things. */
export const twoTagKeys = "user_id_tag_key and app_instance_id_tag_key are the same, expected two session tags.";

/** What follows the name of a map with too many entries. */
export function tooMany(atMost: number): string {
  return `has more than ${atMost} entries, which is all that IAM leaves room for.`;
}

/** What follows the name of a map of tags with keys that IAM takes for one. */
export const sameButForCase = "has keys that differ in case alone, which IAM takes for one.";

/** What follows the name of further policies of which one comes twice. */
export const onePolicyTwice = "has one policy twice, which IAM attaches once.";

/** What follows the name of a role's tag that would stand for a session tag. */
export const tagNamesCaller =
  "is a session tag's key: the role's own tag would stand for it in every session that passes none. Take another key.";

/** What follows the name of an input that must be known at synth. */
export const knownAtSynth = "is only known at plan, expected text: it becomes part of an IAM policy variable.";

/** What to expect of a managed policy that is to be attached or to bound a role: IAM takes no other account's. */
export function ownPolicy(account: string): string {
  return `a managed policy of account_id "${account}" or of AWS`;
}

/** What to expect of an identity provider of IAM. */
export function ownProvider(account: string): string {
  return `an identity provider of account_id "${account}"`;
}

/** A tag that reaches the role some other way, such as the provider's default_tags. */
export function roleTagNamesCaller(role: string): string {
  return `roles.${role}: a tag of the role, perhaps of the provider's default_tags, has the key of a session tag; it would stand for it in every session that passes none.`;
}

/** What to expect of a session's duration. */
export const secondsExpected = `whole seconds from ${limits.sessionSeconds.min} to ${limits.sessionSeconds.max}`;

/** What to expect of an app instance's ARN beside a region, an account and a partition. */
export function agreement(partition: string, region: string, account: string): string {
  return `an ARN that agrees with partition "${partition}", region "${region}" and account_id "${account}"`;
}

/** A role without trust. */
export function nobodyMayAssume(role: string): string {
  return `roles.${role}: nobody may assume it; give it trust_account, principal_arns, service_principals, cognito_identity_pool_ids, oidc_providers or saml_provider_arns.`;
}

/** A service, which passes no tag, for a role whose policy names the caller. */
export function serviceKnowsNoUser(role: string): string {
  return `roles.${role}: service_principals pass no session tag, so its policy cannot know the user; set app_instance_user_id.`;
}

/** A service, which passes no tag, for a role whose policy reads the app instance from one. */
export function serviceKnowsNoAppInstance(role: string): string {
  return `roles.${role}: service_principals pass no session tag, so its policy cannot know the app instance; give app_instance_id in place of app_instance_id_tag_key.`;
}

/** A Cognito identity, which passes no tag, for a role whose policy reads the app instance from one. */
export function identityKnowsNoAppInstance(role: string): string {
  return `roles.${role}: an identity ID tells no app instance; set cognito_user_id to session_tag, or give app_instance_id in place of app_instance_id_tag_key.`;
}

/** A scope for a role that reaches one app instance alone. */
export function scopeUnused(role: string): string {
  return `roles.${role}.scope has no effect: only a developer's policy reaches beyond one app instance.`;
}

/** An external ID that nobody is asked for. */
export function externalIdUnasked(role: string): string {
  return `roles.${role}.external_id has no effect: it is asked of trust_account and principal_arns alone.`;
}

/** An AppInstanceUser for a role whose policy names none. */
export function userIdUnused(role: string): string {
  return `roles.${role}.app_instance_user_id has no effect: the policy of a ${role} names no user.`;
}

/** Two roles of one name. */
export function nameTaken(role: string, name: string): string {
  return `roles.${role}: another role has the name "${name}" too; give it another name or name_prefix.`;
}

/** Characters of a document, white space not counted, and what to do about one that has more. */
export const documentLimits = {
  policy: { size: limits.policySize, what: "the policy", remedy: "leave out capabilities or shorten the tag keys" },
  trust_policy: { size: limits.trustPolicySize, what: "the trust policy", remedy: "name fewer principals or pools" },
} as const;

/** A document that is too large. */
export function tooLarge(role: string, kind: keyof typeof documentLimits, size: string): string {
  const { what, size: limit, remedy } = documentLimits[kind];
  return `roles.${role}: ${what} has ${size} characters and IAM allows ${limit}; ${remedy}.`;
}
