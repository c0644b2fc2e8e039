// The words in which the calls of code are reported.
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

/** The code next to a role: the calls that it makes and the role may not, and those that the role may and it does not make. */
export function comparisonWith(
  role: string,
  allowed: readonly string[],
  code: CallsOfCode,
): { readonly lines: readonly string[]; readonly isCovered: boolean } {
  const missing = code.finds.filter(({ call }) => !allowed.includes(call));
  const unused = allowed.filter((call) => !(code.calls as readonly string[]).includes(call));
  const lines = [
    ...(missing.length === 0
      ? [`The role ${role} may make every call of the code.`]
      : [
          `The role ${role} may not make these calls of the code:`,
          ...placesOf({ ...code, finds: missing }).map((line) => `  ${line}`),
        ]),
    ...(unused.length === 0 ? [] : [`It may make calls that the code does not make: ${unused.join(", ")}`]),
  ];
  return { lines, isCovered: missing.length === 0 };
}

/** What the list cannot say. */
export function codeRemarks({ doubts, filesRead, filesWithClient, unread, leftOut }: CallsOfCode): string[] {
  const remarks: string[] = [];
  if (filesWithClient === 0)
    remarks.push(`no Chime SDK client found in ${filesRead} ${filesRead === 1 ? "file" : "files"}`);
  if (doubts.length > 0) {
    remarks.push("These may be calls too, and are not in the list:");
    remarks.push(
      ...doubts.map(
        ({ call, file, line, code, reason }) => `  ${file}:${line}  ${call ?? "any call"}?  ${code}: ${reason}`,
      ),
    );
  }
  if (unread.length > 0) {
    remarks.push("These name a Chime SDK client and were not read:");
    remarks.push(...unread.map(({ file, reason }) => `  ${file}: ${reason}`));
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
