// Values as expressions of Terraform's language: its JSON has no structure within a `for`.

/** What encloses an expression within a text. No text of ours has these characters, so IAM's `${…}` is told from ours. */
const [begin, end] = ["\u{F0000}", "\u{F0001}"];

/** A Terraform expression as a value, or within one. */
export function reference(expression: string): string {
  return `${begin}${expression}${end}`;
}

/** A value as an expression. */
export function hcl(value: unknown): string {
  if (typeof value === "string") return hclText(value);
  if (Array.isArray(value)) return `[${value.map(hcl).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${hclKey(name)} = ${hcl(item)}`);
  return `{ ${entries.join(", ")} }`;
}

/** A text that is wholly a reference is its expression; others are interpolated. */
function hclText(text: string): string {
  const parts = text.split(new RegExp(`${begin}(.*?)${end}`, "u")); // text and expressions in turn
  const [before, expression, after, ...more] = parts;
  if (before === "" && expression !== undefined && after === "" && more.length === 0) return expression;
  const escapeText = (part: string) => JSON.stringify(part.replaceAll("${", () => "$${")).slice(1, -1);
  return `"${parts.map((part, i) => (i % 2 === 0 ? escapeText(part) : `\${${part}}`)).join("")}"`;
}

function hclKey(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : JSON.stringify(name);
}

/** The expression of something for each role: `body` may use `key` and `role`. */
export function forEachRole(body: string): string {
  return `\${{ for key, role in local.roles : key => ${body} }}`;
}
