// What a page explains once: why a policy has a `*`, where the project differs from AWS's page, what the service requires.

import { bearerRequirements } from "../../grants/calls";
import type { Correction } from "../../grants/corrections";
import { callsInWords } from "../../grants/wildcards";
import { breakableName, type Html, html, withCode } from "./html";
import type { Reason, Reasons } from "./reasons";

/** The reason of a star, in words. */
export function reasonText(reason: Reason): Html {
  return reason === undefined ? html`<strong>no reason known</strong>` : withCode(reason.because);
}

/** What is wrong in AWS's page, as a link to what the project does instead. */
export function correctionLink(correction: Correction, { corrections }: Reasons): Html {
  return html`<a href="#correction-${corrections.indexOf(correction)}">${withCode(correction.fault)}</a>`;
}

/** What the service requires of the bearer, by the short names of the matrix. */
export function requirementList(): Html {
  const rows = Object.entries(bearerRequirements).map(
    ([name, what]) => html`<div><dt>${name.replaceAll("_", " ")}</dt><dd>${what}</dd></div>`,
  );
  return html`<dl class="requirements">${rows}</dl>`;
}

export function starTable({ stars }: Reasons): Html {
  const rows = stars.map((entry) => {
    const actions = "actions" in entry ? entry.actions.join(", ") : callsInWords(entry);
    const source = "source" in entry ? html` ${awsLink(entry.source)}` : undefined;
    return html`
<tr><td><code>${breakableName(entry.resource)}</code></td><td>${breakableName(actions)}</td><td>${withCode(entry.because)}${source}</td></tr>`;
  });
  return html`<table class="plain">
<thead><tr><th scope="col">Resource</th><th scope="col">For</th><th scope="col">Because</th></tr></thead>
<tbody>${rows}
</tbody></table>`;
}

export function correctionTable({ corrections }: Reasons): Html {
  const rows = corrections.map(
    (entry) => html`
<tr id="correction-${corrections.indexOf(entry)}"><td>${breakableName(entry.roles.join(", "))}</td><td>${withCode(entry.fault)}</td><td>${withCode(
      entry.correction,
    )} ${awsLink(entry.source)}</td></tr>`,
  );
  return html`<table class="plain">
<thead><tr><th scope="col">Role types</th><th scope="col">AWS's page</th><th scope="col">Here</th></tr></thead>
<tbody>${rows}
</tbody></table>`;
}

function awsLink(address: string): Html {
  return html`<a href="${address}" rel="noreferrer">AWS</a>`;
}
