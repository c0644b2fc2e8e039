// Arbitrary policies and trust policies with everything that IAM has, and the requests that tell two of them apart.
import fc from "fast-check";
import type { EvaluatedRequest } from "./evaluator";

/** A statement as JSON. */
export type AnyStatement = Readonly<Record<string, unknown>> & { readonly Effect: "Allow" | "Deny" };

export interface AnyDocument {
  readonly Version?: string;
  readonly Statement: readonly AnyStatement[];
  readonly [name: string]: unknown;
}

export type DocumentKind = "policy" | "trust";

const some = <T>(values: readonly T[], maxLength = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });

// Conditions: for each key the operators that make sense of it, values in a document, and values in a request.

interface KeyOfCondition {
  readonly operators: readonly string[];
  readonly values: readonly string[];
  readonly found: readonly (string | readonly string[] | undefined)[];
}

const quantified = (operators: readonly string[]) =>
  operators.flatMap((one) => [`ForAnyValue:${one}`, `ForAllValues:${one}`]);
const ifExists = (operators: readonly string[]) => operators.flatMap((one) => [one, `${one}IfExists`]);
const texts = [
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "StringNotLike",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
];
const orders = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

export const conditionKeys: Readonly<Record<string, KeyOfCondition>> = {
  "aws:PrincipalTag/team": {
    operators: [...ifExists(texts), "Null"],
    values: [
      ...["a", "b", "A", "ab", "a*", "*b", "?", "a?", "*", "a${*}", "${*}"],
      ...["${aws:PrincipalTag/user}", "${aws:principaltag/User, 'a'}", "${aws:PrincipalTag/user}*"],
    ],
    found: ["a", "b", "A", "ab", "aB", "a*", "*", "${*}", "${aws:PrincipalTag/user}", undefined],
  },
  "aws:PrincipalArn": {
    operators: [
      ...ifExists(["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]),
      "StringEquals",
      "StringLike",
      "Null",
    ],
    values: [
      "arn:aws:iam::123456789012:role/backend",
      "arn:aws:iam::123456789012:role/*",
      "arn:aws:iam::*:role/backend",
      "arn:aws:iam::*:role/b?ckend",
      "arn:*:*:*:*:*",
    ],
    found: [
      "arn:aws:iam::123456789012:role/backend",
      "arn:aws:iam::123456789012:role/other",
      "arn:aws:iam::210987654321:role/backend",
      undefined,
    ],
  },
  "s3:max-keys": {
    operators: [...ifExists(orders.map((one) => `Numeric${one}`)), "Null"],
    values: ["1", "2", "3", "2.5", "-1"],
    found: ["0", "1", "2", "2.5", "3", "4", "-1", undefined],
  },
  "aws:TokenIssueTime": {
    operators: [...ifExists(orders.map((one) => `Date${one}`)), "Null"],
    values: ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-06-01", "2027-01-01T00:00:00Z"],
    found: [
      "2025-12-31T23:59:59Z",
      "2026-01-01T00:00:00Z",
      "2026-03-01T00:00:00Z",
      "2026-06-01T00:00:00Z",
      "2028-01-01T00:00:00Z",
      undefined,
    ],
  },
  "aws:SourceIp": {
    operators: [...ifExists(["IpAddress", "NotIpAddress"]), "Null"],
    values: ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "192.0.2.0/24", "0.0.0.0/0"],
    found: ["10.0.0.1", "10.1.0.1", "10.1.2.3", "192.0.2.1", "8.8.8.8", undefined],
  },
  "aws:MultiFactorAuthPresent": {
    operators: ["Bool", "BoolIfExists", "Null"],
    values: ["true", "false"],
    found: ["true", "false", undefined],
  },
  "aws:TagKeys": {
    operators: [...quantified(texts), "Null"],
    values: ["a", "b", "ab", "a*", "A"],
    found: [["a"], ["b"], ["a", "b"], ["ab", "c"], ["A"], undefined],
  },
};

const condition = fc.constantFrom(...Object.keys(conditionKeys)).chain((key) => {
  const { operators = [], values = [] } = conditionKeys[key] ?? {};
  return fc.constantFrom(...operators).chain((operator) =>
    (operator === "Null" ? some(["true", "false"], 1) : some(values)).map((list) => ({
      [operator]: { [key]: list },
    })),
  );
});

const conditions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 4, arbitrary: condition },
  { weight: 2, arbitrary: fc.tuple(condition, condition).map(([one, other]) => mergedConditions(one, other)) },
);

type Block = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Both conditions; of one operator on one key, the later. */
export function mergedConditions(one: Block, other: Block): Block {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of [...Object.entries(one), ...Object.entries(other)])
    merged[operator] = { ...merged[operator], ...keys };
  return merged;
}

// Statements

const effect = fc.oneof(
  { weight: 3, arbitrary: fc.constant("Allow" as const) },
  { weight: 1, arbitrary: fc.constant("Deny" as const) },
);
const positive = (name: string, values: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.integer({ min: 0, max: 5 }), values).map(([n, list]) => ({ [n === 0 ? `Not${name}` : name]: list }));

const app = "arn:aws:chime:us-east-1:123456789012:app-instance/a";
export const resourcePool = [
  "*",
  `${app}/user/*`,
  `${app}/user/alice`,
  `${app}/user/a?ice`,
  `${app}/user/?`,
  `${app}/user/???`,
  `${app}/user/\${aws:PrincipalTag/user}`,
  `${app}/user/\${aws:PrincipalTag/user, 'alice'}`,
  `${app}/user/\${aws:PrincipalTag/team}`,
  `${app}/user/a\${*}`,
  `${app}/channel/*`,
  `${app}/*`,
  "arn:aws:chime:*:123456789012:app-instance/*",
  "arn:aws:chime",
];
const requestedResources = ["user/alice", "user/bob", "user/b", "user/a*", "user/${*}", "channel/c"].map(
  (at) => `${app}/${at}`,
);
const actionPool = [
  "chime:Connect",
  "chime:SendChannelMessage",
  "chime:Send*",
  "chime:*",
  "CHIME:CONNECT",
  "*",
  "chime:?onnect",
];
const requestedActions = ["chime:Connect", "chime:SendChannelMessage", "s3:GetObject"];

const ours = "123456789012";
const theirs = "210987654321";
const principalPool: readonly unknown[] = [
  "*",
  { AWS: ours },
  { AWS: `arn:aws:iam::${theirs}:root` },
  { AWS: `arn:aws:iam::${ours}:role/backend` },
  { AWS: [`arn:aws:iam::${theirs}:role/backend`, `arn:aws:iam::${ours}:role/other`] },
  { AWS: [`arn:aws:iam::${theirs}:root`, `arn:aws:iam::${theirs}:role/backend`] },
  { Service: "lambda.amazonaws.com" },
  { Federated: "cognito-identity.amazonaws.com", AWS: "*" },
];
const requestedPrincipals = [
  ...[
    `${ours}:role/backend`,
    `${ours}:role/other`,
    `${theirs}:role/backend`,
    `${theirs}:role/x`,
    "333333333333:role/x",
  ].map((name) => ({ kind: "AWS", id: `arn:aws:iam::${name}` })),
  { kind: "AWS", id: `arn:aws:iam::${ours}:root` },
  { kind: "Service", id: "lambda.amazonaws.com" },
  { kind: "Federated", id: "cognito-identity.amazonaws.com" },
];
const trustActions = ["sts:AssumeRole", "sts:TagSession", "sts:*", "sts:Assume*"];

export const policyStatement: fc.Arbitrary<AnyStatement> = fc
  .tuple(effect, positive("Action", some(actionPool)), positive("Resource", some(resourcePool)), conditions)
  .map(([Effect, action, resource, Condition]) => ({ Effect, ...action, ...resource, Condition }));

export const trustStatement: fc.Arbitrary<AnyStatement> = fc
  .tuple(
    effect,
    positive("Action", some(trustActions)),
    positive("Principal", fc.constantFrom(...principalPool)),
    conditions,
  )
  .map(([Effect, action, principal, Condition]) => ({ Effect, ...action, ...principal, Condition }));

const version = fc.constantFrom<Partial<AnyDocument>>(
  ...Array.from({ length: 6 }, () => ({ Version: "2012-10-17" })),
  { Version: "2008-10-17" },
  {},
);

/** Documents of a kind. */
export function documents(kind: DocumentKind): fc.Arbitrary<AnyDocument> {
  const statement = kind === "policy" ? policyStatement : trustStatement;
  return fc
    .tuple(version, fc.array(statement, { minLength: 1, maxLength: 3 }))
    .map(([head, Statement]) => ({ ...head, Statement }));
}

/** Two documents: one and what small changes make of it, or one and another. */
export function pairs(kind: DocumentKind): fc.Arbitrary<readonly [AnyDocument, AnyDocument]> {
  const edits = fc.array(fc.tuple(fc.nat(9), fc.nat(2), fc.nat()), { minLength: 1, maxLength: 2 });
  const edited = fc.tuple(documents(kind), documents(kind), edits).map(([before, other, list]) => {
    const after = list.reduce((document, [edit, at, n]) => editedBy(document, other, edit, at, n), before);
    return [before, after] as const;
  });
  return fc.oneof(
    { weight: 4, arbitrary: edited },
    { weight: 1, arbitrary: fc.tuple(documents(kind), documents(kind)) },
  );
}

/** A document with a small change in one statement; `n` decides among what it may be. */
function editedBy(document: AnyDocument, other: AnyDocument, edit: number, at: number, n: number): AnyDocument {
  const { Statement: statements } = document;
  const i = at % statements.length;
  const [one, from] = [statements[i], other.Statement[0]];
  if (one === undefined || from === undefined) return document;
  const withStatement = (changed: AnyStatement) => ({
    ...document,
    Statement: statements.map((it, j) => (j === i ? changed : it)),
  });
  const pick = <T>(list: readonly T[]): T => list[n % list.length] as T;
  const inCondition = (change: (operator: string, key: string, values: readonly string[]) => Block) => {
    const constraints = Object.entries((one.Condition ?? {}) as Block).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => [operator, key, values] as const),
    );
    const blocks = constraints.map(([operator, key, values], j) =>
      j === n % constraints.length ? change(operator, key, values) : { [operator]: { [key]: values } },
    );
    return withStatement({ ...one, Condition: blocks.reduce(mergedConditions, {}) });
  };
  const inList = (name: string, pool: readonly unknown[]) => {
    if (!(name in one)) return document;
    const list = [one[name]].flat();
    return withStatement({ ...one, [name]: list.map((it, j) => (j === n % list.length ? pick(pool) : it)) });
  };
  switch (edit) {
    case 0:
      return withStatement({ ...one, Condition: from.Condition });
    case 1:
      return withStatement({ ...one, Effect: one.Effect === "Deny" ? "Allow" : "Deny" });
    case 2:
      return { ...document, Statement: statements.filter((_it, j) => j !== i) };
    case 3:
      return { ...document, Statement: [...statements, from] };
    case 4:
      return { Statement: statements, ...(document.Version === "2012-10-17" ? {} : { Version: "2012-10-17" }) };
    case 5: {
      const [name = "Action"] = Object.keys(from).filter((it) => it.endsWith("Action"));
      const { Action: _action, NotAction: _notAction, ...rest } = one;
      return withStatement({ ...rest, [name]: from[name] });
    }
    case 6:
      return inList(pick(["Resource", "NotResource"]), resourcePool);
    case 7:
      return inList(
        pick(["Action", "NotAction"]),
        "Principal" in one || "NotPrincipal" in one ? trustActions : actionPool,
      );
    case 8:
      return inCondition((operator, key, values) => ({
        [operator]: {
          [key]: operator === "Null" ? values : [...values.slice(1), pick(conditionKeys[key]?.values ?? values)],
        },
      }));
    default:
      return inCondition((operator, key, values) => {
        const others = (conditionKeys[key]?.operators ?? []).filter((it) => (it === "Null") === (operator === "Null"));
        return { [others.length === 0 ? operator : pick(others)]: { [key]: values } };
      });
  }
}

/** Requests, with a value for each condition key that two documents read; as many as are asked for, by a number that decides. */
export function requestsFor(
  kind: DocumentKind,
  both: readonly AnyDocument[],
  seed: number,
  count: number,
): EvaluatedRequest[] {
  const text = JSON.stringify(both).toLowerCase();
  const keys = Object.entries(conditionKeys).filter(([key]) => text.includes(key.toLowerCase()));
  const users = ["alice", "bob", "a*", undefined];
  let state = seed + 1;
  const pick = <T>(list: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return list[Math.floor((state / 2_147_483_648) * list.length)] as T;
  };
  return Array.from({ length: count }, () => ({
    action: pick(kind === "policy" ? requestedActions : ["sts:AssumeRole", "sts:TagSession"]),
    ...(kind === "policy" ? { resource: pick(requestedResources) } : { principal: pick(requestedPrincipals) }),
    context: {
      "aws:principaltag/user": pick(users),
      "aws:principaltag/team": undefined,
      ...Object.fromEntries(keys.map(([key, { found }]) => [key.toLowerCase(), pick(found)])),
    },
  }));
}
