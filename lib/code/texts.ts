// The calls that text names which is no code of a program: state machines, templates, commands of a shell.
import { type Call, callNames } from "../grants/calls";

export interface NamedCall {
  readonly call: Call;
  /** Its line in the text, from 1. */
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}

const callsByLetters = new Map(callNames.map((call) => [call.toLowerCase(), call]));

/** How text names a call: the group is the operation. */
const forms: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /aws-sdk:chime(?:sdk(?:messaging|identity))?:(\w+)/gi,
    reason: "a state machine or a schedule makes it with the role that runs it",
  },
  {
    pattern: /\bchime-sdk-(?:messaging|identity)["',\s\\]+([a-z]+(?:-[a-z]+)+)/g,
    reason: "a command of the AWS CLI makes it with the role that runs it",
  },
  {
    // A custom resource of the CDK, or an SDK integration, in a template.
    pattern: /\bchime-?sdk-?(?:messaging|identity)\b[^{}]{0,200}?\baction\\?["']?\s*[:=]\s*\\?["']?(\w+)/gis,
    reason: "a custom resource makes it with the role that runs it",
  },
];

export function callsInText(text: string): readonly NamedCall[] {
  return forms.flatMap(({ pattern, reason }) =>
    [...text.matchAll(pattern)].flatMap(({ 0: code, 1: name = "", index }) => {
      const call = callsByLetters.get(
        name
          .replaceAll("-", "")
          .replace(/Command$/, "")
          .toLowerCase(),
      );
      if (call === undefined) return [];
      return [{ call, line: lineAt(text, index), code: code.replace(/\s+/g, " ").slice(-60), reason }];
    }),
  );
}

/** Where text runs a client of ours with an operation that it does not name. */
export function commandsOfClient(
  text: string,
  calls: readonly NamedCall[],
): readonly { readonly line: number; readonly code: string }[] {
  const named = new Set(calls.map(({ line }) => line));
  return [...text.matchAll(clientAlone)]
    .map(({ 0: code, index }) => ({ line: lineAt(text, index), code: code.trim() }))
    .filter(({ line }) => !named.has(line));
}

const clientAlone =
  /\baws\s+(?:--?\S+\s+)*chime-sdk-(?:messaging|identity)\b.{0,30}|aws-sdk:chimesdk(?:messaging|identity)\b.{0,30}/gi;

/** The call that a word names, whatever its case. */
export function callNamed(word: string): Call | undefined {
  return callsByLetters.get(word.replace(/[-_]/g, "").toLowerCase());
}

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length;
