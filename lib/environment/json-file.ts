// Reads a JSON file with the position of every value, so that a message can say where a mistake is.
import { type Node, type ParseError, ParseErrorCode, parseTree } from "jsonc-parser";
import type { InputPath, Violation } from "../inputs/violation";

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A JSON text with its value, its mistakes and the positions in it. */
export interface JsonFile {
  readonly value: unknown;
  /** Whether the value is what the author meant: comments and commas too many do not change it. */
  readonly isReadable: boolean;
  /** What is wrong with the text itself. */
  readonly violations: readonly Violation[];
  /** Where a value is, or its key; what is around it where it is missing. */
  readonly positionOf: (path: InputPath, ofKey: boolean) => Position;
}

/** The text of a file: UTF-8, with or without a byte order mark. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? undefined : new TextDecoder("utf-8").decode(bytes); // takes the mark away
}

/** Reads a JSON text. */
export function readJson(text: string): JsonFile {
  const all: ParseError[] = [];
  const tree = parseTree(text, all, { disallowComments: true, allowTrailingComma: false });
  const errors = all.filter(({ offset }, i) => offset !== all[i - 1]?.offset); // the first at a place says most
  const position = (offset: number): Position => {
    const before = text.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const syntax = syntaxErrors(text, errors);
  const offsets = new Map(syntax.map(({ violation: { path }, offset }) => [path, offset]));
  return {
    value: tree === undefined ? undefined : jsonValue(tree),
    isReadable: syntax.every(({ isHarmless }) => isHarmless),
    violations: [
      ...syntax.map(({ violation }) => violation),
      ...(tree === undefined ? [] : repeatedKeys(tree, position)),
    ],
    positionOf: (path, ofKey) => position(offsets.get(path) ?? (tree === undefined ? 0 : offsetOf(tree, path, ofKey))),
  };
}

/** A value without the prototype's keys getting in the way. */
function jsonValue(node: Node): unknown {
  const { type, children = [] } = node;
  if (type === "array") return children.map(jsonValue);
  if (type !== "object") return node.value;
  return Object.fromEntries(
    children.map(({ children: [key, value] = [] }) => [key?.value, value === undefined ? undefined : jsonValue(value)]),
  );
}

/** Where a value is, or its key; the nearest thing around it where it is missing. */
function offsetOf(tree: Node, path: InputPath, ofKey: boolean): number {
  let node = tree;
  for (const [i, part] of path.entries()) {
    const children = node.children ?? [];
    const property = children.findLast(({ children: [key] = [] }) => node.type === "object" && key?.value === part);
    const next = typeof part === "number" ? children[part] : property?.children?.[1];
    if (next === undefined) return property?.offset ?? node.offset;
    if (ofKey && i === path.length - 1) return property?.offset ?? next.offset;
    node = next;
  }
  return node.offset;
}

/** Keys that an object has twice: JSON.parse takes the last, Terraform both. */
function repeatedKeys(node: Node, position: (offset: number) => Position, path: InputPath = []): Violation[] {
  const { type, children = [] } = node;
  if (type === "array") return children.flatMap((child, i) => repeatedKeys(child, position, [...path, i]));
  if (type !== "object") return [];
  const first = new Map<string, Node>();
  const wrongKey = (code: string, at: InputPath, message: string): Violation => ({
    ...{ code, path: at, message },
    isAboutKey: true,
  });
  const place = ({ offset }: Node) => Object.values(position(offset)).join(":");
  return children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    const at = [...path, name];
    const before = first.get(name) ?? property;
    first.set(name, before);
    const twice = `is defined twice, at ${place(before)} and at ${place(property)}: remove one.`;
    return [
      ...(before === property ? [] : [wrongKey("KEY_TWICE", at, twice)]),
      ...(name === "__proto__" ? [wrongKey("INVALID_KEY", at, "is a key that JavaScript reserves.")] : []),
      ...(value === undefined ? [] : repeatedKeys(value, position, at)),
    ];
  });
}

/** A mistake of a text: where it is, and whether the value is the same without it. */
interface SyntaxMistake {
  readonly violation: Violation;
  readonly offset: number;
  readonly isHarmless: boolean;
}

/** The mistakes of a text as sentences. */
function syntaxErrors(text: string, errors: readonly ParseError[]): SyntaxMistake[] {
  const mistake = (message: string, offset = 0, isHarmless = false): SyntaxMistake => ({
    violation: { code: "NOT_JSON", path: ["The file"], message },
    ...{ offset, isHarmless },
  });
  if (errors.length > 0 && !/^\s*[{["/]/.test(text)) {
    const isEmpty = text.trim() === "";
    return [
      mistake(isEmpty ? "is empty, expected a JSON object." : "is not JSON. YAML is not read.", errors[0]?.offset),
    ];
  }
  return errors.map(({ error, offset }) => {
    const isAfterComma = /,\s*$/.test(text.slice(0, offset)) && /[}\]]/.test(text[offset] ?? "");
    if (error === ParseErrorCode.InvalidCommentToken) {
      return mistake("has a comment here, which JSON does not allow.", offset, true);
    }
    return isAfterComma
      ? mistake("has a comma before this, after the last item: remove it.", offset, true)
      : mistake(`is not JSON here: ${sentences[error] ?? "unexpected text"}.`, offset);
  });
}

const sentences: Readonly<Partial<Record<ParseErrorCode, string>>> = {
  [ParseErrorCode.InvalidSymbol]: "a word without quotes",
  [ParseErrorCode.InvalidNumberFormat]: "a number is malformed",
  [ParseErrorCode.PropertyNameExpected]: "expected a key within quotes",
  [ParseErrorCode.ValueExpected]: "expected a value",
  [ParseErrorCode.ColonExpected]: "expected a colon",
  [ParseErrorCode.CommaExpected]: "expected a comma",
  [ParseErrorCode.CloseBraceExpected]: "expected }",
  [ParseErrorCode.CloseBracketExpected]: "expected ]",
  [ParseErrorCode.EndOfFileExpected]: "expected the end of the file",
  [ParseErrorCode.UnexpectedEndOfString]: "a string has no closing quote",
  [ParseErrorCode.UnexpectedEndOfNumber]: "a number is malformed",
  [ParseErrorCode.InvalidCharacter]: "a character that JSON does not allow",
};
