// Role specs: a role after its inputs were checked. What comes after the checks takes specs.
import { type AppInstance, appInstanceArn, appInstanceIdPattern } from "../grants/app-instance";
import type { CallOrPageAction } from "../grants/calls";
import type { Capability } from "../grants/capabilities";
import { frozen } from "../grants/frozen";
import { documentSize, partSize } from "../grants/policy-document";
import { capabilitiesOf } from "../grants/role-calls";
import { type RoleDocuments, roleDocuments } from "../grants/role-documents";
import { type RoleType, roleTypes } from "../grants/role-types";
import { sessionTagVariable } from "../grants/session-tags";
import type { Trust } from "../grants/trust";
import { defaultUserIdSource, issuerPattern, type TrustKind, trustKinds } from "../grants/trust-kinds";
import { type CheckOptions, isObject, required, withoutNulls } from "./check";
import { checkRole, checkShared } from "./check-rules";
import { type Input, type InputValues, inputs, partOf, type RoleValues, roleNameOf, roleTypeOf } from "./inputs";
import { documentLimits, limits } from "./limits";
import { fillMessage, ownNames } from "./messages";
import { trustsOf } from "./trusts-of-role";
import { literalValues } from "./unknown-values";
import type { InputPath, Violation } from "./violation";

/** A role after its inputs were checked: nobody can change it. */
export interface RoleSpec extends RoleDocuments {
  readonly key: string;
  /** The capabilities that it has, and the calls that it names itself. */
  readonly capabilities: readonly Capability[];
  readonly namedCalls: readonly CallOrPageAction[];
  readonly name: string;
  readonly path: string;
  /** The name and path of its managed policy: those of the role, unless an existing policy is adopted. */
  readonly policyName: string;
  readonly policyPath: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundaryArn: string | undefined;
  /** Further managed policies to attach, by a static name. */
  readonly policyArns: Readonly<Record<string, string>>;
  readonly exclusiveAttachments: boolean;
  /** Inline policies of others, which `exclusiveAttachments` leaves alone. */
  readonly inlinePolicyNames: readonly string[];
  /** The AppInstanceUser IDs that a caller may pass; undefined for any. */
  readonly allowedUserIds: readonly string[] | undefined;
  readonly allowsSourceIdentity: boolean;
  /** The tags that a channel must have for the calls to reach it. */
  readonly channelsTagged: Readonly<Record<string, string>> | undefined;
  /** The role that exists, to which the policy is attached. */
  readonly existingRoleName: string | undefined;
  /** Characters of its trust policy that IAM allows. */
  readonly trustPolicyLimit: number;
}

/** What specs are made with. */
export interface SpecOptions extends CheckOptions {
  /** The app instance as the documents are to name it; by default as the inputs do. */
  readonly appInstance?: AppInstance | undefined;
}

/** The specs of the roles that keep the rules, by key, and everything that is wrong. */
export interface CheckedRoles {
  readonly specs: Readonly<Record<string, RoleSpec>>;
  readonly violations: readonly Violation[];
}

/**
 * The roles of inputs whose values have been checked. The rules are not checked where a value is bad that they depend on: on
 * a role with a bad value, and on shared inputs that are bad.
 *
 * @param found what is wrong with the values
 */
export function roleSpecs(
  values: Readonly<Record<string, unknown>>,
  found: readonly Violation[],
  options: SpecOptions = {},
): CheckedRoles {
  const isBad = (...path: InputPath) => found.some((one) => path.every((part, i) => one.path[i] === part));
  const given = withoutNulls(values);
  const roles = Object.entries(isObject(given.roles) ? withoutNulls(given.roles) : {});
  const goodRoles = roles.flatMap(([key, role]): [string, RoleValues][] =>
    isObject(role) && !isBad("roles", key) ? [[key, withoutNulls(role)]] : [],
  );
  const good = Object.entries(given).filter(([name]) => !isBad(name));
  // What is good has the type that its table says.
  const shared = { ...Object.fromEntries(good), roles: Object.fromEntries(goodRoles) } as InputValues;
  const missing = Object.entries<Input>(inputs).filter(([name, input]) => !("default" in input || name in given));
  const violations = [
    ...missing.map(([name, input]) => required(input, [name])),
    ...checkShared(shared, options, given as InputValues),
  ];
  const isSharedGood = violations.every(({ path: [name] }) => name === "roles");
  const specs: Record<string, RoleSpec> = {};
  for (const [key, role] of goodRoles) {
    const path = ["roles", key];
    const broken = checkRole(key, role, shared, path, options);
    violations.push(...broken);
    if (broken.length > 0 || !isSharedGood) continue; // documents are made of what keeps the rules
    const spec = specOf(key, role, trustsOf(role), shared, options);
    violations.push(...checkSizes(spec, path, options));
    specs[key] = spec;
  }
  return { specs, violations };
}

/** Makes the spec of a role whose inputs have been checked. */
export function specOf(
  key: string,
  role: RoleValues,
  trusts: readonly Trust[],
  shared: InputValues,
  { appInstance = appInstanceOf(shared), unknownValues = literalValues }: SpecOptions,
): RoleSpec {
  const type = roleTypeOf(key, role) as RoleType;
  const {
    trust_conditions: conditions = [],
    allowed_user_ids: allowedUserIds,
    allow_source_identity: allowsSourceIdentity = false,
    app_instance_user_id: userId,
    app_instance_bot_id: botId,
    capabilities,
    calls = [],
    scope,
    app_instance_ids: appInstanceIds = [],
    channels_tagged: channelsTagged,
    ...notInDocuments
  } = partOf(role, "documents");
  const {
    name = roleNameOf(key, role, shared.name_prefix),
    description = roleTypes[type],
    max_session_duration: ownDuration,
    permissions_boundary_arn: ownBoundary,
    policy_arns: policyArns = {},
    tags: ownTags = {},
    inline_policy_names: inlinePolicyNames = [],
    existing_role_name: existingRoleName,
    ...notInResources
  } = partOf(role, "resources");
  const {
    region: _region,
    account_id: _account,
    app_instance_id: _id,
    app_instance_id_tag_key: _tagKey,
    roles: _roles,
    name_prefix: _prefix,
    path = inputs.path.default,
    permissions_boundary_arn: permissionsBoundaryArn,
    max_session_duration: maxSessionDuration = inputs.max_session_duration.default,
    user_id_tag_key: userIdTagKey = inputs.user_id_tag_key.default,
    exclusive_attachments: exclusiveAttachments = inputs.exclusive_attachments.default,
    tags = inputs.tags.default,
    quotas: { trust_policy_characters: trustPolicyLimit = limits.trustPolicySize } = {},
    ...notShared
  } = shared;
  // An input of the tables that is used nowhere does not compile.
  ({ ...notInDocuments, ...notInResources, ...notShared }) satisfies Readonly<Record<string, never>>;
  const access = { capabilities, calls: role.calls, scope };
  const furtherAppInstances = appInstanceIds.map((id) => unknownValues.capture(appInstanceIdPattern, id));
  const documents = roleDocuments({
    ...{ type, access, appInstance, userId, botId, userIdTagKey, furtherAppInstances, channelsTagged },
    ...{ trusts: trusts.map((trust) => withConditions(trust, conditions)), allowedUserIds, allowsSourceIdentity },
    userIdSources: existingRoleName === undefined ? undefined : [role.cognito_user_id ?? defaultUserIdSource],
    issuerOf: (arn) => unknownValues.capture(issuerPattern, arn),
  });
  return frozen({
    ...documents,
    ...{ key, capabilities: capabilitiesOf(type, access), namedCalls: calls, allowedUserIds, channelsTagged },
    ...{ name, path, policyName: name, policyPath: path, tags: mergeTags(tags, ownTags), description, policyArns },
    ...{ exclusiveAttachments, inlinePolicyNames, allowsSourceIdentity, existingRoleName },
    maxSessionDuration: ownDuration ?? maxSessionDuration,
    permissionsBoundaryArn: ownBoundary ?? permissionsBoundaryArn,
    trustPolicyLimit,
  });
}

/** A trust with the further conditions of the role that are for its kind: those that name it, or no trust at all. */
function withConditions(trust: Trust, conditions: NonNullable<RoleValues["trust_conditions"]>): Trust {
  const { input }: TrustKind = trustKinds[trust.kind];
  const own = conditions.filter(({ trusts }) => trusts === undefined || trusts.some((name) => name === input));
  return {
    ...trust,
    conditions: [...(trust.conditions ?? []), ...own.map(({ trusts: _of, ...condition }) => condition)],
  };
}

/** The tags of a role: those of every role, and its own. */
function mergeTags(
  shared: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.keys(shared).length === 0 ? own : { ...shared, ...own }; // a map that is a token has no keys yet
}

/** The app instance that inputs name. Inputs that were not checked make one that nobody uses. */
export function appInstanceOf(shared: InputValues): AppInstance {
  const { region = "", account_id: account = "", app_instance_id = "", app_instance_id_tag_key: tagKey } = shared;
  const id = tagKey === undefined ? String(app_instance_id).replace(/^.*\//, "") : sessionTagVariable(tagKey);
  return { region, account, id, arn: appInstanceArn(region, account, id), tagKey };
}

/** The ARN of a role. */
export function roleArnOf({
  name,
  path,
  appInstance: { account },
}: Pick<RoleSpec, "name" | "path" | "appInstance">): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

/** Checks the sizes of documents, as far as they are known. */
export function checkSizes(
  { policy, trustPolicy, trustPolicyLimit }: Pick<RoleSpec, "policy" | "trustPolicy" | "trustPolicyLimit">,
  path: InputPath,
  { unknownValues = literalValues, spelling = ownNames }: CheckOptions,
): Violation[] {
  const documents = { policy, trust_policy: trustPolicy } as const;
  const sizes = { policy: limits.policySize, trust_policy: trustPolicyLimit };
  return (Object.keys(documentLimits) as (keyof typeof documentLimits)[]).flatMap((name) => {
    const { code, parts, message, filledBy } = documentLimits[name];
    const document = unknownValues.known(documents[name]);
    const size = document === undefined ? 0 : documentSize(document);
    if (document === undefined || size <= sizes[name]) return [];
    const values = [size, sizes[name], ...parts.map((part) => partSize(document, part))].map(String);
    return [{ code, path, message: fillMessage(`${message} ${filledBy}`, spelling, values) }];
  });
}
