// What the repository says of itself: generated files, the rooms of lib/, the examples of the README.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Testing } from "cdktf";
import { generatedFiles } from "../../scripts/generated-files";
import { blocksOf, environmentFiles } from "../support/documents";
import { environmentOf } from "../support/environment";
import { stackOf } from "../support/environment-stack";
import { compiler, projectRoot } from "../support/files";

test("generated files are fresh: `npm run generate` makes them so", async () => {
  const files = Object.entries(await generatedFiles());
  expect(files.length).toBeGreaterThan(10);
  for (const [path, text] of files) {
    expect({ path, text: readFileSync(join(projectRoot, path), "utf8") }).toEqual({ path, text });
  }
});

test("stacks/ and access/ are fresh: `npm run synth` makes them so", () => {
  const folder = mkdtempSync(join(tmpdir(), "chime-iam-fresh-"));
  cpSync(join(projectRoot, "environments"), join(folder, "environments"), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(projectRoot, "dist/main.js")], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  for (const generated of ["stacks", "access"]) {
    const texts = (root: string) =>
      readdirSync(join(root, generated)).map((name) => [name, readFileSync(join(root, generated, name), "utf8")]);
    expect(texts(projectRoot)).toEqual(texts(folder));
    expect(texts(folder).length).toBeGreaterThan(0);
  }
  rmSync(folder, { recursive: true });
});

const textOf = (file: string) => readFileSync(join(projectRoot, file), "utf8");

/** The sources of these folders. */
function sourcesIn(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file}`),
  );
}

describe("the rooms", () => {
  const files = sourcesIn("lib", "cli");
  const importsOf = (file: string) =>
    [...textOf(file).matchAll(/ from "(.+)";$/gm)].map(([, from = ""]) =>
      from.startsWith(".") ? `${join(dirname(file), from)}.ts` : from,
    );
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const engine = /^(cdktf|constructs|@cdktf\/provider-aws\/lib\/.+)$/;

  test.each<[string, string[], RegExp[]]>([
    ["lib/grants", [], []],
    ["lib/inputs", ["lib/grants"], [/^fastest-levenshtein$/]],
    ["lib/constructs", ["lib/grants", "lib/inputs"], [engine]],
    ["lib/module", ["lib/grants", "lib/inputs", "lib/constructs"], [engine]],
    ["lib/environment", ["lib/grants", "lib/inputs", "lib/constructs"], [engine, /^node:.+$/, /^jsonc-parser$/]],
    ["lib/review", ["lib/grants", "lib/inputs"], [/^node:.+$/]],
    ["lib/code", ["lib/grants", "lib/inputs"], [/^node:.+$/, /^web-tree-sitter$/]],
    ["cli", ["lib/grants", "lib/inputs", "lib/environment", "lib/review", "lib/code"], [/^node:.+$/]],
  ])("%s imports only from %j and what its work needs", (room, earlier, others) => {
    const isAllowed = (from: string) =>
      [room, ...earlier].some((one) => from.startsWith(`${one}/`)) || others.some((one) => one.test(from));
    const found = files
      .filter((file) => file.startsWith(`${room}/`))
      .flatMap((file) => (imports.get(file) ?? []).map((from) => ({ file, from })));
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ from }) => !isAllowed(from))).toEqual([]);
  });

  /** Everything that a file imports, and what that imports in turn. */
  function closure(file: string, seen = new Set<string>()): Set<string> {
    for (const from of imports.get(file) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      closure(from, seen);
    }
    return seen;
  }

  test("no two files import each other, directly or through others", () => {
    expect(files.filter((file) => closure(file).has(file))).toEqual([]);
  });

  test("the command line loads nothing of CDKTF", () => {
    const loaded = files.filter((file) => file.startsWith("cli/")).flatMap((file) => [...closure(file)]);
    expect(loaded).toContain("lib/inputs/check.ts");
    expect(loaded.filter((from) => /cdktf|^constructs/.test(from))).toEqual([]);
  });
});

test("packages under the AGPL are imported in one place, and users get none of them", () => {
  const importing = sourcesIn("lib", "cli", "scripts").filter((file) =>
    /cloud-copilot\/iam-(simulate|policy|utils)/.test(textOf(file)),
  );
  expect(importing).toEqual(["scripts/simulation.ts"]);
  const { packages } = JSON.parse(textOf("package-lock.json"));
  const shipped = Object.entries<{ dev?: boolean; license?: string }>(packages).filter(([, { dev }]) => !dev);
  expect(shipped.length).toBeGreaterThan(2);
  expect(shipped.filter(([, { license = "" }]) => /AGPL/.test(license))).toEqual([]);
});

// Reported: a private member of CDKTF was read, modules of others were replaced and a global was swapped for speed.
test("nobody else's code is patched", () => {
  const sources = [...sourcesIn("lib", "cli", "scripts"), "main.ts"];
  const patch =
    /require\.cache|Module\._|Reflect\.(get|set|defineProperty)|captureStackTrace|rawOverrides|\.(toTerraform|toMetadata|synth) = |prototype\.\w+ = /;
  expect(sources.filter((file) => patch.test(textOf(file)))).toEqual([]);
});

describe("the examples of the documentation", () => {
  test.each(environmentFiles())("an environment file: %s", (file) => {
    expect(Testing.synth(stackOf(environmentOf(file)), true)).toContain("aws_iam_role");
  });

  const documents = readdirSync(projectRoot, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".md") && !/node_modules|^dist|^cdktf\.out/.test(path),
  );
  test.each(documents)("every link of %s leads to a file and a heading", (path) => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-");
    const text = readFileSync(join(projectRoot, path), "utf8");
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : join(dirname(path), file);
      expect({ link, exists: existsSync(join(projectRoot, target)) }).toEqual({ link, exists: true });
      if (anchor === undefined) continue;
      const headings = [...readFileSync(join(projectRoot, target), "utf8").matchAll(/^#+ (.+)$/gm)];
      expect(headings.map(([, heading = ""]) => slug(heading))).toContain(anchor);
    }
  });

  test("the constructs", () => {
    const folder = join(projectRoot, "dist/readme");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "example.ts"), blocksOf("README.md", "ts").join("\n"));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        compilerOptions: { rootDir: ".", outDir: "out", noEmitOnError: true },
        include: [],
        files: ["example.ts"],
      }),
    );
    const options = { cwd: folder, encoding: "utf8" } as const;
    const compiled = spawnSync(process.execPath, [compiler], options);
    expect({ status: compiled.status, output: compiled.stdout }).toEqual({ status: 0, output: "" });
    const { status, stderr } = spawnSync("node", ["out/example.js"], options);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/chat/cdk.tf.json"), "utf8"));
    expect(Object.keys(stack.resource)).toContain("aws_iam_role");
    rmSync(folder, { recursive: true });
  });
});

// Reported: the first `npx cdktf diff` left the working tree changed.
test("cdktf.json has a project ID, which CDKTF would write otherwise", () => {
  const { projectId } = JSON.parse(readFileSync(join(projectRoot, "cdktf.json"), "utf8"));
  expect(projectId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
