// What a role construct takes, with the defaults and the checks of it.
import { Token } from "cdktf";
import type { AppInstance } from "../access/app-instance";
import { type Capability, capabilityNames, defaultCapabilities } from "../access/capabilities";
import { InputError } from "../access/input-error";
import { inputs, type Kind, roleInputs } from "../access/inputs";
import { limits } from "../access/limits";
import { namesAppInstance, namesCaller } from "../access/policy-document";
import {
  identityKnowsNoAppInstance,
  knownAtSynth,
  mismatch,
  onePolicyTwice,
  ownPolicy,
  ownProvider,
  sameButForCase,
  scopeUnused,
  secondsExpected,
  serviceKnowsNoAppInstance,
  serviceKnowsNoUser,
  tagNamesCaller,
  tooMany,
  twoTagKeys,
  userIdUnused,
} from "../access/refusals";
import { type RoleType, roleTypes } from "../access/role-types";
import { checked, isKnownAtPlan } from "../access/rules";
import type { Scope } from "../access/scope";
import { bindingNames, bindingOf, callerVariables, type Trust } from "../access/trust";

/** What every role takes. */
export interface ChimeRoleProps {
  /** The app instance whose messaging the role may use. */
  readonly appInstance: AppInstance;
  /** Who may assume the role: at least one. */
  readonly trust: Trust | readonly Trust[];
  /**
   * What the role may do, by capability. `messaging` is always among them.
   *
   * @default messaging, channel_flows, sub_channels, streaming
   */
  readonly capabilities?: readonly Capability[] | undefined;
  /**
   * The beginning of the role's and the policy's name; the type with dashes follows.
   *
   * @default chime-
   */
  readonly namePrefix?: string | undefined;
  /**
   * The whole name of the role and the policy, at most 64 characters.
   *
   * @default namePrefix and the type: chime-minimal-user
   */
  readonly name?: string | undefined;
  /**
   * The description of the role, at most 1,000 characters. The policy keeps its own: another would make it anew.
   *
   * @default what the role type is for
   */
  readonly description?: string | undefined;
  /**
   * The IAM path of the role and the policy.
   *
   * @default /
   */
  readonly path?: string | undefined;
  /**
   * The longest session, in seconds: 3,600 to 43,200. A role assumed through another is held to 3,600 by AWS.
   *
   * @default 3600
   */
  readonly maxSessionDuration?: number | undefined;
  /**
   * The managed policy that bounds the role's permissions.
   *
   * @default none
   */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * Further managed policies to attach, by a static name of your choice. IAM attaches ten in all.
   *
   * @default none
   */
  readonly policyArns?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether Terraform owns the whole list of attachments, so that one made by hand, or an inline policy, shows as drift.
   *
   * @default false
   */
  readonly exclusiveAttachments?: boolean | undefined;
  /**
   * Tags of the role and the policy, at most 50.
   *
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /**
   * The name of the resources in Terraform: `aws_iam_role.<address>`. Two roles of one type in a stack need two.
   *
   * @default the type: user
   */
  readonly address?: string | undefined;
}

/** What the role of a developer takes. */
export interface ChimeDeveloperRoleProps extends ChimeRoleProps {
  /**
   * How far the policy reaches: `all` app instances of the account, as AWS's page has it, or the one `app_instance`, but
   * for the actions that AWS lets nobody hold to one (CreateAppInstance, CreateAppInstanceUser, CreateAppInstanceBot).
   *
   * @default all
   */
  readonly scope?: Scope | undefined;
}

/** What a role takes whose policy names the caller. */
export interface ChimeCallerRoleProps extends ChimeRoleProps {
  /**
   * Whose AppInstanceUser the role acts as: an ID for always that one, `*` for any (a backend that acts for all).
   *
   * @default the caller, through the binding of its trust
   */
  readonly appInstanceUserId?: string | undefined;
  /**
   * The key of the session tag that carries the caller's AppInstanceUser ID.
   *
   * @default AppInstanceUserId
   */
  readonly userIdTagKey?: string | undefined;
}

/**
 * The props of a role of one type, checked and with every default in place.
 *
 * @throws InputError when one is not what it should be
 */
export function completeProps(roleType: RoleType, props: ChimeDeveloperRoleProps & ChimeCallerRoleProps) {
  const label = `roles.${roleType}`;
  const {
    appInstanceUserId,
    permissionsBoundaryArn,
    capabilities = defaultCapabilities,
    userIdTagKey = inputs.user_id_tag_key.default,
    namePrefix = inputs.name_prefix.default,
    name = `${checked("name_prefix", namePrefix)}${roleType.replace("_", "-")}`,
    description = roleTypes[roleType],
    path = inputs.path.default,
    maxSessionDuration = inputs.max_session_duration.default,
    policyArns = {},
    tags = inputs.tags.default,
    exclusiveAttachments = inputs.exclusive_attachments.default,
    address = roleType,
  } = props;
  checked("user_id_tag_key", userIdTagKey);
  if (isKnownAtPlan(userIdTagKey)) throw new InputError(`user_id_tag_key ${knownAtSynth}`);
  checked("role_name", name, `${label}.name`);
  checked("description", description, `${label}.description`);
  checked("path", path);
  checked("address", address);
  checkCapabilities(`${label}.capabilities`, capabilities);
  checkSeconds(`${label}.max_session_duration`, maxSessionDuration);
  checkMap(`${label}.policy_arns`, roleInputs.policy_arns, policyArns);
  checkTags("tags", tags);
  const arns = Object.values(policyArns);
  if (new Set(arns).size < arns.length) throw new InputError(`${label}.policy_arns ${onePolicyTwice}`);
  if (permissionsBoundaryArn !== undefined) {
    checked("permissions_boundary_arn", permissionsBoundaryArn, `${label}.permissions_boundary_arn`);
  }
  const trusts = [props.trust].flat();
  checkOwners(label, { permissionsBoundaryArn, policyArns, trusts }, props.appInstance.account);
  if (appInstanceUserId !== undefined) {
    checked("app_instance_user_id", appInstanceUserId, `${label}.app_instance_user_id`);
    if (!namesCaller(roleType)) throw new InputError(userIdUnused(roleType));
  }
  if (props.scope !== undefined && roleType !== "developer") throw new InputError(scopeUnused(roleType));

  const { scope = "all", appInstance } = props;
  const callerIsBound = namesCaller(roleType) && appInstanceUserId === undefined;
  const appInstanceTag = namesAppInstance(roleType, scope) ? appInstance.tagKey : undefined;
  const callersBindings = new Set(trusts.map(bindingOf));
  if (callersBindings.has(undefined) && callerIsBound) throw new InputError(serviceKnowsNoUser(roleType));
  if (appInstanceTag !== undefined) {
    if (callersBindings.has(undefined)) throw new InputError(serviceKnowsNoAppInstance(roleType));
    if (callersBindings.has("identity_id")) throw new InputError(identityKnowsNoAppInstance(roleType));
  }
  const tagKeys = [...(callerIsBound ? [userIdTagKey] : []), ...(appInstanceTag === undefined ? [] : [appInstanceTag])];
  checkSessionTags("tags", tags, [userIdTagKey, appInstance.tagKey]);
  if (appInstance.tagKey?.toLowerCase() === userIdTagKey.toLowerCase()) throw new InputError(twoTagKeys);
  return {
    appInstance,
    scope,
    trusts,
    capabilities,
    /** What stands for the caller in the policy. */
    callers: callerIsBound
      ? bindingNames.flatMap((name) => (callersBindings.has(name) ? callerVariables[name](userIdTagKey) : []))
      : [appInstanceUserId ?? "*"],
    /** The session tags that the policy reads. */
    tagKeys,
    name,
    description,
    path,
    maxSessionDuration,
    permissionsBoundaryArn,
    policyArns,
    exclusiveAttachments,
    tags,
    address,
  };
}

function checkCapabilities(label: string, names: readonly string[]): void {
  for (const [i, name] of names.entries()) {
    if (!(capabilityNames as readonly string[]).includes(name)) {
      throw new InputError(`${label}[${i}] ${mismatch(`one of ${capabilityNames.join(", ")}`, name)}`);
    }
  }
}

function checkSeconds(label: string, seconds: number): void {
  const { min, max } = limits.sessionSeconds;
  if (Token.isUnresolved(seconds)) return;
  if (!Number.isInteger(seconds) || seconds < min || seconds > max) {
    throw new InputError(`${label} ${mismatch(secondsExpected, String(seconds))}`);
  }
}

/** In a session, a role's own tags are principal tags too, unless the session passes a tag of the same key. */
export function checkSessionTags(label: string, tags: Tags, keys: readonly (string | undefined)[]): void {
  const reserved = new Set(keys.map((key) => key?.toLowerCase()));
  const taken = Object.keys(tags).find((key) => reserved.has(key.toLowerCase()));
  if (taken !== undefined) throw new InputError(`${label}.${taken} ${tagNamesCaller}`);
}

/** Tags as IAM takes them: so many, and no two keys that it takes for one. */
export function checkTags(label: string, tags: Tags): void {
  checkMap(label, inputs.tags, tags);
  const keys = Object.keys(tags);
  if (new Set(keys.map((key) => key.toLowerCase())).size < keys.length) {
    throw new InputError(`${label} ${sameButForCase}`);
  }
}

type Tags = Readonly<Record<string, string>>;

function checkMap(label: string, input: Kind & { kind: "map" }, map: Readonly<Record<string, string>>): void {
  if (Token.isUnresolved(map)) return;
  for (const [key, value] of Object.entries(map)) {
    checked(input.key, key, `the key ${label}.${key}`);
    checked(input.value, value, `${label}.${key}`);
  }
  if (Object.keys(map).length > input.atMost) throw new InputError(`${label} ${tooMany(input.atMost)}`);
}

/** Refuses what a role names of another account: policies that are attached or bound it, and identity providers. */
export function checkOwners(
  label: string,
  {
    permissionsBoundaryArn,
    policyArns = {},
    trusts,
  }: Pick<ChimeRoleProps, "permissionsBoundaryArn" | "policyArns"> & { readonly trusts: readonly Trust[] },
  account: string,
): void {
  checkOwner(`${label}.permissions_boundary_arn`, permissionsBoundaryArn, account);
  for (const [key, arn] of Object.entries(policyArns)) checkOwner(`${label}.policy_arns.${key}`, arn, account);
  for (const arn of trusts.flatMap(providersOf)) checkOwner(`${label}: a provider`, arn, account, ownProvider);
}

/** The identity providers that a trust names. */
function providersOf(trust: Trust): readonly string[] {
  if (trust.kind === "saml_providers") return trust.arns;
  return trust.kind === "oidc_provider" ? [trust.arn] : [];
}

/** Refuses what is of another account, which IAM would refuse halfway through an apply, or no session could use. */
export function checkOwner(
  label: string,
  arn: string | undefined,
  account: string,
  expected: (account: string) => string = ownPolicy,
): void {
  if (arn === undefined || isKnownAtPlan(arn) || isKnownAtPlan(account)) return;
  const owners = expected === ownPolicy ? [account, "aws"] : [account];
  if (!owners.includes(arn.split(":")[4] ?? "")) throw new InputError(`${label} ${mismatch(expected(account), arn)}`);
}
