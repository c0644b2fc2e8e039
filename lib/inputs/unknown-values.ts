// Values that nobody knows until Terraform plans, such as an attribute of another resource.

/**
 * What the rest of `access/` must know of such values. The constructs implement it for the tokens of their engine; for
 * everything else, {@link literalValues} is enough.
 */
export interface UnknownValues {
  /** Whether the value, or a part of it, is known to Terraform only. No rule is checked on it before the plan. */
  isUnknown(value: unknown): boolean;
  /**
   * The first group of a regular expression in a text, now or in Terraform. The pattern keeps to the syntax that
   * JavaScript and Terraform (RE2) share, and matches every text that a rule accepts.
   */
  capture(pattern: string, text: string): string;
}

/** For inputs that are all known. */
export const literalValues: UnknownValues = {
  isUnknown: () => false,
  capture: (pattern, text) => new RegExp(pattern, "u").exec(text)?.[1] ?? "",
};
