// The comment on a pull request: a line for each environment, what stands out, every change folded, and the plans last.

import { markdownOf } from "./markdown";
import type { AccessReport } from "./report";

/** What a run knows of an environment. */
export interface PlannedEnvironment {
  readonly name: string;
  /** The change of access; undefined where there is no plan, or none that can be read. */
  readonly report?: AccessReport | undefined;
  /** What Terraform prints of the plan. */
  readonly plan?: string | undefined;
}

/** GitHub takes comments of 65,536 characters. */
const longestComment = 65_000;

/** Marks the comment, so that the next run updates it. */
export const mark = "<!-- chime-iam plan -->";

/** The comment. Plans that do not fit are left out, from the last, and `run` is where they are. */
export function commentOf(environments: readonly PlannedEnvironment[], run: string): string {
  const access = environments.map((environment) => accessOf(environment, run));
  const plans = environments.flatMap(({ name, plan }) => (plan === undefined ? [] : [planOf(name, plan)]));
  for (let shown = plans.length; shown >= 0; shown--) {
    const text = textOf([...access, ...plans.slice(0, shown)], shown < plans.length, run);
    if (text.length <= longestComment) return text;
  }
  return `${mark}\nThe change of access is too long for a comment: [this run](${run}) has it in its summary.\n`;
}

function textOf(parts: readonly string[], isShortened: boolean, run: string): string {
  const rest = isShortened ? [`Plans that are not here are in the summary of [this run](${run}).\n`] : [];
  return [`${mark}\n`, ...parts, ...rest].join("\n");
}

function accessOf({ name, report, plan }: PlannedEnvironment, run: string): string {
  if (report !== undefined) return markdownOf(name, report);
  const what =
    plan === undefined
      ? "planning failed or did not run"
      : "the plan cannot be read, so its change of access is unknown";
  return `❌ **${name}**: ${what}, see [this run](${run})\n`;
}

/** A plan as code: indented, so that nothing in it ends the block. */
function planOf(name: string, plan: string): string {
  return `<details><summary>Plan of ${name}: ${summaryOf(plan)}</summary>\n\n${plan.trimEnd().replace(/^/gm, "    ")}\n\n</details>\n`;
}

function summaryOf(plan: string): string {
  return (/^Plan: [^\n]*|^No changes/m.exec(plan)?.[0] ?? "only outputs").replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
