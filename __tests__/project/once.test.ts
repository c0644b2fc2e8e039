// What costs is done once for each role: its rules are run and its documents are made, however many readers there are.
import { Testing } from "cdktf";
import { roleDocuments } from "../../lib/grants/role-documents";
import { checkRole } from "../../lib/inputs/check-rules";
import { accessFileText } from "../../lib/review/access-file";
import { accessOf, environmentOf } from "../support/environment";
import { stackOf } from "../support/environment-stack";
import { fourRoles, range, trusted } from "../support/inputs";

jest.mock("../../lib/grants/role-documents", () =>
  withCountedCalls("../../lib/grants/role-documents", "roleDocuments"),
);
jest.mock("../../lib/inputs/check-rules", () => withCountedCalls("../../lib/inputs/check-rules", "checkRole"));

/** A module of which one function counts its calls. */
function withCountedCalls(path: string, name: string) {
  const actual = jest.requireActual(path);
  return { ...actual, [name]: jest.fn(actual[name]) };
}

test("of twelve roles that are read, synthesized and reported, each is checked and documented once", () => {
  const roles = Object.fromEntries(range(12).map((i) => [`user_${i}`, { ...trusted, type: "user" }]));
  const environment = environmentOf({ ...fourRoles, roles });
  Testing.synth(stackOf(environment), true);
  expect(accessFileText(accessOf(environment))).toContain("user_11");
  expect(checkRole).toHaveBeenCalledTimes(12);
  expect(roleDocuments).toHaveBeenCalledTimes(12);
});
