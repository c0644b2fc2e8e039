// The syntax of a source file: a tree of what has a name in its grammar, with the shapes of its language.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Language as Grammar, Parser, type Tree } from "web-tree-sitter";
import { type LanguageName, languages, type Shape } from "./languages";

/** A node of a syntax tree. */
export interface Node {
  readonly type: string;
  /** What the table of its language says of the type. */
  readonly shape: Shape | undefined;
  /** Which part of its parent it is, where the grammar says so. */
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly parent: Node | undefined;
  readonly children: readonly Node[];
  readonly file: SourceFile;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly language: LanguageName;
  readonly root: Node;
  /** Where the grammar did not understand the text. */
  readonly errors: readonly Node[];
}

/** How long the parse of a file, and then its search, may take, in milliseconds: ten times what written code takes. */
export const longestRead = (text: string) => 2000 + text.length / 250;

const grammars = new Map<string, Grammar>();
let parser: Parser | undefined;

/** Loads grammars by name. They stand next to the compiled files of the package, and in the project in node_modules. */
export async function loadGrammars(names: Iterable<string>): Promise<void> {
  await Parser.init();
  parser ??= new Parser();
  for (const name of names) {
    if (!grammars.has(name)) grammars.set(name, await Grammar.load(readFileSync(grammarFile(name))));
  }
}

/** The files of the grammars in the packages that the project develops with. */
export const grammarFiles: Readonly<Record<string, string>> = {
  typescript: "tree-sitter-typescript/tree-sitter-typescript.wasm",
  tsx: "tree-sitter-typescript/tree-sitter-tsx.wasm",
  javascript: "tree-sitter-javascript/tree-sitter-javascript.wasm",
  python: "tree-sitter-python/tree-sitter-python.wasm",
  java: "tree-sitter-java/tree-sitter-java.wasm",
  kotlin: "@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm",
  go: "tree-sitter-go/tree-sitter-go.wasm",
  swift: "@repomix/tree-sitter-wasms/out/tree-sitter-swift.wasm",
};

function grammarFile(name: string): string {
  const packaged = join(__dirname, "grammars", `tree-sitter-${name}.wasm`);
  return existsSync(packaged) ? packaged : require.resolve(grammarFiles[name] ?? "");
}

/** Parses a file whose grammar is loaded. The result is the reason where it was not read whole in time. */
export function parseFile(path: string, text: string, language: LanguageName, grammar: string): SourceFile | string {
  const loaded = grammars.get(grammar);
  if (parser === undefined || loaded === undefined) throw new Error(`The grammar ${grammar} is not loaded.`);
  parser.setLanguage(loaded);
  if (bracketDepth(text) > deepestBrackets) return tooDeep;
  const limit = longestRead(text);
  const until = performance.now() + limit;
  let tree: Tree | null;
  try {
    const source = language === "swift" ? withoutRawStrings(text) : text;
    tree = parser.parse(source, null, { progressCallback: () => performance.now() > until });
  } catch (error) {
    // WebAssembly stopped, and may be of no more use: every file after it ends here too.
    if (error instanceof Error && error.name === "RuntimeError")
      return "the parser failed on it, or on a file before it";
    throw error;
  }
  if (tree === null) {
    parser.reset();
    return `reading it took longer than ${Math.round(limit / 1000)} s`;
  }
  try {
    return copyOf(tree, loaded, { path, text, language });
  } finally {
    tree.delete();
  }
}

/** More brackets within brackets overflow the stack of the parser, and a deeper tree that of its readers. */
const deepestBrackets = 500;
const deepestTree = 1200;
const tooDeep = "it is nested too deeply";

function bracketDepth(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x28 || code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if ((code === 0x29 || code === 0x5d || code === 0x7d) && depth > 0) depth--;
  }
  return deepest;
}

/** The raw strings of Swift as ordinary ones of the same length: its grammar does not find their end. */
function withoutRawStrings(text: string): string {
  return text.replace(/(#+)("""[\s\S]*?"""|"(?!"")[^\n]*?")\1/g, (_all, signs: string, quoted: string) => {
    const quotes = quoted.startsWith('"""') ? 3 : 1;
    const inner = quoted.slice(quotes, -quotes);
    const start = inner.indexOf(`\\${signs}(`);
    const plain = start === -1 ? inner : inner.slice(0, start);
    const code = start === -1 ? "" : inner.slice(start).replaceAll(`\\${signs}(`, `${" ".repeat(signs.length)}\\(`);
    const blank = " ".repeat(signs.length);
    return `${blank}${quoted.slice(0, quotes)}${plain.replace(/"/g, "'").replace(/\\/g, "/")}${code}${quoted.slice(-quotes)}${blank}`;
  });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const leaves: readonly Node[] = [];
const meaningless = /comment|^(?:string_start|string_end|escape_sequence|optional_chain)$/;

/** The named nodes of a tree, without comments, in memory of our own. */
function copyOf(
  tree: Tree,
  grammar: Grammar,
  about: Pick<SourceFile, "path" | "text" | "language">,
): SourceFile | string {
  const cursor = tree.walk();
  const errors: Node[] = [];
  const file: Mutable<Omit<SourceFile, "root">> & { root?: Node } = { ...about, errors };
  const { fields, types } = grammar;
  const shapes: Readonly<Record<string, Shape>> = languages[about.language].shapes;
  const shapeOfType = types.map((type) => (Object.hasOwn(shapes, type) ? shapes[type] : undefined));
  const isLeft = types.map((type, id) => !grammar.nodeTypeIsNamed(id) || meaningless.test(type));
  const hasNoParts = shapeOfType.map((shape) => shape?.is === "name");
  let parent: Node | undefined;
  let depth = 0;
  walk: for (;;) {
    const id = cursor.nodeTypeId;
    const isError = id > types.length; // the grammar's own type of an error has the highest number
    if (isError || !isLeft[id]) {
      const field = cursor.currentFieldId;
      const node: Node = {
        type: isError ? "ERROR" : (types[id] ?? ""),
        shape: isError ? undefined : shapeOfType[id],
        field: field === 0 ? undefined : (fields[field] ?? undefined),
        start: cursor.startIndex,
        end: cursor.endIndex,
        parent,
        children: leaves,
        file: file as SourceFile,
      };
      if (parent === undefined) file.root = node;
      else if (parent.children === leaves) (parent as Mutable<Node>).children = [node];
      else (parent.children as Node[]).push(node);
      if (isError) errors.push(node);
      if (!hasNoParts[id] && cursor.gotoFirstChild()) {
        parent = node;
        if (++depth > deepestTree) break;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) break walk;
      if (parent !== undefined) (parent as Mutable<Node>).children = parent.children.slice(); // of no more than its size
      parent = parent?.parent;
      depth--;
    }
  }
  cursor.delete();
  if (depth > deepestTree) return tooDeep;
  return file as SourceFile;
}

export function shapeOf(node: Node): Shape | undefined {
  return node.shape;
}

export function textOf(node: Node): string {
  return node.file.text.slice(node.start, node.end);
}

/** The line of a node, from 1. */
export function lineOf(node: Node): number {
  const starts = lineStarts(node.file);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= node.start) low = middle;
    else high = middle;
  }
  return low + 1;
}

const startsOfLines = new WeakMap<SourceFile, readonly number[]>();

function lineStarts(file: SourceFile): readonly number[] {
  const known = startsOfLines.get(file);
  if (known !== undefined) return known;
  const starts = [0, ...[...file.text.matchAll(/\r\n?|\n/g)].map(({ index, 0: { length } }) => index + length)];
  startsOfLines.set(file, starts);
  return starts;
}

type Selector = (node: Node) => readonly Node[];
const selectors = new Map<string, Selector>();

/** The parts of a node that a row of the table names. */
export function parts(node: Node, where: string | undefined): readonly Node[] {
  if (where === undefined || node.children.length === 0) return leaves;
  let select = selectors.get(where);
  if (select === undefined) {
    const all = where.split("|").map(selectorOf);
    const [only] = all;
    select = only !== undefined && all.length === 1 ? only : (of) => all.flatMap((one) => one(of));
    selectors.set(where, select);
  }
  return select(node);
}

function selectorOf(where: string): Selector {
  if (where.startsWith("#")) {
    const place = Number(where.slice(1));
    return ({ children }) => {
      const child = children.at(place);
      return child === undefined ? leaves : [child];
    };
  }
  if (where.startsWith("<")) {
    const types = new Set(where.slice(1).split(" "));
    return ({ children }) => children.filter(({ type }) => types.has(type));
  }
  return ({ children }) => children.filter(({ field }) => field === where);
}

export function part(node: Node, where: string | undefined): Node | undefined {
  return parts(node, where)[0];
}

/** The nearest node above, of some shapes. */
export function above(node: Node, ...shapes: readonly Shape["is"][]): Node | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    const shape = shapeOf(at);
    if (shape !== undefined && shapes.includes(shape.is)) return at;
  }
  return undefined;
}

/** The node of a name within a part that has one: the last name of `a.b`, the first of what wraps it. */
export function nameIn(node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  const shape = shapeOf(node);
  if (shape?.is === "name") return node;
  if (shape?.is === "member") return nameIn(part(node, shape.name));
  if (shape?.is === "text" || shape?.is === "function") return undefined;
  for (const child of node.children) {
    const name = nameIn(child);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The text of a string without its quotes; undefined where it is made when the program runs. */
export function stringIn(node: Node | undefined): string | undefined {
  if (node === undefined || shapeOf(node)?.is !== "text") return undefined;
  const pieces = node.children.filter(({ type }) => !/start|end$/.test(type));
  if (pieces.some(({ type }) => /interpol|substitution/.test(type) && type !== "escape_interpolation"))
    return undefined;
  return textOf(node).replace(/^[a-zA-Z]*(#*)("""|'''|["'`])(.*)\2\1$/s, "$3");
}
