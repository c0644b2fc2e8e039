// How the module makes trust policies: for each kind of trust its statements, then what all of them have in common.

import {
  allowedUserIds,
  externalIdConditions,
  refusedTagConditions,
  requiredTagConditions,
  type TrustCondition,
} from "../grants/trust-conditions";
import {
  issuerPattern,
  setSourceIdentity,
  type TrustKind,
  type TrustKindName,
  tagSession,
  trustKindEntries,
  trustKinds,
} from "../grants/trust-kinds";
import { type InPart, roleInputs } from "../inputs/inputs";
import { isPatternIn } from "../inputs/value-rules";
import { forEachRole, hcl, reference } from "./hcl";

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

/** A local of the module: a Terraform value, and what it is. */
export interface ModuleLocal {
  readonly value: unknown;
  readonly is: string;
}

export type ModuleLocals = Readonly<Record<string, ModuleLocal>>;

/** The locals of one kind of trust: its own conditions, where it has some, and its statements. */
function kindLocals(name: TrustKindName, kind: TrustKind): ModuleLocals {
  const of = localNames[name];
  const source = kind.each ? "provider" : "role";
  const inputs = Object.values(kind.fields);
  const values = Object.fromEntries(inputs.map((input) => [input, reference(`${source}.${input}`)]));
  const { principal, conditions } = kind.statement(values, reference("var.account_id"), reference("provider.issuer"));
  const own = conditionList(conditions);
  const ownOf = kind.each ? ["provider.conditions"] : conditions.length > 0 ? [`local.${of}_conditions[key]`] : [];
  const all = conditionsOf(kind, of, ownOf);
  const statement = [
    `principal = ${hcl(principal)}`,
    `action = ${hcl(kind.action)}`,
    `further = ${furtherActions(kind)}`,
    `conditions = ${all.length === 1 ? all[0] : `concat(${all.join(", ")})`}`,
  ].join(", ");
  const who = `Statements of ${kind.input}: ${kind.who}.`;
  if (kind.each) {
    const issuer = `regex(${hcl(issuerPattern)}, provider.arn)[0]`;
    return {
      [`${of}_providers`]: {
        value: forEachRole(`[for provider in role.${kind.input} : merge(provider, { issuer = ${issuer} })]`),
        is: `${kind.input} with the issuer, by which the condition keys are named.`,
      },
      [`${of}_conditions`]: {
        value: forEachRole(`[for provider in local.${of}_providers[key] : merge(provider, { conditions = ${own} })]`),
        is: `Conditions of ${kind.input} alone.`,
      },
      [`${of}_statements`]: {
        value: forEachRole(`[for provider in local.${of}_conditions[key] : { ${statement} }]`),
        is: who,
      },
    };
  }
  return {
    ...(conditions.length === 0
      ? {}
      : { [`${of}_conditions`]: { value: forEachRole(own), is: `Conditions of ${kind.input} alone.` } }),
    ...(kind.userId === "by_field"
      ? {
          [`${of}_tag_conditions`]: {
            value: forEachRole(chosenTagConditions(kind)),
            is: `By ${kind.fields.userId}: session_tag requires the tags; identity_id, which is the default, refuses them.`,
          },
        }
      : {}),
    [`${of}_statements`]: {
      value: forEachRole(`[for is_trusted in [${isEnabled(kind)}] : { ${statement} } if is_trusted]`),
      is: who,
    },
  };
}

function isEnabled({ input }: TrustKind): string {
  const { kind } = roleInputs[input as InPart<"trust">];
  return kind === "flag" ? `role.${input}` : `length(role.${input}) > 0`;
}

/** What a statement allows besides: to pass tags, and to bring a source identity. */
function furtherActions({ passesTags, bringsSourceIdentity }: TrustKind): string {
  if (passesTags !== true) return "local.service_actions[key]";
  return bringsSourceIdentity === "never" ? `tolist(${hcl([tagSession])})` : "local.caller_actions[key]";
}

/** The actions that a statement of services has besides, by the services that need them. */
function serviceActions({ passesTags, bringsSourceIdentity, input }: TrustKind): string {
  const rows = Object.entries({ [tagSession]: passesTags, [setSourceIdentity]: bringsSourceIdentity });
  const actions = rows.flatMap(([action, services]) =>
    typeof services === "object"
      ? [`length(setintersection(role.${input}, ${hcl(services)})) > 0 ? ${hcl(action)} : null`]
      : [],
  );
  return `compact([${actions.join(", ")}])`;
}

function conditionsOf(kind: TrustKind, of: string, own: readonly string[]): string[] {
  const tags = {
    session_tag: ["local.required_tag_conditions[key]"],
    by_field: [`local.${of}_tag_conditions[key]`],
    none: [],
  };
  const externalId = kind.externalId ? ["local.external_id_conditions[key]"] : [];
  return [...own, ...externalId, ...tags[kind.userId], `local.further_conditions[key].${kind.input}`];
}

function chosenTagConditions({ fields }: TrustKind): string {
  const bySource =
    "{ session_tag = local.required_tag_conditions[key], identity_id = local.refused_tag_conditions[key] }";
  return `${bySource}[coalesce(role.${fields.userId}, "identity_id")]`;
}

/** What a session tag may be, of the IDs that a role allows, as an expression. */
function allowedTag(example: readonly string[]): string {
  const { test, values } = allowedUserIds(example.length === 0 ? undefined : example);
  return `{ test = ${hcl(test)}, values = ${example.length === 0 ? `tolist(${hcl(values)})` : "role.allowed_user_ids"} }`;
}

/** The conditions of a tag that must be passed; the one of the user has the values that the role allows. */
const requiredConditionList = (() => {
  const [of, ...others] = requiredTagConditions(reference("tag"));
  const { test, values } = allowedUserIds(undefined);
  const any = `{ test = ${hcl(test)}, values = tolist(${hcl(values)}) }`;
  const allowed = `tag == var.user_id_tag_key ? local.allowed_tags[key] : ${any}`;
  return `concat([merge(${allowed}, { variable = ${hcl(of?.variable)} })], ${conditionList(others)})`;
})();

const tagConditions = (conditions: (key: string) => readonly TrustCondition[]) =>
  `\${{ for key, tags in local.session_tag_keys : key => flatten([for tag in tags : ${conditionList(conditions(reference("tag")))}]) }}`;

/** The locals that say how a role knows its callers: by a session tag, by an identity ID, or both. */
export function callerLocals(): ModuleLocals {
  const known = (source: "session_tag" | "identity_id") =>
    trustKindEntries.flatMap(([, kind]) => {
      if (kind.userId === "session_tag") return source === "session_tag" ? [isEnabled(kind)] : [];
      if (kind.userId === "none") return [];
      const byField = `coalesce(role.${kind.fields.userId}, "identity_id") == ${hcl(source)}`;
      return [`((${isEnabled(kind)} || !contains(local.own_role_keys, key)) && ${byField})`];
    });
  return {
    has_tagged_callers: {
      value: forEachRole(known("session_tag").join(" || ")),
      is: "Whether a session tag may carry the caller's AppInstanceUser ID, by who may assume the role.",
    },
    has_cognito_callers: {
      value: forEachRole(known("identity_id").join(" || ")),
      is: "Whether the caller's AppInstanceUser ID may be a Cognito identity ID. The sessions of a role that exists are taken for those of a pool.",
    },
  };
}

const ofEachTrust = (body: string) =>
  `\${{ for key, trusts in local.trusts : key => [for trust in trusts : ${body}] }}`;

/** The locals that make the trust policies, in the order in which they build on each other. */
export function trustLocals(): ModuleLocals {
  const isOfSts = 'startswith(lower(condition.variable), "sts:")';
  const withoutSts = `[for condition in trust.conditions : condition if !${isOfSts}]`;
  return {
    session_tag_keys: {
      value: forEachRole(
        "compact([local.policy_names_caller[key] ? var.user_id_tag_key : null, local.policy_names_app_instance[key] ? var.app_instance_id_tag_key : null])",
      ),
      is: "Session tags that a role's policy reads. user_id_tag_key (AppInstanceUserId): a user, minimal_user or websocket, and a backend whose calls act as a user, unless app_instance_user_id or app_instance_bot_id says as whom. app_instance_id_tag_key: if that is set, and the policy is for one app instance (a developer's is only by scope).",
    },
    further_conditions: {
      value: forEachRole(
        `{ for trust in ${hcl(trustKindEntries.map(([, { input }]) => input))} : trust => [for condition in role.trust_conditions : { test = condition.test, variable = condition.variable, values = condition.values } if condition.trusts == null ? true : contains(condition.trusts, trust)] }`,
      ),
      is: "trust_conditions of each trust: those that name it, or no trust at all.",
    },
    caller_actions: {
      value: forEachRole(
        `compact([${hcl(tagSession)}, role.allow_source_identity ? ${hcl(setSourceIdentity)} : null])`,
      ),
      is: "What principals, SAML and OIDC sessions may do besides: pass tags, and bring a source identity where allow_source_identity says so.",
    },
    service_actions: {
      value: forEachRole(serviceActions(trustKinds.services)),
      is: "The same of services: those that are named here do both, or pass tags alone.",
    },
    allowed_tags: {
      value: forEachRole(
        `length(role.allowed_user_ids) == 0 ? ${allowedTag([])} : anytrue([for id in role.allowed_user_ids : ${isPatternIn("id")}]) ? ${allowedTag(["*"])} : ${allowedTag(["id"])}`,
      ),
      is: "What user_id_tag_key may be: any value, patterns, or IDs and IAM policy variables. Patterns and variables do not come together.",
    },
    required_tag_conditions: {
      value: `\${{ for key, tags in local.session_tag_keys : key => flatten([for tag in tags : ${requiredConditionList}]) }}`,
      is: "Each of these tags must be passed, with a value that is not empty and has no * or ?, which would be wildcards in the policy.",
    },
    refused_tag_conditions: {
      value: tagConditions(refusedTagConditions),
      is: "None of these tags may be passed: the Cognito identity ID says who the caller is.",
    },
    external_id_conditions: {
      value: forEachRole(
        `[for id in compact([role.external_id]) : ${conditionList(externalIdConditions([reference("id")])).slice(1, -1)}]`,
      ),
      is: "The external ID must be passed, if external_id is set. Of trust_account and principal_arns alone.",
    },
    ...Object.assign({}, ...trustKindEntries.map(([name, kind]) => kindLocals(name, kind))),
    trusted: {
      value: forEachRole(
        `concat(${trustKindEntries.map(([name]) => `local.${localNames[name]}_statements[key]`).join(", ")})`,
      ),
      is: "Everybody who may assume the role. Below, these statements are written as IAM's JSON.",
    },
    trusts: {
      value: `\${{ for key, trusts in local.trusted : key => [for trust in trusts : merge(trust, { is_split = length(trust.further) > 0 && anytrue([for condition in trust.conditions : ${isOfSts}]) })] }}`,
      is: "The same, and whether a statement is split in two: AWS gives sts:TagSession no condition key of STS, such as sts:ExternalId, so what a statement allows besides then gets one of its own without that condition.",
    },
    assume_statements: {
      value: ofEachTrust(
        "{ principal = trust.principal, actions = concat([trust.action], trust.is_split ? [] : trust.further), conditions = trust.conditions }",
      ),
      is: "The action that assumes the role, together with sts:TagSession, the right to pass tags, and sts:SetSourceIdentity, unless the statement is split.",
    },
    tag_statements: {
      value: ofEachTrust(
        `{ principal = trust.principal, actions = trust.further, conditions = ${withoutSts} } if trust.is_split`,
      ),
      is: "The second statement of those that are split. Alone it assumes no role.",
    },
    trust_statements: {
      value:
        "${{ for key in local.role_keys : key => [for statement in concat(local.assume_statements[key], local.tag_statements[key]) : merge(statement, { condition = { for test in distinct(statement.conditions[*].test) : test => { for condition in statement.conditions : condition.variable => condition.values if condition.test == test } } })] }}",
      is: "Both, with the conditions by operator as IAM has them.",
    },
    trust_policies: {
      value:
        '${{ for key, statements in local.trust_statements : key => { Version = "2012-10-17", Statement = [for statement in statements : merge({ Effect = "Allow", Principal = statement.principal, Action = statement.actions }, { for name, block in { Condition = statement.condition } : name => block if length(block) > 0 })] } }}',
      is: "The trust policies, which are an output too.",
    },
  };
}
