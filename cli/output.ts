// The ARNs of an environment, and for each role the line that assumes it: `npm run output`.

import { accessOf } from "../lib/environment/access";
import { documentsOf } from "../lib/environment/environment-file";
import type { NamedEnvironment } from "../lib/environment/environments";
import type { Trust } from "../lib/grants/trust";
import { roleNameOf, roleTypeOf } from "../lib/inputs/inputs";
import { trustsOf } from "../lib/inputs/trusts-of-role";
import { UsageError } from "../lib/inputs/usage-error";
import { runCommand } from "./command";
import { environmentNamed } from "./environment-named";

const session = "--role-session-name SESSION";

runCommand(() => {
  const [name, ...others] = process.argv.slice(2);
  if (name === undefined || others.length > 0) throw new UsageError("Usage: npm run output ENVIRONMENT");
  console.log(linesOf(environmentNamed(name)).join("\n"));
  return 0;
});

function linesOf({ environment }: NamedEnvironment): string[] {
  const { account_id: account, path = "/", name_prefix, adopt = {} } = environment;
  const { appInstance } = accessOf(environment);
  return [
    `app instance  ${appInstance}`,
    ...Object.entries(environment.roles).flatMap(([key, role]) => {
      const adopted = adopt[key]?.role_name;
      const name = adopted ?? roleNameOf(key, role, name_prefix);
      // The path of an adopted role is AWS's to say.
      const arn = `arn:aws:iam::${account}:role${adopted === undefined ? path : "/[PATH/]"}${name}`;
      const { tagKeys } = documentsOf(environment, key, role);
      const ways = trustsOf(role).flatMap((trust) => assumeLine(trust, arn, tagKeys));
      return ["", `${key} (${roleTypeOf(key, role)})  ${arn}`, ...ways.map((way) => `  ${way}`)];
    }),
  ];
}

/** The command that assumes a role in one of the ways that it trusts, or who does it. */
function assumeLine(trust: Trust, arn: string, tagKeys: readonly string[]): string[] {
  const tags = tagKeys.length === 0 ? "" : ` --tags ${tagKeys.map((key) => `Key=${key},Value=ID`).join(" ")}`;
  switch (trust.kind) {
    case "account":
    case "principals": {
      const externalId = trust.externalId === undefined ? "" : ` --external-id ${trust.externalId}`;
      return [`aws sts assume-role --role-arn ${arn} ${session}${externalId}${tags}`];
    }
    case "services":
      return [`role of a resource of ${trust.names.join(", ")}`];
    case "cognito_identity_pools":
      return ["aws cognito-identity get-credentials-for-identity --identity-id IDENTITY_ID --logins PROVIDER=TOKEN"];
    case "saml_providers":
      return trust.arns.map(
        (provider) =>
          `aws sts assume-role-with-saml --role-arn ${arn} --principal-arn ${provider} --saml-assertion file://ASSERTION`,
      );
    case "oidc_provider":
      return [`aws sts assume-role-with-web-identity --role-arn ${arn} ${session} --web-identity-token file://TOKEN`];
  }
}
