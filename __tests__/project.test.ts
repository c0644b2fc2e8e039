// What the repository promises of itself: types, style, generated files, the examples of the README.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { parseEnvironment } from "../lib/environment/environment-file";
import { EnvironmentStack } from "../lib/environment/stack";
import { generatedFiles } from "../scripts/generated-files";
import { projectRoot, readmeBlocks, readmeCommands } from "./readme";

function bin(name: string, ...args: string[]) {
  const command = join(projectRoot, "node_modules/.bin", name);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: projectRoot, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

test("the tests compile, and what types.ts says must not compile does not", () => {
  expect(bin("tsc", "--project", "__tests__")).toEqual({ status: 0, output: "" });
});

test("the style is Biome's", () => {
  expect(bin("biome", "ci", ".")).toMatchObject({ status: 0 });
});

test("generated files are fresh: `npm run generate` makes them so", async () => {
  for (const [path, text] of Object.entries(await generatedFiles())) {
    expect({ path, text: readFileSync(join(projectRoot, path), "utf8") }).toEqual({ path, text });
  }
});

test.each<[string, string[], RegExp]>([
  ["access", [], /^$/],
  ["constructs", ["access"], /^(cdktf|constructs|@cdktf\/provider-aws\/lib\/.+)$/],
  ["module", ["access", "constructs"], /^(cdktf|constructs|node:.+)$/],
  ["environment", ["access", "constructs"], /^(cdktf|constructs|node:.+|valibot|fastest-levenshtein|@cdktf\/.+)$/],
])("lib/%s imports only from %j and what its work needs", (room, earlier, others) => {
  const folder = join(projectRoot, "lib", room);
  for (const file of readdirSync(folder)) {
    for (const [, from = ""] of readFileSync(join(folder, file), "utf8").matchAll(/ from "(.+)";$/gm)) {
      const isEarlier = earlier.some((name) => from.startsWith(`../${name}/`));
      expect({ file, from, allowed: isEarlier || from.startsWith("./") || others.test(from) }).toMatchObject({
        allowed: true,
      });
    }
  }
});

test("CI runs the README's commands", () => {
  const lines = readFileSync(join(projectRoot, ".ci/run"), "utf8").trim().split("\n");
  expect(lines.slice(-2)).toEqual(["npm ci", "REQUIRE_INTEGRATION=1 npm test"]);
  expect(readmeCommands()).toEqual(expect.arrayContaining(["npm ci", "npm test"]));
});

describe("the examples of the README", () => {
  test.each(readmeBlocks("json"))("an environment file: %s", (block) => {
    const stack = new EnvironmentStack(new App({ outdir: "cdktf.out" }), "readme", parseEnvironment(block));
    expect(Testing.synth(stack, true)).toContain("aws_iam_role");
  });

  test("the constructs", () => {
    const folder = join(projectRoot, "dist/readme");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "example.ts"), readmeBlocks("ts").join("\n"));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        compilerOptions: { rootDir: ".", outDir: "out", noEmitOnError: true },
        include: [],
        files: ["example.ts"],
      }),
    );
    expect(bin("tsc", "--project", folder)).toEqual({ status: 0, output: "" });
    const { status, stderr } = spawnSync("node", ["out/example.js"], { cwd: folder, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    rmSync(folder, { recursive: true });
  });
});
