// The stacks of environments for tests. The suites that need none do not load CDKTF.
import { App, Testing } from "cdktf";
import type { Environment } from "../../lib/environment/environment";
import { EnvironmentStack } from "../../lib/environment/stack";
import { environmentWith } from "./environment";
import type { Synthesized } from "./synth";

/** The stack of an environment. */
export function stackOf(environment: Environment, name = "dev"): EnvironmentStack {
  const app = Testing.stubVersion(new App({ outdir: "cdktf.out" }));
  return new EnvironmentStack(app, { name, file: `environments/${name}.json`, digest: "", environment });
}

/** The stack of an environment as Terraform JSON. */
export function synthesized(change: object): Synthesized {
  return JSON.parse(Testing.synth(stackOf(environmentWith(change)), true));
}
