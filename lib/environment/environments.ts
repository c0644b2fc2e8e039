// The folder of environment files: which files are environments, and which only look like one.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { checkText } from "../inputs/check";
import { InputError, type Violation } from "../inputs/violation";
import type { Environment } from "./environment";
import { readEnvironment } from "./environment-file";

/** An environment with its name and file. */
export interface NamedEnvironment {
  readonly name: string;
  /** `environments/dev.json`, relative to the project. */
  readonly file: string;
  /** The SHA-256 of the file without carriage returns. The stack has it, and scripts/rollout.sh computes it. */
  readonly digest: string;
  readonly environment: Environment;
}

/** What was read of a folder. */
export interface EnvironmentFolder {
  readonly environments: readonly NamedEnvironment[];
  /** What is in the folder, looks like an environment and was not read, each a sentence. */
  readonly notRead: readonly string[];
}

/** The JSON Schema of the files is in the same folder; old copies of it are no environments. */
const isSchema = (name: string) => /^schema.*\.json$/i.test(name);

/**
 * Reads every environment of a folder: the files `<name>.json`, or symbolic links to one.
 *
 * @throws InputError with everything that is wrong in all of them, each line with file, line and column
 */
export function readEnvironments(folder: string): EnvironmentFolder {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const files = names.filter((name) => extname(name) === ".json" && !isSchema(name) && isFile(join(folder, name)));
  const notRead = names.filter((name) => !files.includes(name)).flatMap((name) => notReadSentence(folder, name));
  if (files.length === 0) {
    const message = ["has no environment: add", join(folder, "dev.json")].join(" ");
    throw new InputError([{ code: "NO_ENVIRONMENT", path: [folder], message: `${message}.` }], (found) =>
      [`${folder} ${found.message}`, ...notRead].join("\n"),
    );
  }
  const errors: InputError[] = [];
  const environments = files.flatMap((name): NamedEnvironment[] => {
    const file = `${folder}/${name}`;
    try {
      return [readNamedEnvironment(environmentName(file), file)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) {
    const messages = new Map<Violation | undefined, string>(
      errors.map((error) => [error.violations[0], error.message]),
    );
    throw new InputError(
      errors.flatMap(({ violations: [first] }) => first ?? []),
      (violation) => messages.get(violation) ?? "",
    );
  }
  return { environments, notRead };
}

/** @throws InputError when the file has mistakes */
export function readNamedEnvironment(name: string, file: string): NamedEnvironment {
  const bytes = readFileSync(file);
  const unixBytes = bytes.filter((byte) => byte !== 0x0d); // a checkout on Windows may add carriage returns
  const digest = createHash("sha256").update(unixBytes).digest("hex");
  return { name, file, digest, environment: readEnvironment(bytes, file) };
}

function environmentName(file: string): string {
  const name = basename(file, ".json");
  const found = checkText("environment", name, ["The file's name"]);
  if (found.length > 0) throw new InputError(found, ({ message }) => `${file}:1:1: The file's name ${message}`);
  return name;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile(); // through a symbolic link
}

/** What to say of an entry that is not read, if it looks like an environment. */
function notReadSentence(folder: string, name: string): string[] {
  const path = join(folder, name);
  const is = (why: string) => [`${path} is not read: ${why}`];
  if (!existsSync(path)) return is("the symbolic link leads nowhere.");
  if (statSync(path).isDirectory()) {
    const inside = readdirSync(path).find((entry) => /\.(json|ya?ml)$/i.test(entry));
    return inside === undefined ? [] : is(`move its files directly into ${folder}/.`);
  }
  if (isSchema(name)) return [];
  if (/\.ya?ml$/i.test(name)) return is("an environment is a JSON file, <name>.json.");
  return /\.jsonc?5?$/i.test(name) ? is("the name of an environment's file ends with .json.") : [];
}
