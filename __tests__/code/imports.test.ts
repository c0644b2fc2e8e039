// What is read of the imports of each language: module, and name in the module as name in the file.
import { importsOf } from "../../lib/code/imports";
import { type Node, shapeOf } from "../../lib/code/syntax";
import { loadAllGrammars, parseText } from "../support/code";

beforeAll(loadAllGrammars);

/** The imports of a text, a module each. */
function read(path: string, text: string): string[] {
  const file = parseText(path, text);
  if (typeof file === "string") throw new Error(file);
  const nodes = (node: Node): readonly Node[] =>
    shapeOf(node)?.is === "import" ? [node] : node.children.flatMap(nodes);
  const modules = new Map<string, string[]>();
  for (const { module, local, original } of nodes(file.root).flatMap(importsOf)) {
    modules.set(module, [...(modules.get(module) ?? []), local === undefined ? original : `${original}=${local}`]);
  }
  return [...modules].map(([module, names]) => [`${module}:`, ...names].join(" "));
}

test.each<[string, string, string[]]>([
  ["a.ts", 'import a, { b, c as d, type e, type f as g } from "m"', ["m: default=a b=b c=d e=e f=g"]],
  ["a.ts", 'import * as a from "m"; import type { type } from "n"', ["m: *=a", "n: type=type"]],
  ["a.ts", 'import type { A } from "m"; import type B from "n"', ["m: A=A", "n: default=B"]],
  ["a.ts", 'import a = require("m"); import "n"', ["m: *=a"]],
  ["a.ts", 'import.meta.url; import("m"); a.import("n"); export default "o"', []],
  ["a.ts", 'export { a } from "m"; export * from "n"; export { b }; "o"', []],
  ["a.py", "import a, b.c as d\nimport e.f; import g", ["a: *=a", "b.c: *=d", "e: *=e", "g: *=g"]],
  ["a.py", "from .a.b import (c as d,\n  e,)\nfrom .. import f\nfrom g import *", [".a.b: c=d e=e", "..: f=f", "g: *"]],
  ["a.py", "a = yield from b\nreimport(c)", []],
  ["A.java", "import a.b.C; import static a.b.D.e; import a.f.*;", ["a.b: C=C", "a.b.D: e=e", "a.f: *"]],
  ["A.kt", "import a.b.C as D\nimport a.e.*\nimport f", ["a.b: C=D", "a.e: *"]],
  ["a.go", 'import "a/b"\nimport c "d/e/v2"\nvar f = "g"', ["a/b: *=b", "d/e/v2: *=c"]],
  ["a.go", 'import (\n\t"a/b/v3"\n\tc "d"\n\t_ "e"\n)\nf("g")', ["a/b/v3: *=b", "d: *=c", "e: *=_"]],
  ["a.swift", "@testable import A\nimport class B.C", ["A: *", "B: *"]],
])("%s: %j", (path, text, imports) => {
  expect(read(path, text)).toEqual(imports);
});
