// Values that nobody knows until Terraform plans, such as an attribute of another resource.
import type { PolicyDocument } from "../grants/policy-document";

/** What the checks and specs must know of such values. The constructs implement it for the tokens of their engine. */
export interface UnknownValues {
  /** Whether the value, or a part of it, is known to Terraform only. No rule is checked on it before the plan. */
  isUnknown(value: unknown): boolean;
  /** What is wrong with a value of the engine that is out of place, such as a construct instead of its ARN: a sentence. */
  misplaced(value: unknown): string | undefined;
  /**
   * The first group of a regular expression in a text, now or in Terraform. The pattern keeps to the syntax that
   * JavaScript and Terraform (RE2) share; of a text that it does not match, nothing.
   */
  capture(pattern: string, text: string): string;
  /** A document with the values that it will have; undefined where Terraform alone knows them. */
  known(document: PolicyDocument | undefined): PolicyDocument | undefined;
}

/** For inputs that are all known. */
export const literalValues: UnknownValues = {
  isUnknown: () => false,
  misplaced: () => undefined,
  capture: (pattern, text) => new RegExp(pattern, "u").exec(text)?.[1] ?? "",
  known: (document) => document,
};
