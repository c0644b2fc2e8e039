// Where the project and its fixtures are.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const projectRoot = join(__dirname, "../..");

/** The project's compiler: the `tsc` among the commands of npm may be another version, which tests compare with. */
export const compiler = join(projectRoot, "node_modules/typescript/bin/tsc");

/** A fixture: data of the tests. */
export function fixturePath(...path: readonly string[]): string {
  return join(__dirname, "../fixtures", ...path);
}

export function readFixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(fixturePath(name), "utf8"));
}
