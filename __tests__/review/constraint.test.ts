// Whether conditions imply others, operator by operator. A wrong "true" would hide a role that has become wider.
import { type Constraint, implies, isAnyOf } from "../../lib/review/constraint";
import { readDocument } from "../../lib/review/grant";

/** What of a condition is under test: values by operator, on the key k unless it is named. */
type Condition = Readonly<Record<string, unknown>>;

function constraints(condition: Condition): readonly Constraint[] {
  const byKey = Object.entries(condition).map(([operator, values]) => {
    const isByKey = typeof values === "object" && values !== null && !Array.isArray(values);
    return [operator, isByKey ? values : { k: values }];
  });
  const statement = { Effect: "Allow", Action: "a", Resource: "*", Condition: Object.fromEntries(byKey) };
  const [grant] = readDocument({ Statement: statement }).grants;
  if (grant === undefined) throw new Error(`not read: ${JSON.stringify(statement)}`);
  return grant.constraints;
}

const role = "arn:aws:iam::123456789012:role/a";

describe("a request that meets the one meets the other", () => {
  test.each<[given: Condition, wanted: Condition]>([
    // No condition, the same condition, more conditions
    [{}, {}],
    [{ StringEquals: "a" }, {}],
    [{ StringEquals: ["a", "b"] }, { StringEquals: ["b", "a"] }],
    [{ NumericLessThan: "5" }, { NumericLessThan: "5" }],
    [{ StringEquals: { "aws:Key": "a" } }, { StringEquals: { "AWS:key": "a" } }],
    [{ StringEquals: "a", Bool: { mfa: "true" } }, { Bool: { mfa: "true" } }],
    // Values
    [{ StringEquals: "a" }, { StringEquals: ["a", "b"] }],
    [{ StringEquals: "a" }, { StringEqualsIgnoreCase: "A" }],
    [{ StringEqualsIgnoreCase: "a" }, { StringEqualsIgnoreCase: ["b", "A"] }],
    [{ StringLike: "ab*" }, { StringLike: "a*" }],
    [{ StringEquals: "ab" }, { StringLike: "a*" }],
    [{ StringEquals: "a*" }, { StringLike: "a${*}" }],
    [{ StringEquals: "a?" }, { StringLike: "a${?}" }],
    [{ Bool: "true" }, { Bool: "True" }],
    [{ Bool: true }, { Bool: "true" }],
    [{ ArnEquals: role }, { ArnLike: "arn:aws:iam::*:role/a" }],
    [{ ArnLike: role }, { ArnEquals: "arn:*:*:*:*:*" }],
    [{ ArnEquals: "arn:aws:iam::123456789012:role/a:b" }, { ArnLike: "arn:aws:iam::123456789012:role/*" }],
    [{ ArnEquals: "x" }, { ArnLike: "x" }],
    // Several values in the request
    [{ "ForAnyValue:StringLike": "a" }, { "ForAnyValue:StringLike": "a*" }],
    [{ "ForAllValues:StringEquals": "a" }, { "ForAllValues:StringEquals": ["a", "b"] }],
    // Keys that the request may lack
    [{ StringEquals: "a" }, { StringEqualsIfExists: ["a", "b"] }],
    [{ StringEqualsIfExists: "a" }, { StringEqualsIfExists: ["a", "b"] }],
    [{ Null: "true" }, { StringEqualsIfExists: "a" }],
    [{ Null: "true" }, { StringNotEquals: "a" }],
    [{ Null: "true" }, { ArnNotLike: role }],
    [{ StringEquals: "a" }, { Null: "false" }],
    [{ ArnLike: role }, { Null: "false" }],
    [{ "ForAnyValue:StringLike": "a*" }, { Null: "false" }],
    [{ Null: "false" }, { Null: false }],
    // Operators that refuse values
    [{ StringNotEquals: ["b", "c"] }, { StringNotEquals: "b" }],
    [{ StringNotEquals: "b", StringNotLike: "c" }, { StringNotEquals: ["b", "c"] }],
    [{ StringNotLike: "b*" }, { StringNotEquals: "bc" }],
    [{ StringNotLike: "b*" }, { StringNotLike: "bc*" }],
    [{ StringNotEqualsIgnoreCase: "B" }, { StringNotEqualsIgnoreCase: "b" }],
    [{ StringNotEqualsIgnoreCase: "B" }, { StringNotEquals: "b" }],
    [{ ArnNotEquals: "arn:aws:iam::*:role/*" }, { ArnNotLike: role }],
    [{ ArnNotLike: "arn:aws:iam::*:role/*" }, { ArnNotEquals: role }],
    [{ StringEquals: "a" }, { StringNotEquals: ["b", "c"] }],
    [{ StringEquals: ["a", "c"] }, { StringNotLike: "b" }],
    [{ StringEquals: "a" }, { StringNotEqualsIgnoreCase: "b" }],
    [{ StringEquals: "a*" }, { StringNotLike: "a" }],
  ])("%j -> %j", (given, wanted) => {
    expect(implies(constraints(given), constraints(wanted))).toBe(true);
  });
});

describe("a request that meets the one may not meet the other, or we cannot tell", () => {
  test.each<[given: Condition, wanted: Condition]>([
    [{}, { StringEquals: "a" }],
    [{ StringEquals: { other: "a" } }, { StringEquals: "a" }],
    [{ StringEquals: "a" }, { StringEquals: "a", Bool: { mfa: "true" } }],
    // Values
    [{ StringEquals: ["a", "b"] }, { StringEquals: "a" }],
    [{ StringEquals: "A" }, { StringEquals: "a" }],
    [{ StringEqualsIgnoreCase: "a" }, { StringEquals: "a" }],
    [{ StringEquals: "a" }, { StringEqualsIgnoreCase: "b" }],
    [{ StringLike: "a" }, { StringEqualsIgnoreCase: "a" }],
    [{ StringLike: "a" }, { StringEquals: "a" }],
    [{ StringEqualsIgnoreCase: "a" }, { StringLike: "a" }],
    [{ StringLike: "a*" }, { StringLike: "ab*" }],
    [{ StringEquals: "ba" }, { StringLike: "a*" }],
    [{ Bool: "true" }, { Bool: "false" }],
    [{ StringEquals: "true" }, { Bool: "true" }],
    [{ NumericLessThan: "4" }, { NumericLessThan: "5" }],
    [{ StringEquals: "4" }, { NumericLessThan: "5" }],
    [{ ArnLike: "arn:aws:iam::*:role/a" }, { ArnLike: role }],
    [{ StringEquals: role }, { ArnLike: "arn:aws:iam::*:role/a" }],
    [{ ArnEquals: role }, { ArnLike: "arn:aws:iam::*" }],
    [{ ArnEquals: role }, { ArnLike: "arn:aws:iam::*:role/b" }],
    [{ ArnEquals: role }, { ArnLike: "x*" }],
    [{ ArnEquals: "x" }, { ArnLike: "arn:*:*:*:*:*" }],
    [{ ArnEquals: "x" }, { ArnLike: "*" }],
    // Several values in the request
    [{ StringEquals: "a" }, { "ForAnyValue:StringEquals": "a" }],
    [{ "ForAnyValue:StringEquals": "a" }, { StringEquals: "a" }],
    [{ "ForAllValues:StringEquals": "a" }, { "ForAnyValue:StringEquals": "a" }],
    // Keys that the request may lack
    [{ StringEqualsIfExists: "a" }, { StringEquals: "a" }],
    [{ Null: "true" }, { StringEquals: "a" }],
    [{ Null: "true" }, { "ForAnyValue:StringNotEquals": "a" }],
    [{ Null: "true" }, { Null: "false" }],
    [{ Null: ["true", "false"] }, { StringNotEquals: "a" }],
    [{ Null: "false" }, { StringNotEquals: "a" }],
    [{ StringEquals: "true" }, { StringEqualsIfExists: "false" }],
    [{ StringEqualsIfExists: "a" }, { Null: "false" }],
    [{ "ForAllValues:StringEquals": "a" }, { Null: "false" }],
    [{ StringNotEquals: "a" }, { Null: "false" }],
    [{ StringEquals: "a" }, { Null: "true" }],
    [{ StringEquals: "a" }, { Null: ["false", "true"] }],
    // Operators that refuse values
    [{ StringNotEquals: "b" }, { StringNotEquals: ["b", "c"] }],
    [{ StringNotEquals: "bc" }, { StringNotLike: "b*" }],
    [{ StringNotEquals: "b" }, { StringEquals: "a" }],
    [{ StringNotEqualsIfExists: "b" }, { StringNotEquals: "b" }],
    [{ StringEquals: ["a", "b"] }, { StringNotEquals: "b" }],
    [{ StringEquals: "B" }, { StringNotEqualsIgnoreCase: "b" }],
    [{ StringEqualsIfExists: "a" }, { StringNotEquals: "b" }],
    [{ StringEqualsIgnoreCase: "a" }, { StringNotEquals: "b" }],
    [{ StringLike: "a*" }, { StringNotEquals: "b" }],
    [{ StringEquals: "${aws:username}" }, { StringNotEquals: "b" }],
    [{ StringEquals: "a" }, { StringNotEquals: "${aws:username}" }],
    [{ StringEquals: "ab" }, { StringNotLike: "b*" }],
    [{ "ForAnyValue:StringEquals": "a" }, { StringNotEquals: "b" }],
    [{ "ForAllValues:StringNotEquals": "b" }, { StringNotEquals: "b" }],
    [{ StringNotEquals: "b" }, { "ForAllValues:StringNotEquals": "b" }],
    [{ NumericEquals: "1" }, { StringNotEquals: "2" }],
  ])("%j -> %j", (given, wanted) => {
    expect(implies(constraints(given), constraints(wanted))).toBe(false);
  });
});

test.each([
  ["StringEquals", true],
  ["StringEqualsIfExists", true],
  ["ForAnyValue:StringLike", true],
  ["ForAllValues:StringEquals", false],
  ["StringNotEquals", false],
  ["Null", false],
  ["NumericLessThan", false],
])("%s holds when one of its values fits: %s", (operator, expected) => {
  expect(isAnyOf({ operator, key: "k", values: ["a", "b"] })).toBe(expected);
});
