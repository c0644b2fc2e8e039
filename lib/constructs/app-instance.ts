// An app instance as the constructs take it: from its parts, from its ARN, or from a session tag; tokens included.
import { type AppInstance as AppInstanceValues, appInstanceArn, appInstanceIdPattern } from "../grants/app-instance";
import { sessionTagVariable } from "../grants/session-tags";
import { checkTable, checkValue, required } from "../inputs/check";
import { checkValues, contextOf } from "../inputs/check-rules";
import { type InputValues, inputs } from "../inputs/inputs";
import { appInstanceOfAnotherPlace, regionNotOffered } from "../inputs/value-rules";
import { messageOf, throwViolations } from "../inputs/violation";
import { tokens, typed } from "./tokens";

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
      ...[appInstanceOfAnotherPlace, regionNotOffered].flatMap((rule) =>
        checkValues(rule, values, contextOf(values, options), [], options),
      ),
    ],
    ({ path: [name = "", ...rest], ...found }) =>
      `${factory}: ${messageOf({ ...found, path: [propNames[name] ?? name, ...rest] })}`,
  );
}

/** The parts as text, a token of no type such as an iterator's value included. */
function typedValues(values: InputValues): InputValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typed({ kind: "text" }, value)]));
}

/** What an app instance knows of itself. What was given is checked at plan, as far as it is a token. */
export interface AppInstanceParts extends AppInstanceValues {
  readonly given?: InputValues;
  readonly idRule?: AppInstance["idRule"];
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
    return AppInstance.checked("AppInstance.of", { region, account_id: account, app_instance_id: id });
  }

  /**
   * An app instance from the ARN that CreateAppInstance returned.
   *
   * @throws InputError when it is not the ARN of an app instance
   */
  static fromArn(arn: string): AppInstance {
    const kind = { kind: "text", rule: "app_instance_arn" } as const;
    const found = checkValue(kind, arn, ["arn"], { unknownValues: tokens });
    throwViolations(found, (one) => `AppInstance.fromArn: ${messageOf(one)}`);
    const { app_instance_id: text = "" } = typedValues({ app_instance_id: arn });
    const part = (index: number) => tokens.capture(`^(?:[^:]*:){${index}}([^:]*)`, text);
    const [region, account_id] = [part(3), part(4)];
    if (!tokens.isUnknown(arn)) {
      return AppInstance.checked("AppInstance.of", { region, account_id, app_instance_id: text });
    }
    const id = tokens.capture(appInstanceIdPattern, text);
    const given = { region, app_instance_id: text };
    return new AppInstance({ region, account: account_id, id, arn: text, given, idRule: kind.rule });
  }

  /**
   * Every app instance of a region and account: the session says which, by a session tag with its ID.
   * One set of roles then serves any number of app instances; a session that is tagged for one reaches no other, except a
   * developer's with the scope `all`.
   *
   * @throws InputError when a part is not what it should be
   */
  static fromSessionTag({ region, account, tagKey }: AppInstanceTagProps): AppInstance {
    const given = { region, account_id: account, app_instance_id_tag_key: tagKey };
    return AppInstance.checked("AppInstance.fromSessionTag", given);
  }

  private static checked(factory: string, values: InputValues): AppInstance {
    check(factory, values);
    const given = typedValues(values);
    const { region = "", account_id: account = "", app_instance_id = "", app_instance_id_tag_key: tagKey } = given;
    const id =
      tagKey === undefined ? tokens.capture(appInstanceIdPattern, app_instance_id) : sessionTagVariable(tagKey);
    return new AppInstance({ region, account, id, arn: appInstanceArn(region, account, id), tagKey, given });
  }

  readonly region: string;
  readonly account: string;
  readonly id: string;
  readonly arn: string;
  readonly tagKey: string | undefined;
  /** What it was made of, by the names of the inputs: each role checks it at plan as far as it is a token. */
  readonly given: InputValues;
  /** Whether its ID was given as an ARN. */
  readonly idRule: "app_instance_id" | "app_instance_arn";

  /** For those who have checked the parts, or let Terraform check and compose them. */
  protected constructor(parts: AppInstanceParts) {
    this.region = parts.region;
    this.account = parts.account;
    this.id = parts.id;
    this.arn = parts.arn;
    this.tagKey = parts.tagKey;
    this.given = Object.freeze(parts.given ?? {});
    this.idRule = parts.idRule ?? "app_instance_id";
    Object.freeze(this);
  }

  /** The ARN of something in the app instance: `user/alice`, `channel/*`, `channel-flow/*`. */
  resourceArn(resource: string): string {
    return `${this.arn}/${resource}`;
  }
}
