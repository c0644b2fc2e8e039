// The calls of the files under some paths: which files are read, what is said of the others, and how it is reported.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { callsOfCode } from "../../lib/code/code";
import { codeRemarks, listOf, placesOf } from "../../lib/code/report";

const home = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-calls-"));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const client = 'const chime = new (require("aws-sdk/clients/chimesdkmessaging"))();\n';
const calling = (method: string) => `${client}chime.${method}({});\n`;

test("the calls of every file, sorted, and each place", async () => {
  write({ "lambda/b.js": calling("sendChannelMessage"), "lambda/a/c.js": calling("sendChannelMessage") });
  write({ "lambda/d.py": 'import boto3\nboto3.client("chime-sdk-identity").create_app_instance_user()\n' });
  const code = await callsOfCode(["lambda"]);
  expect(listOf(code.calls)).toBe('["CreateAppInstanceUser","SendChannelMessage"]');
  expect(placesOf(code)).toEqual([
    "CreateAppInstanceUser  lambda/d.py:2  boto3.client(…).create_app_instance_user",
    "SendChannelMessage     lambda/a/c.js:2  chime.sendChannelMessage",
    "SendChannelMessage     lambda/b.js:2  chime.sendChannelMessage",
  ]);
  expect(codeRemarks(code)).toEqual([]);
});

test("how a call is written, in short", async () => {
  write({
    "a.js": `${client}exports.all = async () => {\n  return (await open(chime, [1])).a.b.listChannels({});\n};\n`,
  });
  expect(placesOf(await callsOfCode(["."]))).toEqual(["ListChannels  a.js:3  a.b.listChannels"]);
  write({ "a.js": `${client}exports.all = async () => {\n  return (await open(chime)).listChannels({});\n};\n` });
  expect(placesOf(await callsOfCode(["."]))).toEqual(["ListChannels  a.js:3  (…).listChannels"]);
});

test("a file that is under two paths is read once", async () => {
  write({ "lambda/a.js": calling("listChannels") });
  expect((await callsOfCode(["lambda", "./lambda/a.js", "lambda/"])).finds).toHaveLength(1);
});

test("what may be a call is not said of a call that is in the list", async () => {
  write({
    "a.js": calling("createChannel"),
    "b.js": 'const { chime } = require("./a");\nchime.createChannel({});\nchime.updateChannel({});\n',
  });
  const code = await callsOfCode(["."]);
  expect(code.calls).toEqual(["CreateChannel"]);
  expect(codeRemarks(code)).toEqual([
    "These may be calls too, and are not in the list:",
    "  b.js:3  UpdateChannel?  chime.updateChannel: its client or class comes from a.js",
  ]);
});

test("no client at all", async () => {
  write({ "a.js": "console.log(1);\n", "b.py": "", "notes.txt": client });
  const code = await callsOfCode(["."]);
  expect(listOf(code.calls)).toBe("[]");
  expect(placesOf(code)).toEqual([]);
  expect(codeRemarks(code)).toEqual(["no Chime SDK client found in 2 files"]);
});

test("built and foreign code and tests are left out, unless they are named", async () => {
  const text = calling("deleteChannel");
  write({ "src/a.js": calling("listChannels"), "src/types.d.ts": "declare const chime: ChimeSDKMessaging;\n" });
  for (const file of ["node_modules/x/i.js", ".git/i.js", "venv/i.py", "cdk.out/i.js", "env/pyvenv.cfg", "env/i.js"]) {
    write({ [`src/${file}`]: text });
  }
  for (const file of ["dist/i.js", "vendor/x.go", "a.test.js", "a.spec.ts", "x_test.go", "test_x.py", "XTest.java"]) {
    write({ [`src/${file}`]: text });
  }
  write({ "src/__tests__/i.js": text, "src/tsconfig.test.json": "{}" });
  const code = await callsOfCode(["src"]);
  expect(code.calls).toEqual(["ListChannels"]);
  expect(code.filesRead).toBe(1);
  expect(codeRemarks(code)).toEqual([
    "Left out as built or foreign code: src/dist, src/vendor",
    "Left out as tests: src/XTest.java, src/__tests__, src/a.spec.ts, and 3 more",
  ]);
  expect((await callsOfCode(["src/dist"])).calls).toEqual(["DeleteChannel"]);
  expect((await callsOfCode(["src/a.test.js"])).calls).toEqual(["DeleteChannel"]);
});

test("files that name a client and are not read are said", async () => {
  write({
    "job.rb": "client = Aws::ChimeSDKMessaging::Client.new\n",
    "template.yaml": 'Code: |\n  const { ChimeSDKMessaging } = require("@aws-sdk/client-chime-sdk-messaging");\n',
    "pnpm-lock.yaml": "'@aws-sdk/client-chime-sdk-messaging': 3.0.0\n",
    "other.rb": "puts 1\n",
    "app.js": `${client}${"chime.createChannel(1);".repeat(500)}`,
    "bundle.js": "// node_modules/@aws-sdk/client-chime-sdk-messaging/index.js\nnew CreateChannelCommand({})\n",
  });
  expect(codeRemarks(await callsOfCode(["."]))).toEqual([
    "no Chime SDK client found in 2 files",
    "These name a Chime SDK client and were not read:",
    "  app.js: it is generated: line 2 is very long",
    "  bundle.js: it is a bundle with the SDK in it",
    "  job.rb: its language is not read",
    "  template.yaml: its language is not read",
  ]);
});

test.each([
  ["nowhere", "nowhere: there is no such file or folder."],
  [
    "a.txt",
    "a.txt: a.txt has an unsupported language. Supported: TypeScript, JavaScript, Python, Java, Kotlin, Go, Swift.",
  ],
])("%s is an error", async (path, message) => {
  write({ "a.txt": client });
  await expect(callsOfCode([path])).rejects.toThrow(message);
});

test("names are followed from file to file of the folder", async () => {
  write({
    "src/aws.ts":
      'import { ChimeSDKMessaging } from "@aws-sdk/client-chime-sdk-messaging";\nexport const messaging = new ChimeSDKMessaging({});\n',
    "src/rooms/open.ts": 'import { messaging } from "../aws";\nmessaging.createChannel({});\n',
  });
  expect(placesOf(await callsOfCode(["src"]))).toEqual(["CreateChannel  src/rooms/open.ts:2  messaging.createChannel"]);
  // Reported: without the file of the client, the call was passed over in silence.
  expect(codeRemarks(await callsOfCode(["src/rooms"]))).toEqual([
    "no Chime SDK client found in 1 file",
    "These may be calls too, and are not in the list:",
    "  src/rooms/open.ts:2  CreateChannel?  messaging.createChannel: its client or class comes from ../aws",
  ]);
});

// Reported: state machines, schedules, scripts of the shell and templates were passed over in silence.
test.each<[string, string, string]>([
  [
    "flow.asl.json",
    '{"Resource":\n"arn:aws:states:::aws-sdk:chimesdkmessaging:sendChannelMessage"}',
    "2  SendChannelMessage?",
  ],
  ["main.tf", 'arn = "arn:aws:scheduler:::aws-sdk:chimesdkmessaging:deleteChannel"', "1  DeleteChannel?"],
  [
    "sam.yaml",
    "Resource: arn:aws:states:::aws-sdk:chimesdkidentity:createAppInstanceUser",
    "1  CreateAppInstanceUser?",
  ],
  ["job.sh", "aws --region us-east-1 chime-sdk-messaging create-channel", "1  CreateChannel?"],
  ["job.sh", 'aws chime-sdk-messaging "$operation"', "1  any call?"],
  ["tool", "#!/bin/bash\naws chime-sdk-identity list-app-instances", "2  ListAppInstances?"],
  ["A.vue", '<template><b @click="chat.deleteChannel({})" /></template>', "1  DeleteChannel?"],
])("%s that names a call is a doubt: %j", async (file, text, doubt) => {
  write({ [file]: text });
  const code = await callsOfCode(["."]);
  expect(code.calls).toEqual([]);
  expect(codeRemarks(code)).toContainEqual(expect.stringContaining(`  ${file}:${doubt}`));
});

const importing = 'import { ChimeSDKMessaging } from "@aws-sdk/client-chime-sdk-messaging";\n';

// Reported: components, files without an ending, links and UTF-16 were passed over in silence.
test.each<[string, string]>([
  ["A.vue", `<script setup lang="ts">\n${importing}new ChimeSDKMessaging({}).listChannels({});\n</script>`],
  ["A.svelte", `<script>\n${importing}new ChimeSDKMessaging({}).listChannels({});\n</script>`],
  ["A.astro", `---\n${importing}new ChimeSDKMessaging({}).listChannels({});\n---\n<p/>`],
  ["tool", `#!/usr/bin/env node\n${importing}new ChimeSDKMessaging({}).listChannels({});\n`],
  ["tool", '#!/usr/bin/env python3\nimport boto3\nboto3.client("chime-sdk-messaging").list_channels()\n'],
])("the script of %s is read", async (file, text) => {
  write({ [file]: text });
  expect(placesOf(await callsOfCode(["."]))).toEqual([expect.stringMatching(`^ListChannels  ${file}:3  `)]);
});

test("links are followed, once, and UTF-16 is read", async () => {
  const text = 'import boto3\nboto3.client("chime-sdk-messaging").list_channels()\n';
  write({ "common/a.py": text.replace("list", "describe").replace("channels", "channel") });
  mkdirSync("src");
  writeFileSync("src/b.py", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));
  symlinkSync("../common/a.py", "src/a.py");
  symlinkSync("../src", "src/again");
  symlinkSync("nowhere", "src/dead.py");
  expect(placesOf(await callsOfCode(["src"]))).toEqual([
    expect.stringMatching("^DescribeChannel  src/a.py:2 "),
    expect.stringMatching("^ListChannels     src/b.py:2 "),
  ]);
});

test("calls of meetings are said, because no role here may make them", async () => {
  write({ "a.js": 'const chime = new (require("aws-sdk/clients/chime"))();\nchime.createMeeting({});\n' });
  expect(codeRemarks(await callsOfCode(["."]))).toEqual([
    "These are calls of Amazon Chime other than messaging, which AWS's policy AmazonChimeSDK allows:",
    "  a.js:2  chime.createMeeting",
  ]);
});

test.each<[string, string]>([
  [`${client}${"[".repeat(600)}`, "it is nested too deeply"],
  [`${client}${"x;\n".repeat(4_100_000)}`, "it is larger than 12 MB"],
])("a file that is not read is said", async (text, reason) => {
  write({ "a.js": text });
  expect((await callsOfCode(["."])).unread).toEqual([{ file: "a.js", reason }]);
});
