// The one place where text becomes Terraform's: what IAM means by `${…}` must not be taken for a Terraform reference.
import { Lazy, Tokenization } from "cdktf";
import { isTokenText } from "./tokens";

/** A value with every `${` and `%{` of its text escaped for Terraform. CDKTF tokens stay as they are. */
export function escapeForTerraform<T>(value: T): T;
export function escapeForTerraform(value: unknown): unknown {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => escapeForTerraform(item));
  if (typeof value !== "object" || value === null || Tokenization.isResolvable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeForTerraform(item)]));
}

function escapeText(text: string): string {
  if (!text.includes("{")) return text;
  return text.replace(/([$%])\{(TfToken\[[^\]]*\]\})?/g, (all, sign: string, token: string | undefined) =>
    token !== undefined && isTokenText(all) ? all : `${sign}${sign}{${token ?? ""}`,
  );
}

/** Text as a string within a Terraform expression. */
export function quoteForTerraform(text: string): string {
  return JSON.stringify(escapeForTerraform(text));
}

/** A Terraform expression as a token: text that is not escaped. */
export function expression(hcl: string): string {
  return Lazy.stringValue({ produce: () => `\${${hcl}}` });
}
