// The two documents of a role, and what is decided between them: whom its calls act as, and which session tags say so.
import type { AppInstance } from "./app-instance";
import type { CallOrPageAction } from "./calls";
import { accessPolicy, type Reach } from "./policy";
import type { PolicyDocument } from "./policy-document";
import { type AccessInputs, actsAsBearer, callsOf, namesAppInstance, reachOf } from "./role-calls";
import type { RoleType } from "./role-types";
import { identityIdVariable, sessionTagVariable } from "./session-tags";
import { type Trust, userIdSourceOf } from "./trust";
import type { UserIdSource } from "./trust-kinds";
import { trustPolicy } from "./trust-policy";

/** What the policy of a role is made of. */
export interface RolePolicyProps {
  readonly type: RoleType;
  readonly access: AccessInputs;
  readonly appInstance: AppInstance;
  /** The AppInstanceUser, or the AppInstanceBot, that the calls act as; without either, the caller. */
  readonly userId: string | undefined;
  readonly botId: string | undefined;
  /** How the sessions of the role may carry the caller's AppInstanceUser ID. */
  readonly userIdSources: readonly (UserIdSource | undefined)[];
  readonly userIdTagKey: string;
  /** Further app instances, by their IDs, and the tags of the channels that the calls reach. */
  readonly furtherAppInstances?: readonly string[] | undefined;
  readonly channelsTagged?: Readonly<Record<string, string>> | undefined;
}

/** The policy of a role, and what it is made of. */
export interface RolePolicy {
  readonly type: RoleType;
  readonly appInstance: AppInstance;
  /** The calls that it may make, sorted. */
  readonly calls: readonly CallOrPageAction[];
  readonly reach: Reach;
  /** The session tags that name the caller and the app instance: required of who is known by them, and refused of others. */
  readonly tagKeys: readonly string[];
  /** Whether the policy reads the caller's AppInstanceUser ID. */
  readonly readsCaller: boolean;
  readonly policy: PolicyDocument;
}

/** Makes the policy of a role. */
export function rolePolicy(props: RolePolicyProps): RolePolicy {
  const { type, access, appInstance, userId, botId, userIdSources, userIdTagKey } = props;
  const { furtherAppInstances = [], channelsTagged = {} } = props;
  // Whoever makes a channel gives it its tags.
  const isTagged = Object.keys(channelsTagged).length > 0;
  const calls = callsOf(type, access).filter((call) => !isTagged || call !== "CreateChannel");
  const reach = reachOf(type, access);
  const readsCaller = actsAsBearer(calls, reach) && userId === undefined && botId === undefined;
  const readsAppInstance = appInstance.tagKey !== undefined && namesAppInstance(calls, reach);
  const users = readsCaller ? callerVariables(userIdSources, userIdTagKey) : listOf(userId);
  return {
    type,
    appInstance,
    calls,
    reach,
    tagKeys: [...(readsCaller ? [userIdTagKey] : []), ...(readsAppInstance ? [appInstance.tagKey] : [])],
    readsCaller,
    policy: accessPolicy({
      calls,
      reach,
      appInstance,
      furtherAppInstances,
      channelsTagged,
      users,
      bots: listOf(botId),
    }),
  };
}

/** What the documents of a role are made of. */
export interface RoleDocumentsProps extends Omit<RolePolicyProps, "userIdSources"> {
  readonly trusts: readonly Trust[];
  /** How sessions carry the caller's ID, where the trusts are somebody else's; by default as the trusts say. */
  readonly userIdSources?: readonly UserIdSource[] | undefined;
  /** The AppInstanceUser IDs that a caller may pass; undefined for any. */
  readonly allowedUserIds: readonly string[] | undefined;
  readonly allowsSourceIdentity: boolean;
  /** The issuer of an OIDC provider, by its ARN. */
  readonly issuerOf: (arn: string) => string;
}

/** The documents of a role, and what they are made of. */
export interface RoleDocuments extends RolePolicy {
  readonly trusts: readonly Trust[];
  readonly trustPolicy: PolicyDocument;
}

/** Makes the documents of a role. */
export function roleDocuments({ trusts, userIdSources, ...props }: RoleDocumentsProps): RoleDocuments {
  const policy = rolePolicy({ ...props, userIdSources: userIdSources ?? trusts.map(userIdSourceOf) });
  const context = { ...props, account: props.appInstance.account, tagKeys: policy.tagKeys };
  return { ...policy, trusts, trustPolicy: trustPolicy(trusts, context) };
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** The IAM policy variables that hold the caller's AppInstanceUser ID. One that a session lacks matches nothing. */
function callerVariables(sources: readonly (UserIdSource | undefined)[], userIdTagKey: string): string[] {
  return [
    ...(sources.includes("session_tag") ? [sessionTagVariable(userIdTagKey)] : []),
    ...(sources.includes("identity_id") ? [identityIdVariable] : []),
  ];
}
