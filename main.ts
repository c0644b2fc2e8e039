// The app: a stack for each file in environments/.
import { App } from "cdktf";
import { InputError } from "./lib/access/input-error";
import { addEnvironments } from "./lib/environment/environments";
import { writeModule } from "./lib/module/files";

try {
  const app = new App();
  const stacks = addEnvironments(app, "environments");
  app.synth();
  const moduleFiles = writeModule("module");
  const names = stacks.map((stack) => stack.node.id);
  console.log(`Written:
${names.map((name) => `  ${app.outdir}/stacks/${name}/cdk.tf.json`).join("\n")}
  module/ (${moduleFiles.length} files: the plain Terraform module)
Next:
  npx cdktf diff ${names[0]}      shows what would change in the account of its environment
  npx cdktf deploy ${names[0]}    makes the change`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
