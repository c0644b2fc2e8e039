// examples/account in a copy of the project, as the emulator can take it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, outputOf, run } from "./project-copy";

/** Takes the statement from the bucket's policy that requires TLS, which the emulator does not speak. */
export function withoutTls(project: string): void {
  const file = join(project, "examples/account/state.tf");
  const text = readFileSync(file, "utf8");
  const without = text.replace(/ {6}\{\n(?:(?! {6}\},).*\n)*?.*SecureTransport.*\n {6}\},\n/, "");
  expect(text.length - without.length).toBeGreaterThan(200);
  writeFileSync(file, without);
}

/** Records the provider, as `npm run lock` does, from where the tests have it. */
export async function lockProvider(project: string): Promise<void> {
  outputOf("lock", await run("sh scripts/rollout.sh lock $LOCK_FLAGS", project));
}

/** What account.sh prints at its end: what the environment's file says of its account. */
export function printedEnvironment(output: string): Record<string, unknown> {
  return JSON.parse(output.slice(output.indexOf("\n{\n", output.indexOf("Add these settings to"))));
}

/** The messages of Terraform, each on one line: it breaks and frames them. */
export function unframed({ output }: Outcome): string {
  return output.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");
}
