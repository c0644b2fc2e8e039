// IAM's limits, and the words that refuse what goes beyond them.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

export const limits = {
  /** Managed policies on a role, ours among them. AWS raises it to 20 on request. */
  attachedPolicies: 10,
  /** Tags on a role or a policy. */
  tags: 50,
  /** Seconds of a session. */
  sessionSeconds: { min: 3600, max: 43200 },
} as const;

/** Characters of a document, white space not counted, and what to do about one that has more. */
export const documentLimits = {
  policy: { size: 6144, what: "the policy", remedy: "leave out capabilities" },
  /** AWS raises it to 4,096 on request. */
  trust_policy: { size: 2048, what: "the trust policy", remedy: "name fewer principals or pools" },
} as const;

/** What is wrong with a document that is too large. `size` may be a Terraform reference. */
export function tooLarge(label: string, kind: keyof typeof documentLimits, size: string): string {
  const { what, size: limit, remedy } = documentLimits[kind];
  return `${label}: ${what} has ${size} characters and IAM allows ${limit}; ${remedy}.`;
}
