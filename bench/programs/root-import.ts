// The same as init.ts, with the provider imported as a whole.
import { readFileSync } from "node:fs";
import { iamPolicy, iamRole, iamRolePolicyAttachment, provider } from "@cdktf/provider-aws";
import { App, TerraformStack } from "cdktf";

const roles: Record<string, { policy: object; trust: object }> = JSON.parse(
  readFileSync(`${__dirname}/out/documents.json`, "utf8"),
);
const app = new App();
const stack = new TerraformStack(app, "chime-iam");
new provider.AwsProvider(stack, "aws", { region: "us-east-1" });
for (const [key, { policy, trust }] of Object.entries(roles)) {
  const name = `chime-${key}`;
  const role = new iamRole.IamRole(stack, `${key}-role`, { name, assumeRolePolicy: JSON.stringify(trust) });
  const managed = new iamPolicy.IamPolicy(stack, `${key}-policy`, { name, policy: JSON.stringify(policy) });
  new iamRolePolicyAttachment.IamRolePolicyAttachment(stack, `${key}-attachment`, {
    role: role.name,
    policyArn: managed.arn,
  });
}
app.synth();
