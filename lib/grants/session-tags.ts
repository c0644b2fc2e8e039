// Session tags: how a session carries the AppInstanceUser, or the app instance, that it is for.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html

/**
 * The IAM policy variable of a session tag. In a session without the tag IAM reads the tag of that key that the role itself
 * has, so a role may have none (ROLE_TAG_RESERVED); then the variable matches nothing.
 */
export function sessionTagVariable(key: string): string {
  return `\${aws:PrincipalTag/${key}}`;
}

/**
 * The IAM policy variable of a Cognito identity ID (REGION:UUID). It is not the `sub` of a user pool.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const identityIdVariable = "${cognito-identity.amazonaws.com:sub}";
