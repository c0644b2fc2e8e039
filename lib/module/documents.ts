// How the module makes a role's documents of its inputs: statements in AWS's shape, in which {braces} hold the place of
// what an input says, and the expressions that fill them in for each role.
import type { AppInstance } from "../access/app-instance";
import { accessStatements, namesAppInstance, namesCaller } from "../access/policy-document";
import { roleTypeNames } from "../access/role-types";
import { callerVariables, tagAction, trustDemands, trustStatements } from "../access/trust";

const held = "developer_in_app_instance";

/** What may be granted and asked, and of whom: the catalogue and the trusts, once each. */
export function documentTables(appInstance: AppInstance, userTagKey: string, appInstanceTagKey: string) {
  const rows = (roleType: (typeof roleTypeNames)[number], scope: "all" | "app_instance") =>
    accessStatements({ roleType, scope, appInstance, callers: ["{caller}"] });
  return {
    access_statements: {
      ...Object.fromEntries(roleTypeNames.map((roleType) => [roleType, rows(roleType, "all")])),
      [held]: rows("developer", "app_instance"),
    },
    caller_variables: {
      session_tag: callerVariables.session_tag(userTagKey),
      identity_id: callerVariables.identity_id(userTagKey),
    },
    trust_statements: {
      account: trustStatements.account(appInstance.partition, appInstance.account),
      principals: trustStatements.principals("{principal_arns}"),
      services: trustStatements.services("{service_principals}"),
      cognito_identity_pools: trustStatements.cognito_identity_pools("{cognito_identity_pool_ids}"),
      saml_providers: trustStatements.saml_providers("{saml_provider_arns}"),
      oidc_provider: trustStatements.oidc_provider("{arn}", "{issuer}", "{audiences}", "{subjects}"),
    },
    trust_demands: {
      external_id: trustDemands.external_id("{external_id}"),
      user_id_tag: trustDemands.session_tag(userTagKey),
      app_instance_id_tag: trustDemands.session_tag(appInstanceTagKey),
    },
  };
}

/** JSON with the values of an object's attributes in the place of their names. */
function filled(json: string, object: string, names: readonly string[]): string {
  return names.reduce((text, name) => `replace(${text}, jsonencode("{${name}}"), jsonencode(${object}.${name}))`, json);
}

const list = (names: readonly string[]) => JSON.stringify(names);
const some = (name: string) => `length(role.${name}) > 0`;
const naming = list(roleTypeNames.filter(namesCaller));
const reachingFar = list(roleTypeNames.filter((roleType) => !namesAppInstance(roleType, "all")));
const byTag = 'role.cognito_user_id == "session_tag"';
const tagged = `role.trust_account || ${some("principal_arns")} || ${some("saml_provider_arns")} || ${some("oidc_providers")} || (${some("cognito_identity_pool_ids")} && ${byTag})`;
const tags = "local.tags_demanded[type]";
const isTagged = `length(${tags}) > 0`;
const actions = `${isTagged} ? ["${tagAction}"] : []`;
const external = 'role.external_id != null ? ["external_id"] : []';

/** A statement of a role: whether it has it, what is demanded, and what it allows beside the statement's own action. */
function entry(given: string, statement: string, demands: string, further: string): string {
  return `{ given = ${given}, statement = ${statement}, demands = tolist(${demands}), actions = tolist(${further}) }`;
}

/** The statements of an AWS principal: one, or two where both an external ID and tags are demanded. */
function ofPrincipal(given: string, name: string): string[] {
  const statement = `local.trust_statements.${name}`;
  const tagging = `${given} && role.external_id != null && ${isTagged}`;
  return [
    entry(
      given,
      statement,
      `concat(${external}, ${tags})`,
      `role.external_id == null && ${isTagged} ? ["${tagAction}"] : []`,
    ),
    entry(tagging, `merge(${statement}, { Action = [] })`, tags, `["${tagAction}"]`),
  ];
}

const trusts = [
  ...ofPrincipal("role.trust_account", "account"),
  ...ofPrincipal(some("principal_arns"), "principals"),
  entry(some("service_principals"), "local.trust_statements.services", "[]", "[]"),
  entry(
    some("cognito_identity_pool_ids"),
    "local.trust_statements.cognito_identity_pools",
    `${byTag} ? ${tags} : []`,
    `${byTag} && ${isTagged} ? ["${tagAction}"] : []`,
  ),
  entry(some("saml_provider_arns"), "local.trust_statements.saml_providers", tags, actions),
];

const ofProvider = filled(
  'replace(jsonencode(local.trust_statements.oidc_provider), "{issuer}", regex("/(.*)$", provider.arn)[0])',
  "provider",
  ["arn", "audiences", "subjects"],
);

const conditions =
  "{ for operator in distinct(flatten([keys(try(trust.statement.Condition, {})), [for demand in trust.demands : keys(local.trust_demands[demand].Condition)]])) : operator => merge(try(trust.statement.Condition[operator], {}), [for demand in trust.demands : try(local.trust_demands[demand].Condition[operator], {})]...) }";
const demanding = `merge(trust.statement, { Action = concat(trust.statement.Action, trust.actions) }, { for name, value in { Condition = ${conditions} } : name => value if length(value) > 0 })`;

/** The Terraform expression of the name of a role and its policy, from those of its type and of its object. */
export function nameOf(type: string, role: string): string {
  return `coalesce(${role}.name, "\${var.name_prefix}\${replace(${type}, "_", "-")}")`;
}

const expressions = {
  /** The name of the role and its policy. */
  role_names: nameOf("type", "role"),

  /** Whether the policy names the caller by the binding of its trust. */
  is_bound: `role.app_instance_user_id == null && contains(${naming}, type)`,

  /** The session tags that the policy reads. */
  tags_demanded: `compact([local.is_bound[type] ? "user_id_tag" : "", var.app_instance_id_tag_key != null && (!contains(${reachingFar}, type) || role.scope == "app_instance") ? "app_instance_id_tag" : ""])`,

  /** What stands for {caller} in the policy. */
  callers: `compact(local.is_bound[type] ? [${tagged} ? local.caller_variables.session_tag : "", ${some("cognito_identity_pool_ids")} && !(${byTag}) ? local.caller_variables.identity_id : ""] : [role.app_instance_user_id])`,

  /** What the role may do. A Resource that is text is the star. */
  policies: `{ Version = "2012-10-17", Statement = [for row in local.access_statements[role.scope == "app_instance" ? "${held}" : type] : merge(row.statement, { Resource = try(tostring(row.statement.Resource), distinct(flatten([for arn in row.statement.Resource : strcontains(arn, "{caller}") ? [for caller in local.callers[type] : replace(arn, "{caller}", caller)] : [arn]]))) }) if contains(setunion(role.capabilities, ["messaging"]), row.capability)] }`,

  /** Who may assume the role, each with what is demanded. */
  trusts: `concat([for trust in [${trusts.join(", ")}] : trust if trust.given], [for provider in role.oidc_providers : ${entry("true", `jsondecode(${ofProvider})`, tags, actions)}])`,

  /** Who may assume the role, as IAM reads it. */
  trust_policies: `{ Version = "2012-10-17", Statement = [for trust in local.trusts[type] : jsondecode(${filled(
    `jsonencode(${demanding})`,
    "role",
    ["principal_arns", "external_id", "service_principals", "cognito_identity_pool_ids", "saml_provider_arns"],
  )})] }`,
};

/** The locals that hold something for each role. */
export const documentsByRole: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(expressions).map(([name, hcl]) => [name, `\${{ for type, role in var.roles : type => ${hcl} }}`]),
);
