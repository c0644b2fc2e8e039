// What the resource types of a plan have to do with access: which of them are read, which attributes of these, and which
// types give access to a role in a way that is not read.

/** The attributes of the types that are read. Those that say nothing about access are named too; any other is not known. */
export const readTypes: Readonly<
  Record<string, { readonly read: readonly string[]; readonly others: readonly string[] }>
> = {
  aws_iam_role: {
    read: [
      "arn",
      "assume_role_policy",
      "inline_policy",
      "managed_policy_arns",
      "max_session_duration",
      "name",
      "path",
      "permissions_boundary",
      "tags",
      "tags_all",
    ],
    others: ["create_date", "description", "force_detach_policies", "id", "name_prefix", "role_last_used", "unique_id"],
  },
  aws_iam_policy: {
    read: ["arn", "name", "path", "policy"],
    others: [
      "attachment_count",
      "delay_after_policy_creation_in_ms",
      "description",
      "id",
      "name_prefix",
      "policy_id",
      "tags",
      "tags_all",
    ],
  },
  aws_iam_role_policy: { read: ["name", "policy", "role"], others: ["id", "name_prefix"] },
  aws_iam_role_policy_attachment: { read: ["policy_arn", "role"], others: ["id"] },
  aws_iam_policy_attachment: { read: ["policy_arn", "roles"], others: ["groups", "id", "name", "users"] },
  aws_iam_role_policy_attachments_exclusive: { read: ["policy_arns", "role_name"], others: ["id"] },
  aws_iam_role_policies_exclusive: { read: ["policy_names", "role_name"], others: ["id"] },
};

/** The types that a stack of an environment has. */
export const environmentTypes: readonly string[] = [
  "aws_iam_role",
  "aws_iam_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_iam_role_policies_exclusive",
];

/** The types of IAM that give nobody access to a role. Of the others that are not read, every change counts. */
export const harmlessIamTypes: readonly string[] = [
  "aws_iam_account_alias",
  "aws_iam_account_password_policy",
  "aws_iam_server_certificate",
];

/** Types besides IAM's by which somebody may get a role, or a role may get rights, and how. */
export const accessTypes: readonly (readonly [type: RegExp, how: string])[] = [
  [/^aws_iam_/, "a resource of IAM"],
  [/^awscc_iam_/, "a resource of IAM, by another provider"],
  [/^aws(cc)?_cognito_identity_pool/, "which roles the identities of a pool get, and with which tags"],
  [/^aws(cc)?_cognito_user_(group|in_group|pool_group|pool_user_to_group)/, "which role the members of a group get"],
  [/^aws(cc)?_eks_(pod_identity_association|identity_provider_config)/, "which pods get a role"],
  [/^aws(cc)?_rolesanywhere_/, "which certificates get a role"],
  [/^aws(cc)?_(cloudformation|serverlessapplicationrepository)_/, "a stack, which may hold resources of IAM"],
  [/^aws_(cloudcontrolapi_resource|lambda_invocation)$/, "whatever it makes or runs"],
  [/^aws(cc)?_iot_role_alias/, "which devices get a role"],
  [/^aws(cc)?_(sso|ssoadmin|identitystore)_/, "what people who sign in may do"],
  [/^aws(cc)?_organizations_/, "what an organization lets its accounts do"],
];
