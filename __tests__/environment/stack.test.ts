// The stack of an environment: provider, state, protection, adoption, outputs, and every input of the file.

import { backendWarning } from "../../lib/environment/backends";
import { inputs, roleInputs } from "../../lib/inputs/inputs";
import { environmentWith } from "../support/environment";
import { stackOf, synthesized } from "../support/environment-stack";
import { goodInputs, pool, trusted } from "../support/inputs";
import { addresses, type Synthesized } from "../support/synth";

test("the provider accepts no account except the environment's, and any version from 5.72", () => {
  const { provider, terraform } = synthesized({});
  expect(provider.aws).toEqual([{ region: "${var.region}", allowed_account_ids: ["123456789012"] }]);
  expect(terraform.required_providers).toEqual({ aws: { source: "hashicorp/aws", version: ">= 5.72" } });
  expect(terraform.required_version).toBe(">= 1.9");
});

test("the state is local, in the project's folder state, and nowhere absolute", () => {
  expect(synthesized({}).terraform.backend).toEqual({ local: { path: "../../../state/dev.tfstate" } });
});

test.each([
  [{ local: { path: "elsewhere/dev.tfstate" } }, { local: { path: "../../../elsewhere/dev.tfstate" } }],
  [{ local: { path: "/var/state/dev.tfstate" } }, { local: { path: "/var/state/dev.tfstate" } }],
  [
    { s3: { bucket: "states", key: "dev", use_lockfile: true, assume_role: { role_arn: "${x}" } } },
    { s3: { bucket: "states", key: "dev", use_lockfile: true, assume_role: { role_arn: "$${x}" } } },
  ],
  ...[
    { gcs: { bucket: "states" } },
    { s3: { bucket: "b", key: "k", assume_role_with_web_identity: { role_arn: "x" } } },
    { http: { address: "https://x", retry_max: 5, retry_wait_min: 1, retry_wait_max: 60 } },
  ].map((backend): [object, object] => [backend, backend]),
])("the backend %j is the stack's, and no other", (backend, expected) => {
  expect(synthesized({ backend }).terraform.backend).toEqual(expected);
});

// Reported: docs/rollout.md named the backend `cloud`, and synth refused it.
test("HCP Terraform is a block of its own, in place of a backend", () => {
  const cloud = { organization: "chat", workspaces: { name: "iam-dev", project: "iam" } };
  const { terraform } = synthesized({ backend: { cloud } });
  expect(terraform).toMatchObject({ cloud });
  expect(terraform).not.toHaveProperty("backend");
});

test("Terraform reaches the account as the file says", () => {
  const assume_role = {
    role_arn: "arn:aws:iam::123456789012:role/terraform",
    external_id: "chat",
    session_name: "rollout",
    source_identity: "alice",
    tags: { cost_center: "chat" },
    transitive_tag_keys: ["cost_center"],
  };
  const provider = {
    profile: "dev",
    assume_role,
    https_proxy: "http://proxy.example.com:3128",
    no_proxy: "localhost",
    default_tags: { Owner: "chat" },
    ignore_tags: { key_prefixes: ["org:"] },
    use_fips_endpoint: true,
    max_retries: 5,
  };
  expect(synthesized({ provider }).provider.aws).toEqual([
    {
      region: "${var.region}",
      allowed_account_ids: ["123456789012"],
      profile: "dev",
      assume_role: [assume_role],
      https_proxy: "http://proxy.example.com:3128",
      no_proxy: "localhost",
      default_tags: [{ tags: { Owner: "chat" } }],
      ignore_tags: [{ key_prefixes: ["org:"] }],
      use_fips_endpoint: true,
      max_retries: 5,
    },
  ]);
});

describe("protect", () => {
  const roles = { user: trusted, developer: trusted };

  test("has roles and policies refuse to be destroyed, with their other conditions", () => {
    const { resource } = synthesized({ protect: true, roles });
    for (const type of ["aws_iam_role", "aws_iam_policy"]) {
      for (const made of Object.values(resource[type] ?? {}))
        expect(made.lifecycle).toMatchObject({ prevent_destroy: true });
    }
    expect(resource.aws_iam_role?.user?.lifecycle).toHaveProperty("postcondition");
  });

  test("removes a role type that is not in the file from the state, with all that a role can have", () => {
    const policy_arns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const whole = synthesized({
      exclusive_attachments: true,
      roles: { ...roles, websocket: { ...trusted, policy_arns } },
    });
    const ofWebsocket = addresses(whole).filter((address) => /[._]websocket/.test(address));
    expect(ofWebsocket).toHaveLength(6);
    const removed = synthesized({ protect: true, roles: { ...roles, minimal_user: trusted } }).removed ?? [];
    // The address of 0.2.0 is in a state that no later version has applied.
    const former = "aws_iam_role_policy_attachment.further-websocket";
    expect(
      removed
        .map(({ from }) => from)
        .filter((from) => /[._-]websocket/.test(from))
        .sort(),
    ).toEqual([...ofWebsocket, former].sort());
    for (const { lifecycle } of removed) expect(lifecycle).toEqual({ destroy: false });
  });

  test("removes the role of a key whose policy goes to a role that exists", () => {
    const existing = { type: "user", existing_role_name: "amplify-auth" };
    const { removed = [], resource } = synthesized({ protect: true, roles: { user: existing } });
    expect(removed.map(({ from }) => from)).toContain("aws_iam_role.user");
    expect(removed.map(({ from }) => from)).not.toContain("aws_iam_policy.user");
    expect(resource.aws_iam_policy?.user?.lifecycle).toMatchObject({ prevent_destroy: true });
  });

  test("removes a role of any key that is null in the file", () => {
    const removed = synthesized({ protect: true, roles: { ...roles, support: null } }).removed ?? [];
    expect(removed.map(({ from }) => from)).toContain("aws_iam_role.support");
  });

  test("is off unless it is set", () => {
    const { resource, removed } = synthesized({ roles });
    expect(JSON.stringify(resource)).not.toContain("prevent_destroy");
    expect(removed).toBeUndefined();
  });
});

describe("adopt", () => {
  test("imports role and policy, which keep what IAM cannot change", () => {
    const { resource, ...stack } = synthesized({
      adopt: { user: { role_name: "Talker", policy_arn: "arn:aws:iam::123456789012:policy/chat/eu/TalkerPolicy" } },
    });
    expect(stack.import).toEqual([
      { to: "aws_iam_role.user", id: "Talker" },
      { to: "aws_iam_policy.user", id: "arn:aws:iam::123456789012:policy/chat/eu/TalkerPolicy" },
    ]);
    expect(resource.aws_iam_role?.user).toMatchObject({
      name: "Talker",
      lifecycle: { ignore_changes: ["path"], prevent_destroy: true },
    });
    expect(resource.aws_iam_policy?.user).toMatchObject({
      name: "TalkerPolicy",
      path: "/chat/eu/",
      lifecycle: { ignore_changes: ["description"], prevent_destroy: true },
    });
    expect(resource.aws_iam_role?.developer).toMatchObject({ name: "chime-developer" });
  });

  test("a role of any key", () => {
    const roles = { support: { ...trusted, type: "user" } };
    expect(synthesized({ roles, adopt: { support: { role_name: "Help" } } }).import).toEqual([
      { to: "aws_iam_role.support", id: "Help" },
    ]);
  });

  test("one without the other", () => {
    const role = synthesized({ adopt: { user: { role_name: "Talker" } } });
    expect(role.resource.aws_iam_policy?.user).toMatchObject({ name: "Talker", path: "/" });
    expect(role.import).toEqual([{ to: "aws_iam_role.user", id: "Talker" }]);
    const policy_arn = "arn:aws:iam::123456789012:policy/Talker";
    const policy = synthesized({ adopt: { user: { policy_arn } } });
    expect(policy.import).toEqual([{ to: "aws_iam_policy.user", id: policy_arn }]);
    expect(policy.resource.aws_iam_role?.user).toMatchObject({ name: "chime-user" });
    expect(policy.resource.aws_iam_policy?.user).toMatchObject({ name: "Talker", path: "/" });
  });
});

test("the outputs of an environment: no documents, which bury the plan", () => {
  const { output } = synthesized({ roles: { user: trusted } });
  expect(Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]))).toEqual({
    role_arns: { user: "${aws_iam_role.user.arn}" },
    role_names: { user: "${aws_iam_role.user.name}" },
    policy_arns: { user: "${aws_iam_policy.user.arn}" },
    app_instance_arn: "${local.app_instance_arn}",
  });
  for (const { description } of Object.values(output)) expect(description).toMatch(/\.$/);
});

test("a tag goes before a default tag of its key", () => {
  const tags = { Team: "chat" };
  const { resource } = synthesized({ tags, provider: { default_tags: { Team: "all" } } });
  expect(resource.aws_iam_role?.user).toMatchObject({ tags });
});

// An input that is in the table and used nowhere makes one of these fail: the change must change the stack.
describe("every input changes what Terraform gets", () => {
  const oidc = { arn: "arn:aws:iam::123456789012:oidc-provider/a.example.com", audiences: ["chat"], subjects: ["a|*"] };
  const ofRole: Record<keyof typeof roleInputs, readonly [before: object, after: unknown]> = {
    type: [{}, "minimal_user"],
    trust_account: [{ principal_arns: ["arn:aws:iam::210987654321:role/b"] }, true],
    principal_arns: [{}, ["arn:aws:iam::210987654321:role/b"]],
    external_id: [{}, "chat"],
    service_principals: [{ app_instance_user_id: "a" }, ["lambda.amazonaws.com"]],
    cognito_identity_pool_ids: [{}, [pool]],
    cognito_user_id: [{ cognito_identity_pool_ids: [pool] }, "session_tag"],
    oidc_providers: [{}, [oidc]],
    saml_provider_arns: [{}, ["arn:aws:iam::123456789012:saml-provider/okta"]],
    trust_conditions: [{}, [{ test: "Bool", variable: "aws:MultiFactorAuthPresent", values: ["true"] }]],
    allowed_user_ids: [{}, ["tenant-a-*"]],
    allow_source_identity: [{}, true],
    app_instance_user_id: [{}, "alice"],
    app_instance_bot_id: [{ type: "backend", calls: ["SendChannelMessage"] }, "helper"],
    capabilities: [{}, ["messaging"]],
    calls: [{}, ["SendChannelMessage"]],
    scope: [{ type: "developer" }, "app_instance"],
    app_instance_ids: [{ type: "backend", calls: ["ListChannels"] }, ["8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38"]],
    channels_tagged: [{}, { tenant: "${aws:PrincipalTag/tenant}" }],
    name: [{}, "talker"],
    description: [{}, "who talks"],
    max_session_duration: [{}, 7200],
    permissions_boundary_arn: [{}, "arn:aws:iam::123456789012:policy/edge"],
    policy_arns: [{}, { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    tags: [{}, { Team: "chat" }],
    inline_policy_names: [{}, ["assume-other"]],
    existing_role_name: [{ trust_account: undefined, cognito_identity_pool_ids: [pool] }, "amplify-chat-authRole"],
  };

  test.each(Object.keys(roleInputs) as (keyof typeof roleInputs)[])("of a role: %s", (name) => {
    const [before, value] = ofRole[name];
    const roleBefore = { type: "user", ...(name === "trust_account" ? {} : trusted), ...before };
    const shared = { exclusive_attachments: name === "inline_policy_names" };
    const stack = (role: object) => withoutMetadata(synthesized({ ...shared, roles: { chat: role } }));
    const withoutTrust = name === "existing_role_name" ? { cognito_identity_pool_ids: undefined } : {};
    expect(stack({ ...roleBefore, ...withoutTrust, [name]: value })).not.toEqual(stack(roleBefore));
  });

  const ofAll: Record<Exclude<keyof typeof inputs, "quotas">, unknown> = {
    region: "eu-central-1",
    account_id: "210987654321",
    app_instance_id: "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38",
    app_instance_id_tag_key: "AppInstanceId",
    roles: { user: trusted },
    name_prefix: "eu-",
    path: "/chat/",
    permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
    max_session_duration: 7200,
    user_id_tag_key: "chat:user",
    exclusive_attachments: true,
    tags: { Team: "chat" },
  };

  // Quotas change what is refused, and nothing else.
  const names = Object.keys(inputs).filter((name) => name !== "quotas") as (keyof typeof ofAll)[];
  test.each(names)("of all roles: %s", (name) => {
    const other = name === "app_instance_id_tag_key" ? { app_instance_id: null } : {};
    const stack = (change: object) => withoutMetadata(synthesized(change));
    expect(stack({ [name]: ofAll[name], ...other })).not.toEqual(stack({}));
  });
});

test("what applies to every role, and what one role sets itself", () => {
  const { resource } = synthesized({
    permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
    max_session_duration: 7200,
    roles: {
      user: trusted,
      websocket: {
        ...trusted,
        max_session_duration: 3600,
        permissions_boundary_arn: "arn:aws:iam::123456789012:policy/other",
      },
    },
  });
  expect(resource.aws_iam_role?.user).toMatchObject({
    permissions_boundary: "arn:aws:iam::123456789012:policy/edge",
    max_session_duration: 7200,
  });
  expect(resource.aws_iam_role?.websocket).toMatchObject({
    permissions_boundary: "arn:aws:iam::123456789012:policy/other",
    max_session_duration: 3600,
  });
});

test.each<[object, string | undefined]>([
  [
    { s3: { bucket: "states" } },
    "backend.s3 does not lock the state: two applies at the same time could overwrite each other's state.",
  ],
  [{ s3: { bucket: "states", use_lockfile: "false" } }, "Set use_lockfile or dynamodb_table."],
  [{ s3: { bucket: "states", use_lockfile: true } }, undefined],
  [{ s3: { bucket: "states", dynamodb_table: "locks" } }, undefined],
  [{ http: { address: "https://states" } }, "backend.http does not lock the state"],
  [{ gcs: { bucket: "states" } }, undefined],
])("a backend that does not lock is warned of: %j", (backend, says) => {
  const environment = environmentWith({ backend });
  const warning = backendWarning(environment.backend);
  expect(stackOf(environment).node.metadata.map(({ data }) => data)).toEqual(warning === undefined ? [] : [warning]);
  if (says === undefined) expect(warning).toBeUndefined();
  else expect(warning).toContain(says);
});

test("the defaults of the variables are the file's values", () => {
  const { variable } = synthesized({});
  expect(Object.fromEntries(Object.entries(variable).map(([name, { default: value }]) => [name, value]))).toEqual(
    goodInputs,
  );
});

function withoutMetadata({ "//": _metadata, ...stack }: Synthesized & { "//"?: unknown }): object {
  return stack;
}
