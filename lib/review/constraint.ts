// The conditions of a statement as constraints, and whether some imply others.
import { includes, isLiteral } from "./pattern";

/** One operator on one condition key. */
export interface Constraint {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** An operator taken apart. */
interface Operator {
  /** How several values in a request are quantified. */
  readonly set: string;
  readonly base: string;
  /** Whether it holds too where the request lacks the key. */
  readonly ifExists: boolean;
}

function operatorOf(name: string): Operator {
  const [, set = "", base = "", ifExists] = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(name) ?? [];
  return { set, base, ifExists: ifExists !== undefined };
}

/** The operators that compare with each value by itself, and hold when one of them fits. */
const positive: Readonly<Record<string, (outer: string, inner: string, innerBase: string) => boolean>> = {
  StringEquals: (outer, inner, base) => base === "StringEquals" && outer === inner,
  StringEqualsIgnoreCase: (outer, inner, base) =>
    (base === "StringEquals" || base === "StringEqualsIgnoreCase") && outer.toLowerCase() === inner.toLowerCase(),
  StringLike: (outer, inner, base) =>
    base === "StringLike" ? includes(outer, inner) : base === "StringEquals" && includes(outer, literalPattern(inner)),
  ArnEquals: arnIncludes,
  ArnLike: arnIncludes,
  Bool: (outer, inner, base) => base === "Bool" && outer.toLowerCase() === inner.toLowerCase(),
};

/** The operators that hold when no value fits, and where the request lacks the key. */
const negative: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotLike: "StringLike",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  ArnNotEquals: "ArnLike",
  ArnNotLike: "ArnLike",
};

/** A text as a pattern that matches it alone. */
function literalPattern(text: string): string {
  return text.replace(/[*?]/g, (sign) => `\${${sign}}`);
}

/** ARNs are compared part by part: no wildcard reaches over a colon. */
function arnIncludes(outer: string, inner: string, base: string): boolean {
  if (!base.startsWith("Arn")) return false;
  const parts = (arn: string) => /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/.exec(arn)?.slice(1);
  const [from, to] = [parts(outer), parts(inner)];
  if (from === undefined || to === undefined) return outer === inner;
  return from.every((part, i) => includes(part, to[i] ?? ""));
}

/** Whether a request that meets all of some constraints meets all of the others. When in doubt: no. */
export function implies(given: readonly Constraint[], wanted: readonly Constraint[]): boolean {
  return wanted.every((constraint) => isImplied(constraint, given));
}

function isImplied(wanted: Constraint, given: readonly Constraint[]): boolean {
  // IAM does not tell condition keys apart by case.
  const ofKey = given.filter(({ key }) => key.toLowerCase() === wanted.key.toLowerCase());
  if (ofKey.some((constraint) => isSame(constraint, wanted))) return true;
  const { set, base, ifExists } = operatorOf(wanted.operator);
  if (isMissing(ofKey) && (ifExists || (set === "" && base in negative))) return true;
  if (base === "Null" && isNull(wanted, "false")) return ofKey.some(requiresKey);
  if (base in negative && set === "") {
    return wanted.values.every((value) =>
      ofKey.some((constraint) => excludes(constraint, negative[base] ?? "", value)),
    );
  }
  return ofKey.some((constraint) => impliesPositive(constraint, wanted));
}

function isSame(one: Constraint, other: Constraint): boolean {
  const text = ({ operator, values }: Constraint) => JSON.stringify([operator, [...values].sort()]);
  return text(one) === text(other);
}

function isNull({ operator, values: [value, ...others] }: Constraint, wanted: string): boolean {
  return operatorOf(operator).base === "Null" && others.length === 0 && value === wanted;
}

/** Whether the request cannot have the key. */
function isMissing(ofKey: readonly Constraint[]): boolean {
  return ofKey.some((constraint) => isNull(constraint, "true"));
}

/** Whether a constraint fails where the request lacks the key. */
function requiresKey(constraint: Constraint): boolean {
  const { set, base, ifExists } = operatorOf(constraint.operator);
  return (base in positive && set !== "ForAllValues:" && !ifExists) || isNull(constraint, "false");
}

/** Whether every request that meets a constraint has no value that fits this one. */
function excludes(given: Constraint, base: string, value: string): boolean {
  const { set, base: givenBase, ifExists } = operatorOf(given.operator);
  if (set !== "") return false;
  const opposite = negative[givenBase];
  const fits = positive[base];
  if (opposite !== undefined) {
    const covers = positive[opposite];
    return covers !== undefined && !ifExists && given.values.some((outer) => covers(outer, value, base));
  }
  return (
    givenBase === "StringEquals" &&
    !ifExists &&
    fits !== undefined &&
    isLiteral(value) &&
    given.values.every((literal) => isLiteral(literalPattern(literal)) && !fits(value, literal, "StringEquals"))
  );
}

function impliesPositive(given: Constraint, wanted: Constraint): boolean {
  const [from, to] = [operatorOf(given.operator), operatorOf(wanted.operator)];
  const covers = positive[to.base];
  if (covers === undefined || from.set !== to.set || (from.ifExists && !to.ifExists)) return false;
  return given.values.every((value) => wanted.values.some((outer) => covers(outer, value, from.base)));
}

/** Whether a constraint holds when one of its values fits, so that each of them can be looked at by itself. */
export function isAnyOf({ operator }: Constraint): boolean {
  const { set, base } = operatorOf(operator);
  return base in positive && set !== "ForAllValues:";
}
