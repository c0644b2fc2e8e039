// An app instance: the root of every ARN in Chime SDK messaging. Terraform has no resource for it, so it is an input.
import { InputError } from "./input-error";
import { agreement, knownAtSynth, mismatch } from "./refusals";
import { checked, isKnownAtPlan } from "./rules";
import { sessionTag } from "./session-tag";

/** Where Chime SDK messaging is offered: https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html */
export const offeredRegions: readonly string[] = ["us-east-1", "eu-central-1"];

/** What to expect of a region of partition `aws`. */
export const offeredRegionsExpected = `${offeredRegions.join(" or ")}, where Chime SDK messaging is offered`;

/** What an app instance is made of. A CDKTF token is taken as it is; as `id` it must be the ID, not an ARN. */
export interface AppInstanceProps {
  /** The region, such as `us-east-1`. Messaging is offered in us-east-1 and eu-central-1. */
  readonly region: string;
  /** The AWS account: 12 digits. */
  readonly account: string;
  /** The ID (a UUID), or the whole ARN that CreateAppInstance returned: it must then agree with the other values. */
  readonly id: string;
  /**
   * The partition.
   *
   * @default aws
   */
  readonly partition?: string;
}

/** What is known of the app instances of a region and account when the session says which. */
export interface AppInstanceTagProps extends Omit<AppInstanceProps, "id"> {
  /** The key of the session tag that carries the app instance's ID. */
  readonly tagKey: string;
}

/**
 * An app instance of Amazon Chime SDK messaging.
 *
 * @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_identity-chime_CreateAppInstance.html
 */
export class AppInstance {
  /**
   * An app instance from its parts.
   *
   * @throws InputError when a part is not what it should be, or the ARN given as `id` disagrees with the others
   */
  static of({ region, account, id, partition = "aws" }: AppInstanceProps): AppInstance {
    checkPlace(region, account, partition);
    const bareId = checked("app_instance_id", id).slice(id.indexOf("/") + 1);
    const arn = arnOf(partition, region, account, bareId);
    if (id !== bareId && id !== arn && !isKnownAtPlan(arn)) {
      throw new InputError(`app_instance_id ${mismatch(agreement(partition, region, account), id)}`);
    }
    return new AppInstance(partition, region, account, bareId, arn);
  }

  /**
   * An app instance from the ARN that CreateAppInstance returned.
   *
   * @throws InputError when it is not the ARN of an app instance, or only known at plan: use `of` for that
   */
  static fromArn(arn: string): AppInstance {
    if (isKnownAtPlan(arn)) {
      throw new InputError("app_instance_arn is only known at plan: use AppInstance.of with region, account and id.");
    }
    const [, partition = "", , region = "", account = ""] = checked("app_instance_arn", arn).split(":");
    return AppInstance.of({ partition, region, account, id: arn });
  }

  /**
   * Every app instance of a region and account: the session says which, by a session tag with its ID.
   * One set of roles then serves any number of app instances; a session tagged for one reaches no other. A developer
   * does, unless its scope is `app_instance`, and even then creates app instances, users and bots anywhere.
   *
   * @throws InputError when a part is not what it should be
   */
  static fromSessionTag({ region, account, tagKey, partition = "aws" }: AppInstanceTagProps): AppInstance {
    checkPlace(region, account, partition);
    checked("app_instance_id_tag_key", tagKey);
    if (isKnownAtPlan(tagKey)) throw new InputError(`app_instance_id_tag_key ${knownAtSynth}`);
    const id = sessionTag(tagKey);
    return new AppInstance(partition, region, account, id, arnOf(partition, region, account, id), tagKey);
  }

  /** For those who have checked the parts, or let Terraform check and compose them. */
  protected constructor(
    readonly partition: string,
    readonly region: string,
    readonly account: string,
    /** A UUID, or the IAM policy variable that stands for it. */
    readonly id: string,
    /** `arn:PARTITION:chime:REGION:ACCOUNT:app-instance/ID` */
    readonly arn: string,
    /** The key of the session tag that carries the ID, where a session says which app instance it is for. */
    readonly tagKey?: string,
  ) {}

  /** The ARN of something in the app instance: `user/alice`, `channel/*`, `channel-flow/*`. */
  resourceArn(resource: string): string {
    return `${this.arn}/${resource}`;
  }
}

/** The ARN of an app instance. */
export function arnOf(partition: string, region: string, account: string, id: string): string {
  return `arn:${partition}:chime:${region}:${account}:app-instance/${id}`;
}

function checkPlace(region: string, account: string, partition: string): void {
  checked("partition", partition);
  checked("region", region);
  if (partition === "aws" && !isKnownAtPlan(region) && !offeredRegions.includes(region)) {
    throw new InputError(`region ${mismatch(offeredRegionsExpected, region)}`);
  }
  checked("account_id", account);
}
