// Conditions of a trust statement, one by one: an operator, a condition key and its values.
import type { Condition } from "./policy-document";

/** A condition: all conditions of a statement must hold, and of one condition any value. */
export interface TrustCondition {
  /** The condition operator, such as `StringEquals`. */
  readonly test: string;
  /** The condition key, such as `aws:PrincipalOrgID`. */
  readonly variable: string;
  readonly values: string | readonly string[];
}

/**
 * The operators of IAM that a condition may have. Not among them are `…IfExists`, which hold where the request lacks the key,
 * so that an attacker has only to leave it out. `ForAllValues:` does so too, and is right for the two keys that list what is
 * passed (`keysOfLists`). Operators with `Not` hold there too: they may narrow
 * a trust, but do not make another account's root acceptable (ROOT_WITHOUT_CONDITION).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionOperators: readonly string[] = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
  "Null",
  "ForAnyValue:StringEquals",
  "ForAnyValue:StringLike",
  "ForAnyValue:ArnEquals",
  "ForAnyValue:ArnLike",
  "ForAllValues:StringEquals",
  "ForAllValues:StringLike",
];

/** The condition keys that list what is passed, in lower case: `ForAllValues:` says that nothing else may be. */
export const keysOfLists: readonly string[] = ["aws:tagkeys", "sts:transitivetagkeys"];

/**
 * What makes a condition restrict nobody: its operator, its key or one of its values, as regular expressions of text in lower
 * case. Such a condition does not make another account's root acceptable.
 */
export const restrictsNobody = {
  // They hold where the key is missing, or of a time or number, not of somebody.
  test: "^(null|date|numeric|forallvalues:)|not",
  // The caller chooses it, or it is the same for all principals of an account.
  variable:
    "^(aws:requesttag/.*|aws:tagkeys|aws:securetransport|aws:requestedregion|aws:useragent|aws:referer|aws:currenttime|aws:epochtime|aws:principalaccount|aws:principaltype|sts:rolesessionname|sts:transitivetagkeys|sts:sourceidentity|sts:externalid)$",
  // Everything, every address, every principal of any account, the root itself, or that something is not so.
  value: "^[*?]*$|/0$|^false$|^arn:[^:]*:[^:]*:[^:]*:[^:]*:([*?]+|[a-z-]+/[*?]+|root)$",
} as const;

/** Whether a condition restricts who may assume the role. */
export function restrictsSomebody({ test, variable, values }: TrustCondition): boolean {
  const fits = (pattern: string, text: string) => new RegExp(pattern, "u").test(text.toLowerCase());
  return (
    !fits(restrictsNobody.test, test) &&
    !fits(restrictsNobody.variable, variable) &&
    ![values].flat().some((value) => fits(restrictsNobody.value, value))
  );
}

/** The external ID that the caller must pass. */
export function externalIdConditions(externalId: string | readonly string[]): readonly TrustCondition[] {
  return [{ test: "StringEquals", variable: "sts:ExternalId", values: externalId }];
}

/** What a session tag may be: any value, or one of these. */
export interface AllowedTag {
  /** `StringLike` of patterns, or `StringEquals` of values and IAM policy variables. */
  readonly test: "StringLike" | "StringEquals";
  readonly values: readonly string[];
}

const anyValue: AllowedTag = { test: "StringLike", values: ["?*"] };

/**
 * A session tag that the caller must pass, without a wildcard: in the value of a tag a wildcard acts as one in a Resource.
 * `${*}` and `${?}` are IAM's escapes for the characters themselves. STS takes neither in a tag; this is a second lock.
 */
export function requiredTagConditions(key: string, { test, values }: AllowedTag = anyValue): readonly TrustCondition[] {
  const variable = `aws:RequestTag/${key}`;
  return [
    { test, variable, values },
    { test: "StringNotLike", variable, values: ["*${*}*", "*${?}*"] },
  ];
}

/**
 * The AppInstanceUser IDs that a caller may pass. Patterns and IAM policy variables do not mix (the inputs refuse it): under
 * `StringLike` a principal whose own tag is `*` would be anybody.
 */
export function allowedUserIds(ids: readonly string[] | undefined): AllowedTag {
  if (ids === undefined || ids.length === 0) return anyValue;
  return { test: ids.some((id) => isPattern(id)) ? "StringLike" : "StringEquals", values: ids };
}

/** Whether an ID is a pattern: it has a wildcard outside of IAM policy variables. */
export function isPattern(id: string): boolean {
  return /[*?]/.test(id.replace(/\$\{[^}]*\}/g, ""));
}

/** A session tag that the caller must not pass, because the policy reads it and this caller is known by something else. */
export function refusedTagConditions(key: string): readonly TrustCondition[] {
  return [{ test: "Null", variable: `aws:RequestTag/${key}`, values: ["true"] }];
}

/**
 * Whether a statement that also allows `sts:TagSession` may have the condition. AWS lists no `sts:ExternalId` for it; with any
 * key of STS the two actions get a statement each, which loses nothing.
 */
export function isKnownToTagSession({ variable }: TrustCondition): boolean {
  return !variable.toLowerCase().startsWith("sts:");
}

/**
 * The condition block of conditions. The inputs refuse a condition that repeats another; here it would replace it, and open
 * what that one closed.
 */
export function conditionBlock(conditions: readonly TrustCondition[]): Condition {
  const block: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { test, variable, values } of conditions) {
    const of = block[test] ?? {};
    if (Object.keys(of).some((other) => other.toLowerCase() === variable.toLowerCase())) {
      throw new Error(`Two conditions ${test} of ${variable}: one would replace the other.`);
    }
    block[test] = { ...of, [variable]: values };
  }
  return block;
}
