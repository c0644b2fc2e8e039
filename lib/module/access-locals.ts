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
import { perRoleType, roleTypes, signedInTypes } from "../grants/role-types";
import { identityIdVariable, sessionTagVariable } from "../grants/session-tags";
import { forEachRole, hcl, reference } from "./hcl";
import { callerLocals, type ModuleLocals } from "./trust-locals";

const reaches: readonly Reach[] = ["signed_in", "app_instance", "each_app_instance", "all"];

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

/** The statements of a role whose calls reach tagged channels: `byChannel` of lib/grants/policy.ts in another language. */
const taggedParts = [
  { group: "any_resource", resources: ["*"], is_tagged: false },
  { group: null, resources: ["bearer"], is_tagged: false },
  { group: null, resources: ["channel/*"], is_tagged: true },
  ...callGroups
    .filter((group) => group !== "any_resource")
    .map((group) => ({
      group,
      resources: statementResources.filter((name) => !["*", "bearer", "channel/*"].includes(name)),
      is_tagged: false,
    })),
];

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
    tagged_part_names: {
      value: taggedParts,
      is: "The statements of a role with channels_tagged: the group of its calls, if it is for one, and what it names.",
    },
    names_in_app_instance: {
      value: inAppInstance,
      is: "What a call may touch in an app instance.",
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
    every_app_instance_arn: {
      value: appInstanceArn("${var.region}", "${var.account_id}", "*"),
      is: "ARN of every app instance of the region and account.",
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
    has_channel_tags: {
      value: forEachRole("nonsensitive(length(role.channels_tagged)) > 0"),
      is: "Whether a role reaches only channels with certain tags.",
    },
    role_calls: {
      value: forEachRole(
        `[for call in distinct(concat(role.calls == null ? [] : tolist(role.calls), flatten([for name in local.role_capabilities[key] : lookup(local.capability_calls[${type}], name, [])]))) : call if !local.has_channel_tags[key] || call != "CreateChannel"]`,
      ),
      is: "Calls of each role: those that it names, and those of its capabilities. Whoever makes a channel gives it its tags, so that channels_tagged takes CreateChannel away.",
    },
    role_reaches: {
      value: forEachRole(
        `contains(${hcl(signedInTypes)}, ${type}) ? "signed_in" : ${type} == "backend" ? (role.scope == "all" ? "each_app_instance" : "app_instance") : coalesce(role.scope, ${isAlone} ? "app_instance" : "all")`,
      ),
      is: "How far the calls reach: signed_in is what a user may touch, app_instance everything in one app instance, each_app_instance the same in all of the region and account, all everything.",
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
        'contains(["signed_in", "app_instance"], local.role_reaches[key]) && anytrue([for row in local.role_rows[key] : !contains(row.resources, "*")])',
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

    app_instance_arns: {
      value: forEachRole(
        `local.role_reaches[key] == "each_app_instance" ? [local.every_app_instance_arn] : concat([local.app_instance_arn], [for id in role.app_instance_ids : ${hcl(appInstanceArn(reference("var.region"), reference("var.account_id"), reference("basename(id)")))}])`,
      ),
      is: "ARNs of the app instances that a role is for.",
    },
    bearer_arns: {
      value: forEachRole(
        'flatten([for arn in local.app_instance_arns[key] : concat([for id in local.caller_ids[key] : "${arn}/user/${id}"], [for id in compact([role.app_instance_bot_id]) : "${arn}/bot/${id}"])])',
      ),
      is: "ARNs of the users and bots that a role acts as.",
    },
    resource_arns: {
      value: forEachRole(
        'merge({ "*" = ["*"], "app-instance" = local.app_instance_arns[key], "app-instance/*" = [local.every_app_instance_arn], bearer = local.bearer_arns[key] }, { for name in local.names_in_app_instance : name => [for arn in local.app_instance_arns[key] : "${arn}/${name}"] })',
      ),
      is: "ARNs of what a call may touch.",
    },
    grouped_parts: {
      value: forEachRole(
        "[for group in local.call_groups : { group = group, calls = flatten([for row in local.role_rows[key] : row.calls if row.group == group]), resources = flatten([for row in local.role_rows[key] : row.resources if row.group == group]), is_tagged = false }]",
      ),
      is: "The calls of each group, which are a statement, and what they touch.",
    },
    tagged_parts: {
      value: forEachRole(
        "[for part in local.tagged_part_names : { group = part.group, calls = flatten([for row in local.role_rows[key] : row.calls if (part.group == null || row.group == part.group) && length(setintersection(row.resources, part.resources)) > 0]), resources = part.resources, is_tagged = part.is_tagged }]",
      ),
      is: "The same with channels_tagged: all bearers in one statement, all channels in another, which has the condition.",
    },
    parts: {
      value: forEachRole(
        "[for part in local.has_channel_tags[key] ? local.tagged_parts[key] : local.grouped_parts[key] : merge(part, { touched = setintersection(part.resources, flatten([for row in local.role_rows[key] : row.resources if length(setintersection(row.calls, part.calls)) > 0])) }) if length(part.calls) > 0]",
      ),
      is: "The statements of a role that have calls.",
    },
    channel_conditions: {
      value: forEachRole(
        '{ StringEquals = { for tag, value in role.channels_tagged : "aws:ResourceTag/${tag}" => value } }',
      ),
      is: "A channel must have all these tags.",
    },
    call_statements: {
      value: forEachRole(
        '[for part in local.parts[key] : merge({ Effect = "Allow", Action = [for call in sort(part.calls) : "chime:${call}"], Resource = flatten([for name in local.resource_names : local.resource_arns[key][name] if contains(part.touched, name)]) }, { for name, condition in { Condition = local.channel_conditions[key] } : name => condition if part.is_tagged })]',
      ),
      is: "A statement for each part.",
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
