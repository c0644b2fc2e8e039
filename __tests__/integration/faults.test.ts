/**
 * A rollout recovers from failures: AWS errors, two applies at once, a killed apply. docs/faults.md lists what was observed.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { Account } from "../support/account";
import { type Fate, FaultyIam } from "../support/faulty-iam";
import { fourRoles } from "../support/inputs";
import { commitAll, copyProject, type Outcome, outputOf, run, summaryOf } from "../support/project-copy";
import { integration } from "../support/suite";

const account_id = "444444444444";
const bucket = "chime-iam-state-of-faults";
const everything = ["chime-developer", "chime-minimal-user", "chime-user", "chime-websocket"];

integration("a rollout, when", () => {
  jest.setTimeout(300_000);
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject();
  const colleague = process.env.INTEGRATION_SKIPPED ? "" : mkdtempSync(join(tmpdir(), "chime-iam-colleague-"));
  let account: Account;
  let iam: FaultyIam;

  beforeAll(async () => {
    iam = await FaultyIam.start();
    account = await Account.enter(account_id);
    await account.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await succeeds("npm run lock -- $LOCK_FLAGS && npm run build");
    await synth({});
  });
  afterEach(() => {
    iam.fate = () => "pass";
  });
  afterAll(() => {
    iam.stop();
    for (const folder of [project, colleague]) rmSync(folder, { recursive: true, force: true });
  });

  const env = () => ({ ...account.env, ...iam.env });
  const inProject = (command: string, folder = project): Promise<Outcome> => run(command, folder, env());

  async function succeeds(command: string): Promise<string> {
    return outputOf(command, await inProject(command));
  }

  async function synth(change: object): Promise<void> {
    const backend = { s3: { bucket, key: "chime-iam.tfstate", region: "us-east-1", use_lockfile: true } };
    const file = { ...fourRoles, account_id, backend, ...change };
    writeFileSync(join(project, "environments/dev.json"), JSON.stringify(file));
    await succeeds("node dist/main.js"); // npm run synth, without compiling again
    await commitAll(project);
  }

  /** Begins an apply, and kills it with all that it has started once IAM gets a call whose answer it never sees. */
  async function killedApply(isLast: (action: string, parameters: URLSearchParams) => boolean): Promise<void> {
    const apply = spawn("npm", ["run", "apply", "dev"], {
      cwd: project,
      env: { ...process.env, ...env() },
      detached: true,
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => apply.once("exit", resolve));
    await new Promise<void>((resolve) => {
      iam.fate = (...call): Fate => {
        if (!isLast(...call)) return "pass";
        resolve();
        return "lose";
      };
    });
    await new Promise((resolve) => setTimeout(resolve, 1000)); // for the other calls to end, as they may
    process.kill(-(apply.pid ?? 0), "SIGKILL");
    await ended;
    iam.fate = () => "pass";
  }

  /** Who comes next is told of the killed run, refused by the lock, and told its ID. */
  async function lockId(): Promise<string> {
    const { code, output } = await inProject("npm run plan dev -- -lock-timeout=0s");
    expect(output).toContain("An apply of dev was killed: the plan shows what is left to do.");
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining("Error acquiring the state lock"),
    });
    return /ID: +([0-9a-f-]{36})/.exec(output)?.[1] ?? "";
  }

  async function expectWhole(): Promise<void> {
    expect(summaryOf(await succeeds("npm run drift dev"))).toBe("No changes.");
    expect(await account.roles()).toEqual(everything);
    expect((await account.policies()).map(({ PolicyName }) => PolicyName).sort()).toEqual(everything);
    for (const name of everything) expect(await account.attached(name)).toHaveLength(1);
  }

  test("the first is killed halfway: the lock is taken off, what the state does not know is adopted, nothing is lost", async () => {
    await succeeds("npm run plan dev");
    await killedApply((action, parameters) => action === "CreateRole" && parameters.get("RoleName") === "chime-user");
    const made = await account.ids("");
    expect(Object.keys(made)).toContain("role chime-user");
    await succeeds(`sh scripts/rollout.sh unlock dev --lock-id=${await lockId()}`);

    await succeeds("npm run plan dev");
    const { code, output } = await inProject("npm run apply dev");
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining("EntityAlreadyExists") });
    const existing = (kind: string) => [
      ...output.matchAll(new RegExp(`creating IAM ${kind} \\(chime-([a-z-]+)\\)`, "g")),
    ];
    const types = (kind: string) => existing(kind).map(([, type = ""]) => type.replace("-", "_"));
    const adopt: Record<string, object> = {};
    for (const type of types("Role")) adopt[type] = { role_name: `chime-${type.replace("_", "-")}` };
    for (const type of types("Policy")) {
      const policy_arn = `arn:aws:iam::${account_id}:policy/chime-${type.replace("_", "-")}`;
      adopt[type] = { ...adopt[type], policy_arn };
    }
    await synth({ adopt });
    expect(summaryOf(await succeeds("npm run plan dev"))).toMatch(
      /^Plan: \d+ to import, \d+ to add, 0 to change, 0 to destroy\./,
    );
    await succeeds("npm run apply dev");

    await synth({});
    await expectWhole();
    expect(await account.ids("")).toMatchObject(made);
  });

  test("one that changes things is killed halfway: once the lock is off, the next run ends what it began", async () => {
    const before = await account.ids("");
    await synth({ tags: { Release: "2" } });
    await succeeds("npm run plan dev");
    await killedApply((action, parameters) => action === "TagRole" && parameters.get("RoleName") === "chime-user");
    await succeeds(`sh scripts/rollout.sh unlock dev --lock-id=${await lockId()}`);
    await succeeds("npm run plan dev");
    await succeeds("npm run apply dev");
    await expectWhole();
    expect(await account.ids("")).toEqual(before);
    expect((await account.role("chime-user"))?.Tags).toEqual([{ Key: "Release", Value: "2" }]);
  });

  test("two apply one plan at once: one of them gets the lock, and then the other's plan is stale", async () => {
    await synth({ tags: { Release: "3" } });
    await succeeds("npm run plan dev");
    cpSync(project, colleague, { recursive: true, verbatimSymlinks: true });
    const outcomes = await Promise.all([project, colleague].map((folder) => inProject("npm run apply dev", folder)));
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(outcomes.find(({ code }) => code === 1)?.output).toContain("Saved plan is stale");
    await expectWhole();
  });

  test("IAM fails and throttles for a while: the same run succeeds", async () => {
    await synth({ tags: { Release: "4" } });
    let failures = 0;
    iam.fate = (action) => {
      if (failures >= 8) return "pass";
      failures += 1;
      return failures % 2 === 0 || !action.startsWith("Get")
        ? { status: 400, code: "Throttling" }
        : { status: 500, code: "ServiceFailure" };
    };
    await succeeds("npm run plan dev");
    expect(failures).toBe(8);
    failures = 0;
    await succeeds("npm run apply dev");
    expect(failures).toBe(8);
    await expectWhole();
  });

  test("IAM refuses: what was done is in the state, and the next run does the rest", async () => {
    await synth({ tags: { Release: "5" } });
    await succeeds("npm run plan dev");
    iam.fate = (action) => (action === "TagPolicy" ? { status: 403, code: "AccessDenied" } : "pass");
    expect(await inProject("npm run apply dev")).toMatchObject({
      code: 1,
      output: expect.stringContaining("AccessDenied"),
    });
    iam.fate = () => "pass";
    expect(summaryOf(await succeeds("npm run plan dev"))).toBe("Plan: 0 to add, 4 to change, 0 to destroy.");
    await succeeds("npm run apply dev");
    await expectWhole();
  });
});
