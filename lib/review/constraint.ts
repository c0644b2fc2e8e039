// The conditions of a statement, and whether some imply others: what a request that meets them has for each condition key.
import type { Meter } from "./meter";
import { comparisons, dependsOnRequest, includesValue, isDisjointValue, readValue, type Value } from "./value";

/** One operator on one condition key, as a document has it. */
export interface Constraint {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What a constraint requires of a request. */
export interface Requirement {
  /** The condition key in lower case: IAM does not tell keys apart by case. */
  readonly key: string;
  /** How several values in a request count; empty for keys that have one. */
  readonly quantifier: string;
  /** Whether it holds where the request lacks the key; undefined where that is not known. */
  readonly ifMissing: boolean | undefined;
  /** Whether the request's value must be none of these. */
  readonly isNegated: boolean;
  readonly values: readonly Value[];
  /** What is only ever compared with itself: it is not understood. */
  readonly unread?: string;
}

/** An operator: its quantifier, what it compares, and whether it holds where the key is missing. */
const operatorParts = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/;

/** Condition keys that have several values. Without a quantifier it is not known what an operator does with them. */
const severalValues =
  /^(aws:(tagkeys|calledvia|(principal|resource|source|vpce)orgpaths|principalservicenameslist)|sts:transitivetagkeys|.*:amr)$/;

/** Condition keys that have one value. Of others nothing is concluded from two conditions together. */
const oneValue = /^(aws|sts):|:(aud|sub|oaud|iss)$/;

/** Reads a constraint. Without `readsVariables`, `${…}` is text. */
export function requirementOf({ operator, key: name, values }: Constraint, readsVariables: boolean): Requirement {
  const [, quantifier = "", base = "", ifExists] = operatorParts.exec(operator) ?? [];
  const key = name.toLowerCase();
  const comparison = comparisons.get(base);
  const plain = { key, quantifier, isNegated: false, values: [] };
  const [first = "", ...others] = values.map((value) => value.toLowerCase());
  if (operator === "Null" && others.length === 0 && (first === "true" || first === "false")) {
    return { ...plain, ifMissing: first === "true", isNegated: first === "false" };
  }
  if (comparison === undefined || (quantifier === "" && severalValues.test(key))) {
    const sameAs = JSON.stringify([operator, readsVariables, [...values].sort()]);
    return { ...plain, ifMissing: undefined, unread: sameAs };
  }
  return {
    ...plain,
    ifMissing: ifMissing(quantifier, comparison.isNegated, ifExists !== undefined),
    isNegated: comparison.isNegated,
    values: values.map((value) => readValue(value, comparison, readsVariables)),
  };
}

function ifMissing(quantifier: string, isNegated: boolean, ifExists: boolean): boolean | undefined {
  if (ifExists || quantifier === "ForAllValues:") return true;
  return isNegated && quantifier === "ForAnyValue:" ? undefined : isNegated;
}

/** Whether a request that meets all of some requirements meets all of the others. When in doubt: no. */
export function implies(given: readonly Requirement[], wanted: readonly Requirement[], meter: Meter): boolean {
  return wanted.every((one) => isImplied(one, ofKey(given, one.key), meter));
}

/** Whether no request meets all of some requirements. When in doubt: no. */
export function isImpossible(given: readonly Requirement[], meter: Meter): boolean {
  return given.some((one) => {
    const others = ofKey(given, one.key);
    return isMissingExcluded(others) && isPresentExcluded(others, meter);
  });
}

function ofKey(requirements: readonly Requirement[], key: string): Requirement[] {
  return requirements.filter((one) => one.key === key);
}

function isImplied(wanted: Requirement, given: readonly Requirement[], meter: Meter): boolean {
  if (wanted.unread !== undefined) return given.some(({ unread }) => unread === wanted.unread);
  const read = given.filter(({ unread }) => unread === undefined);
  if (wanted.quantifier !== "" && !(isPresentExcluded(read, meter) && wanted.ifMissing === true)) {
    return read.some((one) => impliesQuantified(one, wanted, meter));
  }
  const isMissingFine = wanted.ifMissing === true || isMissingExcluded(read);
  return isMissingFine && (isPresentExcluded(read, meter) || isPresentImplied(wanted, read, meter));
}

function isMissingExcluded(given: readonly Requirement[]): boolean {
  return given.some((one) => one.ifMissing === false);
}

/** Whether a request cannot have the key. */
function isPresentExcluded(given: readonly Requirement[], meter: Meter): boolean {
  return given.some(
    (one) => isPlain(one) && !one.isNegated && one.values.every((value) => isExcluded(value, given, meter)),
  );
}

function isPlain({ quantifier, unread }: Requirement): boolean {
  return quantifier === "" && unread === undefined;
}

/** Several values are compared with the same quantifier alone. */
function impliesQuantified(given: Requirement, wanted: Requirement, meter: Meter): boolean {
  const isAlike = given.quantifier === wanted.quantifier && given.isNegated === wanted.isNegated;
  if (!isAlike || (given.ifMissing !== wanted.ifMissing && wanted.ifMissing !== true)) return false;
  return wanted.isNegated
    ? wanted.values.every((value) => given.values.some((outer) => includesRefused(outer, value, meter)))
    : given.values.every((value) => isAmong(value, wanted.values, meter));
}

/** Whether every value that a request may have for a key is one that is wanted. */
function isPresentImplied(wanted: Requirement, given: readonly Requirement[], meter: Meter): boolean {
  const plain = given.filter(isPlain);
  if (!wanted.isNegated) {
    return plain.some(
      (one) =>
        !one.isNegated &&
        one.values.every((value) => isAmong(value, wanted.values, meter) || isExcluded(value, given, meter)),
    );
  }
  return wanted.values.every((refused) =>
    plain.some((one) =>
      one.isNegated
        ? one.values.some((outer) => includesRefused(outer, refused, meter))
        : hasOneValue(given) &&
          !dependsOnRequest(refused) &&
          one.values.every((value) => isDisjointValue(value, refused, meter) || isExcluded(value, given, meter)),
    ),
  );
}

function hasOneValue(given: readonly Requirement[]): boolean {
  return given.every(({ key, quantifier }) => quantifier === "" && oneValue.test(key));
}

function isAmong(value: Value, values: readonly Value[], meter: Meter): boolean {
  return values.some((outer) => includesValue(outer, value, meter));
}

/** Whether a value that is refused is refused by another too. Of a variable it is not known what IAM does where it is missing. */
function includesRefused(outer: Value, refused: Value, meter: Meter): boolean {
  if (!dependsOnRequest(refused)) return includesValue(outer, refused, meter);
  return JSON.stringify(outer) === JSON.stringify(refused);
}

/** Whether a request cannot have a value, by what is required of it besides. Of a key with several values that is not known. */
function isExcluded(value: Value, given: readonly Requirement[], meter: Meter): boolean {
  return (
    hasOneValue(given) &&
    given.some(
      (one) =>
        isPlain(one) &&
        (one.isNegated
          ? one.values.some((outer) => includesValue(outer, value, meter))
          : one.values.every((other) => isDisjointValue(other, value, meter))),
    )
  );
}

/** Whether a constraint holds when one of its values fits, so that each of them can be looked at by itself. */
export function isAnyOf({ operator }: Constraint): boolean {
  const [, quantifier, base = ""] = operatorParts.exec(operator) ?? [];
  return comparisons.get(base)?.isNegated === false && quantifier !== "ForAllValues:";
}
