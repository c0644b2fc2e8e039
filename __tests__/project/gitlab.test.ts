// The pipeline of examples/gitlab: which of its jobs have credentials, and what their scripts do.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load } from "js-yaml";
import { projectRoot } from "../support/files";

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly needs?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
  readonly rules?: readonly { readonly if: string; readonly when?: string; readonly allow_failure?: boolean }[];
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly environment?: { readonly name: string };
  readonly artifacts?: { readonly paths: readonly string[]; readonly when?: string };
}

const pipeline = load(readFileSync(join(projectRoot, "examples/gitlab/.gitlab-ci.yml"), "utf8")) as Record<string, Job>;
const settings = new Set(["workflow", "stages"]);
const names = Object.keys(pipeline).filter((name) => !settings.has(name) && !name.startsWith("."));

/** A job with what it extends, as GitLab merges them. */
function jobNamed(name: string): Job {
  const own = pipeline[name] ?? {};
  const base: Job = own.extends === undefined ? {} : jobNamed(own.extends);
  return { ...base, ...own, variables: { ...base.variables, ...own.variables } };
}

const jobs = names.map((name): [string, Job] => [name, jobNamed(name)]);
const signedIn = jobs.filter(([, { id_tokens }]) => id_tokens !== undefined);

test("the jobs that can sign in are those that plan, apply and look for drift", () => {
  const stages = ["dev", "staging", "prod"].flatMap((name) => [`plan ${name}`, `apply ${name}`]);
  expect(signedIn.map(([name]) => name)).toEqual([...stages, "drift"]);
});

test.each(signedIn)("%s is a job of the main branch, runs no npm, and in a checkout of its own", (_name, job) => {
  expect(job.rules?.map(({ if: rule }) => rule.startsWith('$CI_COMMIT_BRANCH == "main" &&'))).toEqual([true]);
  expect(JSON.stringify([job.before_script, job.script])).not.toMatch(/npm|npx|node/);
  expect(job.variables).toMatchObject({ GIT_STRATEGY: "clone" });
});

test("an apply waits for a person, of the protected environment, and takes the plan of its own environment", () => {
  for (const name of ["dev", "staging", "prod"]) {
    expect(jobNamed(`apply ${name}`)).toMatchObject({
      needs: [`plan ${name}`],
      environment: { name: "$ENVIRONMENT" },
      variables: { ENVIRONMENT: name, ROLE: "apply" },
      rules: [{ when: "manual", allow_failure: false }],
      artifacts: { when: "on_failure", paths: [".rollout/$ENVIRONMENT/errored.tfstate"] },
    });
    expect(jobNamed(`plan ${name}`).variables).toMatchObject({ ENVIRONMENT: name, ROLE: "plan" });
  }
  expect(["plan staging", "plan prod"].map((name) => jobNamed(name).needs)).toEqual([["apply dev"], ["apply staging"]]);
});

test("the account trusts the tokens that the jobs ask for, of the main branch", () => {
  const read = (file: string) => readFileSync(join(projectRoot, "examples/account", file), "utf8");
  for (const [, { id_tokens }] of signedIn) {
    expect(read("gitlab.tf")).toContain(`default     = "${id_tokens?.AWS_TOKEN?.aud}"`);
  }
  expect(read("environment/gitlab.tf")).toContain(
    ':sub" = "project_path:${local.gitlab.project}:ref_type:branch:ref:main"',
  );
  expect(read("environment/gitlab.tf")).toContain('"gitlab-chime-iam-${var.name}-${each.key}"');
});

describe("the script of", () => {
  let runner: string;
  beforeEach(() => {
    runner = mkdtempSync(join(tmpdir(), "chime-iam-gitlab-"));
  });
  afterEach(() => rmSync(runner, { recursive: true }));

  function write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(join(runner, path)), { recursive: true });
    writeFileSync(join(runner, path), content, { mode });
  }

  function run(lines: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const options = {
      cwd: runner,
      encoding: "utf8",
      env: { PATH: `${runner}/bin:${process.env.PATH}`, ...env },
    } as const;
    const { status, stdout, stderr } = spawnSync("sh", ["-ec", lines.join("\n")], options);
    return { status, output: stdout + stderr };
  }

  function commit(): void {
    const command = "git -c user.name=test -c user.email=test@example.com commit --quiet --message=all";
    expect(run([`git init --quiet && git add . && ${command}`])).toMatchObject({ status: 0 });
  }

  const signIn = jobNamed("plan dev").before_script ?? [];
  const show = ['echo "$AWS_ROLE_ARN"; cat "$AWS_WEB_IDENTITY_TOKEN_FILE"; rm "$AWS_WEB_IDENTITY_TOKEN_FILE"'];

  test("a job with credentials signs in to the account of the committed file, with a token outside the checkout", () => {
    write("bin/apk", "#!/bin/sh\n", 0o755);
    write("environments/dev.json", '{"account_id": "123456789012"}');
    commit();
    write("environments/dev.json", '{"account_id": "210987654321"}');
    const env = { ENVIRONMENT: "dev", ROLE: "plan", AWS_TOKEN: "token" };
    expect(run([...signIn, ...show], env)).toEqual({
      status: 0,
      output: "arn:aws:iam::123456789012:role/gitlab-chime-iam-dev-plan\ntoken",
    });
  });

  test("a job with credentials takes no account that is none", () => {
    write("bin/apk", "#!/bin/sh\n", 0o755);
    write("environments/dev.json", '{"account_id": "1:role/admin"}');
    commit();
    const env = { ENVIRONMENT: "dev", ROLE: "plan", AWS_TOKEN: "token" };
    expect(run([...signIn, ...show], env).output).not.toContain("role/admin");
  });

  test("a plan keeps the digest that its apply asks for", () => {
    write("scripts/rollout.sh", 'if [ $1 = digest ]; then echo d1; else mkdir -p .rollout/dev; echo "$@"; fi\n');
    const env = { ENVIRONMENT: "dev" };
    expect(run(jobNamed("plan dev").script ?? [], env)).toEqual({
      status: 0,
      output: "plan dev -lock=false -no-color\n",
    });
    expect(run(jobNamed("apply dev").script ?? [], env)).toEqual({
      status: 0,
      output: "apply dev --plan-digest=d1 -no-color\n",
    });
  });

  describe("a review", () => {
    const review = (synth: string, access = "") => {
      write("stacks/dev.tf.json", "{}");
      write("access/dev.json", "{}");
      write("bin/npm", `#!/bin/sh\n[ "$1" != run ] || ${synth}\n`, 0o755);
      write("bin/node", `#!/bin/sh\necho "$@"\n${access}\n`, 0o755);
      commit();
      return run(jobNamed("review").script ?? [], { CI_MERGE_REQUEST_DIFF_BASE_SHA: "abc" });
    };

    test("fails where what is committed is stale", () => {
      expect(review("echo changed >stacks/dev.tf.json")).toMatchObject({
        status: 1,
        output: expect.stringContaining("npm run synth writes them. Commit them."),
      });
    });

    test.each([
      ["", 0],
      ["exit 2", 0],
      ["exit 1", 1],
    ])("prints who gets or loses access since the main branch: %j ends with %d", (access, status) => {
      expect(review("true", access)).toEqual({ status, output: "dist/cli/index.js access dev --since abc\n" });
    });
  });
});
