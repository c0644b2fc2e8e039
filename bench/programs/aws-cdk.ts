// The four roles in AWS CDK, as in a project of `cdk init`: ts-node.
import { readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { CfnManagedPolicy, CfnRole } from "aws-cdk-lib/aws-iam";

const roles: Record<string, { policy: object; trust: object }> = JSON.parse(
  readFileSync(`${__dirname}/out/documents.json`, "utf8"),
);
const app = new App({ outdir: "cdk.out" });
const stack = new Stack(app, "chime-iam", { env: { account: "123456789012", region: "us-east-1" } });
for (const [key, { policy, trust }] of Object.entries(roles)) {
  const name = `chime-${key}`;
  const role = new CfnRole(stack, `${key}-role`, { roleName: name, assumeRolePolicyDocument: trust });
  new CfnManagedPolicy(stack, `${key}-policy`, {
    managedPolicyName: name,
    policyDocument: policy,
    roles: [role.ref],
  });
}
app.synth();
