// A report of access as Markdown, for the comment on a pull request and the summary of a job.

import { markdownTable } from "./markdown-table";
import { type AccessReport, groupedByRoles, isWider } from "./report";
import { summaryOf } from "./text";
import { visibleText } from "./visible-text";

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
  const notes = remarkLines(remarks);
  const table = markdownTable(["role", "assumed by", "may call"], rows);
  return `### ${escapeMarkdown(name)}\n\n${notes.length === 0 ? "" : `${notes.join("\n")}\n\n`}${table}`;
}

/** A change in one line: what it comes to, and its sign. */
export function changeLine(name: string, report: AccessReport): string {
  const sign = isWider(report) ? "🔺" : (report.changes ?? []).length > 0 ? "🔻" : "✅";
  return `${sign} **${escapeMarkdown(name)}**: ${escapeMarkdown(summaryOf(report))}`;
}

function changeMarkdown(name: string, report: AccessReport): string {
  const { changes = [], remarks } = report;
  const lines = [changeLine(name, report), ...remarkLines(remarks)];
  if (changes.length === 0) return `${lines.join("\n")}\n`;
  const grouped = groupedByRoles(changes);
  const rows = grouped.map(({ roles, direction, text }) => [
    direction === "wider" ? "➕ wider" : "➖ narrower",
    escapeMarkdown(roles.join(", ")),
    escapeMarkdown(text),
  ]);
  const table = markdownTable(["", "role", "change"], rows);
  if (grouped.length <= mostInSight) return `${lines.join("\n")}\n\n${table}`;
  return `${lines.join("\n")}\n\n<details><summary>Every change of access in ${escapeMarkdown(name)}</summary>\n\n${table}\n</details>\n`;
}

function remarkLines(remarks: AccessReport["remarks"]): string[] {
  return groupedByRoles(remarks).map(
    ({ roles, text, instead }) =>
      `- ⚠️ **${escapeMarkdown(roles.join(", "))}**: ${escapeMarkdown(text)}${instead === undefined ? "" : ` Instead: ${escapeMarkdown(instead)}.`}`,
  );
}

/**
 * Text as Markdown that shows it: it may come from a file under review. A word that GitHub would make a link, a mention or a
 * picture of is code: `www.`, an address, `GH-1`, `:name:`.
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text)
    .split(/( +)/)
    .map((word) => (/@|#|:\S|www\.|\bGH-\d/i.test(word) ? `<code>${escapeSigns(word)}</code>` : escapeSigns(word)))
    .join("");
}

function escapeSigns(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_[\]|~@#]|:(?=\/)|(?<=www)\.|(?<=\bGH)-/gi, (sign) => `&#${sign.codePointAt(0)};`);
}
