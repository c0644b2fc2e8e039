// The compiled app as a person runs it, in folders of its own.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";

const stack = "cdktf.out/stacks/chime-iam-dev/cdk.tf.json";
const committed = "stacks/dev.tf.json";
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Runs the app over these environment files, without Terraform on the PATH. */
function synth(
  files: Record<string, string> = { "dev.json": JSON.stringify(fourRoles) },
  prepare = (_folder: string) => {},
) {
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-app-"));
  folders.push(folder);
  prepare(folder);
  const environments = join(folder, "environments");
  mkdirSync(environments);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(environments, name), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectRoot, "dist/main.js")], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: "" },
  });
  return { folder, status, stdout, stderr };
}

test("says which stacks were written, where, and what to do next", () => {
  const { status, stdout, stderr } = synth();
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain(`${stack} and ${committed}`);
  expect(stdout).toContain("npx cdktf deploy chime-iam-dev");
});

test("an environment that is gone takes its stack and its access file along", () => {
  const prepare = (folder: string) => {
    for (const path of ["access", "stacks", "cdktf.out/stacks/chime-iam-gone"])
      mkdirSync(join(folder, path), { recursive: true });
    for (const path of ["access/gone.json", "access/notes.md", "stacks/gone.tf.json"])
      writeFileSync(join(folder, path), "{}");
  };
  const { folder, stdout } = synth(undefined, prepare);
  expect(readdirSync(join(folder, "access")).sort()).toEqual(["dev.json", "notes.md"]);
  expect(readdirSync(join(folder, "cdktf.out/stacks"))).toEqual(["chime-iam-dev"]);
  expect(readdirSync(join(folder, "stacks"))).toEqual(["dev.tf.json"]);
  expect(stdout).toContain("Removed: access/gone.json, of an environment that is gone");
});

test("warns of a state without a lock", () => {
  const { status, stderr } = synth({ "dev.json": JSON.stringify({ ...fourRoles, backend: { s3: { bucket: "b" } } }) });
  expect(status).toBe(0);
  expect(stderr).toContain("Warning: environments/dev.json: backend.s3 does not lock the state");
});

// Reported: Synth of an environment that adopts failed without Terraform.
test("an environment that adopts is synthesized without Terraform", () => {
  const adopt = { user: { role_name: "ChatUser", policy_arn: "arn:aws:iam::123456789012:policy/ChatUser" } };
  const { status, stderr } = synth({ "dev.json": JSON.stringify({ ...fourRoles, adopt }) });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

// Reported: A read-only folder gave a raw trace.
test("a folder that cannot be written is an error message, not a stack trace", () => {
  const { status, stderr } = synth(undefined, (folder) => writeFileSync(join(folder, "cdktf.out"), ""));
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /cdktf\.out.* cannot be used \(mkdir\): a file is in the place of a folder\. Move it away\.\n$/,
    ),
  });
});

test("gives every stack the project's lock file", () => {
  const { folder } = synth();
  const copy = join(folder, dirname(stack), ".terraform.lock.hcl");
  expect(existsSync(copy)).toBe(false);
  writeFileSync(join(folder, ".terraform.lock.hcl"), "locked");
  spawnSync("node", [join(projectRoot, "dist/main.js")], { cwd: folder });
  expect(readFileSync(copy, "utf8")).toBe("locked");
});

test("writes the same bytes in any folder, and no path of the machine", () => {
  const [one, other] = [synth(), synth()];
  const text = readFileSync(join(one.folder, stack), "utf8");
  for (const path of [stack, committed]) expect(readFileSync(join(other.folder, path), "utf8")).toBe(text);
  expect(text).not.toContain(tmpdir());
  expect(text).not.toContain(projectRoot);
});

test.each<[string, Record<string, string>, string]>([
  ["a missing account", { "dev.json": '{"region": "us-east-1"}' }, "environments/dev.json:1:1: account_id is required"],
  ["no JSON", { "dev.json": "region: us-east-1" }, "environments/dev.json:1:1: The file is not JSON."],
  [
    "a file's name",
    { "my env.json": "{}" },
    'environments/my env.json:1:1: The file\'s name is "my env", expected the name',
  ],
  ["no file", {}, "environments has no environment: add environments/dev.json."],
])("refuses %s in a sentence, without a stack trace", (_what, files, says) => {
  const { status, stdout, stderr } = synth(files);
  expect(status).toBe(1);
  expect(stderr).toContain(says);
  expect(stdout + stderr).not.toMatch(/^\s+at /m);
});
