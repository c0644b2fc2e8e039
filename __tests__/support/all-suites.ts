// The suites of access, constructs, environment and module as one, for mutation tests: what they import is loaded once for
// each mutant, not once for each suite. The smallest come first, as most mutants fail many of them.
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "./files";

const tests = join(projectRoot, "__tests__");

/** What compares many inputs, and takes long. */
const slow = /matrix|property|combinations/;
const suites = ["access", "constructs", "environment", "module"]
  .flatMap((folder) =>
    readdirSync(join(tests, folder), { recursive: true }).map((file) => join(tests, folder, String(file))),
  )
  .filter((file) => file.endsWith(".test.ts") && !slow.test(file))
  .sort((one, other) => statSync(one).size - statSync(other).size);

for (const suite of suites) describe(relative(tests, suite), () => void require(suite));
