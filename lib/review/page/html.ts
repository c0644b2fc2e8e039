// Markup from templates. Text is escaped here and nowhere else: whatever goes into a template is shown as it is written.

import { visibleLines } from "../visible-text";

/** Text that is markup. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What goes into a template: text, markup, several of them, or nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

/** Markup in which every text is escaped. An attribute has quotes: `<a href="${address}">`. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = template.flatMap((piece, i) => {
    if (i < parts.length && piece.endsWith("=")) throw new Error(`The attribute has no quotes: ${piece}`);
    return [piece, markupOf(parts[i])];
  });
  return new Html(pieces.join(""));
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(markupOf).join("");
  return part === undefined ? "" : escapeHtml(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return visibleLines(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** Parts with something between them. */
export function joinParts(parts: readonly Part[], between: Part): Part[] {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));
}

/** Text in which `this` is code. */
export function withCode(text: string): Html {
  return html`${text.split("`").map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

/** A name that may be broken between its words: SendChannelMessage, minimal_user. */
export function breakableName(name: string): Html {
  return html`${joinParts(name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[_:/])/), html`<wbr>`)}`;
}
