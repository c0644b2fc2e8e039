// How the module makes a role's documents of its inputs: statements in AWS's shape, in which {braces} hold the place of
// what an input says, and the expressions that fill them in for each role.
import type { AppInstance } from "../access/app-instance";
import { namesCaller } from "../access/policy-document";
import { roleTypeNames } from "../access/role-types";
import { trustShapes } from "../access/trust";

/** Every trust statement that a role can have: by trust and, where AWS principals assume it, by what is asked of them. */
export function trustStatements(home: AppInstance, tagKey: string) {
  const asked = <T>(shape: (externalId?: string, tagKey?: string) => T) => ({
    nothing: shape(),
    external_id: shape("{external_id}"),
    session_tag: shape(undefined, tagKey),
    session_tag_and_external_id: shape("{external_id}", tagKey),
  });
  return {
    account: asked((externalId, tag) => trustShapes.account(home.partition, home.account, externalId, tag)),
    principals: asked((externalId, tag) => trustShapes.principals("{principal_arns}", externalId, tag)),
    cognito_identity_pools: trustShapes.cognitoIdentityPools("{cognito_identity_pool_ids}"),
  };
}

/** A statement with the values of a role's inputs in the place of their names. */
const filled = ["principal_arns", "external_id", "cognito_identity_pool_ids"].reduce(
  (text, name) => `replace(${text}, jsonencode("{${name}}"), jsonencode(role.${name}))`,
  "jsonencode(trust.statement)",
);

const named = JSON.stringify(roleTypeNames.filter(namesCaller));
const assumed = "(role.trust_account || length(role.principal_arns) > 0)";
const pooled = "length(role.cognito_identity_pool_ids) > 0";

const expressions = {
  /** The name of the role and its policy. */
  role_names: 'coalesce(role.name, "${var.name_prefix}${replace(type, "_", "-")}")',

  /** Whether the policy names the caller by the binding of its trust. */
  is_bound: `role.app_instance_user_id == null && contains(${named}, type)`,

  /** What stands for {caller} in the policy. */
  callers: `compact(local.is_bound[type] ? [${assumed} ? local.caller_variables.session_tag : "", ${pooled} ? local.caller_variables.identity_id : ""] : [role.app_instance_user_id])`,

  /** What is asked of an AWS principal that assumes the role. */
  asked: `coalesce(join("_and_", compact([local.is_bound[type] ? "session_tag" : "", role.external_id != null ? "external_id" : ""])), "nothing")`,

  /** What the role may do. A Resource that is no list is the star. */
  policies: `{ Version = "2012-10-17", Statement = [for row in local.access_statements[type] : merge(row.statement, { Resource = try(distinct(flatten([for arn in row.statement.Resource : [for caller in local.callers[type] : replace(arn, "{caller}", caller)]])), row.statement.Resource) }) if contains(setunion(role.capabilities, ["messaging"]), row.capability)] }`,

  /** Who may assume the role. */
  trust_policies: `{ Version = "2012-10-17", Statement = [for trust in [{ given = role.trust_account, statement = local.trust_statements.account[local.asked[type]] }, { given = length(role.principal_arns) > 0, statement = local.trust_statements.principals[local.asked[type]] }, { given = ${pooled}, statement = local.trust_statements.cognito_identity_pools }] : jsondecode(${filled}) if trust.given] }`,
};

/** The locals that hold something for each role. */
export const documentsByRole: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(expressions).map(([name, hcl]) => [name, `\${{ for type, role in var.roles : type => ${hcl} }}`]),
);
