// The sentences that refuse a value of the wrong shape. At synth we fill them in, at plan Terraform does: `%s` is a value,
// and `{name}` another input, which the constructs spell as TypeScript does.
import { limits } from "./limits";

/** How an input is spelt where the message is read. */
export type Spelling = (input: string) => string;

/** Inputs by their own names. */
export const ownNames: Spelling = (input) => input;

/** A sentence with the names of inputs filled in. */
export function spellInputs(sentence: string, spelling: Spelling): string {
  return sentence.replace(/\{([a-z_]+)\}/g, (_all, input: string) => spelling(input));
}

/** A sentence with names and values filled in. */
export function fillMessage(sentence: string, spelling: Spelling, values: readonly string[] = []): string {
  const remaining = [...values];
  return spellInputs(sentence, spelling).replace(/%s/g, () => remaining.shift() ?? "");
}

/** Refuses a value that is not what is expected. */
export function invalid(expected: string): string {
  return `is "%s", expected ${expected}.`;
}

/** Refuses a key of a map that is not what is expected. */
export function invalidKey(expected: string): string {
  return `has the key "%s", expected ${expected}.`;
}

/** Refuses a name that is none of these. */
export function unknownName(known: readonly string[]): string {
  return `is unknown, expected one of ${known.join(", ")}.`;
}

/** A regular expression of what is ignored when a misspelt name is compared with the known ones, both in lower case. */
export const nameNoise = "_|^chime:|s?(command|request|input)*$";

export const messages = {
  emptyList: "is empty, expected at least one value.",
  duplicate: 'has "%s" twice.',
  trueOrFalse: "true or false",
  aList: "a list",
  anObject: "an object",
  anObjectOfText: "an object whose values are strings",
  seconds: `whole seconds from ${limits.sessionSeconds.min} to ${limits.sessionSeconds.max}`,
  tooMany: (atMost: number) => `has more than ${atMost} entries, the limit of IAM.`,
  tagReserved:
    "is also the key of a session tag: in a session without that tag, IAM would read the role's tag instead. Use another key.",
  keysDifferInCase: "differs from another key only in case, which IAM ignores: remove one of them.",
  sharedPool:
    "trust one identity pool: while its classic (basic) flow is on, a client names the role that it wants. Keep that flow off, or give each role a pool of its own.",
  oneOf: (among: readonly string[]) => `one of ${among.join(", ")}`,
} as const;

/** What is expected of a choice. */
export function choiceExpected(choice: {
  readonly among: readonly string[];
  readonly list?: { readonly expected: string };
}): string {
  return choice.list?.expected ?? messages.oneOf(choice.among);
}

/** What every rule says. */
export interface RuleText {
  readonly code: string;
  /** The sentence that follows the name of the input. */
  readonly message: string;
}
