// Reads source text without a file, for tests.
import { scanned } from "../../lib/code/code";
import { grammarOf, languageNames, languages } from "../../lib/code/languages";
import { loadGrammars, parseFile, type SourceFile } from "../../lib/code/syntax";

/** Loads the grammar of every language: parsing itself waits for nothing. */
export const loadAllGrammars = () =>
  loadGrammars(languageNames.flatMap((name) => Object.values(languages[name].grammars)));

export function parseText(path: string, text: string): SourceFile | string {
  const { language, grammar } = grammarOf(path) ?? { language: "ecmaScript", grammar: "typescript" };
  return parseFile(path, text, language, grammar);
}

/** What is found in some files, by their paths. */
export function scanTexts(texts: Readonly<Record<string, string>>) {
  const files = Object.entries(texts).map(([path, text]) => parseText(path, text));
  const reasons = files.filter((file) => typeof file === "string");
  return { ...scanned(files.filter((file) => typeof file !== "string")), reasons };
}
