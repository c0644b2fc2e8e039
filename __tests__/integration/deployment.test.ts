/**
 * The README's way, from a fresh copy of the project to roles in an (emulated) account and away again.
 * Each test builds on those before it: after the first that fails, the others are not run.
 *
 * @jest-environment ./__tests__/support/first-failure-environment.cjs
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { AppInstance, type PolicyDocument } from "../../lib";
import { type PageRoleType, pageRoleTypeNames } from "../../lib/grants/role-types";
import type { RoleValues } from "../../lib/inputs/inputs";
import { admits } from "../../scripts/simulation";
import { appInstance } from "../support/app-instance";
import { blocksOf, commandsOf } from "../support/documents";
import { documentsOf, environmentWith } from "../support/environment";
import { readFixture } from "../support/files";
import { surprises } from "../support/matrix";
import { commitAll, copyProject, type Outcome, run } from "../support/project-copy";
import { integration } from "../support/suite";
import type { TrustCases } from "../support/trust-cases";

const trusted: RoleValues = { trust_account: true };

/** The documents of a role type that the account may assume, of an app instance. */
function documents(roleType: PageRoleType, of: AppInstance = appInstance) {
  const environment = environmentWith({ region: of.region, app_instance_id: of.arn, roles: { [roleType]: trusted } });
  return documentsOf(environment, roleType);
}

/** Who can assume a role that trusts the account. */
const accountCases = readFixture<TrustCases[]>("trust-cases.json")[0]?.cases ?? [];

const nameOf = (roleType: PageRoleType) => `chime-${roleType.replace("_", "-")}`;

integration("the README's commands", () => {
  jest.setTimeout(300_000);
  const project = process.env.INTEGRATION_SKIPPED ? "" : copyProject({ dev: blocksOf("README.md", "json")[0] ?? "" });
  const stackFolder = join(project, "cdktf.out/stacks/chime-iam-dev");
  const outcomes = new Map<string, Outcome>();

  /** Runs a command of the README: without questions, and without the network that locking a provider needs. */
  async function follow(command: string): Promise<Outcome> {
    const flags = /cdktf (deploy|destroy)/.test(command) ? " --auto-approve --skip-provider-lock" : "";
    const outcome = await run(command + (/cdktf diff/.test(command) ? " --skip-provider-lock" : flags), project);
    outcomes.set(command, outcome);
    return outcome;
  }

  function terraform(args: string): Promise<Outcome> {
    return run(`terraform ${args} -no-color`, stackFolder);
  }

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test("npm run synth writes the stack", async () => {
    const { code, output } = await follow("npm run synth");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("chime-iam-dev/cdk.tf.json") });
    await commitAll(project);
  });

  test("npx cdktf diff shows four roles, four policies and four attachments", async () => {
    const { code, output } = await follow("npx cdktf diff chime-iam-dev");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("12 to add") });
  });

  test("Terraform finds the stack valid, without a warning", async () => {
    const { output } = await run("terraform validate -json", stackFolder);
    expect(JSON.parse(output)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
  });

  test("the plan holds the policies of the catalogue, for the app instance of its variables", async () => {
    const other = AppInstance.of({ ...appInstance, region: "eu-central-1" });
    expect(
      await terraform(`plan -input=false -out=plan -var region=eu-central-1 -var app_instance_id=${other.arn}`),
    ).toMatchObject({ code: 0 });
    const { output } = await run("terraform show -json plan", stackFolder);
    const { planned_values } = JSON.parse(output);
    const resources: { type: string; name: PageRoleType; values: Record<string, string> }[] =
      planned_values.root_module.resources;
    const planned = resources.filter(({ type }) => type === "aws_iam_policy");
    expect(planned.map(({ name }) => name).sort()).toEqual([...pageRoleTypeNames].sort());
    for (const { name, values } of planned) {
      expect(JSON.parse(values.policy ?? "")).toEqual(documents(name, other).policy);
    }
  });

  test("what Terraform plans allows exactly what AWS's page, corrected, allows", async () => {
    expect(await terraform("plan -input=false -out=plan")).toMatchObject({ code: 0 });
    const { planned_values } = JSON.parse((await run("terraform show -json plan", stackFolder)).output);
    const resources: { type: string; name: PageRoleType; values: { policy?: string } }[] =
      planned_values.root_module.resources;
    for (const { name, values } of resources.filter(({ type }) => type === "aws_iam_policy")) {
      expect(await surprises(name, JSON.parse(values.policy ?? ""), "session_tag")).toEqual([]);
    }
  });

  test.each([
    [
      "a user's ARN",
      `-var app_instance_id=${appInstance.arn}/user/bob`,
      "looks like a user ARN; take its app instance",
    ],
    ["an ARN of another region", `-var app_instance_id=${appInstance.arn} -var region=eu-central-1`, "agrees with"],
    [
      "another account",
      "-var account_id=210987654321",
      'account_id is "210987654321", expected "123456789012": the account of environments/dev.json.',
    ],
  ])("a plan with %s is refused", async (_what, args, says) => {
    const { code, output } = await terraform(`plan -input=false ${args}`);
    expect(code).toBe(1);
    expect(output.replace(/\s*│?\s+/g, " ")).toContain(says);
  });

  test("npx cdktf deploy makes the roles, and IAM holds what the catalogue says", async () => {
    const { code, output } = await follow("npx cdktf deploy chime-iam-dev");
    expect({ code, output }).toMatchObject({ code: 0 });
    const iam = new IAMClient({});
    for (const roleType of pageRoleTypeNames) {
      const RoleName = nameOf(roleType);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      expect(AttachedPolicies).toEqual([
        { PolicyName: RoleName, PolicyArn: `arn:aws:iam::123456789012:policy/${RoleName}` },
      ]);
      const PolicyArn = AttachedPolicies?.[0]?.PolicyArn;
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const { PolicyVersion } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
      );
      expect({
        roleType,
        policy: document(PolicyVersion?.Document),
        trust: document(Role?.AssumeRolePolicyDocument),
      }).toEqual({
        roleType,
        policy: documents(roleType).policy,
        trust: documents(roleType).trustPolicy,
      });
      expect(await surprises(roleType, document(PolicyVersion?.Document), "session_tag")).toEqual([]);
      for (const { may, ...attempt } of roleType === "developer" ? [] : accountCases) {
        expect({ attempt, may: await admits(document(Role?.AssumeRolePolicyDocument), attempt) }).toEqual({
          attempt,
          may,
        });
      }
    }
  });

  test("npm run output prints how to assume each role", async () => {
    const { code, output } = await follow("npm run output dev");
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining("aws sts assume-role --role-arn arn:aws:iam::123456789012:role/chime-user"),
    });
  });

  test("the policy in IAM names the caller with one dollar and one pair of braces", async () => {
    const { PolicyVersion } = await new IAMClient({}).send(
      new GetPolicyVersionCommand({ PolicyArn: "arn:aws:iam::123456789012:policy/chime-user", VersionId: "v1" }),
    );
    const text = decodeURIComponent(PolicyVersion?.Document ?? "");
    expect(text).toContain("/user/${aws:PrincipalTag/AppInstanceUserId}");
    expect(text).not.toContain("$$");
  });

  test("a second plan is empty", async () => {
    expect(await terraform("plan -input=false -detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("npx cdktf destroy leaves nothing", async () => {
    const { code, output } = await follow("npx cdktf destroy chime-iam-dev");
    expect({ code, output }).toMatchObject({ code: 0 });
    const iam = new IAMClient({});
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    // Other suites make their roles under a path of their own.
    expect([...Roles, ...Policies].filter(({ Path }) => Path === "/")).toEqual([]);
  });

  test("the CDKTF CLI has changed no tracked file that was fresh", async () => {
    expect(await run("git status --porcelain", project)).toEqual({ code: 0, output: "" });
  });

  test("every command of the README was run, here or by CI", () => {
    const here = commandsOf("README.md").filter((command) => !["npm ci", "npm test"].includes(command));
    expect([...outcomes.keys()].sort()).toEqual([...new Set(here)].sort());
  });
});

/** A document as IAM returns it: JSON, encoded for a URL. */
function document(encoded: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(encoded ?? ""));
}
