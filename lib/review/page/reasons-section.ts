// What a page explains once: why a policy has a `*`, where the project differs from AWS's page, what the service requires.

import { bearerRequirements } from "../../grants/calls";
import { callsInWords } from "../../grants/wildcards";
import { breakableName, type Html, html, withCode } from "./html";
import type { Reason, Reasons } from "./reasons";

/** Refers to a reason of the page. */
export function reasonLink(reason: Reason, { stars }: Reasons): Html {
  const found = stars.find(({ entry }) => entry === reason);
  return found === undefined
    ? html`<strong>no reason known</strong>`
    : html`<a href="#star-${found.number}">reason ${found.number}</a>`;
}

/** What the service requires of the bearer, by the short names of the matrix. */
export function requirementList(): Html {
  const rows = Object.entries(bearerRequirements).map(
    ([name, what]) => html`<div><dt>${name.replaceAll("_", " ")}</dt><dd>${what}</dd></div>`,
  );
  return html`<dl class="requirements">${rows}</dl>`;
}

export function starTable({ stars }: Reasons): Html {
  const rows = stars.map(({ number, entry }) => {
    const actions = "actions" in entry ? entry.actions.join(", ") : callsInWords(entry);
    const source = "source" in entry ? html` ${awsLink(entry.source)}` : undefined;
    return html`
<tr id="star-${number}"><td>${number}</td><td><code>${breakableName(entry.resource)}</code></td><td>${breakableName(actions)}</td><td>${withCode(entry.because)}${source}</td></tr>`;
  });
  return html`<table class="plain">
<thead><tr><th scope="col">No.</th><th scope="col">Resource</th><th scope="col">For</th><th scope="col">Because</th></tr></thead>
<tbody>${rows}
</tbody></table>`;
}

export function correctionTable({ corrections }: Reasons): Html {
  const rows = corrections.map(
    ({ number, entry }) => html`
<tr id="correction-${number}"><td>${number}</td><td>${breakableName(entry.roles.join(", "))}</td><td>${withCode(entry.fault)}</td><td>${withCode(
      entry.correction,
    )} ${awsLink(entry.source)}</td></tr>`,
  );
  return html`<table class="plain">
<thead><tr><th scope="col">No.</th><th scope="col">Role types</th><th scope="col">AWS's page</th><th scope="col">Here</th></tr></thead>
<tbody>${rows}
</tbody></table>`;
}

function awsLink(address: string): Html {
  return html`<a href="${address}" rel="noreferrer">AWS</a>`;
}
