// The trust policy of a role: a statement for each trust.
import { type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { type Trust, userIdSourceOf } from "./trust";
import {
  allowedUserIds,
  conditionBlock,
  externalIdConditions,
  isKnownToTagSession,
  refusedTagConditions,
  requiredTagConditions,
  type TrustCondition,
} from "./trust-conditions";
import { setSourceIdentity, type TrustKind, type TrustValues, tagSession, trustKinds } from "./trust-kinds";

/** What a trust policy depends on besides its trusts. */
export interface TrustContext {
  /** The account of the role. */
  readonly account: string;
  /** The session tags that the role's policy reads: a caller that is known by tags must pass them. */
  readonly tagKeys: readonly string[];
  /** The one among them that carries the caller's AppInstanceUser ID, and which IDs a caller may pass. */
  readonly userIdTagKey: string;
  readonly allowedUserIds: readonly string[] | undefined;
  /** Whether callers may bring a source identity. */
  readonly allowsSourceIdentity: boolean;
  /** The issuer of an OIDC provider, by its ARN: the condition keys of its tokens are named after it. */
  readonly issuerOf: (arn: string) => string;
}

/** A statement before it is written as IAM's JSON. */
interface TrustStatement {
  readonly principal: Statement["Principal"];
  readonly action: string;
  /** What it allows besides: to pass session tags, to bring a source identity. */
  readonly further: readonly string[];
  readonly conditions: readonly TrustCondition[];
}

/**
 * The trust policy of a role. It allows `sts:TagSession` wherever the caller can pass session tags: without it, AWS refuses a
 * session that the caller's identity provider tags, even if no policy reads the tag. Likewise `sts:SetSourceIdentity`, where
 * the role allows it. Where a statement has condition keys of STS, such as an external ID, these two have a statement of their
 * own without them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function trustPolicy(trusts: readonly Trust[], context: TrustContext): PolicyDocument {
  const statements = trusts.map((trust) => statementOf(trust, context));
  return policyDocument([...statements.map(assumeStatement), ...statements.filter(isSplit).map(furtherStatement)]);
}

function statementOf(trust: Trust, context: TrustContext): TrustStatement {
  const { account, tagKeys, issuerOf } = context;
  const kind: TrustKind = trustKinds[trust.kind];
  const { values, conditions = [] } = trust;
  const { arn, external_id: externalId } = values;
  const { principal, conditions: own } = kind.statement(values, account, typeof arn === "string" ? issuerOf(arn) : "");
  const passesTags = canDo(kind.passesTags, values);
  const bringsIdentity =
    kind.bringsSourceIdentity === "where_allowed"
      ? context.allowsSourceIdentity
      : kind.bringsSourceIdentity !== "never" && canDo(kind.bringsSourceIdentity, values);
  return {
    principal,
    action: kind.action,
    further: [...(passesTags ? [tagSession] : []), ...(bringsIdentity ? [setSourceIdentity] : [])],
    conditions: [
      ...own,
      ...(typeof externalId === "string" ? externalIdConditions([externalId]) : []),
      ...(passesTags ? tagKeys.flatMap((key) => tagConditions(trust, key, context)) : []),
      ...conditions,
    ],
  };
}

/** What a caller must pass who is known by session tags, and what one must not who is known by something else. */
function tagConditions(trust: Trust, key: string, context: TrustContext): readonly TrustCondition[] {
  if (userIdSourceOf(trust) !== "session_tag") return refusedTagConditions(key);
  return requiredTagConditions(key, key === context.userIdTagKey ? allowedUserIds(context.allowedUserIds) : undefined);
}

/** Whether every caller of a kind, or one of the services that are named, can do something. */
function canDo(who: true | readonly string[], { service_principals: names = [] }: TrustValues): boolean {
  return who === true || who.some((service) => names.includes(service));
}

/** Whether what a statement allows besides needs a statement of its own. */
function isSplit({ further, conditions }: TrustStatement): boolean {
  return further.length > 0 && !conditions.every(isKnownToTagSession);
}

function assumeStatement(statement: TrustStatement): Statement {
  const { action, further, conditions } = statement;
  return statementWith(statement, isSplit(statement) ? [action] : [action, ...further], conditions);
}

function furtherStatement(statement: TrustStatement): Statement {
  return statementWith(statement, statement.further, statement.conditions.filter(isKnownToTagSession));
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
