// Values that must be known when the stack is synthesized, because they become part of an IAM policy variable.
import type { Violation } from "../inputs/violation";
import { tokens } from "./tokens";

/** The values among these that only Terraform knows. */
export function knownAtSynth(values: Readonly<Record<string, unknown>>, names: readonly string[]): Violation[] {
  const message = "is a token, expected text: it becomes part of an IAM policy variable.";
  return names
    .filter((name) => values[name] !== undefined && tokens.isUnknown(values[name]))
    .map((name) => ({ code: "TOKEN_AS_TAG_KEY", path: [name], message }));
}
