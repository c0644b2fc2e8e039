// The calls that the code under some paths makes.
import { type Call, callNames } from "../grants/calls";
import { anyClient, codeWithClient } from "./clients";
import { scriptsIn } from "./embedded";
import { grammarOf } from "./languages";
import { programOf } from "./meaning";
import { type Doubt, type Find, scan } from "./scan";
import { readText, type SourceFiles, sourceFiles } from "./source-files";
import { anyOperation } from "./spellings";
import { lineOf, loadGrammars, longestRead, parseFile, type SourceFile, textOf } from "./syntax";
import { callsInText, commandsOfClient } from "./texts";

export type InFile<Found> = Found & { readonly file: string };

export interface CallsOfCode {
  /** The calls, sorted: what the input `calls` takes. */
  readonly calls: readonly Call[];
  /** Every place where one is made. */
  readonly finds: readonly InFile<Find>[];
  /** What may be a further call. */
  readonly doubts: readonly InFile<Doubt>[];
  /** Calls of Amazon Chime that are none of messaging. */
  readonly others: readonly InFile<{ readonly line: number; readonly code: string }>[];
  readonly filesRead: number;
  readonly filesWithClient: number;
  /** Files that name a client or a call and were not read. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  readonly leftOut: Pick<SourceFiles, "built" | "tests">;
}

/**
 * Reads every source file under the paths, and follows names from file to file.
 *
 * @throws UsageError when a path does not exist
 */
export async function callsOfCode(paths: readonly string[]): Promise<CallsOfCode> {
  const { sources, others: texts, ...leftOut } = sourceFiles(paths);
  const doubts: InFile<Doubt>[] = [];
  const unread: { file: string; reason: string }[] = [];
  const files = await parsed(
    sources.map(({ path, as }) => ({ path, as, text: readText(path) })),
    unread,
    doubts,
  );
  const found = scanned(files);
  for (const path of texts) {
    const text = readText(path);
    const named = doubtsInText(text, path);
    doubts.push(...named);
    if (named.length === 0 && isUnreadCode(path, text)) unread.push({ file: path, reason: "its language is not read" });
  }
  const made = new Set(found.finds.map(({ call }) => call));
  return {
    ...found,
    calls: callNames.filter((call) => made.has(call)),
    doubts: [
      ...byPlace([...found.doubts, ...doubts].filter(({ call }) => call === undefined || !made.has(call))).values(),
    ],
    filesRead: sources.length,
    unread: unread.sort((a, b) => (a.file < b.file ? -1 : 1)),
    leftOut,
  };
}

interface Source {
  readonly path: string;
  /** The path that tells its language. */
  readonly as: string;
  readonly text: string;
}

/** Parses the sources. What is too large, generated or takes too long is not read, and said where it may make a call. */
async function parsed(
  sources: readonly Source[],
  unread: { file: string; reason: string }[],
  doubts: InFile<Doubt>[],
): Promise<readonly SourceFile[]> {
  if (!sources.some(({ text }) => mayCall.test(text))) return [];
  const files: SourceFile[] = [];
  for (const { path, as, text: whole } of sources) {
    const scripts = scriptsIn(as, whole);
    const text = scripts?.text ?? whole;
    const found = grammarOf(scripts?.as ?? as);
    if (found === undefined) continue;
    if (scripts !== undefined) doubts.push(...scripts.doubts.map((doubt) => ({ ...doubt, file: path })));
    const reason = unreadable(text);
    const file = reason ?? (await parsedFile(path, text, found));
    if (typeof file !== "string") files.push(file);
    else if (mayCall.test(text)) unread.push({ file: path, reason: file });
  }
  return files;
}

async function parsedFile(
  path: string,
  text: string,
  { language, grammar }: NonNullable<ReturnType<typeof grammarOf>>,
) {
  await loadGrammars([grammar]);
  return parseFile(path, text, language, grammar);
}

/** What is found in some files that were parsed. */
export function scanned(files: readonly SourceFile[]) {
  const program = programOf(files);
  const finds: InFile<Find>[] = [];
  const doubts: InFile<Doubt>[] = [];
  const others: InFile<{ line: number; code: string }>[] = [];
  let filesWithClient = 0;
  for (const file of files) {
    const inFile = <Found>(found: Found): InFile<Found> => ({ ...found, file: file.path });
    const limit = longestRead(file.text);
    const { result: found, isStopped } = program.within(limit, () => scan(program, file));
    if (isStopped && mayCall.test(file.text)) {
      const reason = `following its names took longer than ${Math.round(limit / 1000)} s`;
      doubts.push({ file: file.path, line: 1, code: "the rest of the file", reason });
    }
    if (found.showsClient) filesWithClient++;
    finds.push(...found.finds.map(inFile));
    doubts.push(...[...found.doubts, ...inErrors(file)].map(inFile));
    others.push(...found.others.map(inFile));
  }
  return { finds, doubts, others, filesWithClient };
}

/** Where the grammar did not understand text that names a client or a call. */
function inErrors(file: SourceFile): Doubt[] {
  return file.errors
    .filter((node) => mayCall.test(textOf(node)))
    .map((node) => ({
      line: lineOf(node),
      code: "a part that is not understood",
      reason: "it is a syntax error, or newer than the grammar, and names a client or a call",
    }));
}

/** No person writes a file that is larger, in characters. */
const largestFile = 12_000_000;
/** No person writes a line that is longer, data in strings aside. */
const longestLine = 5000;

/** Why a text is no source that a person wrote, if it is none. */
function unreadable(text: string): string | undefined {
  if (text.length > largestFile) return `it is larger than ${largestFile / 1_000_000} MB`;
  if (/^\s*\/[/*].*node_modules\/@aws-sdk\/client-chime/m.test(text)) return "it is a bundle with the SDK in it";
  for (let [start, line] = [0, 1]; start < text.length; line++) {
    const end = text.indexOf("\n", start);
    const length = (end === -1 ? text.length : end) - start;
    const isLong =
      length > longestLine && text.slice(start, start + length).replace(/[\w+/=-]{100,}/g, "").length > longestLine;
    if (isLong) return `it is generated: line ${line} is very long`;
    start += length + 1;
  }
  return undefined;
}

/** The calls that a file names which is no code of a program. */
function doubtsInText(text: string, file: string): InFile<Doubt>[] {
  const reason = "the operation is chosen when the program runs";
  const calls = callsInText(text);
  const commands = commandsOfClient(text, calls).map((command) => ({ ...command, reason }));
  return [...calls, ...commands].map((doubt) => ({ ...doubt, file }));
}

function isUnreadCode(path: string, text: string): boolean {
  if (/\.(?:json|tf|tfvars|hcl)$/.test(path)) return false;
  return /\.ya?ml$/.test(path) ? codeWithClient(text) : anyClient.test(text);
}

/** What may be a call, once for each place and call. */
function byPlace(doubts: readonly InFile<Doubt>[]): Map<string, InFile<Doubt>> {
  return new Map(doubts.map((doubt) => [`${doubt.file}:${doubt.line} ${doubt.call ?? doubt.code}`, doubt]));
}

const mayCall = new RegExp(`chime|${anyOperation.source}`, "i");
