// What a page says of where it comes from: the version of the project, and the commit of the files that it was made of.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `cdktf-chime-iam 0.2.0, commit 1a2b3c4`; the commit where git knows one. */
export function madeBy(): string {
  const { name, version } = packageOf(__dirname);
  const commit = commitHere();
  return `${name} ${version}${commit === undefined ? "" : `, commit ${commit}`}`;
}

/** The package that a folder belongs to: the project, or what is installed of it. */
function packageOf(folder: string): { readonly name: string; readonly version: string } {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : packageOf(dirname(folder));
}

function commitHere(): string | undefined {
  try {
    const args = ["describe", "--always", "--dirty", "--exclude=*"];
    return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}
