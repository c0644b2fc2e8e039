// An environment by the name that a person types: `dev`, or `chime-iam-dev` as the CDKTF CLI calls its stack.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readEnvironment } from "../lib/environment/environment-file";
import type { NamedEnvironment } from "../lib/environment/environments";
import { UsageError } from "../lib/inputs/usage-error";

/** @throws UsageError when there is no such environment, InputError when its file has mistakes */
export function environmentNamed(given: string): NamedEnvironment {
  const name = given.replace(/^chime-iam-/, "");
  const file = `environments/${name}.json`;
  if (!existsSync(file)) {
    const files = existsSync("environments") ? readdirSync("environments") : [];
    const known = files.flatMap((entry) => (/^(?!schema).*\.json$/.test(entry) ? [entry.replace(".json", "")] : []));
    throw new UsageError(
      known.length === 0
        ? "There are no environment files in environments/."
        : `There is no environment "${given}". There are: ${known.sort().join(", ")}.`,
    );
  }
  return { name, file, environment: readEnvironment(readFileSync(file), file) };
}
