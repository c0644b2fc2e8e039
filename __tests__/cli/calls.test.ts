// The compiled command as a person runs it.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../support/files";
import { goodInputs, trusted } from "../support/inputs";

const folder = mkdtempSync(join(tmpdir(), "chime-iam-calls-"));
afterAll(() => rmSync(folder, { recursive: true }));

writeFileSync(join(folder, "a.py"), 'import boto3\nchat = boto3.client("chime-sdk-messaging")\nchat.list_channels()\n');
writeFileSync(join(folder, "b.js"), 'require("./a").chime.createChannel({});\n');
writeFileSync(join(folder, "p.json"), '{"Statement": {"Effect": "Allow", "Action": ["chime:Connect", "s3:*"]}}');

const lambda = { type: "backend", service_principals: ["lambda.amazonaws.com"], calls: ["DescribeChannel"] };
mkdirSync(join(folder, "environments"));
writeFileSync(
  join(folder, "environments/dev.json"),
  JSON.stringify({ ...goodInputs, roles: { lambda: { ...lambda, app_instance_user_id: "Admin" }, user: trusted } }),
);

function calls(...args: string[]) {
  const { status, stdout, stderr } = spawnSync("node", [join(projectRoot, "dist/cli/index.js"), "calls", ...args], {
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

describe("--role", () => {
  test("passes where the role may make every call, and lists those that the code does not make", () => {
    expect(calls("--role", "chime-iam-dev", "user", "a.py")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^The role "user" of chime-iam-dev may make every call of the code\.\nIt may make calls that the code does not make: .*\bSendChannelMessage\b/,
      ),
    });
  });

  test("fails with 2 where the code makes a call that the role may not, wherever the paths stand", () => {
    for (const args of [
      ["--role", "dev", "lambda", "a.py"],
      ["a.py", "--role", "dev", "lambda"],
    ]) {
      expect(calls(...args)).toEqual({
        status: 2,
        stdout: `The role "lambda" of dev may not make these calls of the code:
  ListChannels  a.py:3  chat.list_channels
It may make calls that the code does not make: DescribeChannel
`,
        stderr: "",
      });
    }
  });
});

// Reported: a role that covers one of twelve calls passed, because eleven of them were doubts.
describe("--role with what may be a call", () => {
  const title = 'The role "lambda" of dev may not make these, which may be calls:';
  const place = "  b.js:1  CreateChannel?  require(…).chime.createChannel: its client or class comes from ./a";

  test("fails with 2, the place and what settles it", () => {
    const { status, stdout } = calls("--role", "dev", "lambda", "b.js");
    expect({ status, lines: stdout.split("\n").slice(0, 2) }).toEqual({
      status: 2,
      lines: [title, `${place}; if it is a call, add it to the role, else --except CreateChannel`],
    });
  });

  test("passes where the role may make it, or --except says that it is none", () => {
    expect(calls("--role", "dev", "user", "b.js").status).toBe(0);
    expect(calls("--role", "dev", "lambda", "--except", "CreateChannel", "b.js")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^The role "lambda" of dev may make every call of the code\.\n/),
    });
  });

  test("fails for a file that was not read, and for any call, until --except any", () => {
    writeFileSync(
      join(folder, "any.py"),
      'import boto3\nchat = boto3.client("chime-sdk-messaging")\ngetattr(chat, x)()\n',
    );
    const texts = { "any.py": "any.py:3  any call?  getattr", "job.rb": "job.rb: its language is not read" };
    for (const [file, text] of Object.entries(texts)) {
      mkdirSync(join(folder, file.slice(0, 3)), { recursive: true });
      if (file === "job.rb") writeFileSync(join(folder, "job/job.rb"), "Aws::ChimeSDKMessaging::Client.new\n");
      const path = file === "job.rb" ? "job" : file;
      expect(calls("--role", "dev", "user", path)).toMatchObject({ status: 2, stdout: expect.stringContaining(text) });
      expect(calls("--role", "dev", "user", path, "--except", "any").status).toBe(0);
    }
  });
});

test("--except leaves a call out of the list, as often as needed", () => {
  expect(calls("a.py", "--except", "ListChannels", "--except", "any").stdout).toBe("[]\n");
});

test("code without a client makes no call", () => {
  expect(calls("b.js")).toMatchObject({ status: 0, stdout: "[]\n", stderr: /^no Chime SDK client found in 1 file\n/ });
});

test.each<[string, string[], RegExp]>([
  ["a path that does not exist", ["nowhere"], /\/nowhere: there is no such file or folder\.\n$/],
  ["no path", [], /^PATH is missing\.\nUsage:\n/],
  ["an unknown option", ["--rol"], /^Unknown option '--rol'\.\nUsage:\n/],
  ["two options that exclude each other", ["--where", "--policy", "p.json"], /^--policy, --role and --where exclude/],
  [
    "a role without a key",
    ["--role", "dev"],
    /^--role takes an environment and the key of one of its roles\.\nUsage:\n/,
  ],
  ["an exception that is no call", ["--except", "listChannels", "a.py"], /^--except: there is no call "listChannels"/],
  ["a role and no code", ["--role", "dev", "lambda"], /^PATH is missing\.\nUsage:\n/],
  [
    "an unknown environment",
    ["--role", "prd", "lambda", "a.py"],
    /^There is no environment "prd"\. There are: dev\.\n$/,
  ],
  [
    "an unknown role",
    ["--role", "dev", "lamda", "a.py"],
    /^environments\/dev\.json has no role "lamda", expected one of lambda, user\.\n$/,
  ],
  ["an option without its file", ["--policy"], /^Option '--policy <value>' argument missing\.\nUsage:\n/],
  ["a policy and a path", ["--policy", "p.json", "a.py"], /^--policy takes one file and nothing else\.\nUsage:\n/],
  ["a policy that does not exist", ["--policy", "q.json"], /\/q\.json: there is no such file\.\n$/],
  ["a policy that is none", ["--policy", "a.py"], /^a\.py: This is not JSON: .*\n$/],
])("%s is an error in a sentence", (_what, args, message) => {
  const { status, stdout, stderr } = calls(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
});
