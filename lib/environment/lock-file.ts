// The lock file of the project, which holds every environment to one version of the provider.
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";

/** The name that Terraform gives it. `npm run lock` makes it; it is committed. */
export const lockFile = ".terraform.lock.hcl";

/** Gives each stack's folder the project's lock file, if there is one. */
export function copyLockFile(folders: readonly string[]): void {
  if (!existsSync(lockFile)) return;
  for (const folder of folders) copyFileSync(lockFile, join(folder, lockFile));
}
