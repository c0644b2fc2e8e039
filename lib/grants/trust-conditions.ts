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
 * The operators of IAM that a condition may have. Not among them are `…IfExists` and `ForAllValues:`, which hold where the
 * request lacks the key, so that an attacker has only to leave it out. Operators with `Not` hold there too: they may narrow
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
];

/** The external ID that the caller must pass. */
export function externalIdConditions(externalId: string | readonly string[]): readonly TrustCondition[] {
  return [{ test: "StringEquals", variable: "sts:ExternalId", values: externalId }];
}

/**
 * A session tag that the caller must pass, without a wildcard: in the value of a tag a wildcard acts as one in a Resource.
 * `${*}` and `${?}` are IAM's escapes for the characters themselves. STS takes neither in a tag; this is a second lock.
 */
export function requiredTagConditions(key: string): readonly TrustCondition[] {
  const variable = `aws:RequestTag/${key}`;
  return [
    { test: "StringLike", variable, values: ["?*"] },
    { test: "StringNotLike", variable, values: ["*${*}*", "*${?}*"] },
  ];
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
