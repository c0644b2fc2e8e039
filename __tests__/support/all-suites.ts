// The suites of access, constructs, environment and module as one, for mutation tests: what they import is loaded once for
// each mutant, not once for each suite. What is quick comes first, as most mutants fail many suites.
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "./files";

const tests = join(projectRoot, "__tests__");

/** What takes long comes last. */
const last = /schema|applications|stack/;
const rank = (file: string) => (last.test(file) ? 1e6 : 0) + statSync(file).size;
const suites = ["access", "constructs", "environment", "module"]
  .flatMap((folder) =>
    readdirSync(join(tests, folder), { recursive: true }).map((file) => join(tests, folder, String(file))),
  )
  .filter((file) => file.endsWith(".test.ts"))
  .sort((one, other) => rank(one) - rank(other));

for (const suite of suites) describe(relative(tests, suite), () => void require(suite));
