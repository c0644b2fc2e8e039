// Who a trust statement names, and which principal includes which.
import { accountOfRoot, includesPrincipal, principalsOf } from "../../lib/review/principal";

const ours = "123456789012";
const others = "210987654321";
const aws = (id: string) => ({ kind: "AWS", id });
const root = (account: string) => aws(`arn:aws:iam::${account}:root`);
const role = (account: string) => aws(`arn:aws:iam::${account}:role/backend`);

test.each<[unknown, object[] | undefined]>([
  ["*", [aws("*")]],
  [{ AWS: ours }, [root(ours)]],
  [{ AWS: [others, role(ours).id] }, [root(others), role(ours)]],
  [{ AWS: `${ours}0` }, [aws(`${ours}0`)]],
  [{ AWS: `0${ours}` }, [aws(`0${ours}`)]],
  [
    { Service: "lambda.amazonaws.com", Federated: ["a"] },
    [
      { kind: "Service", id: "lambda.amazonaws.com" },
      { kind: "Federated", id: "a" },
    ],
  ],
  ["x", undefined],
  [null, undefined],
  [["*"], undefined],
  [{ AWS: 1 }, undefined],
  [{ AWS: ["*", null] }, undefined],
])("the element %j", (element, expected) => {
  expect(principalsOf(element)).toEqual(expected);
});

test.each([
  [root(ours), ours],
  [{ ...root(ours), kind: "Federated" }, undefined],
  [role(ours), undefined],
  [aws("*"), undefined],
  [aws(`arn:aws-cn:iam::${ours}:root`), ours],
  [aws(`${root(ours).id}er`), undefined],
  [aws(`x${root(ours).id}`), undefined],
])("%j is the whole account %s", (principal, expected) => {
  expect(accountOfRoot(principal)).toBe(expected);
});

test.each([
  ["the same", role(ours), role(ours), true],
  ["anybody includes everybody", aws("*"), role(others), true],
  ["anybody includes an account", aws("*"), root(others), true],
  ["another account's root includes its roles", root(others), role(others), true],
  ["our root leaves it to the policies of our roles", root(ours), role(ours), false],
  ["another account's root does not include our roles", root(others), role(ours), false],
  ["another account's root is not everybody", root(others), aws("*"), false],
  ["a role does not include its account", role(others), root(others), false],
  ["anybody is of another kind", aws("*"), { kind: "Service", id: "lambda.amazonaws.com" }, false],
  ["the same name of another kind", { kind: "Federated", id: "x" }, { kind: "Service", id: "x" }, false],
  ["no service includes another", { kind: "Service", id: "*" }, { kind: "Service", id: "x" }, false],
])("%s", (_what, outer, inner, expected) => {
  expect(includesPrincipal(outer, inner, ours)).toBe(expected);
});

test("where the account of the role is not known, it may be that of the root, which does not include its principals then", () => {
  const root = { kind: "AWS", id: "arn:aws:iam::210987654321:root" };
  const role = { kind: "AWS", id: "arn:aws:iam::210987654321:role/a" };
  expect(includesPrincipal(root, role, "123456789012")).toBe(true);
  expect(includesPrincipal(root, role, "")).toBe(false);
});
