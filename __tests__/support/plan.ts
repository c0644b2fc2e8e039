// Plans as `terraform show -json` prints them.
import { accessesOfPlan, type PlanPlace } from "../../lib/review/plan";
import { type PlannedPlace, type ResourceChange, readPlan } from "../../lib/review/plan-format";
import { reportOf } from "../../lib/review/report";

type Values = Readonly<Record<string, unknown>> | null;

/** A change of a resource; without actions, those that its values mean. */
export function change(
  address: string,
  before: Values,
  after: Values,
  more: Partial<ResourceChange["change"]> & { readonly mode?: string; readonly deposed?: string } = {},
): ResourceChange {
  const { mode = "managed", deposed, ...rest } = more;
  const [, type = ""] = /(?:^|\.)([a-z0-9]+_[a-z0-9_]+)\.[^.[]+(?:\[.*\])?$/.exec(address) ?? [];
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  const actions = [before === null ? "create" : after === null ? "delete" : isSame ? "no-op" : "update"];
  return {
    ...{ address, mode, type },
    ...(deposed === undefined ? {} : { deposed }),
    change: { actions, before, after, after_unknown: {}, ...rest },
  };
}

/** A whole plan of some changes. */
export function planOf(changes: readonly ResourceChange[], more: object = {}) {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: changes,
    configuration: { root_module: {} },
    ...{ applyable: true, complete: true, errored: false },
    ...more,
  };
}

export interface ReadOptions {
  /** What of the plan is other than that of `planOf`. */
  readonly more?: object;
  readonly place?: PlanPlace;
  readonly planned?: PlannedPlace;
}

/** What the report says that a plan changes: `wider: user can now …`. */
export function changesOfPlan(
  changes: readonly ResourceChange[],
  { more, place = {}, planned }: ReadOptions = {},
): string[] {
  const { before, after } = accessesOfPlan(readPlan(JSON.stringify(planOf(changes, more)), planned), place);
  return (reportOf(after, before).changes ?? []).map(({ role, direction, text }) => `${direction}: ${role} ${text}`);
}
