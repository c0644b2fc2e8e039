// How a document becomes Terraform text: what looks like an expression is escaped, what is a token is left.
import { Token } from "cdktf";
import { escaped, quoted } from "../../lib/constructs/terraform-text";

test("what IAM and people mean by ${ and %{ is escaped, at any depth; keys and other values stay", () => {
  const value = { a: ["${aws:username}", { b: "50 %{x} $ { }" }], c: 3, d: null, e: undefined, f: true };
  expect(escaped(value)).toEqual({
    a: ["$${aws:username}", { b: "50 %%{x} $ { }" }],
    c: 3,
    d: null,
    e: undefined,
    f: true,
  });
});

test("tokens stay tokens, alone or within text", () => {
  const token = Token.asString({ resolve: () => "x" });
  const any = Token.asAny({ resolve: () => "x" });
  expect(escaped(`\${aws:username}/${token}`)).toBe(`$\${aws:username}/${token}`);
  expect(escaped({ any }).any).toBe(any);
});

test("Issue 9: what only looks like a token is text", () => {
  expect(escaped("%{TfToken[0]}")).toBe("%%{TfToken[0]}");
  expect(escaped("${TfToken[TOKEN.99999]}")).toBe("$${TfToken[TOKEN.99999]}");
});

test("text in an expression keeps its quotes and backslashes", () => {
  expect(quoted('a"\\p{L}${x}')).toBe('"a\\"\\\\p{L}$${x}"');
});
