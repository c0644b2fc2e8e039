// The files under the paths that a user names: which are read, and which are left out and why.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, join, normalize, resolve } from "node:path";
import { UsageError } from "../inputs/usage-error";
import { componentFile } from "./embedded";
import { grammarOf } from "./languages";

export interface SourceFiles {
  /** Those in a language that is read, sorted, each with the path that tells its language. */
  readonly sources: readonly { readonly path: string; readonly as: string }[];
  /** Those that may hold code, of which no more is known than whether they name a client. */
  readonly others: readonly string[];
  /** Folders of built or foreign code, and files with tests, that were left out. */
  readonly built: readonly string[];
  readonly tests: readonly string[];
}

/** Folders that hold no code of the program. */
const ignored = new Set(
  "node_modules bower_components jspm_packages __pycache__ site-packages venv Pods DerivedData coverage cdk.out cdktf.out".split(
    " ",
  ),
);
/** Folders that hold what was built from the program's code, or foreign code. */
const builtFolders = new Set(["dist", "build", "out", "target", "vendor", "third_party"]);
const testFolders = new Set(["__tests__", "__mocks__", "test", "tests", "spec", "e2e", "androidTest"]);
const testFiles = /[._](?:test|spec)\.[a-z]+$|^test_.*\.py$|^conftest\.py$|Tests?\.(?:java|kt|swift)$/;
/** Files that only declare types. */
const declarations = /\.d\.[cm]?ts$/;
/** Files that may hold code in a language that is not read, or that name calls. */
const otherFiles =
  /(?<!package-lock|-lock)\.(?:rb|php|cs|fs|vb|rs|c|cc|cpp|m|mm|dart|scala|groovy|ex|exs|clj|sh|bash|zsh|ps1|ya?ml|ipynb|json|tf|hcl)$|^(?:Dockerfile|Makefile|Jenkinsfile|Procfile)/;
/** The languages of files without an ending, by the program that runs them. */
const interpreters: readonly (readonly [pattern: RegExp, ending: string])[] = [
  [/^#!.*\b(?:node|deno|bun)\b/, "js"],
  [/^#!.*\b(?:tsx|ts-node)\b/, "ts"],
  [/^#!.*\bpython[\d.]*\b/, "py"],
];

/** The text of a file, in UTF-8 or, as its first bytes say, UTF-16. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (isBig) bytes.subarray(0, bytes.length - (bytes.length % 2)).swap16();
  return bytes.toString(isLittle || isBig ? "utf16le" : "utf8").replace(/^\uFEFF/, "");
}

/** The path that tells the language of a file; undefined when it is not read. */
function languagePath(path: string): string | undefined {
  if (grammarOf(path) !== undefined || componentFile.test(path)) return path;
  if (basename(path).includes(".")) return undefined;
  const first = readText(path).slice(0, 200);
  const ending = interpreters.find(([pattern]) => pattern.test(first))?.[1];
  return ending === undefined ? undefined : `${path}.${ending}`;
}

function isShell(path: string): boolean {
  return !basename(path).includes(".") && /^#!/.test(readText(path).slice(0, 2));
}

/**
 * Lists the files under paths. A path that is named is read whatever it is called.
 *
 * @throws UsageError when a path does not exist, or is a file in a language that is not read
 */
export function sourceFiles(paths: readonly string[]): SourceFiles {
  const sources = new Map<string, string>();
  const others = new Set<string>();
  const built = new Set<string>();
  const tests = new Set<string>();
  /** The files and folders that were seen, wherever links to them stand. */
  const seen = new Set<string>();
  const isNew = (path: string) => {
    const real = realpathSync(path);
    return !seen.has(real) && seen.add(real) !== undefined;
  };

  const addFile = (path: string) => {
    const as = languagePath(path);
    if ((as !== undefined || otherFiles.test(basename(path)) || isShell(path)) && isNew(path)) {
      if (as === undefined) others.add(path);
      else sources.set(path, as);
    }
  };
  const addFolder = (folder: string) => {
    if (!isNew(folder)) return;
    for (const { name } of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, name);
      const entry = statSync(path, { throwIfNoEntry: false });
      if (entry?.isDirectory()) {
        if (name.startsWith(".") || ignored.has(name) || existsSync(join(path, "pyvenv.cfg"))) continue;
        if (builtFolders.has(name)) built.add(path);
        else if (testFolders.has(name)) tests.add(path);
        else addFolder(path);
      } else if (entry?.isFile() && !declarations.test(name)) {
        if (testFiles.test(name) && grammarOf(path) !== undefined) tests.add(path);
        else addFile(path);
      }
    }
  };

  for (const named of paths) {
    const path = normalize(named);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`${resolve(named)}: there is no such file or folder.`);
    if (found.isDirectory()) addFolder(path);
    else if (languagePath(path) !== undefined || otherFiles.test(basename(path))) addFile(path);
    else throw new UsageError(`${named}: ${basename(path)} has an unsupported language. Supported: ${languagesRead}.`);
  }
  return {
    sources: [...sources].map(([path, as]) => ({ path, as })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    others: [...others].sort(),
    built: [...built].sort(),
    tests: [...tests].sort(),
  };
}

const languagesRead = "TypeScript, JavaScript, Python, Java, Kotlin, Go, Swift";
