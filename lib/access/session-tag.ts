// Session tags: how a session says whom it is for.

/** The IAM policy variable of a session tag. In a session without the tag it matches nothing. */
export function sessionTag(key: string): string {
  return `\${aws:PrincipalTag/${key}}`;
}
