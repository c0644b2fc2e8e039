// The documents of a role: its policy and its trust policy, from its inputs, its trusts and its app instance.

import type { AppInstance } from "../grants/app-instance";
import { accessPolicy } from "../grants/policy";
import { documentSize, type PolicyDocument } from "../grants/policy-document";
import { actsAsBearer, callsOf, namesAppInstance, reachOf } from "../grants/role-calls";
import type { RoleType } from "../grants/role-types";
import { identityIdVariable, sessionTagVariable } from "../grants/session-tags";
import { type Trust, userIdSourceOf } from "../grants/trust";
import type { UserIdSource } from "../grants/trust-kinds";
import { trustPolicy } from "../grants/trust-policy";
import type { PartOf } from "./inputs";
import { filled, ownNames } from "./messages";
import { documentRules } from "./rules";
import type { UnknownValues } from "./unknown-values";
import type { InputPath, Violation } from "./violation";

/** The inputs that say what a role may do and whom it acts as. */
export type PolicyInputs = Omit<PartOf<"documents">, "trust_conditions">;

/** What the policy of a role is made of; all of it has been checked. */
export interface RolePolicyProps {
  readonly roleType: RoleType;
  readonly role: PolicyInputs;
  readonly appInstance: AppInstance;
  /** How the sessions of the role may carry the caller's AppInstanceUser ID. */
  readonly userIdSources: readonly (UserIdSource | undefined)[];
  readonly userIdTagKey: string;
}

/** The policy of a role. */
export interface RolePolicy {
  readonly policy: PolicyDocument;
  /** The session tags that the policy reads. */
  readonly tagKeys: readonly string[];
  /** Whether the policy reads the caller's AppInstanceUser ID. */
  readonly readsCaller: boolean;
}

/** Makes the policy of a role. */
export function rolePolicy({ roleType, role, appInstance, userIdSources, userIdTagKey }: RolePolicyProps): RolePolicy {
  const {
    app_instance_user_id: userId,
    app_instance_bot_id: botId,
    capabilities,
    calls: named,
    scope,
    ...unused
  } = role;
  unused satisfies Readonly<Record<string, never>>; // an input of the table that is used nowhere does not compile
  const access = { capabilities, calls: named, scope };
  const calls = callsOf(roleType, access);
  const reach = reachOf(roleType, access);
  const readsCaller = actsAsBearer(calls, reach) && userId === undefined && botId === undefined;
  const readsAppInstance = appInstance.tagKey !== undefined && namesAppInstance(calls, reach);
  const users = readsCaller ? callerVariables(userIdSources, userIdTagKey) : listOf(userId);
  return {
    policy: accessPolicy({ calls, reach, appInstance, users, bots: listOf(botId) }),
    tagKeys: [...(readsCaller ? [userIdTagKey] : []), ...(readsAppInstance ? [appInstance.tagKey] : [])],
    readsCaller,
  };
}

/** What the documents of a role are made of; all of it has been checked. */
export interface RoleDocumentsProps extends Omit<RolePolicyProps, "role" | "userIdSources"> {
  readonly role: PartOf<"documents">;
  readonly trusts: readonly Trust[];
  readonly unknownValues: UnknownValues;
}

/** The documents of a role. */
export interface RoleDocuments extends RolePolicy {
  readonly trustPolicy: PolicyDocument;
}

/** Makes the documents of a role. */
export function roleDocuments({ trusts, unknownValues, role, ...props }: RoleDocumentsProps): RoleDocuments {
  const { trust_conditions: conditions = [], ...policyInputs } = role;
  const ofPolicy = rolePolicy({ ...props, role: policyInputs, userIdSources: trusts.map(userIdSourceOf) });
  const { account } = props.appInstance;
  const { tagKeys } = ofPolicy;
  return { ...ofPolicy, trustPolicy: trustPolicy(trusts, { account, tagKeys, conditions, unknownValues }) };
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** The IAM policy variables that hold the caller's AppInstanceUser ID. In a session that lacks one, it matches nothing. */
function callerVariables(sources: readonly (UserIdSource | undefined)[], userIdTagKey: string): string[] {
  return [
    ...(sources.includes("session_tag") ? [sessionTagVariable(userIdTagKey)] : []),
    ...(sources.includes("identity_id") ? [identityIdVariable] : []),
  ];
}

/** Checks the sizes of documents that are known. */
export function checkSizes(
  { policy, trustPolicy }: { readonly policy: PolicyDocument; readonly trustPolicy?: PolicyDocument },
  path: InputPath,
): Violation[] {
  const documents = { policy, trust_policy: trustPolicy } as const;
  return (Object.keys(documentRules) as (keyof typeof documentRules)[]).flatMap((name) => {
    const { code, size: limit, message } = documentRules[name];
    const document = documents[name];
    const size = document === undefined ? 0 : documentSize(document);
    return size > limit ? [{ code, path, message: filled(message, ownNames, [String(size)]) }] : [];
  });
}
