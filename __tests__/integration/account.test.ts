/**
 * examples/account: what an account has before its first rollout, for two environments that share it; who may take the roles
 * of GitHub Actions, and what these may do.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetPolicyVersionCommand, GetRolePolicyCommand, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { load } from "js-yaml";
import type { PolicyDocument, Statement } from "../../lib/grants/policy-document";
import { policyDocument } from "../../lib/grants/policy-document";
import { allows } from "../../scripts/simulation";
import { Account } from "../support/account";
import { lockProvider, printedEnvironment, unframed, withoutTls } from "../support/example-account";
import { FaultyIam } from "../support/faulty-iam";
import { fourRoles } from "../support/inputs";
import { commitAll, copyProject, type Outcome, outputOf, run, summaryOf } from "../support/project-copy";
import { integration } from "../support/suite";

const id = "666666666666";
const Bucket = `chime-iam-state-${id}-us-east-1`;
const trusted = { trust_account: true };

integration("examples/account", () => {
  jest.setTimeout(300_000);
  const dev = { ...fourRoles, account_id: id };
  const staging = { ...dev, name_prefix: "chat-", user_id_tag_key: "Uid", roles: { user: trusted } };
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject({ dev: JSON.stringify(dev) });
  const folder = join(project, "examples/account");
  let account: Account;
  let iam: FaultyIam;

  beforeAll(async () => {
    iam = await FaultyIam.start();
    account = await Account.enter(id);
    withoutTls(project);
    await commitAll(project);
  });
  afterAll(() => {
    iam.stop();
    rmSync(project, { recursive: true, force: true });
  });

  const write = (name: string, environment: object) =>
    writeFileSync(join(project, "environments", `${name}.json`), JSON.stringify(environment));
  const remove = (name: string) => rmSync(join(project, "environments", `${name}.json`));
  const account_sh = (args: string, env = {}): Promise<Outcome> =>
    run(`sh examples/account/account.sh ${args}`, project, { ...account.env, ...iam.env, ...env });
  const succeeds = async (args: string) => outputOf(args, await account_sh(args));
  const iamOf = (kind: string, name: string) => `arn:aws:iam::${id}:${kind}/${name}`;
  const boundary = iamOf("policy", "boundary-of-chime-roles");
  const documentOf = (encoded = ""): PolicyDocument => JSON.parse(decodeURIComponent(encoded));

  describe("account.sh", () => {
    test.each<[string, object, string]>([
      ["", {}, "sh examples/account/account.sh create ENVIRONMENT"],
      ["destroy dev", {}, "sh examples/account/account.sh create ENVIRONMENT"],
      ["apply prod", {}, "There is no file environments/prod.json"],
      ["apply dev", { TERRAFORM_BINARY_NAME: "no-such-terraform" }, '"no-such-terraform" is not on the PATH'],
      ["apply dev", {}, "The provider is not locked. Run sh scripts/rollout.sh lock"],
    ])("%s with %j ends in a sentence", async (args, env, sentence) => {
      const { code, output } = await account_sh(args, env);
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(sentence) });
    });

    test("of environments in several regions it asks for the one of their bucket", async () => {
      write("eu", { ...dev, region: "eu-central-1", name_prefix: "eu-" });
      const { code, output } = await account_sh("apply dev --uncommitted");
      remove("eu");
      expect({ code, output }).toEqual({
        code: 1,
        output: expect.stringContaining("are in several regions (eu-central-1 us-east-1): set STATE_REGION"),
      });
    });

    // Reported: The state lived on one laptop, and workspace `default` ended in "Invalid function argument".
    test("Terraform alone, in whichever workspace, names account.sh", async () => {
      const init = await run("terraform init -input=false", folder);
      rmSync(join(folder, ".terraform"), { recursive: true, force: true });
      expect(init).toMatchObject({ code: 1, output: expect.stringContaining("account.sh names the bucket") });
    });

    test("create makes the bucket with its own state in it, goes on after a failure, and prints what the file says", async () => {
      await lockProvider(project);
      await commitAll(project);
      iam.fate = (action) => (action === "CreatePolicy" ? { status: 403, code: "AccessDenied" } : "pass");
      expect(await account_sh("create dev -auto-approve")).toMatchObject({
        code: 1,
        output: expect.stringContaining("AccessDenied"),
      });
      iam.fate = () => "pass";
      expect(await account_sh("apply dev")).toMatchObject({
        code: 1,
        output: expect.stringContaining("account.sh create dev, which goes on."),
      });
      const output = await succeeds("create dev -auto-approve");
      expect(printedEnvironment(output)).toEqual({
        backend: {
          s3: {
            bucket: Bucket,
            key: "chime-iam/dev.tfstate",
            region: "us-east-1",
            use_lockfile: true,
            encrypt: true,
            allowed_account_ids: [id],
          },
        },
        permissions_boundary_arn: boundary,
      });
      const { Contents = [] } = await account.s3.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual(["account.tfstate"]);
    });

    // Reported: The lock file of examples/account was left untracked.
    test("nothing of it stays on the laptop, and git status is clean", async () => {
      expect(readdirSync(folder).filter((name) => /tfstate|override|tfbackend/.test(name))).toEqual([]);
      expect(await run("git status --short --ignored examples", project)).toEqual({ code: 0, output: "" });
    });

    // Reported: An override.tf.json with a provisioner ran at init, plan and apply. Killed, the script refused its own leftovers.
    test("nothing that lies next to its files reaches Terraform", async () => {
      const strange = { "override.tf.json": "{", ".terraform": "", "backend_override.tf": "{", "x.auto.tfvars": "{" };
      for (const [name, text] of Object.entries(strange)) writeFileSync(join(folder, name), text);
      expect(summaryOf(await succeeds("plan dev"))).toBe("No changes.");
      for (const name of Object.keys(strange)) rmSync(join(folder, name));
    });

    test("goes on with what a run left that was killed after it had made the bucket", async () => {
      const path = join(folder, `${id}.tfstate`);
      const { Body } = await account.s3.send(new GetObjectCommand({ Bucket, Key: "account.tfstate" }));
      writeFileSync(path, (await Body?.transformToString()) ?? "");
      expect(await account_sh("plan dev")).toMatchObject({
        code: 1,
        output: expect.stringContaining("account.sh create dev, which goes on."),
      });
      await succeeds("create dev -auto-approve");
      expect(existsSync(path)).toBe(false);
      expect(summaryOf(await succeeds("plan dev"))).toBe("No changes.");
    });

    // Reported: The only record of an apply was thrown away.
    test("a state that could not be written is saved before anything else is done", async () => {
      const kept = join(folder, `${id}.errored.tfstate`);
      const { Body } = await account.s3.send(new GetObjectCommand({ Bucket, Key: "account.tfstate" }));
      const state = JSON.parse((await Body?.transformToString()) ?? "");
      writeFileSync(kept, JSON.stringify({ ...state, serial: state.serial + 1 }));
      const says = `examples/account/${id}.errored.tfstate is the only record of what an earlier run did. Save it: sh examples/account/account.sh push-state dev\n`;
      expect(await account_sh("apply dev")).toEqual({ code: 1, output: expect.stringContaining(says) });
      await succeeds("push-state dev");
      expect(existsSync(kept)).toBe(false);
    });

    test("create refuses an account that has its bucket", async () => {
      const { code, output } = await account_sh("create dev -auto-approve");
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("has its bucket already") });
    });
  });

  test("the bucket of the states keeps every version, is encrypted and private, and refuses to delete a state", async () => {
    const { s3 } = account;
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({
      SSEAlgorithm: "AES256",
    });
    const { PublicAccessBlockConfiguration = {} } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    const deletion = async (key: string) => {
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: "{}" }));
      await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    };
    await deletion("any.tfstate.tflock");
    await expect(deletion("any.tfstate")).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  // Reported: Two environments in one account were not provided for.
  test("a second environment shares bucket, boundary and identity provider, from another laptop", async () => {
    write("staging", staging);
    writeFileSync(
      join(folder, "terraform.tfvars"),
      'github_repository = "acme/chat"\ngithub_repository_id = "74"\ngithub_repository_owner_id = "65"\n',
    );
    await commitAll(project);
    const output = await succeeds("apply staging -auto-approve");
    expect(summaryOf(output)).toBe("Plan: 9 to add, 0 to change, 0 to destroy.");
    expect(printedEnvironment(output)).toMatchObject({
      backend: { s3: { bucket: Bucket, key: "chime-iam/staging.tfstate" } },
    });
    expect(await account.roles("github-")).toEqual([
      "github-chime-iam-dev-apply",
      "github-chime-iam-dev-plan",
      "github-chime-iam-staging-apply",
      "github-chime-iam-staging-plan",
    ]);
    const { OpenIDConnectProviderList = [] } = await account.iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(OpenIDConnectProviderList).toHaveLength(1);
    expect(summaryOf(await succeeds("plan dev"))).toBe("No changes.");
  });

  describe("a role of GitHub Actions", () => {
    const issuer = "token.actions.githubusercontent.com";
    const workflow = "acme/chat/.github/workflows/chime-iam-environment.yml@refs/heads/main";
    const ids = { repository_id: "74", repository_owner_id: "65" };
    const pullRequest = {
      ...ids,
      sub: "repo:acme/chat:pull_request",
      ref: "refs/pull/7/merge",
      job_workflow_ref: workflow,
    };
    const main = {
      ...ids,
      sub: "repo:acme/chat:ref:refs/heads/main",
      ref: "refs/heads/main",
      job_workflow_ref: workflow,
    };
    const approved = { ...main, sub: "repo:acme/chat:environment:dev", environment: "dev" };

    test.each<[string, string, Readonly<Record<string, string>>, boolean]>([
      ["dev-plan", "a pull request, by the workflow of the main branch", pullRequest, true],
      ["dev-plan", "the main branch", main, true],
      [
        "dev-plan",
        "a repository with IDs in its subject",
        { ...pullRequest, sub: "repo:acme@65/chat@74:pull_request" },
        true,
      ],
      ["dev-apply", "a job of the environment", approved, true],
      ["dev-apply", "the same with IDs", { ...approved, sub: "repo:acme@65/chat@74:environment:dev" }, true],
      [
        "dev-plan",
        "a pull request that changes the workflow",
        { ...pullRequest, job_workflow_ref: workflow.replace("heads/main", "pull/7/merge") },
        false,
      ],
      [
        "dev-plan",
        "a job that the calling workflow has itself",
        { ...pullRequest, job_workflow_ref: workflow.replace("environment", "pull-request") },
        false,
      ],
      ["dev-plan", "a tag named main", { ...pullRequest, job_workflow_ref: workflow.replace("heads", "tags") }, false],
      ["dev-plan", "a later repository of the same name", { ...pullRequest, repository_id: "75" }, false],
      ["dev-plan", "a later owner of the same name", { ...pullRequest, repository_owner_id: "66" }, false],
      ["dev-plan", "a branch", { ...main, sub: "repo:acme/chat:ref:refs/heads/feature" }, false],
      ["dev-plan", "the job that applies", approved, false],
      ["dev-apply", "a pull request", pullRequest, false],
      ["dev-apply", "the main branch without the environment", main, false],
      ["dev-apply", "an environment of another branch", { ...approved, ref: "refs/heads/feature" }, false],
      ["staging-apply", "a job of another environment", approved, false],
    ])("%s is for %s: %j, %s", async (name, _who, claims, may) => {
      const role = await account.role(`github-chime-iam-${name}`);
      const [statement, ...others] = documentOf(role?.AssumeRolePolicyDocument).Statement;
      expect(others).toEqual([]);
      const { Principal, ...conditions } = statement as Statement;
      expect(Principal).toEqual({ Federated: iamOf("oidc-provider", issuer) });
      const context = Object.fromEntries(
        Object.entries({ aud: "sts.amazonaws.com", ...claims }).map(([claim, value]) => [`${issuer}:${claim}`, value]),
      );
      // The simulator knows no `sub` of a trust policy: it is asked about an identity policy of the same conditions.
      const asIdentityPolicy = policyDocument([{ ...conditions, Resource: "*" }]);
      expect(await allows(asIdentityPolicy, context, "sts:AssumeRoleWithWebIdentity", role?.Arn ?? "")).toBe(may);
    });

    async function policyOf(name: string): Promise<PolicyDocument> {
      const names = { RoleName: `github-chime-iam-${name}`, PolicyName: name.replace(/^.*-/, "") };
      return documentOf((await account.iam.send(new GetRolePolicyCommand(names))).PolicyDocument);
    }

    const bounded = { "iam:PermissionsBoundary": boundary };
    const state = (name: string) => `arn:aws:s3:::${Bucket}/${name}.tfstate`;
    const user = iamOf("role", "chime-user");
    const own = [
      ["plan", "iam:GetRole", user, {}, true],
      ["plan", "s3:GetObject", state("chime-iam/dev"), {}, true],
      ["plan", "s3:GetObject", state("chime-iam/staging"), {}, false],
      ["plan", "s3:GetObject", state("account"), {}, false],
      ["plan", "s3:PutObject", state("chime-iam/dev"), {}, false],
      ["plan", "iam:UpdateAssumeRolePolicy", user, bounded, false],
      ["plan", "iam:CreateRole", user, bounded, false],
      ["apply", "iam:CreateRole", user, bounded, true],
      ["apply", "iam:CreateRole", user, {}, false],
      ["apply", "iam:AttachRolePolicy", user, {}, false],
      ["apply", "iam:DeleteRolePermissionsBoundary", user, bounded, false],
      ["apply", "iam:UpdateAssumeRolePolicy", user, bounded, true],
      ["apply", "iam:UpdateAssumeRolePolicy", user, {}, false],
      ["apply", "iam:CreatePolicyVersion", iamOf("policy", "chime-user"), {}, true],
      ["apply", "iam:CreatePolicyVersion", boundary, {}, false],
      ["apply", "iam:UpdateAssumeRolePolicy", iamOf("role", "github-chime-iam-dev-apply"), bounded, false],
      ["apply", "iam:UpdateAssumeRolePolicy", iamOf("role", "github-chime-iam-staging-apply"), bounded, false],
      ["apply", "iam:UpdateAssumeRolePolicy", iamOf("role", "chat-user"), bounded, false],
      ["apply", "iam:UpdateAssumeRolePolicy", iamOf("role", "admin"), bounded, false],
      ["apply", "s3:PutObject", state("chime-iam/dev"), {}, true],
      ["apply", "s3:PutObject", state("chime-iam/staging"), {}, false],
      ["apply", "s3:PutObject", state("account"), {}, false],
      ["apply", "s3:DeleteObject", state("chime-iam/dev"), {}, false],
      ["apply", "s3:DeleteObject", `${state("chime-iam/dev")}.tflock`, {}, true],
      ["apply", "iam:TagRole", user, { "aws:TagKeys": ["Team"] }, true],
      ["apply", "iam:CreateRole", user, { ...bounded, "aws:TagKeys": ["Team"] }, true],
    ] as const;
    const attacks = [
      // A tag of the role counts as a session tag: every Cognito identity would be that user.
      ["apply", "iam:TagRole", user, { "aws:TagKeys": ["AppInstanceUserId"] }, false],
      ["apply", "iam:TagRole", user, { "aws:TagKeys": ["Team", "appinstanceuserid"] }, false],
      ["apply", "iam:CreateRole", user, { ...bounded, "aws:TagKeys": ["AppInstanceUserId"] }, false],
      // A role of another team would be within reach once it has the boundary.
      ["apply", "iam:PutRolePermissionsBoundary", iamOf("role", "chime-of-another-team"), bounded, false],
      ["apply", "iam:UpdateAssumeRolePolicy", iamOf("role", "chime-of-another-team"), {}, false],
    ] as const;
    test.each([...own, ...attacks])(
      "the one that is to %s dev: %s on %s with %j is %s",
      async (name, action, resource, context, may) => {
        expect(await allows(await policyOf(`dev-${name}`), context, action, resource)).toBe(may);
      },
    );

    // Reported: An unbounded TagRole could make every Cognito identity another user.
    test("each environment has its own key of the session tag, which no role may have as a tag", async () => {
      const chat = iamOf("role", "chat-user");
      expect(await allows(await policyOf("staging-apply"), { "aws:TagKeys": ["uid"] }, "iam:TagRole", chat)).toBe(
        false,
      );
      expect(await allows(await policyOf("staging-apply"), { "aws:TagKeys": ["Team"] }, "iam:TagRole", chat)).toBe(
        true,
      );
    });
  });

  test("GitLab CI gets the same two roles for each environment, which trust the main branch of the project", async () => {
    const settings = join(folder, "terraform.tfvars");
    const before = readFileSync(settings, "utf8");
    writeFileSync(settings, `${before}gitlab_project = "acme/chat"\n`);
    const output = await succeeds("apply dev -auto-approve --uncommitted");
    expect(summaryOf(output)).toBe("Plan: 9 to add, 0 to change, 0 to destroy.");
    for (const name of ["plan", "apply"]) {
      const role = await account.role(`gitlab-chime-iam-dev-${name}`);
      const trust = documentOf(role?.AssumeRolePolicyDocument).Statement;
      expect(trust).toEqual([
        expect.objectContaining({
          Principal: { Federated: iamOf("oidc-provider", "gitlab.com") },
          Condition: {
            StringEquals: {
              "gitlab.com:aud": "https://gitlab.com",
              "gitlab.com:sub": "project_path:acme/chat:ref_type:branch:ref:main",
            },
          },
        }),
      ]);
      const policies = await Promise.all(
        ["gitlab", "github"].map(async (platform) => {
          const names = { RoleName: `${platform}-chime-iam-dev-${name}`, PolicyName: name };
          return documentOf((await account.iam.send(new GetRolePolicyCommand(names))).PolicyDocument);
        }),
      );
      expect(policies[0]).toEqual(policies[1]);
    }
    writeFileSync(settings, before);
    await succeeds("apply dev -auto-approve");
  });

  // Reported: `name_prefix = "*"` planned a role that applies over `policy/*`.
  describe("the environment's file", () => {
    const bad: Readonly<Record<string, [object, string]>> = {
      prefix: [{ name_prefix: "*" }, 'environments/prefix.json: name_prefix is "*", expected the beginning'],
      path: [{ path: "/*/" }, 'environments/path.json: path is "/*/", expected an IAM path'],
      name: [{ roles: { user: { ...trusted, name: "*" } } }, 'environments/name.json: roles.user.name is "*"'],
      key: [{ user_id_tag_key: "a*" }, 'environments/key.json: user_id_tag_key is "a*"'],
      adopted: [
        { adopt: { user: { role_name: "?", policy_arn: iamOf("policy", "*") } } },
        'environments/adopted.json: adopt.user.role_name is "?"',
      ],
      policy: [
        { adopt: { user: { policy_arn: iamOf("policy", "*") } } },
        `environments/policy.json: adopt.user.policy_arn is "${iamOf("policy", "*")}"`,
      ],
    };
    const reserved: Readonly<Record<string, [object, string]>> = {
      everything: [{ name_prefix: "" }, 'environments/everything.json: name_prefix is "" and path "/"'],
      boundary: [
        { name_prefix: "b-", adopt: { user: { policy_arn: boundary } } },
        "environments/boundary.json names what examples/account makes, which no environment may change: boundary-of-chime-roles.",
      ],
      deployer: [
        { name_prefix: "d-", roles: { user: { ...trusted, name: "github-chime-iam-dev-apply" } } },
        "environments/deployer.json names what examples/account makes",
      ],
    };

    /** What Terraform says of environments of the account, all in one plan. */
    async function refusalOf(files: Readonly<Record<string, object>>, env = {}): Promise<string> {
      for (const [name, change] of Object.entries(files)) write(name, { ...dev, ...change });
      const outcome = await account_sh("plan dev -no-color --uncommitted", env);
      for (const name of Object.keys(files)) remove(name);
      expect(outcome).toMatchObject({ code: 1 });
      return unframed(outcome);
    }

    test("follows the rules of the module before any ARN is made of it, as terraform.tfvars follows its own", async () => {
      const files = Object.fromEntries(Object.entries(bad).map(([name, [change]]) => [name, change]));
      const settings = join(folder, "terraform.tfvars");
      const before = readFileSync(settings, "utf8");
      writeFileSync(settings, before.replace('"74"', '"chat"'));
      const said = await refusalOf(files);
      writeFileSync(settings, before);
      for (const [, sentence] of Object.values(bad)) expect(said).toContain(sentence);
      expect(said).toContain("github_repository_id is not the number that github_repository needs");
    });

    test("names nothing that examples/account makes", async () => {
      const files = Object.fromEntries(Object.entries(reserved).map(([name, [change]]) => [name, change]));
      const said = await refusalOf(files);
      for (const [, sentence] of Object.values(reserved)) expect(said).toContain(sentence);
    });

    test("has the name of an environment", async () => {
      expect(await refusalOf({ Name: { name_prefix: "n-" } })).toContain(
        'environments/Name.json: its name is "Name", expected the name of an environment',
      );
    });

    test("begins its names as no other environment of the account does, in whichever region", async () => {
      const nested = { region: "eu-central-1", name_prefix: "chime-nested-" };
      expect(await refusalOf({ nested }, { STATE_REGION: "us-east-1" })).toContain(
        'environments/nested.json: "/chime-nested-" begins like the names of dev, "/chime-"',
      );
    });
  });

  /** What account.sh says of the account of dev. */
  let settings: object;

  test("what the file names otherwise, or adopts, is within reach of its own environment", async () => {
    const adopted = iamOf("policy", "app/ChatUserPolicy");
    write("dev", {
      ...dev,
      roles: { user: trusted, websocket: { ...trusted, name: "listener" } },
      adopt: { user: { role_name: "ChatUser", policy_arn: adopted } },
    });
    await succeeds("apply dev -auto-approve --uncommitted");
    const names = { RoleName: "github-chime-iam-dev-apply", PolicyName: "apply" };
    const apply = documentOf((await account.iam.send(new GetRolePolicyCommand(names))).PolicyDocument);
    for (const [action, resource, may] of [
      ["UpdateAssumeRolePolicy", iamOf("role", "listener"), true],
      ["CreatePolicyVersion", iamOf("policy", "listener"), true],
      ["UpdateAssumeRolePolicy", iamOf("role", "app/ChatUser"), true],
      ["CreatePolicyVersion", adopted, true],
      ["CreatePolicyVersion", iamOf("policy", "app/Other"), false],
    ] as const) {
      const session = { "iam:PermissionsBoundary": boundary };
      expect({ action, resource, may: await allows(apply, session, `iam:${action}`, resource) }).toEqual({
        action,
        resource,
        may,
      });
    }
    write("dev", dev);
    settings = printedEnvironment(await succeeds("apply dev -auto-approve"));
  });

  test("the boundary that IAM gets is the one of the table, for this account", async () => {
    const version = { PolicyArn: boundary, VersionId: "v1" };
    const { PolicyVersion } = await account.iam.send(new GetPolicyVersionCommand(version));
    const given = readFileSync(join(folder, "boundary.tf.json"), "utf8").replaceAll("${var.account_id}", id);
    expect(documentOf(PolicyVersion?.Document)).toEqual(JSON.parse(given).locals.boundary);
  });

  test("the role that applies may make every call of a rollout, and of the way back", async () => {
    const rollOut = async (environment: object) => {
      write("dev", { ...environment, ...settings, exclusive_attachments: true });
      outputOf("synth", await run("npm run synth", project));
      await commitAll(project);
      const command = "npm run plan dev && npm run apply dev";
      return summaryOf(outputOf("rollout", await run(command, project, { ...account.env, ...iam.env })));
    };
    remove("staging");
    iam.calls.length = 0;
    expect(await rollOut({ ...dev, tags: { Team: "chat" } })).toMatch(
      /^Plan: \d+ to add, 0 to change, 0 to destroy\.$/,
    );
    expect(await rollOut({ ...dev, roles: { user: trusted }, tags: { Release: "2" } })).toMatch(
      /^Plan: 0 to add, \d+ to change, \d+ to destroy\.$/,
    );
    const names = { RoleName: "github-chime-iam-dev-apply", PolicyName: "apply" };
    const apply = documentOf((await account.iam.send(new GetRolePolicyCommand(names))).PolicyDocument);
    const made = new Map<string, readonly [string, string, string[]]>();
    for (const parameters of iam.calls) {
      const { Action = "", RoleName, PolicyArn, PolicyName = "" } = Object.fromEntries(parameters);
      const resource = RoleName ? iamOf("role", RoleName) : (PolicyArn ?? iamOf("policy", PolicyName));
      const tagKeys = [...parameters].flatMap(([name, value]) =>
        /^Tags\.member\.\d+\.Key$/.test(name) ? [value] : [],
      );
      if (resource.includes("/chime-")) made.set(`${Action} ${resource} ${tagKeys}`, [Action, resource, tagKeys]);
    }
    const actions = new Set([...made.values()].map(([action]) => action));
    expect([...actions]).toEqual(
      expect.arrayContaining(["CreateRole", "TagRole", "UntagPolicy", "DeleteRole", "DeletePolicy"]),
    );
    expect([...actions]).not.toContain("PutRolePermissionsBoundary");
    for (const [action, resource, tagKeys] of made.values()) {
      const context = {
        "iam:PermissionsBoundary": boundary,
        ...(tagKeys.length > 0 ? { "aws:TagKeys": tagKeys } : {}),
      };
      const needed = action === "CreateRole" && tagKeys.length > 0 ? [action, "TagRole"] : [action];
      for (const name of needed) {
        const may = await allows(apply, context, `iam:${name}`, resource);
        expect({ name, resource, may }).toEqual({ name, resource, may: true });
      }
    }
    expect(existsSync(join(project, "state"))).toBe(false);
  });

  // Reported: The check was the one that the commit under review brought along, and its stack came from a job that ran npm.
  describe("the jobs of chime-iam-environment.yml, with scripts/ of the main branch and a commit under review", () => {
    const workflow = "examples/github-actions/.github/workflows/chime-iam-environment.yml";
    const folders: string[] = [];
    let digests: Readonly<Record<string, string>> = {};
    afterAll(() => {
      for (const path of folders) rmSync(path, { recursive: true, force: true });
    });

    /** A runner of a job that has credentials, as its first steps leave it. */
    async function newRunner(): Promise<string> {
      const runner = mkdtempSync(join(tmpdir(), "chime-iam-runner-"));
      folders.push(runner);
      cpSync(join(project, "scripts"), join(runner, "scripts"), { recursive: true });
      await commitAll(runner);
      outputOf("clone", await run(`git clone --quiet ${project} under-review`, runner));
      return runner;
    }

    /** Runs a step of a job, and gives what it writes for later steps. */
    async function step(runner: string, job: string, name: string): Promise<Outcome & { written: string }> {
      const { jobs } = load(readFileSync(join(project, workflow), "utf8")) as {
        jobs: Record<string, { steps: { id?: string; run?: string }[] }>;
      };
      const script = jobs[job]?.steps.find(({ id }) => id === name)?.run ?? "exit 99";
      const outcome = await run('bash --noprofile --norc -eo pipefail -c "$SCRIPT"', runner, {
        ...account.env,
        ...iam.env,
        ...digests,
        SCRIPT: script,
        ENVIRONMENT: "dev",
        GITHUB_OUTPUT: join(runner, "output"),
        GITHUB_STEP_SUMMARY: join(runner, "summary"),
      });
      const output = join(runner, "output");
      const written = existsSync(output) ? readFileSync(output, "utf8") : "";
      rmSync(output, { force: true });
      return { ...outcome, written };
    }

    test("the generator of the main branch makes the stack that is committed", async () => {
      const runner = copyProject();
      folders.push(runner);
      cpSync(join(project, "environments"), join(runner, "under-review/environments"), { recursive: true });
      const { written, ...outcome } = await step(runner, "generate", "generate");
      outputOf("generate", outcome);
      const digest = createHash("sha256")
        .update(readFileSync(join(project, "stacks/dev.tf.json")))
        .digest("hex");
      expect(written).toBe(`digest=${digest}\n`);
      digests = { STACK_DIGEST: digest };
    });

    test("the job that plans finds all that it needs, and the one that applies applies that plan and no other", async () => {
      const planning = await newRunner();
      expect(await step(planning, "plan", "account")).toMatchObject({
        code: 0,
        written: `id=${id}\nregion=us-east-1\n`,
      });
      const { written, ...outcome } = await step(planning, "plan", "plan");
      outputOf("plan", outcome);
      expect(written).toMatch(/^changes=false\ndigest=[0-9a-f]{64}\n$/);
      expect(readFileSync(join(planning, "summary"), "utf8")).toContain("    No changes.");

      const applying = await newRunner();
      cpSync(join(planning, ".rollout"), join(applying, ".rollout"), { recursive: true });
      const [, digest = ""] = /digest=(.*)/.exec(written) ?? [];
      digests = { ...digests, PLAN_DIGEST: digest.replace(/.$/, (last) => (last === "0" ? "1" : "0")) };
      expect(await step(applying, "apply", "apply")).toMatchObject({
        code: 1,
        output: expect.stringContaining("The plan of dev is not the one that was made"),
      });
      digests = { ...digests, PLAN_DIGEST: digest };
      expect(await step(applying, "apply", "apply")).toMatchObject({ code: 0 });
    });

    test("no job signs in to an account for a stack that the generator does not make", async () => {
      const runner = await newRunner();
      const stack = join(runner, "under-review/stacks/dev.tf.json");
      writeFileSync(stack, readFileSync(stack, "utf8").replaceAll("3600", "7200"));
      await commitAll(join(runner, "under-review"));
      expect(await step(runner, "plan", "account")).toMatchObject({
        code: 1,
        output: expect.stringContaining("stacks/dev.tf.json is not what npm run synth of the main branch makes"),
        written: "",
      });
    });
  });
});
