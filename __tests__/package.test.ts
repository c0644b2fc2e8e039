// Issue 9: the packed tarball in the project that `cdktf init` sets up: TypeScript 5, its tsconfig.json, CommonJS.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "./support/files";
import { copyProject } from "./support/project-copy";

const modules = join(projectRoot, "node_modules");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-consumer-"));
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  const own = join(folder, "node_modules/cdktf-chime-iam");
  mkdirSync(join(folder, "node_modules/@cdktf"), { recursive: true });
  mkdirSync(own);
  execFileSync("tar", ["-xzf", join(folder, JSON.parse(packed)[0].filename), "-C", own, "--strip-components=1"]);
  for (const peer of ["cdktf", "constructs", "@cdktf/provider-aws", "@types", "fastest-levenshtein"]) {
    symlinkSync(join(modules, peer), join(folder, "node_modules", peer));
  }
  const template = dirname(require.resolve("cdktf-cli/package.json"));
  cpSync(join(template, "bundle/templates/typescript/tsconfig.json"), join(folder, "tsconfig.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("it resolves, compiles and synthesizes a role", () => {
  writeFileSync(
    join(folder, "main.ts"),
    `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AppInstance, ChimeUserRole, Trust } from "cdktf-chime-iam";

const app = new App();
const stack = new TerraformStack(app, "chat");
new AwsProvider(stack, "aws", { region: "us-east-1" });
const appInstance = AppInstance.fromArn("arn:aws:chime:us-east-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603");
new ChimeUserRole(stack, "user", { appInstance, trust: Trust.account() });
app.synth();
`,
  );
  const compiler = join(modules, "typescript-5/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler], { cwd: folder, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  execFileSync(process.execPath, ["main.js"], { cwd: folder });
  const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/chat/cdk.tf.json"), "utf8"));
  expect(Object.keys(stack.resource.aws_iam_role)).toEqual(["user"]);
});

test("`npm install git+https://…` runs `prepare`, which builds what `main` and `types` name", () => {
  const clone = copyProject();
  execFileSync("npm", ["run", "prepare"], { cwd: clone });
  const { main, types } = JSON.parse(readFileSync(join(clone, "package.json"), "utf8"));
  for (const file of [main, types])
    expect({ file, exists: existsSync(join(clone, file)) }).toEqual({ file, exists: true });
  rmSync(clone, { recursive: true });
});

test("Issue 12: `npm install git+…` builds although .npmrc has ignore-scripts, which is for the scripts of dependencies", () => {
  const repository = join(folder, "repository");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: repository });
  mkdirSync(repository);
  cpSync(join(projectRoot, ".npmrc"), join(repository, ".npmrc"));
  const scripts = { prepare: "node -e \"fs.writeFileSync('built', '')\"" };
  writeFileSync(
    join(repository, "package.json"),
    JSON.stringify({ name: "own", version: "1.0.0", files: ["built"], scripts }),
  );
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message=all");
  const consumer = join(folder, "consumer");
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), "{}");
  // `npm test` passes the configuration of this project on, which is not the consumer's.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const install = ["install", "--no-audit", "--no-fund", "--silent", `git+file://${repository}`];
  execFileSync("npm", install, { cwd: consumer, env });
  expect(existsSync(join(consumer, "node_modules/own/built"))).toBe(true);
});
