// Patterns as IAM writes them in a Resource, an Action or a StringLike: `*` and `?` are wildcards, `${…}` is an IAM policy
// variable, of which only the session knows the value.

/** A pattern as its symbols: a character, a wildcard, or a policy variable as a whole. */
type Symbols = readonly string[];

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const escapes: Readonly<Record<string, string>> = { "${*}": "\\*", "${?}": "\\?", "${$}": "$" };

function symbolsOf(pattern: string): Symbols {
  const symbols = pattern.match(/\$\{[^}]*\}|[\s\S]/g) ?? [];
  const ordered = symbols.map((symbol) => escapes[symbol] ?? symbol).join("\0");
  // `?*` and `*?` are the same: the single characters go first, and several stars are one.
  const canonical = ordered.replace(/(?<=^|\0)[*?](\0[*?])+(?=\0|$)/g, canonicalRun);
  return canonical === "" ? [] : canonical.split("\0"); // "".split() has an item
}

function canonicalRun(run: string): string {
  const singles = run.split("\0").filter((symbol) => symbol === "?");
  return [...singles, ...(run.includes("*") ? ["*"] : [])].join("\0");
}

/**
 * Whether everything that `inner` matches is matched by `outer` too, whatever the values of policy variables are. A policy
 * variable is included in itself and in `*`.
 */
export function includes(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const start = alike(outer, inner);
  const [from, to] = [symbolsOf(outer.slice(start)), symbolsOf(inner.slice(start))];
  // reached[j]: the first symbols of `outer` can match the first j of `inner`.
  let reached = to.reduce<boolean[]>((all) => [...all, false], [true]);
  for (const symbol of from) {
    const next = reached.map(() => false);
    for (let j = 0; j <= to.length; j++) {
      const before = j > 0 && (reached[j - 1] ?? false);
      if (symbol === "*") next[j] = (reached[j] ?? false) || (j > 0 && (next[j - 1] ?? false));
      else next[j] = before && matchesSymbol(symbol, to[j - 1] ?? "");
    }
    reached = next;
  }
  return reached[to.length] ?? false;
}

/** How many characters two patterns begin with alike, before the first that is more than a character. */
function alike(outer: string, inner: string): number {
  let i = 0;
  while (i < outer.length && outer[i] === inner[i] && !/[*?$]/.test(outer[i] ?? "")) i += 1;
  return i;
}

function matchesSymbol(outer: string, inner: string): boolean {
  if (outer === "?") return inner !== "*" && !isVariable(inner);
  return outer === inner;
}

function isVariable(symbol: string): boolean {
  return symbol.startsWith("${");
}

/** Whether a text has no wildcard and no policy variable in it. */
export function isLiteral(text: string): boolean {
  return symbolsOf(text).every((symbol) => symbol !== "*" && symbol !== "?" && !isVariable(symbol));
}
