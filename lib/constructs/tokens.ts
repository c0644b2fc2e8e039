// Tokens of CDKTF: values that nobody knows until Terraform plans. All that knows of them is here and in terraform-text.ts.
import { DefaultTokenResolver, Fn, StringConcat, Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import type { Kind } from "../inputs/inputs";
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
  misplaced(value) {
    if (Construct.isConstruct(value)) return `is a construct, expected text: use ${attributeOf(value)}.`;
    if (typeof value !== "string" || !isPartOfToken(value)) return undefined;
    return "is part of a list or map that is a token: use Fn.concat() or Fn.merge() to add to it, Fn.element() or Fn.lookup() to take from it.";
  },
  capture(pattern, text) {
    if (!isTokenText(text)) return new RegExp(pattern, "u").exec(text)?.[1] ?? "";
    return Token.asString(Fn.try([Fn.element(Fn.regex(pattern, text), 0), ""]));
  },
  known: (document) => (document === undefined || containsToken(document) ? undefined : document),
};

/** A list is a token as a whole, or a list of values of which some may be tokens. */
function isListToken(list: readonly unknown[]): boolean {
  return list.length === 1 && typeof list[0] === "string" && isPartOfToken(list[0]);
}

/** The attribute of a construct that is likely to be meant. */
function attributeOf(construct: Construct): string {
  const likely = ["roleArn", "policyArn", "arn", "stringValue", "asString", "value"];
  const name = likely.find((attribute) => attribute in construct);
  return name === undefined ? "one of its attributes" : `its attribute ${name}`;
}

/** Whether a text is what a list or map that is a token has as its item or key. */
function isPartOfToken(text: string): boolean {
  return /^[#&]\{TfToken\[[^\]]+\]\}$/.test(text) && hasToken(text);
}

function isMapToken(map: object): boolean {
  if (Tokenization.isResolvable(map)) return true;
  const [key = "", ...others] = Object.keys(map);
  return others.length === 0 && isPartOfToken(key);
}

/** Whether CDKTF made the token of a mark: lists and maps have their own marks of the same tokens. */
function hasToken(mark: string): boolean {
  return isTokenText(mark.replace(/^[#&]/, "$"));
}

/** Whether a value is a token or contains one, at any depth. */
export function hasTokens(value: unknown): boolean {
  if (tokens.isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => tokens.isUnknown(key) || hasTokens(item));
}

/** A value in which each token is of the type that an input of a kind has: `iterator.value` is of none. */
export function typed({ kind }: Pick<Kind, "kind">, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => typed({ kind: "text" }, item));
  if (!Tokenization.isResolvable(value)) return value;
  if (kind === "number") return Token.asNumber(value);
  return kind === "list" ? Token.asList(value) : kind === "text" ? Token.asString(value) : value;
}

/** Values as they are at synth, when `Lazy` yields them: what Terraform alone knows has become text that refers to it. */
export function resolved<T>(scope: Construct, values: T): T {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(values, { scope, resolver, preparing: false });
}

/** Values that were resolved: text that refers to something is not known. */
export const resolvedValues: UnknownValues = {
  ...tokens,
  isUnknown: (value) => typeof value === "string" && /[$%]\{/.test(value),
};
