// The rules of access/ in Terraform: the conditions and messages of `validation` blocks and preconditions.
import { requiredMessage } from "../inputs/check";
import type { Condition } from "../inputs/conditions";
import { type InputName, inputs, type Kind, roleInputs } from "../inputs/inputs";
import { choiceExpected, invalid, messages, nameNoise, ownNames, spelled } from "../inputs/messages";
import { type ChoiceRule, choiceRules, type ValueRule, valueRules } from "../inputs/rules";
import { type TextRule, type TextRuleName, textRules } from "../inputs/text-rules";
import { quoted } from "./terraform-text";

/** A `validation` block of a variable, or a precondition of a resource: Terraform text. */
export interface Validation {
  readonly condition: string;
  readonly errorMessage: string;
}

/** Something that must hold of each value that the `for` expressions go through. Every part is a Terraform expression. */
interface Check {
  /** The heads of the `for` expressions, one within another. Without any, there is one value. */
  readonly each: readonly string[];
  readonly holds: string;
  /** The message, in which each `%s` is one of `values`. */
  readonly message: string;
  readonly values: readonly MessageValue[];
}

/** A value in a message: an expression, or one that depends on what is sensitive, an expression too. */
export type MessageValue = string | ((isSensitive: (value: string) => string) => string);

/** Where a value is: the text of its path, in which each `%s` is the value of an expression of `at`. */
export interface Place {
  readonly path: string;
  readonly at: readonly MessageValue[];
}

const below = ({ path, at }: Place, part: string, ...further: readonly MessageValue[]): Place => ({
  path: `${path}${part}`,
  at: [...at, ...further],
});

/** A check as a block. Its message has a line for each value of which it does not hold. */
export function validationOf({ each, holds, message, values }: Check): Validation {
  // The items of a sensitive list are not sensitive themselves: the list makes the result of the `for` expression so.
  const loops = each.map((head) => /^(.*?) in (.*)$/s.exec(head)?.slice(1) ?? []);
  const isSensitive = (value: string) => {
    const isItem = loops.some(([names = ""]) =>
      names.split(", ").some((name) => new RegExp(`\\b${name}\\b`).test(value)),
    );
    const lists = isItem ? loops.map(([, list = ""]) => list) : [];
    return [...lists, value].map((part) => `issensitive(${part})`).join(" || ");
  };
  const shownValues = values.map((value) => (typeof value === "string" ? value : value(isSensitive)));
  const text = `format(${[quoted(message), ...shownValues].join(", ")})`;
  if (each.length === 0) return { condition: `\${${holds}}`, errorMessage: `\${${text}}` };
  const all = (body: string) => {
    const nested = each.reduceRight((inner, head) => `[for ${head} : ${inner}]`, body);
    return each.length === 1 ? nested : `flatten(${nested})`;
  };
  return {
    condition: `\${alltrue(${all(holds)})}`,
    // Terraform hides a sensitive message. Nothing in this one is.
    errorMessage: `\${nonsensitive(join("\\n", ${all(`${text} if nonsensitive(!(${holds}))`)}))}`,
  };
}

/** A value in a message, unless it is sensitive. */
export function shown(value: string): MessageValue {
  return (isSensitive) => `${isSensitive(value)} ? "(sensitive)" : nonsensitive(${value} == null ? "null" : ${value})`;
}

/** A value of any type in a message, as JSON, unless it is sensitive. */
export function shownAsJson(value: string): MessageValue {
  return shown(`jsonencode(${value})`);
}

// Text

function matches({ matches, unless }: Pick<TextRule, "matches" | "unless">, value: string): string {
  const found = (pattern: string) => `can(regex(${quoted(pattern)}, ${value}))`;
  return unless === undefined ? found(matches) : `(${found(matches)} && !${found(unless)})`;
}

/** The hint to a value that does not follow its rule, with a space before it, or nothing. */
function hintExpression(name: TextRuleName, value: string): string {
  const { mistakes = [] }: TextRule = textRules[name];
  return mistakes.reduceRight(
    (otherwise, mistake) =>
      `nonsensitive(${matches(mistake, value)}) ? ${quoted(` ${spelled(mistake.hint, ownNames)}`)} : ${otherwise}`,
    '""',
  );
}

function textCheck(rule: TextRuleName, value: string, { path, at }: Place, each: readonly string[] = []): Check {
  const { expected, mistakes }: TextRule = textRules[rule];
  return {
    each,
    holds: matches(textRules[rule], value),
    message: `${path} ${spelled(invalid(expected), ownNames)}${mistakes === undefined ? "" : "%s"}`,
    values: [...at, shown(value), ...(mistakes === undefined ? [] : [hintExpression(rule, value)])],
  };
}

/** The check of a key of a map. */
function keyCheck(rule: TextRuleName, key: string, place: Place, each: readonly string[]): Check {
  const check = textCheck(rule, key, place, each);
  return { ...check, message: check.message.replace(' is "%s"', ' has the key "%s"') };
}

const orNull = (value: string, check: Check): Check => ({ ...check, holds: `${value} == null || ${check.holds}` });

// Kinds of inputs

/** The checks of a value of a kind. A `for` expression before these may go through several. */
export function kindChecks(kind: Kind, value: string, place: Place, each: readonly string[] = []): Check[] {
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
      const message = `is %s, expected ${expected}.`;
      return [plain(`${value} == null ? true : ${good}`, message, [shown(value)])];
    }
    case "text":
      return [orNull(value, textCheck(kind.rule, value, place, each))];
    case "choice": {
      const holds = `${value} == null ? true : contains(${namesOf(kind)}, ${value})`;
      return [plain(holds, invalid(choiceExpected(kind)), [shown(value)])];
    }
    case "list": {
      const list = kind.filled ? `${value} == null ? [] : ${value}` : value; // a field of an object may be null
      return [
        textCheck(kind.rule, "item", below(place, "[%s]", "i"), [...each, `i, item in ${list}`]),
        {
          each: [...each, `item in distinct(${list})`],
          holds: `length([for other in ${list} : other if other == item]) == 1`,
          message: `${place.path} ${messages.duplicate}`,
          values: [...place.at, shown("item")],
        },
        ...(kind.filled ? [plain(`${value} == null ? true : length(${value}) > 0`, messages.emptyList)] : []),
      ];
    }
    case "choices": {
      const names = namesOf(kind);
      return [
        plain(`${value} == null ? true : length(${value}) > 0`, messages.emptyList),
        {
          each: [...each, `item in ${value} == null ? [] : ${value}`],
          holds: `item == null ? false : contains(${names}, item)`,
          message: `${place.path} ${invalid(choiceExpected(kind))}%s`,
          // A hint would reveal a sensitive name.
          values: [
            ...place.at,
            shown("item"),
            (isSensitive) => `${isSensitive("item")} ? "" : ${sameNameHint(names, "item")}`,
          ],
        },
      ];
    }
    case "objects":
      return Object.entries(kind.of).flatMap(([name, field]) => {
        const at = below(place, `[%s].${name}`, "n");
        const objects = [...each, `n, object in ${value}`];
        return [
          {
            each: objects,
            holds: `object.${name} != null`,
            message: `${at.path} ${spelled(requiredMessage(field), ownNames)}`,
            values: at.at,
          },
          ...kindChecks(field, `object.${name}`, at, objects),
        ];
      });
    case "map": {
      const items = [...each, `key, item in ${value}`];
      return [
        keyCheck(kind.key, "key", below(place, ".%s", shown("key")), items),
        textCheck(kind.value, "item", below(place, ".%s", shown("key")), items),
        plain(`length(${value}) <= ${kind.atMost}`, messages.tooMany(kind.atMost)),
      ];
    }
    case "argument":
    case "one_of":
    case "object":
      return []; // no variable of the module is one
    case "by_key":
      // What is no object is refused by a check of its own.
      return [
        keyCheck(kind.key, "key", below(place, ".%s", "key"), [
          ...each,
          `key in try(nonsensitive(keys(${value})), [])`,
        ]),
      ];
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

/** A condition of presence and choice as a Terraform expression. */
export function conditionExpression(condition: Condition): string {
  if ("set" in condition) return isSetExpression(roleInputs[condition.set], `var.role.${condition.set}`);
  if ("setForAll" in condition) return `var.${condition.setForAll} != null`;
  if ("is" in condition) return `var.role.${condition.is[0]} == ${JSON.stringify(condition.is[1])}`;
  if ("type" in condition) return `contains(${JSON.stringify(condition.type)}, var.type)`;
  if ("actingCalls" in condition) {
    return `length(setintersection(var.role.calls == null ? [] : var.role.calls, lookup(local.acting_calls, var.type, []))) > 0`;
  }
  if ("not" in condition) return `!(${conditionExpression(condition.not)})`;
  const [parts, operator, none] =
    "all" in condition ? [condition.all, " && ", "true"] : [condition.any, " || ", "false"];
  return parts.length === 0 ? none : parts.map((part) => enclosed(part)).join(operator);
}

/** A condition as an operand. */
function enclosed(condition: Condition): string {
  const text = conditionExpression(condition);
  return "all" in condition || "any" in condition ? `(${text})` : text;
}

function isSetExpression({ kind }: Kind, value: string): string {
  if (kind === "flag") return value;
  return kind === "list" || kind === "objects" || kind === "map" ? `length(${value}) > 0` : `${value} != null`;
}

/** A rule of presence and choice as a check. */
export function choiceCheck({ when, require, about, message }: ChoiceRule, place: Place): Check {
  const parts = [{ not: when }, require].filter((part) => !isNever(part));
  return {
    each: [],
    holds: parts.length === 0 ? "false" : conditionExpression({ any: parts }),
    message: `${about === undefined ? place.path : below(place, `.${about}`).path} ${spelled(message, ownNames)}`,
    values: place.at,
  };
}

/** Whether a condition holds of no inputs, as the negation of one that holds of all. */
function isNever(condition: Condition): boolean {
  return "not" in condition && "all" in condition.not && condition.not.all.length === 0;
}

/** A rule about values as checks. */
export function valueChecks({ message, terraform }: ValueRule, place: Place): Check[] {
  return terraform.map(({ each, holds, path, at = [], values = [] }) => {
    const indexes = at.map((name) => (name === "key" ? shown(name) : name)); // what is not a key is a number
    const whole = path === "" ? place : below(place, `.${path}`, ...indexes);
    return {
      each,
      holds,
      message: `${whole.path} ${spelled(message, ownNames)}`,
      values: [...whole.at, ...values.map(shown)],
    };
  });
}

/** The place of an input of the whole module. */
export const top: Place = { path: "", at: [] };

/** The checks of the rules about values of all roles' inputs that are about one of them. */
function sharedValueChecks(name: InputName): Check[] {
  return valueRules
    .filter(({ of }) => of === "inputs")
    .flatMap((rule) => {
      const terraform = rule.terraform.filter(({ path }) => path.split(/[.[]/)[0] === name);
      return valueChecks({ ...rule, terraform }, top);
    })
    .map(withoutDot);
}

/** At the top a path begins without a dot. */
function withoutDot(check: Check): Check {
  return { ...check, message: check.message.replace(/^\./, "") };
}

/** The blocks of a variable of a stack: its kind, and the rules about its value. */
export function variableValidations(name: InputName): Validation[] {
  const checks = kindChecks(inputs[name], `var.${name}`, { path: name, at: [] });
  return [...checks, ...sharedValueChecks(name)].map(validationOf);
}

/** The blocks of a variable of the module: those of a stack, and the rules of presence and choice. */
export function inputValidations(name: InputName): Validation[] {
  const choices = choiceRules.filter((rule) => rule.of === "inputs" && rule.about === name);
  const checks = choices.map((rule) => withoutDot(choiceCheck(rule, top)));
  return [...variableValidations(name), ...checks.map(validationOf)];
}

/** The blocks of one role: the kinds of its inputs, and the rules between them. */
export function roleValidations(): Validation[] {
  const place: Place = { path: "roles.%s", at: ["var.key"] };
  const kinds = Object.entries<Kind>(roleInputs).flatMap(([name, input]) =>
    kindChecks(input, `var.role.${name}`, below(place, `.${name}`)),
  );
  const choices = choiceRules.filter(({ of }) => of === "role").map((rule) => choiceCheck(rule, place));
  const values = valueRules.filter(({ of }) => of === "role").flatMap((rule) => valueChecks(rule, place));
  return [...kinds, ...choices, ...values].map(validationOf);
}

/** The preconditions of a role of the module: the rules between several roles. */
export function rolePreconditions(): Validation[] {
  const place: Place = { path: "roles.%s", at: ["each.key"] };
  return valueRules
    .filter(({ of }) => of === "roles")
    .flatMap((rule) => valueChecks(rule, place))
    .map(validationOf);
}
