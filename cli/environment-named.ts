// An environment by the name that a person types: `dev`, or `chime-iam-dev` as the CDKTF CLI calls its stack.
import { existsSync, readdirSync } from "node:fs";
import { type NamedEnvironment, readNamedEnvironment } from "../lib/environment/environments";
import { UsageError } from "../lib/inputs/usage-error";

/** The name of an environment, however it is typed. */
export function environmentName(typed: string): string {
  return typed.replace(/^chime-iam-/, "");
}

/**
 * The environment of a name; undefined when there is no file.
 *
 * @throws InputError when its file has mistakes
 */
export function findEnvironment(name: string): NamedEnvironment | undefined {
  const file = `environments/${name}.json`;
  return existsSync(file) ? readNamedEnvironment(name, file) : undefined;
}

/** @throws UsageError when there is no such environment, InputError when its file has mistakes */
export function environmentNamed(typed: string): NamedEnvironment {
  const found = findEnvironment(environmentName(typed));
  if (found !== undefined) return found;
  const files = existsSync("environments") ? readdirSync("environments") : [];
  const known = files.flatMap((entry) => (/^(?!schema).*\.json$/.test(entry) ? [entry.replace(".json", "")] : []));
  throw new UsageError(
    known.length === 0
      ? "There are no environment files in environments/."
      : `There is no environment "${typed}". There are: ${known.sort().join(", ")}.`,
  );
}
