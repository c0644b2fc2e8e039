// Before the unit tests: builds the compiled app and the npm package, which they run, as `npm install` of a git repository does.
import { execFileSync } from "node:child_process";
import { projectRoot } from "./files";

export default function build(): void {
  execFileSync("npm", ["run", "--silent", "prepare"], { cwd: projectRoot, stdio: "inherit" });
}
