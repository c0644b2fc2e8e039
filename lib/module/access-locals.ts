// How the module makes policies: tables of calls, and the statements that a role's calls come to.

import { appInstanceArn } from "../grants/app-instance";
import { type CallOrPageAction, callNames, pageActions, type Resource } from "../grants/calls";
import { defaultName } from "../grants/capabilities";
import { callsOfCapability, defaultCapabilities, offeredCapabilities } from "../grants/catalogue";
import { needs } from "../grants/needs";
import {
  callGroup,
  callGroups,
  type Reach,
  resourcesOf,
  type StatementResource,
  statementResources,
} from "../grants/policy";
import { perRoleType, reachOfType, roleTypes } from "../grants/role-types";
import { identityIdVariable, sessionTagVariable } from "../grants/session-tags";
import { forEachRole, hcl, reference } from "./hcl";
import { callerLocals, type ModuleLocals } from "./trust-locals";

const reaches: readonly Reach[] = ["signed_in", "app_instance", "all"];

/** The calls that touch the same resources, as rows: group, resources, calls. */
function callRows(reach: Reach) {
  const all: readonly CallOrPageAction[] = [...callNames, ...pageActions].sort();
  const rows = new Map<string, { group: string; resources: readonly StatementResource[]; calls: string[] }>();
  for (const call of all) {
    const [group, resources] = [callGroup(call, reach), resourcesOf(call, reach)];
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
export function callTables(): ModuleLocals {
  const capabilityCalls = perRoleType((roleType) =>
    Object.fromEntries(offeredCapabilities[roleType].map((name) => [name, callsOfCapability(roleType, name)])),
  );
  return {
    role_descriptions: { value: roleTypes, is: "Role types." },
    default_capabilities: { value: defaultCapabilities, is: "Capabilities of a role that names none." },
    capability_calls: { value: capabilityCalls, is: "Calls of each capability, by role type." },
    call_groups: {
      value: callGroups,
      is: "Groups of calls that may share a statement, in the order of the statements.",
    },
    call_rows: {
      value: everyReach,
      is: "What each call touches, by how far a policy reaches. bearer is the user or bot that the call is made as.",
    },
    resource_names: { value: statementResources, is: "Names of what a call may touch, in the order of a statement." },
    shared_resource_arns: {
      value: {
        "*": ["*"],
        "app-instance": ["${local.app_instance_arn}"],
        ...Object.fromEntries(inAppInstance.map((name) => [name, [`\${local.app_instance_arn}/${name}`]])),
        "app-instance/*": ["arn:aws:chime:${var.region}:${var.account_id}:app-instance/*"],
      },
      is: "Their ARNs, except the bearer's.",
    },
    needs: {
      value: needs.map(({ calls, actions, resource, condition }) => ({
        calls,
        statement: {
          Effect: "Allow",
          Action: actions,
          Resource: [resource.replace("{region}", "${var.region}").replace("{account}", "${var.account_id}")],
          ...(condition === undefined ? {} : { Condition: condition }),
        },
      })),
      is: "What some calls need in other services.",
    },
  };
}

const type = "local.role_types[key]";
const fixedReaches = Object.fromEntries(Object.entries(reachOfType).filter(([, reach]) => reach !== "by_scope"));
const isAlone = "role.calls != null && role.capabilities == null";

/** The locals that make the policies, in the order in which they build on each other. */
export function accessLocals(): ModuleLocals {
  return {
    app_instance_id: {
      value: `\${var.app_instance_id_tag_key == null ? basename(var.app_instance_id) : ${hcl(sessionTagVariable(reference("var.app_instance_id_tag_key")))}}`,
      is: "ID of the app instance, or the IAM policy variable of the session tag that carries it.",
    },
    app_instance_arn: {
      value: appInstanceArn("${var.region}", "${var.account_id}", "${local.app_instance_id}"),
      is: "ARN of the app instance.",
    },
    role_types: { value: forEachRole("coalesce(role.type, key)"), is: "Type of each role." },

    has_default_capabilities: {
      value: forEachRole(
        `role.capabilities == null ? role.calls == null : contains(role.capabilities, ${hcl(defaultName)})`,
      ),
      is: "Whether a role has what AWS's page grants its type: nothing is named, or the capability default is.",
    },
    role_capabilities: {
      value: forEachRole(
        `concat(role.capabilities == null ? [] : concat(["messaging"], tolist(role.capabilities)), local.has_default_capabilities[key] ? local.default_capabilities[${type}] : [])`,
      ),
      is: "Capabilities of each role.",
    },
    role_calls: {
      value: forEachRole(
        `distinct(concat(role.calls == null ? [] : tolist(role.calls), flatten([for name in local.role_capabilities[key] : lookup(local.capability_calls[${type}], name, [])])))`,
      ),
      is: "Calls of each role: those that it names, and those of its capabilities.",
    },
    role_reaches: {
      value: forEachRole(
        `coalesce(lookup(${hcl(fixedReaches)}, ${type}, null), role.scope, ${isAlone} ? "app_instance" : "all")`,
      ),
      is: "How far the calls reach: signed_in is what a user may touch, app_instance everything in one app instance, all every app instance.",
    },
    role_rows: {
      value: forEachRole(
        "[for row in local.call_rows[local.role_reaches[key]] : merge(row, { calls = [for call in row.calls : call if contains(local.role_calls[key], call)] }) if length(setintersection(row.calls, local.role_calls[key])) > 0]",
      ),
      is: "The rows of call_rows (calls.tf.json) that a role has calls of: what the calls touch.",
    },

    policy_names_caller: {
      value: forEachRole(
        'role.app_instance_user_id == null && role.app_instance_bot_id == null && anytrue([for row in local.role_rows[key] : contains(row.resources, "bearer")])',
      ),
      is: "Whether a call acts as an AppInstanceUser, and only the session says which: it has the resource bearer (calls.tf.json), and neither app_instance_user_id nor app_instance_bot_id is set.",
    },
    policy_names_app_instance: {
      value: forEachRole(
        'local.role_reaches[key] != "all" && anytrue([for row in local.role_rows[key] : !contains(row.resources, "*")])',
      ),
      is: "Whether a resource of the policy is in the app instance.",
    },
    ...callerLocals(),
    caller_ids: {
      value: forEachRole(
        `local.policy_names_caller[key] ? compact([local.has_tagged_callers[key] ? ${hcl(sessionTagVariable(reference("var.user_id_tag_key")))} : null, local.has_cognito_callers[key] ? ${hcl(identityIdVariable)} : null]) : compact([role.app_instance_user_id])`,
      ),
      is: "AppInstanceUser IDs that a role acts as: IAM policy variables, or app_instance_user_id.",
    },

    bearer_arns: {
      value: forEachRole(
        'concat([for id in local.caller_ids[key] : "${local.app_instance_arn}/user/${id}"], [for id in compact([role.app_instance_bot_id]) : "${local.app_instance_arn}/bot/${id}"])',
      ),
      is: "ARNs of the users and bots that a role acts as.",
    },
    resource_arns: {
      value: forEachRole("merge(local.shared_resource_arns, { bearer = local.bearer_arns[key] })"),
      is: "ARNs of what a call may touch.",
    },
    grouped_calls: {
      value: forEachRole("{ for row in local.role_rows[key] : row.group => row.calls... }"),
      is: "Calls of each group: a group is a statement.",
    },
    grouped_resources: {
      value: forEachRole("{ for row in local.role_rows[key] : row.group => row.resources... }"),
      is: "What the calls of each group touch.",
    },
    call_statements: {
      value: forEachRole(
        '[for group in local.call_groups : { Effect = "Allow", Action = [for call in sort(flatten(local.grouped_calls[key][group])) : "chime:${call}"], Resource = flatten([for name in local.resource_names : local.resource_arns[key][name] if contains(flatten(local.grouped_resources[key][group]), name)]) } if contains(keys(local.grouped_calls[key]), group)]',
      ),
      is: "A statement for each group of calls.",
    },
    need_statements: {
      value: forEachRole(
        "[for need in local.needs : need.statement if length(setintersection(need.calls, local.role_calls[key])) > 0]",
      ),
      is: "What calls need in other services.",
    },
    policies: {
      value: forEachRole(
        '{ Version = "2012-10-17", Statement = concat(local.call_statements[key], local.need_statements[key]) }',
      ),
      is: "The policies, which are an output too.",
    },
  };
}
