// Issue 15: what makes a synthesis slow, counted rather than timed. `npm run bench` measures. A limit is half above today's
// count: raise it only for a reason.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Lazy, TerraformElement, TerraformStack, Testing } from "cdktf";
import { AppInstance, ChimeRoles, type ChimeUserRoleProps, Trust } from "../../lib";
import { appInstance as oneAppInstance } from "../support/app-instance";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";
import { walkedByResolver } from "../support/resolver";

describe("the compiled app", () => {
  let loaded: readonly string[];

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "chime-iam-loaded-"));
    mkdirSync(join(folder, "environments"));
    writeFileSync(join(folder, "environments/dev.json"), JSON.stringify(fourRoles));
    const program = `require(${JSON.stringify(join(projectRoot, "dist/main.js"))});
      require("node:fs").writeFileSync("loaded.json", JSON.stringify(Object.keys(require.cache)));`;
    execFileSync(process.execPath, ["--eval", program], { cwd: folder });
    loaded = JSON.parse(readFileSync(join(folder, "loaded.json"), "utf8"));
    rmSync(folder, { recursive: true });
  });

  test.each<[string, RegExp, number, number]>([
    ["modules in all", /./, 120, 250],
    ["its own modules", /[/\\]dist[/\\]/, 40, 80],
    ["modules of the provider", /[/\\]provider-aws[/\\]/, 5, 10],
    [
      "modules that others load and the app does not use",
      /[/\\](archiver|semver|impl[/\\](edit|format|string-intern)|call-bind|call-bound|get-intrinsic)\b/,
      6,
      6,
    ],
  ])("loads few %s", (_what, pattern, atLeast, atMost) => {
    const found = loaded.filter((file) => pattern.test(file));
    expect(found.length).toBeGreaterThanOrEqual(atLeast);
    expect(found.length).toBeLessThanOrEqual(atMost);
  });

  test("does not load the root of the provider", () => {
    expect(loaded.filter((file) => /provider-aws[/\\]lib[/\\]index\.js$/.test(file))).toEqual([]);
  });
});

test("a module that the app loads later, or not at all, does its work", () => {
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-later-"));
  writeFileSync(join(folder, "asset.txt"), "asset");
  const program = `require(${JSON.stringify(join(projectRoot, "dist/lib/environment/fewer-modules.js"))});
    const { App, AssetType, TerraformAsset, TerraformOutput, TerraformStack } = require("cdktf");
    const { applyEdits, format } = require("jsonc-parser");
    const app = new App();
    const stack = new TerraformStack(app, "later");
    const { path } = new TerraformAsset(stack, "asset", { path: process.cwd() + "/asset.txt", type: AssetType.FILE });
    const archive = new TerraformAsset(stack, "archive", { path: ${JSON.stringify(join(projectRoot, "environments"))}, type: AssetType.ARCHIVE });
    new TerraformOutput(stack, "z", { value: [path, { b: 1, a: 2 }] });
    app.synth();
    const text = '{"a":1}';
    require("node:fs").writeFileSync("later.json", JSON.stringify({
      formatted: applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2 })),
      archive: "cdktf.out/stacks/later/" + archive.path,
    }));`;
  const env = { ...process.env, NODE_PATH: join(projectRoot, "node_modules") };
  execFileSync(process.execPath, ["--eval", program], { cwd: folder, env });
  const { formatted, archive } = JSON.parse(readFileSync(join(folder, "later.json"), "utf8"));
  expect(formatted).toBe('{\n  "a": 1\n}');
  expect(readFileSync(join(folder, archive)).subarray(0, 2).toString()).toBe("PK");
  expect(readFileSync(join(folder, "cdktf.out/stacks/later/cdk.tf.json"), "utf8")).toMatch(/"a": 2,\n +"b": 1/);
  rmSync(folder, { recursive: true });
});

describe("a role", () => {
  /** The constructs and tokens that the four roles of one more app instance add to a stack. */
  function costs() {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "aws", {});
    const counts = [0, 1].map((i) => {
      const [constructs, tokens] = [stack.node.findAll().length, tokensSoFar()];
      addRoles(stack, i);
      return { constructs: stack.node.findAll().length - constructs, tokens: tokensSoFar() - tokens - 1 };
    });
    return counts[1] ?? { constructs: 0, tokens: 0 };
  }

  /** The number of tokens that CDKTF has made, by the number that it gives the next. */
  function tokensSoFar(): number {
    return Number(/\d+/.exec(Lazy.stringValue({ produce: () => "" }))?.[0]);
  }

  function addRoles(stack: TerraformStack, i: number): void {
    const id = `0f3c9a52-7b1e-4d86-9c40-${String(i).padStart(12, "0")}`;
    const trust = Trust.account();
    const roles = { developer: { trust }, user: { trust }, minimal_user: { trust }, websocket: { trust } };
    const appInstance = AppInstance.of({ region: "us-east-1", account: "123456789012", id });
    new ChimeRoles(stack, `roles-${i}`, { appInstance, roles, addressPrefix: `app_${i}_`, namePrefix: `app-${i}-` });
  }

  test("is few constructs: itself, its resources as a group, and three resources", () => {
    expect(costs().constructs).toBe(1 + 4 * 5);
  });

  test("makes no token, which CDKTF would give a stack trace", () => {
    expect(costs().tokens).toBe(0);
  });

  test("without tokens is walked by CDKTF's resolver in no part", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    addRoles(stack, 0);
    const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
    expect(elements.length).toBe(4 * 3);
    expect(elements.flatMap(walkedByResolver)).toEqual([]);
  });

  test.each<[string, Partial<Record<keyof ChimeUserRoleProps, unknown>>]>([
    ["with nothing else", {}],
    ["with further policies", { policyArns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" } }],
    ["with exclusive attachments", { exclusiveAttachments: true }],
  ])("%s takes time in proportion to the roles of the stack: so often are addresses read", (_what, props) => {
    const [few = 0, many = 0] = [10, 20].map((roles) => addressesRead(roles, props));
    expect(few).toBeGreaterThan(10);
    expect(many / few).toBeLessThan(2.1);
  });

  /** How often a synthesis of a number of roles reads the address of an element. */
  function addressesRead(number: number, props: object): number {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "aws", {});
    const keys = Array.from({ length: number }, (_, i) => `user_${i}`);
    const role = { type: "user" as const, trust: Trust.account(), ...props };
    new ChimeRoles(stack, "roles", {
      appInstance: oneAppInstance,
      roles: Object.fromEntries(keys.map((key) => [key, role])),
    });
    const read = jest.spyOn(TerraformElement.prototype, "friendlyUniqueId", "get");
    stack.runAllValidations();
    stack.toTerraform();
    const times = read.mock.calls.length;
    read.mockRestore();
    return times;
  }
});
