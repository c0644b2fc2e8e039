// The plain Terraform module in the hands of those who call it: real Terraform, real provider, emulated AWS.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { App, TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { AppInstance, type ChimeRole, ChimeRoles, InputError, type PolicyDocument } from "../../lib";
import { roleTypeNames } from "../../lib/access/role-types";
import { escaped } from "../../lib/constructs/terraform-text";
import { parseEnvironment } from "../../lib/environment/environment-file";
import { rolesPropsOf } from "../../lib/environment/roles";
import { EnvironmentStack } from "../../lib/environment/stack";
import { environment, fileOf } from "../arbitrary-inputs";
import { type BadInput, badInputs, goodInputs, tooLargeInputs } from "../bad-inputs";
import { copyProject, outputOf, run } from "./project-copy";
import { integration } from "./suite";

/** Everything that this suite makes in the emulated account has this path, which tells it from other suites' roles. */
const path = "/module-test/";
const extra = `arn:aws:iam::123456789012:policy${path}extra`;
const pool = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";

/** A set of inputs that uses each of them. */
const inputs = {
  ...goodInputs,
  path,
  permissions_boundary_arn: "arn:aws:iam::aws:policy/PowerUserAccess",
  max_session_duration: 7200,
  user_id_tag_key: "chat:user",
  exclusive_attachments: true,
  tags: { Team: "chat" },
  roles: {
    developer: {
      trust_account: true,
      saml_provider_arns: ["arn:aws:iam::123456789012:saml-provider/okta"],
      scope: "app_instance",
      capabilities: ["bots", "expiration"],
      policy_arns: { extra },
    },
    user: {
      trust_account: true,
      principal_arns: ["arn:aws:iam::210987654321:role/backend", "arn:aws:iam::210987654321:root"],
      external_id: "chat",
      cognito_identity_pool_ids: [pool],
      capabilities: ["sub_channels", "push_notifications", "preferences", "search", "channel_tags", "bulk_membership"],
      description: "who talks",
      max_session_duration: 3600,
    },
    minimal_user: {
      cognito_identity_pool_ids: [pool],
      cognito_user_id: "session_tag",
      saml_provider_arns: ["arn:aws:iam::123456789012:saml-provider/okta"],
      oidc_providers: [
        { arn: "arn:aws:iam::123456789012:oidc-provider/a.example.com/x", audiences: ["chat"], subjects: ["a|*"] },
        { arn: "arn:aws:iam::123456789012:oidc-provider/b.example.com", audiences: ["c1", "c2"], subjects: ["*"] },
      ],
      permissions_boundary_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    },
    websocket: {
      principal_arns: ["arn:aws:iam::210987654321:role/backend"],
      service_principals: ["lambda.amazonaws.com"],
      app_instance_user_id: "alice",
    },
  },
};

integration("the module", () => {
  jest.setTimeout(300_000);
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject();
  const folders = [project];
  const source = join(project, "module");
  const iam = new IAMClient({});

  /** A folder with a configuration of its own. */
  function folderOf(files: Record<string, object>): string {
    const folder = mkdtempSync(join(tmpdir(), "chime-iam-module-"));
    folders.push(folder);
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
    return folder;
  }

  async function terraform(folder: string, args: string): Promise<string> {
    const command = `terraform ${args} -no-color`;
    return outputOf(command, await run(command, folder));
  }

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** Plans a call of the module for each slip, all in one run, and finds what Terraform says of each. */
  async function planned(slips: readonly BadInput[]): Promise<string[]> {
    const calls = slips.map(({ change }, i): [string, object] => [
      `case_${i}.tf.json`,
      { module: { [`case_${i}`]: { source, ...escaped({ ...goodInputs, ...change }) } } },
    ]);
    const folder = folderOf(Object.fromEntries(calls));
    await terraform(folder, "init");
    const { code, output } = await run("terraform plan -input=false -json", folder);
    expect(code).toBe(1);
    const said = slips.map(() => "");
    for (const line of output.split("\n").filter((text) => text.startsWith("{"))) {
      const { diagnostic } = JSON.parse(line);
      const [, i] = /case_(\d+)/.exec(diagnostic?.range?.filename ?? "") ?? [];
      if (i !== undefined) said[Number(i)] += `${diagnostic.detail}\n`;
    }
    return said;
  }

  /** What Terraform says of each slip. It may stop before it has come to all: those are planned again by themselves. */
  async function messages(slips: readonly BadInput[]): Promise<string[]> {
    const said = await planned(slips);
    const silent = slips.filter((_slip, i) => said[i] === "");
    if (silent.length === 0 || silent.length === slips.length) return said;
    const later = await messages(silent);
    return said.map((words, i) => words || (later[silent.indexOf(slips[i] as BadInput)] ?? ""));
  }

  describe("what is refused at plan", () => {
    test("every bad input, with the words of synth", async () => {
      const said = await messages(badInputs);
      for (const [i, { what, says }] of badInputs.entries()) {
        expect({ what, said: said[i] }).toEqual({ what, said: expect.stringContaining(says) });
      }
    });

    test("documents beyond IAM's size", async () => {
      const said = await messages(tooLargeInputs);
      for (const [i, { says }] of tooLargeInputs.entries()) expect(said[i]).toContain(says);
    });
  });

  test("of arbitrary inputs the module makes the documents of the constructs, or refuses them too", async () => {
    const samples: Record<string, unknown>[] = fc
      .sample(environment, { numRuns: 40, seed: 7 })
      .map((inputs) => JSON.parse(fileOf(inputs)));
    const documented = samples.map((sample) => ({ sample, documents: documentsOf(sample) }));
    const made = documented.filter(({ documents }) => documents !== undefined);
    const refused = documented.filter(({ documents }) => documents === undefined);
    const calls = Object.fromEntries(made.map(({ sample }, i) => [`case_${i}`, { source, ...escaped(sample) }]));
    const folder = folderOf({
      "main.tf.json": {
        module: calls,
        output: Object.fromEntries(
          Object.keys(calls).map((name) => [
            name,
            { value: { policies: `\${module.${name}.policy_documents}`, trusts: `\${module.${name}.trust_policies}` } },
          ]),
        ),
      },
    });
    await terraform(folder, "init");
    await terraform(folder, "plan -input=false -out=plan");
    const { planned_values } = JSON.parse((await run("terraform show -json plan", folder)).output);
    for (const [i, { sample, documents }] of made.entries()) {
      expect({ sample, documents: planned_values.outputs[`case_${i}`].value }).toEqual({ sample, documents });
    }
    expect(made.length).toBeGreaterThan(5);
    const said = await messages(refused.map(({ sample: change }) => ({ what: "arbitrary", change, says: "" })));
    for (const [i, { sample }] of refused.entries()) expect({ sample, said: said[i] }).not.toMatchObject({ said: "" });
  });

  test("terraform test, as a user of the module runs it", async () => {
    await terraform(source, "init");
    expect(JSON.parse((await run("terraform validate -json", source)).output)).toMatchObject({
      valid: true,
      warning_count: 0,
    });
    expect(await terraform(source, "test")).toMatch(/Success! 17 passed, 0 failed\./);
  });

  const examples = readdirSync(join(__dirname, "../../module/examples"));

  test.each(examples)("the example %s: init, validate without a warning, plan", async (example) => {
    const folder = join(source, "examples", example);
    await terraform(folder, "init");
    const { output } = await run("terraform validate -json", folder);
    expect(JSON.parse(output)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    const plan = await terraform(folder, "plan -input=false");
    expect(plan).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
    expect(plan).not.toContain("Warning");
  });

  describe("applied, beside a stack of the same inputs", () => {
    const types = (names: readonly string[]) => `-var 'types=${JSON.stringify(names)}'`;
    let folder = "";

    beforeAll(async () => {
      if (project === "") return;
      const app = new App({ outdir: "cdktf.out" });
      const environment = parseEnvironment(JSON.stringify({ ...inputs, name_prefix: "stack-" }));
      const stack = JSON.parse(Testing.synth(new EnvironmentStack(app, "beside", environment), true));
      delete stack.terraform.backend;
      const several = {
        source,
        ...goodInputs,
        path,
        roles: "${{ for type in var.types : type => { trust_account = true } }}",
      };
      folder = folderOf({
        "stack.tf.json": stack,
        "module.tf.json": {
          variable: { types: { type: "set(string)", default: ["user", "websocket"] } },
          provider: { aws: [{ alias: "other", region: "eu-central-1" }] },
          module: {
            same: { source, ...inputs, name_prefix: "module-" },
            many: {
              ...several,
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
                  principal_arns: ["${aws_iam_role.backend.arn}"],
                  external_id: "${terraform_data.secret.id}",
                  cognito_identity_pool_ids: ["${aws_cognito_identity_pool.chat.id}"],
                },
              },
            },
          },
          resource: {
            terraform_data: { secret: {} },
            aws_iam_role: {
              backend: {
                name: "module-test-backend",
                path,
                assume_role_policy: "${module.same.trust_policies.developer}",
              },
            },
            aws_cognito_identity_pool: { chat: { identity_pool_name: "module-test" } },
          },
          output: { unknown: { value: "${module.unknown.trust_policies}" } },
        },
      });
      await terraform(folder, "init");
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
      });
      await iam.send(new CreatePolicyCommand({ PolicyName: "extra", Path: path, PolicyDocument }));
      await terraform(folder, "apply -input=false -auto-approve");
    });

    /** What IAM holds of a role, without its name. */
    async function roleInIam(RoleName: string) {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      const own = AttachedPolicies.find(({ PolicyName }) => PolicyName === RoleName);
      const { PolicyVersion } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn: own?.PolicyArn, VersionId: "v1" }),
      );
      return {
        policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
        trust: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
        further: AttachedPolicies.filter((attached) => attached !== own),
        description: Role?.Description,
        duration: Role?.MaxSessionDuration,
        boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: Role?.Tags,
        path: Role?.Path,
      };
    }

    test("IAM gets the same of the module as of the stack, byte for byte", async () => {
      for (const roleType of roleTypeNames) {
        const name = roleType.replace("_", "-");
        const made = await roleInIam(`module-${name}`);
        expect(made).toEqual(await roleInIam(`stack-${name}`));
        expect(made.policy).toContain('"Action":["chime:');
      }
    });

    test("the module's role is as its inputs say", async () => {
      const user = await roleInIam("module-user");
      expect(user).toMatchObject({
        description: "who talks",
        duration: 3600,
        path,
        tags: [{ Key: "Team", Value: "chat" }],
      });
      expect(user.boundary).toBe("arn:aws:iam::aws:policy/PowerUserAccess");
      expect(user.policy).toContain("/user/${aws:PrincipalTag/chat:user}");
      expect(user.policy).toContain("/user/${cognito-identity.amazonaws.com:sub}");
      expect(user.policy).not.toContain("{caller}");
      expect(JSON.parse(user.trust).Statement).toHaveLength(5);
      expect((await roleInIam("module-developer")).further).toEqual([{ PolicyName: "extra", PolicyArn: extra }]);
      expect((await roleInIam("module-websocket")).policy).toContain("/user/alice");
    });

    test("values that are only known after the apply reach the trust", async () => {
      const { trust } = await roleInIam("unknown-user");
      const [backend, tagging, cognito] = JSON.parse(trust).Statement;
      expect(tagging.Action).toEqual(["sts:TagSession"]);
      expect(backend.Principal).toEqual({ AWS: [`arn:aws:iam::123456789012:role${path}module-test-backend`] });
      expect(backend.Condition.StringEquals["sts:ExternalId"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(cognito.Condition.StringEquals["cognito-identity.amazonaws.com:aud"][0]).toMatch(/^us-east-1:/);
    });

    test("a second plan is empty", async () => {
      await terraform(folder, "plan -input=false -detailed-exitcode");
    });

    test("a role type removed from roles destroys that role alone", async () => {
      await terraform(folder, `plan -input=false -out=plan ${types(["user"])}`);
      const { resource_changes } = JSON.parse((await run("terraform show -json plan", folder)).output);
      const changes: { address: string; change: { actions: string[] } }[] = resource_changes;
      const changed = changes.filter(({ change }) => change.actions[0] !== "no-op");
      expect(changed.map(({ address, change }) => `${change.actions} ${address}`).sort()).toEqual(
        ["one", "two"].flatMap((key) =>
          ["aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment"].map(
            (type) => `delete module.many["${key}"].${type}.websocket[0]`,
          ),
        ),
      );
      await terraform(folder, "apply -input=false plan");
    });

    test("destroy leaves nothing", async () => {
      await terraform(folder, `apply -destroy -input=false -auto-approve ${types(["user"])}`);
      await iam.send(new DeletePolicyCommand({ PolicyArn: extra }));
      expect((await iam.send(new ListRolesCommand({ PathPrefix: path }))).Roles).toEqual([]);
      expect((await iam.send(new ListPoliciesCommand({ PathPrefix: path, Scope: "Local" }))).Policies).toEqual([]);
    });
  });
});

/** The documents that the constructs make of a set of inputs, as JSON by role type; nothing if they refuse it. */
function documentsOf(inputs: object): { policies: Record<string, string>; trusts: Record<string, string> } | undefined {
  try {
    const parsed = parseEnvironment(JSON.stringify(inputs));
    const { region, account_id: account, app_instance_id: id, app_instance_id_tag_key: tagKey = "" } = parsed;
    const appInstance =
      id === undefined
        ? AppInstance.fromSessionTag({ region, account, tagKey })
        : AppInstance.of({ region, account, id });
    const { roles } = new ChimeRoles(
      new TerraformStack(Testing.app(), "any"),
      "roles",
      rolesPropsOf(parsed, appInstance),
    );
    const json = (document: (role: ChimeRole) => PolicyDocument) =>
      Object.fromEntries(Object.entries(roles).map(([type, role]) => [type, sortedJson(document(role))]));
    return { policies: json((role) => role.policyDocument), trusts: json((role) => role.trustPolicy) };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** JSON as Terraform writes it: keys in order. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
