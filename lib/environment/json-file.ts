// Reads a JSON file with the position of every value, so that a message can say where a mistake is.
import { type Node, type ParseError, ParseErrorCode, parseTree } from "jsonc-parser";
import type { InputPath, Violation } from "../inputs/violation";

/** A JSON text with its value, its mistakes and the positions in it. */
export interface JsonFile {
  readonly value: unknown;
  /** What is wrong with the text itself. */
  readonly violations: readonly Violation[];
  /** `7:15`: line and column of a value, or of its key; of what is around it where it is missing. */
  readonly positionOf: (path: InputPath, ofKey: boolean) => string;
}

/** The text of a file: UTF-8, with or without a byte order mark. */
export function decoded(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? undefined : new TextDecoder("utf-8").decode(bytes); // takes the mark away
}

/** Reads a JSON text. */
export function readJson(text: string): JsonFile {
  const all: ParseError[] = [];
  const tree = parseTree(text, all, { disallowComments: true, allowTrailingComma: false });
  const errors = all.filter(({ offset }, i) => offset !== all[i - 1]?.offset); // the first at a place says most
  const position = (offset: number) => {
    const before = text.slice(0, offset).split("\n");
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  };
  const syntax = syntaxViolations(text, errors);
  const offsets = new Map(syntax.map((violation, i) => [violation.path, errors[i]?.offset ?? 0]));
  return {
    value: tree === undefined ? undefined : jsonValue(tree),
    violations: [...syntax, ...(tree === undefined ? [] : repeatedKeys(tree, position))],
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
function repeatedKeys(node: Node, position: (offset: number) => string, path: InputPath = []): Violation[] {
  const { type, children = [] } = node;
  if (type === "array") return children.flatMap((child, i) => repeatedKeys(child, position, [...path, i]));
  if (type !== "object") return [];
  const first = new Map<string, Node>();
  return children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    const before = first.get(name);
    if (before === undefined) first.set(name, property);
    const at = [...path, name];
    const repeated =
      before === undefined
        ? []
        : [
            {
              code: "KEY_TWICE",
              path: at,
              message: `is defined twice, at ${position(before.offset)} and at ${position(property.offset)}: remove one.`,
            },
          ];
    const unusable =
      name === "__proto__" ? [{ code: "INVALID_KEY", path: at, message: "is a key that JavaScript reserves." }] : [];
    return [...repeated, ...unusable, ...(value === undefined ? [] : repeatedKeys(value, position, at))];
  });
}

/** The mistakes of a text as sentences. */
function syntaxViolations(text: string, errors: readonly ParseError[]): Violation[] {
  if (errors.length > 0 && !/^\s*[{["/]/.test(text)) {
    const isEmpty = text.trim() === "";
    return [syntaxViolation(isEmpty ? "is empty, expected a JSON object." : "is not JSON. YAML is not read.")];
  }
  return errors.map(({ error, offset }) => {
    const isAfterComma = /,\s*$/.test(text.slice(0, offset)) && /[}\]]/.test(text[offset] ?? "");
    if (error === ParseErrorCode.InvalidCommentToken) {
      return syntaxViolation("has a comment here, which JSON does not allow.");
    }
    return isAfterComma
      ? syntaxViolation("has a comma before this, after the last item: remove it.")
      : syntaxViolation(`is not JSON here: ${sentences[error] ?? "unexpected text"}.`);
  });
}

function syntaxViolation(message: string): Violation {
  return { code: "NOT_JSON", path: ["The file"], message };
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
