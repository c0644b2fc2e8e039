// The README's commands and examples.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./files";

const text = readFileSync(join(projectRoot, "README.md"), "utf8");

/** The text of every block of a language. */
export function readmeBlocks(language: string, of = text): string[] {
  return [...of.matchAll(new RegExp(`^ *\`\`\`${language}\n(.*?)^ *\`\`\`$`, "gms"))].map(([, block = ""]) => block);
}

/** Every command that the README, or one section of it, tells its reader to run. */
export function readmeCommands(section?: string): string[] {
  const of = section === undefined ? text : text.split(/^## /m).find((part) => part.startsWith(`${section}\n`));
  return readmeBlocks("sh", of ?? "").flatMap((block) => block.trim().split("\n"));
}
