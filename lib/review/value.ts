// The values of a condition, as its operator compares them: texts, ARNs, numbers and dates, networks.
import type { Meter } from "./meter";
import {
  hasVariables,
  includesPattern,
  inLowerCase,
  inSomeCase,
  isDisjoint,
  type Pattern,
  partsOf,
  patternOf,
  withAnyCase,
} from "./pattern";

/** What the operators compare. `same` is what is only ever compared with itself. */
type Kind = "text" | "text without case" | "arn" | "number" | "date" | "network" | "word";

/** A set of values that a request may have. */
export type Value =
  | { readonly kind: "text" | "text without case"; readonly pattern: Pattern }
  | { readonly kind: "arn"; readonly parts: readonly Pattern[]; readonly pattern: Pattern }
  | { readonly kind: "number" | "date"; readonly from: Limit; readonly to: Limit }
  | { readonly kind: "network"; readonly bits: string }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "same"; readonly text: string };

/** An end of an interval, and whether it belongs to it. */
interface Limit {
  readonly at: number;
  readonly isIn: boolean;
}

/** How an operator reads its values, and whether it holds for those that are not these. */
export interface Comparison {
  readonly kind: Kind;
  readonly isNegated: boolean;
  readonly hasWildcards?: boolean;
  /** Of numbers and dates: which side of the value it holds on. */
  readonly side?: "less" | "greater";
  readonly isInclusive?: boolean;
}

const ordered = (kind: "number" | "date", prefix: string): [string, Comparison][] => [
  [`${prefix}Equals`, { kind, isNegated: false }],
  [`${prefix}NotEquals`, { kind, isNegated: true }],
  [`${prefix}LessThan`, { kind, isNegated: false, side: "less" }],
  [`${prefix}LessThanEquals`, { kind, isNegated: false, side: "less", isInclusive: true }],
  [`${prefix}GreaterThan`, { kind, isNegated: false, side: "greater" }],
  [`${prefix}GreaterThanEquals`, { kind, isNegated: false, side: "greater", isInclusive: true }],
];

/** The operators of IAM, without quantifier and `IfExists`. `Null` is none of them: it has no values. */
export const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["StringEquals", { kind: "text", isNegated: false }],
  ["StringNotEquals", { kind: "text", isNegated: true }],
  ["StringLike", { kind: "text", isNegated: false, hasWildcards: true }],
  ["StringNotLike", { kind: "text", isNegated: true, hasWildcards: true }],
  ["StringEqualsIgnoreCase", { kind: "text without case", isNegated: false }],
  ["StringNotEqualsIgnoreCase", { kind: "text without case", isNegated: true }],
  ["ArnEquals", { kind: "arn", isNegated: false }],
  ["ArnLike", { kind: "arn", isNegated: false }],
  ["ArnNotEquals", { kind: "arn", isNegated: true }],
  ["ArnNotLike", { kind: "arn", isNegated: true }],
  ...ordered("number", "Numeric"),
  ...ordered("date", "Date"),
  ["IpAddress", { kind: "network", isNegated: false }],
  ["NotIpAddress", { kind: "network", isNegated: true }],
  ["Bool", { kind: "word", isNegated: false }],
  ["BinaryEquals", { kind: "word", isNegated: false }],
]);

/** Reads a value of a condition. */
export function readValue(text: string, comparison: Comparison, readsVariables: boolean): Value {
  const { kind, hasWildcards = false } = comparison;
  const reading = { hasVariables: readsVariables, hasWildcards: hasWildcards || kind === "arn" };
  const same: Value = { kind: "same", text: JSON.stringify([comparison, text]) };
  switch (kind) {
    case "text":
    case "text without case":
      return { kind, pattern: patternOf(text, reading) };
    case "arn": {
      const pattern = patternOf(text, reading);
      const parts = partsOf(pattern, 6);
      // A variable may stand for text with colons.
      return parts.length < 6 || parts.slice(0, 5).some(hasVariables) ? same : { kind, pattern, parts };
    }
    case "number":
    case "date": {
      const at = kind === "number" ? numberOf(text) : dateOf(text);
      return at === undefined ? same : { kind, ...intervalOf(at, comparison) };
    }
    case "network": {
      const bits = networkOf(text);
      return bits === undefined ? same : { kind, bits };
    }
    case "word":
      return readsVariables && text.includes("${") ? same : { kind, text: text.toLowerCase() };
  }
}

function intervalOf(at: number, { side, isInclusive = false }: Comparison): { from: Limit; to: Limit } {
  const end = { at, isIn: side === undefined || isInclusive };
  return {
    from: side === "less" ? { at: Number.NEGATIVE_INFINITY, isIn: true } : end,
    to: side === "greater" ? { at: Number.POSITIVE_INFINITY, isIn: true } : end,
  };
}

function numberOf(text: string): number | undefined {
  return /^[+-]?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

/** Seconds since 1970, as a number or as W3C writes dates. */
function dateOf(text: string): number | undefined {
  if (/^\d{9,11}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time / 1000;
}

/** The first bits of every address in a network, with the family before them. */
function networkOf(text: string): string | undefined {
  const [, address = "", length] = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = address.includes(":") ? bitsOfIpv6(address) : bitsOfIpv4(address);
  const most = bits?.length ?? 0;
  const count = length === undefined ? most : Number(length);
  if (bits === undefined || count > most) return undefined;
  return `${most === 32 ? "4" : "6"}:${bits.slice(0, count)}`;
}

function bitsOfIpv4(address: string): string | undefined {
  const bytes = address.split(".");
  const isAddress = bytes.length === 4 && bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
  return isAddress ? bytes.map((byte) => Number(byte).toString(2).padStart(8, "0")).join("") : undefined;
}

function bitsOfIpv6(address: string): string | undefined {
  const [head = "", tail, ...more] = address.split("::");
  const groups = (text: string | undefined) => (text ? text.split(":") : []);
  const [first, last] = [groups(head), groups(tail)];
  const missing = 8 - first.length - last.length;
  const all = [...first, ...Array.from({ length: tail === undefined ? 0 : Math.max(missing, 0) }, () => "0"), ...last];
  const isAddress =
    more.length === 0 &&
    all.length === 8 &&
    all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) &&
    (tail === undefined || missing > 0);
  return isAddress ? all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("") : undefined;
}

/** Whether a value has policy variables, so that what it matches depends on the request. */
export function dependsOnRequest(value: Value): boolean {
  return "pattern" in value ? hasVariables(value.pattern) : value.kind === "same";
}

/** Whether one set of values includes another. When in doubt: no. */
export function includesValue(outer: Value, inner: Value, meter: Meter): boolean {
  switch (outer.kind) {
    case "text":
      // An ARN that matches part by part matches as a text too.
      if (inner.kind === "text without case") return includesPattern(outer.pattern, withAnyCase(inner.pattern), meter);
      return (inner.kind === "text" || inner.kind === "arn") && includesPattern(outer.pattern, inner.pattern, meter);
    case "text without case":
      return isText(inner) && includesPattern(inLowerCase(outer.pattern), inLowerCase(inner.pattern), meter);
    case "arn":
      return inner.kind === "arn" && outer.parts.every((part, i) => includesPattern(part, inner.parts[i] ?? [], meter));
    case "number":
    case "date":
      return (
        inner.kind === outer.kind &&
        isAtOrBefore(outer.from, inner.from) &&
        isAtOrBefore(negated(outer.to), negated(inner.to))
      );
    case "network":
      return inner.kind === "network" && inner.bits.startsWith(outer.bits);
    case "word":
    case "same":
      return inner.kind === outer.kind && inner.text === outer.text;
  }
}

/** Whether two sets of values have none in common. When in doubt: no. */
export function isDisjointValue(one: Value, other: Value, meter: Meter): boolean {
  if (isText(one) && isText(other)) {
    const hasCase = one.kind === "text" && other.kind === "text";
    const [left, right] = hasCase ? [one.pattern, other.pattern] : [inSomeCase(one.pattern), inSomeCase(other.pattern)];
    return isDisjoint(left, right, meter);
  }
  if (one.kind === "arn" && other.kind === "arn") {
    return one.parts.some((part, i) => isDisjoint(part, other.parts[i] ?? [], meter));
  }
  if ("from" in one && "from" in other && one.kind === other.kind)
    return isBefore(one.to, other.from) || isBefore(other.to, one.from);
  if (one.kind === "network" && other.kind === "network")
    return !one.bits.startsWith(other.bits) && !other.bits.startsWith(one.bits);
  return one.kind === "word" && other.kind === "word" && one.text !== other.text;
}

function isText(value: Value): value is Extract<Value, { readonly kind: "text" | "text without case" }> {
  return value.kind === "text" || value.kind === "text without case";
}

/** Whether an interval that begins with the one limit includes that which the other begins. */
function isAtOrBefore(one: Limit, other: Limit): boolean {
  return one.at < other.at || (one.at === other.at && (one.isIn || !other.isIn));
}

function isBefore(end: Limit, begin: Limit): boolean {
  return end.at < begin.at || (end.at === begin.at && !(end.isIn && begin.isIn));
}

function negated({ at, isIn }: Limit): Limit {
  return { at: -at, isIn };
}
