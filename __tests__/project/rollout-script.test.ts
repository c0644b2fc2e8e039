// scripts/rollout.sh without Terraform: its messages, the binary it runs, its line endings after a Windows checkout.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../support/files";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-script-"));
  cpSync(join(projectRoot, "module/versions.tf.json"), join(folder, "module/versions.tf.json"));
  for (const name of ["rollout.sh", "terraform.sh"]) {
    cpSync(join(projectRoot, "scripts", name), join(folder, "scripts", name));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function rollout(args: string, TERRAFORM_BINARY_NAME: string) {
  const command = `sh scripts/rollout.sh ${args}`;
  // Other variables of Terraform's are named on standard output.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_"));
  const env = { ...Object.fromEntries(others), TERRAFORM_BINARY_NAME };
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, encoding: "utf8", shell: true, env });
  return { status, stdout, stderr };
}

// Reported: A missing binary gave a raw trace.
test("a missing binary is an error message that says what to install", () => {
  expect(rollout("lock", "no-such-terraform")).toEqual({
    status: 1,
    stdout: "",
    stderr:
      '"no-such-terraform" is not on the PATH. Install Terraform 1.10 or later (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME.\n',
  });
});

// Reported: TERRAFORM_BINARY_NAME was ignored.
test("TERRAFORM_BINARY_NAME is the program that runs", () => {
  const tofu = join(folder, "tofu");
  writeFileSync(tofu, '#!/bin/sh\necho "$@" >.terraform.lock.hcl\n', { mode: 0o755 });
  expect(rollout("lock -platform=linux_amd64", tofu)).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toBe("providers lock -platform=linux_amd64\n");
});

test("without a commit a rollout says that it runs what was committed", () => {
  expect(rollout("plan dev", "terraform")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      "Git has no commit here: only what was committed is run. Commit, or use --uncommitted",
    ),
  });
});

test("without stacks it says who writes them", () => {
  expect(rollout("plan dev --uncommitted", "terraform")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("There are no stacks yet: run npm run synth"),
  });
});

test("an unknown step prints the usage", () => {
  expect(rollout("aply dev", "terraform")).toMatchObject({ status: 1, stderr: expect.stringContaining("apply ENV") });
});

// Reported: A checkout with autocrlf broke the scripts.
test("a checkout with core.autocrlf keeps Unix line endings", () => {
  cpSync(join(projectRoot, ".gitattributes"), join(folder, ".gitattributes"));
  const git = (...args: string[]) => {
    const config = ["-c", "core.autocrlf=true", "-c", "user.name=test", "-c", "user.email=test@example.com"];
    const { status, stderr } = spawnSync("git", [...config, ...args], { cwd: folder, encoding: "utf8" });
    expect({ args, status, stderr: status === 0 ? "" : stderr }).toEqual({ args, status: 0, stderr: "" });
  };
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message=all");
  rmSync(join(folder, "scripts"), { recursive: true });
  git("checkout", "--quiet", ".");
  expect(readFileSync(join(folder, "scripts/rollout.sh"), "utf8")).not.toContain("\r");
});
