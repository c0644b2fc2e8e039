// The roles of an environment: who may assume each, as a picture and in words, and what is in its policy.
import { capabilityNames } from "../../grants/capabilities";
import { roleTypes } from "../../grants/role-types";
import { roleAt } from "../access";
import { actionName } from "../words";
import { breakableName, type Html, html, joinParts } from "./html";
import { type Compared, columnOf, roleKeys, roleOf } from "./matrix";
import { pictureOf } from "./picture";
import { type Reasons, type Star, starsOf } from "./reasons";
import { correctionLink, reasonText } from "./reasons-section";
import { waysOf, wayText } from "./ways";

/** What is shown of an environment. */
export interface PagedAccess extends Compared {
  readonly name: string;
  /** What the environment's file says of each role. */
  readonly descriptions: Readonly<Record<string, string | undefined>>;
}

export function roleCards(environment: PagedAccess, reasons: Reasons, id: string): Html {
  return html`<div class="cards">${roleKeys(environment).map((key, i) => card(key, environment, reasons, `${id}-${i}`))}</div>`;
}

function card(key: string, environment: PagedAccess, reasons: Reasons, id: string): Html {
  const { type, direction } = columnOf(key, environment);
  const ways = waysOf(key, environment);
  const picture =
    ways.length === 0
      ? html`<p>Nobody may assume it.</p>`
      : html`<figure>${pictureOf(key, ways, id)}</figure>
<details><summary>Who may assume it, in words</summary><ul>${ways.map((way) => html`<li>${wayText(way)}</li>`)}</ul></details>`;
  return html`
<article class="card" aria-labelledby="${id}-name">
<h4 id="${id}-name">${breakableName(key)}${tagOf(direction)}</h4>
<p class="note">${descriptionOf(key, type, environment)}</p>
${picture}
<dl>${factsOf(key, environment, reasons).map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>
</article>`;
}

/** Says that a role is new or removed. */
export function tagOf(direction: "wider" | "narrower" | undefined): Html | undefined {
  if (direction === undefined) return undefined;
  return html` <span class="tag ${direction}">${direction === "wider" ? "+ new role" : "− removed"}</span>`;
}

function descriptionOf(key: string, type: string | undefined, { descriptions }: PagedAccess): Html {
  const known = Object.entries(roleTypes).find(([name]) => name === type)?.[1];
  const text = descriptions[key] ?? known?.replace(/^[^:]*: /, "") ?? "";
  const typed = type === undefined || type === key ? undefined : html`Type <code>${type}</code>. `;
  return html`${typed}${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

type Fact = readonly [term: string, fact: Html];

function factsOf(key: string, environment: PagedAccess, reasons: Reasons): Fact[] {
  const { access } = environment;
  const { type, policy, furtherPolicies, boundary } = roleOf(key, environment) ?? {};
  const stars = starsOf(access, key);
  const facts: (Fact | undefined)[] = [
    ["May call", callCounts(key, environment)],
    ...(policy?.unread ?? []).map((statement): Fact => ["Not understood", html`<code>${statement}</code>`]),
    ...(furtherPolicies ?? []).map(
      (arn): Fact => ["Attached policy", html`<code>${breakableName(arn)}</code>, which this page does not read`],
    ),
    boundary === undefined ? undefined : ["Boundary", html`<code>${breakableName(boundary)}</code>`],
    stars.length === 0 ? undefined : ["Why *", starList(stars)],
    correctionFact(type, reasons),
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** How many calls, by capability: `34: messaging 29, channel_flows 4, sub_channels 1`. */
function callCounts(key: string, { access }: PagedAccess): Html {
  const { policy, origins = {} } = roleAt(access, key) ?? {};
  const allowed = (policy?.grants ?? []).filter(({ effect }) => effect === "Allow").map(({ action }) => action);
  const actions = [...new Set(allowed)];
  const ofOrigin = (name: string) => actions.filter((action) => origins[action] === name).length;
  const counts = [...capabilityNames, "calls"].flatMap((name) =>
    ofOrigin(name) === 0 ? [] : [html`<code>${breakableName(name)}</code> ${ofOrigin(name)}`],
  );
  const isOne = actions.length === 1 && actions[0]?.includes("*") === false;
  return html`${actions.length} ${isOne ? "action" : "actions"}${counts.length === 0 ? undefined : html`: ${joinParts(counts, ", ")}`}`;
}

function starList(stars: readonly Star[]): Html {
  const items = stars.map(({ resource, actions, reason }) => {
    const names = actions.length > 3 ? `${actions.length} actions` : actions.map(actionName).join(", ");
    return html`<li><code>${breakableName(resource)}</code> for ${names}: ${reasonText(reason)}</li>`;
  });
  return html`<ul>${items}</ul>`;
}

function correctionFact(type: string | undefined, reasons: Reasons): Fact | undefined {
  const links = reasons.corrections
    .filter(({ roles }) => roles.some((role) => role === type))
    .map((entry) => html`<li>${correctionLink(entry, reasons)}</li>`);
  return links.length === 0 ? undefined : ["Where AWS's page is corrected", html`<ul>${links}</ul>`];
}
