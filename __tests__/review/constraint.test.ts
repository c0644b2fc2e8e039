// Whether conditions imply others, operator by operator. A wrong "true" would hide a role that has become wider.
import { implies, isAnyOf, isImpossible, type Requirement } from "../../lib/review/constraint";
import { Meter } from "../../lib/review/meter";
import { readDocument } from "../../lib/review/statement";

/** What of a condition is under test: values by operator, on the key aws:k unless it is named. */
type Condition = Readonly<Record<string, unknown>>;

function requirements(condition: Condition, Version = "2012-10-17"): readonly Requirement[] {
  const byKey = Object.entries(condition).map(([operator, values]) => {
    const isByKey = typeof values === "object" && values !== null && !Array.isArray(values);
    return [operator, isByKey ? values : { "aws:k": values }];
  });
  const statement = { Effect: "Allow", Action: "a", Resource: "*", Condition: Object.fromEntries(byKey) };
  const [read] = readDocument({ Version, Statement: statement }).statements;
  if (read === undefined) throw new Error(`not read: ${JSON.stringify(statement)}`);
  return read.requirements;
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
    [{ StringNotEqualsIfExists: "b" }, { StringNotEquals: "b" }],
    [{ StringEqualsIfExists: "a" }, { StringNotEquals: "b" }],
    [{ StringEqualsIgnoreCase: "a" }, { StringNotEquals: "b" }],
    [{ StringLike: "a*" }, { StringNotEquals: "b" }],
    [{ StringEquals: "ab" }, { StringNotLike: "b*" }],
    // Texts and ARNs, whatever the operator is called
    [{ StringLike: "a" }, { StringEquals: "a" }],
    [{ StringEquals: "a" }, { StringLike: "a" }],
    [{ StringLike: "a" }, { StringEqualsIgnoreCase: "a" }],
    [{ StringEqualsIgnoreCase: "1-2" }, { StringEquals: "1-2" }],
    [{ StringEqualsIgnoreCase: "ab" }, { StringLike: "??" }],
    [{ ArnLike: "arn:aws:iam::*:role/a" }, { StringLike: "arn:aws:iam::*" }],
    [{ StringEquals: "${aws:username}" }, { StringLike: "${aws:username}*" }],
    [{ StringEquals: "${aws:username}" }, { StringLike: "${aws:username}" }],
    [{ StringNotLike: "${aws:username}" }, { StringNotLike: ["${aws:username}"] }],
    // Numbers, dates, networks
    [{ NumericLessThan: "4" }, { NumericLessThan: "5" }],
    [{ NumericLessThan: "4" }, { NumericLessThanEquals: "4" }],
    [{ NumericEquals: "4" }, { NumericGreaterThan: "3" }],
    [{ NumericEquals: ["4", "5.0"] }, { NumericEquals: ["5", "04"] }],
    [{ NumericLessThan: "4" }, { NumericNotEquals: "4" }],
    [{ DateLessThan: "2026-01-01T00:00:00Z" }, { DateLessThan: "2026-01-02" }],
    [{ DateGreaterThan: "2026-01-01T01:00:00+01:00" }, { DateGreaterThanEquals: "1767225600" }],
    [{ IpAddress: "10.1.0.0/16" }, { IpAddress: ["10.0.0.0/8", "192.0.2.1"] }],
    [{ IpAddress: "2001:db8::1" }, { IpAddress: "2001:db8::/32" }],
    [{ IpAddress: "10.0.0.0/8" }, { NotIpAddress: "192.0.2.0/24" }],
    [{ NotIpAddress: "10.0.0.0/8" }, { NotIpAddress: "10.1.0.0/16" }],
    // Two conditions of one key
    [{ StringLike: "a*", StringNotLike: "ab*" }, { StringNotEquals: "abc" }],
    [{ StringEquals: ["a", "b"], StringNotEquals: "b" }, { StringEquals: "a" }],
    [{ StringEqualsIfExists: "a", Null: "false" }, { StringEquals: "a" }],
    // Several values in the request
    [{ "ForAllValues:StringNotEquals": ["a", "b"] }, { "ForAllValues:StringNotEquals": "a" }],
    [{ Null: "true" }, { "ForAllValues:StringEquals": "a" }],
    [{ "ForAnyValue:StringNotEquals": ["a", "b"] }, { "ForAnyValue:StringNotEquals": "a" }],
    // Other services may have keys of several values
    [{ StringEquals: { "x:k": "a" } }, { StringEquals: { "x:k": ["a", "b"] } }],
    // What is not understood is the same as itself
    [{ StringEqualz: "a" }, { StringEqualz: "a" }],
    [{ StringEquals: { "aws:TagKeys": "a" } }, { StringEquals: { "aws:tagkeys": "a" } }],
  ])("%j -> %j", (given, wanted) => {
    expect(implies(requirements(given), requirements(wanted), new Meter())).toBe(true);
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
    [{ StringEqualsIgnoreCase: "a" }, { StringLike: "a" }],
    [{ StringLike: "a*" }, { StringLike: "ab*" }],
    [{ StringEquals: "ba" }, { StringLike: "a*" }],
    [{ Bool: "true" }, { Bool: "false" }],
    [{ StringEquals: "true" }, { Bool: "true" }],
    [{ StringEquals: "4" }, { NumericLessThan: "5" }],
    [{ NumericLessThan: "5" }, { NumericLessThan: "4" }],
    [{ NumericLessThanEquals: "4" }, { NumericLessThan: "4" }],
    [{ NumericLessThan: "x" }, { NumericLessThan: "y" }],
    [{ DateLessThan: "2026-01-02" }, { DateLessThan: "2026-01-01" }],
    [{ DateLessThan: "2026" }, { DateLessThan: "2027" }],
    [{ IpAddress: "10.0.0.0/8" }, { IpAddress: "10.1.0.0/16" }],
    [{ IpAddress: "10.0.0.0/8" }, { NotIpAddress: "10.1.0.0/16" }],
    [{ IpAddress: "::ffff:1.2.3.4" }, { IpAddress: "::/0" }],
    [{ IpAddress: "1.2.3.4" }, { IpAddress: "::/0" }],
    [{ IpAddress: "1.2.3" }, { IpAddress: "0.0.0.0/0" }],
    [{ ArnLike: "arn:aws:iam::${aws:PrincipalAccount}:role/a" }, { ArnLike: "arn:aws:iam::*:role/a" }],
    [{ ArnNotLike: role }, { ArnLike: role }],
    // Reported: a role that was not to be x had to be x, and nothing was said.
    [{ StringEquals: role }, { ArnNotLike: role }],
    [{ StringEqualsIgnoreCase: "ab" }, { StringEquals: "ab" }],
    [{ StringEqualsIgnoreCase: "${aws:username}" }, { StringEquals: "${aws:username}" }],
    [{ StringEqualsIgnoreCase: "é" }, { StringNotEqualsIgnoreCase: "É" }],
    [{ StringEqualz: "a" }, { StringEqualz: "b" }],
    [{ StringEquals: { "aws:TagKeys": "a" } }, { StringEquals: { "aws:TagKeys": ["a", "b"] } }],
    [{ StringLike: "a*", "ForAnyValue:StringEquals": "a", StringNotEquals: "b" }, { StringEquals: "a" }],
    [{ StringNotLike: "a*" }, { StringNotEquals: "a${aws:username}" }],
    // The value of a variable may have wildcards
    [{ StringLike: "${aws:username}" }, { StringEquals: "${aws:username}" }],
    [{ StringNotEquals: "${aws:username}" }, { StringNotLike: "${aws:username}" }],
    [{ StringEquals: { "x:k": "a" } }, { StringNotEquals: { "x:k": "b" } }],
    [{ StringEquals: { "x:k": ["a", "b"] }, StringNotEquals: { "x:k": "b" } }, { StringEquals: { "x:k": "a" } }],
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
    [{ StringEquals: ["a", "b"] }, { StringNotEquals: "b" }],
    [{ StringEquals: "B" }, { StringNotEqualsIgnoreCase: "b" }],
    [{ StringEquals: "${aws:username}" }, { StringNotEquals: "b" }],
    [{ StringEquals: "a" }, { StringNotEquals: "${aws:username}" }],
    [{ "ForAnyValue:StringEquals": "a" }, { StringNotEquals: "b" }],
    [{ "ForAllValues:StringNotEquals": "b" }, { StringNotEquals: "b" }],
    [{ StringNotEquals: "b" }, { "ForAllValues:StringNotEquals": "b" }],
    [{ NumericEquals: "1" }, { StringNotEquals: "2" }],
  ])("%j -> %j", (given, wanted) => {
    expect(implies(requirements(given), requirements(wanted), new Meter())).toBe(false);
  });
});

test("under an earlier version `${…}` is text, so a condition on it means something else", () => {
  const [earlier, later] = ["2008-10-17", "2012-10-17"].map((version) =>
    requirements({ StringEquals: "${aws:username}" }, version),
  );
  const plain = requirements({ StringEquals: "a" }, "2008-10-17");
  for (const [one, other] of [
    [earlier, later],
    [later, earlier],
  ])
    expect(implies(one ?? [], other ?? [], new Meter())).toBe(false);
  expect(implies(plain, requirements({ StringEquals: "a" }), new Meter())).toBe(true);
});

test.each<[Condition, boolean]>([
  [{ StringEquals: "a" }, false],
  [{ StringEquals: "a", StringNotEquals: "a" }, true],
  [{ StringEquals: "a", StringLike: "b*" }, true],
  [{ Null: "true", StringEquals: "a" }, true],
  [{ Null: "true", StringEqualsIfExists: "a" }, false],
  [{ Bool: "true", BoolIfExists: "false" }, true],
  [{ NumericLessThan: "1", NumericGreaterThan: "1" }, true],
  [{ IpAddress: "10.0.0.0/8", NotIpAddress: "0.0.0.0/0" }, true],
  [{ StringNotEquals: "a", StringNotLike: "*" }, false],
  [{ StringEquals: { "aws:TagKeys": "a" }, StringNotEquals: { "aws:TagKeys": "a" } }, false],
])("no request meets %j: %s", (condition, expected) => {
  expect(isImpossible(requirements(condition), new Meter())).toBe(expected);
});

test.each([
  ["StringEquals", true],
  ["StringEqualsIfExists", true],
  ["ForAnyValue:StringLike", true],
  ["ForAllValues:StringEquals", false],
  ["StringNotEquals", false],
  ["Null", false],
  ["NumericLessThan", true],
])("%s holds when one of its values fits: %s", (operator, expected) => {
  expect(isAnyOf({ operator, key: "k", values: ["a", "b"] })).toBe(expected);
});
