// A mistake of the person who runs a command.

/** A mistake on the command line: the message says what is wrong and how the command is used. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
