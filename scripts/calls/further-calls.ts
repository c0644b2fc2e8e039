// The calls that IAM may ask for besides the one that is made, where it is made with some parameter.
// Source: https://docs.aws.amazon.com/chime-sdk/latest/dg/expiration.html for ExpirationSettings. For the others there is no
// page: applications that use the parameters grant these actions next to the call, and say that it fails without.
import type { Call } from "../../lib/access/calls";
import type { LanguageName } from "./languages";

export interface FurtherCall {
  readonly call: Call;
  /** The parameter, as the API spells it. */
  readonly parameter: string;
  readonly needs: Call;
}

const taggable: readonly Call[] = [
  "CreateAppInstance",
  "CreateAppInstanceBot",
  "CreateAppInstanceUser",
  "CreateChannel",
  "CreateChannelFlow",
];

export const furtherCalls: readonly FurtherCall[] = [
  ...taggable.map((call): FurtherCall => ({ call, parameter: "Tags", needs: "TagResource" })),
  { call: "CreateAppInstanceUser", parameter: "ExpirationSettings", needs: "PutAppInstanceUserExpirationSettings" },
  { call: "CreateChannel", parameter: "ExpirationSettings", needs: "PutChannelExpirationSettings" },
  { call: "CreateChannel", parameter: "MemberArns", needs: "CreateChannelMembership" },
  { call: "CreateChannel", parameter: "ModeratorArns", needs: "CreateChannelModerator" },
];

/** The languages whose SDKs spell a parameter as the API does. The others have `tags` and `withTags`. */
const asInTheApi: readonly LanguageName[] = ["typescript", "javascript", "python", "go"];

export function spellingsOf(parameter: string, language: LanguageName): readonly string[] {
  if (asInTheApi.includes(language)) return [parameter];
  return [parameter.charAt(0).toLowerCase() + parameter.slice(1), `with${parameter}`, `set${parameter}`];
}
