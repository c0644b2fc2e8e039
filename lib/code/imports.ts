// What a file imports, and by which names it knows it.
import type { LanguageName } from "./languages";
import { isMark, isWord, type Token } from "./tokens";

export interface Import {
  /** The module, package or class path that it names. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** Its tokens: they use nothing. */
  readonly from: number;
  readonly to: number;
}

export interface ImportedName {
  /** The name in this file; undefined where everything is imported under its own name. */
  readonly local: string | undefined;
  /** The name in the module; `*` for all of it. */
  readonly original: string;
}

/** Reads the import that begins at a token, if one does; in Python, several may. */
type Reader = (tokens: readonly Token[], at: number) => readonly Import[];

const readers: Readonly<Record<LanguageName, Reader>> = {
  typescript: ecmaScriptImport,
  javascript: ecmaScriptImport,
  python: pythonImport,
  java: jvmImport,
  kotlin: jvmImport,
  go: goImport,
  swift: swiftImport,
};

export function importsOf(tokens: readonly Token[], language: LanguageName): Import[] {
  const imports: Import[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = readers[language](tokens, at);
    imports.push(...found);
    at = (found.at(-1)?.to ?? at + 1) - 1;
  }
  return imports;
}

/** The longest list of names that an import is expected to have, in tokens. */
const longestImport = 2000;

function ecmaScriptImport(tokens: readonly Token[], at: number): Import[] {
  const isExport = isWord(tokens[at], "export");
  if ((!isExport && !isWord(tokens[at], "import")) || isMark(tokens[at - 1], ".")) return [];
  let to = isWord(tokens[at + 1], "type") ? at + 2 : at + 1;
  if (isExport && !isMark(tokens[to], "{") && !isMark(tokens[to], "*")) return [];
  if (isMark(tokens[to], "(") || isMark(tokens[to], ".")) return []; // import("m"), import.meta
  for (; to < at + longestImport && tokens[to]?.kind !== "string"; to++) {
    if (tokens[to] === undefined || isMark(tokens[to], ";") || isMark(tokens[to], "(")) break;
    if (isExport && isMark(tokens[to], "}") && !isWord(tokens[to + 1], "from")) break;
  }
  if (isWord(tokens[to - 1], "require")) to++; // import x = require("m")
  const module = tokens[to];
  if (module?.kind !== "string") return isExport ? [{ module: "", names: [], from: at, to }] : [];
  const names = isExport ? [] : ecmaScriptNames(tokens.slice(at + 1, to));
  return [{ module: module.text, names, from: at, to: to + 1 }];
}

/** The names between `import` and the module. */
function ecmaScriptNames(clause: readonly Token[]): ImportedName[] {
  const names: ImportedName[] = [];
  let isInBraces = false;
  for (let i = 0; i < clause.length; i++) {
    const [token, next] = [clause[i], clause[i + 1]];
    if (isMark(token, "{") || isMark(token, "}")) isInBraces = isMark(token, "{");
    const isTypeKeyword = isWord(token, "type") && next !== undefined && !/^(as|from|,|\})$/.test(next.text);
    if ((!isWord(token) && !isMark(token, "*")) || isTypeKeyword) continue;
    if (token?.text === "from" || token?.text === "require") continue;
    const original = token?.text ?? "";
    const alias = isWord(next, "as") ? clause[i + 2]?.text : undefined;
    names.push({ local: alias ?? original, original: isInBraces ? original : "*" });
    if (alias !== undefined) i += 2;
  }
  return names;
}

/** Words with dots between them, and where they end. */
function path(tokens: readonly Token[], at: number): { text: string; to: number } {
  let text = "";
  let to = at;
  while (isMark(tokens[to], ".") || isMark(tokens[to], "...")) text += tokens[to++]?.text; // Python's relative imports
  while (isWord(tokens[to]) && !isWord(tokens[to], "import")) {
    text += tokens[to++]?.text;
    if (!isMark(tokens[to], ".") || !(isWord(tokens[to + 1]) || isMark(tokens[to + 1], "*"))) break;
    text += tokens[to++]?.text;
  }
  return { text, to };
}

function isStatementStart(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before === undefined || before.line < (tokens[at]?.line ?? 0) || isMark(before, ";") || isMark(before, ":");
}

function pythonImport(tokens: readonly Token[], at: number): Import[] {
  if (!isStatementStart(tokens, at)) return [];
  if (isWord(tokens[at], "from")) return pythonFrom(tokens, at);
  const imports: Import[] = [];
  for (let from = at; isWord(tokens[from], "import") || (imports.length > 0 && isMark(tokens[from], ",")); ) {
    const { text: module, to: end } = path(tokens, from + 1);
    if (module === "") break;
    const alias = isWord(tokens[end], "as") ? tokens[end + 1]?.text : undefined;
    const to = alias === undefined ? end : end + 2;
    imports.push({ module, names: [{ local: alias ?? module.replace(/\..*/, ""), original: "*" }], from, to });
    from = to;
  }
  return imports;
}

function pythonFrom(tokens: readonly Token[], at: number): Import[] {
  const { text: module, to: end } = path(tokens, at + 1);
  if (!isWord(tokens[end], "import")) return [];
  const names: ImportedName[] = [];
  let to = isMark(tokens[end + 1], "(") ? end + 2 : end + 1;
  while (isWord(tokens[to]) || isMark(tokens[to], "*")) {
    const original = tokens[to]?.text ?? "";
    const alias = isWord(tokens[to + 1], "as") ? tokens[to + 2]?.text : undefined;
    names.push({ local: original === "*" ? undefined : (alias ?? original), original });
    to += alias === undefined ? 1 : 3;
    if (!isMark(tokens[to], ",")) break;
    to++;
  }
  return [{ module, names, from: at, to }];
}

function jvmImport(tokens: readonly Token[], at: number): Import[] {
  if (!isWord(tokens[at], "import") || !isStatementStart(tokens, at)) return [];
  const { text, to: end } = path(tokens, isWord(tokens[at + 1], "static") ? at + 2 : at + 1);
  const isStar = isMark(tokens[end], "*");
  const alias = isWord(tokens[end], "as") ? tokens[end + 1]?.text : undefined;
  const dot = text.lastIndexOf(".");
  if (dot < 1) return [];
  const original = isStar ? "*" : text.slice(dot + 1);
  const names = [{ local: isStar ? undefined : (alias ?? original), original }];
  const to = end + (isStar ? 1 : 0) + (alias === undefined ? 0 : 2);
  return [{ module: text.slice(0, dot), names, from: at, to }];
}

function goImport(tokens: readonly Token[], at: number): Import[] {
  const [module, before] = [tokens[at], tokens[at - 1]];
  if (module?.kind !== "string") return [];
  const isNamed = isWord(before) && before.text !== "import" && before.line === module.line;
  const from = isNamed || isMark(before, ".") ? at - 1 : at;
  if (!isWord(tokens[from - 1], "import") && !isInGoImports(tokens, from)) return [];
  const local = isNamed ? before.text : module.text.replace(/\/v\d+$/, "").replace(/.*\//, "");
  return [{ module: module.text, names: [{ local, original: "*" }], from, to: at + 1 }];
}

/** Whether a token stands in the parentheses of `import ( … )`. */
function isInGoImports(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - longestImport); i--) {
    const token = tokens[i];
    if (isMark(token, "(")) return isWord(tokens[i - 1], "import");
    if (token?.kind === "mark" && token.text !== "." && token.text !== ";") return false;
  }
  return false;
}

const swiftKinds = new Set(["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]);

function swiftImport(tokens: readonly Token[], at: number): Import[] {
  if (!isWord(tokens[at], "import")) return [];
  const { text, to } = path(tokens, swiftKinds.has(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1);
  if (text === "") return [];
  return [{ module: text.replace(/\..*/, ""), names: [{ local: undefined, original: "*" }], from: at, to }];
}
