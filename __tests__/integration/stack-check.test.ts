// Reported: what npm writes is a program that Terraform runs. Before Terraform starts, scripts/rollout.sh lets through what
// synth writes of any environment, and nothing else.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import fc from "fast-check";
import { EnvironmentStack } from "../../lib/environment/stack";
import { arbitraryInputs } from "../support/arbitrary-inputs";
import { environmentOf, refusalOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";
import { integration } from "../support/suite";

const policy_arns = { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
const everything = {
  ...fourRoles,
  exclusive_attachments: true,
  protect: true,
  permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
  tags: { Team: "chat" },
  backend: {
    s3: { bucket: "states", key: "dev", endpoints: { s3: "http://127.0.0.1:5000" }, assume_role: { role_arn: "x" } },
  },
  provider: {
    profile: "dev",
    assume_role: { role_arn: "arn:aws:iam::123456789012:role/rollout", external_id: "chat" },
    default_tags: { Owner: "chat" },
    ignore_tags: { keys: ["Audit"] },
    max_retries: 3,
  },
  roles: {
    ...fourRoles.roles,
    websocket: null,
    user: { trust_account: true, policy_arns, description: "a ${b} %{c}" },
  },
  adopt: { user: { role_name: "Talker", policy_arn: "arn:aws:iam::123456789012:policy/Talker" } },
};

integration("scripts/rollout.sh, before Terraform starts", () => {
  let folder: string;
  const stackFolder = () => join(folder, "cdktf.out/stacks/chime-iam-dev");

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "chime-iam-check-"));
    for (const name of ["rollout.sh", "check-stack.jq", "allowed-stack.json"]) {
      cpSync(join(projectRoot, "scripts", name), join(folder, "scripts", name));
    }
    mkdirSync(join(folder, "environments"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Writes an environment and its stack, as synth does. */
  function write(json: object): string {
    const app = new App({ outdir: join(folder, "cdktf.out") });
    new EnvironmentStack(app, { name: "dev", file: "environments/dev.json", environment: environmentOf(json) });
    app.synth();
    for (const path of [join(folder, "environments/dev.json"), join(stackFolder(), "environment.json")]) {
      writeFileSync(path, JSON.stringify(json));
    }
    return readFileSync(join(stackFolder(), "cdk.tf.json"), "utf8");
  }

  function check(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync("sh", ["scripts/rollout.sh", "check", "dev", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
    });
    return { status, output: stdout + stderr };
  }

  /** Sets a value in an object, at a path; undefined removes it. */
  function set(object: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
    if (rest.length === 0) object[name] = value;
    else set(object[name] as Record<string, unknown>, rest, value);
  }

  const passes = { status: 0, output: "" };

  test.each<[string, object]>([
    ["the four roles", fourRoles],
    ["an environment that says everything", everything],
    ["an app instance by a session tag", { ...fourRoles, app_instance_id: null, app_instance_id_tag_key: "App" }],
    [
      "a remote workspace",
      { ...fourRoles, backend: { remote: { organization: "chat", workspaces: { name: "iam" } } } },
    ],
  ])("%s passes", (_what, json) => {
    write(json);
    expect(check()).toEqual(passes);
  });

  test("the stacks of arbitrary environments pass", () => {
    fc.assert(
      fc.property(arbitraryInputs, (json) => {
        fc.pre(refusalOf(json) === undefined);
        write(json);
        expect({ json, ...check() }).toEqual({ json, ...passes });
      }),
      { numRuns: 15 },
    );
  });

  describe("a stack is refused", () => {
    const provisioner = { "local-exec": { command: "curl https://example.com" } };
    const attacks: readonly (readonly [what: string, path: string, value: unknown, says: string])[] = [
      [
        "with a provisioner",
        "resource.aws_iam_role.user.provisioner",
        provisioner,
        "resource.aws_iam_role.user has provisioner",
      ],
      ["with a connection", "resource.aws_iam_role.user.connection", {}, "resource.aws_iam_role.user has connection"],
      [
        "with another provider for a role",
        "resource.aws_iam_role.user.provider",
        "aws.x",
        "resource.aws_iam_role.user has provider",
      ],
      ["with another type of resource", "resource.terraform_data", { x: {} }, "resource has terraform_data"],
      ["with a list of resources", "resource", [{ aws_iam_role: { user: { provisioner } } }], "resource is no object"],
      [
        "with a list of roles",
        "resource.aws_iam_role",
        [{ user: { provisioner } }],
        "resource.aws_iam_role is no object",
      ],
      [
        "with a list for a role",
        "resource.aws_iam_role.user",
        [{ provisioner }],
        "resource.aws_iam_role.user is no object",
      ],
      ["with a data source", "data", { external: { x: { program: ["sh"] } } }, "the stack has data"],
      ["with a module", "module", { x: { source: "./x" } }, "the stack has module"],
      ["with an ephemeral resource", "ephemeral", {}, "the stack has ephemeral"],
      ["with another provider", "provider.external", [{}], "provider has external"],
      ["with a second provider", "provider.aws.1", { alias: "x" }, "provider.aws is not one provider"],
      [
        "with a configuration file",
        "provider.aws.0.shared_config_files",
        ["x"],
        "provider.aws has shared_config_files",
      ],
      ["with an endpoint", "provider.aws.0.endpoints", [{ iam: "https://x" }], "provider.aws has endpoints"],
      [
        "with a file in a role to assume",
        "provider.aws.0.assume_role.0.policy",
        "x",
        "provider.aws.assume_role has policy",
      ],
      [
        "with another account",
        "provider.aws.0.allowed_account_ids",
        ["210987654321"],
        "allowed_account_ids is not [123456789012]",
      ],
      [
        "with any account",
        "provider.aws.0.allowed_account_ids",
        undefined,
        "allowed_account_ids is not [123456789012]",
      ],
      [
        "with another default account",
        "variable.account_id.default",
        "210987654321",
        "variable.account_id.default is not",
      ],
      ["with a variable that takes any account", "variable.account_id.validation", [], "variable.account_id"],
      ["with a further variable", "variable.x", { type: "string" }, "variable has x"],
      [
        "with another condition",
        "variable.region.validation",
        [],
        "variable.region differs from what npm run synth writes",
      ],
      [
        "with another source",
        "terraform.required_providers.aws.source",
        "evil/aws",
        "required_providers has more than",
      ],
      [
        "with a further provider",
        "terraform.required_providers.x",
        { source: "evil/x" },
        "required_providers has more than",
      ],
      [
        "with a file of credentials of its backend",
        "terraform.backend.s3.shared_config_files",
        ["x"],
        "terraform.backend.s3 has shared_config_files",
      ],
      [
        "with a plain endpoint of its backend",
        "terraform.backend.s3.endpoints.s3",
        "http://evil.example.com",
        "no https URL",
      ],
      ["with an unknown backend", "terraform.backend", { evil: {} }, "terraform.backend.evil is not known"],
      ["with two backends", "terraform.backend.gcs", {}, "terraform.backend is not one backend"],
      ["with cloud", "terraform.cloud", {}, "terraform has cloud"],
      ["that reads a file", "resource.aws_iam_role.user.description", '${file("/etc/passwd")}', "has the expression"],
      ["that reads a file in a nested template", "locals.x", '${"${file("/etc/passwd")}"}', "locals.x has"],
      ["that reads a file by a directive", "locals.x", '%{if true}${file("x")}%{endif}', "locals.x has"],
      ["that reads a file after an escape", "locals.x", '$${a}${file("x")}', "locals.x has"],
      ["that reads a file in a key", "locals.x", { '${file("x")}': "y" }, "a key has an expression"],
      [
        "that imports with a provider",
        "import",
        [{ to: "aws_iam_role.x", id: "x", provider: "y" }],
        "import has provider",
      ],
      [
        "that destroys what it forgets",
        "removed",
        [{ from: "aws_iam_role.x", lifecycle: { destroy: true } }],
        "removed aws_iam_role.x destroys",
      ],
      [
        "that forgets by a provisioner",
        "removed",
        [{ from: "aws_iam_role.x", lifecycle: { destroy: false }, provisioner }],
        "removed has provisioner",
      ],
      ["with a sensitive output", "output.role_arns.sensitive", true, "output.role_arns has sensitive"],
    ];

    test("whatever else it has", () => {
      const stack = write(everything);
      const changed = attacks.map(([_what, path, value]) => {
        const json = JSON.parse(stack);
        set(json, path.split("."), value);
        return JSON.stringify(json);
      });
      // One process for all: it prints what it finds in each stack as a list.
      const environment = readFileSync(join(stackFolder(), "environment.json"), "utf8");
      const allowed = readFileSync(join(projectRoot, "scripts/allowed-stack.json"), "utf8");
      const program = readFileSync(join(projectRoot, "scripts/check-stack.jq"), "utf8");
      const args = ["-c", "--argjson", "allowed", allowed, "--argjson", "environment", environment, `[${program}]`];
      const found = execFileSync("jq", args, { input: [stack, ...changed].join("\n"), encoding: "utf8" })
        .trim()
        .split("\n");
      expect(found[0]).toBe("[]");
      for (const [i, [what, , , says]] of attacks.entries()) {
        expect({ what, found: found[i + 1] }).toEqual({ what, found: expect.stringContaining(says) });
      }
    });

    test("and nothing is planned of it", () => {
      const stack = JSON.parse(write(everything));
      stack.resource.aws_iam_role.user.provisioner = provisioner;
      writeFileSync(join(stackFolder(), "cdk.tf.json"), JSON.stringify(stack));
      expect(check()).toEqual({
        status: 1,
        output: expect.stringContaining("Find out where it comes from:\nresource.aws_iam_role.user has provisioner"),
      });
    });

    test("in which a key is there twice, of which jq sees the last and Terraform both", () => {
      const stack = write(everything);
      const hidden = stack.replace(
        '"aws_iam_role": {',
        `"aws_iam_role": {\n"x": ${JSON.stringify({ provisioner })}},\n"aws_iam_role": {`,
      );
      writeFileSync(join(stackFolder(), "cdk.tf.json"), hidden);
      expect(check()).toEqual({
        status: 1,
        output: expect.stringContaining(
          "differs from what npm run synth writes, for example by a key that is defined twice",
        ),
      });
    });
  });

  describe("a folder is refused", () => {
    test.each<[string, (path: (name: string) => string) => void, string]>([
      [
        "with an override",
        (path) => writeFileSync(path("override.tf.json"), "{}"),
        "override.tf.json is no file of this project",
      ],
      [
        "with values of variables",
        (path) => writeFileSync(path("x.auto.tfvars"), ""),
        "x.auto.tfvars is no file of this project",
      ],
      [
        "with a hidden file",
        (path) => writeFileSync(path(".terraformrc"), ""),
        ".terraformrc is no file of this project",
      ],
      ["with a folder", (path) => mkdirSync(path("modules")), "modules is no file of this project"],
      [
        "with a link for its stack",
        (path) => symlinkSync("cdk.tf.json", path("plan.txt")),
        "plan.txt is not a regular file.",
      ],
      [
        "with a link for what Terraform installs",
        (path) => symlinkSync("/tmp", path(".terraform")),
        ".terraform is a symbolic link",
      ],
    ])("%s", (_what, add, says) => {
      write(fourRoles);
      const added: string[] = [];
      add((name) => {
        added.push(join(stackFolder(), name));
        return join(stackFolder(), name);
      });
      const found = check();
      for (const path of added) rmSync(path, { recursive: true });
      expect(found).toEqual({ status: 1, output: expect.stringContaining(says) });
    });
  });

  describe("values from outside are refused", () => {
    test.each<[string, string[], Record<string, string>, string]>([
      ["of a variable", [], { TF_VAR_account_id: "210987654321" }, "TF_VAR_account_id is set: unset it."],
      [
        "on the command line",
        ["-var", "region=x"],
        {},
        "-var is refused: the values are those of environments/dev.json.",
      ],
      ["in a file", ["-var-file=x"], {}, "-var-file=x is refused"],
      ["by another spelling", ["--var=x=y"], {}, "--var=x=y is refused"],
      ["by arguments of a plan", [], { TF_CLI_ARGS_plan: "-var account_id=210987654321" }, "TF_CLI_ARGS_plan is set"],
      ["by arguments of every step", [], { TF_CLI_ARGS: "-var account_id=210987654321" }, "TF_CLI_ARGS is set"],
    ])("%s", (_what, args, env, says) => {
      write(fourRoles);
      expect(check(args, env)).toEqual({ status: 1, output: expect.stringContaining(says) });
    });
  });

  test("a machine without jq is told to install it", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    for (const name of ["sh", "sed", "env", "dirname", "head", "cat", "tr"]) {
      symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(bin, name));
    }
    expect(check([], { PATH: bin })).toEqual({ status: 1, output: expect.stringContaining('"jq" is not on the PATH') });
  });

  test("drift says what was found, before the plan that repairs it", () => {
    const trust = (principal: string) => JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal }] });
    const plan = {
      resource_changes: [
        { address: "aws_iam_role.a", type: "aws_iam_role", change: { actions: ["no-op"] } },
        {
          address: "aws_iam_role.websocket",
          type: "aws_iam_role",
          change: { actions: ["create"], before: null, after: {} },
        },
        {
          address: "aws_iam_role.user",
          change: {
            actions: ["update"],
            before: { assume_role_policy: trust("*"), name: "user", max_session_duration: 7200 },
            after: { assume_role_policy: trust("account"), name: "user", max_session_duration: 3600 },
          },
        },
        {
          address: "aws_iam_role_policy_attachments_exclusive.user",
          change: { actions: ["update"], before: { policy_arns: ["own", "by-hand"] }, after: { policy_arns: ["own"] } },
        },
      ],
    };
    const said = execFileSync("jq", ["-r", "-f", join(projectRoot, "scripts/drift.jq")], {
      input: JSON.stringify(plan),
      encoding: "utf8",
    });
    expect(said).toBe(`Found in the account, and not as the stack says:
  aws_iam_role.websocket is missing
  aws_iam_role.user differs:
    assume_role_policy has {"Effect":"Allow","Principal":"*"}, which the stack does not say
    assume_role_policy lacks {"Effect":"Allow","Principal":"account"}
    max_session_duration has 7200, which the stack does not say
    max_session_duration lacks 3600
  aws_iam_role_policy_attachments_exclusive.user differs:
    policy_arns has by-hand, which the stack does not say
The plan above is the repair: npm run plan and npm run apply make it.
`);
    expect(readFileSync(join(projectRoot, "scripts/rollout.sh"), "utf8")).toContain("scripts/drift.jq");
  });
});
