// The state that each version left behind, planned by this one: nothing is destroyed or made anew unless the changelog
// says so. `RECORD_STATE=1 npx jest upgrade` records the state of this version, before it is released.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreatePolicyCommand } from "@aws-sdk/client-iam";
import { App, TerraformResource, Testing } from "cdktf";
import { parseEnvironment } from "../../lib/environment/environment-file";
import { EnvironmentStack } from "../../lib/environment/stack";
import { moduleFiles } from "../../lib/module/files";
import { version } from "../../package.json";
import { projectRoot } from "../readme";
import { Account } from "./account";
import { outputOf, run } from "./project-copy";
import { integration } from "./suite";

const recorded = join(__dirname, "states");
const text = (path: string) => readFileSync(path, "utf8");
const inputsOf = (of: string) => JSON.parse(text(join(recorded, of, "environment.json")));

/** An address that a plan destroys, or destroys and makes anew. */
type Destroyed = string;

integration("the state of an earlier version", () => {
  jest.setTimeout(300_000);
  const folders: string[] = [];
  let account: Account;

  beforeAll(async () => {
    account = await Account.enter("555555555555");
  });
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  async function terraform(folder: string, args: string): Promise<string> {
    const command = `terraform ${args}`;
    return outputOf(command, await run(command, folder, account.env));
  }

  /** A stack and a call of the module with the same inputs but for the names, side by side in one configuration. */
  async function configuration(
    inputs: object,
    renamed: (stack: EnvironmentStack) => object = () => ({}),
  ): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "chime-iam-upgrade-"));
    folders.push(folder);
    const app = Testing.stubVersion(new App({ outdir: folder }));
    const stack = new EnvironmentStack(app, "upgrade", parseEnvironment(JSON.stringify(inputs)));
    const inModule = renamed(stack);
    const { terraform: block, ...rest } = JSON.parse(Testing.synth(stack, true));
    writeFileSync(
      join(folder, "stack.tf.json"),
      JSON.stringify({ ...rest, terraform: { ...block, backend: undefined } }),
    );
    mkdirSync(join(folder, "module"));
    for (const [name, content] of Object.entries(moduleFiles())) {
      if (name.endsWith(".tf.json") && !name.includes("/")) writeFileSync(join(folder, "module", name), content);
    }
    writeFileSync(join(folder, "module/renamed.tf.json"), JSON.stringify(inModule));
    const call = { source: "./module", ...inputs, name_prefix: "called-" };
    writeFileSync(join(folder, "module.tf.json"), JSON.stringify({ module: { chime_iam: call } }));
    await terraform(folder, "init");
    return folder;
  }

  /** What the plan of a state does, without asking AWS. */
  async function planned(folder: string, state: string): Promise<{ destroyed: Destroyed[]; changed: string[] }> {
    writeFileSync(join(folder, "terraform.tfstate"), state);
    await terraform(folder, "plan -input=false -refresh=false -out=plan");
    const changes: { address: string; change: { actions: string[] } }[] =
      JSON.parse(await terraform(folder, "show -json plan")).resource_changes ?? [];
    const having = (is: (actions: string[]) => boolean) =>
      changes.filter(({ change }) => is(change.actions)).map(({ address }) => address);
    return {
      destroyed: having((actions) => actions.includes("delete")),
      changed: having((actions) => !actions.includes("no-op")),
    };
  }

  test("is recorded for this version", async () => {
    const folder = join(recorded, version);
    if (process.env.RECORD_STATE) {
      const inputs = text(join(recorded, "environment.json"));
      const statement = { Effect: "Allow", Action: "chime:ListChannels", Resource: "*" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      await account.iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument }));
      const root = await configuration(JSON.parse(inputs));
      await terraform(root, "apply -input=false -auto-approve");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "environment.json"), inputs);
      cpSync(join(root, "terraform.tfstate"), join(folder, "state.json"));
    }
    const hint = "RECORD_STATE=1 npx jest upgrade";
    expect({ hint, states: readdirSync(recorded) }).toEqual({ hint, states: expect.arrayContaining([version]) });
  });

  test.each(readdirSync(recorded).filter((name) => !name.endsWith(".json")))("%s is kept", async (of) => {
    const { destroyed, changed } = await planned(
      await configuration(inputsOf(of)),
      text(join(recorded, of, "state.json")),
    );
    const changelog = text(join(projectRoot, "CHANGELOG.md")).split(`\n## ${of}`)[0] ?? "";
    expect(
      destroyed.filter((address) => !changelog.includes(`\`${address.replace(/^module\.chime_iam\./, "")}\``)),
    ).toEqual([]);
    const hint = `what ${version} makes has changed: give it another version, or record its state anew`;
    if (of === version) expect({ hint, changed }).toEqual({ hint, changed: [] });
  });

  test("is kept when a stack is left for a call of the module, as docs/upgrading.md has it", async () => {
    const folder = await configuration(inputsOf(version));
    rmSync(join(folder, "stack.tf.json"));
    const state = text(join(recorded, version, "state.json"));
    const ofStack: { type: string; name: string }[] = JSON.parse(state).resources.filter(
      (resource: { module?: string }) => resource.module === undefined,
    );
    const moved = ofStack.map(({ type, name }) => ({
      from: `${type}.${name}`,
      to: `module.left.${type}.${name}${name.endsWith("_policy_arns") ? "" : "[0]"}`,
    }));
    const left = { source: "./module", ...inputsOf(version) };
    writeFileSync(join(folder, "left.tf.json"), JSON.stringify({ moved, module: { left } }));
    await terraform(folder, "init");
    expect(await planned(folder, state)).toEqual({ destroyed: [], changed: [] });
  });

  describe("in which a role had another address", () => {
    const old = () =>
      text(join(recorded, version, "state.json"))
        .replaceAll('"name": "user",', '"name": "member",')
        .replaceAll(/\.user\b/g, ".member");
    test("would be destroyed, were nothing said of the rename", async () => {
      const { destroyed } = await planned(await configuration(inputsOf(version)), old());
      expect(destroyed).toEqual(
        expect.arrayContaining(["aws_iam_role.member", "module.chime_iam.aws_iam_role.member[0]"]),
      );
    });

    test("is kept by `moved`, as docs/upgrading.md has it", async () => {
      const folder = await configuration(inputsOf(version), (stack) => {
        const all = stack.node.findAll().filter(TerraformResource.isTerraformResource);
        const ofUser = all.filter(({ friendlyUniqueId }) => friendlyUniqueId === "user");
        for (const resource of ofUser) resource.moveFromId(`${resource.terraformResourceType}.member`);
        const types = ofUser.map(({ terraformResourceType }) => terraformResourceType);
        return { moved: types.map((type) => ({ from: `${type}.member`, to: `${type}.user` })) };
      });
      expect((await planned(folder, old())).destroyed).toEqual([]);
    });
  });
});
