// The app: a stack for each file in environments/, and what it gives access to.
import "./lib/environment/compile-cache"; // before CDKTF
import { mkdirSync, writeFileSync } from "node:fs";
import { App } from "cdktf";
import { backendWarning } from "./lib/environment/backends";
import { checkConflicts } from "./lib/environment/conflicts";
import { readEnvironments } from "./lib/environment/environments";
import { EnvironmentStack } from "./lib/environment/stack";
import { removeStale, stackFile, writeStackFiles } from "./lib/environment/stack-files";
import { appInstanceOf } from "./lib/inputs/role-spec";
import { InputError } from "./lib/inputs/violation";
import { accessOfSpecs } from "./lib/review/access";
import { accessFileText } from "./lib/review/access-file";

try {
  const { environments, notRead } = readEnvironments("environments");
  checkConflicts(environments);
  const app = new App();
  const stacks = environments.map((environment) => new EnvironmentStack(app, environment));
  app.synth();
  for (const stack of stacks) writeStackFiles(stack);
  mkdirSync("access", { recursive: true });
  for (const { name, environment } of environments) {
    writeFileSync(`access/${name}.json`, accessFileText(accessOfSpecs(appInstanceOf(environment), environment.specs)));
  }
  const names = environments.map(({ name }) => name);
  const removed = [
    ...removeStale(`${app.outdir}/stacks`, /^chime-iam-(.+)$/, names),
    ...removeStale("stacks", /^(.+)\.tf\.json$/, names),
    ...removeStale("access", /^(.+)\.json$/, names),
  ];
  for (const path of removed) console.log(`Removed: ${path}, of an environment that is gone`);
  for (const sentence of notRead) console.error(`Warning: ${sentence}`);
  for (const { file, environment } of environments) {
    const warning = backendWarning(environment.backend);
    if (warning !== undefined) console.error(`Warning: ${file}: ${warning}`);
  }
  const [first] = stacks;
  console.log(`Written:
${stacks.map(({ folder, source }) => `  ${folder}/cdk.tf.json and ${stackFile(source.name)}`).join("\n")}
Next:
  npx cdktf diff ${first?.node.id}      shows what would change in the account of its environment
  npx cdktf deploy ${first?.node.id}    makes the change
  npm run plan ${first?.source.name}                 plans what is committed, for review: docs/rollout.md`);
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
