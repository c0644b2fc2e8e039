// The rules of inputs/ in Terraform: the conditions and messages of `validation` blocks and preconditions.
import { requiredMessage } from "../inputs/check";
import { type ChoiceRule, choiceRules } from "../inputs/choice-rules";
import { type InputName, inputs, type Kind, roleInputs } from "../inputs/inputs";
import { choiceExpected, invalid, invalidKey, messages, nameNoise, ownNames, spellInputs } from "../inputs/messages";
import type { Presence } from "../inputs/presence";
import { type TextRule, type TextRuleName, textRules } from "../inputs/text-rules";
import { type Loop, type PathPart, type TerraformValue, type ValueRule, valueRules } from "../inputs/value-rules";
import { quoteForTerraform } from "./terraform-text";

/** A `validation` block of a variable, or a precondition of a resource: Terraform text. */
export interface Validation {
  readonly condition: string;
  readonly errorMessage: string;
}

/** Something that must hold of each value that the loops go through. Every part is a Terraform expression. */
interface Check {
  /** The `for` expressions, one within another. Without any, there is one value. */
  readonly each: readonly Loop[];
  readonly holds: string;
  /** The message, in which each `%s` is one of `values`. */
  readonly message: string;
  readonly values: readonly MessageValue[];
}

/** A value in a message: the expression of its text, given those that say whether something of the loops, or else, is sensitive. */
export type MessageValue = (isSensitive: { readonly item: IsSensitive; readonly other: IsSensitive }) => string;

type IsSensitive = (value: string) => string;

/** Where a value is: the text of its path, in which each `%s` is the value of an expression of `at`. */
export interface Place {
  readonly path: string;
  readonly at: readonly MessageValue[];
}

/** A place within another. */
function below(place: Place, ...parts: readonly PathPart[]): Place {
  const at = [...place.at];
  let { path } = place;
  for (const part of parts) {
    if (typeof part === "string") {
      path += path === "" ? part : `.${part}`;
    } else if ("index" in part) {
      path += "[%s]";
      at.push(plainText(part.index));
    } else if ("key" in part) {
      path += ".%s";
      at.push(itemText(part.key));
    }
  }
  return { path, at };
}

/** A check as a block. Its message has a line for each value of which it does not hold. */
export function validationOf({ each, holds, message, values }: Check): Validation {
  const lists = each.map(({ list }) => list);
  const anyOf = (parts: readonly string[]) => parts.map((part) => `issensitive(${part})`).join(" || ");
  // The items of a sensitive list are not sensitive themselves: the list makes the result of the `for` expression so.
  const isSensitive = { item: (value: string) => anyOf([...lists, value]), other: (value: string) => anyOf([value]) };
  const text = `format(${[quoteForTerraform(message), ...values.map((value) => value(isSensitive))].join(", ")})`;
  if (each.length === 0) return { condition: `\${${holds}}`, errorMessage: `\${${text}}` };
  const all = (body: string) => {
    const nested = each.reduceRight((inner, { names, list }) => `[for ${names} in ${list} : ${inner}]`, body);
    return each.length === 1 ? nested : `flatten(${nested})`;
  };
  return {
    condition: `\${alltrue(${all(holds)})}`,
    // Terraform hides a sensitive message. Nothing in this one is.
    errorMessage: `\${nonsensitive(join("\\n", ${all(`${text} if nonsensitive(!(${holds}))`)}))}`,
  };
}

// Values in messages

/** An expression that is never sensitive. */
export const plainText =
  (expression: string): MessageValue =>
  () =>
    expression;

const unlessSensitive = (isSensitive: string, value: string) =>
  `${isSensitive} ? "(sensitive)" : nonsensitive(${value} == null ? "null" : ${value})`;

/** An item of the loops, unless it is sensitive. */
export const itemText =
  (value: string): MessageValue =>
  ({ item }) =>
    unlessSensitive(item(value), value);

/** A value that is no item of the loops, unless it is sensitive. */
const otherText =
  (value: string): MessageValue =>
  ({ other }) =>
    unlessSensitive(other(value), value);

/** A value of any type as JSON, unless it is sensitive. */
export function jsonText(value: string, from: "item" | "other" = "item"): MessageValue {
  const json = `jsonencode(${value})`;
  return from === "item" ? itemText(json) : otherText(json);
}

const valueText = (value: TerraformValue) => (typeof value === "string" ? otherText(value) : itemText(value.item));

// Text

function matches({ matches, unless }: Pick<TextRule, "matches" | "unless">, value: string): string {
  const found = (pattern: string) => `can(regex(${quoteForTerraform(pattern)}, ${value}))`;
  return unless === undefined ? found(matches) : `(${found(matches)} && !${found(unless)})`;
}

/** The hint to a value that does not follow its rule, with a space before it, or nothing. */
function hintExpression(name: TextRuleName, value: string): string {
  const { mistakes = [] }: TextRule = textRules[name];
  return mistakes.reduceRight(
    (otherwise, mistake) =>
      `nonsensitive(${matches(mistake, value)}) ? ${quoteForTerraform(` ${spellInputs(mistake.hint, ownNames)}`)} : ${otherwise}`,
    '""',
  );
}

/** The check of a text: of the value of an input, of an item of a list, or of a key of a map. */
function textCheck(
  rule: TextRuleName,
  value: TerraformValue,
  place: Place,
  each: readonly Loop[] = [],
  refusal: (expected: string) => string = invalid,
): Check {
  const { expected, mistakes }: TextRule = textRules[rule];
  const expression = typeof value === "string" ? value : value.item;
  return {
    each,
    holds: matches(textRules[rule], expression),
    message: `${place.path} ${spellInputs(refusal(expected), ownNames)}${mistakes === undefined ? "" : "%s"}`,
    values: [
      ...place.at,
      valueText(value),
      ...(mistakes === undefined ? [] : [plainText(hintExpression(rule, expression))]),
    ],
  };
}

const orNull = (value: string, check: Check): Check => ({ ...check, holds: `${value} == null || ${check.holds}` });

// Kinds of inputs

/** The checks of a value of a kind. Loops before these may go through several: the value is then an item of theirs. */
export function kindChecks(kind: Kind, value: string, place: Place, each: readonly Loop[] = []): Check[] {
  const shown: TerraformValue = each.length > 0 ? { item: value } : value;
  const plain = (holds: string, message: string, values: readonly MessageValue[] = []): Check => ({
    each,
    holds,
    message: `${place.path} ${message}`,
    values: [...place.at, ...values],
  });
  switch (kind.kind) {
    case "flag":
      return []; // the type of the variable says it all
    case "number": {
      const { min, max, expected } = kind;
      const good = `(${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value})`;
      return [plain(`${value} == null ? true : ${good}`, `is %s, expected ${expected}.`, [valueText(shown)])];
    }
    case "text":
      return [orNull(value, textCheck(kind.rule, shown, place, each))];
    case "choice": {
      const holds = `${value} == null ? true : contains(${namesOf(kind)}, ${value})`;
      return [plain(holds, invalid(choiceExpected(kind)), [valueText(shown)])];
    }
    case "list": {
      const list = kind.filled ? `${value} == null ? [] : ${value}` : value; // a field of an object may be null
      return [
        textCheck(kind.rule, { item: "item" }, below(place, { index: "i" }), [...each, { names: "i, item", list }]),
        {
          each: [...each, { names: "item", list: `distinct(${list})` }],
          holds: `length([for other in ${list} : other if other == item]) == 1`,
          message: `${place.path} ${messages.duplicate}`,
          values: [...place.at, itemText("item")],
        },
        ...(kind.filled ? [plain(`${value} == null ? true : length(${value}) > 0`, messages.emptyList)] : []),
      ];
    }
    case "choices": {
      const names = namesOf(kind);
      return [
        plain(`${value} == null ? true : length(${value}) > 0`, messages.emptyList),
        {
          each: [...each, { names: "item", list: `${value} == null ? [] : ${value}` }],
          holds: `item == null ? false : contains(${names}, item)`,
          message: `${place.path} ${invalid(choiceExpected(kind))}%s`,
          // A hint would reveal a sensitive name.
          values: [
            ...place.at,
            itemText("item"),
            ({ item }) => `${item("item")} ? "" : ${sameNameHint(names, "item")}`,
          ],
        },
      ];
    }
    case "objects":
      return Object.entries(kind.of).flatMap(([name, field]) => {
        const at = below(place, { index: "n" }, name);
        const objects = [...each, { names: "n, object", list: value }];
        return [
          {
            each: objects,
            holds: `object.${name} != null`,
            message: `${at.path} ${spellInputs(requiredMessage(field), ownNames)}`,
            values: at.at,
          },
          ...kindChecks(field, `object.${name}`, at, objects),
        ];
      });
    case "map": {
      const items = [...each, { names: "key, item", list: value }];
      const at = below(place, { key: "key" });
      return [
        textCheck(kind.key, { item: "key" }, at, items, invalidKey),
        textCheck(kind.value, { item: "item" }, at, items),
        plain(`length(${value}) <= ${kind.atMost}`, messages.tooMany(kind.atMost)),
      ];
    }
    case "argument":
    case "one_of":
    case "object":
      return []; // no variable of the module is one
    case "by_key": {
      // What is no object is refused by a check of its own. Keys are in addresses, and never sensitive.
      const keys = { names: "key", list: `try(nonsensitive(keys(${value})), [])` };
      const at = { path: `${place.path}.%s`, at: [...place.at, plainText("key")] };
      return [textCheck(kind.key, { item: "key" }, at, [...each, keys], invalidKey)];
    }
  }
}

/** The names of a choice: a long list is a local of the module. */
function namesOf({ among, list }: Extract<Kind, { kind: "choice" | "choices" }>): string {
  return list === undefined ? JSON.stringify(among) : `local.${list.name}`;
}

/** A hint to a name that differs from a known one only in case and underscores. */
export function sameNameHint(known: string, name: string): string {
  const bare = (text: string) => `replace(lower(${text}), "/${nameNoise}/", "")`;
  return `join("", [for known in ${known} : " Did you mean \${known}?" if ${bare("known")} == ${bare(`${name} == null ? "" : ${name}`)}])`;
}

// Rules between inputs

/** What is set, as a Terraform expression. */
export function presenceExpression(presence: Presence): string {
  if ("set" in presence) return isSetExpression(roleInputs[presence.set], `var.role.${presence.set}`);
  if ("setForAll" in presence) return `var.${presence.setForAll} != null`;
  if ("is" in presence) return `var.role.${presence.is[0]} == ${JSON.stringify(presence.is[1])}`;
  if ("type" in presence) return `contains(${JSON.stringify(presence.type)}, var.type)`;
  if ("actingCalls" in presence) {
    return `length(setintersection(var.role.calls == null ? [] : var.role.calls, lookup(local.acting_calls, var.type, []))) > 0`;
  }
  if ("not" in presence) return `!(${presenceExpression(presence.not)})`;
  const [parts, operator, none] = "all" in presence ? [presence.all, " && ", "true"] : [presence.any, " || ", "false"];
  return parts.length === 0 ? none : parts.map(operandExpression).join(operator);
}

function operandExpression(presence: Presence): string {
  const text = presenceExpression(presence);
  return "all" in presence || "any" in presence ? `(${text})` : text;
}

function isSetExpression({ kind }: Kind, value: string): string {
  if (kind === "flag") return value;
  return kind === "list" || kind === "objects" || kind === "map" ? `length(${value}) > 0` : `${value} != null`;
}

/** A rule of presence and choice as a check. */
function choiceCheck({ when, require, about, message }: ChoiceRule, place: Place): Check {
  const parts = [{ not: when }, require].filter((part) => !isNever(part));
  const at = about === undefined ? place : below(place, about);
  return {
    each: [],
    holds: parts.length === 0 ? "false" : presenceExpression({ any: parts }),
    message: `${at.path} ${spellInputs(message, ownNames)}`,
    values: at.at,
  };
}

/** Whether a condition holds of no inputs, as the negation of one that holds of all. */
function isNever(presence: Presence): boolean {
  return "not" in presence && "all" in presence.not && presence.not.all.length === 0;
}

/** A rule about values as checks; where `about` is given, those about this input. */
function valueChecks(rule: ValueRule, place: Place, about?: InputName): Check[] {
  return [rule, ...(rule.also ?? [])]
    .filter(({ path: [input] }) => about === undefined || input === about)
    .map(({ path, each, holds, fills }) => {
      const at = below(place, ...path);
      return {
        each,
        holds,
        message: `${at.path} ${spellInputs(rule.message, ownNames)}`,
        values: [...at.at, ...fills.map(valueText)],
      };
    });
}

/** The place of the inputs that all roles share. */
const top: Place = { path: "", at: [] };

/** The blocks of a variable of a stack: its kind, and the rules about its value. */
export function variableValidations(name: InputName): Validation[] {
  const checks = kindChecks(inputs[name], `var.${name}`, below(top, name));
  return [...checks, ...valueRules.inputs.flatMap((rule) => valueChecks(rule, top, name))].map(validationOf);
}

/** The blocks of a variable of the module: those of a stack, and the rules of presence and choice. */
export function inputValidations(name: InputName): Validation[] {
  const choices = choiceRules.inputs.filter(({ about }) => about === name);
  return [...variableValidations(name), ...choices.map((rule) => validationOf(choiceCheck(rule, top)))];
}

/** The place of a role of the module, by the expression of its key. */
function rolePlace(key: string): Place {
  return { path: "roles.%s", at: [plainText(key)] };
}

/** The blocks of one role: the kinds of its inputs, and the rules between them. */
export function roleValidations(): Validation[] {
  const place = rolePlace("var.key");
  const kinds = Object.entries<Kind>(roleInputs).flatMap(([name, input]) =>
    kindChecks(input, `var.role.${name}`, below(place, name)),
  );
  const choices = choiceRules.role.map((rule) => choiceCheck(rule, place));
  const values = valueRules.role.flatMap((rule) => valueChecks(rule, place));
  return [...kinds, ...choices, ...values].map(validationOf);
}

/** The preconditions of a role of the module: the rules between several roles. */
export function rolePreconditions(): Validation[] {
  return valueRules.roles.flatMap((rule) => valueChecks(rule, rolePlace("each.key"))).map(validationOf);
}
