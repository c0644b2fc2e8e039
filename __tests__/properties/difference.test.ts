// The difference of two documents, against a simulation of IAM: whatever is allowed after and not before is said to be wider;
// documents that are reordered, merged, split or narrowed are not.
import fc from "fast-check";
import type { PolicyDocument, Statement } from "../../lib/grants/policy-document";
import { roleAccess } from "../../lib/review/access";
import { difference } from "../../lib/review/difference";
import { admits, allows } from "../../scripts/simulation";
import { appInstanceArn } from "../support/inputs";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 60);

/** A statement of any effect. */
type AnyStatement = Omit<Statement, "Effect" | "Action"> & {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
};

const tag = "${aws:PrincipalTag/AppInstanceUserId}";
const some = <T>(...values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const effect = fc.oneof({ weight: 4, arbitrary: fc.constant("Allow" as const) }, fc.constant("Deny" as const));

// Policies

const policyCondition = fc.option(
  fc.constantFrom<NonNullable<Statement["Condition"]>>(
    { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] } },
    { StringEquals: { "aws:PrincipalTag/team": ["a"] } },
    { StringLike: { "aws:PrincipalTag/team": ["a*"] } },
    { StringNotEquals: { "aws:PrincipalTag/team": ["b"] } },
    { StringNotLike: { "AWS:PrincipalTag/team": ["b*", "c"] } },
    { StringEqualsIfExists: { "aws:PrincipalTag/team": ["a"] } },
    { Null: { "aws:PrincipalTag/team": ["true"] } },
    { Null: { "aws:PrincipalTag/team": ["false"] } },
    { Bool: { "aws:MultiFactorAuthPresent": ["true"] } },
    { StringEquals: { "aws:PrincipalTag/team": ["a"] }, Bool: { "aws:MultiFactorAuthPresent": ["true"] } },
  ),
  { nil: undefined },
);

const policyStatement: fc.Arbitrary<AnyStatement> = fc
  .record({
    Effect: effect,
    Action: some("chime:Connect", "chime:SendChannelMessage", "chime:Send*", "chime:*", "chime:sendchannelmessage"),
    Resource: some(
      `${appInstanceArn}/user/${tag}`,
      `${appInstanceArn}/user/alice`,
      `${appInstanceArn}/user/a?ice`,
      `${appInstanceArn}/user/*`,
      `${appInstanceArn}/channel/*`,
      `${appInstanceArn}/channel/c1`,
      "*",
    ),
    Condition: policyCondition,
  })
  .map(({ Condition, ...rest }) => ({ ...rest, ...(Condition === undefined ? {} : { Condition }) }));

const policyRequest = fc.record({
  action: fc.constantFrom("chime:Connect", "chime:SendChannelMessage"),
  resource: fc.constantFrom(
    ...["user/alice", "user/bob", "channel/c1", "channel/c2"].map((at) => `${appInstanceArn}/${at}`),
  ),
  session: fc
    .record({
      user: fc.constantFrom("alice", "bob", undefined),
      team: fc.constantFrom("a", "b", "ab", "c", undefined),
      mfa: fc.constantFrom("true", "false", undefined),
    })
    .map(({ user, team, mfa }) => ({
      ...(user === undefined ? {} : { "aws:PrincipalTag/AppInstanceUserId": user }),
      ...(team === undefined ? {} : { "aws:PrincipalTag/team": team }),
      ...(mfa === undefined ? {} : { "aws:MultiFactorAuthPresent": mfa }),
    })),
});

// Trust policies

const account = "123456789012";

const trustStatement: fc.Arbitrary<AnyStatement> = fc
  .record({
    Effect: effect,
    Principal: fc.constantFrom<NonNullable<Statement["Principal"]>>(
      { AWS: `arn:aws:iam::${account}:root` },
      { AWS: account },
      { AWS: `arn:aws:iam::${account}:role/backend` },
      { AWS: "arn:aws:iam::210987654321:root" },
      { AWS: ["arn:aws:iam::210987654321:role/backend", `arn:aws:iam::${account}:role/other`] },
      { AWS: "*" },
    ),
    Action: some("sts:AssumeRole", "sts:TagSession", "sts:*"),
    Condition: fc.option(
      fc.constantFrom<NonNullable<Statement["Condition"]>>(
        { StringEquals: { "sts:ExternalId": ["x", "y"] } },
        { StringEquals: { "sts:ExternalId": ["x"] } },
        { StringLike: { "sts:RoleSessionName": ["chat-*"] } },
        { ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/backend"] } },
        { ArnEquals: { "aws:PrincipalArn": [`arn:aws:iam::${account}:role/backend`] } },
      ),
      { nil: undefined },
    ),
  })
  .map(({ Condition, ...rest }) => ({ ...rest, ...(Condition === undefined ? {} : { Condition }) }));

const attempt = fc
  .record({
    principal: fc.constantFrom(
      `arn:aws:iam::${account}:role/backend`,
      `arn:aws:iam::${account}:role/other`,
      "arn:aws:iam::210987654321:role/backend",
      "arn:aws:iam::333333333333:role/stranger",
    ),
    action: fc.constant("sts:AssumeRole"),
    externalId: fc.constantFrom("x", "y", undefined),
    sessionName: fc.constantFrom("chat-1", "other"),
  })
  .map(({ principal, action, externalId, sessionName }) => ({
    principal,
    action,
    context: {
      "sts:RoleSessionName": sessionName,
      "aws:PrincipalArn": principal,
      ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
    },
  }));

// Properties

function documentOf(statements: readonly AnyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements as unknown as readonly Statement[] };
}

const none = documentOf([]);

function widened(kind: "trust" | "policy", before: PolicyDocument, after: PolicyDocument): boolean {
  const access = (document: PolicyDocument) => ({
    account,
    roles: { user: roleAccess({ trust: none, policy: none, [kind]: document }) },
  });
  return difference(access(before), access(after)).some(({ direction }) => direction === "wider");
}

/** What leaves access as it is, or takes some of it away. */
const harmless = fc.constantFrom<(statements: readonly AnyStatement[]) => AnyStatement[]>(
  (statements) => [...statements].reverse(),
  (statements) => statements.flatMap((one) => one.Action.map((action) => ({ ...one, Action: [action] }))),
  (statements) =>
    statements.flatMap((one) =>
      [one.Resource ?? []].flat().length === 0
        ? [one]
        : [one.Resource ?? []].flat().map((resource) => ({ ...one, Resource: [resource] })),
    ),
  (statements) => statements.flatMap(splitByValues),
  (statements) => statements.map((one) => ({ ...one, Action: one.Action.map((name) => name.toUpperCase()) })),
  (statements) => [...statements, ...statements],
  (statements) => statements.filter(({ Effect }, i) => Effect === "Deny" || i > 0),
  (statements) =>
    statements.map((one) =>
      one.Effect === "Deny"
        ? one
        : { ...one, Condition: { ...one.Condition, Bool: { ...one.Condition?.Bool, "aws:SecureTransport": "true" } } },
    ),
);

/** A statement for each value of its first condition, where any of the values is enough. */
function splitByValues(statement: AnyStatement): AnyStatement[] {
  const [operator, keys] = Object.entries(statement.Condition ?? {})[0] ?? [];
  const [key, values] = Object.entries(keys ?? {})[0] ?? [];
  if (operator === undefined || key === undefined || /Not|Null/.test(operator)) return [statement];
  return [values ?? []].flat().map((value) => ({
    ...statement,
    Condition: { ...statement.Condition, [operator]: { ...keys, [key]: [value] } },
  }));
}

describe.each([
  ["policy", policyStatement],
  ["trust", trustStatement],
] as const)("of a %s", (kind, statement) => {
  const statements = fc.array(statement, { minLength: 1, maxLength: 3 });

  test("what is allowed after and not before is wider", async () => {
    const seen = { notWider: 0, confirmed: 0 };
    const requests = fc.array(fc.tuple(policyRequest, attempt), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(statements, statements, requests, async (one, other, asked) => {
        const [before, after] = [documentOf(one), documentOf(other)];
        const isWider = widened(kind, before, after);
        const gained: object[] = [];
        for (const [request, who] of asked) {
          const decide = (document: PolicyDocument) =>
            kind === "trust"
              ? admits(document, who)
              : allows(document, request.session, request.action, request.resource);
          if ((await decide(after)) && !(await decide(before))) gained.push(kind === "trust" ? who : request);
        }
        seen[isWider ? "confirmed" : "notWider"] += isWider && gained.length === 0 ? 0 : 1;
        if (!isWider) expect({ before, after, gained }).toEqual({ before, after, gained: [] });
      }),
      { numRuns: numRuns * 4 },
    );
    expect(seen.notWider).toBeGreaterThan(numRuns / 5);
    expect(seen.confirmed).toBeGreaterThan(numRuns / 5);
  });

  test("what is reordered, split, repeated or narrowed is not wider", () => {
    fc.assert(
      fc.property(statements, fc.array(harmless, { minLength: 1, maxLength: 3 }), (before, changes) => {
        const after = changes.reduce<readonly AnyStatement[]>((all, change) => change(all), before);
        expect({ before, after, wider: widened(kind, documentOf(before), documentOf(after)) }).toEqual({
          before,
          after,
          wider: false,
        });
      }),
      { numRuns: numRuns * 4 },
    );
  });

  test("and merged again it is not wider either", () => {
    fc.assert(
      fc.property(statements, (merged) => {
        const split = merged
          .flatMap((one) => splitByValues(one))
          .flatMap((one) => one.Action.map((Action) => ({ ...one, Action: [Action] })));
        expect(widened(kind, documentOf(split), documentOf(merged))).toBe(false);
      }),
      { numRuns: numRuns * 4 },
    );
  });
});
