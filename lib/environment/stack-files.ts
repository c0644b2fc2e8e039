// What is in the folder of a stack besides the stack: scripts/rollout.sh compares it with what the project says today.
import { copyFileSync, existsSync } from "node:fs";
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
