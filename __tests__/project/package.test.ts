// The npm package: what is in it, and how npm builds it from a git repository. consumer.test.ts uses it.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../support/files";
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
    "cdktf",
    "cdktn",
    "module",
    "package.json",
    "src",
  ]);
  for (const engine of ["cdktf", "cdktn"]) {
    expect(files).toEqual(expect.arrayContaining([`${engine}/index.js`, `${engine}/index.d.ts`]));
    const sources = files.filter((path) => path.startsWith(`${engine}/`)).map((path) => path.replace(/\..*/, ""));
    expect(sources.filter((path) => !files.includes(`${path.replace(engine, "src")}.ts`))).toEqual([]);
  }
  const other = files.filter((path) => /^cdktn\/.*\.(js|d\.ts)$/.test(path));
  for (const path of other)
    expect(readFileSync(join(projectRoot, "dist/package", path), "utf8")).not.toMatch(/"@?cdktf["/]/);
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
