// The matrix as a table: calls by capability, roles as columns, and behind the name of each call what is known of it.
import { bearerRequirements, calls, type Resource } from "../../grants/calls";
import { roleAt } from "../access";
import { questions } from "../questions";
import type { Grant } from "../statement";
import { actionName, callOf, conditionWords, requirementOf, resourceWords } from "../words";
import { touchedOf } from "./extent";
import { breakableName, type Html, html, joinParts } from "./html";
import { type Column, type Compared, type Entry, isAbout, type Matrix, type Row, roleOf } from "./matrix";
import { correctionsOf, type Reasons, starsOf } from "./reasons";
import { correctionLink, reasonText } from "./reasons-section";
import { tagOf } from "./role-cards";

export function matrixTable(name: string, matrix: Matrix, compared: Compared, reasons: Reasons): Html {
  const { columns, groups } = matrix;
  return html`
<div class="matrix" role="region" tabindex="0" aria-label="Calls of the roles in ${name}">
<table>
<caption><span>What each role in ${name} may call, and how far it reaches</span></caption>
<thead><tr><th scope="col">Call</th>${columns.map(columnHead)}<th scope="col">The service requires</th></tr></thead>
${groups.map(
  (group) => html`
<tbody><tr class="group"><th scope="rowgroup" colspan="${columns.length + 2}"><span><code>${group.name}</code> ${group.what}</span></th></tr>
${group.rows.map((row) => rowMarkup(row, columns, compared, reasons))}</tbody>`,
)}
</table>
</div>`;
}

/** What people ask first, above the names of the calls. */
export function questionTable(matrix: Matrix): Html {
  const rows = matrix.groups.flatMap((group) => group.rows);
  const cellsOf = (call: string) => rows.find(({ action }) => action === `chime:${call}`)?.cells;
  return html`<table class="plain questions">
<thead><tr><th scope="col">May</th>${matrix.columns.map(columnHead)}</tr></thead>
<tbody>${questions.map(
    ([what, call]) => html`
<tr><th scope="row">${what}</th>${(cellsOf(call) ?? matrix.columns.map(() => [])).map(cellMarkup)}</tr>`,
  )}
</tbody></table>`;
}

function columnHead({ key, type, direction }: Column): Html {
  const typed = type === undefined || type === key ? undefined : html`<small>${breakableName(type)}</small>`;
  return html`<th scope="col" data-role="${key}">${breakableName(key)}${typed}${tagOf(direction)}</th>`;
}

function rowMarkup(row: Row, columns: readonly Column[], compared: Compared, reasons: Reasons): Html {
  const isChanged = row.cells.flat().some(({ direction }) => direction !== undefined);
  return html`<tr class="${isChanged ? "call changed" : "call"}"><th scope="row">${callHead(row, columns, compared, reasons)}</th>${row.cells.map(
    cellMarkup,
  )}<td class="requires">${requirementName(row.action)}</td></tr>
`;
}

function cellMarkup(entries: readonly Entry[]): Html {
  return entries.length === 0
    ? html`<td class="no">–</td>`
    : html`<td>${joinParts(entries.map(entryMarkup), html`<br>`)}</td>`;
}

const signs = {
  wider: html`<b>+</b><span class="unseen"> wider: </span>`,
  narrower: html`<b>−</b><span class="unseen"> narrower: </span>`,
};

function entryMarkup({ words, breadth, direction, isDenied, hasConditions }: Entry): Html {
  const text = `${isDenied ? "denied: " : ""}${words}${hasConditions ? ", conditional" : ""}`;
  const sign = direction === undefined ? undefined : html`${signs[direction]} `;
  const name = direction ?? (isDenied ? "denied" : breadth);
  return html`<span class="${name}">${sign}${text}</span>`;
}

/** The short name of what the service requires of the bearer; the page explains it below the matrix. */
function requirementName(action: string): string {
  const requirement = requirementOf(action);
  return requirement === undefined ? "–" : requirement.replaceAll("_", " ");
}

/** The name of a call; opened, what it touches, what the service requires, and what each role may do with it. */
function callHead({ action }: Row, columns: readonly Column[], compared: Compared, reasons: Reasons): Html {
  const requirement = requirementOf(action);
  const facts = [
    touchText(action),
    requirement === undefined ? undefined : `The service requires of the bearer: ${bearerRequirements[requirement]}.`,
  ];
  return html`<details><summary>${breakableName(actionName(action))}</summary>
${facts.map((fact) => (fact === undefined ? undefined : html`<p>${fact}</p>`))}<ul>${roleLines(action, columns, compared, reasons)}</ul></details>`;
}

const touched: Readonly<Record<Resource, string>> = {
  "*": "nothing that AWS has a resource for",
  bearer: "the bearer",
  "app-instance": "the app instance",
  "user/*": "a user",
  "bot/*": "a bot",
  "channel/*": "a channel",
  "channel-flow/*": "a channel flow",
};

function touchText(action: string): string | undefined {
  const call = callOf(action);
  return call === undefined ? undefined : `Touches ${calls[call].on.map((on) => touched[on]).join(", ")}.`;
}

function hasNoResource(action: string): boolean {
  const call = callOf(action);
  return call !== undefined && calls[call].on.some((on) => on === "*");
}

/** A line for each text, with the roles that it is about. */
function roleLines(action: string, columns: readonly Column[], compared: Compared, reasons: Reasons): Html[] {
  const rolesOf = new Map<string, { text: Html; roles: string[] }>();
  for (const { key } of columns) {
    const text = roleText(action, key, compared, reasons);
    if (text === undefined) continue;
    const line = rolesOf.get(text.markup) ?? { text, roles: [] };
    rolesOf.set(text.markup, { text, roles: [...line.roles, key] });
  }
  return [...rolesOf.values()].map(
    ({ text, roles }) => html`<li><strong>${joinParts(roles.map(breakableName), ", ")}</strong> ${text}</li>`,
  );
}

function roleText(action: string, key: string, compared: Compared, reasons: Reasons): Html | undefined {
  const { access } = compared;
  const grants = (roleAt(access, key)?.policy.grants ?? []).filter((grant) => isAbout(grant.action, action));
  if (grants.length === 0) return undefined;
  const { type, origins = {} } = roleOf(key, compared) ?? {};
  const origin = origins[action];
  const stars = starsOf(access, key).filter(({ actions }) => actions.some((one) => isAbout(one, action)));
  const links = [
    ...stars.map(({ resource, reason }) => html`<code>${resource}</code>: ${reasonText(reason)}`),
    ...reasons.corrections
      .filter((entry) => correctionsOf(type, action).includes(entry))
      .map((entry) => html`AWS's page is corrected: ${correctionLink(entry, reasons)}`),
  ];
  return html`${joinParts(grantTexts(action, grants, compared), "; ")}${origin === undefined ? undefined : html` [${origin}]`}${
    links.length === 0 ? undefined : html`<br>${joinParts(links, ", ")}`
  }`;
}

function grantTexts(action: string, grants: readonly Grant[], { access }: Compared): string[] {
  const byConditions = new Map<string, string[]>();
  for (const grant of grants) {
    const { effect, resource = "" } = grant;
    const words = [...(effect === "Deny" ? ["denied"] : []), ...conditionWords(grant)].join(", ");
    byConditions.set(words, [...(byConditions.get(words) ?? []), resource]);
  }
  return [...byConditions].map(([conditions, resources]) => {
    const on = touchedOf(action, resources, access).map((resource) => resourceWords(resource, access));
    return [hasNoResource(action) ? "allowed" : `on ${[...new Set(on)].join(" and ")}`, conditions]
      .filter((text) => text !== "")
      .join(", ");
  });
}
