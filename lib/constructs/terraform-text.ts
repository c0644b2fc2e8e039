// The one place where text becomes Terraform's: what IAM means by `${…}` must not be taken for a Terraform reference.
import { Tokenization } from "cdktf";
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

/** Text as a string of a Terraform expression. */
export function quoted(text: string): string {
  return JSON.stringify(escaped(text));
}

/** The Terraform expression that says whether a reference matches a description of rules.ts. */
function describes({ matches, unless }: Pick<Rule, "matches" | "unless">, reference: string): string {
  const found = (pattern: string) => `can(regex(${quoted(pattern)}, ${reference}))`;
  return unless === undefined ? found(matches) : `${found(matches)} && !${found(unless)}`;
}

/** A `validation` block of a variable. */
export interface Validation {
  readonly condition: string;
  readonly errorMessage: string;
}

/** The rule of a variable as its `validation` block: it accepts and says what `refusal` of rules.ts does at synth. */
export function validation(name: RuleName): Validation {
  const rule: Rule = rules[name];
  const reference = `var.${name}`;
  const hint = (rule.slips ?? []).reduceRight(
    (otherwise, slip) => `${describes(slip, reference)} ? ${quoted(` ${slip.hint}`)} : ${otherwise}`,
    quoted(""),
  );
  return {
    condition: `\${${describes(rule, reference)}}`,
    errorMessage: `${name} ${mismatch(rule.expected, `\${${reference}}`, rule.slips && `\${${hint}}`)}`,
  };
}
