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
