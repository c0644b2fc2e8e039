// The commands and examples of the documentation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./files";

/** The text of every block of a language in a document. */
export function blocksOf(path: string, language: string): string[] {
  const text = readFileSync(join(projectRoot, path), "utf8");
  return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\n(.*?)^ *\`\`\`$`, "gms"))].map(([, block = ""]) => block);
}

/** Every command that a document tells its reader to run. */
export function commandsOf(path: string): string[] {
  return blocksOf(path, "sh").flatMap((block) =>
    block
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  );
}

/** Every environment file that the documentation and the examples show. */
export function environmentFiles(): string[] {
  const documents = ["README.md", "docs/environment-file.md", "docs/rollout.md", "docs/taking-over.md"];
  const applications = readFileSync(join(projectRoot, "examples/applications/environment.json"), "utf8");
  return [...documents.flatMap((path) => blocksOf(path, "json")), applications];
}
