// The trust policy of a role: a statement for each trust.

import type { UnknownValues } from "../inputs/unknown-values";
import { type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { kindOf, type Trust, userIdSourceOf } from "./trust";
import {
  conditionBlock,
  externalIdConditions,
  isKnownToTagSession,
  refusedTagConditions,
  requiredTagConditions,
  type TrustCondition,
} from "./trust-conditions";
import { issuerPattern, type TrustKind, type TrustValues, tagSession } from "./trust-kinds";

/** What a trust policy depends on besides its trusts. */
export interface TrustContext {
  /** The account of the role. */
  readonly account: string;
  /** The session tags that the role's policy reads: a caller that is known by tags must pass them. */
  readonly tagKeys: readonly string[];
  /** Further conditions of every statement. */
  readonly conditions: readonly TrustCondition[];
  readonly unknownValues: UnknownValues;
}

/** A statement before it is written as IAM's JSON. */
interface TrustStatement {
  readonly principal: Statement["Principal"];
  readonly action: string;
  readonly passesTags: boolean;
  readonly conditions: readonly TrustCondition[];
}

/**
 * The trust policy of a role. It allows `sts:TagSession` wherever the caller can pass session tags: without it, AWS refuses a
 * session that the caller's identity provider tags, even if no policy reads the tag. Where a statement has condition keys of
 * STS, such as an external ID, the action has a statement of its own without them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function trustPolicy(trusts: readonly Trust[], context: TrustContext): PolicyDocument {
  const statements = trusts.map((trust) => statementOf(trust, context));
  return policyDocument([...statements.map(assumeStatement), ...statements.filter(isSplit).map(tagStatement)]);
}

function statementOf(trust: Trust, { account, tagKeys, conditions, unknownValues }: TrustContext): TrustStatement {
  const kind = kindOf(trust);
  const values = valuesOf(trust);
  const issuer = trust.kind === "oidc_provider" ? unknownValues.capture(issuerPattern, trust.arn) : "";
  const { principal, conditions: own } = kind.statement(values, account, issuer);
  const tagConditions = userIdSourceOf(trust) === "session_tag" ? requiredTagConditions : refusedTagConditions;
  const passesTags = canPassTags(kind, values);
  return {
    principal,
    action: kind.action,
    passesTags,
    conditions: [
      ...own,
      ...("externalId" in trust && trust.externalId !== undefined ? externalIdConditions([trust.externalId]) : []),
      ...(passesTags ? tagKeys.flatMap(tagConditions) : []),
      ...conditions,
    ],
  };
}

function valuesOf({ kind: _kind, ...values }: Trust): TrustValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function canPassTags({ passesTags }: TrustKind, { names = [] }: TrustValues): boolean {
  return passesTags === true || passesTags.some((service) => names.includes(service));
}

/** Whether the tags need a statement of their own. */
function isSplit({ passesTags, conditions }: TrustStatement): boolean {
  return passesTags && !conditions.every(isKnownToTagSession);
}

function assumeStatement(statement: TrustStatement): Statement {
  const { action, passesTags, conditions } = statement;
  return written(statement, passesTags && !isSplit(statement) ? [action, tagSession] : [action], conditions);
}

function tagStatement(statement: TrustStatement): Statement {
  return written(statement, [tagSession], statement.conditions.filter(isKnownToTagSession));
}

function written(
  { principal }: TrustStatement,
  Action: readonly string[],
  conditions: readonly TrustCondition[],
): Statement {
  return {
    Effect: "Allow",
    ...(principal === undefined ? {} : { Principal: principal }),
    Action,
    ...(conditions.length > 0 ? { Condition: conditionBlock(conditions) } : {}),
  };
}
