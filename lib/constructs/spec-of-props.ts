// The props of a role or policy as the inputs that they are: checked by the rules of inputs/, and made into a spec.
import type { RoleType } from "../grants/role-types";
import { type TrustKind, trustKinds, type UserIdSource } from "../grants/trust-kinds";
import { checkTable, checkValue, isObject, unknownNames } from "../inputs/check";
import { checkRole, checkShared } from "../inputs/check-rules";
import {
  type InputName,
  type InputValues,
  type RoleValues,
  roleInputs,
  inputs as sharedInputs,
} from "../inputs/inputs";
import { messages } from "../inputs/messages";
import { checkSizes, type RoleSpec, specOf } from "../inputs/role-spec";
import { inputsOf } from "../inputs/trusts-of-role";
import { type InputPath, messageOf, throwViolations, type Violation } from "../inputs/violation";
import type { AppInstance } from "./app-instance";
import type { MetaArguments } from "./managed-policy";
import type { AnyRoleProps, ChimePolicyProps } from "./props";
import { camelCase, propName, propPath } from "./spelling";
import { tokens } from "./tokens";
import { Trust } from "./trust";

const options = { spelling: propName, unknownValues: tokens };

/** The props that are no inputs. */
const metaProps = ["address", "provider", "dependsOn"];

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

/** The props that a construct takes: those that are no inputs, and the inputs of one role and of all, each with its prop. */
interface PropNames {
  readonly first: readonly string[];
  readonly own: readonly (readonly [input: string, prop: string])[];
  readonly shared: readonly (readonly [input: string, prop: string])[];
}

const rolePropNames: PropNames = {
  first: ["appInstance", "trust"],
  own: withProps(
    Object.entries(roleInputs).flatMap(([name, { part }]) => (part === "type" || part === "trust" ? [] : [name])),
  ),
  shared: withProps(Object.entries(sharedProps).flatMap(([name, is]) => (is === "prop" ? [name] : []))),
};

const policyPropNames: PropNames = {
  first: ["appInstance", "type", "userId"],
  own: withProps(["app_instance_user_id", "app_instance_bot_id", "capabilities", "calls", "scope", "name"]),
  shared: withProps(["name_prefix", "path", "user_id_tag_key", "tags"]),
};

function withProps(inputNames: readonly string[]): PropNames["own"] {
  return inputNames.map((name) => [name, camelCase(name)]);
}

/** A trust, and where it is among the props: `["trust"]`, or `["trust", 1]` in a list. */
interface PlacedTrust {
  readonly trust: Trust;
  readonly at: InputPath;
}

/** A spec, and where its resources are and what Terraform is told of them. */
export interface PlacedSpec extends MetaArguments {
  readonly spec: RoleSpec;
  readonly address: string;
}

/**
 * The spec of a role by its props.
 *
 * @param constructPath the path of the construct, which begins every message
 * @throws InputError with all that is wrong with the props
 */
export function specOfRole(type: RoleType, props: AnyRoleProps, constructPath: string): PlacedSpec {
  const isList = Array.isArray(props.trust);
  const trusts = [props.trust ?? []].flat().map((trust, i) => ({ trust, at: isList ? ["trust", i] : ["trust"] }));
  return placedSpec(type, props, rolePropNames, trusts, constructPath, trusts.flatMap(checkTrust));
}

/** The trust that brings the caller's ID in each way: a policy is made as that of a role with such a trust. */
const trustThatBrings: Readonly<Record<UserIdSource, Trust>> = {
  session_tag: Trust.account(),
  identity_id: Trust.cognitoIdentityPools(["of the role"]),
};

/**
 * The spec of a policy by its props: that of a role that has it.
 *
 * @throws InputError with all that is wrong with the props
 */
export function specOfPolicy(props: ChimePolicyProps, constructPath: string): PlacedSpec {
  const sources = [props.userId ?? []].flat();
  const found = [
    ...checkValue(roleInputs.type, props.type, ["type"], options),
    ...sources.flatMap((source) => checkValue(roleInputs.cognito_user_id, source, ["userId"], options)),
  ];
  const trusts = sources.length === 0 ? [Trust.account()] : sources.map((source) => trustThatBrings[source]);
  const placed = trusts.map((trust) => ({ trust, at: ["userId"] }));
  return placedSpec(props.type, props, policyPropNames, placed, constructPath, found);
}

/** Checks the values, then the rules, then the sizes, and makes the spec. */
function placedSpec(
  type: RoleType,
  props: AnyRoleProps | ChimePolicyProps,
  names: PropNames,
  trusts: readonly PlacedTrust[],
  constructPath: string,
  found: readonly Violation[],
): PlacedSpec {
  const { appInstance, address = type, provider, dependsOn } = props;
  const own: RoleValues = inputsIn(props, names.own);
  const given: InputValues = inputsIn(props, names.shared);
  const throwFound = (violations: readonly Violation[]) =>
    throwViolations(
      violations,
      (one) => `${constructPath}${one.path.length === 0 ? "" : ":"} ${messageOf(one).trimStart()}`,
    );
  throwFound([
    ...unknownNames(
      [...names.first, ...[...names.own, ...names.shared].map(([, prop]) => prop), ...metaProps],
      { ...props },
      [],
    ),
    ...checkAppInstance(appInstance),
    ...found,
    ...[
      ...checkTable(roleInputs, own, [], options),
      ...checkTable(sharedInputs, given, [], options),
      ...checkTable({ address: { kind: "text", rule: "address" } }, { address }, [], options),
    ].map((one) => inProps(one, [])),
  ]);
  const { region, account, arn, tagKey } = appInstance;
  const where = tagKey === undefined ? { app_instance_id: arn } : { app_instance_id_tag_key: tagKey };
  const shared: InputValues = { ...given, region, account_id: account, ...where };
  const role = { ...own, type };
  // No rule is about two trusts: each is checked as if it were alone.
  const alone =
    trusts.length === 0 ? [{ inputs: {}, at: [] }] : trusts.map(({ trust, at }) => ({ inputs: inputsOf(trust), at }));
  const broken = [
    ...alone.flatMap(({ inputs, at }) =>
      checkRole(type, { ...role, ...inputs }, shared, [], options).map((one) => inProps(one, at)),
    ),
    ...checkShared(shared, options).map((one) => inProps(one, [])),
  ];
  throwFound([...new Map(broken.map((one) => [messageOf(one), one])).values()]); // what trusts have in common is said once
  const spec = specOf(
    type,
    role,
    trusts.map(({ trust }) => trust),
    shared,
    { appInstance, unknownValues: tokens },
  );
  throwFound(checkSizes(spec, [], options));
  return { spec, address, provider, dependsOn };
}

/** The values of props by the names of the inputs that they are; one that is undefined is left out. */
function inputsIn(props: object, names: PropNames["own"]): object {
  const values: Readonly<Record<string, unknown>> = { ...props };
  const entries = names.map(([name, prop]) => [name, values[prop]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function checkAppInstance(appInstance: AppInstance | undefined): Violation[] {
  if (isObject(appInstance) && typeof appInstance.arn === "string") return [];
  const message = "is required: expected AppInstance.of(), AppInstance.fromArn() or AppInstance.fromSessionTag().";
  return [{ code: "REQUIRED", path: ["appInstance"], message }];
}

/** Checks a trust as the inputs that it is made of. Without types, it may be anything. */
function checkTrust({ trust, at }: { readonly trust: unknown; readonly at: InputPath }): Violation[] {
  if (!isTrust(trust)) {
    const hint = typeof trust === "function" ? " Call it, as in Trust.account()." : "";
    const message = `is no trust, expected what a factory such as Trust.account() returns.${hint}`;
    return [{ code: "WRONG_TYPE", path: at, message }];
  }
  const { fields, each }: TrustKind = trustKinds[trust.kind];
  const fieldOf = (name: string) => Object.keys(fields).find((field) => fields[field] === name) ?? name;
  const byField = Object.fromEntries(Object.entries(trust.values).map(([name, value]) => [fieldOf(name), value]));
  // As inputs, an empty list would be no trust at all.
  const empty = Object.entries(byField).filter(([, value]) => !each && Array.isArray(value) && value.length === 0);
  // A name that is no input is reported as a field of the trust.
  const inputs = Object.entries(inputsOf(trust)).filter(([name]) => name in roleInputs);
  return [
    ...unknownNames(Object.keys(fields), byField, at),
    ...empty.map(([name]) => ({ code: "EMPTY_LIST", path: [...at, name], message: messages.emptyList })),
    ...checkTable(roleInputs, Object.fromEntries(inputs), [], options).map((found) => inProps(found, at)),
  ];
}

function isTrust(value: unknown): value is Trust {
  const isOfKind = isObject(value) && typeof value.kind === "string" && Object.hasOwn(trustKinds, value.kind);
  return isOfKind && isObject(value.values);
}

function inProps(found: Violation, trust: InputPath): Violation {
  return { ...found, path: propPath(found.path, trust) };
}
