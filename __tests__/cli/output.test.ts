// `npm run output`: the ARNs of an environment and, for each way to assume a role, the command.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../support/files";
import { appInstanceArn, goodInputs, pool, trusted } from "../support/inputs";

function output(environment: object, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-output-"));
  mkdirSync(join(folder, "environments"));
  writeFileSync(join(folder, "environments/dev.json"), JSON.stringify({ ...goodInputs, ...environment }));
  const command = [join(projectRoot, "dist/cli/index.js"), "output", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return { status, stdout, stderr };
}

test("the ARNs, and the command of each trust", () => {
  const provider = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";
  const saml = "arn:aws:iam::123456789012:saml-provider/okta";
  const anchor = "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/0f3c";
  const roles = {
    user: { ...trusted, external_id: "chat", allow_source_identity: true, cognito_identity_pool_ids: [pool] },
    sso: {
      type: "user",
      saml_provider_arns: [saml],
      oidc_providers: [{ arn: provider, audiences: ["a"], subjects: ["b|*"] }],
    },
    lambda: { type: "backend", service_principals: ["lambda.amazonaws.com"], calls: ["CreateAppInstanceUser"] },
    office: {
      type: "backend",
      service_principals: ["rolesanywhere.amazonaws.com"],
      trust_conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [anchor] }],
      calls: ["CreateAppInstanceUser"],
    },
    amplify: { type: "user", existing_role_name: "amplify-chat-authRole" },
  };
  const iam = "arn:aws:iam::123456789012:role/chat/chime";
  expect(output({ roles, path: "/chat/" }, "chime-iam-dev")).toEqual({
    status: 0,
    stderr: "",
    stdout: `app instance  ${appInstanceArn}

user (user)  ${iam}-user
  aws sts assume-role --role-arn ${iam}-user --role-session-name SESSION --external-id chat --tags Key=AppInstanceUserId,Value=ID [--source-identity NAME]
  aws cognito-identity get-credentials-for-identity --identity-id IDENTITY_ID --logins PROVIDER=TOKEN

sso (user)  ${iam}-sso
  aws sts assume-role-with-saml --role-arn ${iam}-sso --principal-arn ${saml} --saml-assertion file://ASSERTION
  aws sts assume-role-with-web-identity --role-arn ${iam}-sso --role-session-name SESSION --web-identity-token file://TOKEN

lambda (backend)  ${iam}-lambda
  role of a resource of lambda.amazonaws.com

office (backend)  ${iam}-office
  aws_signing_helper credential-process --trust-anchor-arn ${anchor} --profile-arn PROFILE --role-arn ${iam}-office --certificate FILE --private-key FILE

amplify (user)  policy of the role amplify-chat-authRole
`,
  });
});

test("an adopted role keeps its name; its path is not known here", () => {
  const adopt = { user: { role_name: "Talker" } };
  expect(output({ roles: { user: trusted }, adopt }, "dev").stdout).toContain(
    "arn:aws:iam::123456789012:role/[PATH/]Talker",
  );
});

test.each<[string, string[], string]>([
  [
    "no environment",
    [],
    "Usage:\n  cdktf-chime-iam output ENVIRONMENT   the ARNs of an environment, and for each role the command that assumes it",
  ],
  ["an unknown one", ["prd"], 'There is no environment "prd". There are: dev.'],
])("%s is an error in a sentence", (_what, args, says) => {
  expect(output({ roles: { user: trusted } }, ...args)).toEqual({ status: 1, stdout: "", stderr: `${says}\n` });
});
