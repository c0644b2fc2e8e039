// What the commands of package.json have in common: an error of the person who runs them is a sentence, not a stack trace.
import { UsageError } from "../lib/inputs/usage-error";
import { InputError } from "../lib/inputs/violation";

/** Runs a command. Its result is the exit code; a mistake is printed and exits with 1. */
export async function runCommand(command: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InputError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
