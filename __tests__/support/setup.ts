// Runs before the integration suites: starts the emulated AWS on a free loopback port, and points everything to it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import build from "./build";
import { projectRoot } from "./files";
import { missingTools, providerSource } from "./toolchain";

declare global {
  var emulator: ChildProcess | undefined;
}

export default async function setup(): Promise<void> {
  build();
  const cache = join(projectRoot, "node_modules/.cache/terraform-plugins");
  const source = providerSource(process.env, mkdtempSync(join(tmpdir(), "chime-iam-")), cache);
  const missing = missingTools(source);
  if (missing.length > 0) {
    const message = `The integration suites need\n${missing.map((tool) => `  - ${tool}`).join("\n")}\n`;
    if (process.env.REQUIRE_INTEGRATION) throw new Error(message);
    process.stderr.write(`Skipped: ${message}`);
    process.env.INTEGRATION_SKIPPED = "1";
    return;
  }
  Object.assign(process.env, source, {
    AWS_ENDPOINT_URL: await startEmulator(),
    AWS_ACCESS_KEY_ID: "emulated",
    AWS_SECRET_ACCESS_KEY: "emulated",
    AWS_REGION: "us-east-1",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    // Without garbage collections below 1 GiB a plan takes 2.8 s of processor time instead of 4: the provider's schema is large.
    GOGC: "off",
    GOMEMLIMIT: "1GiB",
  });
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN"]) delete process.env[name];
}

/** Starts moto_server on a port of its own choice, and says where it answers. */
function startEmulator(): Promise<string> {
  const emulator = spawn("moto_server", ["--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  globalThis.emulator = emulator;
  return new Promise((resolve, reject) => {
    let said = "";
    emulator.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    emulator.once("error", reject);
    emulator.once("exit", (code) => reject(new Error(`moto_server ended with ${code}: ${said}`)));
  });
}
