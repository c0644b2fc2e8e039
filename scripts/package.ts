// Builds the npm package in dist/package: the constructs for CDKTF and, from the same files, for CDK Terrain.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const target = "dist/package";

/** The engines: the folder of each in the package, and how its modules are called. */
const engines = [
  { folder: "cdktf", core: "cdktf", provider: "@cdktf/provider-aws" },
  { folder: "cdktn", core: "cdktn", provider: "@cdktn/provider-aws" },
] as const;

rmSync(target, { recursive: true, force: true });
const files = reachable("index");
for (const engine of engines) {
  for (const file of files) {
    for (const extension of [".js", ".d.ts", ".js.map", ".d.ts.map"]) write(engine, `${file}${extension}`);
  }
}
for (const file of files) copy(`lib/${file}.ts`, `src/${file}.ts`);
for (const file of ["LICENSE", "CHANGELOG.md"]) copy(file, file);
copy("docs/package.md", "README.md");
cpSync("module", join(target, "module"), {
  recursive: true,
  filter: (path) => !/[/\\](tests|\.terraform.*)$/.test(path),
});
writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);

/** The files of lib/ that an entry needs, itself included, without their extensions. */
function reachable(entry: string, seen = new Set<string>()): Set<string> {
  seen.add(entry);
  const compiled = [".js", ".d.ts"]
    .map((extension) => readFileSync(`dist/lib/${entry}${extension}`, "utf8"))
    .join("\n");
  for (const [, from = ""] of compiled.matchAll(/(?:require\(|from |import\()"(\.[^"]+)"/g)) {
    const file = join(dirname(entry), from).replaceAll("\\", "/");
    if (!seen.has(file)) reachable(file, seen);
  }
  return seen;
}

/** Writes a compiled file for an engine: only the names of the modules that it imports differ. */
function write({ folder, core, provider }: (typeof engines)[number], file: string): void {
  const text = readFileSync(`dist/lib/${file}`, "utf8");
  const path = join(target, folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    file.endsWith(".map")
      ? mapText(text, file)
      : text.replaceAll('"cdktf"', `"${core}"`).replaceAll('"@cdktf/provider-aws/', `"${provider}/`),
  );
}

/** A source map that names the sources of the package. */
function mapText(text: string, file: string): string {
  const source = file.replace(/(\.d\.ts|\.js)\.map$/, ".ts");
  const { sourcesContent: _left, ...map } = JSON.parse(text);
  return JSON.stringify({ ...map, sources: [relative(dirname(file), `../src/${source}`).replaceAll("\\", "/")] });
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(join(target, to)), { recursive: true });
  cpSync(from, join(target, to));
}

/** The package's own package.json: that of the project without what only its developers need. */
function manifest() {
  const {
    scripts: _scripts,
    devDependencies: _developers,
    jest: _jest,
    files: _files,
    ...kept
  } = JSON.parse(readFileSync("package.json", "utf8"));
  const inPackage = (value: unknown): unknown =>
    typeof value === "string"
      ? value.replace("./dist/package/", "./")
      : typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inPackage(item)]))
        : value;
  return inPackage(kept);
}
