import { InputError } from "../../lib";
import { parseEnvironment } from "../../lib/environment/environment-file";

const good = {
  region: "us-east-1",
  account_id: "123456789012",
  app_instance_id: "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603",
};

function refusalOf(change: object): string {
  try {
    parseEnvironment(JSON.stringify({ ...good, ...change }));
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "nothing refused";
}

test("three keys are enough", () => {
  expect(parseEnvironment(JSON.stringify(good))).toEqual(good);
});

test("every key of the module's variables is known", () => {
  const all = {
    ...good,
    partition: "aws",
    roles: {
      user: {
        trust_account: true,
        principal_arns: ["arn:aws:iam::210987654321:role/backend"],
        external_id: "chat",
        cognito_identity_pool_ids: ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"],
        app_instance_user_id: "alice",
        capabilities: ["messaging", "sub_channels"],
        name: "talker",
        description: "who talks",
        max_session_duration: 7200,
        permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
        policy_arns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
    },
    name_prefix: "eu-",
    path: "/chat/",
    permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
    max_session_duration: 3600,
    user_id_tag_key: "chat:user",
    exclusive_attachments: true,
    tags: { Team: "chat" },
    $schema: "./schema.json",
    backend: { s3: { bucket: "states", key: "chime-iam/dev.tfstate", region: "us-east-1", use_lockfile: true } },
    provider: {
      profile: "dev",
      assume_role_arn: "arn:aws:iam::123456789012:role/terraform",
      default_tags: { Owner: "chat" },
    },
    protect: true,
    adopt: { user: { role_name: "talker", policy_arn: "arn:aws:iam::123456789012:policy/chat/talker" } },
  };
  expect(parseEnvironment(JSON.stringify(all))).toEqual(all);
});

test("a byte order mark says nothing", () => {
  expect(parseEnvironment(`\uFEFF${JSON.stringify(good)}`)).toEqual(good);
});

test("null says nothing, as in Terraform", () => {
  expect(parseEnvironment(JSON.stringify({ ...good, permissions_boundary_arn: null }))).toEqual(good);
});

describe("what is refused, in a sentence", () => {
  test.each([
    [
      "a missing account",
      { account_id: undefined },
      "account_id is missing, expected the 12 digits of an AWS account.",
    ],
    [
      "a number as account",
      { account_id: 123456789012 },
      "account_id is 123456789012, expected the 12 digits of an AWS",
    ],
    ["a region that is none", { region: "us-east1" }, 'region is "us-east1", expected the code of an AWS region'],
    ["an unknown key", { acount_id: "1" }, "acount_id is unknown, expected one of region, account_id,"],
    ["the nearest key", { acount_id: "1" }, "Did you mean account_id?"],
    [
      "an unknown role type",
      { roles: { usr: {} } },
      "roles.usr is unknown, expected one of developer, user, minimal_user",
    ],
    ["the nearest role type", { roles: { usr: {} } }, "Did you mean user?"],
    ["an unknown key of a role", { roles: { user: { trust: 1 } } }, "roles.user.trust is unknown"],
    ["roles as a list", { roles: ["user"] }, 'roles is ["user"], expected an object'],
    [
      "a word for true",
      { roles: { user: { trust_account: "yes" } } },
      'roles.user.trust_account is "yes", expected true or',
    ],
    [
      "a wildcard principal",
      { roles: { user: { principal_arns: ["*"] } } },
      'roles.user.principal_arns[0] is "*", expected the ARN of',
    ],
    [
      "text for a list",
      { roles: { user: { principal_arns: "x" } } },
      'roles.user.principal_arns is "x", expected a list.',
    ],
    [
      "an unknown capability",
      { roles: { user: { capabilities: ["streming"] } } },
      'roles.user.capabilities[0] is "streming", expected one of messaging, channel_flows, sub_channels, streaming, bots,',
    ],
    [
      "a short session",
      { max_session_duration: 60 },
      "max_session_duration is 60, expected whole seconds from 3600 to 43200.",
    ],
    ["text for a session", { max_session_duration: "1h" }, 'max_session_duration is "1h", expected whole seconds'],
    ["a number as a tag", { tags: { Cost: 7 } }, "tags.Cost is 7, expected the value of a tag"],
    ["a bad key of a tag", { tags: { "aws:x": "y" } }, 'the key tags.aws:x is "aws:x", expected the key of a tag'],
    ["two backends", { backend: { s3: {}, gcs: {} } }, 'expected one backend, such as {"s3"'],
    ["no backend", { backend: {} }, "backend is {}, expected one backend"],
    ["an unknown backend", { backend: { s4: {} } }, "backend.s4 is unknown, expected one of azurerm, consul,"],
    ["the nearest backend", { backend: { s4: {} } }, "Did you mean s3?"],
    ["a mark of CDKTF", { backend: { s3: { key: "${TfToken[TOKEN.0]}" } } }, "expected text without CDKTF's own mark"],
    [
      "a local state without a name",
      { backend: { local: { path: "" } } },
      'backend.local.path is "", expected the path of',
    ],
    [
      "a local state's other key",
      { backend: { local: { file: "x" } } },
      "backend.local.file is unknown, expected one of path,",
    ],
    ["a key that would be lost", { tags: { constructor: "x" } }, "The key constructor cannot be used"],
    ["a backend's arguments as text", { backend: { s3: "bucket" } }, 'backend.s3 is "bucket", expected an object.'],
    [
      "a provider's unknown key",
      { provider: { profil: "x" } },
      "provider.profil is unknown, expected one of profile, assume_",
    ],
    [
      "a name for an ARN",
      { provider: { assume_role_arn: "deploy" } },
      "A name is not enough: write arn:aws:iam::ACCOUNT:role/",
    ],
    [
      "a session for a role",
      { provider: { assume_role_arn: "arn:aws:sts::123456789012:assumed-role/a/b" } },
      "It looks like a session; take its role.",
    ],
    [
      "a profile with a bracket",
      { provider: { profile: "[dev]" } },
      'provider.profile is "[dev]", expected the name of a',
    ],
    ["a word for protect", { protect: "yes" }, 'protect is "yes", expected true or false.'],
    [
      "an ARN for a role's name",
      { adopt: { user: { role_name: "arn:aws:iam::1:role/x" } } },
      "Take the name, what follows",
    ],
    [
      "an unknown key to adopt",
      { adopt: { user: { role: "x" } } },
      "adopt.user.role is unknown, expected one of role_name",
    ],
    ["a schema that is no path", { $schema: 7 }, "$schema is 7, expected the path of the JSON Schema"],
    ["a role as a list", { roles: { user: [] } }, "roles.user is [], expected an object."],
    ["tags as a list", { tags: [] }, "tags is [], expected an object of text."],
    [
      "two slips at once",
      { region: "mars", account_id: "1" },
      'account_id is "1", expected the 12 digits of an AWS account.',
    ],
  ])("%s", (_what, change, says) => {
    expect(refusalOf(change)).toContain(says);
  });

  test("the message begins with what it is about", () => {
    expect(refusalOf({ region: "mars" })).toBe(
      'region is "mars", expected the code of an AWS region, such as us-east-1.',
    );
    expect(refusalOf({ tags: { "aws:x": "y" } })).toMatch(/^the key tags\.aws:x is "aws:x", expected the key of a tag/);
    expect(refusalOf({ acount_id: "1" })).toMatch(/^acount_id is unknown, expected one of region,/);
    expect(refusalOf({ tags: { constructor: "x" } })).toMatch(/^The key constructor cannot be used/);
  });

  test("a key that is like no other is not taken for one", () => {
    expect(refusalOf({ zzzzzzzzzz: 1 })).toMatch(/adopt, \$schema\.$/);
  });

  test("every slip of a file has its line", () => {
    expect(refusalOf({ region: "mars", account_id: "1" }).split("\n")).toHaveLength(2);
  });

  test.each([
    ["what is not JSON", "{", "This is not JSON"],
    ["a list", "[]", "The file is [], expected an object."],
    ["null", "null", "The file is "],
  ])("%s", (_what, json, says) => {
    expect(() => parseEnvironment(json)).toThrow(InputError);
    expect(() => parseEnvironment(json)).toThrow(says);
  });
});
