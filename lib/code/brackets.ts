// Where groups in brackets, expressions and chains of names begin and end among the tokens of a file.
import { beforeExpression, isMark, isWord, type Token } from "./tokens";

/** The tokens of a file, and for each bracket the one that it belongs to. */
export interface Code {
  readonly tokens: readonly Token[];
  readonly partners: ReadonlyMap<number, number>;
}

const opening: readonly string[] = ["(", "[", "{"];
const closing: readonly string[] = [")", "]", "}"];

/** What an expression goes on after, or before, in the next line. */
const joining: readonly string[] =
  ". ?. !! ? : :: && || ?? + - * / % = == != === !== => -> < > <= >= | & , ( [ { :=".split(" ");

/** How many tokens of an expression are looked at, nested ones not counted, and how many names of a chain. */
const longest = 400;

export function codeOf(tokens: readonly Token[]): Code {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (isMark(token, ...opening)) open.push(at);
    const partner = isMark(token, ...closing) ? open.pop() : undefined;
    if (partner === undefined) continue;
    partners.set(partner, at);
    partners.set(at, partner);
  }
  return { tokens, partners };
}

/** The bracket that opens the group which a closing one ends. */
export function openingOf({ partners }: Code, at: number): number {
  return partners.get(at) ?? at;
}

/** The bracket that closes the group which an opening one begins; the end of the file, if none does. */
export function closingOf({ tokens, partners }: Code, at: number): number {
  return partners.get(at) ?? tokens.length;
}

/** The token after the expression that begins at one. */
export function expressionEnd(code: Code, from: number): number {
  const { tokens } = code;
  let at = from;
  for (let steps = 0; at < tokens.length && steps < longest; steps++, at++) {
    const [token, before] = [tokens[at], tokens[at - 1]];
    if (isMark(token, ",", ";", ...closing)) return at;
    const isNewLine = at > from && token !== undefined && before !== undefined && token.line > before.line;
    if (isNewLine && !isMark(token, ...joining) && !isMark(before, ...joining)) return at;
    if (isMark(token, ...opening)) at = closingOf(code, at);
  }
  return Math.min(at, tokens.length);
}

/** The token with which the chain of names begins that ends at one: `(` of `(await client()).createChannel`. */
export function chainStart(code: Code, end: number): number {
  const { tokens } = code;
  let start = end;
  for (let names = 0; names < longest; names++) {
    while (isMark(tokens[start], "!", "!!")) start--;
    if (isMark(tokens[start], ...closing)) {
      start = openingOf(code, start);
      const name = tokens[start - 1];
      if (isWord(name) && !beforeExpression.has(name.text)) start--;
    }
    const before = tokens[start - 2];
    if (!isMark(tokens[start - 1], ".", "?.", "::") || before === undefined) break;
    if (before.kind === "mark" && !isMark(before, "!", "!!", ...closing)) break; // Swift's .member
    start -= 2;
  }
  return Math.max(start, 0);
}
