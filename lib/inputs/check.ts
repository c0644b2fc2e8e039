// Checks values against a table of inputs. It finds all mistakes at once.
import { closest, distance } from "fastest-levenshtein";
import type { Field, Kind } from "./inputs";
import {
  choiceExpected,
  fillMessage,
  invalid,
  invalidKey,
  messages,
  nameNoise,
  ownNames,
  type Spelling,
  spellInputs,
  unknownName,
} from "./messages";
import { follows, hintTo, type TextRuleName, textRules } from "./text-rules";
import { literalValues, type UnknownValues } from "./unknown-values";
import type { InputPath, Violation } from "./violation";

/** How values are checked. */
export interface CheckOptions {
  /** How other inputs are spelt in a message. */
  readonly spelling?: Spelling;
  readonly unknownValues?: UnknownValues;
}

/** Checks the values of a table: unknown names, missing values, and each value. A value that is null is left out. */
export function checkTable(
  table: Readonly<Record<string, Kind>>,
  value: unknown,
  path: InputPath,
  options: CheckOptions = {},
): Violation[] {
  return checkObject(table, value, path, options, (input, item, at) => checkValue(input, item, at, options));
}

/** What CDKTF must know when it synthesizes: what is expected, and why. */
interface KnownAtSynth {
  readonly expected: string;
  readonly reason: string;
}

const inDocuments = "it decides what the documents of the role say";

/** The kinds whose values must be known at synth. */
const kindsAtSynth: Readonly<Partial<Record<Kind["kind"], KnownAtSynth>>> = {
  flag: { expected: messages.trueOrFalse, reason: "it decides which resources there are" },
  object: { expected: messages.anObject, reason: "it decides what is refused" },
  choice: { expected: "text", reason: inDocuments },
  choices: { expected: messages.aList, reason: inDocuments },
  objects: { expected: messages.aList, reason: "what is in it becomes keys of the documents" },
};

const keyAtSynth: KnownAtSynth = { expected: "text", reason: "it is a key of a map, whose values may be tokens" };

function unknownAtSynth(path: InputPath, { expected, reason }: KnownAtSynth): Violation {
  return violation("UNKNOWN_AT_SYNTH", path, `is a token, expected ${expected}: ${reason}.`);
}

/** Checks one value against its kind. */
export function checkValue(kind: Kind, value: unknown, path: InputPath, options: CheckOptions): Violation[] {
  const { unknownValues = literalValues } = options;
  const misplaced = unknownValues.misplaced(value);
  if (misplaced !== undefined) return [violation("WRONG_TYPE", path, misplaced)];
  if (unknownValues.isUnknown(value)) {
    const { knownAtSynth: reason } = kind;
    const expected = kind.kind === "list" ? messages.aList : kind.kind === "number" ? kind.expected : "text";
    const known = reason === undefined ? kindsAtSynth[kind.kind] : { expected, reason };
    return known === undefined ? [] : [unknownAtSynth(path, known)];
  }
  const wrong = (expected: string) => [violation("WRONG_TYPE", path, `is ${valueText(value)}, expected ${expected}.`)];
  switch (kind.kind) {
    case "flag":
      return typeof value === "boolean" ? [] : wrong(messages.trueOrFalse);
    case "number": {
      const isGood = Number.isInteger(value) && Number(value) >= kind.min && Number(value) <= kind.max;
      return isGood ? [] : wrong(kind.expected);
    }
    case "argument": {
      const isGood = [value].flat().every((item) => ["string", "number", "boolean"].includes(typeof item));
      return isGood ? [] : wrong("a string, a number, true or false");
    }
    case "text":
      return checkText(kind.rule, value, path, options);
    case "choice":
      return typeof value === "string" && kind.among.includes(value) ? [] : [notAmong(kind, value, path)];
    case "list":
      return Array.isArray(value) ? checkList(kind, value, path, options) : wrong(messages.aList);
    case "choices":
      if (!Array.isArray(value)) return wrong(messages.aList);
      if (value.length === 0) return [violation("EMPTY_LIST", path, messages.emptyList)];
      return value.flatMap((item) => checkValue({ ...kind, kind: "choice" }, item, path, options));
    case "objects":
      if (!Array.isArray(value)) return wrong(messages.aList);
      return value.flatMap((item, i) =>
        unknownValues.isUnknown(item)
          ? checkValue(kind, item, [...path, i], options)
          : checkFields(kind.of, item, [...path, i], options),
      );
    case "map":
      return isObject(value) ? checkMap(kind, value, path, options) : wrong(messages.anObjectOfText);
    case "one_of": {
      const names = Object.keys(kind.of);
      if (!isObject(value)) return wrong(`an object with one of ${names.join(", ")}`);
      const [name, ...others] = Object.keys(value);
      if (name === undefined || others.length > 0) {
        const has = name === undefined ? "nothing" : [name, ...others].join(" and "); // not the values: they may be secrets
        return [violation("WRONG_TYPE", path, `has ${has}, expected exactly one of ${names.join(", ")}.`)];
      }
      const unknown = unknownNames(names, value, path);
      return unknown.length > 0 ? unknown : checkTable(kind.of[name] ?? {}, value[name], [...path, name], options);
    }
    case "object":
      return checkTable(kind.of, value, path, options);
    case "by_key":
      if (!isObject(value)) return wrong(messages.anObject);
      return Object.entries(value).flatMap(([key, item]) => [
        ...checkKey(kind.key, key, path, options),
        ...(item === null || item === undefined ? [] : checkTable(kind.of, item, [...path, key], options)),
      ]);
  }
}

function checkObject<Of extends Kind>(
  table: Readonly<Record<string, Of>>,
  value: unknown,
  path: InputPath,
  { spelling = ownNames }: CheckOptions,
  checkItem: (input: Of, item: unknown, path: InputPath) => Violation[],
): Violation[] {
  if (!isObject(value))
    return [violation("WRONG_TYPE", path, `is ${valueText(value)}, expected ${messages.anObject}.`)];
  const names = Object.keys(table);
  return [
    ...names.flatMap((name) => {
      const input = table[name];
      const item = value[name];
      if (input === undefined || item === undefined) return [];
      if (item === null) {
        return input.neverNull === undefined ? [] : [violation("NULL", [...path, name], isNull(input.neverNull))];
      }
      return checkItem(input, item, [...path, name]);
    }),
    ...unknownNames(names, value, path, spelling),
  ];
}

/** The names of an object that are none of the known ones. */
export function unknownNames(
  names: readonly string[],
  value: Readonly<Record<string, unknown>>,
  path: InputPath,
  spelling: Spelling = ownNames,
): Violation[] {
  const known = names.map(spelling);
  return Object.keys(value)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const message = `${unknownName(known)}${didYouMean(name, known)}`;
      return { ...violation("UNKNOWN_INPUT", [...path, name], message), isAboutKey: true };
    });
}

function checkFields(
  fields: Readonly<Record<string, Field>>,
  value: unknown,
  path: InputPath,
  options: CheckOptions,
): Violation[] {
  const missing = isObject(value)
    ? Object.keys(fields).filter(
        (name) => !fields[name]?.isOptional && (value[name] === undefined || value[name] === null),
      )
    : [];
  return [
    ...checkObject(fields, value, path, options, (field, item, at) => checkValue(field, item, at, options)),
    ...missing.map((name) => required(fields[name], [...path, name])),
  ];
}

/** The sentence about a null that may not be. */
export function isNull(instead: string): string {
  return `is null: ${instead}`;
}

/** The violation of an input that must be set. */
export function required(kind: Kind | undefined, path: InputPath): Violation {
  return violation("REQUIRED", path, requiredMessage(kind));
}

/** The sentence about an input that must be set. */
export function requiredMessage(kind: Kind | undefined): string {
  return `is required${kind?.kind === "text" ? `: expected ${textRules[kind.rule].expected}` : ""}.`;
}

/** Checks a text against its rule. */
export function checkText(
  name: TextRuleName,
  value: unknown,
  path: InputPath,
  { spelling = ownNames, unknownValues = literalValues }: CheckOptions = {},
  refusal: (expected: string) => string = invalid,
): Violation[] {
  if (unknownValues.isUnknown(value)) return [];
  if (typeof value !== "string") {
    return [
      violation("WRONG_TYPE", path, `is ${valueText(value)}, expected ${textRules[name].expected}, within quotes.`),
    ];
  }
  if (follows(name, value)) return [];
  const hint = hintTo(name, value);
  const message = fillMessage(refusal(textRules[name].expected), spelling, [value]);
  return [violation("INVALID_VALUE", path, hint === undefined ? message : `${message} ${spellInputs(hint, spelling)}`)];
}

function checkKey(rule: TextRuleName, key: string, path: InputPath, options: CheckOptions): Violation[] {
  const { unknownValues = literalValues } = options;
  const misplaced = unknownValues.misplaced(key);
  if (misplaced !== undefined) return [violation("WRONG_TYPE", path, misplaced)];
  if (unknownValues.isUnknown(key)) return [unknownAtSynth(path, keyAtSynth)];
  const found = checkText(rule, key, [...path, key], options, invalidKey);
  return found.map((one) => ({ ...one, code: "INVALID_KEY", isAboutKey: true }));
}

function checkList(
  { rule, filled: isFilled }: Kind & { kind: "list" },
  list: readonly unknown[],
  path: InputPath,
  options: CheckOptions,
): Violation[] {
  if (list.length === 0 && isFilled) return [violation("EMPTY_LIST", path, messages.emptyList)];
  const twice = new Set(list.filter((item, i) => typeof item === "string" && list.indexOf(item) < i));
  return [
    ...list.flatMap((item, i) => checkValue({ kind: "text", rule }, item, [...path, i], options)),
    ...[...twice].map((item) =>
      violation("DUPLICATE", path, fillMessage(messages.duplicate, ownNames, [String(item)])),
    ),
  ];
}

function checkMap(
  { key: keyRule, value: valueRule, atMost }: Kind & { kind: "map" },
  map: Readonly<Record<string, unknown>>,
  path: InputPath,
  options: CheckOptions,
): Violation[] {
  const entries = Object.entries(map);
  return [
    ...entries.flatMap(([key, item]) => [
      ...checkKey(keyRule, key, path, options),
      ...checkValue({ kind: "text", rule: valueRule }, item, [...path, key], options),
    ]),
    ...(atMost !== undefined && entries.length > atMost ? [violation("TOO_MANY", path, messages.tooMany(atMost))] : []),
  ];
}

function notAmong(kind: Extract<Kind, { kind: "choice" | "choices" }>, value: unknown, path: InputPath): Violation {
  const hint = typeof value === "string" ? didYouMean(value, kind.among, kind.list?.isExact) : "";
  return violation("INVALID_CHOICE", path, `is ${valueText(value)}, expected ${choiceExpected(kind)}.${hint}`);
}

/** The known name that a misspelt one is likely to mean, if there is one; only one that differs in nothing but case and such, if exact. */
function didYouMean(name: string, known: readonly string[], isExact = false): string {
  const bare = (text: string) => text.toLowerCase().replace(new RegExp(nameNoise, "g"), "");
  const alike = known.find((candidate) => bare(candidate) === bare(name));
  const candidate = alike ?? closest(name, known);
  return alike !== undefined || (!isExact && distance(name, candidate) <= name.length / 2)
    ? ` Did you mean ${candidate}?`
    : "";
}

/** An object without what is null: it counts as left out, as in Terraform. */
export function withoutNulls(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}

function violation(code: string, path: InputPath, message: string): Violation {
  return { code, path, message };
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a message. */
function valueText(value: unknown): string {
  if (typeof value === "function") return "a function";
  try {
    return JSON.stringify(value) ?? "not set";
  } catch {
    return "no plain data"; // such as an object that contains itself
  }
}
