// The folder of environment files.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { App } from "cdktf";
import { InputError } from "../access/input-error";
import { checked } from "../access/rules";
import { checkConflicts } from "./conflicts";
import { parseEnvironment } from "./environment-file";
import { EnvironmentStack } from "./stack";

/** The JSON Schema of the files, which lies beside them. */
const schemaFile = "schema.json";

/**
 * Adds a stack to the app for each file of the folder.
 *
 * @throws InputError that begins with the file's path, when a file is not what it should be, or two get in each other's way
 */
export function addEnvironments(app: App, folder: string): EnvironmentStack[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json") && entry.name !== schemaFile)
    .map(({ name }) => name)
    .sort();
  if (files.length === 0) throw new InputError(`${folder} holds no environment: add ${folder}/dev.json.`);
  const stacks = files.map((file) => {
    try {
      const name = checked("environment", basename(file, ".json"), "The file's name");
      return new EnvironmentStack(app, name, parseEnvironment(readFileSync(join(folder, file), "utf8")));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(error.message.replace(/^/gm, `${folder}/${file}: `));
    }
  });
  checkConflicts(stacks);
  return stacks;
}
