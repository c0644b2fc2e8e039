// The README's commands and examples.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const projectRoot = join(__dirname, "..");

/** The text of every block of a language. */
export function readmeBlocks(language: string): string[] {
  const text = readFileSync(join(projectRoot, "README.md"), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, block = ""]) => block);
}

/** Every command that the README tells its reader to run. */
export function readmeCommands(): string[] {
  return readmeBlocks("sh").flatMap((block) => block.trim().split("\n"));
}
