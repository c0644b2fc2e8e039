// What the commands have in common: a mistake of the person who runs one is a sentence, not a stack trace.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "../lib/inputs/usage-error";
import { InputError } from "../lib/inputs/violation";

/** A command of the command line. */
export interface Command {
  /** What it takes and does, as `--help` prints it. */
  readonly usage: string;
  /** Runs it. The result is the exit code: 0, or 2 for a finding that a pipeline should stop at. */
  readonly run: (args: readonly string[]) => number | Promise<number>;
}

/** Runs something that a person asked for. A mistake of theirs is printed and exits with 1. */
export async function exitWith(run: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InputError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * Parses options and positional arguments.
 *
 * @throws UsageError with the usage of the command
 */
export function parseArguments<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: Options,
  usage: string,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; tokens: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${error.message.replace(/\. .*/s, "")}.\n${usage}`);
  }
}
