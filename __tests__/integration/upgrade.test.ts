// The state of each earlier version is upgraded in place: nothing is destroyed or replaced, and no policy is detached at any time.
// `RECORD_STATE=1 npx jest upgrade` records the states of today's version, before it is released.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformResource, Testing } from "cdktf";
import { version } from "../../package.json";
import { Account } from "../support/account";
import { environmentOf } from "../support/environment";
import { stackOf } from "../support/environment-stack";
import { FaultyIam } from "../support/faulty-iam";
import { fixturePath, projectRoot } from "../support/files";
import { outputOf, run } from "../support/project-copy";
import {
  type Attributes,
  contentsOf,
  create,
  type Inputs,
  readState,
  recordedStates,
  requiredBy,
  type State,
} from "../support/recorded-state";
import { integration } from "../support/suite";

/** What the upgrade of a state updates, in stack and module, and the actions that roles lose: docs/upgrading.md says why. */
const upgrades: Readonly<Record<string, { readonly updated: readonly string[]; readonly lost: readonly string[] }>> =
  {};

/** A change of a saved plan. */
interface Change {
  readonly change: { readonly before: Attributes; readonly after: Attributes };
}

/** A folder with a stack and a call of the module, and the account that they are applied to. */
interface Configuration {
  readonly folder: string;
  readonly account: Account;
}

integration("the state of an earlier version", () => {
  jest.setTimeout(300_000);
  const folders: string[] = [];
  let iam: FaultyIam;

  beforeAll(async () => {
    iam = await FaultyIam.start();
  });
  afterAll(() => {
    iam.stop();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** The accounts that the suite has entered. */
  const accounts = new Map<string, Account>();

  async function newConfiguration(inputs: Inputs): Promise<Configuration> {
    const folder = mkdtempSync(join(tmpdir(), "chime-iam-upgrade-"));
    folders.push(folder);
    const account = accounts.get(inputs.account_id) ?? (await Account.enter(inputs.account_id));
    accounts.set(inputs.account_id, account);
    const configuration = { folder, account };
    writeStack(configuration, inputs);
    writeCall(configuration, inputs);
    await terraform(configuration, "init");
    return configuration;
  }

  /** Writes the stack of an environment, with moves to its addresses from others. */
  function writeStack(configuration: Configuration, inputs: Inputs, movedFrom: Record<string, string> = {}): void {
    const stack = stackOf(environmentOf(inputs));
    for (const resource of stack.node.findAll().filter(TerraformResource.isTerraformResource)) {
      const from = movedFrom[resource.friendlyUniqueId];
      if (from !== undefined) resource.moveFromId(`${resource.terraformResourceType}.${from}`);
    }
    const { terraform: block, ...rest } = JSON.parse(Testing.synth(stack, true));
    write(configuration, "stack", { ...rest, terraform: { ...block, backend: undefined } });
  }

  /** Writes a call of the module with the inputs of an environment, except the prefix of the names. */
  function writeCall(configuration: Configuration, inputs: Inputs, moved: readonly object[] = []): void {
    const call = { ...moduleCall(inputs), name_prefix: "called-" };
    write(configuration, "module", { module: { chime_iam: call }, moved });
  }

  function moduleCall(inputs: Inputs): object {
    const { protect: _protect, adopt: _adopt, ...ofModule } = inputs as Inputs & { readonly protect?: boolean };
    return { source: join(projectRoot, "module"), ...ofModule };
  }

  function write({ folder }: Configuration, name: string, content: object): void {
    writeFileSync(join(folder, `${name}.tf.json`), JSON.stringify(content));
  }

  function writeState({ folder }: Configuration, name: string): void {
    cpSync(fixturePath("states", name, "state.json"), join(folder, "terraform.tfstate"));
  }

  async function terraform({ folder, account }: Configuration, args: string): Promise<string> {
    const command = `terraform ${args} -no-color`;
    return outputOf(command, await run(command, folder, { ...account.env, ...iam.env }));
  }

  /** What a plan does, by address; a resource that only moves is left out. The plan is saved. */
  async function plannedChanges(configuration: Configuration, flags = ""): Promise<Record<string, string>> {
    const lines = await terraform(configuration, `plan -json -input=false -out=plan ${flags}`);
    const messages = lines.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    const changes = messages.flatMap(({ type, change }) => (type === "planned_change" ? [change] : []));
    const entries = changes.map(({ resource, action }): [string, string] => [resource.addr, action]);
    return Object.fromEntries(entries.filter(([, action]) => action !== "move"));
  }

  /** The actions that policies no longer allow once the saved plan is applied. */
  async function lostActions(configuration: Configuration): Promise<string[]> {
    const { resource_changes = [] } = JSON.parse(await terraform(configuration, "show -json plan"));
    const lost = (resource_changes as Change[]).flatMap(({ change: { before, after } }) => {
      const kept = actionsOf(after);
      return actionsOf(before).filter((action) => !kept.includes(action));
    });
    return [...new Set(lost)].sort();
  }

  /** What is in the account: the IDs of roles and policies, and what is attached to each role. */
  async function contents({ account }: Configuration): Promise<object> {
    const attached: Record<string, unknown> = {};
    for (const role of await account.roles()) attached[role] = await account.attached(role);
    return { ids: await account.ids(""), attached };
  }

  test.each([
    [version, "environment.json"],
    [`${version}-adopted`, "environment-adopted.json"],
  ])("is recorded for this version: %s", async (name, template) => {
    if (process.env.RECORD_STATE) {
      const folder = fixturePath("states", name);
      const account_id = String(555_555_555_557 + recordedStates().length);
      const json = readFileSync(fixturePath("states", template), "utf8").replaceAll("555555555555", account_id);
      const inputs = JSON.parse(json);
      const configuration = await newConfiguration(inputs);
      await create(configuration.account, requiredBy(inputs));
      await terraform(configuration, "apply -input=false -auto-approve");
      mkdirSync(folder); // fails where there is a record, which nobody changes
      writeFileSync(join(folder, "environment.json"), json);
      cpSync(join(configuration.folder, "terraform.tfstate"), join(folder, "state.json"));
    }
    const hint = "RECORD_STATE=1 npx jest upgrade";
    expect({ hint, states: recordedStates() }).toEqual({ hint, states: expect.arrayContaining([name]) });
  });

  /** The configuration of 0.2.0 once it is upgraded. */
  let upgraded: Configuration;

  test.each(recordedStates())("%s is upgraded in place", async (name) => {
    const { inputs, state } = readState(name);
    const configuration = await newConfiguration(inputs);
    await create(configuration.account, contentsOf(state));
    const before = await contents(configuration);
    writeState(configuration, name);

    const { updated, lost } = upgrades[name] ?? { updated: [], lost: [] };
    const inModule = updated.map((address) => `module.chime_iam.${address.replace(/\.(.*)$/, '.this["$1"]')}`);
    const updates = Object.fromEntries([...updated, ...inModule].map((address) => [address, "update"]));
    expect(await plannedChanges(configuration)).toEqual(updates);
    if (name === "0.2.0") upgraded = configuration;
    if (updated.length === 0) return;
    expect(await lostActions(configuration)).toEqual(lost);

    const callsBefore = iam.calls.length;
    await terraform(configuration, "apply -input=false plan");
    const calls = iam.calls.slice(callsBefore).map((parameters) => parameters.get("Action") ?? "");
    expect(calls).toContain("CreatePolicyVersion");
    expect(calls.filter((action) => /^(Delete|Detach)/.test(action))).toEqual([]);
    expect(await contents(configuration)).toEqual(before);
    expect(await plannedChanges(configuration)).toEqual({});
  });

  test("keeps the further policies of a role that is removed from a protected file in the upgrade", async () => {
    const { inputs } = readState("0.2.0-adopted");
    const { minimal_user: _removed, ...roles } = inputs.roles;
    const configuration = await newConfiguration({ ...inputs, roles });
    writeCall(configuration, inputs);
    writeState(configuration, "0.2.0-adopted");
    const removed = [
      "aws_iam_role.minimal_user",
      "aws_iam_policy.minimal_user",
      "aws_iam_role_policy_attachment.minimal_user",
      'aws_iam_role_policy_attachment.further-minimal_user["read"]',
    ];
    expect(await plannedChanges(configuration, "-refresh=false")).toEqual(
      Object.fromEntries(removed.map((address) => [address, "remove"])),
    );
  });

  describe("with another key for a role", () => {
    /** The inputs with the key `admin` in place of `developer`, for a role that keeps its name. */
    const renamed = (prefix: string): Inputs => {
      const { inputs } = readState("0.2.0");
      const { developer, ...others } = inputs.roles;
      const admin = { ...developer, type: "developer", name: `${prefix}developer` };
      return { ...inputs, roles: { ...others, admin } };
    };

    test("would destroy the role", async () => {
      writeStack(upgraded, renamed("chime-"));
      writeCall(upgraded, renamed("called-"));
      expect(await plannedChanges(upgraded)).toMatchObject({
        "aws_iam_role.developer": "delete",
        'aws_iam_role_policy_attachment.further-developer["read"]': "delete",
        'module.chime_iam.aws_iam_role.this["developer"]': "delete",
        'module.chime_iam.module.further_policies["developer"].aws_iam_role_policy_attachment.this["read"]': "delete",
      });
    });

    test("is kept by `moved`, as docs/upgrading.md describes", async () => {
      writeStack(upgraded, renamed("chime-"), { admin: "developer", _further_admin: "further-developer" });
      const addresses = [
        'aws_iam_role.this["admin"]',
        'aws_iam_policy.this["admin"]',
        'aws_iam_role_policy_attachment.this["admin"]',
        'aws_iam_role_policy_attachments_exclusive.this["admin"]',
        'aws_iam_role_policies_exclusive.this["admin"]',
        'module.further_policies["admin"]',
      ].map((address) => `module.chime_iam.${address}`);
      const moved = addresses.map((to) => ({ from: to.replace("admin", "developer"), to }));
      writeCall(upgraded, renamed("called-"), moved);
      expect(await plannedChanges(upgraded)).toEqual({});
    });
  });

  test("is kept when a stack is replaced with a call of the module, as docs/upgrading.md describes", async () => {
    const { inputs } = readState("0.2.0");
    const state: State = JSON.parse(readFileSync(join(upgraded.folder, "terraform.tfstate"), "utf8"));
    const ofStack = state.resources.filter(({ module }) => module === undefined);
    const moved = ofStack.map(({ type, name }) => {
      const to = name.startsWith("further-")
        ? `module.further_policies["${name.replace("further-", "")}"].${type}.this`
        : `${type}.this["${name}"]`;
      return { from: `${type}.${name}`, to: `module.left.${to}` };
    });
    rmSync(join(upgraded.folder, "stack.tf.json"));
    writeCall(upgraded, inputs);
    write(upgraded, "left", { moved, module: { left: moduleCall(inputs) } });
    await terraform(upgraded, "get");
    expect(await plannedChanges(upgraded)).toEqual({});
  });
});

/** The actions that a policy allows. */
function actionsOf({ policy = '{"Statement":[]}' }: Attributes): string[] {
  return JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);
}
