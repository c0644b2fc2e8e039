// The props of a role or policy as the inputs that they are: checked by the rules of inputs/, and made into a spec.
import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { RoleType } from "../grants/role-types";
import { type TrustKind, trustKinds, type UserIdSource } from "../grants/trust-kinds";
import { type CheckOptions, checkTable, checkValue, isObject, unknownNames, withoutNulls } from "../inputs/check";
import { checkRole, checkShared } from "../inputs/check-rules";
import { choiceRules } from "../inputs/choice-rules";
import {
  type InputName,
  type InputValues,
  type Kind,
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
import { roleNameOfReference } from "./role-reference";
import { camelCase, propName, propPath } from "./spelling";
import { resolved, resolvedValues, tokens, typed } from "./tokens";
import { Trust } from "./trust";

const options = { spelling: propName, unknownValues: tokens };

/** The props that are no inputs. */
const metaProps = ["address", "provider", "dependsOn"];
const metaInputs = { address: { kind: "text", rule: "address", knownAtSynth: "resources are named by it" } } as const;

/** The inputs of a role. Which trusts have a condition is said by where it stands. */
const { trusts: _trusts, ...conditionFields } = roleInputs.trust_conditions.of;
const conditionKind = { ...roleInputs.trust_conditions, of: conditionFields };
const roleInputTable = { ...roleInputs, trust_conditions: conditionKind };

/** How the inputs of all roles are props of each role. What is a prop of the role goes before. */
export const sharedProps: Readonly<Record<InputName, "prop" | "role" | "appInstance" | "ChimeRoles">> = {
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
  tags: "role",
  quotas: "prop",
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
    Object.entries(roleInputs).flatMap(([name, { part }]) =>
      part === "type" || part === "trust" || name === "existing_role_name" ? [] : [name],
    ),
  ),
  shared: withProps(Object.entries(sharedProps).flatMap(([name, is]) => (is === "prop" ? [name] : []))),
};

const policyPropNames: PropNames = {
  first: ["appInstance", "type", "userId", "attachTo"],
  own: withProps([
    ...["app_instance_user_id", "app_instance_bot_id", "capabilities", "calls", "scope", "app_instance_ids"],
    ...["channels_tagged", "name", "tags"],
  ]),
  shared: withProps(["name_prefix", "path", "user_id_tag_key"]),
};

function withProps(inputNames: readonly string[]): PropNames["own"] {
  return inputNames.map((name) => [name, camelCase(name)]);
}

/** A spec, where its resources are, what Terraform is told of them, and what it must check. */
export interface PlacedSpec extends MetaArguments {
  readonly spec: RoleSpec;
  readonly address: string;
  /** The inputs, if the spec was made of props; those of an environment's file are all known. */
  readonly props?: CheckedProps;
  /** Whether a role is where the further attachments of this one were in 0.2.0. */
  readonly isFormerAddressTaken?: boolean;
}

/** The props of a role or policy as the inputs that they are. */
interface PropInputs {
  readonly role: RoleValues;
  readonly shared: InputValues;
  readonly trusts: readonly PlacedTrust[];
}

/** A trust, and where it is among the props: `["trust"]`, or `["trust", 1]` in a list. */
interface PlacedTrust {
  readonly trust: Trust;
  readonly at: InputPath;
}

/** Props that were checked as far as they are known. */
export interface CheckedProps extends PropInputs {
  readonly appInstance: AppInstance;
}

/**
 * The spec of a role by its props.
 *
 * @param constructPath the path of the construct, which begins every message
 * @throws InputError with all that is wrong with the props
 */
export function specOfRole(type: RoleType, given: AnyRoleProps, constructPath: string): PlacedSpec {
  const props = given ?? {}; // without types, it may be missing
  const isList = Array.isArray(props.trust);
  const trusts = [props.trust ?? []].flat().map((trust, i) => ({ trust, at: isList ? ["trust", i] : ["trust"] }));
  return placedSpec(type, props, rolePropNames, trusts, constructPath, []);
}

/** The trust that brings the caller's ID in each way: a policy is made as that of a role with such a trust. */
const trustThatBrings: Readonly<Record<UserIdSource, Trust>> = {
  session_tag: Trust.account(),
  identity_id: Trust.cognitoIdentityPools(["us-east-1:00000000-0000-0000-0000-000000000000"]),
};

/**
 * The spec of a policy by its props: that of a role that has it.
 *
 * @throws InputError with all that is wrong with the props
 */
export function specOfPolicy(given: ChimePolicyProps, constructPath: string): PlacedSpec {
  const props = given ?? {}; // without types, it may be missing
  const sources = [props.userId ?? []].flat();
  const attachTo = roleNameOfReference(props.attachTo);
  const found = [
    ...checkValue(roleInputs.type, props.type, ["type"], options),
    ...sources.flatMap((source) => checkValue(roleInputs.cognito_user_id, source, ["userId"], options)),
    ...(attachTo === "" ? [notAttachable] : []),
  ];
  const trusts = sources.length === 0 ? [Trust.account()] : sources.map((source) => trustThatBrings[source]);
  const placed = trusts.map((trust) => ({ trust, at: ["userId"] }));
  const made = placedSpec(props.type, props, policyPropNames, placed, constructPath, found);
  const { readsCaller } = made.spec;
  if (readsCaller !== sources.length > 0) {
    throwViolations([userIdViolation(readsCaller)], (one) => `${constructPath}: ${messageOf(one)}`);
  }
  return attachTo === undefined ? made : { ...made, spec: { ...made.spec, existingRoleName: attachTo } };
}

const notAttachable: Violation = {
  code: "NO_ROLE",
  path: ["attachTo"],
  message: "is no role, expected its resource, data source, ARN or name.",
};

function userIdViolation(isRequired: boolean): Violation {
  const message = isRequired
    ? "is required: the policy reads the caller's AppInstanceUser ID. Expected session_tag, identity_id, or a list of both; or set appInstanceUserId."
    : "has no effect: the policy reads no AppInstanceUser ID.";
  return { code: isRequired ? "REQUIRED" : "USER_ID_SOURCE_UNUSED", path: ["userId"], message };
}

/** Checks the names, the values, the rules and the sizes, and makes the spec. */
function placedSpec(
  type: RoleType,
  props: AnyRoleProps | ChimePolicyProps,
  names: PropNames,
  trusts: readonly PlacedTrust[],
  constructPath: string,
  found: readonly Violation[],
): PlacedSpec {
  const { appInstance, provider, dependsOn } = props;
  const address = props.address ?? type;
  const throwFound = (violations: readonly Violation[]) =>
    throwViolations(
      violations,
      (one) => `${constructPath}${one.path.length === 0 ? "" : ":"} ${messageOf(one).trimStart()}`,
    );
  const known = [...names.first, ...[...names.own, ...names.shared].map(([, prop]) => prop), ...metaProps];
  const bad = [
    ...unknownNames(known, { ...props }, []),
    ...checkAppInstance(appInstance),
    ...checkMetaArguments(props),
    ...checkTable(metaInputs, { address }, [], options),
    ...checkPrefix(props),
    ...checkFieldNames(props, names.shared),
    ...found,
    ...trusts.flatMap(checkTrust),
  ];
  const role: RoleValues = { ...inputsIn(props, names.own, roleInputs), type };
  const given: InputValues = inputsIn(props, names.shared, sharedInputs);
  const badValues = checkPropValues({ role, shared: given, trusts: [] }, options);
  throwFound([...bad, ...badValues]);
  const checked = {
    role,
    shared: { ...given, ...inputsOfAppInstance(appInstance) },
    trusts,
    appInstance,
  };
  throwFound(checkPropRules(checked, options));
  const trusted = trusts.map(({ trust }) => trust);
  const spec = specOf(type, role, trusted, checked.shared, { appInstance, unknownValues: tokens });
  throwFound(checkSizes(spec, [], options));
  return { spec, address, provider: provider ?? undefined, dependsOn: dependsOn ?? undefined, props: checked };
}

/** What is wrong at synth, where `Lazy` has yielded its values. */
export function checkResolved(scope: Construct, { role, shared, trusts }: CheckedProps): string[] {
  const props = resolved(scope, { role, shared, trusts });
  const gone = [
    ...goneOf(role, props.role, []),
    ...goneOf(shared, props.shared, []),
    ...trusts.flatMap(({ trust, at }, i) => goneOf(trust.values, props.trusts[i]?.trust?.values, at)),
  ];
  if (gone.length > 0) return gone.map(messageOf);
  const found = checkPropValues(props, { ...options, unknownValues: resolvedValues });
  const broken = found.length > 0 ? found : checkPropRules(props, { ...options, unknownValues: resolvedValues });
  return broken.map(messageOf);
}

/** The inputs of a role with one of its trusts. The conditions of that trust come after those of every trust. */
export function withTrust(role: RoleValues, trust: Trust): RoleValues {
  const { trust_conditions: common = [] } = role;
  const conditions = (trust.conditions ?? []).map(({ values, ...one }) => ({ ...one, values: [values].flat() }));
  const all = [...common, ...conditions];
  return { ...role, ...inputsOf(trust), ...(all.length === 0 ? {} : { trust_conditions: all }) };
}

/** The values of which `Lazy` yields none: an input that was there decided what the documents say. */
function goneOf(given: object, now: object | undefined, trust: InputPath): Violation[] {
  const values: Readonly<Record<string, unknown>> = { ...now };
  return Object.entries(given).flatMap(([name, value]) =>
    value !== undefined && (values[name] === undefined || values[name] === null)
      ? [
          inProps(
            { code: "REQUIRED", path: [name], message: "is a token that yields nothing, expected a value." },
            trust,
          ),
        ]
      : [],
  );
}

/** Checks each value. */
function checkPropValues({ role, shared, trusts }: PropInputs, how: CheckOptions): Violation[] {
  return [
    ...trusts.flatMap(({ trust, at }) => checkTrustValues(trust, at, how)),
    ...[...checkTable(roleInputTable, role, [], how), ...checkTable(sharedInputs, shared, [], how)].map((one) =>
      inProps(one, []),
    ),
  ];
}

/** The rules that one trust of a role is enough to keep. */
const byAnyTrust = new Set(choiceRules.role.flatMap(({ code, byAnyTrust: is }) => (is ? [code] : [])));

/** Checks the rules between good values. */
function checkPropRules({ role, shared, trusts }: PropInputs, how: CheckOptions): Violation[] {
  // Each trust is checked as if it were alone: a rule is about each of them, or one of them is enough.
  const alone =
    trusts.length === 0
      ? [{ inputs: role, at: [] }]
      : trusts.map(({ trust, at }) => ({ inputs: withTrust(role, trust), at }));
  const common = role.trust_conditions?.length ?? 0;
  const found = alone.map(({ inputs, at }) =>
    checkRole(role.type ?? "", inputs, shared, [], how).map((one) => inProps(one, at, common)),
  );
  const ofEvery = ({ code }: Violation) => found.every((ofOne) => ofOne.some((other) => other.code === code));
  const broken = [
    ...found.flat().filter((one) => !byAnyTrust.has(one.code) || ofEvery(one)),
    ...checkShared(shared, how).map((one) => inProps(one, [])),
  ];
  return [...new Map(broken.map((one) => [messageOf(one), one])).values()]; // what trusts have in common is said once
}

/** An app instance as the inputs that name it: as they were given, else by its ARN. */
function inputsOfAppInstance({ region, account, arn, tagKey, given }: AppInstance): InputValues {
  const named = tagKey === undefined ? { app_instance_id: arn } : { app_instance_id_tag_key: tagKey };
  return { region, account_id: account, ...named, ...given };
}

/** The values of props by the names of the inputs that they are; one that is undefined or null is left out. */
function inputsIn(props: object, names: PropNames["own"], table: Readonly<Record<string, Kind>>): object {
  const values = props as Readonly<Record<string, unknown>>; // not a copy: a class may have accessors
  const entries = names.map(([name, prop]) => [name, inputOf(table[name] ?? { kind: "argument" }, values[prop])]);
  return withoutNulls(Object.fromEntries(entries));
}

/** The value of a prop as that of its input: the fields of an object by the names that they have there. */
function inputOf(kind: Kind, value: unknown): unknown {
  if (kind.kind !== "object" || !isObject(value) || tokens.isUnknown(value)) return typed(kind, value);
  return withoutNulls(Object.fromEntries(Object.keys(kind.of).map((name) => [name, value[camelCase(name)]])));
}

/** Checks the names of the fields of props that are objects. */
function checkFieldNames(props: object, names: PropNames["shared"]): Violation[] {
  const values: Readonly<Record<string, unknown>> = { ...props };
  return names.flatMap(([name, prop]) => {
    const input: Kind = sharedInputs[name as InputName];
    const value = values[prop];
    if (input.kind !== "object" || !isObject(value) || tokens.isUnknown(value)) return [];
    return unknownNames(Object.keys(input.of).map(camelCase), value, [prop]);
  });
}

function isProviderOfAws(provider: unknown): boolean {
  return TerraformProvider.isTerraformProvider(provider) && provider.terraformResourceType === "aws";
}

/** Checks what Terraform is told of the resources. */
function checkMetaArguments({ provider, dependsOn }: MetaArguments): Violation[] {
  const wrong = (path: InputPath, message: string) => ({ code: "WRONG_TYPE", path, message });
  const isProvider = provider === undefined || provider === null || isProviderOfAws(provider);
  const first = [dependsOn ?? []].flat();
  return [
    ...(isProvider ? [] : [wrong(["provider"], "is no provider of AWS, expected a construct: new AwsProvider().")]),
    ...first.flatMap((item, i) =>
      typeof item?.fqn === "string"
        ? []
        : [
            wrong(
              ["dependsOn", i],
              "has no address in Terraform, expected a resource, a data source or one of our roles.",
            ),
          ],
    ),
  ];
}

function checkPrefix({ name, namePrefix }: AnyRoleProps | ChimePolicyProps): Violation[] {
  if (name === undefined || name === null || namePrefix === undefined || namePrefix === null) return [];
  const message = "has no effect: name is the whole name. Remove one of them.";
  return [{ code: "NAME_PREFIX_UNUSED", path: ["namePrefix"], message }];
}

function checkAppInstance(appInstance: AppInstance | undefined): Violation[] {
  if (isObject(appInstance) && typeof appInstance.arn === "string" && isObject(appInstance.given)) return [];
  const message = "is required: expected AppInstance.of(), AppInstance.fromArn() or AppInstance.fromSessionTag().";
  return [{ code: "REQUIRED", path: ["appInstance"], message }];
}

/** Checks a trust as the inputs that it is made of. Without types, it may be anything. */
function checkTrust({ trust, at }: { readonly trust: unknown; readonly at: InputPath }): Violation[] {
  if (isTrust(trust)) return checkTrustValues(trust, at, options);
  const hint = typeof trust === "function" ? " Call it, as in Trust.account()." : "";
  const message = `is no trust, expected what a factory such as Trust.account() returns.${hint}`;
  return [{ code: "WRONG_TYPE", path: at, message }];
}

function checkTrustValues(trust: Trust, at: InputPath, how: CheckOptions): Violation[] {
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
    ...checkTable(roleInputs, Object.fromEntries(inputs), [], how).map((found) => inProps(found, at)),
    ...(trust.conditions === undefined ? [] : checkValue(conditionKind, trust.conditions, [...at, "conditions"], how)),
  ];
}

function isTrust(value: unknown): value is Trust {
  const isOfKind = isObject(value) && typeof value.kind === "string" && Object.hasOwn(trustKinds, value.kind);
  return isOfKind && isObject(value.values);
}

/** @param common how many conditions are of every trust; those after them are of this one */
function inProps(found: Violation, trust: InputPath, common = Number.POSITIVE_INFINITY): Violation {
  const [name, i, ...rest] = found.path;
  const isOfTrust = name === "trust_conditions" && typeof i === "number" && i >= common;
  return { ...found, path: isOfTrust ? [...trust, "conditions", i - common, ...rest] : propPath(found.path, trust) };
}
