// The tables of README.md that are made from the catalogue.
import { readFileSync } from "node:fs";
import { type Capability, capabilities } from "../lib/access/capabilities";
import { catalogue, type Grant } from "../lib/access/catalogue";
import { corrections } from "../lib/access/corrections";
import { roleTypeNames } from "../lib/access/role-types";

/** The text of `README.md`, with every table between `<!-- NAME -->` and `<!-- end -->` made anew. */
export function readmeFile(): string {
  const tables = { access: accessTable(), capabilities: capabilityTable(), corrections: correctionTable() };
  return Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(new RegExp(`(<!-- ${name} -->\n).*?(<!-- end -->)`, "s"), (_all, begin, end) => begin + table + end),
    readFileSync("README.md", "utf8"),
  );
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function accessTable(): string {
  const row = (roleType: string, capability: string, { actions, on }: Grant) => [
    `\`${roleType}\``,
    `\`${capability}\``,
    actions.map((action) => action.replace("chime:", "")).join(", "),
    [on]
      .flat()
      .map((resource) => `\`${resource}\``)
      .join(", "),
  ];
  return markdownTable(
    ["role type", "capability", "may", "on"],
    roleTypeNames.flatMap((roleType) =>
      Object.entries(catalogue[roleType]).flatMap(([capability, grants]) =>
        grants.map((grant) => row(roleType, capability, grant)),
      ),
    ),
  );
}

function capabilityTable(): string {
  const names = Object.keys(capabilities) as Capability[];
  return markdownTable(
    ["capability", "on", "what it is"],
    names.map((name) => [`\`${name}\``, capabilities[name].when, capabilities[name].what]),
  );
}

function correctionTable(): string {
  return markdownTable(
    ["role types", "AWS's page", "here", "source"],
    corrections.map(({ roles, editions, fault, correction, source }) => [
      roles.join(", "),
      `${editions.join(", ")}: ${fault}`,
      correction,
      `[AWS](${source})`,
    ]),
  );
}
