// The difference of two documents, against an evaluator of IAM: whatever is allowed after and not before is said to be wider.
// What is equal or narrower by construction is said to be wider in few cases.
import fc from "fast-check";
import { roleAccess } from "../../lib/review/access";
import { difference } from "../../lib/review/difference";
import {
  type AnyDocument,
  type AnyStatement,
  type DocumentKind,
  documents,
  mergedConditions,
  pairs,
  requestsFor,
} from "../support/arbitrary-documents";
import { isAllowedBy } from "../support/evaluator";

/** Pairs of each kind: some thousands, and in the nightly run, of 10,000 cases of a property, 100,000. */
const numRuns = process.env.PROPERTY_RUNS === undefined ? 1500 : 5 * Number(process.env.PROPERTY_RUNS);

const none: AnyDocument = { Version: "2012-10-17", Statement: [] };

function isWider(kind: DocumentKind, before: AnyDocument, after: AnyDocument): boolean {
  const access = (document: AnyDocument) => ({
    account: "123456789012",
    roles: { user: roleAccess({ trust: none, policy: none, [kind]: document }) },
  });
  return difference(access(before), access(after)).some(({ direction }) => direction === "wider");
}

type Narrowing = (before: AnyDocument, other: AnyDocument, n: number, kind: DocumentKind) => AnyDocument;

const each = (
  document: AnyDocument,
  change: (statement: AnyStatement) => AnyStatement | AnyStatement[],
): AnyDocument => ({
  ...document,
  Statement: document.Statement.flatMap(change),
});
const listed = (value: unknown) => [value].flat() as unknown[];
const withValues = (
  statement: AnyStatement,
  change: (operator: string, values: string[]) => [string, string[]],
): AnyStatement => {
  const entries = Object.entries((statement.Condition ?? {}) as Record<string, Record<string, string[]>>);
  const blocks = entries.flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const [changed, list] = change(operator, values);
      return { [changed]: { [key]: list } };
    }),
  );
  return { ...statement, Condition: blocks.reduce(mergedConditions, {}) };
};
const isLiteral = (text: string) => !/[*?$]/.test(text);
const split = (statement: AnyStatement, name: string) =>
  name in statement && name !== "Principal"
    ? listed(statement[name]).map((one) => ({ ...statement, [name]: [one] }))
    : [statement];

const families: Readonly<Record<string, Narrowing>> = {
  "in another order, and with other Sids": (before) =>
    each({ ...before, Statement: [...before.Statement].reverse() }, (statement) => ({
      Sid: "x",
      ...Object.fromEntries(
        Object.entries(statement)
          .map(([name, value]) => [name, Array.isArray(value) ? [...value].reverse() : value])
          .reverse(),
      ),
      Effect: statement.Effect,
    })),
  "a statement for each action": (before) => each(before, (statement) => split(statement, "Action")),
  "a statement for each resource": (before) => each(before, (statement) => split(statement, "Resource")),
  "actions in another case": (before) =>
    each(
      before,
      (statement) =>
        Object.fromEntries(
          Object.entries(statement).map(([name, value]) => [
            name,
            name.endsWith("Action") ? listed(value).map((one) => String(one).toUpperCase()) : value,
          ]),
        ) as AnyStatement,
    ),
  "a text with an operator for patterns": (before) =>
    each(before, (statement) =>
      withValues(statement, (operator, values) => {
        const isText = /StringEquals(IfExists)?$/.test(operator) && values.every(isLiteral);
        return [isText ? operator.replace("StringEquals", "StringLike") : operator, values];
      }),
    ),
  "an ARN with an operator of another name": (before) =>
    each(before, (statement) =>
      withValues(statement, (operator, values) => [operator.replace(/^Arn(Not)?Equals/, "Arn$1Like"), values]),
    ),
  "fewer values and smaller networks": (before) =>
    each(before, (statement) =>
      statement.Effect === "Deny"
        ? statement
        : withValues(statement, (operator, values) => {
            const isAny = !/Not|Null|Greater|Less/.test(operator);
            const fewer = isAny && values.length > 1 ? values.slice(1) : values;
            return [operator, operator.startsWith("Ip") ? fewer.map((one) => one.replace(".0/8", ".0/9")) : fewer];
          }),
    ),
  "an earlier date and a lower number": (before) =>
    each(before, (statement) =>
      statement.Effect === "Deny"
        ? statement
        : withValues(statement, (operator, values) => {
            if (/NumericLess/.test(operator)) return [operator, values.map((one) => String(Number(one) - 1))];
            if (/DateLess/.test(operator)) return [operator, values.map(() => "2025-01-01T00:00:00Z")];
            return [operator, values];
          }),
    ),
  "a denial more": (before, other) => ({
    ...before,
    Statement: [...before.Statement, ...other.Statement.map((one) => ({ ...one, Effect: "Deny" as const }))],
  }),
  "what is allowed and denied": (before, other) => ({
    ...before,
    Statement: [
      ...before.Statement,
      ...other.Statement.map((one) => ({ ...one, Effect: "Allow" as const })),
      ...other.Statement.map(({ NotAction: _not, ...one }) => ({
        ...{ ...one, Effect: "Deny" as const, Action: "*", Condition: {} },
      })),
    ],
  }),
  "a statement less": (before, _other, n) => ({
    ...before,
    Statement: before.Statement.filter(({ Effect }, i) => Effect === "Deny" || i !== n % before.Statement.length),
  }),
  "an action or a resource less": (before) =>
    each(before, (statement) =>
      statement.Effect === "Deny"
        ? statement
        : {
            ...statement,
            ...(listed(statement.Action).length > 1 ? { Action: listed(statement.Action).slice(1) } : {}),
            ...(listed(statement.Resource).length > 1 ? { Resource: listed(statement.Resource).slice(1) } : {}),
          },
    ),
  "an exception more": (before) =>
    each(before, (statement) =>
      statement.Effect === "Deny" || !("NotAction" in statement)
        ? statement
        : { ...statement, NotAction: [...listed(statement.NotAction), "iam:*"] },
    ),
  "a condition more": (before, other) =>
    each(before, (statement) => {
      const added = (other.Statement[0]?.Condition ?? {}) as Record<string, Record<string, string[]>>;
      const own = (statement.Condition ?? {}) as Record<string, Record<string, string[]>>;
      return statement.Effect === "Deny" ? statement : { ...statement, Condition: mergedConditions(added, own) };
    }),
  "a denial of more": (before) =>
    each(before, (statement) => {
      if (statement.Effect === "Allow") return statement;
      const { NotAction: _not, ...rest } = statement;
      return { ...rest, Action: "*", Condition: {} } as AnyStatement;
    }),
  twice: (before) => ({ ...before, Statement: [...before.Statement, ...before.Statement] }),
  "another version, where nothing is a variable": (before) => {
    const isPlain = !JSON.stringify(before).includes("${");
    return isPlain
      ? { Statement: before.Statement, Version: before.Version === "2012-10-17" ? "2008-10-17" : "2012-10-17" }
      : before;
  },
};

describe.each<DocumentKind>(["policy", "trust"])("of a %s", (kind) => {
  test("what is allowed after and not before is wider", () => {
    const seen = { notWider: 0, confirmed: 0, unconfirmed: 0 };
    fc.assert(
      fc.property(pairs(kind), fc.nat(), fc.boolean(), ([before, after], seed, negatedHoldsWithoutVariable) => {
        const choices = { negatedHoldsWithoutVariable };
        const gained = requestsFor(kind, [before, after], seed, 150).filter(
          (request) => isAllowedBy(after, request, choices) && !isAllowedBy(before, request, choices),
        );
        const wider = isWider(kind, before, after);
        seen[!wider ? "notWider" : gained.length > 0 ? "confirmed" : "unconfirmed"] += 1;
        if (!wider) expect({ before, after, gained: gained[0] }).toEqual({ before, after, gained: undefined });
      }),
      { numRuns },
    );
    if (process.env.SHOW_FIGURES) console.log(kind, seen);
    expect(seen.notWider).toBeGreaterThan(numRuns / 8);
    expect(seen.confirmed).toBeGreaterThan(numRuns / 8);
  });

  describe("what is equal or narrower by construction is rarely said to be wider", () => {
    test.each(Object.entries(families))("%s", (name, narrowed) => {
      let [alarms, count] = [0, 0];
      fc.assert(
        fc.property(documents(kind), documents(kind), fc.nat(7), (before, other, n) => {
          const after = narrowed(before, other, n, kind);
          count += 1;
          if (isWider(kind, before, after)) {
            alarms += 1;
            if (process.env.SHOW_FIGURES === "all") console.log(name, JSON.stringify(before), JSON.stringify(after));
          }
        }),
        { numRuns: Math.max(200, numRuns / 10) },
      );
      if (process.env.SHOW_FIGURES) console.log(kind, name, `${alarms} of ${count}`);
      expect(alarms / count).toBeLessThanOrEqual(0.05);
    });
  });
});
