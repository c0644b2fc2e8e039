// The command `output`.

import type { NamedEnvironment } from "../lib/environment/environments";
import type { Trust } from "../lib/grants/trust";
import type { TrustCondition } from "../lib/grants/trust-conditions";
import { rolesAnywhere } from "../lib/grants/trust-kinds";
import { appInstanceOf, type RoleSpec, roleArnOf } from "../lib/inputs/role-spec";
import { UsageError } from "../lib/inputs/usage-error";
import { type Command, parseArguments } from "./command";
import { environmentNamed } from "./environment-named";

const usage = `Usage:
  cdktf-chime-iam output ENVIRONMENT   the ARNs of an environment, and for each role the command that assumes it`;

/** The ARNs of an environment, and for each role the command that assumes it. */
export const output: Command = {
  usage,
  run(args) {
    const [name, ...others] = parseArguments(args, {}, usage).positionals;
    if (name === undefined || others.length > 0) throw new UsageError(usage);
    console.log(linesOf(environmentNamed(name)).join("\n"));
    return 0;
  },
};

function linesOf({ environment }: NamedEnvironment): string[] {
  const { adopt, specs } = environment;
  return [
    `app instance  ${appInstanceOf(environment).arn}`,
    ...Object.values(specs).flatMap((spec) => {
      const { key, type, trusts, path, existingRoleName } = spec;
      if (existingRoleName !== undefined) return ["", `${key} (${type})  policy of the role ${existingRoleName}`];
      // The path of an adopted role is AWS's to say.
      const where = adopt?.[key]?.role_name === undefined ? path : "/[PATH/]";
      const arn = roleArnOf({ ...spec, path: where });
      const ways = trusts.flatMap((trust) => assumeCommands(trust, arn, spec));
      return ["", `${key} (${type})  ${arn}`, ...ways.map((way) => `  ${way}`)];
    }),
  ];
}

/** The command that assumes a role in one of the ways that it trusts, or who does it. */
function assumeCommands(
  { kind, values, conditions = [] }: Trust,
  arn: string,
  { tagKeys, allowsSourceIdentity }: RoleSpec,
): string[] {
  const session = "--role-session-name SESSION";
  const listOf = (input: string) => [values[input] ?? []].flat();
  switch (kind) {
    case "account":
    case "principals": {
      const externalId = values.external_id === undefined ? "" : ` --external-id ${values.external_id}`;
      const tags = tagKeys.length === 0 ? "" : ` --tags ${tagKeys.map((key) => `Key=${key},Value=ID`).join(" ")}`;
      const identity = allowsSourceIdentity ? " [--source-identity NAME]" : "";
      return [`aws sts assume-role --role-arn ${arn} ${session}${externalId}${tags}${identity}`];
    }
    case "services": {
      const others = listOf("service_principals").filter((name) => name !== rolesAnywhere);
      return [
        ...(others.length === 0 ? [] : [`role of a resource of ${others.join(", ")}`]),
        ...(others.length < listOf("service_principals").length
          ? [
              `aws_signing_helper credential-process --trust-anchor-arn ${anchorOf(conditions)} --profile-arn PROFILE --role-arn ${arn} --certificate FILE --private-key FILE`,
            ]
          : []),
      ];
    }
    case "cognito_identity_pools":
      return ["aws cognito-identity get-credentials-for-identity --identity-id IDENTITY_ID --logins PROVIDER=TOKEN"];
    case "saml_providers":
      return listOf("saml_provider_arns").map(
        (provider) =>
          `aws sts assume-role-with-saml --role-arn ${arn} --principal-arn ${provider} --saml-assertion file://ASSERTION`,
      );
    case "oidc_provider":
      return [`aws sts assume-role-with-web-identity --role-arn ${arn} ${session} --web-identity-token file://TOKEN`];
  }
}

/** The trust anchor that a trust of Roles Anywhere has as a condition. */
function anchorOf(conditions: readonly TrustCondition[]): string {
  const anchors = conditions.flatMap(({ variable, values }) =>
    variable.toLowerCase() === "aws:sourcearn" ? [values].flat() : [],
  );
  return anchors.find((value) => !/[*?$]/.test(value)) ?? "TRUST_ANCHOR";
}
