// The files under the paths that a user names: which are read, and which are left out and why.
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, normalize, resolve } from "node:path";
import { UsageError } from "../inputs/usage-error";
import { languageOf } from "./languages";

export interface SourceFiles {
  /** Those in a language that is read, sorted. */
  readonly sources: readonly string[];
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
/** Files that may hold code in a language that is not read. */
const otherLanguages =
  /(?<!-lock)\.(?:rb|php|cs|fs|vb|rs|c|cc|cpp|m|mm|dart|scala|groovy|ex|exs|clj|sh|bash|ps1|vue|svelte|html|ya?ml|ipynb)$/;

/**
 * Lists the files under paths. A path that is named is read whatever it is called.
 *
 * @throws UsageError when a path does not exist, or is a file in a language that is not read
 */
export function sourceFiles(paths: readonly string[]): SourceFiles {
  const sources = new Set<string>();
  const others = new Set<string>();
  const built = new Set<string>();
  const tests = new Set<string>();

  const addFile = (file: string) => {
    if (languageOf(file) !== undefined) sources.add(file);
    else if (otherLanguages.test(file)) others.add(file);
  };
  const addFolder = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name.startsWith(".") || ignored.has(entry.name) || existsSync(join(path, "pyvenv.cfg"))) continue;
        if (builtFolders.has(entry.name)) built.add(path);
        else if (testFolders.has(entry.name)) tests.add(path);
        else addFolder(path);
      } else if (entry.isFile() && !declarations.test(entry.name)) {
        if (testFiles.test(entry.name) && languageOf(path) !== undefined) tests.add(path);
        else addFile(path);
      }
    }
  };

  for (const named of paths) {
    const path = normalize(named);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`${resolve(named)}: there is no such file or folder.`);
    if (found.isDirectory()) addFolder(path);
    else if (languageOf(path) !== undefined) sources.add(path);
    else throw new UsageError(`${named}: ${basename(path)} has an unsupported language. Supported: ${languagesRead}.`);
  }
  return {
    sources: [...sources].sort(),
    others: [...others].sort(),
    built: [...built].sort(),
    tests: [...tests].sort(),
  };
}

const languagesRead = "TypeScript, JavaScript, Python, Java, Kotlin, Go, Swift";
