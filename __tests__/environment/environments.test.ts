// The folder of environment files: which are read, what two must not have in common.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkConflicts } from "../../lib/environment/conflicts";
import { readEnvironments } from "../../lib/environment/environments";
import { InputError } from "../../lib/inputs/violation";
import { fourRoles } from "../support/inputs";

let project: string;
let before: string;

beforeEach(() => {
  before = process.cwd();
  project = mkdtempSync(join(tmpdir(), "chime-iam-environments-"));
  process.chdir(project);
});
afterEach(() => {
  process.chdir(before);
  rmSync(project, { recursive: true });
});

function write(path: string, content: object | string = fourRoles): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

/** Reads environments that differ from good inputs in this. */
function read(files: Readonly<Record<string, object>>) {
  for (const [name, change] of Object.entries(files)) write(`environments/${name}`, { ...fourRoles, ...change });
  const folder = readEnvironments("environments");
  checkConflicts(folder.environments);
  return folder;
}

test("every file is an environment, except the schema and copies of it", () => {
  const files = {
    "dev.json": {},
    "prod.json": { account_id: "210987654321" },
    "schema.json": {},
    "schema-old.json": {},
  };
  const { environments, notRead } = read(files);
  expect(environments.map(({ name, file }) => [name, file])).toEqual([
    ["dev", "environments/dev.json"],
    ["prod", "environments/prod.json"],
  ]);
  expect(notRead).toEqual([]);
});

// Reported: A symbolic link, staging.JSON, prod.yaml and eu/dev.json were passed over in silence.
describe("files that look like an environment", () => {
  test("a symbolic link to a file is read", () => {
    write("shared/prod.json", { ...fourRoles, account_id: "210987654321" });
    write("environments/dev.json");
    symlinkSync("../shared/prod.json", "environments/prod.json");
    expect(read({}).environments.map(({ name }) => name)).toEqual(["dev", "prod"]);
  });

  test("what is not read is said, with what to do", () => {
    write("environments/dev.json");
    write("environments/staging.JSON");
    write("environments/prod.yaml", "region: us-east-1");
    write("environments/eu/dev.json");
    write("environments/test.json5", "{}");
    write("environments/README.md", "");
    mkdirSync("environments/notes");
    symlinkSync("nowhere.json", "environments/gone.json");
    const { environments, notRead } = read({});
    expect(environments.map(({ name }) => name)).toEqual(["dev"]);
    expect(notRead).toEqual([
      "environments/eu is not read: move its files directly into environments/.",
      "environments/gone.json is not read: the symbolic link leads nowhere.",
      "environments/prod.yaml is not read: an environment is a JSON file, <name>.json.",
      "environments/staging.JSON is not read: the name of an environment's file ends with .json.",
      "environments/test.json5 is not read: the name of an environment's file ends with .json.",
    ]);
  });

  test("is said too where nothing is read", () => {
    write("environments/dev.yml", "");
    expect(() => read({})).toThrow(
      "environments has no environment: add environments/dev.json.\nenvironments/dev.yml is not read: an environment is a JSON file",
    );
  });
});

test("every mistake of every file is said", () => {
  const files = { "dev.json": { region: "mars", account_id: "1" }, "eu.json": { path: "x" }, "My Dev.json": {} };
  expect(() => read(files)).toThrow(InputError);
  expect(() => read(files)).toThrow(
    /^environments\/My Dev\.json:1:1: The file's name is "My Dev", expected the name of an environment.*\nenvironments\/dev\.json:1:11: region is "mars".*\nenvironments\/dev\.json:1:\d+: account_id is "1".*\nenvironments\/eu\.json:1:\d+: path is "x"/,
  );
});

test("a folder without one says what to add", () => {
  const says = "environments has no environment: add environments/dev.json.";
  expect(() => read({})).toThrow(says);
  expect(() => read({ "schema.json": {} })).toThrow(says);
});

test("of two pairs that conflict, each has its line, which begins with the file", () => {
  const files = {
    "dev.json": {},
    "eu.json": {},
    "us.json": { name_prefix: "us-", backend: { local: { path: "state/eu.tfstate" } } },
  };
  expect(() => read(files)).toThrow(
    /^environments\/eu\.json:1:1: This environment and environments\/dev\.json both create these.*\nenvironments\/us\.json:1:1: This environment and environments\/eu\.json have the same state/,
  );
});

describe("two environments that would get in each other's way", () => {
  const bucket = { bucket: "states", region: "us-east-1" };

  test.each<[string, object, object, string]>([
    [
      "by the names of everything",
      {},
      {},
      `This environment and environments/dev.json both create these in account 123456789012: role chime-developer, policy chime-developer, role chime-user,`,
    ],
    [
      "by one role's name, whatever its case",
      { roles: { user: { trust_account: true } } },
      { roles: { websocket: { trust_account: true, name: "Chime-User" } } },
      `This environment and environments/dev.json both create these in account 123456789012: role Chime-User, policy Chime-User. Give one of them another`,
    ],
    [
      "by the policy that one adopts",
      { name_prefix: "eu-", adopt: { user: { policy_arn: "arn:aws:iam::123456789012:policy/chat/chime-user" } } },
      {},
      `This environment and environments/dev.json both create these in account 123456789012: policy chime-user.`,
    ],
    [
      "by the state, wherever its bucket is said to be",
      { backend: { s3: { ...bucket, key: "chime-iam.tfstate" } } },
      { account_id: "210987654321", backend: { s3: { ...bucket, region: "eu-central-1", key: "chime-iam.tfstate" } } },
      `This environment and environments/dev.json have the same state: give one of them another bucket or key.`,
    ],
    [
      "by a local state",
      {},
      { account_id: "210987654321", backend: { local: { path: "./state/../state/dev.tfstate" } } },
      `This environment and environments/dev.json have the same state: give one of them another path.`,
    ],
    [
      "by a state that is in a default place for both",
      { backend: { pg: { conn_str: "postgres://u:secret@db" } } },
      {
        account_id: "210987654321",
        backend: { pg: { conn_str: "postgres://u:secret@db", schema_name: "terraform_remote_state" } },
      },
      `This environment and environments/dev.json have the same state: give one of them another conn_str or schema_name.`,
    ],
    [
      "by a state whose prefix ends with a slash in one",
      { backend: { gcs: { bucket: "states", prefix: "chime" } } },
      { account_id: "210987654321", backend: { gcs: { bucket: "states", prefix: "chime/" } } },
      `This environment and environments/dev.json have the same state`,
    ],
    [
      "by one workspace",
      { backend: { remote: { organization: "chat", workspaces: { name: "iam" } } } },
      {
        account_id: "210987654321",
        backend: { remote: { hostname: "app.terraform.io", organization: "chat", workspaces: { name: "iam" } } },
      },
      `This environment and environments/dev.json have the same state: give one of them another hostname or organization or workspaces.`,
    ],
    [
      "by a backend that says nothing of its place",
      { backend: { s3: {} } },
      { account_id: "210987654321", backend: { s3: {} } },
      `This environment and environments/dev.json have the same state`,
    ],
  ])("%s", (_how, dev, eu, says) => {
    expect(() => read({ "dev.json": dev, "eu.json": eu })).toThrow(InputError);
    expect(() => read({ "dev.json": dev, "eu.json": eu })).toThrow(says);
  });

  test("by a local state, once by its whole path", () => {
    const path = join(process.cwd(), "state/dev.tfstate");
    const eu = { account_id: "210987654321", backend: { local: { path } } };
    expect(() => read({ "dev.json": {}, "eu.json": eu })).toThrow("have the same state");
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
      "another key, except for the slashes in it",
      { backend: { s3: { ...bucket, key: "a/b" } } },
      { account_id: "210987654321", backend: { s3: { ...bucket, key: "ab" } } },
    ],
    [
      "another backend",
      { backend: { s3: { bucket: "states" } } },
      { account_id: "210987654321", backend: { gcs: { bucket: "states" } } },
    ],
  ])("do not with %s", (_how, dev, eu) => {
    expect(read({ "dev.json": dev, "eu.json": eu }).environments).toHaveLength(2);
  });
});
