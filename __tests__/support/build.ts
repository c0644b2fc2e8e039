// Before the unit tests: compiles the project, whose compiled app they run.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "./files";

export default function build(): void {
  execFileSync(join(projectRoot, "node_modules/.bin/tsc"), { cwd: projectRoot, stdio: "inherit" });
}
