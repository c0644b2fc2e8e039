// The one place where text becomes Terraform's: what IAM means by `${…}` must not be taken for a Terraform reference.
import { Lazy, Tokenization } from "cdktf";
import { isTokenText } from "./tokens";

/** A value with every `${` and `%{` of its text escaped for Terraform. CDKTF tokens stay as they are. */
export function escaped<T>(value: T): T;
export function escaped(value: unknown): unknown {
  if (typeof value === "string") return escapedText(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => escaped(item));
    return items.every((item, i) => item === value[i]) ? value : items; // many documents have the same list of actions
  }
  if (typeof value !== "object" || value === null || Tokenization.isResolvable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
}

function escapedText(text: string): string {
  if (!text.includes("{")) return text;
  return text.replace(/([$%])\{(TfToken\[[^\]]*\]\})?/g, (all, sign: string, token: string | undefined) =>
    token !== undefined && isTokenText(all) ? all : `${sign}${sign}{${token ?? ""}`,
  );
}

/** Text as a string within a Terraform expression. */
export function quoted(text: string): string {
  return JSON.stringify(escaped(text));
}

/** A Terraform expression as a token: text that is not escaped. */
export function expression(hcl: string): string {
  return Lazy.stringValue({ produce: () => `\${${hcl}}` });
}
