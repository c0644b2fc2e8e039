// Builds the npm package in dist/package: the constructs for CDKTF and, from the same files, for CDK Terrain; the command line;
// and the module.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { grammarFiles } from "../lib/code/syntax";

const target = "dist/package";
const assets = ["lib/review/page/style.css", "lib/review/page/filter.js"];

/** What differs for CDK Terrain in a file that names an engine. */
const cdkTerrain: readonly (readonly [RegExp, string])[] = [
  [/"cdktf"/g, '"cdktn"'],
  [/"@cdktf\/provider-aws\//g, '"@cdktn/provider-aws/'],
];

rmSync(target, { recursive: true, force: true });
// The command line has no declarations: nobody imports it.
const library = reachable("lib/index", [".js", ".d.ts"]);
for (const file of new Set([...library, ...reachable("cli/index", [".js"])])) {
  const extensions = library.has(file) ? [".js", ".d.ts", ".js.map", ".d.ts.map"] : [".js", ".js.map"];
  for (const extension of extensions) copyCompiled(file, extension);
  copy(`${file}.ts`, `src/${file}.ts`);
}
for (const file of ["LICENSE", "CHANGELOG.md", ...assets]) copy(file, file);
copy("docs/package.md", "README.md");
for (const [name, file] of Object.entries(grammarFiles)) copyGrammar(name, file);
cpSync("module", join(target, "module"), {
  recursive: true,
  filter: (path) => !/[/\\](tests|\.terraform.*)$/.test(path),
});
write("package.json", `${JSON.stringify(manifest(), null, 2)}\n`);

/** Copies a grammar that `calls` reads a language by, and its licence. */
function copyGrammar(name: string, file: string): void {
  const folder = join(target, "lib/code/grammars");
  mkdirSync(folder, { recursive: true });
  cpSync(join("node_modules", file), join(folder, `tree-sitter-${name}.wasm`));
  // The package of the Swift grammar is a collection by somebody else, without the licence of its author.
  const own = `lib/code/grammars/tree-sitter-${name}.LICENSE`;
  const licence = existsSync(own) ? own : join("node_modules", dirname(file), "LICENSE");
  cpSync(licence, join(folder, `tree-sitter-${name}.LICENSE`));
}

/** The compiled files that an entry needs, itself included, without their extensions. */
function reachable(entry: string, extensions: readonly string[], seen = new Set<string>()): Set<string> {
  seen.add(entry);
  const compiled = extensions.map((extension) => readFileSync(`dist/${entry}${extension}`, "utf8")).join("\n");
  for (const [, from = ""] of compiled.matchAll(/(?:require\(|from |import\()"(\.[^"]+)"/g)) {
    const file = join(dirname(entry), from).replaceAll("\\", "/");
    if (!seen.has(file)) reachable(file, extensions, seen);
  }
  return seen;
}

/** Copies a compiled file; one that names an engine for CDK Terrain too. */
function copyCompiled(file: string, extension: string): void {
  const text = readFileSync(`dist/${file}${extension}`, "utf8");
  const isMap = extension.endsWith(".map");
  write(file + extension, isMap ? mapText(text, file) : text);
  const isEntry = file === "lib/index";
  if (!isEntry && !file.startsWith("lib/constructs/")) return;
  // An old `moduleResolution` knows no "exports": it finds `cdktf-chime-iam/cdktn` as a file of that name.
  const other = isEntry ? "cdktn" : file.replace("lib/constructs/", "lib/constructs-cdktn/");
  const renamed = cdkTerrain.reduce((so, [from, to]) => so.replace(from, to), text);
  const placed = isEntry
    ? renamed.replaceAll('"./', '"./lib/').replaceAll("lib/constructs/", "lib/constructs-cdktn/")
    : renamed;
  write(other + extension, isMap ? mapText(text, file, other) : placed);
}

/** A source map that names the sources of the package. */
function mapText(text: string, file: string, written = file): string {
  const { sourcesContent: _left, ...map } = JSON.parse(text);
  return JSON.stringify({ ...map, sources: [relative(dirname(written), `src/${file}.ts`).replaceAll("\\", "/")] });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), text);
}

function copy(from: string, to: string): void {
  write(to, readFileSync(from, "utf8"));
}

/** The package's own package.json: that of the project without what only its developers need. */
function manifest() {
  const {
    private: _private,
    scripts: _scripts,
    devDependencies: _developers,
    jest: _jest,
    files: _files,
    ...kept
  } = JSON.parse(readFileSync("package.json", "utf8"));
  return JSON.parse(JSON.stringify(kept).replaceAll("./dist/package/", "./"));
}
