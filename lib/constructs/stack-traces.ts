// Spares the provider's resources the stack traces that CDKTF takes of tokens and lists: nobody reads those of ours.

/** What a function returns, with no stack trace taken meanwhile. Errors have theirs: JavaScript takes it by another way. */
export function withoutStackTraces<T>(make: () => T): T {
  const { captureStackTrace } = Error;
  try {
    Reflect.set(Error, "captureStackTrace", () => undefined);
    return make();
  } finally {
    Reflect.set(Error, "captureStackTrace", captureStackTrace);
  }
}
