// A report of access for a terminal.
import { styleText } from "node:util";
import { type AccessReport, type ChangeReport, groupedByRoles, type RoleReport } from "./report";

/** How a report is written for a terminal. */
export interface TextOptions {
  readonly name: string;
  readonly isColored: boolean;
  readonly width: number;
}

/** The text of a report. */
export function textOf(report: AccessReport, options: TextOptions): string {
  const { changes } = report;
  return `${(changes === undefined ? accessLines(report, options) : changeLines(report, changes, options)).join("\n")}\n`;
}

function accessLines(report: AccessReport, options: TextOptions): string[] {
  const { account, appInstance = "", roles, remarks } = report;
  const { bold, warning } = styles(options);
  return [
    `${bold(options.name)}  account ${account}, app instance ${appInstance.replace(/^.*\//, "")}`,
    ...roles.flatMap((role) => [
      "",
      ...roleLines(role, options),
      ...remarks.filter((one) => one.role === role.key).map(({ text }) => warning(`  ! ${text}`)),
    ]),
  ];
}

/** The text of the report of an account: what is wider than it need be first. */
export function accountText(
  { account, appInstance, roles, remarks, remainder }: AccessReport,
  options: TextOptions,
): string {
  const { bold, dim, warning, wider } = styles(options);
  const row = (label: string, text: string) => wrapText(label, text, options.width);
  const lines = [
    `${bold(`account ${account}`)}  ${appInstance === undefined ? "" : `app instance ${appInstance.replace(/^.*\//, "")}, `}roles that make calls of Amazon Chime SDK messaging: ${roles.length}`,
    ...(remarks.length === 0 ? [] : ["", bold("Wider than it need be, the worst first")]),
    ...groupedByRoles(remarks).flatMap(({ roles: of, severity, text, instead = "" }) => [
      ...row("  ! ", `${of.join(", ")}: ${text}`).map(severity === "danger" ? wider : warning),
      ...row("    ", `Instead: ${instead}.`).map(dim),
    ]),
    ...roles.flatMap((role) => ["", ...roleLines(role, options)]),
    ...(remainder === undefined ? [] : ["", dim(`${remainder}.`)]),
    "",
    dim(
      "Session lengths are not in such a file. Policies of AWS are, with --filter Role LocalManagedPolicy AWSManagedPolicy.",
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function roleLines(role: RoleReport, options: TextOptions): string[] {
  const { bold, dim } = styles(options);
  const row = (label: string, text: string) => wrapText(`  ${label.padEnd(14)}`, text, options.width);
  return [
    `${bold(role.key)}  ${dim(role.description ?? "")}`.trimEnd(),
    ...role.assumedBy.flatMap((who, i) => row(i === 0 ? "assumed by" : "", who)),
    ...role.may.flatMap(({ calls, on, by = "", conditions }, i) => [
      ...row(i === 0 ? "may call" : "", [calls.join(", "), ...conditions].join(", ")),
      ...(on.length === 0 ? [] : row("", dim(`on ${on.join(", ")}${by === "" ? "" : `  [${by}]`}`))),
    ]),
    ...role.furtherPolicies.flatMap((arn) => row("attached", arn)),
    ...(role.boundary === undefined ? [] : row("boundary", role.boundary)),
  ];
}

function changeLines(report: AccessReport, changes: readonly ChangeReport[], options: TextOptions): string[] {
  const { bold, dim, warning, wider, narrower } = styles(options);
  return [
    `${bold(options.name)}: ${summaryOf(report)}`,
    ...groupedByRoles(report.remarks).map(({ roles, text }) => warning(`  ! ${roles.join(", ")}: ${text}`)),
    ...groupedByRoles(changes).flatMap(({ roles, direction, text }) =>
      direction === "wider"
        ? wrapText("  + ", `${subjectOf(roles)} ${text}`, options.width).map(wider)
        : wrapText("  - ", `${subjectOf(roles)} ${text}`, options.width).map(narrower),
    ),
    ...(report.remainder === undefined ? [] : [dim(`  ${report.remainder}`)]),
  ];
}

/** One role is the subject of the sentence; several stand before it. */
function subjectOf(roles: readonly string[]): string {
  return roles.length === 1 ? roles.join() : `${roles.join(", ")}:`;
}

/** One line of what changed: `access gets wider for user; narrower for user, websocket`. */
export function summaryOf({ changes = [], isDrift = false }: AccessReport): string {
  const parts = (["wider", "narrower"] as const).flatMap((direction) => {
    const roles = new Set(changes.flatMap((change) => (change.direction === direction ? [change.role] : [])));
    return roles.size === 0 ? [] : [`${direction} for ${[...roles].join(", ")}`];
  });
  if (isDrift) return parts.length === 0 ? "the account has what the file says" : `the account is ${parts.join("; ")}`;
  return parts.length === 0 ? "access does not change" : `access gets ${parts.join("; ")}`;
}

function styles({ isColored }: TextOptions) {
  const style =
    (...format: Parameters<typeof styleText>[0][]) =>
    (text: string) =>
      isColored ? format.reduce((so, one) => styleText(one, so), text) : text;
  return {
    bold: style("bold"),
    dim: style("dim"),
    warning: style("yellow"),
    wider: style("red"),
    narrower: style("green"),
  };
}

/** A text within a width, each line after the first as far in as the first. */
function wrapText(label: string, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && label.length + line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one, i) => `${i === 0 ? label : " ".repeat(label.length)}${one}`);
}
