// The words in which the calls of code are reported.
import { callNames } from "../grants/calls";
import type { CallsOfCode } from "./code";

/** The list that the input `calls` takes. */
export function listOf(calls: readonly string[]): string {
  return JSON.stringify(calls);
}

/** Every call with where it is made, a place a line. */
export function placesOf({ finds }: CallsOfCode): string[] {
  const width = Math.max(0, ...finds.map(({ call }) => call.length));
  return finds
    .map(({ call, file, line, code }) => ({ call, file, line, code }))
    .sort((a, b) => order(a.call, b.call) || order(a.file, b.file) || a.line - b.line)
    .map(({ call, file, line, code }) => `${call.padEnd(width)}  ${file}:${line}  ${code}`);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The code next to a role: what it makes or may make and the role may not, and what the role may and it does not make. */
export function comparisonWith(
  role: string,
  allowed: readonly string[],
  code: CallsOfCode,
): { readonly lines: readonly string[]; readonly isCovered: boolean } {
  const missing = code.finds.filter(({ call }) => !allowed.includes(call));
  const mayMakeAny = callNames.every((call) => allowed.includes(call));
  const doubts = code.doubts.filter(({ call }) => (call === undefined ? !mayMakeAny : !allowed.includes(call)));
  const unread = mayMakeAny ? [] : code.unread;
  const unused = allowed.filter((call) => !(code.calls as readonly string[]).includes(call));
  const isCovered = missing.length + doubts.length + unread.length === 0;
  const lines = [
    ...(isCovered ? [`The role ${role} may make every call of the code.`] : []),
    ...section(`The role ${role} may not make these calls of the code:`, placesOf({ ...code, finds: missing })),
    ...section(`The role ${role} may not make these, which may be calls:`, doubts.map(settled)),
    ...section(
      `The role ${role} may not make every call that these files may make:`,
      unread.map((one) => `${unreadText(one)}; add their calls to the role, then --except ${anyCall}`),
    ),
    ...(unused.length === 0 ? [] : [`It may make calls that the code does not make: ${unused.join(", ")}`]),
  ];
  return { lines, isCovered };
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** A doubt, and what settles it. */
function settled(doubt: CallsOfCode["doubts"][number]): string {
  const [added, excepted] = doubt.call === undefined ? ["all that it may be", anyCall] : ["it", doubt.call];
  return `${doubtText(doubt)}; if it is a call, add ${added} to the role, else --except ${excepted}`;
}

function doubtText({ call, file, line, code, reason }: CallsOfCode["doubts"][number]): string {
  return `${file}:${line}  ${call ?? "any call"}?  ${code}: ${reason}`;
}

function unreadText({ file, reason }: CallsOfCode["unread"][number]): string {
  return `${file}: ${reason}`;
}

/** How `--except` names what may be any call: an operation that is chosen when the program runs, a file that was not read. */
export const anyCall = "any";

/** The same code without what a person knows to be no call: names of calls, or `any`. */
export function without(code: CallsOfCode, names: readonly string[]): CallsOfCode {
  const isKept = ({ call = anyCall }: { readonly call?: string }) => !names.includes(call);
  return {
    ...code,
    calls: code.calls.filter((call) => isKept({ call })),
    finds: code.finds.filter(isKept),
    doubts: code.doubts.filter(isKept),
    unread: names.includes(anyCall) ? [] : code.unread,
  };
}

/** What the list cannot say. */
export function codeRemarks({ doubts, others, filesRead, filesWithClient, unread, leftOut }: CallsOfCode): string[] {
  const remarks: string[] = [];
  if (filesWithClient === 0)
    remarks.push(`no Chime SDK client found in ${filesRead} ${filesRead === 1 ? "file" : "files"}`);
  if (doubts.length > 0) {
    remarks.push("These may be calls too, and are not in the list:");
    remarks.push(...doubts.map((doubt) => `  ${doubtText(doubt)}`));
  }
  if (unread.length > 0) {
    remarks.push("These name a Chime SDK client and were not read:");
    remarks.push(...unread.map((one) => `  ${unreadText(one)}`));
  }
  if (others.length > 0) {
    remarks.push("These are calls of Amazon Chime other than messaging, which AWS's policy AmazonChimeSDK allows:");
    remarks.push(...others.map(({ file, line, code }) => `  ${file}:${line}  ${code}`));
  }
  const { built, tests } = leftOut;
  if (built.length > 0) remarks.push(`Left out as built or foreign code: ${few(built)}`);
  if (tests.length > 0) remarks.push(`Left out as tests: ${few(tests)}`);
  return remarks;
}

/** The first of some paths, and how many more there are. */
function few(paths: readonly string[]): string {
  const more = paths.length > 4 ? [`and ${paths.length - 3} more`] : [];
  return [...(more.length > 0 ? paths.slice(0, 3) : paths), ...more].join(", ");
}
