// An app instance: the root of every ARN in Chime SDK messaging. `hashicorp/aws` has no resource for it, so it is an input.

/** Where Chime SDK messaging is offered: https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html */
export const offeredRegions: readonly string[] = ["us-east-1", "eu-central-1"];

/** An app instance, or all of a region and account when a session tag carries the ID. */
export interface AppInstance {
  /** The region, such as `us-east-1`. */
  readonly region: string;
  /** The AWS account: 12 digits. */
  readonly account: string;
  /** The ID, a UUID; or the IAM policy variable of the session tag that carries it. */
  readonly id: string;
  /** `arn:aws:chime:REGION:ACCOUNT:app-instance/ID` */
  readonly arn: string;
  /** The key of the session tag that carries the ID, where a session says which app instance it is for. */
  readonly tagKey?: string | undefined;
}

/** The ID in an ARN of an app instance, or the ID itself. */
export const appInstanceIdPattern = "([^/]*)$";

/** The ARN of an app instance. */
export function appInstanceArn(region: string, account: string, id: string): string {
  return `arn:aws:chime:${region}:${account}:app-instance/${id}`;
}
