// Environments for tests: read from JSON, as a file would be, and synthesized.
import { App, Testing } from "cdktf";
import { InputError } from "../../lib";
import type { Environment } from "../../lib/environment/environment";
import { readEnvironment } from "../../lib/environment/environment-file";
import { EnvironmentStack } from "../../lib/environment/stack";
import { fourRoles } from "./inputs";
import type { Synthesized } from "./synth";

/** An environment from the text of its file. */
export function environmentOf(json: string | object, file = "environments/dev.json"): Environment {
  return readEnvironment(Buffer.from(typeof json === "string" ? json : JSON.stringify(json)), file);
}

/** An environment with the four roles, and what is changed in it. */
export function changed(change: object): Environment {
  return environmentOf({ ...fourRoles, ...change });
}

/** The stack of an environment. */
export function stackOf(environment: Environment, name = "dev"): EnvironmentStack {
  const app = Testing.stubVersion(new App({ outdir: "cdktf.out" }));
  return new EnvironmentStack(app, { name, file: `environments/${name}.json`, environment });
}

/** The stack of an environment as Terraform JSON. */
export function synthesized(change: object): Synthesized {
  return JSON.parse(Testing.synth(stackOf(changed(change)), true));
}

/** What reading an environment file refuses; undefined when it is good. Any other error is a crash. */
export function refusalOf(json: string | object): InputError | undefined {
  try {
    environmentOf(json);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
