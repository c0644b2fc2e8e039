// The trust policy of a role: a statement for each trust.
import { type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { type Trust, userIdSourceOf } from "./trust";
import {
  conditionBlock,
  externalIdConditions,
  isKnownToTagSession,
  refusedTagConditions,
  requiredTagConditions,
  type TrustCondition,
} from "./trust-conditions";
import { type TrustKind, type TrustValues, tagSession, trustKinds } from "./trust-kinds";

/** What a trust policy depends on besides its trusts. */
export interface TrustContext {
  /** The account of the role. */
  readonly account: string;
  /** The session tags that the role's policy reads: a caller that is known by tags must pass them. */
  readonly tagKeys: readonly string[];
  /** Further conditions of every statement. */
  readonly conditions: readonly TrustCondition[];
  /** The issuer of an OIDC provider, by its ARN: the condition keys of its tokens are named after it. */
  readonly issuerOf: (arn: string) => string;
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

function statementOf(trust: Trust, { account, tagKeys, conditions, issuerOf }: TrustContext): TrustStatement {
  const kind: TrustKind = trustKinds[trust.kind];
  const { values } = trust;
  const { arn, external_id: externalId } = values;
  const { principal, conditions: own } = kind.statement(values, account, typeof arn === "string" ? issuerOf(arn) : "");
  const tagConditions = userIdSourceOf(trust) === "session_tag" ? requiredTagConditions : refusedTagConditions;
  const passesTags = canPassTags(kind, values);
  return {
    principal,
    action: kind.action,
    passesTags,
    conditions: [
      ...own,
      ...(typeof externalId === "string" ? externalIdConditions([externalId]) : []),
      ...(passesTags ? tagKeys.flatMap(tagConditions) : []),
      ...conditions,
    ],
  };
}

function canPassTags({ passesTags }: TrustKind, { service_principals: names = [] }: TrustValues): boolean {
  return passesTags === true || passesTags.some((service) => names.includes(service));
}

/** Whether the tags need a statement of their own. */
function isSplit({ passesTags, conditions }: TrustStatement): boolean {
  return passesTags && !conditions.every(isKnownToTagSession);
}

function assumeStatement(statement: TrustStatement): Statement {
  const { action, passesTags, conditions } = statement;
  return statementWith(statement, passesTags && !isSplit(statement) ? [action, tagSession] : [action], conditions);
}

function tagStatement(statement: TrustStatement): Statement {
  return statementWith(statement, [tagSession], statement.conditions.filter(isKnownToTagSession));
}

function statementWith(
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
