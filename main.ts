// The app: a stack for each file in environments/.
import { App } from "cdktf";
import { InputError } from "./lib/access/input-error";
import { addEnvironments } from "./lib/environment/environments";
import { copyLockFile } from "./lib/environment/lock-file";
import { writeModule } from "./lib/module/files";

try {
  const app = new App();
  const stacks = addEnvironments(app, "environments");
  app.synth();
  const folders = stacks.map((stack) => `${app.outdir}/stacks/${stack.node.id}`);
  copyLockFile(folders);
  const moduleFiles = writeModule("module");
  for (const { environmentName, backend } of stacks) {
    if (backend.warning !== undefined)
      console.error(`Careful: environments/${environmentName}.json: ${backend.warning}`);
  }
  const [first] = stacks;
  console.log(`Written:
${folders.map((folder) => `  ${folder}/cdk.tf.json`).join("\n")}
  module/ (${moduleFiles.length} files: the plain Terraform module)
Next:
  npx cdktf diff ${first?.node.id}      shows what would change in the account of its environment
  npx cdktf deploy ${first?.node.id}    makes the change
  npm run plan ${first?.environmentName}                 plans it for review: README.md, "Rollout"`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
