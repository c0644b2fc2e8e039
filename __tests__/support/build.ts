// Before the unit tests: compiles the project, whose compiled app they run.
import { execFileSync } from "node:child_process";
import { compiler, projectRoot } from "./files";

export default function build(): void {
  execFileSync(process.execPath, [compiler], { cwd: projectRoot, stdio: "inherit" });
}
