// The npm package: what is in it, and how npm builds it from a git repository. consumer.test.ts uses it.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { grammarFiles } from "../../lib/code/syntax";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";
import { copyProject } from "../support/project-copy";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-package-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the package has what its users need and nothing else, and its manifest leads to it", () => {
  const packed = execFileSync("npm", ["pack", "--json", "--dry-run", "--ignore-scripts", "./dist/package"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  const files: string[] = JSON.parse(packed)[0].files.map(({ path }: { path: string }) => path);
  expect([...new Set(files.map((path) => path.replace(/\/.*/, "")))].sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "cdktn.d.ts",
    "cdktn.d.ts.map",
    "cdktn.js",
    "cdktn.js.map",
    "cli",
    "lib",
    "module",
    "package.json",
    "src",
  ]);
  const entries = ["lib/index.js", "lib/index.d.ts", "cdktn.js", "cdktn.d.ts", "cli/index.js"];
  expect(files).toEqual(expect.arrayContaining(entries));
  for (const name of Object.keys(grammarFiles)) {
    const grammar = `lib/code/grammars/tree-sitter-${name}`;
    expect(files).toEqual(expect.arrayContaining([`${grammar}.wasm`, `${grammar}.LICENSE`]));
    expect(readFileSync(join(projectRoot, "dist/package", `${grammar}.LICENSE`), "utf8")).toContain(
      "Permission is hereby granted",
    );
  }
  const maps = files.filter((path) => path.endsWith(".map"));
  for (const path of maps) {
    const { sources } = JSON.parse(readFileSync(join(projectRoot, "dist/package", path), "utf8"));
    expect(files).toEqual(expect.arrayContaining(sources.map((source: string) => join(dirname(path), source))));
  }
  const others = files.filter((path) => /cdktn[./].*(js|d\.ts)$/.test(path));
  expect(others.length).toBeGreaterThan(30);
  for (const path of others) {
    expect(readFileSync(join(projectRoot, "dist/package", path), "utf8")).not.toMatch(/"@?cdktf["/]/);
  }
});

test("its command line works in an empty folder, without CDKTF", () => {
  const own = join(folder, "own/node_modules/cdktf-chime-iam");
  mkdirSync(own, { recursive: true });
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder, "./dist/package"];
  const [{ filename }] = JSON.parse(execFileSync("npm", pack, { cwd: projectRoot, encoding: "utf8" }));
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", own, "--strip-components=1"]);
  const { bin, dependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    symlinkSync(join(projectRoot, "node_modules", name), join(own, "..", name));
  }
  const cwd = join(folder, "own");
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(own, bin["cdktf-chime-iam"]), ...args], {
      cwd,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  mkdirSync(join(cwd, "environments"));
  writeFileSync(join(cwd, "environments/dev.json"), JSON.stringify(fourRoles));
  writeFileSync(
    join(cwd, "policy.json"),
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "chime:Connect" }] }),
  );
  writeFileSync(join(cwd, "send.py"), 'import boto3\nboto3.client("chime-sdk-messaging").send_channel_message()\n');

  expect(run("--help")).toEqual({ status: 0, stderr: "", stdout: expect.stringMatching(/^ {2}access /m) });
  for (const command of ["access", "calls", "output"]) {
    const usage = expect.stringMatching(new RegExp(`^Usage:\\n {2}cdktf-chime-iam ${command} `));
    expect(run(command, "--help")).toEqual({ status: 0, stderr: "", stdout: usage });
  }
  expect(run("access", "dev")).toMatchObject({ status: 0, stdout: expect.stringContaining("may call") });
  expect(run("access", "dev", "--html", "page.html")).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(run("output", "dev").stdout).toContain("role/chime-user");
  expect(run("calls", "send.py").stdout).toBe('["SendChannelMessage"]\n');
  expect(run("calls", "--policy", "policy.json").stdout).toBe('["Connect"]\n');
  expect(run("calls", "--role", "dev", "user", "send.py").status).toBe(0);
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining("Usage: cdktf-chime-iam COMMAND") });
  expect(run("acess")).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no command "acess".') });
});

test("the commands of its README make the file to install, and `npm install git+…` what `main` and `types` name", () => {
  const readme = readFileSync(join(projectRoot, "docs/package.md"), "utf8");
  const [, command, file = ""] = /`npm ci && (npm run pack)` makes `([^`]+)`/.exec(readme) ?? [];
  const clone = copyProject();
  execFileSync("sh", ["-c", `${command}`], { cwd: clone, stdio: "ignore" });
  expect(existsSync(join(clone, file))).toBe(true);
  const listed = execFileSync("tar", ["-tzf", file], { cwd: clone, encoding: "utf8" });
  for (const path of [
    "package/lib/index.js",
    "package/cdktn.d.ts",
    "package/cli/index.js",
    "package/module/main.tf.json",
  ])
    expect(listed.split("\n")).toContain(path);
  const { main, types, private: isPrivate } = JSON.parse(readFileSync(join(clone, "package.json"), "utf8"));
  for (const path of [main, types])
    expect({ path, exists: existsSync(join(clone, path)) }).toEqual({ path, exists: true });
  // The root is never published: what `npm publish` takes is dist/package.
  expect(isPrivate).toBe(true);
  expect(JSON.parse(readFileSync(join(clone, "dist/package/package.json"), "utf8"))).not.toHaveProperty("private");
  rmSync(clone, { recursive: true });
});

// Reported: An installation from git had no code, because `prepare` printed help.
test("`npm install git+…` builds although .npmrc has ignore-scripts, which is for the scripts of dependencies", () => {
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
