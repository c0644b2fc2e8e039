// Finds what the integration suites need: Terraform, the AWS provider, the emulated AWS. Says how to get what is missing.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** What makes Terraform find the AWS provider, as variables of the environment. */
export type ProviderSource = Readonly<Record<string, string>>;

/** The folders that Terraform takes for mirrors where nothing is configured. */
const impliedMirrors = [
  join(homedir(), ".terraform.d/plugins"),
  join(homedir(), ".local/share/terraform/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
];

/**
 * Where Terraform gets the AWS provider from, the first that applies:
 * - the mirror that `TF_PLUGIN_MIRROR` names;
 * - the user's own configuration of the Terraform CLI;
 * - an implied mirror that has the provider;
 * - the registry, with a cache in `cacheFolder` so that each version is downloaded once.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function providerSource(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
  cacheFolder: string,
  mirrors: readonly string[] = impliedMirrors,
): ProviderSource {
  const own = environment.TF_CLI_CONFIG_FILE || join(homedir(), ".terraformrc");
  const given = environment.TF_PLUGIN_MIRROR;
  if (!given && existsSync(own)) return { LOCK_FLAGS: "" };
  const mirror = given || mirrors.find((path) => existsSync(join(path, "registry.terraform.io/hashicorp/aws")));
  if (mirror !== undefined) {
    const path = join(folder, "terraform.rc");
    const block = `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`;
    writeFileSync(path, `provider_installation {\n  ${block}\n}\n`);
    // `terraform providers lock` takes no notice of the configuration.
    return { TF_CLI_CONFIG_FILE: path, LOCK_FLAGS: `-fs-mirror=${mirror}` };
  }
  mkdirSync(cacheFolder, { recursive: true });
  // In a file, because scripts/rollout.sh passes no variable for it to Terraform.
  const path = join(folder, "terraform.rc");
  const cache = `plugin_cache_dir = ${JSON.stringify(cacheFolder)}\n`;
  writeFileSync(path, `${cache}plugin_cache_may_break_dependency_lock_file = true\n`);
  return { TF_CLI_CONFIG_FILE: path, LOCK_FLAGS: "" };
}

/** What is missing, each with the way to get it. */
export function missingTools(source: ProviderSource): string[] {
  const answers = (command: string, argument: string) => {
    try {
      execFileSync(command, [argument], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  const missing: string[] = [];
  if (!answers("terraform", "version")) {
    missing.push("Terraform 1.10 or later on the PATH: https://developer.hashicorp.com/terraform/install");
  } else {
    const error = providerError(source);
    if (error !== undefined) {
      missing.push(
        `the provider hashicorp/aws, from registry.terraform.io or a mirror (\`terraform providers mirror FOLDER\`, then TF_PLUGIN_MIRROR=FOLDER). Terraform says: ${error}`,
      );
    }
  }
  if (!answers("jq", "--version")) missing.push("jq: https://jqlang.org/download");
  if (!answers("moto_server", "--help")) {
    missing.push("moto_server, the emulated AWS: `pip install 'moto[server]'`");
  }
  return missing;
}

/** Why Terraform cannot install the AWS provider; undefined when it can. */
function providerError(source: ProviderSource): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-provider-"));
  const aws = { source: "hashicorp/aws", version: ">= 5.81" };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: { aws } } }));
  const { status, stderr } = spawnSync("terraform", ["init", "-input=false", "-no-color"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...source, CHECKPOINT_DISABLE: "1" },
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? undefined : stderr.replace(/[│╷╵\s]+/g, " ").trim();
}
