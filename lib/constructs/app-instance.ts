// An app instance as the constructs take it: from its parts, from its ARN, or from a session tag; tokens included.
import { type AppInstance as AppInstanceValues, appInstanceArn } from "../grants/app-instance";
import { sessionTagVariable } from "../grants/session-tags";
import { checkTable, checkText, required } from "../inputs/check";
import { checkRegion, checkValues, contextOf } from "../inputs/check-rules";
import { type InputValues, inputs } from "../inputs/inputs";
import { appInstanceOfAnotherPlace } from "../inputs/value-rules";
import { messageOf, throwViolations } from "../inputs/violation";
import { tokens } from "./tokens";

/** What an app instance is made of. Each value may be a CDKTF token. */
export interface AppInstanceProps {
  /** The region, such as `us-east-1`. Messaging is offered in us-east-1 and eu-central-1. */
  readonly region: string;
  /** The AWS account: 12 digits. */
  readonly account: string;
  /** The ID (a UUID), or the whole ARN that CreateAppInstance returned: it must then agree with the other values. */
  readonly id: string;
}

/** What is known of the app instances of a region and account when the session says which. */
export interface AppInstanceTagProps extends Omit<AppInstanceProps, "id"> {
  /** The key of the session tag that carries the app instance's ID. */
  readonly tagKey: string;
}

/** The prop of each input. */
const propNames: Readonly<Record<string, string>> = {
  region: "region",
  account_id: "account",
  app_instance_id: "id",
  app_instance_id_tag_key: "tagKey",
};

/** Checks the parts of an app instance, all of which are required. */
function check(factory: string, values: InputValues): void {
  const options = { spelling: (input: string) => propNames[input] ?? input, unknownValues: tokens };
  const missing = Object.entries(values).filter(([, value]) => value === undefined || value === null);
  throwViolations(
    [
      ...missing.map(([name]) => required(inputs[name as keyof typeof inputs], [name])),
      ...checkTable(inputs, values, [], options),
      ...checkValues(appInstanceOfAnotherPlace, values, contextOf(values, options), [], options),
      ...checkRegion(values, options),
    ],
    ({ path: [name = "", ...rest], ...found }) =>
      `${factory}: ${messageOf({ ...found, path: [propNames[name] ?? name, ...rest] })}`,
  );
}

/**
 * An app instance of Amazon Chime SDK messaging.
 *
 * @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_identity-chime_CreateAppInstance.html
 */
export class AppInstance implements AppInstanceValues {
  /**
   * An app instance from its parts.
   *
   * @throws InputError when a part is not what it should be, or the ARN passed as `id` disagrees with the others
   */
  static of({ region, account, id }: AppInstanceProps): AppInstance {
    check("AppInstance.of", { region, account_id: account, app_instance_id: id });
    const bareId = tokens.capture("([^/]*)$", id);
    return new AppInstance(region, account, bareId, appInstanceArn(region, account, bareId));
  }

  /**
   * An app instance from the ARN that CreateAppInstance returned.
   *
   * @throws InputError when it is not the ARN of an app instance
   */
  static fromArn(arn: string): AppInstance {
    if (tokens.isUnknown(arn)) {
      const part = (index: number) => tokens.capture(`^(?:[^:]*:){${index}}([^:]*)`, arn);
      return new AppInstance(part(3), part(4), tokens.capture("([^/]*)$", arn), arn);
    }
    throwViolations(checkText("app_instance_arn", arn, ["arn"]), (found) => `AppInstance.fromArn: ${messageOf(found)}`);
    const [, , , region = "", account = ""] = arn.split(":");
    return AppInstance.of({ region, account, id: arn });
  }

  /**
   * Every app instance of a region and account: the session says which, by a session tag with its ID.
   * One set of roles then serves any number of app instances; a session that is tagged for one reaches no other, except a
   * developer's with the scope `all`.
   *
   * @throws InputError when a part is not what it should be
   */
  static fromSessionTag({ region, account, tagKey }: AppInstanceTagProps): AppInstance {
    check("AppInstance.fromSessionTag", { region, account_id: account, app_instance_id_tag_key: tagKey });
    const id = sessionTagVariable(tagKey);
    return new AppInstance(region, account, id, appInstanceArn(region, account, id), tagKey);
  }

  /** For those who have checked the parts, or let Terraform check and compose them. */
  protected constructor(
    readonly region: string,
    readonly account: string,
    readonly id: string,
    readonly arn: string,
    readonly tagKey?: string,
  ) {
    Object.freeze(this);
  }

  /** The ARN of something in the app instance: `user/alice`, `channel/*`, `channel-flow/*`. */
  resourceArn(resource: string): string {
    return `${this.arn}/${resource}`;
  }
}
