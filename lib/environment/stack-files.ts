// What is in the folder of a stack besides the stack: scripts/rollout.sh compares it with what the project says today.
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentStack } from "./stack";

/** The lock file of the project, under the name that Terraform gives it. `npm run lock` makes it, and it is committed. */
const lockFile = ".terraform.lock.hcl";

/**
 * Copies the environment's file and the lock file of the project into the folder of its stack. Without a lock file of the
 * project, one that Terraform has made there is left alone.
 */
export function writeStackFiles({ folder, source }: EnvironmentStack): void {
  copyFileSync(source.file, join(folder, "environment.json"));
  if (existsSync(lockFile)) copyFileSync(lockFile, join(folder, lockFile));
}

/** Removes from a folder what an environment left that is gone: the entries of `nameOf` that belong to none of these. */
export function removeStale(folder: string, nameOf: RegExp, environments: readonly string[]): string[] {
  const stale = readdirSync(folder).filter((entry) => {
    const name = nameOf.exec(entry)?.[1];
    return name !== undefined && !environments.includes(name);
  });
  for (const entry of stale) rmSync(join(folder, entry), { recursive: true });
  return stale.map((entry) => join(folder, entry));
}
