// Reported: what npm writes is a program that Terraform runs. Before Terraform starts, scripts/rollout.sh lets through the blocks,
// names and expressions that synth writes of any environment, and nothing else.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
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
  const stackFile = () => join(folder, "stacks/dev.tf.json");

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "chime-iam-check-"));
    for (const name of ["rollout.sh", "terraform.sh", "check-stack.jq", "allowed-stack.json"]) {
      cpSync(join(projectRoot, "scripts", name), join(folder, "scripts", name));
    }
    for (const name of ["environments", "stacks"]) mkdirSync(join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Writes an environment and its stack, as synth does. */
  function write(json: object): string {
    const text = JSON.stringify(json);
    const digest = createHash("sha256").update(text).digest("hex");
    const app = new App({ outdir: join(folder, "cdktf.out") });
    const source = { name: "dev", file: "environments/dev.json", digest, environment: environmentOf(json) };
    const stack = new EnvironmentStack(app, source);
    app.synth();
    writeFileSync(join(folder, source.file), text);
    cpSync(join(stack.folder, "cdk.tf.json"), stackFile());
    return readFileSync(stackFile(), "utf8");
  }

  /** Checks the files as they lie there. */
  function check(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    const command = ["scripts/rollout.sh", "check", "dev", "--uncommitted", ...args];
    const options = { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH, ...env } } as const;
    const { status, stdout, stderr } = spawnSync("sh", command, options);
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
    [
      "a workspace of HCP Terraform",
      { ...fourRoles, backend: { cloud: { organization: "chat", workspaces: { name: "iam" } } } },
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
    const user = "resource.aws_iam_role.user";
    /** What is set where, and what is said of it. */
    const attacks: readonly (readonly [what: string, path: string, value: unknown, says: string])[] = [
      ["with a provisioner", `${user}.provisioner`, provisioner, `${user}.provisioner is not known`],
      ["with a connection", `${user}.connection`, {}, `${user}.connection is not known`],
      ["with another provider for a role", `${user}.provider`, "aws.x", `${user}.provider is not known`],
      ["with another type of resource", "resource.terraform_data", { x: {} }, "resource.terraform_data is not known"],
      [
        "with a list of resources",
        "resource",
        [{ aws_iam_role: { x: { provisioner } } }],
        "x.provisioner is not known",
      ],
      ["with a list of roles", "resource.aws_iam_role", [{ x: { provisioner } }], "x.provisioner is not known"],
      ["with a list for a role", user, [[{ provisioner }]], "user.provisioner is not known"],
      ["with text for a block", "resource.aws_iam_role", "x", "resource.aws_iam_role is no block"],
      ["with a data source", "data", { external: { x: { program: ["sh"] } } }, "data is not known"],
      ["with a module", "module", { x: { source: "./x" } }, "module is not known"],
      ["with an ephemeral resource", "ephemeral", {}, "ephemeral is not known"],
      ["with another provider", "provider.external", [{}], "provider.external is not known"],
      ["with a second provider", "provider.aws.1", { alias: "x" }, "provider.aws.alias is not known"],
      ["with a configuration file", "provider.aws.0.shared_config_files", ["x"], "shared_config_files is not known"],
      ["with an endpoint", "provider.aws.0.endpoints", [{ iam: "https://x" }], "provider.aws.endpoints is not known"],
      [
        "with a policy in a role to assume",
        "provider.aws.0.assume_role.0.policy",
        "x",
        "assume_role.policy is not known",
      ],
      ["with another source", "terraform.required_providers.aws.source", "evil/aws", "is not hashicorp/aws"],
      ["without a source", "terraform", undefined, "is not hashicorp/aws"],
      ["with a further provider", "terraform.required_providers.x", {}, "required_providers.x is not known"],
      [
        "with a file for its backend",
        "terraform.backend.s3.shared_config_files",
        ["x"],
        "s3.shared_config_files is not",
      ],
      ["with a token of HCP Terraform", "terraform.cloud", { token: "x" }, "terraform.cloud.token is not known"],
      ["with an unknown backend", "terraform.backend", { evil: {} }, "terraform.backend.evil is not known"],
      ["with an import by a provider", "import", [{ to: "a", id: "x", provider: "y" }], "import.provider is not known"],
      ["that forgets by a provisioner", "removed", [{ from: "a", provisioner }], "removed.provisioner is not known"],
      ["with a sensitive output", "output.role_arns.sensitive", true, "output.role_arns.sensitive is not known"],
      ["that reads a file", `${user}.description`, '${file("/etc/passwd")}', 'an expression in ${file("/etc/passwd")}'],
      ["that reads a file in a nested template", "locals.x", '${"${file("x")}"}', "an expression in"],
      ["that reads a file by a directive", "locals.x", '%{if true}${file("x")}%{endif}', "an expression in"],
      ["that reads a file after an escape", "locals.x", '$${a}${file("x")}', "an expression in"],
      ["that reads a file after an expression of ours", "locals.x", '${var.region}${file("x")}', "an expression in"],
      ["that reads a file in a key", "locals.x", { '${file("x")}': "y" }, "an expression in"],
      ["that reads a file for a variable", "variable.region.default", '${file("x")}', "an expression in"],
      ["with another condition", "variable.region.validation.0.condition", '${file("x") == ""}', "an expression in"],
      ["that names an unknown local", "locals.x", "${local.nobody}", "an expression in ${local.nobody}"],
      // Reported: A backslash continued a string past the end that the check saw.
      [
        "that reads a file behind a backslash",
        "locals",
        {
          path: "/proc/self/environ",
          x: '${!anytrue([for key in keys(self.tags_all) : contains(["\\",",base64encode(file(local.path)),"], lower(key))])}"], lower(key))])}',
        },
        "base64encode(file(local.path))",
      ],
      [
        "that reads a file by the name of a local",
        "locals",
        { 'x)}${file("y")}${jsonencode(local.z': 1, y: '${jsonencode(local.x)}${file("y")}${jsonencode(local.z)}' },
        'an expression in ${jsonencode(local.x)}${file("y")}',
      ],
      ["that reads a file by an account", "variable.account_id.default", '"}${file("x")}', "an expression in"],
    ];

    test("whatever else it has", () => {
      const stack = write(everything);
      const changed = attacks.map(([_what, path, value]) => {
        const json = JSON.parse(stack);
        set(json, path.split("."), value);
        return JSON.stringify(json);
      });
      // One process for all: it prints what it finds in each stack as a list.
      const allowed = readFileSync(join(projectRoot, "scripts/allowed-stack.json"), "utf8");
      const program = readFileSync(join(projectRoot, "scripts/check-stack.jq"), "utf8");
      const args = ["-c", "--argjson", "allowed", allowed, `[${program}]`];
      const found = execFileSync("jq", args, { input: [stack, ...changed].join("\n"), encoding: "utf8" })
        .trim()
        .split("\n");
      expect(found[0]).toBe("[]");
      for (const [i, [what, , , says]] of attacks.entries()) {
        expect({ what, found: JSON.parse(found[i + 1] ?? "[]").join("\n") }).toEqual({
          what,
          found: expect.stringContaining(says),
        });
      }
    });

    test("and nothing is planned of it", () => {
      const stack = JSON.parse(write(everything));
      stack.resource.aws_iam_role.user.provisioner = provisioner;
      writeFileSync(stackFile(), JSON.stringify(stack));
      expect(check()).toEqual({
        status: 1,
        output: expect.stringContaining(`Find out where it comes from:\n${user}.provisioner is not known\n`),
      });
    });

    // Reported: An empty or doubled cdk.tf.json passed the check.
    test.each<[string, (stack: string) => string]>([
      ["that is empty", () => ""],
      ["that is there twice", (stack) => stack + stack],
      ["that is no object", () => "[]"],
      ["that is no JSON", () => "{"],
    ])("%s", (_what, change) => {
      const stack = write(fourRoles);
      writeFileSync(stackFile(), change(stack));
      const { status, output } = check();
      expect({ status, output }).toEqual({
        status: 1,
        output: expect.stringContaining("stacks/dev.tf.json is not one JSON object. Run npm run synth"),
      });
    });

    test.each<[string, (path: string) => void]>([
      ["with an older file", () => writeFileSync(stackFile(), write({ ...fourRoles, tags: { A: "b" } }))],
      ["that says nothing", () => writeFileSync(stackFile(), "{}")],
    ])("that is not of its environment's file: one %s", (_what, change) => {
      write(fourRoles);
      change(stackFile());
      writeFileSync(join(folder, "environments/dev.json"), JSON.stringify(fourRoles));
      expect(check()).toEqual({
        status: 1,
        output:
          "environments/dev.json has changed since its stack was written. Run npm run synth and commit stacks/.\n",
      });
    });

    test("that the main branch's synth does not make of the same file", () => {
      const stack = write(fourRoles);
      const digest = createHash("sha256").update(stack).digest("hex");
      expect(check([`--stack-digest=${digest}`])).toEqual(passes);
      writeFileSync(stackFile(), stack.replaceAll("3600", "7200"));
      expect(check()).toEqual(passes);
      expect(check([`--stack-digest=${digest}`])).toEqual({
        status: 1,
        output: expect.stringContaining("stacks/dev.tf.json is not what npm run synth of the main branch makes"),
      });
    });
  });

  test("a file with the line ends of Windows is the one that the stack was written of", () => {
    write(fourRoles);
    const file = join(folder, "environments/dev.json");
    writeFileSync(file, `${readFileSync(file, "utf8").replaceAll(",", ",\r\n")}\r\n`);
    expect(check()).toMatchObject({ status: 1 });
    const text = JSON.stringify(fourRoles);
    writeFileSync(file, `\r${text}\r`);
    expect(check()).toEqual(passes);
  });

  // Found: a pull request names a backend of its own, whose state requires another provider, and brings the lock file for it.
  test.each<[string, string, boolean]>([
    ["the provider of AWS", "", true],
    ["another provider", 'provider "registry.terraform.io/evil/evil" {\n  version = "1.0.0"\n}\n', false],
    ["the provider of another registry", 'provider "evil.example.com/hashicorp/aws" {\n}\n', false],
    ["another provider, written otherwise", 'provider"registry.terraform.io/evil/evil"{}\n', false],
    ["another provider behind a comment", '/* */ provider "registry.terraform.io/evil/evil" {\n}\n', false],
  ])("a lock file with %s", (_what, further, isGood) => {
    write(fourRoles);
    const lines = ['  version     = "6.0.0"', '  constraints = ">= 5.72.0"', "  hashes = [", '    "h1:a/b+c=",', "  ]"];
    const aws = `# by terraform\n\nprovider "registry.terraform.io/hashicorp/aws" {\n${lines.join("\n")}\n}\n`;
    writeFileSync(join(folder, ".terraform.lock.hcl"), aws + further);
    const says = expect.stringContaining(".terraform.lock.hcl has more than the provider hashicorp/aws:");
    expect(check()).toEqual(isGood ? passes : { status: 1, output: says });
    rmSync(join(folder, ".terraform.lock.hcl"));
  });

  describe("what is not of the environment's file is refused", () => {
    test.each<[string, string[], Record<string, string>, string]>([
      ["of a variable", [], { TF_VAR_account_id: "210987654321" }, "TF_VAR_account_id is set: unset it."],
      ["on the command line", ["-var", "region=x"], {}, "-var is refused"],
      ["in a file", ["-var-file=x"], {}, "-var-file=x is refused"],
      ["by another spelling", ["--var=x=y"], {}, "--var=x=y is refused"],
      ["a plan in a file of its own", ["-out=x"], {}, "-out=x is refused"],
      ["another state", ["-state=x"], {}, "-state=x is refused"],
      ["a part of the stack", ["-target=aws_iam_role.user"], {}, "-target=aws_iam_role.user is refused"],
      ["a second environment", ["prod"], {}, "prod: one environment at a time."],
      ["arguments of a plan", [], { TF_CLI_ARGS_plan: "-var account_id=2" }, "TF_CLI_ARGS_plan is set"],
      ["arguments of a command", [], { TF_CLI_ARGS_show: "-x" }, "TF_CLI_ARGS_show is set"],
      ["arguments of every command", [], { TF_CLI_ARGS: "-var account_id=2" }, "TF_CLI_ARGS is set"],
      ["a folder of plugins", [], { TF_CLI_ARGS_init: "-backend-config=a -plugin-dir=b" }, "has -plugin-dir=b"],
      ["one behind a quote", [], { TF_CLI_ARGS_init: "-backend-config='a -plugin-dir=b'" }, "has -backend-config='a"],
      ["one behind a tab", [], { TF_CLI_ARGS_init: "-backend-config=a\r-plugin-dir=b" }, "letters, digits and"],
    ])("%s", (_what, args, env, says) => {
      write(fourRoles);
      expect(check(args, env)).toEqual({ status: 1, output: expect.stringContaining(says) });
    });
  });

  test("a machine without jq is told to install it", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    for (const name of ["sh", "sed", "env", "dirname", "cat", "mktemp", "mkdir", "rm"]) {
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
