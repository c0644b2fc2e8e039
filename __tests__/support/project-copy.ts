// A copy of the project in a folder of its own, and commands run in it.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { projectRoot } from "./files";

/** How a command ended, and everything that it printed, without colours. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/**
 * Copies the sources as a fresh clone has them, except the environments, which may be a user's own by now: it has
 * those that are passed, by name, and no stacks of others. node_modules are linked.
 */
export function copyProject(environments: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-project-"));
  const left = new Set([".git", "node_modules", "dist", "cdktf.out", "state", ".terraform", ".rollout"]);
  cpSync(projectRoot, folder, {
    recursive: true,
    filter: (path) => path === projectRoot || !left.has(basename(path)),
  });
  for (const file of readdirSync(join(folder, "environments"))) {
    if (file !== "schema.json") rmSync(join(folder, "environments", file));
  }
  rmSync(join(folder, "stacks"), { recursive: true });
  for (const [name, json] of Object.entries(environments)) {
    writeFileSync(join(folder, "environments", `${name}.json`), json);
  }
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Commits everything in a copy: a rollout runs what git has at HEAD. */
export async function commitAll(project: string): Promise<void> {
  const commit = "git -c user.name=test -c user.email=test@example.com commit --quiet --allow-empty --message=all";
  outputOf("commit", await run(`git init --quiet && git add --all && ${commit}`, project));
}

/** Runs a command line to its end, whatever the end is; one that takes minutes is ended. */
export function run(command: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26, timeout: 150_000 };
    execFile("sh", ["-c", command], options, (error, stdout, stderr) => {
      resolve({
        code: error === null ? 0 : Number(error.code ?? -1),
        output: stripVTControlCharacters(stdout + stderr),
      });
    });
  });
}

/** What a command printed that had to succeed. */
export function outputOf(command: string, { code, output }: Outcome): string {
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${output}`);
  return output;
}

/** What a plan comes to, in Terraform's words: `Plan: 1 to add, 0 to change, 0 to destroy.` */
export function summaryOf(plan: string): string {
  return /^(Plan: .*|No changes\.)/m.exec(plan)?.[0] ?? plan;
}
