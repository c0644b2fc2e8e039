// A report of access as one page, with nothing outside it: for a reviewer, a screen of any width, and paper.

import { roleTypes } from "../grants/role-types";
import type { RoleSpec } from "../inputs/role-spec";
import { asset, hashOf } from "./page/assets";
import { breakableName, Html, html, joinParts } from "./page/html";
import { type Matrix, matrixOf, roleKeys } from "./page/matrix";
import { matrixTable, questionTable } from "./page/matrix-table";
import { type Reasons, reasonsOf } from "./page/reasons";
import { correctionTable, requirementList, starTable } from "./page/reasons-section";
import { type PagedAccess, roleCards } from "./page/role-cards";
import { type AccessReport, groupedByRoles, isWider } from "./report";
import { summaryOf } from "./text";

/** An environment in a page: its access, and the report of it. */
export interface PagedEnvironment extends PagedAccess {
  readonly report: AccessReport;
}

/** What an environment's part of a page is made of. */
interface Reported extends Pick<PagedEnvironment, "name" | "access" | "before" | "report"> {
  readonly specs: Readonly<Record<string, RoleSpec>>;
}

/** An environment as a page shows it. */
export function pagedOf({ name, access, before, report, specs }: Reported): PagedEnvironment {
  const descriptions = Object.entries(specs).map(([key, spec]) => {
    return [key, spec.description === roleTypes[spec.type] ? undefined : spec.description];
  });
  return { name, access, before, report, descriptions: Object.fromEntries(descriptions) };
}

/** What a page says of itself. */
export interface PageOptions {
  readonly title: string;
  /** What the page is about, in a sentence. */
  readonly about: string;
  /** What made the page: the version of the project, and its commit where that is known. */
  readonly madeBy?: string;
}

/** The page of some environments. */
export function pageOf(environments: readonly PagedEnvironment[], { title, about, madeBy }: PageOptions): string {
  const reasons = reasonsOf(environments.map(({ access }) => access));
  const isOne = environments.length === 1;
  const isCompared = environments.some(({ before }) => before !== undefined);
  const style = new Html(asset("style.css"));
  const script = new Html(asset("filter.js"));
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style.markup)}`,
    `script-src ${hashOf(script.markup)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#calls">Skip to the calls</a>
<header>
<h1>${title}</h1>
<p>${about}</p>
${environments.map((environment) => placeLine(environment, isOne))}
<nav aria-label="Contents"><ul>${contents(isCompared)}</ul></nav>
</header>
<main>
${
  isCompared
    ? section(
        "changes",
        "What changes",
        environments.map((environment) => changesOf(environment, isOne)),
      )
    : section(
        "remarks",
        "What stands out",
        environments.map((environment) =>
          part(environment, remarkList(environment) ?? html`<p class="note">Nothing.</p>`, isOne),
        ),
      )
}
${section(
  "roles",
  "Roles and who may assume them",
  environments.map((environment, i) => part(environment, roleCards(environment, reasons, `role-${i}`), isOne)),
)}
${section("calls", "Calls", [filterForm(environments, isCompared), legend(isCompared), ...matrices(environments, reasons, isOne)])}
${section("requirements", "What the service requires", [
  html`<p>Whatever IAM allows, the service itself checks the bearer: the AppInstanceUser or AppInstanceBot that a call is made as.</p>`,
  requirementList(),
])}
${section("stars", "Why a policy has *", [starTable(reasons)])}
${section("corrections", "Where roles differ from AWS's page", [correctionTable(reasons)])}
</main>
${madeBy === undefined ? undefined : html`<footer><p class="note">${madeBy}</p></footer>`}
<script>${script}</script>
</body>
</html>
`;
  return markup;
}

function contents(isCompared: boolean): Html[] {
  const entries = [
    isCompared ? ["changes", "What changes"] : ["remarks", "What stands out"],
    ["roles", "Roles"],
    ["calls", "Calls"],
    ["requirements", "What the service requires"],
    ["stars", "Why *"],
    ["corrections", "Corrections"],
  ];
  return entries.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`);
}

function section(id: string, heading: string, content: readonly (Html | undefined)[]): Html {
  return html`
<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${content}
</section>`;
}

/** The part of a section that is about one environment; its name is said where there are several. */
function part({ name }: PagedEnvironment, content: Html, isOne: boolean): Html {
  return html`${
    isOne
      ? undefined
      : html`
<h3>${name}</h3>`
  }
${content}`;
}

function placeLine({ name, access }: PagedEnvironment, isOne: boolean): Html {
  const appInstance = (access.appInstance ?? "").replace(/^.*\//, "");
  return html`<p class="place">${isOne ? undefined : html`<strong>${name}</strong> `}account <code>${access.account}</code>, app instance <code>${breakableName(appInstance)}</code></p>
`;
}

/** What stands out in an access; where it is compared, in its change. */
function remarkList({ report }: PagedEnvironment): Html | undefined {
  const items = groupedByRoles(report.remarks).map(
    ({ roles, severity, text, instead }) =>
      html`<li class="${severity}"><strong>${joinParts(roles.map(breakableName), ", ")}</strong> ${text}${
        instead === undefined ? undefined : html`<br><span class="note">Instead: ${instead}.</span>`
      }</li>`,
  );
  return items.length === 0 ? undefined : html`<ul class="remarks">${items}</ul>`;
}

/** The change of an environment: in one line, what stands out in it, every change. */
function changesOf(environment: PagedEnvironment, isOne: boolean): Html {
  const { report } = environment;
  const { changes = [] } = report;
  const line = summaryOf(report);
  const summary = `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
  const rows = groupedByRoles(changes).map(
    ({ roles, direction, text }) => html`
<tr><td><span class="${direction}">${direction === "wider" ? "+ wider" : "− narrower"}</span></td><td><strong>${joinParts(roles.map(breakableName), ", ")}</strong></td><td>${text}</td></tr>`,
  );
  const table = html`<table class="plain">
<thead><tr><th scope="col">Access</th><th scope="col">Role</th><th scope="col">Change</th></tr></thead>
<tbody>${rows}
</tbody></table>`;
  const name = isWider(report) ? "wider" : changes.length > 0 ? "narrower" : "same";
  return part(
    environment,
    html`<p class="summary ${name}">${summary}</p>${remarkList(environment)}${changes.length === 0 ? undefined : table}`,
    isOne,
  );
}

/** The filter; the script shows it, for without the script it does nothing. */
function filterForm(environments: readonly PagedEnvironment[], isCompared: boolean): Html {
  const roles = [...new Set(environments.flatMap(roleKeys))].sort().map((key) => html`<option>${key}</option>`);
  const changes = html`<label class="check"><input type="checkbox" name="changes"> Only changes</label>`;
  return html`<form id="filter" hidden>
<label>Call <input type="search" name="call" autocomplete="off" spellcheck="false"></label>
<label>Role <select name="role"><option value="">every role</option>${roles}</select></label>
${isCompared ? changes : undefined}
<output aria-live="polite"></output>
</form>`;
}

function legend(isCompared: boolean): Html {
  const changes = html`<li><span class="wider"><b>+</b></span> wider than before</li><li><span class="narrower"><b>−</b></span> narrower than before</li>`;
  return html`<ul class="legend" aria-label="Signs of the matrix">
<li><span class="one">own user</span> one user or bot</li>
<li><span class="several">any channel</span> several in the app instance</li>
<li><span class="beyond">everything</span> more than the app instance</li>
<li><span class="none">✓</span> no resource of Chime</li>
${isCompared ? changes : undefined}
</ul>
<p class="note">A call that acts as somebody shows as whom; in which channels, the service decides by membership. The name of a call opens what is known of it.</p>`;
}

/** A matrix for each environment; one that is as an earlier one is not repeated. */
function matrices(environments: readonly PagedEnvironment[], reasons: Reasons, isOne: boolean): Html[] {
  const shown = new Map<string, string>();
  return environments.map((environment) => {
    const matrix = matrixOf(environment);
    const id = JSON.stringify(matrix);
    const earlier = shown.get(id);
    if (earlier !== undefined) return part(environment, html`<p>As in ${earlier}.</p>`, isOne);
    shown.set(id, environment.name);
    return part(
      environment,
      html`${questionTable(matrix)}${matrixTable(environment.name, matrix, environment, reasons)}${unusedCalls(matrix)}`,
      isOne,
    );
  });
}

function unusedCalls({ unused }: Matrix): Html | undefined {
  if (unused.length === 0) return undefined;
  return html`<details class="unused"><summary>${unused.length} calls that no role may make</summary><p>${joinParts(
    unused.map(breakableName),
    ", ",
  )}</p></details>`;
}
