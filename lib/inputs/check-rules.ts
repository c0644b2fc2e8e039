// Checks the rules between inputs.
import type { CheckOptions } from "./check";
import { type ChoiceRule, choiceRules } from "./choice-rules";
import { type InputValues, type RoleValues, roleTypeOf } from "./inputs";
import { fillMessage, ownNames, spellInputs } from "./messages";
import { holds } from "./presence";
import { literalValues } from "./unknown-values";
import { type PathPart, type RuleContext, type ValueRule, valueRules } from "./value-rules";
import type { InputPath, Violation } from "./violation";

/** Checks the rules between the inputs of one role. */
export function checkRole(
  key: string,
  role: RoleValues,
  shared: InputValues,
  path: InputPath,
  options: CheckOptions = {},
): Violation[] {
  const context = contextOf(shared, options, key, role);
  return [
    ...choiceRules.role.flatMap((rule) => checkChoice(rule, context, path, options)),
    ...valueRules.role.flatMap((rule) => checkValues(rule, role, context, path, options)),
  ];
}

/**
 * Checks the rules between the inputs that all roles share, and between the roles.
 *
 * @param given the inputs as they were set, good or bad: whether one is there is another question than what it is
 */
export function checkShared(shared: InputValues, options: CheckOptions = {}, given: InputValues = shared): Violation[] {
  const context = contextOf(given, options);
  return [
    ...choiceRules.inputs.flatMap((rule) => checkChoice(rule, context, [], options)),
    ...checkSharedValues(shared, options),
  ];
}

/** Checks the rules about the values that all roles share, and between the roles. */
export function checkSharedValues(shared: InputValues, options: CheckOptions = {}): Violation[] {
  const context = contextOf(shared, options);
  return [
    ...valueRules.inputs.flatMap((rule) => checkValues(rule, shared, context, [], options)),
    ...Object.entries(shared.roles ?? {}).flatMap(([key, role]) => {
      const ofRole = contextOf(shared, options, key, role);
      return valueRules.roles.flatMap((rule) => checkValues(rule, role, ofRole, ["roles", key], options));
    }),
  ];
}

/** What rules are checked on. */
export function contextOf(
  inputs: InputValues,
  { unknownValues = literalValues }: CheckOptions,
  key = "",
  role: RoleValues = {},
): RuleContext {
  return { key, roleType: roleTypeOf(key, role), role, inputs, unknownValues };
}

function checkChoice(rule: ChoiceRule, context: RuleContext, path: InputPath, options: CheckOptions): Violation[] {
  const { code, about, when, require, message } = rule;
  if (!holds(when, context) || holds(require, context)) return [];
  const { spelling = ownNames } = options;
  return [{ code, path: about === undefined ? path : [...path, about], message: spellInputs(message, spelling) }];
}

/** Checks a rule about values of a role, or of the inputs that all roles share. */
export function checkValues(
  rule: ValueRule,
  source: RoleValues | InputValues,
  context: RuleContext,
  path: InputPath,
  { spelling = ownNames }: CheckOptions,
): Violation[] {
  const { code, message, when, also = [] } = rule;
  if (when !== undefined && !holds(when, context)) return [];
  return [rule, ...also].flatMap(({ path: where, isGood, values = (value) => [value] }) =>
    valuesAt(source, where, context)
      .filter(({ value, keys }) => !isGood(value, context, ...keys))
      .map(({ path: at, value, keys }) => ({
        code,
        path: [...path, ...at],
        message: fillMessage(message, spelling, values(value, context, ...keys)),
      })),
  );
}

/** A value at a path, with the indexes and keys on the way. What is no text, such as a whole role, is not passed on. */
interface FoundValue {
  readonly path: InputPath;
  readonly keys: readonly (string | number)[];
  readonly value: string;
}

/** The values at a path that are known. */
function valuesAt(
  source: unknown,
  [part, ...rest]: readonly PathPart[],
  context: RuleContext,
  path: InputPath = [],
  keys: readonly (string | number)[] = [],
): FoundValue[] {
  if (source === undefined || (path.length > 0 && context.unknownValues.isUnknown(source))) return [];
  if (part === undefined) return [{ path, keys, value: typeof source === "string" ? source : "" }];
  const inside = source as Readonly<Record<string, unknown>>;
  if (typeof part === "string") return valuesAt(inside[part], rest, context, [...path, part], keys);
  if ("word" in part) {
    const words = [...new Set(Object.values(inside))];
    return words.flatMap((word) => valuesAt(word, rest, context, path, keys));
  }
  return Object.entries(inside).flatMap(([name, item]) => {
    const key = "index" in part ? Number(name) : name;
    return valuesAt(item, rest, context, [...path, key], [...keys, key]);
  });
}
