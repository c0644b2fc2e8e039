/**
 * docs/rollout.md: three emulated accounts, each with its state in a bucket of its own, from empty to prod.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { pageRoleTypeNames } from "../../lib/grants/role-types";
import { Account } from "../support/account";
import { commandsOf } from "../support/documents";
import { lockProvider, printedEnvironment, withoutTls } from "../support/example-account";
import { FaultyIam } from "../support/faulty-iam";
import { fourRoles } from "../support/inputs";
import { commitAll, copyProject, type Outcome, outputOf, run, summaryOf } from "../support/project-copy";
import { integration } from "../support/suite";

const accountIds = { dev: "111111111111", staging: "222222222222", prod: "333333333333" } as const;
type Name = keyof typeof accountIds;
const names = Object.keys(accountIds) as Name[];
const roleNames = pageRoleTypeNames.map((roleType) => `chime-${roleType.replace("_", "-")}`).sort();

integration("the rollout of docs/rollout.md", () => {
  jest.setTimeout(300_000);
  const environment = (name: Name) => ({ ...fourRoles, account_id: accountIds[name], exclusive_attachments: true });
  const project = process.env.INTEGRATION_SKIPPED
    ? ""
    : copyProject({
        dev: JSON.stringify(environment("dev")),
        staging: JSON.stringify(environment("staging")),
        prod: JSON.stringify({ ...environment("prod"), protect: true }),
      });
  const accounts = {} as Record<Name, Account>;
  const followed = new Set<string>();
  let iam: FaultyIam;

  beforeAll(async () => {
    iam = await FaultyIam.start();
    for (const name of names) accounts[name] = await Account.enter(accountIds[name]);
  });
  afterAll(() => {
    iam.stop();
    rmSync(project, { recursive: true, force: true });
  });

  /** Follows a command of the document in an environment: without questions, and without a network. */
  async function follow(command: string, name: Name, further = ""): Promise<Outcome> {
    followed.add(command);
    const ours = command
      .replace(/\bdev\b/, name)
      .replace(/account\.sh .*/, "$& -auto-approve")
      .replace(/apply$/, "apply -auto-approve")
      .replace(/ -platform=.*/, " $LOCK_FLAGS");
    return run(`${ours}${further}`, project, { ...accounts[name].env, ...iam.env });
  }

  async function succeeds(command: string, name: Name, further = ""): Promise<string> {
    return outputOf(`${command} in ${name}`, await follow(command, name, further));
  }

  const file = (name: Name) => join(project, "environments", `${name}.json`);
  const read = (name: Name) => JSON.parse(readFileSync(file(name), "utf8"));
  function write(name: Name, change: object): void {
    writeFileSync(file(name), JSON.stringify({ ...read(name), ...change }));
  }

  /** Writes the stacks, and commits them with all else: a rollout runs what was committed. */
  async function synthesize(): Promise<void> {
    await succeeds("npm run synth", "dev");
    await commitAll(project);
  }

  async function rollOut(name: Name): Promise<string> {
    const plan = await succeeds("npm run plan dev", name);
    await succeeds("npm run apply dev", name);
    return plan;
  }

  const releases = (name: Name) =>
    Promise.all(
      roleNames.map(
        async (role) => (await accounts[name].role(role))?.Tags?.find(({ Key }) => Key === "Release")?.Value,
      ),
    );

  test("examples/account prepares each account, and prints what its environment's file is to say", async () => {
    withoutTls(project);
    await lockProvider(project);
    await commitAll(project);
    for (const name of names) {
      write(name, printedEnvironment(await succeeds("sh examples/account/account.sh create dev", name)));
    }
    expect(read("prod")).toMatchObject({
      backend: {
        s3: { bucket: "chime-iam-state-333333333333-us-east-1", key: "chime-iam/prod.tfstate", use_lockfile: true },
      },
      permissions_boundary_arn: "arn:aws:iam::333333333333:policy/boundary-of-chime-roles",
    });
    rmSync(join(project, ".terraform.lock.hcl"));
  });

  test("without a locked provider nothing is planned", async () => {
    await synthesize();
    const { code, output } = await follow("npm run plan dev", "dev");
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining("Run npm run lock, which records one"),
    });
  });

  test("one commit and one provider go through dev, staging and prod", async () => {
    await succeeds("npm run lock -- -platform=linux_amd64 -platform=darwin_arm64", "dev");
    await synthesize();
    for (const name of names) {
      expect(await accounts[name].roles()).toEqual([]);
      const plan = await rollOut(name);
      expect(summaryOf(plan)).toBe("Plan: 20 to add, 0 to change, 0 to destroy.");
      expect(await accounts[name].roles()).toEqual(roleNames);
      expect((await accounts[name].role("chime-user"))?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
        `arn:aws:iam::${accountIds[name]}:policy/boundary-of-chime-roles`,
      );
    }
    expect(existsSync(join(project, "state"))).toBe(false);
  });

  test("a plan is applied once, and an environment that nobody knows is named", async () => {
    expect(await follow("npm run apply dev", "dev")).toMatchObject({
      code: 1,
      output: expect.stringContaining("There is no plan of dev to apply. Run npm run plan dev."),
    });
    expect(await run("npm run plan prd", project)).toMatchObject({
      code: 1,
      output: expect.stringContaining('There is no stack of the environment "prd". There are: dev prod staging'),
    });
  });

  test("a stack is not planned that is not of its environment's file", async () => {
    const before = read("dev");
    write("dev", { max_session_duration: 7200 });
    await commitAll(project);
    expect(await follow("npm run plan dev", "dev")).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        "environments/dev.json has changed since its stack was written. Run npm run synth and commit stacks/.",
      ),
    });
    writeFileSync(file("dev"), JSON.stringify(before));
    await synthesize();
  });

  test("a second rollout of the same commit changes nothing", async () => {
    for (const name of names) expect(summaryOf(await succeeds("npm run plan dev", name))).toBe("No changes.");
  });

  test("a change goes through dev alone when staging fails", async () => {
    for (const name of names) write(name, { tags: { Release: "2" } });
    await synthesize();
    const isDenied = (action: string, parameters: URLSearchParams) =>
      action === "TagRole" && parameters.get("RoleName") === "chime-user";
    const reached: Name[] = [];
    for (const name of names) {
      reached.push(name);
      iam.fate = (...call) =>
        name === "staging" && isDenied(...call) ? { status: 403, code: "AccessDenied" } : "pass";
      await succeeds("npm run plan dev", name);
      const { code, output } = await follow("npm run apply dev", name);
      if (code !== 0) {
        expect(output).toContain("AccessDenied");
        break;
      }
    }
    iam.fate = () => "pass";
    expect(reached).toEqual(["dev", "staging"]);
    expect(await releases("dev")).toEqual(["2", "2", "2", "2"]);
    expect(await releases("staging")).toEqual(["2", "2", undefined, "2"]);
    expect(await releases("prod")).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("and continues once staging works, without repeating what was done", async () => {
    expect(summaryOf(await rollOut("staging"))).toBe("Plan: 0 to add, 1 to change, 0 to destroy.");
    await rollOut("prod");
    for (const name of names) expect(await releases(name)).toEqual(["2", "2", "2", "2"]);
  });

  test("the credentials of another account are refused at the state already", async () => {
    const asDev = { ...accounts.dev.env, ...iam.env };
    expect(await run("npm run plan prod", project, asDev)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/Initializing the backend.*AWS account ID not allowed/s),
    });
  });

  describe("what is protected", () => {
    test("refuses to be destroyed or to be replaced under another name", async () => {
      const destroy = await follow("npm run plan dev -- -destroy", "prod");
      expect(destroy).toMatchObject({ code: 1, output: expect.stringContaining("Instance cannot be destroyed") });
      write("prod", { name_prefix: "chat-" });
      await synthesize();
      expect(await follow("npm run plan dev", "prod")).toMatchObject({
        code: 1,
        output: expect.stringContaining("Instance cannot be destroyed"),
      });
      expect(await accounts.prod.roles()).toEqual(roleNames);
      write("prod", { name_prefix: "chime-" });
    });

    test("stays, with what is attached, when its role leaves the file; and can be adopted again", async () => {
      const before = await accounts.prod.ids("chime-");
      const trusted = { trust_account: true };
      const others = { developer: trusted, user: trusted, minimal_user: trusted };
      write("prod", { roles: others });
      await synthesize();
      expect(summaryOf(await rollOut("prod"))).toBe("Plan: 0 to add, 0 to change, 0 to destroy.");
      expect(await accounts.prod.attached("chime-websocket")).toHaveLength(1);
      const policy_arn = `arn:aws:iam::${accountIds.prod}:policy/chime-websocket`;
      write("prod", {
        roles: { ...others, websocket: trusted },
        adopt: { websocket: { role_name: "chime-websocket", policy_arn } },
      });
      await synthesize();
      expect(summaryOf(await rollOut("prod"))).toBe("Plan: 2 to import, 3 to add, 0 to change, 0 to destroy.");
      expect(await accounts.prod.ids("chime-")).toEqual(before);
    });

    test("whose key is no role type must be null in the file, or the plan that destroys it is refused", async () => {
      const { roles } = read("prod");
      write("prod", { roles: { ...roles, tenant: { type: "user", trust_account: true } } });
      await synthesize();
      await rollOut("prod");
      write("prod", { roles });
      await synthesize();
      const { code, output } = await follow("npm run plan dev", "prod");
      expect({ code, output }).toEqual({
        code: 1,
        output: expect.stringMatching(
          /has protect, and this plan destroys\naws_iam_policy\.tenant\naws_iam_role\.tenant\n/,
        ),
      });
      expect(await follow("npm run apply dev", "prod")).toMatchObject({ code: 1 });
      write("prod", { roles: { ...roles, tenant: null } });
      await synthesize();
      expect(summaryOf(await rollOut("prod"))).toBe("Plan: 0 to add, 0 to change, 0 to destroy.");
      expect(await accounts.prod.roles()).toContain("chime-tenant");
    });
  });

  describe("drift", () => {
    test("is not reported where there is none", async () => {
      expect(summaryOf(await succeeds("npm run drift dev", "staging"))).toBe("No changes.");
    });

    test("is reported: a policy attached by hand, an inline one, an edited trust policy, a deleted role", async () => {
      const { iam: staging } = accounts.staging;
      const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
      const made = await staging.send(new CreatePolicyCommand({ PolicyName: "by-hand", PolicyDocument }));
      const PolicyArn = made.Policy?.Arn;
      await staging.send(new AttachRolePolicyCommand({ RoleName: "chime-user", PolicyArn }));
      await staging.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: "chime-developer",
          PolicyDocument:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}',
        }),
      );
      const inline = { RoleName: "chime-minimal-user", PolicyName: "by-hand", PolicyDocument };
      await staging.send(new PutRolePolicyCommand(inline));
      const own = `arn:aws:iam::${accountIds.staging}:policy/chime-websocket`;
      await staging.send(new DetachRolePolicyCommand({ RoleName: "chime-websocket", PolicyArn: own }));
      await staging.send(new DeleteRoleCommand({ RoleName: "chime-websocket" }));

      const { code, output } = await follow("npm run drift dev", "staging");
      expect({ code, output }).toMatchObject({ code: 2 });
      const review = await run("npm run access staging -- --plan .rollout/staging/drift.json", project);
      expect(review.output).toContain("developer can no longer be assumed by anybody in any AWS account");
      const found = output.slice(output.indexOf("Found in the account, and not as the stack says:"));
      expect(found.match(/^ {2}aws_iam_.*$/gm)?.sort()).toEqual([
        "  aws_iam_role.developer differs:",
        "  aws_iam_role.websocket is missing",
        "  aws_iam_role_policies_exclusive.minimal_user differs:",
        "  aws_iam_role_policy_attachment.websocket is missing",
        "  aws_iam_role_policy_attachments_exclusive.user differs:",
      ]);
      expect(found).toContain(
        'assume_role_policy has {"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"*"}}',
      );
      for (const says of [
        "aws_iam_role_policy_attachments_exclusive.user will be updated in-place",
        "policy/by-hand",
        "aws_iam_role_policies_exclusive.minimal_user will be updated in-place",
        "aws_iam_role.developer will be updated in-place",
        "aws_iam_role.websocket will be created",
      ]) {
        expect(output).toContain(says);
      }
    });

    test("of every environment is one line: its account, its stack, what differs, or that it cannot be read", async () => {
      write("dev", { tags: { Release: "3" } });
      await commitAll(project);
      const { code, output } = await follow("npm run drift", "staging");
      expect({ code, lines: output.trim().split("\n").slice(-3) }).toEqual({
        code: 1,
        lines: [
          `dev  ${accountIds.dev}  stack refused  environments/dev.json has changed since its stack was written. Run npm run synth and commit stacks/.`,
          expect.stringMatching(`^prod  ${accountIds.prod}  stack fresh  not read: Invalid account ID$`),
          expect.stringMatching(`^staging  ${accountIds.staging}  stack fresh  drift: .*aws_iam_role.websocket`),
        ],
      });
      const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
      expect((await run("npm run --silent drift", project, none)).output).toContain("stack fresh  no credentials\n");
      write("dev", { tags: { Release: "2" } });
      await commitAll(project);
    });

    test("is repaired by the next apply", async () => {
      await rollOut("staging");
      expect(await accounts.staging.attached("chime-user")).toEqual([
        expect.objectContaining({ PolicyName: "chime-user" }),
      ]);
      const inline = new ListRolePoliciesCommand({ RoleName: "chime-minimal-user" });
      expect((await accounts.staging.iam.send(inline)).PolicyNames).toEqual([]);
      const trust = (await accounts.staging.role("chime-developer"))?.AssumeRolePolicyDocument ?? "";
      expect(decodeURIComponent(trust)).toContain(`"AWS":"arn:aws:iam::${accountIds.staging}:root"`);
      expect(await accounts.staging.roles()).toEqual(roleNames);
      expect(summaryOf(await succeeds("npm run drift dev", "staging"))).toBe("No changes.");
    });
  });

  test("reverting a change and rolling out rolls it back", async () => {
    const { tags: _removed, ...before } = read("dev");
    writeFileSync(file("dev"), JSON.stringify(before));
    await synthesize();
    expect(summaryOf(await rollOut("dev"))).toBe("Plan: 0 to add, 8 to change, 0 to destroy.");
    expect(await releases("dev")).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("an environment is removed while its file is there", async () => {
    await succeeds("npm run plan dev -- -destroy", "dev");
    await succeeds("npm run apply dev", "dev");
    expect(await accounts.dev.roles()).toEqual([]);
    expect(await accounts.staging.roles()).toEqual(roleNames);
  });

  test("the workflows and the pipeline are copied to where GitHub and GitLab look for them", async () => {
    await succeeds("cp -r examples/github-actions/.github .", "dev");
    await succeeds("cp examples/gitlab/.gitlab-ci.yml .", "dev");
    expect(existsSync(join(project, ".github/workflows/chime-iam-rollout.yml"))).toBe(true);
  });

  test("every command of the document was run", () => {
    expect([...followed].sort()).toEqual([...new Set(commandsOf("docs/rollout.md"))].sort());
  });
});
