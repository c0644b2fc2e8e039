// The error of every bad input.

/** A value that this package refuses. Its message names the input, the value, what is expected and the likely slip. */
export class InputError extends Error {
  override readonly name = "InputError";
}
