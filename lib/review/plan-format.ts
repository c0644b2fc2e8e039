// A Terraform plan as `terraform show -json` prints it. Only a whole plan is read, and where it is said to be of an environment,
// only a plan of that environment: anything else would be compared as if it changed nothing.
import { isObject } from "../inputs/check";
import { UsageError } from "../inputs/usage-error";

/** The attributes of a resource. What only the apply knows is `unknown`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A change of a resource. */
export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly index?: string | number;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    readonly after_unknown?: unknown;
  };
}

/** An expression of the configuration: JSON has its text, HCL only what it refers to. */
export interface Expression {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

/** A resource as the configuration has it. */
export interface ConfiguredResource {
  readonly address: string;
  readonly expressions?: Readonly<Record<string, Expression | undefined>>;
  readonly provisioners?: readonly unknown[];
}

/** A module as the configuration has it. */
export interface ConfiguredModule {
  readonly resources?: readonly ConfiguredResource[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ConfiguredModule }>>;
}

/** What is read of a plan. */
export interface Plan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly configuration?: {
    readonly root_module?: ConfiguredModule;
    readonly provider_config?: Readonly<Record<string, unknown>>;
  };
}

/** The parts of a plan, by their names. Of others, such as actions that a provider runs, nothing is known. */
const knownParts = [
  "format_version",
  "terraform_version",
  "variables",
  "planned_values",
  "proposed_unknown",
  "resource_drift",
  "resource_changes",
  "output_changes",
  "prior_state",
  "configuration",
  "relevant_attributes",
  "checks",
  "timestamp",
  "applyable",
  "complete",
  "errored",
];

/** What the environment is that a plan must be of. */
export interface PlannedPlace {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** The ID of the app instance; undefined where a session tag carries it. */
  readonly appInstanceId: string | undefined;
  /** The names that its roles have in IAM. */
  readonly roleNames: readonly string[];
}

/**
 * Reads a plan.
 *
 * @param text what `terraform show -json` printed
 * @throws UsageError when that is no whole plan, or one of another environment
 */
export function readPlan(text: string, place?: PlannedPlace): Plan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError("it is not JSON: write it with terraform show -json.");
  }
  if (!isObject(json) || !("format_version" in json) || !("planned_values" in json)) {
    const isState = isObject(json) && ("values" in json || "lineage" in json);
    const found = isState ? "it is a state" : "it is no plan";
    throw new UsageError(
      `${found}, expected what terraform show -json prints of a file that terraform plan -out saved.`,
    );
  }
  const { format_version: version, errored, complete, resource_changes: changes = [] } = json;
  if (typeof version !== "string" || !/^1\.\d+$/.test(version)) {
    throw new UsageError(`its format_version is ${JSON.stringify(version)}, expected 1 and a minor version.`);
  }
  if (errored !== false) throw new UsageError("terraform plan ended with an error, so it is not the whole plan.");
  if (complete !== true) throw new UsageError("it is not complete: -target or a deferred change leaves something out.");
  if (!Array.isArray(changes) || !changes.every(isResourceChange)) {
    throw new UsageError("its resource_changes are not those of a plan.");
  }
  const plan = json as Plan;
  if (place !== undefined) checkPlace(plan, place);
  return plan;
}

/** The parts of a plan that are not known here and hold something. */
export function unknownParts(plan: Plan): string[] {
  return Object.entries(plan).flatMap(([name, part]) => {
    const isEmpty = typeof part !== "object" || part === null || Object.keys(part).length === 0;
    return knownParts.includes(name) || isEmpty ? [] : [name];
  });
}

function isResourceChange(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.change)) return false;
  const { actions, before = null, after = null } = value.change;
  return (
    [value.address, value.mode, value.type].every((part) => typeof part === "string") &&
    Array.isArray(actions) &&
    [before, after].every((values) => values === null || isObject(values))
  );
}

function checkPlace({ variables = {}, resource_changes: changes = [] }: Plan, place: PlannedPlace): void {
  const { name, region, account, appInstanceId, roleNames } = place;
  const withoutPrefix = (id: unknown) => String(id).replace(/^.*\//, "");
  const expected = { region, account_id: account, app_instance_id: appInstanceId };
  const mistakes = Object.entries(expected).flatMap(([variable, value]) => {
    const found = variables[variable]?.value;
    const isSame = value === undefined || (found !== undefined && withoutPrefix(found) === withoutPrefix(value));
    return isSame
      ? []
      : [`its ${variable} is ${JSON.stringify(found) ?? "not there"}, expected ${JSON.stringify(value)}`];
  });
  const planned = changes.flatMap(({ type, mode, change }) =>
    type === "aws_iam_role" && mode === "managed" ? [change.after?.name] : [],
  );
  const missing = roleNames.filter((role) => !planned.includes(role));
  if (missing.length > 0) mistakes.push(`it has no role ${missing.join(", ")}`);
  if (mistakes.length > 0) throw new UsageError(`it is no plan of ${name} as its file is: ${mistakes.join("; ")}.`);
}
