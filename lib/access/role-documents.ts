// The documents of a role: its policy and its trust policy, from its inputs, its trusts and its app instance.
import { accessPolicy } from "./access-policy";
import type { AppInstance } from "./app-instance";
import type { PartOf } from "./inputs";
import { filled, ownNames } from "./messages";
import { documentSize, type PolicyDocument } from "./policy-document";
import { actsAsBearer, callsOf, namesAppInstance, reachOf } from "./role-access";
import type { RoleType } from "./role-types";
import { documentRules } from "./rules";
import { identityIdVariable, sessionTagVariable } from "./session-tags";
import { type Trust, userIdSourceOf } from "./trust";
import { trustPolicy } from "./trust-policy";
import type { UnknownValues } from "./unknown-values";
import type { InputPath, Violation } from "./violation";

/** What the documents of a role are made of; all of it has been checked. */
export interface RoleDocumentsProps {
  readonly roleType: RoleType;
  readonly role: PartOf<"documents">;
  readonly trusts: readonly Trust[];
  readonly appInstance: AppInstance;
  readonly userIdTagKey: string;
  readonly unknownValues: UnknownValues;
}

/** The documents of a role. */
export interface RoleDocuments {
  readonly policy: PolicyDocument;
  readonly trustPolicy: PolicyDocument;
  /** The session tags that the policy reads. */
  readonly tagKeys: readonly string[];
}

/** Makes the documents of a role. */
export function roleDocuments(props: RoleDocumentsProps): RoleDocuments {
  const { roleType, role, trusts, appInstance, userIdTagKey, unknownValues } = props;
  const {
    app_instance_user_id: userId,
    app_instance_bot_id: botId,
    trust_conditions: conditions = [],
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
  const tagKeys = [...(readsCaller ? [userIdTagKey] : []), ...(readsAppInstance ? [appInstance.tagKey] : [])];
  return {
    policy: accessPolicy({
      calls,
      reach,
      appInstance,
      users: readsCaller ? callerVariables(trusts, userIdTagKey) : listOf(userId),
      bots: listOf(botId),
    }),
    trustPolicy: trustPolicy(trusts, { account: appInstance.account, tagKeys, conditions, unknownValues }),
    tagKeys,
  };
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** The IAM policy variables that hold the caller's AppInstanceUser ID. In a session that lacks one, it matches nothing. */
function callerVariables(trusts: readonly Trust[], userIdTagKey: string): string[] {
  const sources = new Set(trusts.map(userIdSourceOf));
  return [
    ...(sources.has("session_tag") ? [sessionTagVariable(userIdTagKey)] : []),
    ...(sources.has("identity_id") ? [identityIdVariable] : []),
  ];
}

/** Checks the sizes of documents that are known. */
export function checkSizes({ policy, trustPolicy }: RoleDocuments, path: InputPath): Violation[] {
  const documents = { policy, trust_policy: trustPolicy } as const;
  return (Object.keys(documentRules) as (keyof typeof documentRules)[]).flatMap((name) => {
    const { code, size: limit, message } = documentRules[name];
    const size = documentSize(documents[name]);
    return size > limit ? [{ code, path, message: filled(message, ownNames, [String(size)]) }] : [];
  });
}
