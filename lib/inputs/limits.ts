// IAM's limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

export const limits = {
  /** Characters of a managed policy, white space not counted. */
  policySize: 6144,
  /** Characters of a trust policy. AWS raises it to 4,096 on request. */
  trustPolicySize: 2048,
  /** Managed policies on a role, ours among them. AWS raises it to 20 on request. */
  attachedPolicies: 10,
  /** Characters of the name of a role. */
  roleName: 64,
  /** Tags on a role or a policy. */
  tags: 50,
  /** Seconds of a session. */
  sessionSeconds: { min: 3600, max: 43200 },
} as const;

/** What IAM's limits mean for the documents of a role; at plan, preconditions of its resources say the same. */
export const documentLimits = {
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
