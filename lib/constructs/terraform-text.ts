// The one place where text becomes Terraform's: what IAM means by `${…}` must not be taken for a Terraform reference.
import { Lazy, Tokenization } from "cdktf";
import { mismatch } from "../access/refusals";
import { type Rule, type RuleName, rules } from "../access/rules";

/** A value with every `${` and `%{` of its text escaped for Terraform. CDKTF tokens stay as they are. */
export function escaped<T>(value: T): T;
export function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{(?!TfToken\[)/g, "$1$1{");
  if (Array.isArray(value)) return value.map((item: unknown) => escaped(item));
  if (typeof value !== "object" || value === null || Tokenization.isResolvable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
}

/** Text as a string within a Terraform expression. */
export function quoted(text: string): string {
  return JSON.stringify(escaped(text));
}

/** A Terraform expression as a token: text that is not escaped. */
export function expression(hcl: string): string {
  return Lazy.stringValue({ produce: () => `\${${hcl}}` });
}

/** Text within a Terraform expression in which each `%s` stands for one of the expressions that follow. */
export function formatted(text: string, ...expressions: readonly string[]): string {
  return `format(${[quoted(text), ...expressions].join(", ")})`;
}

/** The Terraform expression that says whether a value matches a description of rules.ts. */
function describes({ matches, unless }: Pick<Rule, "matches" | "unless">, value: string): string {
  const found = (pattern: string) => `can(regex(${quoted(pattern)}, ${value}))`;
  return unless === undefined ? found(matches) : `(${found(matches)} && !${found(unless)})`;
}

/** The Terraform expression that says whether a value follows its rule. */
export function follows(name: RuleName, value: string): string {
  return describes(rules[name], value);
}

/** The Terraform expression of the hint to a value that does not follow its rule. */
export function hintTo(name: RuleName, value: string): string {
  const { slips = [] }: Rule = rules[name];
  return slips.reduceRight(
    (otherwise, slip) => `${describes(slip, value)} ? ${quoted(` ${slip.hint}`)} : ${otherwise}`,
    quoted(""),
  );
}

/** A `validation` block of a variable. */
export interface Validation {
  readonly condition: string;
  readonly errorMessage: string;
}

/** The rule of a variable as its `validation` block: it accepts and says what `refusal` of rules.ts does at synth. */
export function validation(name: RuleName, { nullable = false } = {}): Validation {
  const rule: Rule = rules[name];
  const variable = `var.${name}`;
  const value = nullable ? `coalesce(${variable}, "null")` : variable; // Terraform reads the words of a null too
  return {
    condition: `\${${nullable ? `${variable} == null || ` : ""}${follows(name, variable)}}`,
    errorMessage: `${name} ${mismatch(rule.expected, `\${${value}}`, rule.slips && `\${${hintTo(name, value)}}`)}`,
  };
}
