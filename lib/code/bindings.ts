// Where the names of a file get their values and types from.
import { type Code, chainStart, closingOf, expressionEnd, openingOf } from "./brackets";
import type { LanguageName } from "./languages";
import { isMark, isWord, type Token } from "./tokens";

/** Tokens, up to but not including `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Names that get their value or type from the expression in a range. */
export interface Binding extends Range {
  readonly names: readonly BoundName[];
  /** The tokens of the names, where they take the value apart. */
  readonly pattern?: Range;
}

interface BoundName {
  readonly name: string;
  /** Which member of the value it gets; all of the value where it is undefined. */
  readonly member?: string;
}

const defining = new Set(["function", "def", "func", "fun"]);
const notFunctions = new Set(["if", "for", "while", "switch", "catch", "with", "return", "when", "guard", "elif"]);
const javaModifiers = new Set(["implements", "extends", "instanceof", "import", "return", "new"]);

/** Every assignment, declared type, parameter with a type, and returned value of a file. */
export function bindingsOf(code: Code, language: LanguageName): readonly Binding[] {
  const { tokens } = code;
  const bindings: Binding[] = [];
  const functions: { readonly name: string | undefined; readonly to: number }[] = [];
  const bind = (name: string | undefined, from: number, to = expressionEnd(code, from)) => {
    if (name !== undefined) bindings.push({ names: [{ name }], from, to });
  };
  for (let at = 0; at < tokens.length; at++) {
    const [token, before, next] = [tokens[at], tokens[at - 1], tokens[at + 1]];
    if (isMark(token, "=", ":=")) {
      if (language === "go" && isMark(tokens[at - 2], ","))
        bind(tokens[at - 3]?.text, at + 1); // name, err
      else if (isWord(before) && !isMark(tokens[at - 2], ":")) bind(before.text, at + 1);
      if (isMark(before, "}")) {
        const pattern = { from: openingOf(code, at - 1), to: at };
        const names = destructured(tokens, pattern);
        bindings.push({ names, from: at + 1, to: expressionEnd(code, at + 1), pattern });
      }
    } else if (isMark(token, ":")) {
      if (isWord(before) && !isMark(tokens[at - 2], ".", "?")) bind(before.text, at + 1);
      if (isMark(before, "?", "!") && isWord(tokens[at - 2])) bind(tokens[at - 2]?.text, at + 1);
    } else if (isMark(token, "=>") && isMark(next, "{")) {
      functions.push({ name: undefined, to: closingOf(code, at + 1) });
    } else if (isWord(token, "return")) {
      bind(functions.findLast(({ to }) => language === "python" || at < to)?.name, at + 1);
    } else if (isWord(token, "extends")) {
      bind("this", at + 1);
      bind("super", at + 1);
    } else if (isWord(token, "by") && language === "kotlin" && isWord(before)) {
      bind(before.text, at + 1);
    } else if (isWord(token, "as") && language === "python") {
      bind(next?.text, chainStart(code, at - 1), at);
    } else if (isWord(token) && isMark(next, "(") && !notFunctions.has(token.text) && !isMark(before, ".")) {
      const close = closingOf(code, at + 1);
      const body = bodyAfter(tokens, close);
      const isDefined = isWord(before) && defining.has(before.text);
      if (!isDefined && !isMark(tokens[body], "{")) continue;
      functions.push({ name: token.text, to: closingOf(code, body) });
      bind(token.text, close + 1, body);
      if (isMark(tokens[body], "=")) bind(token.text, body + 1);
    } else if (isWord(token) && isWord(next) && language === "java" && !javaModifiers.has(next.text)) {
      bind(next.text, at, at + 1); // Type name
    } else if (isWord(token) && language === "go") {
      let type = at + 1;
      while (isMark(tokens[type], "[", "]", "*")) type++;
      if (isWord(tokens[type]) && isMark(tokens[type + 1], ".")) bind(token.text, type, type + 3); // name *package.Type
    }
  }
  return bindings;
}

/** Where the body of a function begins whose parameters end at a token, or where its line ends. */
function bodyAfter(tokens: readonly Token[], close: number): number {
  for (let at = close + 1; at < close + 30; at++) {
    const token = tokens[at];
    if (token === undefined || token.line > (tokens[close]?.line ?? 0) || isMark(token, "{", "=", ";", ")", ","))
      return at;
  }
  return close + 1;
}

/** The names between { and } on the left of an assignment. */
function destructured(tokens: readonly Token[], { from, to }: Range): BoundName[] {
  const names: BoundName[] = [];
  for (let at = from + 1; at < to; at++) {
    const token = tokens[at];
    if (!isWord(token) || !isMark(tokens[at - 1], "{", ",")) continue;
    const local = isMark(tokens[at + 1], ":") ? tokens[at + 2] : token;
    if (isWord(local)) names.push({ name: local.text, member: token.text });
  }
  return names;
}
