// A report of access as Markdown, for the comment on a pull request and the summary of a job.

import { markdownTable } from "./markdown-table";
import { type AccessReport, isWider } from "./report";
import { summaryOf } from "./text";

/** More changes than this are folded. */
const mostInSight = 5;

/** The Markdown of a report: of a change, one line in sight and what stands out, the rest folded where it is long. */
export function markdownOf(name: string, report: AccessReport): string {
  return report.changes === undefined ? accessMarkdown(name, report) : changeMarkdown(name, report);
}

function accessMarkdown(name: string, { roles, remarks }: AccessReport): string {
  const rows = roles.map(({ key, assumedBy, may }) => [
    `**${escapeMarkdown(key)}**`,
    assumedBy.map(escapeMarkdown).join("<br>"),
    may
      .map(({ calls, on }) => escapeMarkdown(calls.join(", ") + (on.length === 0 ? "" : ` on ${on.join(", ")}`)))
      .join("<br>"),
  ]);
  const notes = remarks.map(({ role, text }) => `- ⚠️ **${escapeMarkdown(role)}**: ${escapeMarkdown(text)}`);
  const table = markdownTable(["role", "assumed by", "may call"], rows);
  return `### ${escapeMarkdown(name)}\n\n${notes.length === 0 ? "" : `${notes.join("\n")}\n\n`}${table}`;
}

function changeMarkdown(name: string, report: AccessReport): string {
  const { changes = [], remarks } = report;
  const sign = isWider(report) ? "🔺" : changes.length > 0 ? "🔻" : "✅";
  const lines = [
    `${sign} **${escapeMarkdown(name)}**: ${escapeMarkdown(summaryOf(report))}`,
    ...remarks.map(({ role, text }) => `- ⚠️ **${escapeMarkdown(role)}**: ${escapeMarkdown(text)}`),
  ];
  if (changes.length === 0) return `${lines.join("\n")}\n`;
  const rows = changes.map(({ role, direction, text }) => [
    direction === "wider" ? "➕ wider" : "➖ narrower",
    escapeMarkdown(role),
    escapeMarkdown(text),
  ]);
  const table = markdownTable(["", "role", "change"], rows);
  if (changes.length <= mostInSight) return `${lines.join("\n")}\n\n${table}`;
  return `${lines.join("\n")}\n\n<details><summary>Every change of access in ${escapeMarkdown(name)}</summary>\n\n${table}\n</details>\n`;
}

/** Text as Markdown that shows it: it may come from a file under review. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_[\]|~@#]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
