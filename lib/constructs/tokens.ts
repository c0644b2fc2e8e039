// Tokens of CDKTF: values that nobody knows until Terraform plans. All that knows of them is here and in terraform-text.ts.
import { Fn, Token, Tokenization } from "cdktf";
import type { UnknownValues } from "../inputs/unknown-values";

/** Whether a text contains a token. A text that only looks like one, because CDKTF never made it, is text. */
export function isTokenText(text: string): boolean {
  try {
    return Tokenization.reverseString(text).tokens.length > 0;
  } catch {
    return false; // a mark without a token
  }
}

/** Whether a document contains the mark of a token: of text, lists and maps, or of numbers and lists of numbers. */
export function containsToken(document: object): boolean {
  return /[$#&]\{TfToken\[|e\+(298|289)/.test(JSON.stringify(document));
}

/** The tokens of CDKTF, as the checks see them. */
export const tokens: UnknownValues = {
  isUnknown(value) {
    if (typeof value === "string") return isTokenText(value);
    if (Array.isArray(value)) return isListToken(value);
    if (typeof value === "object" && value !== null) return isMapToken(value);
    return Token.isUnresolved(value);
  },
  capture(pattern, text) {
    if (!isTokenText(text)) return new RegExp(pattern, "u").exec(text)?.[1] ?? "";
    return Token.asString(Fn.element(Fn.regex(pattern, text), 0));
  },
  known: (document) => (document === undefined || containsToken(document) ? undefined : document),
};

/** A list is a token as a whole, or a list of values of which some may be tokens. */
function isListToken(list: readonly unknown[]): boolean {
  return (
    list.length === 1 && typeof list[0] === "string" && /^#\{TfToken\[[^\]]+\]\}$/.test(list[0]) && hasToken(list[0])
  );
}

function isMapToken(map: object): boolean {
  if (Tokenization.isResolvable(map)) return true;
  const [key = "", ...others] = Object.keys(map);
  return others.length === 0 && /^&\{TfToken\[[^\]]+\]\}$/.test(key) && hasToken(key);
}

/** Whether CDKTF made the token of a mark: lists and maps have their own marks of the same tokens. */
function hasToken(mark: string): boolean {
  return isTokenText(mark.replace(/^[#&]/, "$"));
}
