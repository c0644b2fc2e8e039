// What a document grants, and which statements are kept as not understood. What is not understood counts as wider.
import { parseDocument, readDocument } from "../../lib/review/statement";

const policy = { Effect: "Allow", Action: "chime:Connect", Resource: "*" };
const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } };

test("each action on each resource is a grant", () => {
  const statement = {
    ...policy,
    Sid: "x",
    Action: ["chime:Connect", "chime:SearchChannels"],
    Resource: ["a", "b"],
    Condition: { StringEquals: { k: "v", l: ["w", 1, true] } },
  };
  const constraints = [
    { operator: "StringEquals", key: "k", values: ["v"] },
    { operator: "StringEquals", key: "l", values: ["w", "1", "true"] },
  ];
  expect(readDocument({ Statement: [statement] })).toMatchObject({
    grants: ["chime:Connect", "chime:SearchChannels"].flatMap((action) =>
      ["a", "b"].map((resource) => ({ effect: "Allow", action, resource, constraints })),
    ),
    unread: [],
  });
});

test("each action to each principal is a grant", () => {
  const statement = { ...trust, Effect: "Deny", Principal: { AWS: ["a", "b"] } };
  expect(readDocument({ Statement: statement }).grants).toEqual(
    ["a", "b"].map((id) => ({
      effect: "Deny",
      action: "sts:AssumeRole",
      principal: { kind: "AWS", id },
      constraints: [],
    })),
  );
});

test.each<[string, unknown]>([
  ["another effect", { ...policy, Effect: "allow" }],
  ["another element", { ...policy, NotAction: "x" }],
  ["no action", { Effect: "Allow", Resource: "*" }],
  ["an action that is no text", { ...policy, Action: ["a", 1] }],
  ["a resource that is no text", { ...policy, Resource: null }],
  ["neither principal nor resource", { Effect: "Allow", Action: "a" }],
  ["both", { ...policy, ...trust }],
  ["a principal that cannot be read", { ...trust, Principal: "x" }],
  ["a principal that cannot be read, and a resource", { ...policy, Principal: "x" }],
  ["a condition that is a text", { ...policy, Condition: "x" }],
  ["a condition that is a list", { ...policy, Condition: [] }],
  ["a condition that is null", { ...policy, Condition: null }],
  ["an operator without keys", { ...policy, Condition: { StringEquals: "x" } }],
  ["a value that is an object", { ...policy, Condition: { StringEquals: { k: ["v", {}] } } }],
  ["a statement that is a text", "x"],
  ["an element and its opposite", { ...policy, NotResource: "x" }],
  ["no action at all", { ...policy, Action: [] }],
  ["a condition key twice", { ...policy, Condition: { StringEquals: { "aws:K": "v", "aws:k": "w" } } }],
  ["a condition without values", { ...policy, Condition: { StringEquals: { k: [] } } }],
])("not understood: %s", (_what, statement) => {
  expect(readDocument({ Statement: [policy, statement] })).toMatchObject({
    grants: [{ effect: "Allow", action: "chime:Connect", resource: "*", constraints: [] }],
    unread: [JSON.stringify(statement)],
  });
});

test.each([
  ["x", '"x"'],
  [undefined, "nothing"],
  [[policy], JSON.stringify([policy])],
  [{}, "nothing"],
])("a document that is %j is not understood", (document, unread) => {
  expect(readDocument(document)).toEqual({ statements: [], grants: [], unread: [unread] });
});

test("what a statement leaves out is said of its grants", () => {
  const grants = (statement: object) => readDocument({ Statement: statement }).grants;
  expect(grants({ Effect: "Allow", NotAction: ["a", "b"], NotResource: "x" })).toEqual([
    { effect: "Allow", action: "*", resource: "*", constraints: [], except: ["a", "b", "x"] },
  ]);
  expect(grants({ ...trust, Principal: undefined, NotPrincipal: { AWS: "x" } })).toMatchObject([
    { action: "sts:AssumeRole", principal: { kind: "AWS", id: "*" }, except: ["x"] },
  ]);
});

test("a document of an earlier version has no variables", () => {
  const statement = { ...policy, Resource: "${aws:username}" };
  expect(readDocument({ Statement: statement }).grants[0]?.hasNoVariables).toBe(true);
  expect(readDocument({ Version: "2012-10-17", Statement: statement }).grants[0]?.hasNoVariables).toBeUndefined();
  expect(readDocument({ Statement: policy }).grants[0]?.hasNoVariables).toBeUndefined();
});

test("more grants than anybody writes are not understood", () => {
  const list = Array.from({ length: 101 }, (_, i) => `a${i}`);
  expect(readDocument({ Statement: { ...policy, Action: list, Resource: list } }).unread).toHaveLength(1);
});

test.each([
  ['{"a":{"b":"x:y"},"c":[{"b":1}]}', true],
  ['{"a":1,"a":2}', false],
  ['{"a":{"b":1,\n "b" : 2}}', false],
  ['{"a\\"":1}', true],
  ["{", false],
])("%s is read as JSON: %s", (text, isRead) => {
  expect(typeof parseDocument(text)).toBe(isRead ? "object" : "string");
});
