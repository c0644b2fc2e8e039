// The comment on a pull request: a line for each environment, what stands out, every change folded, and the plans last.

import { changeLine, escapeMarkdown, markdownOf } from "./markdown";
import { type AccessReport, isWider } from "./report";
import { visibleLines } from "./visible-text";

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

/**
 * The comment. What does not fit is left out, and `run` is where it is: plans first, from the last; then the changes, where
 * access does not get wider first; never the line of an environment with its sign.
 */
export function commentOf(environments: readonly PlannedEnvironment[], run: string): string {
  const access = environments.map((environment) => accessOf(environment, run));
  const plans = environments.flatMap(({ name, plan }) => (plan === undefined ? [] : [planOf(name, plan)]));
  for (let shown = plans.length; shown >= 0; shown--) {
    const rest = shown < plans.length ? [`Plans that are not here are in the summary of [this run](${run}).\n`] : [];
    const text = textOf([...access, ...plans.slice(0, shown), ...rest]);
    if (text.length <= longestComment) return text;
  }
  return withoutChanges(environments, access, run);
}

/** The comment without plans, with as many changes as fit. */
function withoutChanges(environments: readonly PlannedEnvironment[], access: readonly string[], run: string): string {
  const rest = `Plans, and changes that are not here, are in the summary of [this run](${run}).\n`;
  const lines = environments.map((environment) => lineOf(environment, run));
  const isWiderAt = environments.map(({ report }) => report !== undefined && isWider(report));
  const order = [...environments.keys()].sort((one, other) => Number(isWiderAt[other]) - Number(isWiderAt[one]));
  let length = textOf([...lines, rest]).length;
  for (const i of order) {
    const [line = "", whole = ""] = [lines[i], access[i]];
    if (length + whole.length - line.length > longestComment) continue;
    length += whole.length - line.length;
    lines[i] = whole;
  }
  return length <= longestComment ? textOf([...lines, rest]) : textOf([...bySign(lines), rest]);
}

/** The names of environments by their signs; beyond what fits, their number. */
function bySign(lines: readonly string[]): string[] {
  return ["❌", "🔺", "🔻", "✅"].flatMap((sign) => {
    const names = lines.flatMap((line) => (line.startsWith(sign) ? (/\*\*(.*?)\*\*/.exec(line)?.[1] ?? []) : []));
    const listed = names.join(", ");
    const isShort = listed.length < longestComment / 5;
    return names.length === 0 ? [] : [`${sign} ${names.length}${isShort ? `: ${listed}` : " environments"}\n`];
  });
}

function textOf(parts: readonly string[]): string {
  return [`${mark}\n`, ...parts].join("\n");
}

function accessOf(environment: PlannedEnvironment, run: string): string {
  const { name, report } = environment;
  return report === undefined ? lineOf(environment, run) : markdownOf(name, report);
}

function lineOf({ name, report, plan }: PlannedEnvironment, run: string): string {
  if (report !== undefined) return `${changeLine(name, report)}\n`;
  const what =
    plan === undefined
      ? "planning failed or did not run"
      : "the plan cannot be read, so its change of access is unknown";
  return `❌ **${escapeMarkdown(name)}**: ${what}, see [this run](${run})\n`;
}

/** A plan as code: indented, so that nothing in it ends the block. */
function planOf(name: string, plan: string): string {
  const code = visibleLines(plan).trimEnd().replace(/^/gm, "    ");
  return `<details><summary>Plan of ${escapeMarkdown(name)}: ${planSummary(plan)}</summary>\n\n${code}\n\n</details>\n`;
}

/** What Terraform says of a plan in the end: other text in it may look alike. */
function planSummary(plan: string): string {
  const lines = visibleLines(plan).match(/^Plan: [\w ,]+\.$|^No changes\./gm) ?? [];
  return lines.at(-1) ?? "only outputs";
}
