// Reading an environment file: every mistake with file, line and column, all of them at once.

import { readEnvironment } from "../../lib/environment/environment-file";
import { environmentKeys } from "../../lib/environment/keys";
import { badInputs } from "../support/bad-inputs";
import { environmentOf, refusalOf } from "../support/environment";
import { fourRoles, goodInputs, pageRoles, trusted } from "../support/inputs";

const withRoles = (change: object) => ({ ...fourRoles, ...change });
const messageOf = (json: string | object) => refusalOf(json)?.message ?? "not refused";
const codesOf = (json: string | object) => refusalOf(json)?.violations.map(({ code }) => code);

test("the inputs of the module, and what only an environment has", () => {
  const all = {
    ...goodInputs,
    roles: {
      user: {
        ...trusted,
        principal_arns: ["arn:aws:iam::210987654321:role/backend"],
        external_id: "chat",
        cognito_identity_pool_ids: ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"],
        app_instance_user_id: "alice",
        capabilities: ["messaging", "sub_channels"],
        name: "talker",
        policy_arns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
    },
    name_prefix: "eu-",
    path: "/chat/",
    permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
    quotas: { trust_policy_characters: 4096 },
    max_session_duration: 3600,
    user_id_tag_key: "chat:user",
    exclusive_attachments: true,
    tags: { Team: "chat" },
    backend: { s3: { bucket: "states", key: "chime-iam/dev.tfstate", region: "us-east-1", use_lockfile: true } },
    provider: {
      profile: "dev",
      assume_role: {
        role_arn: "arn:aws:iam::123456789012:role/terraform",
        external_id: "chat",
        session_name: "rollout",
        duration: "1h",
      },
      assume_role_with_web_identity: {
        role_arn: "arn:aws:iam::123456789012:role/terraform",
        session_name: "rollout",
        duration: "1h",
        web_identity_token_file: "/run/token",
      },
      default_tags: { Owner: "chat" },
      ignore_tags: { keys: ["Audit"], key_prefixes: ["org:"] },
      use_fips_endpoint: true,
      retry_mode: "adaptive",
      max_retries: 5,
    },
    protect: true,
    adopt: { user: { role_name: "talker", policy_arn: "arn:aws:iam::123456789012:policy/chat/talker" } },
  };
  expect(environmentOf({ $schema: "./schema.json", ...all })).toEqual({
    ...all,
    removedRoles: [],
    specs: expect.anything(),
    stackSpecs: expect.anything(),
  });
  expect(Object.keys(environmentKeys).sort()).toEqual([...Object.keys(all), "app_instance_id_tag_key"].sort());
});

// Found by ten thousand cases of the property "any text is read or refused with a place".
test("a key or value with a line break or another control character makes no line of its own", () => {
  const message = messageOf({ ...fourRoles, "x\n::error::y": 1, region: "us\u001b[2J\u2028\u202e" });
  expect(message.split("\n")).toEqual([
    expect.stringMatching(/^environments\/dev\.json:\d+:\d+: region is .*us\\u(001b|\{1b\})\[2J\\u\{2028\}\\u\{202e\}/),
    expect.stringMatching(/^environments\/dev\.json:\d+:\d+: x\\u\{a\}::error::y is unknown/),
  ]);
});

test("a key that is null is left out, and a role that is null is removed", () => {
  const roles = { ...pageRoles, websocket: null, user: { ...trusted, external_id: null } };
  expect(environmentOf({ ...goodInputs, permissions_boundary_arn: null, roles })).toEqual({
    ...goodInputs,
    roles: { developer: trusted, user: trusted, minimal_user: trusted },
    removedRoles: ["websocket"],
    specs: { developer: expect.anything(), user: expect.anything(), minimal_user: expect.anything() },
    stackSpecs: expect.anything(),
  });
});

test("a byte order mark is accepted", () => {
  expect(environmentOf(`\uFEFF${JSON.stringify(fourRoles)}`)).toMatchObject(goodInputs);
});

test.each([
  [0xff, 0x00],
  [0xfe, 0x00],
  [0x00, 0xfe],
  [0x00, 0xff],
])("the bytes %d, %d are no UTF-16", (...bytes) => {
  expect(() => readEnvironment(Buffer.from(bytes), "environments/dev.json")).toThrow("The file is not JSON");
});

test.each([
  ["", "1:1: The file is empty, expected a JSON object."],
  [" \n", "2:1: The file is empty, expected a JSON object."],
  ["region: x {", "1:1: The file is not JSON. YAML is not read."],
  ['{"a": [1, }', "1:11: The file has a comma before this, after the last item: remove it."],
  ['{"a": 1 "b": 2}', "1:9: The file is not JSON here: expected a comma."],
  ['{"a" 1}', "1:6: The file is not JSON here: expected a colon."],
  ['{"a": "x}', "1:7: The file is not JSON here: a string has no closing quote."],
  ['{"tags": [{"b": 1, "b": 2}]}', "1:20: tags[0].b is defined twice, at 1:12 and at 1:20: remove one."],
])("%j: %s", (text, says) => {
  expect(messageOf(text)).toContain(`environments/dev.json:${says}`);
});

test.each([
  ["little-endian", Buffer.from(`\uFEFF${JSON.stringify(fourRoles)}`, "utf16le")],
  ["big-endian", Buffer.from(`\uFEFF${JSON.stringify(fourRoles)}`, "utf16le").swap16()],
])("UTF-16 is named: %s", (_order, bytes) => {
  expect(() => readEnvironment(bytes, "environments/dev.json")).toThrow(
    "environments/dev.json:1:1: The file is UTF-16, expected UTF-8: save it as UTF-8.",
  );
});

// Reported: Messages had no line, and a trailing comma, a comment and YAML were not named as such.
describe("every message begins with file, line and column", () => {
  test("of values, unknown keys, keys of maps and missing keys, all at once and in order", () => {
    const json = `{
  "region": "mars",
  "acount_id": "123456789012",
  "app_instance_id": 7,
  "roles": {
    "user": { "trust_account": "yes", "external": "x" },
    "support": { "trust_account": true },
    "websocket": {}
  },
  "tags": { "aws:x": "y" }
}`;
    expect(
      messageOf(json)
        .split("\n")
        .map((line) => line.slice(0, 90)),
    ).toEqual(
      [
        "environments/dev.json:1:1: account_id is required: expected the 12 digits of an AWS account",
        'environments/dev.json:2:13: region is "mars", expected the code of an AWS region, such as us',
        "environments/dev.json:3:3: acount_id is unknown, expected one of region, account_id, app_ins",
        "environments/dev.json:4:22: app_instance_id is 7, expected the ID of an app instance (a UUID",
        'environments/dev.json:6:32: roles.user.trust_account is "yes", expected true or false.',
        "environments/dev.json:6:39: roles.user.external is unknown, expected one of type, trust_acco",
        'environments/dev.json:7:16: roles.support has no type, and its key "support" is not a role',
        "environments/dev.json:8:18: roles.websocket trusts nobody, so nobody could assume it: set at",
        'environments/dev.json:10:13: tags.aws:x has the key "aws:x", expected the key of a tag (1 to',
      ].map((line) => line.slice(0, 90)),
    );
  });

  test("of a key that is there twice, with both places: JSON would take the last, Terraform both", () => {
    const json = `{
  "region": "us-east-1", "account_id": "123456789012", "app_instance_id": "${goodInputs.app_instance_id}",
  "roles": { "user": { "trust_account": true } },
  "roles": {}
}`;
    expect(messageOf(json)).toBe("environments/dev.json:4:3: roles is defined twice, at 3:3 and at 4:3: remove one.");
  });

  test.each([
    [
      "a trailing comma",
      '{\n  "region": "us-east-1",\n}',
      "environments/dev.json:3:1: The file has a comma before this, after the last item: remove it.",
    ],
    [
      "a trailing comma in a list",
      '{ "a": [1,] }',
      "environments/dev.json:1:11: The file has a comma before this, after the last item: remove it.",
    ],
    [
      "a comment",
      '{\n  // dev\n  "region": "us-east-1"\n}',
      "environments/dev.json:2:3: The file has a comment here, which JSON does not allow.",
    ],
    ["YAML", "region: us-east-1\n", "environments/dev.json:1:1: The file is not JSON. YAML is not read."],
    ["nothing", "", "environments/dev.json:1:1: The file is empty, expected a JSON object."],
    [
      "a missing comma",
      '{\n  "region": "us-east-1"\n  "account_id": "1"\n}',
      "environments/dev.json:3:3: The file is not JSON here: expected a comma.",
    ],
    ["an open brace", "{", "environments/dev.json:1:2: The file is not JSON here: expected }."],
    [
      "a word without quotes",
      "{ region: 1 }",
      "environments/dev.json:1:3: The file is not JSON here: a word without quotes.",
    ],
    ["a list", "[]", "environments/dev.json:1:1: The file is [], expected an object."],
    ["null", "null", "environments/dev.json:1:1: The file is null, expected an object."],
    [
      "a key that JavaScript reserves",
      JSON.stringify(fourRoles).replace("{", '{ "tags": { "__proto__": "x" }, '),
      "environments/dev.json:1:13: tags.__proto__ is a key that JavaScript reserves.",
    ],
  ])("of %s", (_what, json, says) => {
    expect(messageOf(json)).toContain(says);
  });

  test("a comma or comment does not hide the other mistakes", () => {
    const json = `{ "region": "mars", "roles": {}, "account_id": "123456789012", "app_instance_id": "${goodInputs.app_instance_id}", }`;
    expect(codesOf(json)).toEqual(["INVALID_VALUE", "NOT_JSON"]);
  });
});

test.each(badInputs)("$what is refused as in the module", ({ change, codes }) => {
  expect([...(codesOf(withRoles(change)) ?? [])].sort()).toEqual([...codes].sort());
});

test("a region without messaging, of which the module warns, is refused", () => {
  expect(codesOf(withRoles({ region: "us-west-2" }))).toEqual(["REGION_NOT_OFFERED"]);
});

describe("what only an environment has", () => {
  const policy_arn = "arn:aws:iam::123456789012:policy/Talker";

  test.each<[string, object, string]>([
    ["two backends", { backend: { s3: {}, gcs: {} } }, "backend has s3 and gcs, expected exactly one of azurerm,"],
    ["no backend", { backend: {} }, "backend has nothing, expected exactly one of azurerm,"],
    ["an unknown backend", { backend: { s4: {} } }, "backend.s4 is unknown, expected one of azurerm, cloud, consul,"],
    ["the near backend", { backend: { s4: {} } }, "Did you mean s3?"],
    ["a backend's arguments as text", { backend: { s3: "bucket" } }, 'backend.s3 is "bucket", expected an object.'],
    [
      "an unknown key of the provider",
      { provider: { profil: "x" } },
      "provider.profil is unknown, expected one of profile,",
    ],
    [
      "a name for an ARN",
      { provider: { assume_role: { role_arn: "deploy" } } },
      "A name is not enough: write arn:aws:iam::ACCOUNT:role/",
    ],
    [
      "a role to assume without a name",
      { provider: { assume_role: { external_id: "chat" } } },
      "provider.assume_role.role_arn is required: expected the ARN of a role.",
    ],
    [
      "too many retries",
      { provider: { max_retries: 1.5 } },
      "provider.max_retries is 1.5, expected a whole number from",
    ],
    ["an unknown way to retry", { provider: { retry_mode: "fast" } }, 'provider.retry_mode is "fast", expected one of'],
    ["an unknown key", { partition: "aws" }, "partition is unknown, expected one of region,"],
    ["text for true", { protect: "yes" }, 'protect is "yes", expected true or false.'],
    [
      "an unknown key to adopt",
      { adopt: { user: { role: "x" } } },
      "adopt.user.role is unknown, expected one of role_name",
    ],
    ["a schema that is no path", { $schema: 7 }, "$schema is 7, expected the path of the JSON Schema"],
    [
      "a role of another account to reach this one",
      { provider: { assume_role: { role_arn: "arn:aws:iam::210987654321:role/terraform" } } },
      'provider.assume_role.role_arn is "arn:aws:iam::210987654321:role/terraform", expected a role of account_id "123456789012".',
    ],
    [
      "a default tag that is a session tag",
      { provider: { default_tags: { appinstanceuserid: "bob" } } },
      "provider.default_tags.appinstanceuserid is also the key of a session tag",
    ],
    [
      "tags that IAM does not tell apart",
      { tags: { team: "a" }, provider: { default_tags: { Team: "b" } } },
      "provider.default_tags.Team differs from another key only in case",
    ],
    [
      "too many tags together",
      { tags: many("a", 30), provider: { default_tags: many("b", 30) } },
      "provider.default_tags has, together with tags, more than 50 keys",
    ],
    ["nothing to adopt", { adopt: { user: {} } }, "adopt.user is empty, expected role_name, policy_arn or both."],
    [
      "a role to adopt that the file does not have",
      { roles: { user: trusted }, adopt: { websocket: { role_name: "Talker" } } },
      "adopt.websocket has no role: add roles.websocket, or remove adopt.websocket.",
    ],
    [
      "another name for a role to adopt",
      { roles: { user: { ...trusted, name: "talker" } }, adopt: { user: { role_name: "Talker" } } },
      'roles.user.name is "talker", but adopt.user.role_name is "Talker": remove name.',
    ],
    [
      "AWS's own policy to adopt",
      { adopt: { user: { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } } },
      'expected a managed policy of account_id "123456789012".',
    ],
    [
      "the boundary to adopt",
      { permissions_boundary_arn: policy_arn, adopt: { user: { policy_arn } } },
      "which is also a permissions boundary or in policy_arns, and would be overwritten",
    ],
    [
      "a further policy to adopt",
      { roles: { user: { ...trusted, policy_arns: { own: policy_arn } } }, adopt: { user: { policy_arn } } },
      "which is also a permissions boundary",
    ],
    [
      "one policy for two roles",
      { adopt: { user: { policy_arn }, websocket: { policy_arn } } },
      'roles.websocket uses the policy name "Talker", which another role uses too: set another name.',
    ],
    [
      "another role's policy",
      { adopt: { user: { policy_arn: policy_arn.replace("Talker", "chime-websocket") } } },
      'roles.websocket uses the policy name "chime-websocket", which another role uses too: set another name.',
    ],
    [
      "one role for two",
      { adopt: { user: { role_name: "Talker" }, websocket: { role_name: "Talker" } } },
      'roles.websocket uses the role name "Talker", which another role uses too: set another name.',
    ],
  ])("%s", (_what, change, says) => {
    expect(messageOf(withRoles(change))).toContain(says);
  });
});

describe("codes and places of the rules of an environment", () => {
  const policy_arn = "arn:aws:iam::123456789012:policy/Talker";
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, "x"]));
  const other = "arn:aws:iam::210987654321:";

  test.each<[string, string, object]>([
    [
      "ROLE_OF_ANOTHER_ACCOUNT",
      "provider.assume_role.role_arn",
      { provider: { assume_role: { role_arn: `${other}role/x` } } },
    ],
    ["REQUIRED", "provider.assume_role.role_arn", { provider: { assume_role: { session_name: "chat" } } }],
    ["BACKEND_FILE", "backend.pg.conn_str", { backend: { pg: { conn_str: "postgres://states?sslkey = key" } } }],
    [
      "TAG_RESERVED",
      "provider.default_tags.AppInstanceUserId",
      { provider: { default_tags: { AppInstanceUserId: "x" } } },
    ],
    ["TOO_MANY", "provider.default_tags", { provider: { default_tags: tags(50) }, tags: { one: "x" } }],
    [
      "TAG_KEYS_DIFFER_IN_CASE",
      "provider.default_tags.team",
      { provider: { default_tags: { team: "x" } }, tags: { Team: "x" } },
    ],
    ["ADOPT_WITHOUT_ROLE", "adopt.support", { adopt: { support: { policy_arn } } }],
    ["ADOPT_EMPTY", "adopt.user", { adopt: { user: {} } }],
    [
      "ADOPT_RENAMES",
      "roles.user.name",
      { roles: { user: { ...trusted, name: "x" } }, adopt: { user: { role_name: "Talker" } } },
    ],
    ["POLICY_OF_ANOTHER_ACCOUNT", "adopt.user.policy_arn", { adopt: { user: { policy_arn: `${other}policy/x` } } }],
    [
      "ADOPT_USED_POLICY",
      "adopt.user.policy_arn",
      { permissions_boundary_arn: policy_arn, adopt: { user: { policy_arn } } },
    ],
    ["NAME_TWICE", "roles.websocket", { adopt: { user: { role_name: "CHIME-websocket", policy_arn } } }],
  ])("%s at %s", (code, path, change) => {
    const found = refusalOf({ ...fourRoles, ...change })?.violations ?? [];
    expect(found.map((one) => [one.code, one.path.join(".")])).toEqual([[code, path]]);
  });

  test.each<[string, object]>([
    ["fifty tags together", { provider: { default_tags: tags(49) }, tags: { one: "x" } }],
    [
      "a name that a role keeps",
      { roles: { user: { ...trusted, name: "Talker" } }, adopt: { user: { role_name: "Talker" } } },
    ],
    ["a policy to adopt, and a name", { roles: { user: { ...trusted, name: "x" } }, adopt: { user: { policy_arn } } }],
    ["a connection string without files", { backend: { pg: { conn_str: "postgres://states?sslmode=require" } } }],
  ])("%s: good", (_what, change) => {
    expect(refusalOf({ ...fourRoles, ...change })).toBeUndefined();
  });
});

// Reported: `backend.s3.shared_config_files` with a `credential_process` ran code.
describe("a backend runs no program, and nobody reads the state on its way", () => {
  test.each<[string, object, string]>([
    [
      "a file of credentials",
      { s3: { shared_config_files: ["aws.ini"] } },
      "backend.s3.shared_config_files is unknown",
    ],
    [
      "credentials",
      { s3: { secret_key: "x" } },
      "backend.s3.secret_key is unknown, expected one of bucket, key, region,",
    ],
    ["a bundle of certificates", { s3: { custom_ca_bundle: "ca.pem" } }, "backend.s3.custom_ca_bundle is unknown"],
    [
      "no check of certificates",
      { http: { skip_cert_verification: true } },
      "backend.http.skip_cert_verification is unknown",
    ],
    ["a plain endpoint", { s3: { endpoints: { s3: "http://s3.example.com" } } }, "backend.s3.endpoints.s3 is"],
    ["an unknown endpoint", { s3: { endpoints: { sso: "https://x" } } }, "backend.s3.endpoints.sso is unknown"],
    [
      "a plain address",
      { http: { address: "http://states.example.com" } },
      "Plain http is supported only for localhost",
    ],
    ["a token's file", { s3: { assume_role: { web_identity_token_file: "x" } } }, "web_identity_token_file is unknown"],
    ["a program", { kubernetes: { exec: { command: "sh" } } }, "backend.kubernetes.exec is unknown"],
    [
      "a configuration that may name one",
      { kubernetes: { config_path: "x" } },
      "backend.kubernetes.config_path is unknown",
    ],
    [
      "a key's file",
      { pg: { conn_str: "host=db sslkey=/key" } },
      "backend.pg.conn_str sets sslkey, which is a file: remove it",
    ],
    ["an object for text", { s3: { bucket: { a: 1 } } }, 'backend.s3.bucket is {"a":1}, expected a string, a number,'],
  ])("%s is refused", (_what, backend, says) => {
    expect(messageOf(withRoles({ backend }))).toContain(says);
  });

  test("an endpoint of this machine is accepted, for tests", () => {
    const backend = { s3: { bucket: "b", key: "k", endpoints: { s3: "http://127.0.0.1:5000" } } };
    expect(codesOf(withRoles({ backend }))).toBeUndefined();
  });
});

test("documents beyond IAM's size are refused at their role", () => {
  const principal_arns = Array.from({ length: 60 }, (_, i) => `arn:aws:iam::123456789012:role/backend-${i}`);
  expect(messageOf(withRoles({ roles: { user: { principal_arns } } }))).toMatch(
    /^environments\/dev\.json:1:\d+: roles\.user has a trust policy of \d+ characters and IAM allows 2048: name fewer/,
  );
});

function many(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, "x"]));
}
