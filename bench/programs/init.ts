// The four roles as in a project of `cdktf init`: ts-node, and the provider's resources imported one by one.
import { readFileSync } from "node:fs";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

const roles: Record<string, { policy: object; trust: object }> = JSON.parse(
  readFileSync(`${__dirname}/out/documents.json`, "utf8"),
);
const app = new App();
const stack = new TerraformStack(app, "chime-iam");
new AwsProvider(stack, "aws", { region: "us-east-1" });
for (const [key, { policy, trust }] of Object.entries(roles)) {
  const name = `chime-${key}`;
  const role = new IamRole(stack, `${key}-role`, { name, assumeRolePolicy: JSON.stringify(trust) });
  const managed = new IamPolicy(stack, `${key}-policy`, { name, policy: JSON.stringify(policy) });
  new IamRolePolicyAttachment(stack, `${key}-attachment`, { role: role.name, policyArn: managed.arn });
}
app.synth();
