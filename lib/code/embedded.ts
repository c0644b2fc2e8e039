// The scripts within files of components and pages: Vue, Svelte, Astro, HTML.
import type { Doubt } from "./scan";
import { anyOperation } from "./spellings";
import { callNamed } from "./texts";

export interface Scripts {
  /** The file with blanks in place of all that is no script, so that every line keeps its number. */
  readonly text: string;
  /** A path that tells the language of the scripts. */
  readonly as: string;
  /** Calls that the other parts name. */
  readonly doubts: readonly Doubt[];
}

export const componentFile = /\.(?:vue|svelte|astro|html?)$/i;

const operation = new RegExp(`\\b(?:${anyOperation.source})\\b`, "i");
const script = /(<script\b[^>]*>)([\s\S]*?)(?=<\/script>)|^(\s*---\r?\n)([\s\S]*?)(?=\r?\n---)/gi;

/** The scripts of a component's file; undefined where the file is none. */
export function scriptsIn(path: string, text: string): Scripts | undefined {
  if (!componentFile.test(path)) return undefined;
  const isAstro = /\.astro$/i.test(path);
  let [kept, rest, at] = ["", "", 0];
  for (const { index, 0: whole, 1: tag, 2: code, 3: fence, 4: front } of text.matchAll(script)) {
    if (fence !== undefined && !isAstro) continue;
    const body = code ?? front ?? "";
    const from = index + whole.length - body.length;
    rest += text.slice(at, from) + blank(body);
    kept +=
      blank(text.slice(at, from)) +
      (tag !== undefined && /type=["'](?!module|text\/(?:java|type)script)/.test(tag) ? blank(body) : body);
    at = from + body.length;
  }
  rest += text.slice(at);
  kept += blank(text.slice(at));
  const doubts = rest.split("\n").flatMap((line, i): Doubt[] => {
    const code = operation.exec(line)?.[0];
    if (code === undefined) return [];
    const call = callNamed(code);
    const reason = "the file's template names a call, and only its scripts are read";
    return [{ ...(call === undefined ? {} : { call }), line: i + 1, code, reason }];
  });
  return { text: kept, as: "component.ts", doubts };
}

const blank = (text: string) => text.replace(/[^\n\r]/g, " ");
