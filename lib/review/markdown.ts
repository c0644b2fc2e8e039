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
    `**${escaped(key)}**`,
    assumedBy.map(escaped).join("<br>"),
    may
      .map(({ calls, on }) => escaped(calls.join(", ") + (on.length === 0 ? "" : ` on ${on.join(", ")}`)))
      .join("<br>"),
  ]);
  const notes = remarks.map(({ role, text }) => `- ⚠️ **${escaped(role)}**: ${escaped(text)}`);
  const table = markdownTable(["role", "assumed by", "may call"], rows);
  return `### ${escaped(name)}\n\n${notes.length === 0 ? "" : `${notes.join("\n")}\n\n`}${table}`;
}

function changeMarkdown(name: string, report: AccessReport): string {
  const { changes = [], remarks } = report;
  const sign = isWider(report) ? "🔺" : changes.length > 0 ? "🔻" : "✅";
  const lines = [
    `${sign} **${escaped(name)}**: ${escaped(summaryOf(report))}`,
    ...remarks.map(({ role, text }) => `- ⚠️ **${escaped(role)}**: ${escaped(text)}`),
  ];
  if (changes.length === 0) return `${lines.join("\n")}\n`;
  const rows = changes.map(({ role, direction, text }) => [
    direction === "wider" ? "➕ wider" : "➖ narrower",
    escaped(role),
    escaped(text),
  ]);
  const table = markdownTable(["", "role", "change"], rows);
  if (changes.length <= mostInSight) return `${lines.join("\n")}\n\n${table}`;
  return `${lines.join("\n")}\n\n<details><summary>Every change of access in ${escaped(name)}</summary>\n\n${table}\n</details>\n`;
}

/** Text as Markdown that shows it: it may come from a file under review. */
function escaped(text: string): string {
  return text
    .replace(/[\r\n]+/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_[\]|~@#]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
