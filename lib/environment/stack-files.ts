// The files that come of a stack besides CDKTF's own: the copy that is committed and rolled out, and the lock file.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentStack } from "./stack";

/** The lock file of the project, under the name that Terraform gives it. `npm run lock` makes it, and it is committed. */
const lockFile = ".terraform.lock.hcl";

/** The committed copy of an environment's stack, which scripts/rollout.sh runs. */
export function stackFile(environmentName: string): string {
  return `stacks/${environmentName}.tf.json`;
}

/**
 * Copies the stack, byte for byte, to where it is committed, and the lock file of the project to where `cdktf deploy` runs
 * Terraform. Without a lock file of the project, one that Terraform has made there is left alone.
 */
export function writeStackFiles({ folder, source }: EnvironmentStack): void {
  mkdirSync("stacks", { recursive: true });
  copyFileSync(join(folder, "cdk.tf.json"), stackFile(source.name));
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
