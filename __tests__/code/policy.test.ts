// The calls that a policy allows, and what of it is lost. The policies are data, in fixtures/hand-written-policies.json.

import { callsOfPolicy } from "../../lib/code/policy";
import { callNames } from "../../lib/grants/calls";
import { readFixture } from "../support/files";

interface Case {
  readonly name: string;
  readonly policy: object;
  readonly calls: readonly string[];
  readonly remarks: readonly string[];
}

const cases = readFixture<Case[]>("hand-written-policies.json");

test.each(cases)("$name", ({ policy, calls, remarks }) => {
  expect(callsOfPolicy(JSON.stringify(policy))).toEqual({ calls, remarks });
});

test.each(["*", "chime:*", "c*:*"])("%s covers every call", (Action) => {
  const { calls, remarks } = callsOfPolicy(JSON.stringify({ Statement: { Effect: "Allow", Action } }));
  expect(calls).toEqual(callNames);
  expect(remarks.some((remark) => remark.includes("every service"))).toBe(Action === "*");
  expect(remarks).toContainEqual(
    expect.stringContaining("allows actions of Chime that no API operation needs: AcceptDelegate,"),
  );
});

test("NotAction covers every call that it does not name", () => {
  const { calls, remarks } = callsOfPolicy(
    JSON.stringify({ Statement: { Effect: "Allow", NotAction: ["chime:C*", "iam:*"] } }),
  );
  expect(calls).toEqual(callNames.filter((call) => !call.startsWith("C")));
  expect(remarks).toContain("statement 1 has NotAction: it allows every action of every service that it does not name");
});

test.each([
  ["{", "This is not JSON: "],
  ["[]", "This is no policy document: it has no Statement."],
  ['{"Statment": []}', "This is no policy document: it has no Statement."],
  ['{"Statement": {"Effect": "allow"}}', 'Statement 1: Effect is "allow", expected "Allow" or "Deny".'],
  [
    '{"Statement": [{"Effect": "Allow", "Action": [1]}]}',
    "Statement 1: Action is [1], expected text or a list of texts.",
  ],
  ['{"Statement": [null]}', 'Statement 1: Effect is undefined, expected "Allow" or "Deny".'],
  ['{"PolicyVersion": {"Document": "%7B"}}', "This is not JSON: "],
  ['{"PolicyVersion": {"Document": "%"}}', "This is not JSON: "],
])("%s is no policy", (text, message) => {
  expect(() => callsOfPolicy(text)).toThrow(message);
});
