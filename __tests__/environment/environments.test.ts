// The folder of environment files: what an environment's stack is, and what two must not have in common.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { InputError } from "../../lib";
import { addEnvironments } from "../../lib/environment/environments";
import { goodInputs } from "../bad-inputs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-environments-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function add(files: Readonly<Record<string, object>>) {
  mkdirSync(folder, { recursive: true });
  for (const [name, change] of Object.entries(files)) {
    writeFileSync(join(folder, name), JSON.stringify({ ...goodInputs, ...change }));
  }
  return addEnvironments(new App({ outdir: "cdktf.out" }), folder);
}

test("every file is a stack, but for the schema", () => {
  const stacks = add({ "dev.json": {}, "prod.json": { account_id: "210987654321" }, "schema.json": {} });
  expect(stacks.map(({ node }) => node.id)).toEqual(["chime-iam-dev", "chime-iam-prod"]);
});

test("what is no environment's file is passed by", () => {
  mkdirSync(join(folder, "old.json"));
  writeFileSync(join(folder, "notes.txt"), "");
  expect(add({ "dev.json": {} })).toHaveLength(1);
});

test("every slip is said of its file", () => {
  expect(() => add({ "dev.json": { region: "mars", account_id: "1" } })).toThrow(InputError);
  expect(() => add({ "dev.json": { region: "mars", account_id: "1" } })).toThrow(
    new RegExp(`^${folder}/dev.json: region is "mars".*\n${folder}/dev.json: account_id is "1"`),
  );
  expect(() => add({ "My Dev.json": {} })).toThrow(
    `${folder}/My Dev.json: The file's name is "My Dev", expected the name`,
  );
});

test("a folder without one says what to add", () => {
  const says = (where: string) => `${where} holds no environment: add ${where}/dev.json.`;
  expect(() => add({ "schema.json": {} })).toThrow(says(folder));
  const nowhere = join(folder, "nowhere");
  expect(() => addEnvironments(new App({ outdir: "cdktf.out" }), nowhere)).toThrow(says(nowhere));
});

test("of two pairs that conflict, each has its line", () => {
  const files = {
    "dev.json": {},
    "eu.json": {},
    "us.json": { name_prefix: "us-", backend: { local: { path: "state/eu.tfstate" } } },
  };
  expect(() => add(files)).toThrow(/dev.json and .*eu.json make the same.*\n.*eu.json and .*us.json have one state/);
});

describe("two environments that would get in each other's way", () => {
  const both = "environments/dev.json and environments/eu.json";
  const bucket = { bucket: "states", region: "us-east-1" };

  test.each<[string, object, object, string]>([
    [
      "by the names of everything",
      {},
      {},
      `${both} make the same in account 123456789012: role chime-developer, policy chime-developer, role chime-user,`,
    ],
    [
      "by one role's name, whatever its case",
      { roles: { user: { trust_account: true } } },
      { roles: { websocket: { trust_account: true, name: "Chime-User" } } },
      `${both} make the same in account 123456789012: role Chime-User, policy Chime-User. Give one of them another`,
    ],
    [
      "by the policy that one adopts",
      { name_prefix: "eu-", adopt: { user: { policy_arn: "arn:aws:iam::123456789012:policy/chat/chime-user" } } },
      {},
      `${both} make the same in account 123456789012: policy chime-user.`,
    ],
    [
      "by the state, wherever its bucket is said to be",
      { backend: { s3: { ...bucket, key: "chime-iam.tfstate" } } },
      { account_id: "210987654321", backend: { s3: { ...bucket, region: "eu-central-1", key: "chime-iam.tfstate" } } },
      `${both} have one state: give one of them another bucket or key.`,
    ],
    [
      "by a local state",
      {},
      { account_id: "210987654321", backend: { local: { path: "./state/../state/dev.tfstate" } } },
      `${both} have one state: give one of them another path.`,
    ],
    [
      "by a local state, once by its whole path",
      {},
      { account_id: "210987654321", backend: { local: { path: join(process.cwd(), "state/dev.tfstate") } } },
      `${both} have one state`,
    ],
    [
      "by a state that is in a default place for both",
      { backend: { pg: { conn_str: "postgres://u:secret@db" } } },
      {
        account_id: "210987654321",
        backend: { pg: { conn_str: "postgres://u:secret@db", schema_name: "terraform_remote_state" } },
      },
      `${both} have one state: give one of them another conn_str or schema_name.`,
    ],
    [
      "by a state whose prefix ends with a slash in one",
      { backend: { gcs: { bucket: "states", prefix: "chime" } } },
      { account_id: "210987654321", backend: { gcs: { bucket: "states", prefix: "chime/" } } },
      `${both} have one state`,
    ],
    [
      "by one workspace",
      { backend: { remote: { organization: "chat", workspaces: { name: "iam" } } } },
      {
        account_id: "210987654321",
        backend: { remote: { hostname: "app.terraform.io", organization: "chat", workspaces: { name: "iam" } } },
      },
      `${both} have one state: give one of them another hostname or organization or workspaces.`,
    ],
    [
      "by a backend that says nothing of its place",
      { backend: { s3: {} } },
      { account_id: "210987654321", backend: { s3: {} } },
      `${both} have one state`,
    ],
  ])("%s", (_how, dev, eu, says) => {
    expect(() => add({ "dev.json": dev, "eu.json": eu })).toThrow(InputError);
    expect(() => add({ "dev.json": dev, "eu.json": eu })).toThrow(says);
  });

  test.each<[string, object, object]>([
    ["another account", {}, { account_id: "210987654321" }],
    ["another prefix", {}, { name_prefix: "eu-" }],
    [
      "another key",
      { backend: { s3: { ...bucket, key: "dev.tfstate" } } },
      { account_id: "210987654321", backend: { s3: { ...bucket, key: "eu.tfstate" } } },
    ],
    [
      "another workspace",
      { backend: { remote: { organization: "chat", workspaces: { name: "iam" } } } },
      { account_id: "210987654321", backend: { remote: { organization: "chat", workspaces: { name: "iam-eu" } } } },
    ],
    [
      "another key, but for the slashes within",
      { backend: { s3: { ...bucket, key: "a/b" } } },
      { account_id: "210987654321", backend: { s3: { ...bucket, key: "ab" } } },
    ],
    [
      "another backend",
      { backend: { s3: { bucket: "states" } } },
      { account_id: "210987654321", backend: { gcs: { bucket: "states" } } },
    ],
  ])("do not with %s", (_how, dev, eu) => {
    expect(add({ "dev.json": dev, "eu.json": eu })).toHaveLength(2);
  });
});
