/**
 * The module in the hands of those who call it, from plan to destroy: real Terraform, real provider, emulated AWS.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { Testing } from "cdktf";
import { inputs as inputTable, roleInputs } from "../../lib/inputs/inputs";
import { blocksOf } from "../support/documents";
import { environmentOf } from "../support/environment";
import { stackOf } from "../support/environment-stack";
import { goodInputs, pool } from "../support/inputs";
import { copyProject, outputOf, run } from "../support/project-copy";
import { integration } from "../support/suite";
import { TerraformFolder } from "../support/terraform-folder";

/** Everything that this suite makes in the emulated account has this path, which tells it from other suites' roles. */
const path = "/module-test/";
const extra = `arn:aws:iam::123456789012:policy${path}extra`;
const okta = "arn:aws:iam::123456789012:saml-provider/okta";
const oidcArn = (issuer: string) => `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
const exchange = "arn:aws:iam::210987654321:role/exchange";

/** Inputs in which everything is set, with several roles of one type. The prefix tells the roles of two callers apart. */
const inputsOf = (prefix: string) => ({
  ...goodInputs,
  name_prefix: prefix,
  path,
  permissions_boundary_arn: "arn:aws:iam::aws:policy/PowerUserAccess",
  max_session_duration: 7200,
  user_id_tag_key: "chat:user",
  exclusive_attachments: true,
  tags: { Team: "chat" },
  quotas: { trust_policy_characters: 4096, policies_per_role: 20 },
  roles: {
    developer: {
      trust_account: true,
      saml_provider_arns: [okta],
      scope: "app_instance",
      capabilities: ["bots", "expiration", "streaming"],
      policy_arns: { extra },
    },
    user: {
      trust_account: true,
      principal_arns: [exchange, "arn:aws:iam::210987654321:root"],
      external_id: "chat",
      cognito_identity_pool_ids: [pool],
      capabilities: ["sub_channels", "push_notifications", "preferences", "search", "channel_tags", "bulk_membership"],
      description: "who talks",
      max_session_duration: 3600,
    },
    minimal_user: {
      cognito_identity_pool_ids: [pool],
      cognito_user_id: "session_tag",
      saml_provider_arns: [okta],
      oidc_providers: [
        { arn: oidcArn("a.example.com/x"), audiences: ["chat"], subjects: ["a|*"] },
        { arn: oidcArn("b.example.com"), audiences: ["c1", "c2"], subjects: ["b|*"] },
      ],
      permissions_boundary_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    },
    websocket: {
      principal_arns: [exchange],
      service_principals: ["lambda.amazonaws.com"],
      app_instance_user_id: "alice",
    },
    moderator: {
      type: "user",
      trust_account: true,
      capabilities: ["default", "search"],
      trust_conditions: [
        { test: "Bool", variable: "aws:MultiFactorAuthPresent", values: ["true"] },
        { test: "StringLike", variable: "sts:RoleSessionName", values: ["moderator-*", "m-*"] },
      ],
    },
    reader: { type: "user", trust_account: true, calls: ["Connect", "ListChannelMessages"] },
    backend: { trust_account: true, calls: ["CreateAppInstanceUser"] },
    assistant: {
      type: "backend",
      name: `${prefix}helper`,
      service_principals: ["lambda.amazonaws.com"],
      app_instance_user_id: "*",
      app_instance_bot_id: "helper",
      calls: ["SendChannelMessage", "CreateAppInstanceUser", "AssociateChannelFlow"],
    },
    "tenant-a": {
      type: "user",
      principal_arns: [exchange],
      saml_provider_arns: [okta],
      allowed_user_ids: ["tenant-a-*"],
      allow_source_identity: true,
      channels_tagged: { tenant: "a" },
      tags: { Tenant: "a" },
      trust_conditions: [
        {
          test: "StringEquals",
          variable: "aws:PrincipalTag/team",
          values: ["${aws:RequestTag/team}"],
          trusts: ["principal_arns"],
        },
      ],
    },
    several: {
      type: "backend",
      service_principals: ["rolesanywhere.amazonaws.com"],
      app_instance_user_id: "*",
      app_instance_ids: ["8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38"],
      calls: ["SendChannelMessage", "CreateAppInstanceUser"],
      trust_conditions: [
        {
          test: "ArnEquals",
          variable: "aws:SourceArn",
          values: ["arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/0f3c"],
        },
      ],
    },
    amplify: { type: "user", existing_role_name: `${prefix}exists`, policy_arns: { extra } },
  },
});

/** The names of the roles, without their prefix. */
const names = [
  ...["developer", "user", "minimal-user", "websocket", "moderator", "reader", "backend", "helper", "tenant-a"],
  "several",
];

/** Inputs in Terraform's JSON, where IAM's policy variables are escaped. */
const escaped = <Inputs extends object>(inputs: Inputs): Inputs =>
  JSON.parse(JSON.stringify(inputs).replaceAll("${", () => "$${"));

// Inline policies must be there before a list that names them: modules/tests plans one.
test("these inputs set every input of the module but one, which takes the place of another", () => {
  const inputs = inputsOf("module-");
  const set = new Set([inputs, ...Object.values(inputs.roles)].flatMap((values) => Object.keys(values)));
  const all = [...Object.keys(inputTable), ...Object.keys(roleInputs)];
  expect(all.filter((name) => !set.has(name))).toEqual(["app_instance_id_tag_key", "inline_policy_names"]);
});

integration("the module", () => {
  jest.setTimeout(300_000);
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject();
  const folder = new TerraformFolder();
  const iam = new IAMClient({});

  afterAll(() => {
    folder.remove();
    rmSync(project, { recursive: true, force: true });
  });

  async function terraform(args: string, cwd: string): Promise<string> {
    const command = `terraform ${args} -no-color`;
    return outputOf(command, await run(command, cwd));
  }

  async function isValid(cwd: string): Promise<object> {
    const { valid, error_count, warning_count } = JSON.parse(await terraform("validate -json", cwd));
    return { valid, error_count, warning_count };
  }

  const withoutWarning = { valid: true, error_count: 0, warning_count: 0 };

  test("terraform test, as a user of the module runs it", async () => {
    const source = join(project, "module");
    await terraform("init", source);
    expect(await isValid(source)).toEqual(withoutWarning);
    const runs = readdirSync(join(source, "tests")).flatMap((file) =>
      readFileSync(join(source, "tests", file), "utf8").match(/^run "/gm),
    );
    expect(runs.length).toBeGreaterThan(20);
    expect(await terraform("test", source)).toContain(`Success! ${runs.length} passed, 0 failed.`);
  });

  // Each is initialized by itself, as its reader does. Loading the provider is slow, so they are planned together.
  test("the examples, and those of the documentation: init, validate without a warning, plan", async () => {
    const calls = ["README.md", "module/README.md", "docs/calls.md"].map((path) => blocksOf(path, "hcl")[0] ?? "");
    for (const [i, call] of calls.entries()) {
      const folder = join(project, `module/examples/readme-${i}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "main.tf"), call.replace(/source\s*=.*/, 'source = "../.."'));
    }
    const examples = readdirSync(join(project, "module/examples"));
    expect(examples.length).toBeGreaterThanOrEqual(5);
    for (const name of examples) await terraform("init", join(project, "module/examples", name));
    const tests = await terraform("test", join(project, "module/examples/cognito"));
    expect(tests).toContain("Success! 1 passed, 0 failed.");
    const together = join(project, "module/examples-together");
    mkdirSync(together);
    const modules = examples.map((name) => [name, { source: `../examples/${name}` }]);
    writeFileSync(join(together, "main.tf.json"), JSON.stringify({ module: Object.fromEntries(modules) }));
    await terraform("init", together);
    expect(await isValid(together)).toEqual(withoutWarning);
    const plan = await terraform("plan -input=false", together);
    expect(plan).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
    // Cognito chooses among the roles of one pool, if the pool is set so: the module cannot see it.
    expect(plan.match(/Warning: .*/g)).toEqual(["Warning: Check block assertion known after apply"]);
    for (const name of examples)
      expect(plan).toMatch(new RegExp(`module\\.${name}\\.module\\.chime_iam.*aws_iam_(role|policy)\\.this`));
  });

  describe("applied, next to a stack of the same inputs", () => {
    const keys = (names: readonly string[]) => `-var 'keys=${JSON.stringify(names)}'`;

    beforeAll(async () => {
      if (project === "") return;
      const environment = environmentOf(inputsOf("stack-"));
      const { terraform: settings, ...stack } = JSON.parse(Testing.synth(stackOf(environment), true));
      const source = folder.module;
      folder.write({
        "stack.tf.json": { ...stack, terraform: { ...settings, backend: undefined } },
        "module.tf.json": {
          variable: { keys: { type: "set(string)", default: ["user", "support"] } },
          provider: { aws: [{ alias: "other", region: "eu-central-1" }] },
          module: {
            same: { source, ...escaped(inputsOf("module-")) },
            many: {
              source,
              ...goodInputs,
              path,
              roles: '${{ for key in var.keys : key => { type = "user", trust_account = true } }}',
              for_each: '${toset(["one", "two"])}',
              name_prefix: "${each.key}-",
              providers: { aws: "aws.other" },
            },
            unknown: {
              source,
              ...goodInputs,
              path,
              name_prefix: "unknown-",
              roles: {
                user: {
                  principal_arns: ["${aws_iam_role.caller.arn}"],
                  external_id: "${terraform_data.secret.id}",
                  cognito_identity_pool_ids: ["${aws_cognito_identity_pool.chat.id}"],
                  oidc_providers: [
                    {
                      arn: "${aws_iam_openid_connect_provider.chat.arn}",
                      audiences: ["${terraform_data.secret.id}"],
                      subjects: ["a|*"],
                    },
                  ],
                },
              },
            },
          },
          resource: {
            terraform_data: { secret: {} },
            aws_iam_role: {
              caller: {
                name: "module-test-caller",
                path,
                assume_role_policy: "${module.same.trust_policies.developer}",
              },
            },
            aws_cognito_identity_pool: { chat: { identity_pool_name: "module-test" } },
            aws_iam_openid_connect_provider: {
              chat: {
                url: "https://module-test.example.com/tenant/1",
                client_id_list: ["chat"],
                thumbprint_list: ["0123456789012345678901234567890123456789"],
              },
            },
          },
          output: { unknown: { value: "${module.unknown.trust_policies}" } },
        },
      });
      await folder.terraform("init");
      const Statement = [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.send(new CreatePolicyCommand({ PolicyName: "extra", Path: path, PolicyDocument }));
      for (const prefix of ["module-", "stack-"]) {
        const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
        await iam.send(
          new CreateRoleCommand({ RoleName: `${prefix}exists`, Path: path, AssumeRolePolicyDocument: trust }),
        );
      }
      await folder.terraform("apply -input=false -auto-approve");
    });

    /** What IAM holds of a role, without its name. */
    async function roleInIam(RoleName: string) {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      const own = AttachedPolicies.find(({ PolicyName }) => PolicyName === RoleName);
      const version = { PolicyArn: own?.PolicyArn, VersionId: "v1" };
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version));
      return {
        policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
        trust: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
        further: AttachedPolicies.filter((attached) => attached !== own),
        description: Role?.Description,
        duration: Role?.MaxSessionDuration,
        boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: [...(Role?.Tags ?? [])].sort((one, other) => (String(one.Key) < String(other.Key) ? -1 : 1)),
        path: Role?.Path,
      };
    }

    test("IAM gets the same from the module as from the stack, byte for byte", async () => {
      expect(names).toHaveLength(Object.keys(inputsOf("").roles).length - 1); // one role exists
      for (const name of names) {
        const made = await roleInIam(`module-${name}`);
        expect(made).toEqual(await roleInIam(`stack-${name}`));
        expect(made.policy).toContain('"Action":["chime:');
        expect(made.trust).toContain('"Action":["sts:Assume');
      }
    });

    test("a role that exists gets the policies and is left alone besides", async () => {
      for (const prefix of ["module-", "stack-"]) {
        const RoleName = `${prefix}exists`;
        const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
        expect(AttachedPolicies.map(({ PolicyName }) => PolicyName).sort()).toEqual(["extra", `${prefix}amplify`]);
        const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
        const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
        expect(JSON.parse(trust)).toEqual({ Version: "2012-10-17", Statement: [] });
        expect(Role?.Tags ?? []).toEqual([]);
      }
    });

    test("a role is as its inputs say", async () => {
      const user = await roleInIam("module-user");
      expect(user).toMatchObject({
        description: "who talks",
        duration: 3600,
        boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
        path,
        tags: [{ Key: "Team", Value: "chat" }],
        further: [],
      });
      expect(user.policy).toContain("/user/${aws:PrincipalTag/chat:user}");
      expect(user.policy).toContain("/user/${cognito-identity.amazonaws.com:sub}");
      expect(user.policy).not.toContain("$$");
      expect(JSON.parse(user.trust).Statement).toHaveLength(5);
      expect(await roleInIam("module-developer")).toMatchObject({
        duration: 7200,
        further: [{ PolicyName: "extra", PolicyArn: extra }],
      });
      expect((await roleInIam("module-websocket")).policy).toContain("/user/alice");
    });

    test("the roles of one type differ, and a backend makes the calls that it names", async () => {
      const actions = async (name: string) =>
        JSON.parse((await roleInIam(`module-${name}`)).policy).Statement.flatMap(
          ({ Action }: { Action: string[] }) => Action,
        );
      expect(await actions("reader")).toEqual(["chime:Connect", "chime:ListChannelMessages"]);
      expect(await actions("moderator")).toEqual(
        expect.arrayContaining(["chime:SearchChannels", "chime:ListSubChannels"]),
      );
      expect(await actions("user")).not.toContain("chime:AssociateChannelFlow");
      expect(await actions("backend")).toEqual(["chime:CreateAppInstanceUser"]);
      const { policy } = await roleInIam("module-helper");
      expect(policy).toContain("/user/*");
      expect(policy).toContain("/bot/helper");
    });

    test("values that are only known after the apply reach the trust", async () => {
      const { trust } = await roleInIam("unknown-user");
      const [caller, cognito, oidc, tagging] = JSON.parse(trust).Statement;
      expect(tagging.Action).toEqual(["sts:TagSession"]);
      expect(caller.Principal).toEqual({ AWS: [`arn:aws:iam::123456789012:role${path}module-test-caller`] });
      expect(caller.Condition.StringEquals["sts:ExternalId"]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
      expect(cognito.Condition.StringEquals["cognito-identity.amazonaws.com:aud"][0]).toMatch(/^us-east-1:/);
      expect(oidc.Principal).toEqual({ Federated: oidcArn("module-test.example.com/tenant/1") });
      expect(oidc.Condition.StringEquals).toEqual({
        "module-test.example.com/tenant/1:aud": caller.Condition.StringEquals["sts:ExternalId"],
      });
    });

    test("a second plan is empty", async () => {
      await folder.terraform("plan -input=false -detailed-exitcode");
    });

    test("a role removed from roles destroys that role alone", async () => {
      const { resource_changes } = await folder.plan(keys(["user"]));
      const changes = resource_changes.map(({ address, change }) => `${change.actions} ${address}`).sort();
      const types = ["aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment"];
      expect(changes.filter((change) => !change.startsWith("no-op"))).toEqual(
        ["one", "two"].flatMap((call) => types.map((type) => `delete module.many["${call}"].${type}.this["support"]`)),
      );
      // The addresses are public API.
      const kept = [
        ...types.map((type) => `module.many["one"].${type}.this["user"]`),
        'module.same.module.further_policies["developer"].aws_iam_role_policy_attachment.this["extra"]',
        'module.same.aws_iam_role_policy_attachments_exclusive.this["assistant"]',
        'module.same.aws_iam_role_policies_exclusive.this["assistant"]',
      ];
      expect(changes).toEqual(expect.arrayContaining(kept.map((address) => `no-op ${address}`)));
      await folder.terraform("apply -input=false plan");
    });

    test("destroy leaves nothing but the roles that existed", async () => {
      await folder.terraform(`apply -destroy -input=false -auto-approve ${keys(["user"])}`);
      await iam.send(new DeletePolicyCommand({ PolicyArn: extra }));
      const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: path }));
      expect(Roles.map(({ RoleName }) => RoleName).sort()).toEqual(["module-exists", "stack-exists"]);
      for (const { RoleName } of Roles) await iam.send(new DeleteRoleCommand({ RoleName }));
      expect((await iam.send(new ListPoliciesCommand({ PathPrefix: path, Scope: "Local" }))).Policies).toEqual([]);
    });
  });
});
