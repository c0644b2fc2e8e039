// How a document becomes Terraform text: what looks like an expression is escapeForTerraform, what is a token is left.
import { Token } from "cdktf";
import { escapeForTerraform, quoteForTerraform } from "../../lib/constructs/terraform-text";

test("what IAM and people mean by ${ and %{ is escapeForTerraform, at any depth; keys and other values stay", () => {
  const value = { a: ["${aws:username}", { b: "50 %{x} $ { }" }], c: 3, d: null, e: undefined, f: true };
  expect(escapeForTerraform(value)).toEqual({
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
  expect(escapeForTerraform(`\${aws:username}/${token}`)).toBe(`$\${aws:username}/${token}`);
  expect(escapeForTerraform({ any }).any).toBe(any);
});

// Reported: The description "%{TfToken[0]}" was escaped twice.
test("what only looks like a token is text", () => {
  expect(escapeForTerraform("%{TfToken[0]}")).toBe("%%{TfToken[0]}");
  expect(escapeForTerraform("${TfToken[TOKEN.99999]}")).toBe("$${TfToken[TOKEN.99999]}");
});

test("text in an expression keeps its quotes and backslashes", () => {
  expect(quoteForTerraform('a"\\p{L}${x}')).toBe('"a\\"\\\\p{L}$${x}"');
});
