// A project of somebody else with the packed package in it, as `cdktf init` leaves one.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fixturePath, projectRoot } from "./files";

const modules = join(projectRoot, "node_modules");

export type Engine = "cdktf" | "cdktn";

export class Consumer {
  readonly path = mkdtempSync(join(tmpdir(), "chime-iam-consumer-"));

  constructor(readonly engine: Engine) {
    const own = this.file("node_modules/cdktf-chime-iam");
    mkdirSync(this.file(`node_modules/@${engine}`), { recursive: true });
    mkdirSync(own);
    const arguments_ = ["pack", "--json", "--ignore-scripts", "--pack-destination", this.path, "./dist/package"];
    const packed = execFileSync("npm", arguments_, { cwd: projectRoot, encoding: "utf8" });
    execFileSync("tar", ["-xzf", this.file(JSON.parse(packed)[0].filename), "-C", own, "--strip-components=1"]);
    for (const peer of [
      engine,
      "constructs",
      `@${engine}/provider-aws`,
      "@types",
      "fastest-levenshtein",
      "jsonc-parser",
    ]) {
      symlinkSync(join(modules, peer), this.file("node_modules", peer));
    }
    const template = dirname(require.resolve("cdktf-cli/package.json"));
    cpSync(join(template, "bundle/templates/typescript/tsconfig.json"), this.file("tsconfig.json"));
    this.write("main.ts", readFileSync(fixturePath("consumer/main.ts"), "utf8"));
  }

  file(...path: readonly string[]): string {
    return join(this.path, ...path);
  }

  /** Writes a source file, with the imports of the engine. */
  write(name: string, text: string): void {
    const ofEngine = this.engine === "cdktf" ? text : renamed(text);
    // Node's ES modules import no folders, and the provider's modules are folders.
    const imports = name.endsWith(".mts")
      ? ofEngine.replace(/(provider-aws\/lib\/[a-z-]+)"/g, '$1/index.js"')
      : ofEngine;
    writeFileSync(this.file(name), imports);
  }

  /** What a compiler says: nothing if all is well. Declarations of libraries are checked too. */
  compile(compiler: string, ...options: readonly string[]): string {
    const bin = join(modules, compiler, "bin/tsc");
    const args = [bin, "--skipLibCheck", "false", "--types", "node", ...options];
    return spawnSync(process.execPath, args, { cwd: this.path, encoding: "utf8" }).stdout;
  }

  /** Runs a program, and reads the stacks that it writes without what the engine says of itself. */
  synthesize(program: string): Readonly<Record<string, { readonly resource: Readonly<Record<string, object>> }>> {
    rmSync(this.file("cdktf.out"), { recursive: true, force: true });
    execFileSync(process.execPath, [program], { cwd: this.path });
    const { stacks } = JSON.parse(readFileSync(this.file("cdktf.out/manifest.json"), "utf8"));
    const read = (name: string) => {
      const { "//": _metadata, terraform: _versions, ...stack } = JSON.parse(this.stackText(name));
      return [name, stack];
    };
    return Object.fromEntries(Object.keys(stacks).map(read));
  }

  stackText(name: string): string {
    return readFileSync(this.file("cdktf.out/stacks", name, "cdk.tf.json"), "utf8");
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** What somebody changes who goes from CDKTF to CDK Terrain. */
function renamed(text: string): string {
  return text
    .replaceAll('"cdktf"', '"cdktn"')
    .replaceAll('"@cdktf/', '"@cdktn/')
    .replaceAll('"cdktf-chime-iam"', '"cdktf-chime-iam/cdktn"');
}
