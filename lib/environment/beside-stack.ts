// What lies beside a stack for scripts/rollout.sh: by it a plan is held to one provider, and to what the file says today.
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentStack } from "./stack";

/** The lock file of the project, under the name that Terraform gives it. `npm run lock` makes it, and it is committed. */
const lockFile = ".terraform.lock.hcl";

/**
 * Gives the folder of a stack the environment's file that it was made of, and the lock file of the project. Without one,
 * a lock that Terraform has made there by itself is left alone.
 */
export function writeBeside({ folder, file }: EnvironmentStack): void {
  copyFileSync(file, join(folder, "environment.json"));
  if (existsSync(lockFile)) copyFileSync(lockFile, join(folder, lockFile));
}
