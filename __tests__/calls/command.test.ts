// The compiled command as a person runs it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../readme";

const folder = mkdtempSync(join(tmpdir(), "chime-iam-calls-"));
afterAll(() => rmSync(folder, { recursive: true }));

writeFileSync(join(folder, "a.py"), 'import boto3\nchat = boto3.client("chime-sdk-messaging")\nchat.list_channels()\n');
writeFileSync(join(folder, "b.js"), 'require("./a").chime.createChannel({});\n');
writeFileSync(join(folder, "p.json"), '{"Statement": {"Effect": "Allow", "Action": ["chime:Connect", "s3:*"]}}');

function calls(...args: string[]) {
  const { status, stdout, stderr } = spawnSync("node", [join(projectRoot, "dist/scripts/calls.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("the list alone is on stdout, what may be a call on stderr", () => {
  expect(calls("a.py", "b.js")).toEqual({
    status: 0,
    stdout: '["ListChannels"]\n',
    stderr: `These may be calls too, and are not in the list:
  b.js:1  CreateChannel?  require(…).chime.createChannel: its client or class comes from ./a
`,
  });
});

test("--where: each place", () => {
  expect(calls("--where", "a.py")).toEqual({
    status: 0,
    stdout: "ListChannels  a.py:3  chat.list_channels\n",
    stderr: "",
  });
});

test("--policy: the calls that it allows", () => {
  expect(calls("--policy", "p.json")).toEqual({
    status: 0,
    stdout: '["Connect"]\n',
    stderr: "p.json: statement 1 allows actions of other services: s3:*\n",
  });
});

test("code without a client makes no call", () => {
  expect(calls("b.js")).toMatchObject({ status: 0, stdout: "[]\n", stderr: /^no Chime SDK client found in 1 file\n/ });
});

test.each<[string, string[], RegExp]>([
  ["a path that does not exist", ["nowhere"], /^nowhere: there is no such file or folder\.\n$/],
  ["no path", [], /^PATH is missing\.\nUsage:\n/],
  ["an unknown option", ["--role"], /^Unknown option '--role'\.\nUsage:\n/],
  ["an option without its file", ["--policy"], /^Option '--policy <value>' argument missing\.\nUsage:\n/],
  ["a policy and a path", ["--policy", "p.json", "a.py"], /^--policy takes one file and nothing else\.\nUsage:\n/],
  ["a policy that does not exist", ["--policy", "q.json"], /^q\.json: there is no such file\.\n$/],
  ["a policy that is none", ["--policy", "a.py"], /^a\.py: This is not JSON: .*\n$/],
])("%s is an error in a sentence", (_what, args, message) => {
  const { status, stdout, stderr } = calls(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
});
