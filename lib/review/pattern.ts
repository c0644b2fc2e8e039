// Patterns as IAM writes them in an Action, a Resource or the value of a condition: `*` and `?` are wildcards, `${…}` is a
// policy variable, of which only the request knows the value.
import { Meter } from "./meter";

/** A symbol of a pattern: the code of a character, a wildcard, or the text of a policy variable. */
type PatternSymbol = number | string;

/** A pattern as its symbols. */
export type Pattern = readonly PatternSymbol[];

/** How a text is read. */
export interface PatternReading {
  /** Whether it has policy variables, as in a document of the version 2012-10-17. */
  readonly hasVariables: boolean;
  /** Whether `*` and `?` are wildcards. */
  readonly hasWildcards: boolean;
}

const star = -1;
const single = -2;

/** The pattern that everything matches. */
export const anything: Pattern = [star];

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const escapes: Readonly<Record<string, string>> = { "${*}": "*", "${?}": "?", "${$}": "$" };

/** Reads a pattern. */
export function patternOf(text: string, { hasVariables, hasWildcards }: PatternReading): Pattern {
  const parts = text.match(hasVariables ? /\$\{[^}]*\}|[\s\S]/g : /[\s\S]/g) ?? [];
  const symbols: PatternSymbol[] = [];
  for (const part of parts) {
    if (part.length > 1) {
      const escaped = escapes[part];
      symbols.push(escaped === undefined ? variableOf(part.slice(2, -1), hasWildcards) : escaped.charCodeAt(0));
    } else if (hasWildcards && part === "*") {
      if (symbols.at(-1) !== star) symbols.push(star);
    } else if (hasWildcards && part === "?") {
      // `*?` and `?*` match the same: the single characters go first.
      if (symbols.at(-1) === star) symbols.splice(-1, 0, single);
      else symbols.push(single);
    } else {
      symbols.push(part.charCodeAt(0));
    }
  }
  return symbols;
}

/**
 * A variable by its name, of which IAM ignores the case, and its default value with a comma before it. A star stands first where
 * a wildcard in the value of the variable counts as one.
 */
function variableOf(inside: string, hasWildcards: boolean): string {
  const [, name = "", fallback = ""] = /^([^,]*)(.*)$/s.exec(inside) ?? [];
  return `${hasWildcards ? "*" : ""}${name.trim().toLowerCase()}${fallback.replace(/^,\s*/, ",")}`;
}

/** Whether a pattern has policy variables. */
export function hasVariables(pattern: Pattern): boolean {
  return pattern.some((symbol) => typeof symbol === "string");
}

/** A pattern in parts, at each of the first colons; fewer where it has not that many. */
export function partsOf(pattern: Pattern, most: number): Pattern[] {
  const parts: PatternSymbol[][] = [[]];
  for (const symbol of pattern) {
    if (symbol === colon && parts.length < most) parts.push([]);
    else parts.at(-1)?.push(symbol);
  }
  return parts;
}

const colon = ":".charCodeAt(0);

/** A pattern that matches everything that this one matches, in any case. */
export function withAnyCase(pattern: Pattern): Pattern {
  return pattern.map((symbol) => {
    if (typeof symbol === "string") return star;
    const isLetter = symbol > 127 || /[A-Za-z]/.test(String.fromCharCode(Math.max(symbol, 0)));
    return isLetter ? single : symbol;
  });
}

/** A pattern with the letters of ASCII in lower case. Of others it is not known how IAM compares them. */
export function inLowerCase(pattern: Pattern): Pattern {
  return pattern.map((symbol) => {
    return typeof symbol === "string" || symbol < 65 || symbol > 90 ? symbol : symbol + 32;
  });
}

/** A pattern in lower case, in which other letters than those of ASCII may be any. */
export function inSomeCase(pattern: Pattern): Pattern {
  return inLowerCase(pattern).map((symbol) => (typeof symbol === "string" || symbol <= 127 ? symbol : single));
}

/**
 * Whether everything that `inner` matches is matched by `outer` too, whatever the values of variables are. A variable is
 * included in itself, also with a default value, and in `*`. When in doubt: no.
 */
export function includesPattern(outer: Pattern, inner: Pattern, meter: Meter): boolean {
  let [i, j, steps] = [0, 0, 1];
  let [starAt, resumeAt] = [-1, 0];
  while (j < inner.length) {
    steps += 1;
    const symbol = outer[i];
    if (symbol === star) {
      [starAt, resumeAt] = [i, j];
      i += 1;
    } else if (symbol !== undefined && covers(symbol, inner[j] ?? star)) {
      i += 1;
      j += 1;
    } else if (starAt >= 0) {
      resumeAt += 1;
      [i, j] = [starAt + 1, resumeAt];
    } else {
      break;
    }
  }
  meter.spend(steps);
  return j === inner.length && (i === outer.length || (outer[i] === star && i === outer.length - 1));
}

/** Whether a pattern of actions or resources includes another, both as they are written. */
export function includes(outer: string, inner: string): boolean {
  const reading = { hasVariables: true, hasWildcards: true };
  return includesPattern(patternOf(outer, reading), patternOf(inner, reading), new Meter());
}

/** Whether a pattern of actions matches an action, both in lower case. */
export function matchesName(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const [head = ""] = pattern.split(/[*?]/);
  return name.startsWith(head) && includes(pattern, name);
}

function covers(outer: PatternSymbol, inner: PatternSymbol): boolean {
  if (outer === inner) return true;
  if (outer === single) return typeof inner === "number" && inner >= 0;
  if (typeof outer !== "string" || typeof inner !== "string") return false;
  // With wildcards in its value a variable matches itself and more. Without a default value, `inner` matches nothing where the
  // request lacks the key.
  const plain = outer.startsWith("*") && !inner.startsWith("*") ? outer.slice(1) : outer;
  return plain === inner || plain.startsWith(`${inner},`);
}

/** Whether no text is matched by both, whatever the values of variables are. When in doubt: no. */
export function isDisjoint(one: Pattern, other: Pattern, meter: Meter): boolean {
  const reversed = (pattern: Pattern) => [...pattern].reverse();
  meter.spend(one.length + other.length);
  if (beginsUnlike(one, other) || beginsUnlike(reversed(one), reversed(other))) return true;
  meter.spend((one.length + 1) * (other.length + 1));
  let reached = nextRow([], undefined, other);
  for (const symbol of one) reached = nextRow(reached, symbol, other);
  return reached[other.length] !== true;
}

/** Whether the symbols up to this one and the first `j` of `other` can match the same text, for each `j`. */
function nextRow(above: readonly boolean[], symbol: PatternSymbol | undefined, other: Pattern): boolean[] {
  const isFreeSymbol = symbol !== undefined && isFree(symbol);
  const row = [symbol === undefined || (isFreeSymbol && above[0] === true)];
  other.forEach((right, j) => {
    const isEitherFree = isFreeSymbol || isFree(right);
    const isReached =
      (isEitherFree && (row[j] === true || above[j + 1] === true)) ||
      (symbol !== undefined && mayMeet(symbol, right) && above[j] === true);
    row.push(isReached);
  });
  return row;
}

/** Whether two patterns differ before either may match any text. */
function beginsUnlike(one: Pattern, other: Pattern): boolean {
  for (let i = 0; i < one.length && i < other.length; i++) {
    const [left, right] = [one[i] ?? star, other[i] ?? star];
    if (isFree(left) || isFree(right)) return false;
    if (!mayMeet(left, right)) return true;
  }
  return false;
}

/** Whether a symbol matches texts of any length. */
function isFree(symbol: PatternSymbol): boolean {
  return symbol === star || typeof symbol === "string";
}

function mayMeet(one: PatternSymbol, other: PatternSymbol): boolean {
  return one === other || one === single || other === single || isFree(one) || isFree(other);
}
