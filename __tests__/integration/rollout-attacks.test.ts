/**
 * What a rollout does with what lies in the checkout, in the environment or next to the plan, and after it was killed.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Account } from "../support/account";
import { lockProvider } from "../support/example-account";
import { fourRoles } from "../support/inputs";
import { commitAll, copyProject, type Outcome, outputOf, run, summaryOf } from "../support/project-copy";
import { integration } from "../support/suite";

const id = "121212121212";

integration("scripts/rollout.sh", () => {
  jest.setTimeout(300_000);
  const environment = { ...fourRoles, account_id: id };
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject({ dev: JSON.stringify(environment) });
  const outside = project === "" ? "" : mkdtempSync(join(tmpdir(), "chime-iam-outside-"));
  const temporary = join(outside, "tmp");
  /** Where the program of an attack leaves its mark. */
  const mark = join(outside, "the-program-ran");
  let account: Account;

  beforeAll(async () => {
    account = await Account.enter(id);
    mkdirSync(temporary);
    await lockProvider(project);
    outputOf("synth", await run("npm run synth", project));
    await commitAll(project);
  });
  afterAll(() => {
    for (const folder of [project, outside]) rmSync(folder, { recursive: true, force: true });
  });

  const rollout = (args: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
    run(`sh scripts/rollout.sh ${args}`, project, { ...account.env, TMPDIR: temporary, ...env });
  const succeeds = async (args: string, env = {}) => outputOf(args, await rollout(args, env));

  function plant(path: string, content: string | object, mode = 0o644): string {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content), { mode });
    return file;
  }

  /** A program in the place of Terraform, which does something at one of its commands. */
  function terraformThat(does: string, at: string): Readonly<Record<string, string>> {
    const real = execFileSync("which", ["terraform"], { encoding: "utf8" }).trim();
    const file = join(outside, "terraform");
    writeFileSync(file, `#!/bin/sh\nif [ "$1" = ${at} ]; then ${does}; fi\nexec ${real} "$@"\n`, { mode: 0o755 });
    return { TERRAFORM_BINARY_NAME: file };
  }

  const noPlan = {
    code: 1,
    output: expect.stringContaining("There is no plan of dev to apply. Run npm run plan dev."),
  };
  const runProgram = { "local-exec": { command: `touch ${mark}` } };

  // Reported: Two data files in .terraform ran a program at plan and at apply, and a hidden file set another app instance.
  test("reads nothing of what else lies in the checkout, committed or not", async () => {
    const profile = plant("evil.ini", `[default]\ncredential_process = touch ${mark}\n`);
    const cached = { type: "s3", config: { bucket: "x", key: "x", shared_config_files: [profile] }, hash: 0 };
    for (const folder of [
      "",
      "stacks/",
      "cdktf.out/",
      "cdktf.out/stacks/chime-iam-dev/",
      "environments/",
      "scripts/",
    ]) {
      plant(`${folder}.terraform/terraform.tfstate`, { version: 3, backend: cached });
      plant(`${folder}..x.auto.tfvars`, 'region = "eu-central-1"\n');
      plant(`${folder}override.tf.json`, { resource: { terraform_data: { x: { provisioner: runProgram } } } });
    }
    outputOf("add", await run("git add --force --all . && git commit --quiet --message=evil", project, gitName));
    expect(summaryOf(await succeeds("plan dev"))).toBe("Plan: 12 to add, 0 to change, 0 to destroy.");
    expect(existsSync(mark)).toBe(false);
    outputOf(
      "reset",
      await run("git reset --quiet --hard HEAD^ && git clean -fdxq -e node_modules -e .rollout", project),
    );
  });

  // Reported: A provider in terraform.d/plugins of the checkout was run.
  test("runs no provider that lies in the checkout", async () => {
    const [, version = ""] = /version += "(.*)"/.exec(readFileSync(join(project, ".terraform.lock.hcl"), "utf8")) ?? [];
    const architecture = process.arch === "x64" ? "amd64" : process.arch;
    plant(
      `terraform.d/plugins/registry.terraform.io/hashicorp/aws/${version}/${process.platform}_${architecture}/terraform-provider-aws_v${version}`,
      `#!/bin/sh\ntouch ${mark}\n`,
      0o755,
    );
    // Without a mirror that is configured, Terraform looks there.
    const env = { TF_CLI_CONFIG_FILE: "/dev/null", HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "" };
    expect(await rollout("plan dev", env)).toMatchObject({ code: 1, output: expect.stringContaining("registry") });
    expect(existsSync(mark)).toBe(false);
    rmSync(join(project, "terraform.d"), { recursive: true });
  });

  test("says that there is no plan where one failed", async () => {
    expect(await rollout("apply dev")).toMatchObject(noPlan);
  });

  test("passes to Terraform nothing of the environment that is not meant for it", async () => {
    const env = {
      ...{ TF_WORKSPACE: "other", TF_DATA_DIR: join(outside, "data"), TF_PLUGIN_CACHE_DIR: outside },
      ...{ TF_REATTACH_PROVIDERS: '{"registry.terraform.io/hashicorp/aws":{}}', TF_UNKNOWN_TO_US: "x" },
    };
    const output = await succeeds("plan dev", env);
    for (const name of Object.keys(env))
      expect(output).toMatch(new RegExp(`^Not passed to Terraform:.* ${name}\\b`, "m"));
    expect(summaryOf(output)).toBe("Plan: 12 to add, 0 to change, 0 to destroy.");
    expect(existsSync(join(outside, "data"))).toBe(false);
  });

  // Reported: `drift` deleted a saved plan.
  test("applies a plan that was saved before a search for drift", async () => {
    expect(await rollout("drift dev")).toMatchObject({ code: 2, output: expect.stringContaining("user is missing") });
    await succeeds("apply dev");
    expect(await account.roles()).toHaveLength(4);
    expect(existsSync(join(project, "state/dev.tfstate"))).toBe(true);
    expect(existsSync(join(project, "cdktf.out"))).toBe(false);
  });

  test("goes on with a local state of 0.2.0, which ran Terraform in the folder of the stack", async () => {
    outputOf("synth", await run("npm run synth", project));
    const folder = join(project, "cdktf.out/stacks/chime-iam-dev");
    const command = "terraform init -input=false && terraform plan -input=false -no-color";
    expect(summaryOf(outputOf(command, await run(command, folder, account.env)))).toBe("No changes.");
    expect(summaryOf(await succeeds("plan dev -no-color"))).toBe("No changes.");
  });

  // Reported: `apply` ran the plan that lay there, with a provisioner of its own.
  test("applies no plan that was made elsewhere", async () => {
    const elsewhere = join(outside, "elsewhere");
    mkdirSync(elsewhere);
    const resource = { terraform_data: { x: { provisioner: runProgram } } };
    writeFileSync(join(elsewhere, "main.tf.json"), JSON.stringify({ resource }));
    outputOf("plan", await run("terraform init && terraform plan -out=plan", elsewhere));
    await succeeds("plan dev");
    const digest = await succeeds("digest dev");
    plant(".rollout/dev/plan", "");
    outputOf("copy", await run(`cp ${elsewhere}/plan .rollout/dev/plan`, project));
    plant(".rollout/dev/digest", digest);
    const refused = { code: 1, output: expect.stringContaining("The plan of dev is not the one that was made here") };
    expect(await rollout("apply dev")).toMatchObject(refused);
    expect(await rollout(`apply dev --plan-digest=${digest}`)).toMatchObject(refused);
    expect(existsSync(mark)).toBe(false);
  });

  test("applies on another machine the plan of a digest, and no other", async () => {
    await succeeds("plan dev");
    const digest = (await succeeds("digest dev")).trim();
    rmSync(join(project, ".git/chime-iam-plan-of-dev"));
    expect(await rollout("apply dev")).toMatchObject(noPlan);
    const other = `--plan-digest=${digest.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))}`;
    expect(await rollout(`apply dev ${other}`)).toMatchObject({ code: 1 });
    await succeeds(`apply dev --plan-digest=${digest}`);
  });

  test("writes no state into a file for a commit of another repository", async () => {
    outputOf("clone", await run(`git clone --quiet . ${outside}/clone`, project));
    expect(await rollout(`plan dev --from=${outside}/clone`)).toMatchObject({
      code: 1,
      output: expect.stringContaining("keeps its state in a file of this machine: give the environment a backend."),
    });
  });

  describe("runs what was committed", () => {
    const write = async (change: object) => {
      plant("environments/dev.json", { ...environment, ...change });
      outputOf("synth", await run("npm run synth", project));
    };

    test("and says so where the files have changed since", async () => {
      await write({ tags: { Release: "2" } });
      const output = await succeeds("plan dev");
      expect(output).toMatch(/^Runs stacks\/dev\.tf\.json of commit [0-9a-f]+\.$/m);
      expect(output).toContain(
        "stacks/dev.tf.json has changed since. Commit it, or use --uncommitted for a first try.",
      );
      expect(summaryOf(output)).toBe("No changes.");
    });

    test("or, if asked, the files as they lie there", async () => {
      const output = await succeeds("plan dev --uncommitted");
      expect(output).toContain("--uncommitted: runs stacks/dev.tf.json as it lies there");
      expect(summaryOf(output)).toBe("Plan: 0 to add, 8 to change, 0 to destroy.");
    });

    test("and applies no plan of another commit", async () => {
      expect(await rollout("apply dev")).toMatchObject({ code: 1 });
      await succeeds("apply dev --uncommitted");
      await succeeds("plan dev --uncommitted");
      await write({ tags: { Release: "3" } });
      expect(await rollout("apply dev --uncommitted")).toMatchObject({
        code: 1,
        output: expect.stringContaining("is not the one that was made here of this stack"),
      });
      await write({});
      expect(await rollout("drift dev")).toMatchObject({ code: 2 });
    });
  });

  // Reported: `protect` failed open: the plan was saved first and judged afterwards.
  describe("knows no plan that was not judged to its end", () => {
    test.each<[string, string]>([
      ["that Terraform cannot show", "exit 1"],
      ["of a run that was killed", "kill -9 $PPID; exit 1"],
      ["that is no whole plan", 'echo "{}"; exit 0'],
      ["that has errors", `echo '{"format_version":"1.2","errored":true,"complete":false}'; exit 0`],
    ])("one %s", async (_what, does) => {
      const { code } = await rollout("plan dev", terraformThat(does, "show"));
      expect(code).not.toBe(0);
      expect(await rollout("apply dev")).toMatchObject(noPlan);
    });

    test("or of a run that was killed while it was saved", async () => {
      await succeeds("plan dev");
      rmSync(join(project, ".git/chime-iam-plan-of-dev"));
      expect(await rollout("apply dev")).toMatchObject(noPlan);
    });
  });

  // Reported: The only record of an apply, errored.tfstate, was called no file of this project.
  describe("keeps the state that an apply could not write", () => {
    let server: Server;
    let state = "";
    let refuses = false;
    const kept = () => join(project, ".rollout/remote/errored.tfstate");

    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = "";
        request.on("data", (text) => {
          body += text;
        });
        request.on("end", () => {
          const isWrite = request.method === "POST";
          if (isWrite && !refuses) state = body;
          response.writeHead(isWrite && refuses ? 507 : state === "" ? 404 : 200).end(isWrite ? "" : state);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`;
      plant("environments/remote.json", { ...environment, name_prefix: "remote-", backend: { http: { address } } });
      outputOf("synth", await run("npm run synth", project));
      await commitAll(project);
    });
    afterAll(() => server.close());

    test("with the command that saves it, and refuses to go on without it", async () => {
      await succeeds("plan remote");
      refuses = true;
      expect(await rollout("apply remote")).toEqual({
        code: 1,
        output: expect.stringContaining(
          "The only record of what was done is .rollout/remote/errored.tfstate. Save it: sh scripts/rollout.sh push-state remote\n",
        ),
      });
      for (const step of ["plan", "apply"]) {
        expect(await rollout(`${step} remote`)).toEqual({
          code: 1,
          output:
            ".rollout/remote/errored.tfstate is the only record of what an earlier run did. Save it: sh scripts/rollout.sh push-state remote\n",
        });
      }
      expect(await rollout("push-state remote")).toMatchObject({ code: 1 });
      expect(existsSync(kept())).toBe(true);
    });

    test("until it is saved", async () => {
      refuses = false;
      await succeeds("push-state remote");
      expect(existsSync(kept())).toBe(false);
      expect(summaryOf(await succeeds("plan remote"))).toBe("No changes.");
    });

    test("of a run that was killed too, and does not disturb one that still runs", async () => {
      plant("environments/remote.json", {
        ...JSON.parse(readFileSync(join(project, "environments/remote.json"), "utf8")),
        tags: { Release: "2" },
      });
      outputOf("synth", await run("npm run synth", project));
      await commitAll(project);
      await succeeds("plan remote");
      refuses = true;
      // Without its output, for which the test would wait until Terraform ends.
      await rollout("apply remote >/dev/null 2>&1", terraformThat("kill -9 $PPID; sleep 15", "apply"));
      expect(await rollout("plan remote")).toMatchObject({
        code: 1,
        output: expect.stringMatching(/An apply of remote is running: process \d+\./),
      });
      const running = join(project, ".rollout/remote/running");
      const [folder = ""] = readFileSync(running, "utf8").split("\n");
      while (!existsSync(join(folder, "errored.tfstate"))) await new Promise((resolve) => setTimeout(resolve, 500));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await rollout("plan remote")).toMatchObject({
        code: 1,
        output: expect.stringContaining("is the only record"),
      });
      refuses = false;
      await succeeds("push-state remote");
      expect(summaryOf(await succeeds("plan remote"))).toBe("No changes.");
    });
  });

  test("leaves no private folder behind, except of the two runs that were killed", () => {
    expect(readdirSync(temporary)).toHaveLength(2);
  });
});

const gitName = {
  ...{ GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" },
  ...{ GIT_COMMITTER_NAME: "test", GIT_COMMITTER_EMAIL: "test@example.com" },
};
