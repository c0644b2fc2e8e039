// Finds what the integration suites run on: Terraform, a mirror of the AWS provider, an emulated AWS.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const hostFolder = "registry.terraform.io";

/** Where Terraform looks for provider mirrors by itself: https://developer.hashicorp.com/terraform/cli/config/config-file */
const impliedMirrors = [
  join(homedir(), ".terraform.d", "plugins"),
  join(homedir(), ".local", "share", "terraform", "plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
];

/** A folder that holds a mirror of the AWS provider, if there is one. */
export function findMirror(): string | undefined {
  const given = process.env.TF_PLUGIN_MIRROR;
  const known = given ? [given] : impliedMirrors;
  return known.find(holdsAwsProvider) ?? (given ? undefined : search("/", 3));
}

function holdsAwsProvider(folder: string): boolean {
  return existsSync(join(folder, hostFolder, "hashicorp", "aws"));
}

function search(folder: string, depth: number): string | undefined {
  if (holdsAwsProvider(folder)) return folder;
  if (depth === 0) return undefined;
  for (const name of foldersOf(folder)) {
    const found = search(join(folder, name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function foldersOf(folder: string): string[] {
  const skipped = new Set(["proc", "sys", "dev", "run", "node_modules"]);
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !skipped.has(entry.name))
      .map(({ name }) => name);
  } catch {
    return []; // a folder that we may not read
  }
}

/** What is missing, each with the way to get it. */
export function missingTools(mirror: string | undefined): string[] {
  const answers = (command: string, argument: string) => {
    try {
      execFileSync(command, [argument], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  return [
    ...(answers("terraform", "version")
      ? []
      : ["Terraform 1.9 or later on the PATH: https://developer.hashicorp.com/terraform/install"]),
    ...(mirror === undefined
      ? ["a mirror of hashicorp/aws: `terraform providers mirror FOLDER`, then TF_PLUGIN_MIRROR=FOLDER"]
      : []),
    ...(answers("moto_server", "--help") ? [] : ["moto_server, the emulated AWS: `pip install 'moto[server]'`"]),
  ];
}
