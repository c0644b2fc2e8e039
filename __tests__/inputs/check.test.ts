// What is refused and why: codes for each mistake, and one snapshot with all sentences.

import { externalIdConditions, requiredTagConditions } from "../../lib/grants/trust-conditions";
import { trustKindEntries } from "../../lib/grants/trust-kinds";
import { checkTable, isObject } from "../../lib/inputs/check";
import { choiceRules } from "../../lib/inputs/choice-rules";
import { type Input, inputs, roleInputs } from "../../lib/inputs/inputs";
import { roleSpecs } from "../../lib/inputs/role-spec";
import { valueRules } from "../../lib/inputs/value-rules";
import { messageOf, type Violation } from "../../lib/inputs/violation";
import { badInputs } from "../support/bad-inputs";
import { fourRoles, goodInputs, trusted } from "../support/inputs";

/** What is wrong with inputs. */
function checkInputs(values: unknown): readonly Violation[] {
  const found = checkTable(inputs, values, []);
  return isObject(values) ? [...found, ...roleSpecs(values, found).violations] : found;
}

const violationsOf = (change: object) => checkInputs({ ...fourRoles, ...change });
const rules = [choiceRules, valueRules].flatMap((table) => Object.values(table).flat());

test("good inputs have no violation", () => {
  expect(violationsOf({})).toEqual([]);
});

test.each(badInputs.map(({ what, ...rest }) => [what, rest] as const))("%s", (_what, { change, codes }) => {
  expect(violationsOf(change).map(({ code }) => code)).toEqual(codes);
});

test("every sentence", () => {
  const sentences = badInputs.map(({ what, change }) => [what, ...violationsOf(change).map(messageOf)].join("\n  "));
  expect(`\n${sentences.join("\n")}\n`).toMatchSnapshot();
});

test("every rule refuses something", () => {
  const refusing = new Set(badInputs.flatMap(({ codes }) => codes));
  expect(rules.map(({ code }) => code).filter((code) => !refusing.has(code))).toEqual([]);
});

test("every code is one sentence's", () => {
  const sentences = rules.map(({ code, message }) => `${code} ${message}`);
  expect(new Set(rules.map(({ code }) => code)).size).toBe(new Set(sentences).size);
});

test.each([
  [{ region: undefined }, "region is required: expected the code of an AWS region, such as us-east-1."],
  [{ account_id: null }, "account_id is required: expected the 12 digits of an AWS account."],
  [{ roles: undefined }, "roles is required."],
])("%j is missing", (change, says) => {
  expect(violationsOf(change).map(messageOf)).toEqual([says]);
});

test("a role that is null is left out, and an attribute that is null is not set", () => {
  expect(violationsOf({ roles: { user: null, websocket: { ...trusted, external_id: null } } })).toEqual([]);
});

test("an empty map makes nothing", () => {
  expect(violationsOf({ roles: {} })).toEqual([]);
});

test.each<[string, string, Readonly<Record<string, Input>>]>([
  ["acount_id", "account_id", inputs],
  ["ACCOUNT_ID", "account_id", inputs],
  ["external", "external_id", roleInputs],
])("%s is near to %s", (name, near, table) => {
  expect(checkTable(table, { [name]: "x" }, []).map(messageOf)[0]).toMatch(new RegExp(` Did you mean ${near}\\?$`));
});

test("a name that is like no other is not taken for one", () => {
  expect(checkTable(inputs, { zzzzzzzzzzzz: 1 }, []).map(messageOf)[0]).not.toContain("Did you mean");
});

test("a rule is not checked on a role that has a bad value, but on the others", () => {
  const roles = { user: { external_id: 7 }, websocket: {} };
  const found = checkTable(inputs, { ...goodInputs, roles }, []);
  expect(roleSpecs({ ...goodInputs, roles }, found).violations.map(({ code, path }) => [code, path])).toEqual([
    ["ROLE_WITHOUT_TRUST", ["roles", "websocket"]],
  ]);
});

test("what is no object is refused", () => {
  for (const value of [null, [], "x", 7]) expect(checkInputs(value).map(({ code }) => code)).toEqual(["WRONG_TYPE"]);
});

test.each(trustKindEntries)("no further condition takes the place of one of the kind %s", (_name, kind) => {
  const values = Object.fromEntries(Object.values(kind.fields).map((input) => [input, ["x"]]));
  const own = kind.statement(values, "123456789012", "auth.example.com/x").conditions;
  const others = [...externalIdConditions(["x"]), ...requiredTagConditions("AppInstanceUserId")];
  for (const { variable } of [...own, ...others]) {
    const trust_conditions = [{ test: "StringEquals", variable, values: ["x"] }];
    const codes = violationsOf({ roles: { user: { trust_account: true, trust_conditions } } }).map(({ code }) => code);
    expect({ variable, codes }).toEqual({ variable, codes: ["CONDITION_RESERVED"] });
  }
});
