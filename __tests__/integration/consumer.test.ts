// The packed package in somebody else's project, for CDKTF and for CDK Terrain: compiled, synthesized and planned.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Consumer } from "../support/consumer";
import { fixturePath, projectRoot } from "../support/files";
import { appInstanceArn } from "../support/inputs";
import { integration } from "../support/suite";
import { TerraformFolder } from "../support/terraform-folder";

jest.setTimeout(120_000);
const cdktf = new Consumer("cdktf");
const cdktn = new Consumer("cdktn");
afterAll(() => {
  cdktf.remove();
  cdktn.remove();
});

test.each(["typescript-5.0", "typescript-5", "typescript"])(
  "compiles in CommonJS with %s, declarations too",
  (compiler) => {
    for (const consumer of [cdktf, cdktn]) expect(consumer.compile(compiler)).toBe("");
  },
);

test("a wrong prop does not compile", () => {
  cdktf.write(
    "wrong.ts",
    `import { ChimeBackendRole, ChimeUserRole, Trust } from "cdktf-chime-iam";
declare const scope: never, appInstance: never;
new ChimeUserRole(scope, "a", { appInstance, trust: Trust.account });
new ChimeUserRole(scope, "b", { appInstance, trust: Trust.account(), scope: "app_instance" });
new ChimeBackendRole(scope, "c", { appInstance, trust: Trust.account(), calls: ["sendChannelMessage"] });
`,
  );
  const found = cdktf.compile("typescript", "--noEmit");
  expect(found.match(/^wrong\.ts\(\d+/gm)).toEqual(["wrong.ts(3", "wrong.ts(4", "wrong.ts(5"]);
});

test("both engines synthesize the same stacks", () => {
  for (const consumer of [cdktf, cdktn])
    consumer.compile("typescript", "main.ts", "--module", "commonjs", "--ignoreConfig");
  const stacks = cdktf.synthesize("main.js");
  expect(cdktn.synthesize("main.js")).toEqual(stacks);
  expect(Object.keys(stacks.chat?.resource.aws_iam_role ?? {}).sort()).toEqual([
    "acting",
    "first",
    "lambda",
    "provisioner",
    "second",
  ]);
  expect(Object.keys(stacks.many?.resource.aws_iam_role ?? {})).toHaveLength(50);
  for (const role of Object.values(stacks.chat?.resource.aws_iam_role ?? {}))
    expect(role).toMatchObject({
      tags: { Team: "chat" },
      permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
    });
});

test("as an ES module, and in plain JavaScript", () => {
  const before = cdktn.synthesize("main.js");
  cdktn.write("main.mts", readFileSync(fixturePath("consumer/main.ts"), "utf8"));
  expect(
    cdktn.compile("typescript", "main.mts", "--ignoreConfig", "--module", "nodenext", "--target", "es2022", "--strict"),
  ).toBe("");
  expect(cdktn.synthesize("main.mjs")).toEqual(before);
});

describe.each(["cdktf", "cdktn"] as const)("the example of the package's README, with %s", (engine) => {
  let example: Consumer;

  beforeAll(() => {
    example = new Consumer(engine);
    const [program = "", ownTest = ""] = exampleFiles();
    example.write("main.ts", program);
    example.write("main.test.ts", ownTest);
  });
  afterAll(() => example.remove());

  test("compiles, synthesizes, and its own test passes", () => {
    expect(example.compile("typescript-5", "--types", "node,jest")).toBe("");
    const { chat } = example.synthesize("main.js");
    expect(Object.keys(chat?.resource.aws_iam_role ?? {})).toEqual(["backend", "user"]);
    expect(chat?.resource.aws_lambda_function).toMatchObject({
      sign_up: { depends_on: ["aws_iam_role_policy_attachment._further_backend"] },
    });
    const jest = [require.resolve("jest/bin/jest"), "--rootDir", example.path, "--config", "{}", "main.test.js"];
    expect(spawnSync(process.execPath, jest, { cwd: example.path, encoding: "utf8" }).stderr).toContain("1 passed");
  });

  integration("the real provider", () => {
    test("plans it", async () => {
      example.synthesize("main.js");
      const stack = JSON.parse(example.stackText("chat"));
      delete stack.terraform.required_providers.aws.version;
      stack.provider.aws = [{ ...stack.provider.aws[0], ...withoutAccount }];
      const folder = new TerraformFolder({ "main.tf.json": stack });
      await folder.terraform("init -input=false");
      const { resource_changes } = await folder.plan(`-var app_instance_arn=${appInstanceArn}`);
      folder.remove();
      expect(resource_changes.length).toBeGreaterThan(10);
    });
  });
});

/** The two files of the example in docs/package.md: the program, and a test of its user. */
function exampleFiles(): string[] {
  const text = readFileSync(join(projectRoot, "docs/package.md"), "utf8");
  const [, example = ""] = text.split("## Example");
  return [...example.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
}

/** The arguments of a provider that asks no account. */
const withoutAccount = {
  access_key: "none",
  secret_key: "none",
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: true,
};

test("publint and arethetypeswrong find nothing in it", () => {
  const [tarball = ""] = readdirSync(cdktf.path).filter((name) => name.endsWith(".tgz"));
  const options = { cwd: projectRoot, encoding: "utf8" } as const;
  expect(execFileSync("npx", ["attw", cdktf.file(tarball)], options)).toContain("No problems found");
  expect(execFileSync("npx", ["publint", "--strict", cdktf.file(tarball)], options)).toContain("All good!");
});

integration("with the real provider", () => {
  test("a stack with resources of its own next to the roles is planned", async () => {
    cdktf.synthesize("main.js");
    const stack = JSON.parse(cdktf.stackText("chat"));
    // The engine's package pins the provider that it was generated from, which a mirror may lack.
    delete stack.terraform.required_providers.aws.version;
    const folder = new TerraformFolder({ "main.tf.json": stack });
    await folder.terraform("init -input=false");
    const { planned_values, resource_changes } = await folder.plan();
    folder.remove();
    expect(resource_changes.every(({ change }) => change.actions.join() === "create")).toBe(true);
    expect(planned_values.root_module.resources.map(({ address }) => address)).toEqual(
      expect.arrayContaining(["aws_cognito_identity_pool.pool", "aws_iam_role.first", "aws_iam_policy.backend"]),
    );
  });
});
