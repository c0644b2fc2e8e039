// Values as expressions of Terraform's language: its JSON has no structure within a `for`.

/** A value as an expression. A text that is wholly `${…}` is that expression; `${…}` within a text is interpolated. */
export function hcl(value: unknown): string {
  if (typeof value === "string") return hclText(value);
  if (Array.isArray(value)) return `[${value.map(hcl).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${hclKey(name)} = ${hcl(item)}`);
  return `{ ${entries.join(", ")} }`;
}

function hclText(text: string): string {
  const [, whole] = /^\$\{([^{}]*)\}$/.exec(text) ?? [];
  if (whole !== undefined && isExpression(text)) return whole;
  return JSON.stringify(
    text.replace(/\$\{/g, (mark, offset: number) => (isExpression(text.slice(offset)) ? mark : "$${")),
  );
}

/** Whether `${` begins an expression of ours, and not an IAM policy variable (`${aws:…}`) or IAM's `${*}`. */
function isExpression(text: string): boolean {
  return /^\$\{[a-z_]+[.([}]/.test(text);
}

function hclKey(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : JSON.stringify(name);
}

/** The expression of something for each role: `body` may use `key` and `role`. */
export function forEachRole(body: string): string {
  return `\${{ for key, role in local.roles : key => ${body} }}`;
}
