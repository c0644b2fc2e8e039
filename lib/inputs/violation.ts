// What is wrong with an input, and the error that carries it.

/** Where a value is among the inputs: names of inputs, keys of maps, indexes of lists. */
export type InputPath = readonly (string | number)[];

/** One mistake in the inputs. */
export interface Violation {
  /** What kind of mistake it is: `ROLE_WITHOUT_TRUST`. Codes are stable, messages are not. */
  readonly code: string;
  /** The input: names of inputs, keys of maps, indexes of lists. */
  readonly path: InputPath;
  /** A sentence that follows the name of the input. */
  readonly message: string;
  /** Whether it is about the key of a value, not the value. */
  readonly isAboutKey?: true;
}

/** The name of an input in a message: `roles.user.principal_arns[0]`. */
export function labelOf(path: InputPath): string {
  return path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("");
}

/**
 * The message of a violation, with the name of its input, on one line. A key or value with a line break could otherwise forge
 * a line in the log of CI.
 */
export function messageOf({ path, message }: Violation): string {
  const codePoint = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;
  return `${labelOf(path)} ${message}`.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, codePoint);
}

/** The error of every bad input: its message has a line for each violation. */
export class InputError extends Error {
  /** Tells it from other errors, where `instanceof` does not. */
  override readonly name = "InputError";

  /**
   * @param violations what is wrong, all of it
   * @param describe the line of one violation; by default the name of the input and the sentence
   */
  constructor(
    readonly violations: readonly Violation[],
    describe: (violation: Violation) => string = messageOf,
  ) {
    super(violations.map(describe).join("\n"));
  }
}

/** @throws InputError when there is a violation */
export function throwViolations(violations: readonly Violation[], describe?: (violation: Violation) => string): void {
  if (violations.length > 0) throw new InputError(violations, describe);
}
