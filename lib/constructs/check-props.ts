// The props of a role or policy as the inputs that they are: checked by the rules of access/, and completed with defaults.

import { type RoleType, roleTypes } from "../grants/role-types";
import { kindOf, type Trust } from "../grants/trust";
import { trustKinds, type UserIdSource } from "../grants/trust-kinds";
import { checkRole, checkShared, checkTable, checkValue, isObject, unknownNames } from "../inputs/check";
import {
  type InputName,
  type InputValues,
  inputs,
  type PartOf,
  partOf,
  type RoleValues,
  roleInputs,
  roleNameOf,
} from "../inputs/inputs";
import { messages } from "../inputs/messages";
import type { PolicyInputs } from "../inputs/role-documents";
import { inputsOfTrust } from "../inputs/trusts-of-role";
import { messageOf, throwViolations, type Violation } from "../inputs/violation";
import type { AppInstance } from "./app-instance";
import { knownAtSynth } from "./known-at-synth";
import type { MetaArguments } from "./managed-policy";
import type { AnyRoleProps, ChimePolicyProps } from "./props";
import { camelCase, propName, propPath } from "./spelling";
import { tokens } from "./tokens";

const options = { spelling: propName, unknownValues: tokens };

/** How the inputs of all roles are props of each role. What is a prop of the role goes before. */
const sharedProps: Readonly<Record<InputName, "prop" | "role" | "appInstance" | "ChimeRoles">> = {
  region: "appInstance",
  account_id: "appInstance",
  app_instance_id: "appInstance",
  app_instance_id_tag_key: "appInstance",
  roles: "ChimeRoles",
  name_prefix: "prop",
  path: "prop",
  permissions_boundary_arn: "role",
  max_session_duration: "role",
  user_id_tag_key: "prop",
  exclusive_attachments: "prop",
  tags: "prop",
};

const propsOfAllRoles = Object.keys(sharedProps).filter((name) => sharedProps[name as InputName] === "prop");

/** The inputs of one role that are props by the same name in camel case. The type is the construct, a trust the prop `trust`. */
type OwnValues = PartOf<"documents" | "resources">;

const ownProps = Object.entries(roleInputs).flatMap(([name, { part }]) =>
  part === "documents" || part === "resources" ? [name] : [],
);

/** The inputs that are props of a policy alone: those of a role that are about a policy. */
const policyProps = ["app_instance_user_id", "app_instance_bot_id", "capabilities", "calls", "scope", "name"];
const policyPropsOfAllRoles = ["name_prefix", "path", "user_id_tag_key", "tags"];

/** The props that are no inputs. */
const metaProps = ["address", "provider", "dependsOn"];

/** What roles and policies have alike, with every default in place. */
interface CompleteProps extends MetaArguments {
  readonly appInstance: AppInstance;
  readonly userIdTagKey: string;
  readonly name: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly address: string;
}

/** The props of a role, checked and with every default in place. */
export interface CompleteRole extends CompleteProps {
  readonly role: PartOf<"documents">;
  readonly trusts: readonly Trust[];
  readonly description: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundaryArn: string | undefined;
  readonly policyArns: Readonly<Record<string, string>>;
  readonly exclusiveAttachments: boolean;
}

/**
 * Checks the props of a role and completes them.
 *
 * @param constructPath the path of the construct, which begins every message
 * @throws InputError with all that is wrong with the props
 */
export function completeRole(roleType: RoleType, props: AnyRoleProps, constructPath: string): CompleteRole {
  const role: OwnValues = picked(ownProps, props);
  const shared: InputValues = picked(propsOfAllRoles, props);
  const { address = roleType } = props;
  const trusts = [props.trust ?? []].flat();
  const violations = [
    ...unknownProps(["appInstance", "trust"], [...ownProps, ...propsOfAllRoles], props),
    ...checkAppInstance(props.appInstance),
    ...checkTrusts(trusts, Array.isArray(props.trust)),
    ...shapeViolations(role, shared, address),
  ];
  const asInputs: readonly RoleValues[] =
    trusts.length === 0 || violations.length > 0 ? [{}] : trusts.map(inputsOfTrust);
  const isList = Array.isArray(props.trust);
  if (violations.length === 0) violations.push(...ruleViolations(roleType, role, shared, asInputs, isList, props));
  throwViolations(violations, (violation) => describe(constructPath, violation));
  const {
    name: _name,
    description = roleTypes[roleType],
    max_session_duration: maxSessionDuration = inputs.max_session_duration.default,
    permissions_boundary_arn: permissionsBoundaryArn,
    policy_arns: policyArns = {},
    ...unused
  } = partOf(role, "resources");
  unused satisfies Readonly<Record<string, never>>; // an input of the table that is used nowhere does not compile
  return {
    ...complete(roleType, role, shared, address, props),
    role: partOf(role, "documents"),
    trusts,
    description,
    maxSessionDuration,
    permissionsBoundaryArn,
    policyArns,
    exclusiveAttachments: shared.exclusive_attachments ?? inputs.exclusive_attachments.default,
  };
}

/** The props of a policy, checked and with every default in place. */
export interface CompletePolicy extends CompleteProps {
  readonly roleType: RoleType;
  readonly role: PolicyInputs;
  readonly userIdSources: readonly UserIdSource[];
}

/** The trust that brings the caller's ID in each way: what a policy's own role must have is checked as that trust. */
const trustThatBrings: Readonly<Record<UserIdSource, RoleValues>> = {
  session_tag: { trust_account: true },
  identity_id: { cognito_identity_pool_ids: ["of the role"] },
};

/**
 * Checks the props of a policy and completes them.
 *
 * @throws InputError with all that is wrong with the props
 */
export function completePolicy(props: ChimePolicyProps, constructPath: string): CompletePolicy {
  const role: OwnValues = picked(policyProps, props);
  const shared: InputValues = picked(policyPropsOfAllRoles, props);
  const { type: roleType, address = roleType } = props;
  const userIdSources = [props.userId ?? []].flat();
  const violations = [
    ...unknownProps(["appInstance", "type", "userId"], [...policyProps, ...policyPropsOfAllRoles], props),
    ...checkAppInstance(props.appInstance),
    ...checkValue(roleInputs.type, roleType, ["type"], options),
    ...userIdSources.flatMap((source) => checkValue(roleInputs.cognito_user_id, source, ["userId"], options)),
    ...shapeViolations(role, shared, address),
  ];
  const trusts =
    userIdSources.length === 0 ? [{ trust_account: true }] : userIdSources.map((way) => trustThatBrings[way]);
  if (violations.length === 0) violations.push(...ruleViolations(roleType, role, shared, trusts, false, props));
  throwViolations(violations, (violation) => describe(constructPath, violation));
  return {
    ...complete(roleType, role, shared, address, props),
    roleType,
    role: partOf(role, "documents"),
    userIdSources,
  };
}

function complete(
  roleType: RoleType,
  { name }: OwnValues,
  shared: InputValues,
  address: string,
  { appInstance, provider, dependsOn }: AnyRoleProps | ChimePolicyProps,
): CompleteProps {
  return {
    appInstance,
    userIdTagKey: shared.user_id_tag_key ?? inputs.user_id_tag_key.default,
    name: name ?? roleNameOf(roleType, {}, shared.name_prefix),
    path: shared.path ?? inputs.path.default,
    tags: shared.tags ?? inputs.tags.default,
    address,
    provider,
    dependsOn,
  };
}

/** The line of a violation: the construct, the prop, and what is wrong with it. */
function describe(constructPath: string, violation: Violation): string {
  return `${constructPath}${violation.path.length === 0 ? "" : ":"} ${messageOf(violation).trimStart()}`;
}

/** The values of props by the names of the inputs that they are; one that is undefined is left out. */
function picked(names: readonly string[], props: object): object {
  const values: Readonly<Record<string, unknown>> = { ...props };
  const entries = names.map((name) => [name, values[camelCase(name)]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function unknownProps(first: readonly string[], ofInputs: readonly string[], props: object): Violation[] {
  return unknownNames([...first, ...ofInputs.map(camelCase), ...metaProps], { ...props }, []);
}

function checkAppInstance(appInstance: unknown): Violation[] {
  if (isObject(appInstance) && typeof appInstance.arn === "string") return [];
  const message = "is required: expected AppInstance.of(), AppInstance.fromArn() or AppInstance.fromSessionTag().";
  return [{ code: "REQUIRED", path: ["appInstance"], message }];
}

/** The trusts without violations: many roles have the same one, which is checked once. */
const goodTrusts = new WeakSet<object>();

/** Checks each trust as the inputs that it is made of. Without types, a trust may be anything. */
function checkTrusts(trusts: readonly unknown[], isList: boolean): Violation[] {
  return trusts.flatMap((trust, i) => {
    if (isObject(trust) && goodTrusts.has(trust)) return [];
    const found = checkTrust(trust, isList ? i : undefined);
    if (isObject(trust) && found.length === 0) goodTrusts.add(trust);
    return found;
  });
}

function checkTrust(trust: unknown, index: number | undefined): Violation[] {
  const path = propPath(["trust_account"], index);
  if (!isTrust(trust)) {
    const hint = typeof trust === "function" ? " Call it, as in Trust.account()." : "";
    const message = `is no trust, expected what a factory such as Trust.account() returns.${hint}`;
    return [{ code: "WRONG_TYPE", path, message }];
  }
  const { fields } = kindOf(trust);
  const { kind: _kind, ...values } = trust;
  return [
    ...unknownNames(Object.keys(fields), values, path),
    ...emptyLists(trust).map((name) => ({ code: "EMPTY_LIST", path: [...path, name], message: messages.emptyList })),
    ...checkTable(roleInputs, inputsOfTrust(trust), [], options).map((found) => inProps(found, index)),
  ];
}

function isTrust(value: unknown): value is Trust {
  return isObject(value) && typeof value.kind === "string" && Object.hasOwn(trustKinds, value.kind);
}

/** The fields of a trust with nothing in them; as inputs they would be no trust at all. */
function emptyLists(trust: Trust): string[] {
  const values = Object.entries(trust);
  return trust.kind === "oidc_provider"
    ? []
    : values.filter(([, value]) => Array.isArray(value) && value.length === 0).map(([name]) => name);
}

function shapeViolations(role: OwnValues, shared: InputValues, address: string): Violation[] {
  const tagKeys = knownAtSynth(shared, ["user_id_tag_key"]);
  return [
    ...checkTable(roleInputs, role, [], options),
    ...checkTable(inputs, shared, [], options),
    ...tagKeys,
    ...checkTable({ address: { kind: "text", rule: "address" } }, { address }, [], options),
  ].map((found) => inProps(found, undefined));
}

/** Checks the rules between the props, for each trust by itself: no rule is about two. */
function ruleViolations(
  roleType: RoleType,
  ownValues: OwnValues,
  sharedValues: InputValues,
  trusts: readonly RoleValues[],
  isList: boolean,
  { appInstance }: { readonly appInstance: AppInstance },
): Violation[] {
  const { region, account, arn, tagKey } = appInstance;
  const where = tagKey === undefined ? { app_instance_id: arn } : { app_instance_id_tag_key: tagKey };
  const shared = { ...sharedValues, region, account_id: account, ...where };
  const role = { ...ownValues, type: roleType };
  const ofRole = trusts.flatMap((trust, i) =>
    checkRole(roleType, { ...role, ...trust }, shared, [], options).map((found) =>
      inProps(found, isList ? i : undefined),
    ),
  );
  const ofShared = checkShared(shared, options).map((found) => inProps(found, undefined));
  return unique([...ofRole, ...ofShared]);
}

function inProps(found: Violation, trust: number | undefined): Violation {
  return { ...found, path: propPath(found.path, trust) };
}

/** Violations without those that several trusts have in common. */
function unique(violations: readonly Violation[]): Violation[] {
  return [...new Map(violations.map((violation) => [messageOf(violation), violation])).values()];
}
