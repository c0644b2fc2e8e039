// What is read of the imports of each language: module, and name in the module as name in the file.
import { importsOf } from "../../lib/code/imports";
import { type LanguageName, languages } from "../../lib/code/languages";
import { tokensOf } from "../../lib/code/tokens";

test.each<[LanguageName, string, string[]]>([
  ["typescript", 'import a, { b, c as d, type e, type f as g } from "m"', ["m: *=a b=b c=d e=e f=g"]],
  ["typescript", 'import * as a from "m"; import type { type } from "n"', ["m: *=a", "n: type=type"]],
  ["typescript", 'import type { A } from "m"; import type B from "n"', ["m: A=A", "n: *=B"]],
  ["typescript", 'import a = require("m"); import "n"', ["m: *=a", "n:"]],
  ["typescript", 'import.meta.url; import("m"); a.import("n"); export default "o"', []],
  ["typescript", 'export { a } from "m"; export * from "n"; export { b }; "o"', ["m:", "n:", ":"]],
  ["python", "import a, b.c as d\nimport e.f; import g", ["a: *=a", "b.c: *=d", "e.f: *=e", "g: *=g"]],
  [
    "python",
    "from .a.b import (c as d,\n  e,)\nfrom .. import f\nfrom g import *",
    [".a.b: c=d e=e", "..: f=f", "g: *"],
  ],
  ["python", "a = yield from b\nreimport(c)", []],
  ["java", "import a.b.C; import static a.b.D.e; import a.f.*;", ["a.b: C=C", "a.b.D: e=e", "a.f: *"]],
  ["kotlin", "import a.b.C as D\nimport a.e.*\nimport f", ["a.b: C=D", "a.e: *"]],
  ["go", 'import "a/b"\nimport c "d/e/v2"\nvar f = "g"', ["a/b: *=b", "d/e/v2: *=c"]],
  ["go", 'import (\n\t"a/b/v3"\n\tc "d"\n\t_ "e"\n)\nf("g")', ["a/b/v3: *=b", "d: *=c", "e: *=_"]],
  ["swift", "@testable import A\nimport class B.C", ["A: *", "B: *"]],
])("%s: %j", (language, text, imports) => {
  const found = importsOf(tokensOf(text, languages[language]), language).map(({ module, names }) =>
    [
      `${module}:`,
      ...names.map(({ local, original }) => (local === undefined ? original : `${original}=${local}`)),
    ].join(" "),
  );
  expect(found).toEqual(imports);
});
