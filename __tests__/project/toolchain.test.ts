// Reported: the suites wanted a mirror of the provider and searched the whole disk for one. The integration suites use the providers that Terraform is configured with, and search no disk for them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerSource } from "../support/toolchain";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-toolchain-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const of = (environment: Record<string, string>, mirrors: string[] = []) =>
  providerSource(
    { TF_CLI_CONFIG_FILE: join(folder, "missing.rc"), ...environment },
    folder,
    join(folder, "cache"),
    mirrors,
  );

test("a mirror that is named is the only source", () => {
  const { TF_CLI_CONFIG_FILE = "", ...others } = of({ TF_PLUGIN_MIRROR: "/a mirror" });
  expect(readFileSync(TF_CLI_CONFIG_FILE, "utf8")).toBe(
    'provider_installation {\n  filesystem_mirror {\n    path = "/a mirror"\n  }\n}\n',
  );
  expect(others).toEqual({ LOCK_FLAGS: "-fs-mirror=/a mirror" });
});

test("a configuration of the Terraform CLI is left alone", () => {
  const TF_CLI_CONFIG_FILE = join(folder, "own.rc");
  writeFileSync(TF_CLI_CONFIG_FILE, "");
  expect(of({ TF_CLI_CONFIG_FILE })).toEqual({ LOCK_FLAGS: "" });
});

test("an implied mirror serves if it has the provider, else the registry, with a cache", () => {
  mkdirSync(join(folder, "plugins/registry.terraform.io/hashicorp/aws"), { recursive: true });
  expect(of({}, [join(folder, "plugins")]).LOCK_FLAGS).toBe(`-fs-mirror=${join(folder, "plugins")}`);
  const { TF_CLI_CONFIG_FILE = "" } = of({}, [join(folder, "elsewhere")]);
  expect(readFileSync(TF_CLI_CONFIG_FILE, "utf8")).toContain(`plugin_cache_dir = "${join(folder, "cache")}"`);
});
