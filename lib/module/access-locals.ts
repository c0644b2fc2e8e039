// How the module makes policies: tables of calls, and the statements that a role's calls come to.
import {
  callGroups,
  groupOf,
  type Reach,
  resourcesOf,
  type StatementResource,
  statementResources,
} from "../access/access-policy";
import { type CallOrPageAction, callNames, pageActions, type Resource } from "../access/calls";
import { defaultName } from "../access/capabilities";
import { callsOfCapability, defaultCapabilities, offeredCapabilities } from "../access/catalogue";
import { needs } from "../access/needs";
import { perRoleType, roleTypes, signedInTypes } from "../access/role-types";
import { identityIdVariable, sessionTagVariable } from "../access/session-tags";
import { forEachRole, hcl } from "./hcl";
import { callerLocals } from "./trust-locals";

const reaches: readonly Reach[] = ["signed_in", "app_instance", "all"];

/** The calls that touch the same resources, as rows: group, resources, calls. */
function callRows(reach: Reach) {
  const all: readonly CallOrPageAction[] = [...callNames, ...pageActions].sort();
  const rows = new Map<string, { group: string; resources: readonly StatementResource[]; calls: string[] }>();
  for (const call of all) {
    const [group, resources] = [groupOf(call, reach), resourcesOf(call, reach)];
    const id = JSON.stringify([group, resources]);
    const row = rows.get(id) ?? { group, resources, calls: [] };
    row.calls.push(call);
    rows.set(id, row);
  }
  return [...rows.values()];
}

const inAppInstance = ["user/*", "bot/*", "channel/*", "channel-flow/*"] as const satisfies readonly Resource[];

const everyReach = Object.fromEntries(reaches.map((reach) => [reach, callRows(reach)]));

/** The tables of the module: what reviewers compare with AWS's page. */
export function accessTables(): Record<string, unknown> {
  const capabilityCalls = perRoleType((roleType) =>
    Object.fromEntries(offeredCapabilities[roleType].map((name) => [name, callsOfCapability(roleType, name)])),
  );
  return {
    role_descriptions: roleTypes,
    capability_calls: capabilityCalls,
    default_capabilities: defaultCapabilities,
    call_groups: callGroups,
    call_rows: everyReach,
    resource_names: statementResources,
    shared_resource_arns: {
      "*": ["*"],
      "app-instance": ["${local.app_instance_arn}"],
      ...Object.fromEntries(inAppInstance.map((name) => [name, [`\${local.app_instance_arn}/${name}`]])),
      "app-instance/*": ["arn:aws:chime:${var.region}:${var.account_id}:app-instance/*"],
    },
    needs: needs.map(({ calls, actions, resource, condition }) => ({
      calls,
      statement: {
        Effect: "Allow",
        Action: actions,
        Resource: [resource.replace("{region}", "${var.region}").replace("{account}", "${var.account_id}")],
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    })),
  };
}

const type = "local.role_types[key]";
const isAlone = "role.calls != null && role.capabilities == null";

/** The locals that make the policies, in the order in which they build on each other. */
export function accessLocals(): Record<string, unknown> {
  return {
    role_types: forEachRole("coalesce(role.type, key)"),

    // Which calls a role may make, and on which resources
    role_capabilities: forEachRole(
      `concat(role.capabilities == null ? [] : ["messaging"], tolist(role.capabilities == null ? [] : role.capabilities), ${isAlone} || (role.capabilities != null && !contains(role.capabilities == null ? [] : role.capabilities, ${hcl(defaultName)})) ? [] : local.default_capabilities[${type}])`,
    ),
    role_calls: forEachRole(
      `distinct(concat(tolist(role.calls == null ? [] : role.calls), flatten([for name in local.role_capabilities[key] : lookup(local.capability_calls[${type}], name, [])])))`,
    ),
    role_reaches: forEachRole(
      `contains(${hcl(signedInTypes)}, ${type}) ? "signed_in" : ${type} == "backend" ? "app_instance" : coalesce(role.scope, ${isAlone} ? "app_instance" : "all")`,
    ),
    role_rows: forEachRole(
      "[for row in local.call_rows[local.role_reaches[key]] : { group = row.group, resources = row.resources, calls = [for call in row.calls : call if contains(local.role_calls[key], call)] } if length(setintersection(row.calls, local.role_calls[key])) > 0]",
    ),

    // Whom the calls act as
    reads_caller: forEachRole(
      'role.app_instance_user_id == null && role.app_instance_bot_id == null && anytrue([for row in local.role_rows[key] : contains(row.resources, "bearer")])',
    ),
    reads_app_instance: forEachRole(
      'local.role_reaches[key] != "all" && anytrue([for row in local.role_rows[key] : !contains(row.resources, "*")])',
    ),
    session_tag_keys: forEachRole(
      "compact([local.reads_caller[key] ? var.user_id_tag_key : null, local.reads_app_instance[key] ? var.app_instance_id_tag_key : null])",
    ),
    ...callerLocals(),
    caller_ids: forEachRole(
      `local.reads_caller[key] ? compact([local.is_known_by_tag[key] ? ${hcl(sessionTagVariable("${var.user_id_tag_key}"))} : null, local.is_known_by_identity[key] ? ${hcl(identityIdVariable)} : null]) : compact([role.app_instance_user_id])`,
    ),

    // The statements: one for each group of calls, and one for each need
    bearer_arns: forEachRole(
      'concat([for id in local.caller_ids[key] : "${local.app_instance_arn}/user/${id}"], [for id in compact([role.app_instance_bot_id]) : "${local.app_instance_arn}/bot/${id}"])',
    ),
    resource_arns: forEachRole("merge(local.shared_resource_arns, { bearer = local.bearer_arns[key] })"),
    grouped_calls: forEachRole("{ for row in local.role_rows[key] : row.group => row.calls... }"),
    grouped_resources: forEachRole("{ for row in local.role_rows[key] : row.group => row.resources... }"),
    call_statements: forEachRole(
      '[for group in local.call_groups : { Effect = "Allow", Action = [for call in sort(flatten(local.grouped_calls[key][group])) : "chime:${call}"], Resource = flatten([for name in local.resource_names : local.resource_arns[key][name] if contains(flatten(local.grouped_resources[key][group]), name)]) } if contains(keys(local.grouped_calls[key]), group)]',
    ),
    need_statements: forEachRole(
      "[for need in local.needs : need.statement if length(setintersection(need.calls, local.role_calls[key])) > 0]",
    ),
    policies: forEachRole(
      '{ Version = "2012-10-17", Statement = concat(local.call_statements[key], local.need_statements[key]) }',
    ),
  };
}
