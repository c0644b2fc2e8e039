// The four roles of a number of app instances in one stack: `node app-instances.cjs ours|strings|jsonencode|locals NUMBER`.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { App, Fn, TerraformLocal, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");

const [way, number] = process.argv.slice(2);
const template = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603";
const app = new App();
const stack = new TerraformStack(app, "chime-iam");
new AwsProvider(stack, "aws", { region: "us-east-1" });
const make = way === "ours" ? ours() : plain();
for (let i = 0; i < Number(number); i++) make(i, `0f3c9a52-7b1e-4d86-9c40-${String(i).padStart(12, "0")}`);
app.synth();

function ours() {
  const { AppInstance, ChimeRoles, Trust } = require("../../dist/lib");
  const trust = Trust.account();
  const roles = { developer: { trust }, user: { trust }, minimal_user: { trust }, websocket: { trust } };
  return (i, id) => {
    const appInstance = AppInstance.of({ region: "us-east-1", account: "123456789012", id });
    const prefixes = { addressPrefix: `app_${i}_`, namePrefix: `chime-${i}-` };
    new ChimeRoles(stack, `app-${i}`, { appInstance, ...prefixes, roles });
  };
}

/** Plain resources, with the documents as JSON strings, as objects within jsonencode(), or in locals as ours are. */
function plain() {
  const { IamPolicy } = require("@cdktf/provider-aws/lib/iam-policy");
  const { IamRole } = require("@cdktf/provider-aws/lib/iam-role");
  const { IamRolePolicyAttachment } = require("@cdktf/provider-aws/lib/iam-role-policy-attachment");
  const text = readFileSync(join(__dirname, "out/documents.json"), "utf8");
  const json = {
    strings: (_id, document) => JSON.stringify(document),
    jsonencode: (_id, document) => Fn.jsonencode(document),
    locals: (id, document) => Fn.jsonencode(new TerraformLocal(stack, id, document).expression),
  }[way];
  return (i, id) => {
    for (const [key, { policy, trust }] of Object.entries(
      JSON.parse(text.replaceAll(template, id).replaceAll("${", "$${")),
    )) {
      const name = `chime-${i}-${key}`;
      const role = new IamRole(stack, `${name}-role`, { name, assumeRolePolicy: json(`${name}-trust`, trust) });
      const managed = new IamPolicy(stack, `${name}-policy`, { name, policy: json(`${name}-document`, policy) });
      new IamRolePolicyAttachment(stack, `${name}-attachment`, { role: role.name, policyArn: managed.arn });
    }
  };
}
