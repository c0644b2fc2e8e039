// The app: a stack for each file in environments/.
import { App } from "cdktf";
import { InputError } from "./lib/access/input-error";
import { writeBeside } from "./lib/environment/beside-stack";
import { addEnvironments } from "./lib/environment/environments";
import { writeModule } from "./lib/module/files";

try {
  const app = new App();
  const stacks = addEnvironments(app, "environments");
  app.synth();
  for (const stack of stacks) writeBeside(stack);
  const moduleFiles = writeModule("module");
  for (const { file, backend } of stacks) {
    if (backend.warning !== undefined) console.error(`Careful: ${file}: ${backend.warning}`);
  }
  const [first] = stacks;
  console.log(`Written:
${stacks.map(({ folder }) => `  ${folder}/cdk.tf.json`).join("\n")}
  module/ (${moduleFiles.length} files: the plain Terraform module)
Next:
  npx cdktf diff ${first?.node.id}      shows what would change in the account of its environment
  npx cdktf deploy ${first?.node.id}    makes the change
  npm run plan ${first?.environmentName}                 plans it for review: README.md, "Rollout"`);
} catch (error) {
  const message = error instanceof InputError ? error.message : fileErrorMessage(error);
  if (message === undefined) throw error;
  console.error(message);
  process.exitCode = 1;
}

/** The message of a file that cannot be read or written; undefined for any other error. */
function fileErrorMessage(error: unknown): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || path === undefined) return undefined;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied. Check who owns it.",
    EPERM: "permission denied. Check who owns it.",
    EROFS: "the file system is read-only.",
    EEXIST: "a file is in the place of the folder. Move it away.",
    ENOTDIR: "a file is in the place of a folder. Move it away.",
    ENOSPC: "the disk is full.",
  };
  return `${path} cannot be used (${syscall}): ${reasons[code] ?? code}`;
}
