// Leaves out the stack traces that CDKTF takes of tokens, lists and annotations: nobody reads those of what we make.

/** Runs a function without stack traces. Only an error has its own: JavaScript takes it without captureStackTrace(). */
export function withoutStackTraces<T>(make: () => T): T {
  const { captureStackTrace } = Error;
  try {
    Reflect.set(Error, "captureStackTrace", () => undefined);
    return make();
  } finally {
    Reflect.set(Error, "captureStackTrace", captureStackTrace);
  }
}
