// The rules of inputs/ in Terraform: the conditions and messages of `validation` blocks and preconditions.
import { requiredMessage } from "../inputs/check";
import { type ChoiceRule, choiceRules } from "../inputs/choice-rules";
import { type InputName, inputs, type Kind, type RoleInputName, roleInputs } from "../inputs/inputs";
import {
  choiceExpected,
  invalid,
  invalidKey,
  messages,
  nameNoise,
  ownNames,
  type Spelling,
  spellInputs,
} from "../inputs/messages";
import type { Presence } from "../inputs/presence";
import { type TextRule, type TextRuleName, textRules } from "../inputs/text-rules";
import {
  type Loop,
  type PathPart,
  type Reader,
  type TerraformCheck,
  type TerraformValue,
  type ValueRule,
  valueRules,
} from "../inputs/value-rules";
import { propName } from "./spelling";
import { quoteForTerraform } from "./terraform-text";

/** A `validation` block of a variable, or a precondition of a resource: Terraform text. */
export interface Validation {
  readonly condition: string;
  readonly errorMessage: string;
}

/** Something that must hold of each value that the loops go through. Every part is a Terraform expression. */
export interface Check extends Pick<TerraformCheck, "each" | "holds"> {
  /** Where the value is. */
  readonly path: readonly PathPart[];
  /** The sentence that follows the name of the input, in which each `%s` is one of `values`, and `{name}` an input. */
  readonly message: string;
  readonly values: readonly MessageValue[];
}

/** A value in a message: the expression of its text. */
export type MessageValue = (where: MessageContext) => string;

/** How a value of the loops, or another, is known to be sensitive, and how inputs are spelt. */
interface MessageContext {
  readonly item: (value: string) => string;
  readonly other: (value: string) => string;
  readonly spelling: Spelling;
}

/** Where checks speak from. */
export interface Speaker {
  /** Who speaks, in which each `%s` is one of `values`, and what stands before the path of a value. */
  readonly label: string;
  readonly values: readonly MessageValue[];
  readonly separator: string;
  /** The path as it is spelt there. */
  readonly place: (path: readonly PathPart[]) => readonly PathPart[];
  readonly spelling: Spelling;
}

/** A check as a block. Its message has a line for each value of which it does not hold. */
export function validationOf(check: Check, speaker: Speaker): Validation {
  const { each, holds } = check;
  const lists = each.map(({ list }) => list);
  const anyOf = (parts: readonly string[]) => parts.map((part) => `issensitive(${part})`).join(" || ");
  const place = labelled(speaker.place(check.path), speaker);
  const message = `${place.text} ${spellInputs(check.message, speaker.spelling)}`;
  const values = [...place.values, ...check.values].map((value) =>
    value({
      // The items of a sensitive list are not sensitive themselves: the list makes the result of the `for` expression so.
      item: (value) => anyOf([...lists, value]),
      other: (value) => anyOf([value]),
      spelling: speaker.spelling,
    }),
  );
  const text = `format(${[quoteForTerraform(message), ...values].join(", ")})`;
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

/** The text of a path after that of the speaker, in which each `%s` is one of the values. */
function labelled(
  path: readonly PathPart[],
  { label, values, separator }: Speaker,
): { readonly text: string; readonly values: readonly MessageValue[] } {
  let text = "";
  const at = [...values];
  for (const part of path) {
    if (typeof part === "string") {
      text += text === "" ? part : `.${part}`;
    } else if ("index" in part) {
      text += "[%s]";
      at.push(plainText(part.index));
    } else if ("key" in part) {
      text += ".%s";
      at.push(part.isNeverSensitive ? plainText(part.key) : itemText(part.key));
    }
  }
  return { text: text === "" ? label : `${label}${separator}${text}`, values: at };
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
const itemText =
  (value: string): MessageValue =>
  ({ item }) =>
    unlessSensitive(item(value), value);

/** A value that is no item of the loops, unless it is sensitive. */
export const otherText =
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
function hint(name: TextRuleName, value: string): MessageValue {
  const { mistakes = [] }: TextRule = textRules[name];
  return ({ spelling }) =>
    mistakes.reduceRight(
      (otherwise, mistake) =>
        `nonsensitive(${matches(mistake, value)}) ? ${quoteForTerraform(` ${spellInputs(mistake.hint, spelling)}`)} : ${otherwise}`,
      '""',
    );
}

/** The check of a text: of the value of an input, of an item of a list, or of a key of a map. */
function textCheck(
  rule: TextRuleName,
  value: TerraformValue,
  path: Check["path"],
  each: readonly Loop[] = [],
  refusal: (expected: string) => string = invalid,
): Check {
  const { expected, mistakes }: TextRule = textRules[rule];
  const expression = typeof value === "string" ? value : value.item;
  return {
    path,
    each,
    holds: matches(textRules[rule], expression),
    message: `${refusal(expected)}${mistakes === undefined ? "" : "%s"}`,
    values: [valueText(value), ...(mistakes === undefined ? [] : [hint(rule, expression)])],
  };
}

const orNull = (value: string, check: Check): Check => ({ ...check, holds: `${value} == null || ${check.holds}` });

// Kinds of inputs

/**
 * The checks of a value of a kind. Loops before these may go through several: the value is then an item of theirs.
 *
 * @param isSet whether the value must be there: null, which counts as left out elsewhere, is then refused
 */
export function kindChecks(
  kind: Kind,
  value: string,
  path: Check["path"],
  each: readonly Loop[] = [],
  isSet = false,
): Check[] {
  const ifNull = `${value} == null ? ${!isSet} : `;
  const shown: TerraformValue = each.length > 0 ? { item: value } : value;
  const plain = (holds: string, message: string, values: readonly MessageValue[] = []): Check => ({
    ...{ path, each, holds, message, values },
  });
  switch (kind.kind) {
    case "flag":
      return []; // the type of the variable says it all
    case "number": {
      const { min, max, expected } = kind;
      const good = `(${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value})`;
      return [plain(`${ifNull}${good}`, `is %s, expected ${expected}.`, [valueText(shown)])];
    }
    case "text": {
      const text = textCheck(kind.rule, shown, path, each);
      return [isSet ? text : orNull(value, text)];
    }
    case "choice": {
      const holds = `${value} == null ? true : contains(${namesOf(kind)}, ${value})`;
      return [plain(holds, invalid(choiceExpected(kind)), [valueText(shown)])];
    }
    case "list": {
      const isFilled = isSet || kind.filled;
      const list = isFilled ? `${value} == null ? [] : ${value}` : value; // a field of an object may be null
      return [
        textCheck(kind.rule, { item: "item" }, [...path, { index: "i" }], [...each, { names: "i, item", list }]),
        {
          path,
          each: [...each, { names: "item", list: `distinct(${list})` }],
          holds: `length([for other in ${list} : other if other == item]) == 1`,
          message: messages.duplicate,
          values: [itemText("item")],
        },
        ...(isFilled ? [plain(`${ifNull}length(${value}) > 0`, messages.emptyList)] : []),
      ];
    }
    case "choices": {
      const names = namesOf(kind);
      return [
        plain(`${value} == null ? true : length(${value}) > 0`, messages.emptyList),
        {
          path,
          each: [...each, { names: "item", list: `${value} == null ? [] : ${value}` }],
          holds: `item == null ? false : contains(${names}, item)`,
          message: `${invalid(choiceExpected(kind))}%s`,
          // A hint would reveal a sensitive name.
          values: [itemText("item"), ({ item }) => `${item("item")} ? "" : ${sameNameHint(names, "item")}`],
        },
      ];
    }
    case "objects":
      return Object.entries(kind.of).flatMap(([name, field]) => {
        const at: Check["path"] = [...path, { index: "n" }, name];
        const objects = [...each, { names: "n, object", list: value }];
        const isThere = { path: at, each: objects, holds: `object.${name} != null`, values: [] };
        return [
          ...(field.isOptional ? [] : [{ ...isThere, message: requiredMessage(field) }]),
          ...kindChecks(field, `object.${name}`, at, objects),
        ];
      });
    case "map": {
      const { atMost } = kind;
      const orUnset = isSet ? `${value} == null || ` : "";
      const items = [...each, { names: "key, item", list: isSet ? `${value} == null ? {} : ${value}` : value }];
      const at: Check["path"] = [...path, { key: "key" }];
      return [
        textCheck(kind.key, { item: "key" }, at, items, invalidKey),
        textCheck(kind.value, { item: "item" }, at, items),
        ...(atMost === undefined ? [] : [plain(`${orUnset}length(${value}) <= ${atMost}`, messages.tooMany(atMost))]),
        ...(isSet ? [plain(`${value} != null`, `is null, expected ${messages.anObjectOfText}.`)] : []),
      ];
    }
    case "object":
      return Object.entries(kind.of).flatMap(([name, field]) =>
        kindChecks(field, `${value}.${name}`, [...path, name], each),
      );
    case "argument":
    case "one_of":
      return []; // no variable of the module is one
    case "by_key": {
      // What is no object is refused by a check of its own. Keys are in addresses, and never sensitive.
      const keys = { names: "key", list: `try(nonsensitive(keys(${value})), [])` };
      const at: Check["path"] = [...path, { key: "key", isNeverSensitive: true }];
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
function presenceExpression(presence: Presence, at: Reader): string {
  if ("set" in presence) return isSetExpression(roleInputs[presence.set], at.role(presence.set));
  if ("setForAll" in presence) return `${at.shared(presence.setForAll)} != null`;
  if ("is" in presence) return `${at.role(presence.is[0])} == ${JSON.stringify(presence.is[1])}`;
  if ("type" in presence) return `contains(${JSON.stringify(presence.type)}, ${at.roleType})`;
  if ("actingCalls" in presence) {
    const calls = at.role("calls");
    return `length(setintersection(${calls} == null ? [] : ${calls}, lookup(${at.table("acting_calls")}, ${at.roleType}, []))) > 0`;
  }
  if ("not" in presence) return `!(${presenceExpression(presence.not, at)})`;
  const [parts, operator, none] = "all" in presence ? [presence.all, " && ", "true"] : [presence.any, " || ", "false"];
  return parts.length === 0 ? none : parts.map((part) => operandExpression(part, at)).join(operator);
}

function operandExpression(presence: Presence, at: Reader): string {
  const text = presenceExpression(presence, at);
  return "all" in presence || "any" in presence ? `(${text})` : text;
}

function isSetExpression({ kind }: Kind, value: string): string {
  if (kind === "flag") return value;
  return kind === "list" || kind === "objects" || kind === "map" ? `length(${value}) > 0` : `${value} != null`;
}

/** A rule of presence and choice as a check. */
function choiceCheck({ when, require, about, message }: ChoiceRule, at: Reader): Check {
  const parts = [{ not: when }, require].filter((part) => !isNever(part));
  const holds = parts.length === 0 ? "false" : presenceExpression({ any: parts }, at);
  return { path: about === undefined ? [] : [about], each: [], holds, message, values: [] };
}

/** Whether a condition holds of no inputs, as the negation of one that holds of all. */
function isNever(presence: Presence): boolean {
  return "not" in presence && "all" in presence.not && presence.not.all.length === 0;
}

/** A rule about values as checks, one for each place that it is about. */
export function valueChecks({ when, message, also = [], ...first }: ValueRule, at: Reader): Check[] {
  const unless = when === undefined ? "" : `${operandExpression(negated(when), at)} || `;
  return [first, ...also].map(({ path, inTerraform }) => {
    const { each, holds, fills } = inTerraform(at);
    return { path, each, holds: unless === "" ? holds : `${unless}(${holds})`, message, values: fills.map(valueText) };
  });
}

function negated(presence: Presence): Presence {
  return "not" in presence ? presence.not : { not: presence };
}

// Variables

/** The inputs speak for themselves. */
export const nobody: Speaker = { label: "", values: [], separator: "", place: (path) => path, spelling: ownNames };

/** Reads the variables of a stack: the module, or a module of its own for one role. */
export const variables: Reader = {
  key: "var.key",
  roleType: "var.type",
  role: (name) => `var.role.${name}`,
  shared: (name) => `var.${name}`,
  table: (name) => `local.${name}`,
};

/** The blocks of a variable of a stack: its kind, and the rules about its value. */
export function variableValidations(name: InputName): Validation[] {
  const rules = valueRules.inputs
    .flatMap((rule) => valueChecks(rule, variables))
    .filter(({ path: [of] }) => of === name);
  return [...kindChecks(inputs[name], `var.${name}`, [name]), ...rules].map((check) => validationOf(check, nobody));
}

/** The blocks of a variable of the module: those of a stack, and the rules of presence and choice. */
export function inputValidations(name: InputName): Validation[] {
  const choices = choiceRules.inputs.filter(({ about }) => about === name);
  return [...variableValidations(name), ...choices.map((rule) => validationOf(choiceCheck(rule, variables), nobody))];
}

/** A construct speaks of its props. Its path may have any character. */
export function speakerOf(constructPath: string): Speaker {
  return { ...nobody, label: constructPath.replaceAll("%", "%%"), separator: ": ", spelling: propName };
}

/** A role of the module speaks, by the expressions of its key and of its name in IAM, which tells calls apart. */
function roleSpeaker(key: string, name: string): Speaker {
  return { ...nobody, label: "roles.%s (%s)", values: [plainText(key), otherText(name)], separator: "." };
}

/** The blocks of one role: the kinds of its inputs, and the rules between them. */
export function roleValidations(): Validation[] {
  const kinds = Object.entries<Kind>(roleInputs).flatMap(([name, input]) =>
    kindChecks(input, variables.role(name as RoleInputName), [name]),
  );
  const choices = choiceRules.role.map((rule) => choiceCheck(rule, variables));
  const values = valueRules.role.flatMap((rule) => valueChecks(rule, variables));
  return [...kinds, ...choices, ...values].map((check) => validationOf(check, roleSpeaker("var.key", "var.name")));
}

/** The preconditions of a role of the module: the rules between several roles. */
export function rolePreconditions(): Validation[] {
  const checks = valueRules.roles.flatMap((rule) => valueChecks(rule, { ...variables, key: "each.key" }));
  return checks.map((check) => validationOf(check, roleSpeaker("each.key", "local.role_names[each.key]")));
}
