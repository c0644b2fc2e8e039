// A replaced role or policy keeps everything attached after one apply, and an imported policy is not replaced.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { Account } from "../support/account";
import { synthesized } from "../support/environment-stack";
import { projectRoot } from "../support/files";
import { goodInputs, trusted } from "../support/inputs";
import { outputOf, run } from "../support/project-copy";
import { integration } from "../support/suite";

const account_id = "777777777777";
const extra = `arn:aws:iam::${account_id}:policy/extra`;
const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

integration("what is attached to a role", () => {
  jest.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-replacement-"));
  let account: Account;

  beforeAll(async () => {
    account = await Account.enter(account_id);
    const allowed = document({ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" });
    await account.iam.send(new CreatePolicyCommand({ PolicyName: "extra", PolicyDocument: allowed }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function terraform(args: string): Promise<string> {
    const command = `terraform ${args} -no-color`;
    return outputOf(command, await run(command, folder, account.env));
  }

  /** The stack and a call of the module with the same inputs, except the names. */
  function write(change: object): void {
    const further = { ...trusted, policy_arns: { extra } };
    const roles = { user: further, websocket: further, minimal_user: trusted };
    const inputs = { ...goodInputs, account_id, roles, ...change };
    const { terraform: block, ...rest } = synthesized({ ...inputs, name_prefix: "stack-" });
    writeFileSync(
      join(folder, "stack.tf.json"),
      JSON.stringify({ ...rest, terraform: { ...block, backend: undefined } }),
    );
    const source = join(projectRoot, "module");
    const call = (name_prefix: string, exclusive_attachments: boolean) => ({
      source,
      ...inputs,
      name_prefix,
      exclusive_attachments,
    });
    writeFileSync(
      join(folder, "module.tf.json"),
      JSON.stringify({
        module: { called: call("called-", false), owned: call("owned-", true) },
        import: [
          { to: 'module.called.aws_iam_role.this["user"]', id: "called-user" },
          { to: 'module.called.aws_iam_policy.this["user"]', id: `arn:aws:iam::${account_id}:policy/called-user` },
        ],
      }),
    );
  }

  async function expectEverythingAttached(): Promise<void> {
    const further = { user: ["extra"], websocket: ["extra"], "minimal-user": [] };
    for (const prefix of ["stack-", "called-", "owned-"]) {
      for (const [name, names] of Object.entries(further)) {
        const role = `${prefix}${name}`;
        const attached = (await account.attached(role)).map(({ PolicyName }) => PolicyName).sort();
        expect({ role, attached }).toEqual({ role, attached: [...names, role].sort() });
      }
    }
    await terraform("plan -input=false -detailed-exitcode"); // fails when there is a change
  }

  // Reported: A policy that was taken over was destroyed unless its description was ours to the letter.
  test("a policy imported into the module keeps its description and is not replaced", async () => {
    const trust = document({ Effect: "Allow", Principal: { AWS: account_id }, Action: "sts:AssumeRole" });
    await account.iam.send(new CreateRoleCommand({ RoleName: "called-user", AssumeRolePolicyDocument: trust }));
    const PolicyDocument = document({ Effect: "Allow", Action: "chime:Connect", Resource: "*" });
    const policy = { PolicyName: "called-user", Description: "from AWS's page", PolicyDocument };
    await account.iam.send(new CreatePolicyCommand(policy));
    const attachment = { RoleName: "called-user", PolicyArn: `arn:aws:iam::${account_id}:policy/called-user` };
    await account.iam.send(new AttachRolePolicyCommand(attachment));
    const before = await account.ids("called-user");

    write({});
    await terraform("init");
    await terraform("apply -input=false -auto-approve");
    expect(await account.ids("called-user")).toEqual(before);
    await expectEverythingAttached();
  });

  // Reported: A replaced role lost its policies, and the apply ended with 0.
  test("roles and policies keep what is attached under -replace", async () => {
    const replaced = [
      "aws_iam_role.user",
      "aws_iam_policy.websocket",
      ...["module.called", "module.owned"].flatMap((module) => [
        `${module}.aws_iam_role.this["user"]`,
        `${module}.aws_iam_policy.this["websocket"]`,
      ]),
    ];
    const flags = replaced.map((address) => `-replace='${address}'`).join(" ");
    const before = await account.ids("");
    await terraform(`apply -input=false -auto-approve ${flags}`);
    const after = await account.ids("");
    const others = Object.keys(before).filter((name) => before[name] !== after[name]);
    const expected = ["stack-", "called-", "owned-"].flatMap((prefix) => [
      `role ${prefix}user`,
      `policy ${prefix}websocket`,
    ]);
    expect(others.sort()).toEqual(expected.sort());
    await expectEverythingAttached();
  });

  // Reported: A replaced role lost its policies, and the apply ended with 0.
  test("roles and policies keep what is attached under another path, which replaces all of them", async () => {
    write({ path: "/chat/" });
    await terraform("apply -input=false -auto-approve");
    expect(await account.role("stack-user")).toMatchObject({ Path: "/chat/" });
    await expectEverythingAttached();
  });
});
