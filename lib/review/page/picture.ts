// Who may assume a role, as a picture: principals, the conditions on their edges, the role. It is drawn from top to bottom,
// so that it is as legible on a telephone as on a wide screen.
import { type Html, html } from "./html";
import { type Way, wayText } from "./ways";

const width = 360;
const lineHeight = 17;
const padding = 9;
/** Characters of a line, by the widest font that a browser may take: 8 units of the picture each. */
const boxColumns = 39;
const edgeColumns = 37;
/** The edges of several principals meet on the left, in a rail. */
const rail = 10;

/** A way with its place in the picture. */
interface PlacedWay {
  readonly way: Way;
  readonly lines: readonly string[];
  readonly conditions: readonly string[];
  readonly top: number;
  /** Where the box ends and the edge begins. */
  readonly edge: number;
  readonly end: number;
}

/** The picture of the ways to assume a role. `id` is the picture's own in the page. */
export function pictureOf(key: string, ways: readonly Way[], id: string): Html {
  const isOne = ways.length === 1;
  const placed = placedWays(ways);
  const end = placed.at(-1)?.end ?? 0;
  const role = wrapLines(key, boxColumns);
  const roleHeight = boxHeight(role);
  return html`<svg class="picture" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-text" viewBox="0 0 ${width} ${end + roleHeight + 1}" width="${width}">
<title id="${id}-title">Who may assume the role ${key}</title>
<desc id="${id}-text">${ways.map(wayText).join("; ")}</desc>
${isOne ? undefined : railOf(placed, end)}${placed.map((one) => wayMarkup(one, isOne))}
<g class="role">${boxOf(0, end, roleHeight)}${textOf(role, 13, end + padding)}</g>
</svg>`;
}

const marks = { wider: "+ new", narrower: "− no longer" };

function placedWays(ways: readonly Way[]): PlacedWay[] {
  let top = 1;
  return ways.map((way) => {
    const mark = way.direction === undefined ? [] : [marks[way.direction]];
    const lines = [...mark, ...wrapLines(way.who, boxColumns)];
    const conditions = way.conditions.flatMap((condition) => wrapLines(condition, edgeColumns));
    const edge = top + boxHeight(lines);
    const placed = { way, lines, conditions, top, edge, end: edge + conditions.length * lineHeight + 24 };
    top = placed.end;
    return placed;
  });
}

function boxHeight(lines: readonly string[]): number {
  return lines.length * lineHeight + 2 * padding;
}

/** A principal, and the edge from it: to the role, or to the rail. */
function wayMarkup({ way, lines, conditions, top, edge, end }: PlacedWay, isOne: boolean): Html {
  const left = isOne ? 0 : 26;
  const x = left + 18;
  const names = ["way", way.isForeign ? "foreign" : "", way.direction ?? ""];
  const line = isOne
    ? html`<path class="edge" d="M${x} ${edge}V${end - 6}"/>${arrowHead(x, end)}`
    : html`<path class="edge" d="M${x} ${edge}V${end - 12}H${rail}"/>`;
  return html`
<g class="${names.filter((name) => name !== "").join(" ")}">${boxOf(left, top, edge - top)}${textOf(lines, left + 13, top + padding)}
${line}${textOf(conditions, x + 11, edge + 5)}</g>`;
}

function railOf(placed: readonly PlacedWay[], end: number): Html {
  const start = (placed[0]?.end ?? 0) - 12;
  return html`<path class="edge" d="M${rail} ${start}V${end - 6}"/>${arrowHead(rail, end)}`;
}

function boxOf(x: number, y: number, height: number): Html {
  return html`<rect x="${x + 1}" y="${y}" width="${width - x - 2}" height="${height}" rx="6"/>`;
}

function arrowHead(x: number, y: number): Html {
  return html`<path class="head" d="M${x - 5} ${y - 9}h10l-5 9z"/>`;
}

function textOf(lines: readonly string[], x: number, y: number): Html {
  return html`${lines.map((line, i) => html`<text x="${x}" y="${y + i * lineHeight + 13}">${line}</text>`)}`;
}

/** A text in lines of so many characters; a longer word, such as an ARN, is broken. */
function wrapLines(text: string, columns: number): string[] {
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${columns}}`, "gu")) ?? []);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
