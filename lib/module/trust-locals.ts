// How the module makes trust policies: for each kind of trust its statements, then what all of them have in common.
import { type InPart, roleInputs } from "../access/inputs";
import {
  externalIdConditions,
  refusedTagConditions,
  requiredTagConditions,
  type TrustCondition,
} from "../access/trust-conditions";
import { issuerPattern, type TrustKind, type TrustKindName, tagSession, trustKindEntries } from "../access/trust-kinds";
import { forEachRole, hcl } from "./hcl";

/** What the locals of each kind of trust are called after: `cognito_statements`. */
const localNames: Readonly<Record<TrustKindName, string>> = {
  account: "account",
  principals: "principal",
  services: "service",
  cognito_identity_pools: "cognito",
  saml_providers: "saml",
  oidc_provider: "oidc",
};

/** Conditions as a list, whatever its length: Terraform compares the types of lists, and of tuples the lengths too. */
function conditionList(conditions: readonly TrustCondition[]): string {
  const items = conditions.map(
    ({ test, variable, values }) =>
      `{ test = ${hcl(test)}, variable = ${hcl(variable)}, values = tolist(${hcl(values)}) }`,
  );
  return `[${items.join(", ")}]`;
}

/** The locals of one kind of trust: its own conditions, where it has some, and its statements. */
function kindLocals(name: TrustKindName, kind: TrustKind): Record<string, string> {
  const of = localNames[name];
  const source = kind.each ? "provider" : "role";
  const values = Object.fromEntries(
    Object.entries(kind.fields).map(([field, input]) => [field, `\${${source}.${input}}`]),
  );
  const { principal, conditions } = kind.statement(values, "${var.account_id}", "${local.oidc_issuers[key][i]}");
  const own = conditionList(conditions);
  const statement = [
    `principal = ${hcl(principal)}`,
    `action = ${hcl(kind.action)}`,
    `passes_tags = ${passesTags(kind)}`,
    `conditions = concat(${conditionsOf(kind, of, conditions.length > 0).join(", ")})`,
  ].join(", ");
  const ofEach = (body: string) => forEachRole(`[for i, provider in role.${kind.input} : ${body}]`);
  return {
    ...(kind.each ? { [`${of}_issuers`]: ofEach(`regex(${hcl(issuerPattern)}, provider.arn)[0]`) } : {}),
    ...(conditions.length > 0 ? { [`${of}_conditions`]: kind.each ? ofEach(own) : forEachRole(own) } : {}),
    ...(kind.userId === "by_field" ? { [`${of}_tag_conditions`]: forEachRole(chosenTagConditions(kind)) } : {}),
    [`${of}_statements`]: kind.each
      ? ofEach(`{ ${statement} }`)
      : forEachRole(`[for enabled in [${isEnabled(kind)}] : { ${statement} } if enabled]`),
  };
}

function isEnabled({ input }: TrustKind): string {
  const { kind } = roleInputs[input as InPart<"trust">];
  return kind === "flag" ? `role.${input}` : `length(role.${input}) > 0`;
}

function passesTags({ passesTags: services, input }: TrustKind): string {
  return services === true ? "true" : `length(setintersection(role.${input}, ${hcl(services)})) > 0`;
}

function conditionsOf(kind: TrustKind, of: string, hasOwn: boolean): string[] {
  const tags = {
    session_tag: ["local.required_tag_conditions[key]"],
    by_field: [`local.${of}_tag_conditions[key]`],
    none: [],
  };
  return [
    ...(hasOwn ? [`local.${of}_conditions[key]${kind.each ? "[i]" : ""}`] : []),
    ...(kind.externalId ? ["local.external_id_conditions[key]"] : []),
    ...tags[kind.userId],
    "role.trust_conditions",
  ];
}

function chosenTagConditions({ fields }: TrustKind): string {
  const bySource =
    "{ session_tag = local.required_tag_conditions[key], identity_id = local.refused_tag_conditions[key] }";
  return `${bySource}[coalesce(role.${fields.userId}, "identity_id")]`;
}

const tagConditions = (conditions: (key: string) => readonly TrustCondition[]) =>
  `\${{ for key, tags in local.session_tag_keys : key => flatten([for tag in tags : ${conditionList(conditions("${tag}"))}]) }}`;

/** The locals that say how a role knows its callers: by a session tag, by an identity ID, or both. */
export function callerLocals(): Record<string, unknown> {
  const known = (source: "session_tag" | "identity_id") =>
    trustKindEntries.flatMap(([, kind]) => {
      if (kind.userId === "session_tag") return source === "session_tag" ? [isEnabled(kind)] : [];
      if (kind.userId === "none") return [];
      const byField = `coalesce(role.${kind.fields.userId}, "identity_id") == ${hcl(source)}`;
      return [`(${isEnabled(kind)} && ${byField})`];
    });
  return {
    is_known_by_tag: forEachRole(known("session_tag").join(" || ")),
    is_known_by_identity: forEachRole(known("identity_id").join(" || ")),
  };
}

/** The locals that make the trust policies, in the order in which they build on each other. */
export function trustLocals(): Record<string, unknown> {
  return {
    // What the caller must pass, or must not
    required_tag_conditions: tagConditions(requiredTagConditions),
    refused_tag_conditions: tagConditions(refusedTagConditions),
    external_id_conditions: forEachRole(
      `[for id in compact([role.external_id]) : ${conditionList(externalIdConditions(["${id}"])).slice(1, -1)}]`,
    ),

    // Who may assume each role
    ...Object.assign({}, ...trustKindEntries.map(([name, kind]) => kindLocals(name, kind))),
    trusts: forEachRole(
      `concat(${trustKindEntries.map(([name]) => `local.${localNames[name]}_statements[key]`).join(", ")})`,
    ),

    // The action that passes session tags knows no condition key of STS, such as an external ID: where there is one, the
    // action has a statement of its own.
    has_sts_conditions: `\${{ for key, trusts in local.trusts : key => [for trust in trusts : anytrue([for condition in trust.conditions : startswith(condition.variable, "sts:")])] }}`,
    assume_statements: `\${{ for key, trusts in local.trusts : key => [for i, trust in trusts : { principal = trust.principal, actions = compact([trust.action, trust.passes_tags && !local.has_sts_conditions[key][i] ? "${tagSession}" : null]), conditions = trust.conditions }] }}`,
    tag_statements: `\${{ for key, trusts in local.trusts : key => [for i, trust in trusts : { principal = trust.principal, actions = ["${tagSession}"], conditions = [for condition in trust.conditions : condition if !startswith(condition.variable, "sts:")] } if trust.passes_tags && local.has_sts_conditions[key][i]] }}`,
    trust_statements: forEachRole("concat(local.assume_statements[key], local.tag_statements[key])"),

    // As IAM's JSON
    condition_blocks:
      "${{ for key, statements in local.trust_statements : key => [for statement in statements : { for test in distinct(statement.conditions[*].test) : test => { for condition in statement.conditions : condition.variable => condition.values if condition.test == test } }] }}",
    trust_policies:
      '${{ for key, statements in local.trust_statements : key => { Version = "2012-10-17", Statement = [for i, statement in statements : merge({ Effect = "Allow", Principal = statement.principal, Action = statement.actions }, { for name, block in { Condition = local.condition_blocks[key][i] } : name => block if length(block) > 0 })] } }}',
  };
}
