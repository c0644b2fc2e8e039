// IAM's limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

export const limits = {
  /** Characters of a managed policy, white space not counted. */
  policySize: 6144,
  /** Characters of a trust policy, and what AWS raises it to on request. */
  trustPolicySize: 2048,
  raisedTrustPolicy: { min: 2048, max: 8192, expected: "a whole number from 2048 to 8192" },
  /** Managed policies on a role, ours among them, and what AWS raises it to on request. */
  attachedPolicies: 10,
  raisedPolicies: { min: 10, max: 25, expected: "a whole number from 10 to 25" },
  /** Characters of the name of a role. */
  roleName: 64,
  /** Tags on a role or a policy. */
  tags: 50,
  /** Seconds of a session. */
  sessionSeconds: { min: 3600, max: 43200 },
} as const;

/**
 * What IAM's limits mean for the documents of a role; at plan, preconditions of its resources say the same. A message has the
 * size of the document, the limit, and the sizes of the parts of its statements.
 */
export const documentLimits = {
  policy: {
    code: "POLICY_TOO_LARGE",
    parts: ["Action", "Resource", "Condition"],
    message: "has a policy of %s characters and IAM allows %s: remove capabilities or calls, or shorten the tag keys.",
    filledBy: "Its actions have %s characters, its resources %s, its conditions %s.",
  },
  trust_policy: {
    code: "TRUST_POLICY_TOO_LARGE",
    parts: ["Principal", "Condition"],
    message:
      "has a trust policy of %s characters and IAM allows %s: name fewer principals, pools or conditions, or have AWS raise the quota and set {quotas}.",
    filledBy: "Its principals have %s characters, its conditions %s.",
  },
} as const;
