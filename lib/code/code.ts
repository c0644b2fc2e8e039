// The calls that the code under some paths makes.
import { readFileSync } from "node:fs";
import { type Call, callNames } from "../grants/calls";
import { anyClient, codeWithClient } from "./clients";
import { languageOf } from "./languages";
import { type Doubt, type Find, scan } from "./scan";
import { type SourceFiles, sourceFiles } from "./source-files";
import { anyOperation } from "./spellings";

export type InFile<Found> = Found & { readonly file: string };

export interface CallsOfCode {
  /** The calls, sorted: what the input `calls` takes. */
  readonly calls: readonly Call[];
  /** Every place where one is made. */
  readonly finds: readonly InFile<Find>[];
  /** What may be a further call. */
  readonly doubts: readonly InFile<Doubt>[];
  readonly filesRead: number;
  readonly filesWithClient: number;
  /** Files that name a client and were not read. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  readonly leftOut: Pick<SourceFiles, "built" | "tests">;
}

/**
 * Reads every source file under the paths.
 *
 * @throws UsageError when a path does not exist
 */
export function callsOfCode(paths: readonly string[]): CallsOfCode {
  const { sources, others, ...leftOut } = sourceFiles(paths);
  const finds: InFile<Find>[] = [];
  const doubts: InFile<Doubt>[] = [];
  const unread: { file: string; reason: string }[] = [];
  let filesWithClient = 0;
  for (const file of sources) {
    const text = readFileSync(file, "utf8");
    const language = languageOf(file);
    if (language === undefined || !mayCall.test(text)) continue;
    const found = scan(text, language);
    if (found.unread !== undefined) unread.push({ file, reason: found.unread });
    if (found.showsClient) filesWithClient++;
    finds.push(...found.finds.map((find) => ({ ...find, file })));
    doubts.push(...found.doubts.map((doubt) => ({ ...doubt, file })));
  }
  for (const file of others) {
    const text = readFileSync(file, "utf8");
    const isCode = /\.ya?ml$/.test(file) ? codeWithClient(text) : anyClient.test(text);
    if (isCode) unread.push({ file, reason: "its language is not read" });
  }
  const made = new Set(finds.map(({ call }) => call));
  return {
    calls: callNames.filter((call) => made.has(call)),
    finds,
    doubts: [...byPlace(doubts.filter(({ call }) => call === undefined || !made.has(call))).values()],
    filesRead: sources.length,
    filesWithClient,
    unread,
    leftOut,
  };
}

/** What may be a call, once for each place and call. */
function byPlace(doubts: readonly InFile<Doubt>[]): Map<string, InFile<Doubt>> {
  return new Map(doubts.map((doubt) => [`${doubt.file}:${doubt.line} ${doubt.call ?? doubt.code}`, doubt]));
}

const mayCall = new RegExp(`chime|${anyOperation.source}`, "i");
