// Checks values against a table of inputs, and against the rules between them. It finds all mistakes at once.
import { closest, distance } from "fastest-levenshtein";
import { offeredRegions } from "../grants/app-instance";
import { holds } from "./conditions";
import { formerNames } from "./former-names";
import {
  type Field,
  type Input,
  type InputValues,
  inputs,
  type Kind,
  type RoleValues,
  roleInputs,
  roleTypeOf,
} from "./inputs";
import {
  choiceExpected,
  filled,
  invalid,
  messages,
  nameNoise,
  ownNames,
  type Spelling,
  spelled,
  unknownName,
} from "./messages";
import { choiceRules, type RuleContext, regionNotOffered, valueRules } from "./rules";
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

/** Checks one value against its kind. */
export function checkValue(kind: Kind, value: unknown, path: InputPath, options: CheckOptions): Violation[] {
  const { unknownValues = literalValues } = options;
  if (unknownValues.isUnknown(value)) return [];
  const wrong = (expected: string) => [violation("WRONG_TYPE", path, `is ${shown(value)}, expected ${expected}.`)];
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
      return value.flatMap((item) => (kind.among.includes(item) ? [] : [notAmong(kind, item, path)]));
    case "objects":
      if (!Array.isArray(value)) return wrong(messages.aList);
      return value.flatMap((item, i) => checkFields(kind.of, item, [...path, i], options));
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
  if (!isObject(value)) return [violation("WRONG_TYPE", path, `is ${shown(value)}, expected ${messages.anObject}.`)];
  const names = Object.keys(table);
  return [
    ...names.flatMap((name) => {
      const input = table[name];
      const item = value[name];
      if (input === undefined || item === undefined || item === null) return [];
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
      const former = formerNames[name];
      const hint = former === undefined ? didYouMean(name, known) : ` ${former}`;
      return violation("UNKNOWN_INPUT", [...path, name], `${unknownName(known)}${hint}`);
    });
}

/** Checks the type of a role: its own, or its key. */
export function checkRoleType(key: string, type: unknown, path: InputPath): Violation[] {
  if (type !== undefined && type !== null) return checkValue(roleInputs.type, type, [...path, "type"], {});
  return checkRole(key, {}, {}, path).filter(({ code }) => code === "ROLE_TYPE_REQUIRED");
}

function checkFields(
  fields: Readonly<Record<string, Field>>,
  value: unknown,
  path: InputPath,
  options: CheckOptions,
): Violation[] {
  const missing = isObject(value)
    ? Object.keys(fields).filter((name) => value[name] === undefined || value[name] === null)
    : [];
  return [
    ...checkObject(fields, value, path, options, (field, item, at) => checkValue(field, item, at, options)),
    ...missing.map((name) => required(fields[name], [...path, name])),
  ];
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
): Violation[] {
  if (unknownValues.isUnknown(value)) return [];
  if (typeof value !== "string") {
    return [violation("WRONG_TYPE", path, `is ${shown(value)}, expected ${textRules[name].expected}, within quotes.`)];
  }
  if (follows(name, value)) return [];
  const hint = hintTo(name, value);
  const message = filled(invalid(textRules[name].expected), spelling, [value]);
  return [violation("INVALID_VALUE", path, hint === undefined ? message : `${message} ${spelled(hint, spelling)}`)];
}

function checkKey(rule: TextRuleName, key: string, path: InputPath, options: CheckOptions): Violation[] {
  return checkText(rule, key, [...path, key], options).map((found) => ({
    ...found,
    code: "INVALID_KEY",
    message: found.message.replace(/^is /, "has the key "),
  }));
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
    ...[...twice].map((item) => violation("DUPLICATE", path, filled(messages.duplicate, ownNames, [String(item)]))),
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
    ...(entries.length > atMost ? [violation("TOO_MANY", path, messages.tooMany(atMost))] : []),
  ];
}

function notAmong(kind: Extract<Kind, { kind: "choice" | "choices" }>, value: unknown, path: InputPath): Violation {
  const hint = typeof value === "string" ? didYouMean(value, kind.among) : "";
  return violation("INVALID_CHOICE", path, `is ${shown(value)}, expected ${choiceExpected(kind)}.${hint}`);
}

/** The known name that a misspelt one is likely to mean, if there is one. */
function didYouMean(name: string, known: readonly string[]): string {
  const bare = (text: string) => text.toLowerCase().replace(new RegExp(nameNoise, "g"), "");
  const alike = known.find((candidate) => bare(candidate) === bare(name));
  const candidate = alike ?? closest(name, known);
  return alike !== undefined || distance(name, candidate) <= name.length / 2 ? ` Did you mean ${candidate}?` : "";
}

/** Checks the rules between the inputs of one role. */
export function checkRole(
  key: string,
  role: RoleValues,
  shared: InputValues,
  path: InputPath,
  options: CheckOptions = {},
): Violation[] {
  const context = contextOf(key, role, shared, options);
  return [...choiceViolations("role", context, path, options), ...valueViolations("role", context, path, options)];
}

/**
 * Checks the rules between the inputs that all roles share, and between the roles.
 *
 * @param given the inputs as they were set, good or bad: whether one is there is another question than what it is
 */
export function checkShared(shared: InputValues, options: CheckOptions = {}, given: InputValues = shared): Violation[] {
  const { spelling = ownNames, unknownValues = literalValues } = options;
  const { region } = shared;
  const isOffered = region === undefined || unknownValues.isUnknown(region) || offeredRegions.includes(region);
  return [
    ...choiceViolations("inputs", contextOf("", {}, given, options), [], options),
    ...valueViolations("inputs", contextOf("", {}, shared, options), [], options),
    ...valueViolations("roles", contextOf("", {}, shared, options), [], options),
    ...(isOffered
      ? []
      : [violation(regionNotOffered.code, ["region"], filled(regionNotOffered.message, spelling, [region]))]),
  ];
}

/** Checks the inputs of the module: their values, and the rules between them where the values are good. */
export function checkInputs(values: unknown, options: CheckOptions = {}): Violation[] {
  const found = checkTable(inputs, values, [], options);
  return isObject(values) ? [...found, ...checkRules(values, found, options)] : found;
}

/**
 * Checks the rules between the inputs of an object whose values have been checked. A rule is not checked where a value is
 * bad that it depends on: on a role with a bad value, and on shared inputs that are bad.
 */
export function checkRules(
  values: Readonly<Record<string, unknown>>,
  found: readonly Violation[],
  options: CheckOptions = {},
): Violation[] {
  const isBad = (...path: InputPath) => found.some((one) => path.every((part, i) => one.path[i] === part));
  const given = withoutNulls(values);
  const roles = Object.entries(isObject(given.roles) ? withoutNulls(given.roles) : {});
  const goodRoles = roles.flatMap(([key, role]): [string, RoleValues][] =>
    isObject(role) && !isBad("roles", key) ? [[key, withoutNulls(role)]] : [],
  );
  const good = Object.entries(given).filter(([name]) => !isBad(name));
  // What is good has the type that its table says.
  const shared = { ...Object.fromEntries(good), roles: Object.fromEntries(goodRoles) } as InputValues;
  const missing = Object.entries<Input>(inputs).filter(([name, input]) => !("default" in input || name in given));
  return [
    ...missing.map(([name, input]) => required(input, [name])),
    ...checkShared(shared, options, given as InputValues),
    ...goodRoles.flatMap(([key, role]) => checkRole(key, role, shared, ["roles", key], options)),
  ];
}

/** An object without what is null: it counts as left out, as in Terraform. */
export function withoutNulls(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}

function contextOf(key: string, role: RoleValues, shared: InputValues, options: CheckOptions): RuleContext {
  const { unknownValues = literalValues } = options;
  return { key, roleType: roleTypeOf(key, role), role, inputs: shared, unknownValues };
}

type RuleSubject = (typeof valueRules)[number]["of"];

function choiceViolations(of: RuleSubject, context: RuleContext, path: InputPath, options: CheckOptions): Violation[] {
  const { spelling = ownNames } = options;
  return choiceRules
    .filter((rule) => rule.of === of && holds(rule.when, context) && !holds(rule.require, context))
    .map(({ code, about, message }) =>
      violation(code, about === undefined ? path : [...path, about], spelled(message, spelling)),
    );
}

function valueViolations(of: RuleSubject, context: RuleContext, path: InputPath, options: CheckOptions): Violation[] {
  const { spelling = ownNames } = options;
  return valueRules
    .filter((rule) => rule.of === of)
    .flatMap(({ code, message, find }) =>
      find(context).map(({ path: at, values }) => violation(code, [...path, ...at], filled(message, spelling, values))),
    );
}

function violation(code: string, path: InputPath, message: string): Violation {
  return { code, path, message };
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a message. */
function shown(value: unknown): string {
  return typeof value === "function" ? "a function" : (JSON.stringify(value) ?? "not set");
}
