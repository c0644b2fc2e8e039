/**
 * Roles made by hand from AWS's page are imported without being replaced, as docs/taking-over.md describes.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { Account } from "../support/account";
import { accountId, handWritten } from "../support/account-details";
import { goodInputs, trusted } from "../support/inputs";
import { commitAll, copyProject, outputOf, run, summaryOf } from "../support/project-copy";
import { integration } from "../support/suite";

const account_id = "888888888888";
const arn = (name: string) => `arn:aws:iam::${account_id}:policy/chat/${name}`;

integration("roles made by hand", () => {
  jest.setTimeout(300_000);
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject();
  let account: Account;
  let before: Record<string, string>;

  beforeAll(async () => {
    account = await Account.enter(account_id);
    await makeByHand("ChatUser", "ChatUserPolicy");
    await makeByHand("ChatListener");
    before = await account.ids("");
    await succeeds("npm run lock -- $LOCK_FLAGS && npm run build");
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  /** A role as somebody makes it who copies AWS's page, in a path and with a description of their own. */
  async function makeByHand(RoleName: string, PolicyName?: string): Promise<void> {
    const principal = {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account_id}:root` },
      Action: "sts:AssumeRole",
    };
    await account.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: "/chat/",
        Description: "made by hand",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [principal] }),
      }),
    );
    if (PolicyName === undefined) return;
    const user = `arn:aws:chime:us-east-1:${account_id}:app-instance/${goodInputs.app_instance_id}/user/alice`;
    const statement = { Effect: "Allow", Action: ["chime:CreateChannel", "chime:Connect"], Resource: [user] };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await account.iam.send(
      new CreatePolicyCommand({ PolicyName, Path: "/chat/", Description: "from AWS's page", PolicyDocument }),
    );
    await account.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn(PolicyName) }));
  }

  async function succeeds(command: string): Promise<string> {
    return outputOf(command, await run(command, project, account.env));
  }

  async function synth(change: object): Promise<void> {
    const roles = { user: trusted, websocket: trusted };
    writeFileSync(
      join(project, "environments/dev.json"),
      JSON.stringify({ ...goodInputs, account_id, roles, ...change }),
    );
    await succeeds("node dist/main.js"); // npm run synth, without compiling again
    await commitAll(project);
  }

  const adopt = {
    user: { role_name: "ChatUser", policy_arn: arn("ChatUserPolicy") },
    websocket: { role_name: "ChatListener" },
  };

  test("are taken over: the plan imports and changes them, and destroys and replaces nothing", async () => {
    await synth({ adopt });
    const plan = await succeeds("npm run plan dev");
    expect(summaryOf(plan)).toBe("Plan: 3 to import, 3 to add, 3 to change, 0 to destroy.");
    const added = [...plan.matchAll(/# (\S+) will be created/g)].map(([, address]) => address);
    expect(added).toEqual([
      "aws_iam_policy.websocket", // it had none
      "aws_iam_role_policy_attachment.user", // to attach again changes nothing
      "aws_iam_role_policy_attachment.websocket",
    ]);
    expect(plan).toContain('+ "sts:TagSession",');
    await succeeds("npm run apply dev");
  });

  test("are the same roles and policies as before, with the documents of the catalogue", async () => {
    expect(await account.ids("")).toMatchObject(before);
    expect(await account.roles()).toEqual(["ChatListener", "ChatUser"]);
    const user = await account.role("ChatUser");
    expect(user).toMatchObject({ Path: "/chat/", Description: expect.stringContaining("a signed-in user") });
    expect(decodeURIComponent(user?.AssumeRolePolicyDocument ?? "")).toContain("sts:TagSession");
    expect(await account.attached("ChatUser")).toEqual([expect.objectContaining({ PolicyArn: arn("ChatUserPolicy") })]);
  });

  test("refuse to be destroyed or replaced", async () => {
    expect(await run("npm run plan dev -- -destroy", project, account.env)).toMatchObject({
      code: 1,
      output: expect.stringContaining("Instance cannot be destroyed"),
    });
  });

  test("are managed like any other from then on", async () => {
    expect(summaryOf(await succeeds("npm run plan dev"))).toBe("No changes.");
    await account.iam.send(new DetachRolePolicyCommand({ RoleName: "ChatUser", PolicyArn: arn("ChatUserPolicy") }));
    await account.iam.send(new DeleteRoleCommand({ RoleName: "ChatUser" }));
    expect(summaryOf(await succeeds("npm run plan dev"))).toBe("Plan: 2 to add, 0 to change, 0 to destroy.");
  });

  test("that do not exist are an error at plan", async () => {
    await synth({
      adopt: { ...adopt, websocket: { ...adopt.websocket, policy_arn: arn("Nowhere") } },
      name_prefix: "x-",
    });
    const { code, output } = await run("rm -r state && npm run plan dev", project, account.env);
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining("Cannot import non-existent remote object"),
    });
  });
});

// Reported: whoever asked which roles of an account are too wide had no answer, and took them over by hand.
integration("an account of ten roles that somebody wrote", () => {
  jest.setTimeout(300_000);
  const id = "888888888880";
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject();
  const file = join(project, "account.json");
  const { RoleDetailList: roles, Policies: policies }: typeof handWritten = JSON.parse(
    JSON.stringify(handWritten).replaceAll(accountId, id),
  );
  let account: Account;

  beforeAll(async () => {
    account = await Account.enter(id);
    for (const { PolicyName, PolicyVersionList: versions } of policies) {
      const document = versions.find(({ IsDefaultVersion: isDefault }) => isDefault)?.Document;
      await account.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }));
    }
    for (const { RoleName, AssumeRolePolicyDocument, RolePolicyList, AttachedManagedPolicies } of roles) {
      const trust = { AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument) };
      await account.iam.send(new CreateRoleCommand({ RoleName, ...trust }));
      for (const { PolicyName, PolicyDocument } of RolePolicyList) {
        const inline = { RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) };
        await account.iam.send(new PutRolePolicyCommand(inline));
      }
      for (const { PolicyArn } of AttachedManagedPolicies) {
        await account.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
      }
    }
    const details = await account.iam.send(new GetAccountAuthorizationDetailsCommand({}));
    writeFileSync(file, JSON.stringify(details));
    outputOf("lock", await run("npm run lock -- $LOCK_FLAGS && npm run build", project, account.env));
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const command = (args: string) =>
    run(`node dist/cli/index.js ${args} --account account.json 2>errors.txt`, project, account.env);

  test("shows the three that are dangerous first", async () => {
    const { code, output } = await command("access");
    expect(code).toBe(0);
    const first = [...output.matchAll(/^ {2}! (\w+):/gm)].slice(0, 3).map(([, name]) => name);
    expect(first.sort()).toEqual(["ChatAnonymous", "ChatEverybody", "ChatUsers"]);
  });

  test("two of them are taken over: 2 to import, and then no change", async () => {
    const adopted = await command("adopt ChatTagged ChatLambda");
    expect(adopted.code).toBe(0);
    const environment = { ...goodInputs, account_id: id, ...JSON.parse(adopted.output) };
    writeFileSync(join(project, "environments/dev.json"), JSON.stringify(environment));
    const rollOut = async (step: string) =>
      outputOf(step, await run(`npm run ${step} dev -- --uncommitted`, project, account.env));
    outputOf("synth", await run("node dist/main.js", project, account.env));
    expect(summaryOf(await rollOut("plan"))).toMatch(/^Plan: 2 to import, .* 0 to destroy\.$/);
    await rollOut("apply");
    expect(summaryOf(await rollOut("plan"))).toBe("No changes.");
  });
});
