// The style and the script of the page: files next to this source, which the page contains.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of this folder. The compiler copies only code, so that the compiled page takes it from the sources. */
export function asset(name: string): string {
  let root = __dirname;
  while (!existsSync(join(root, "package.json"))) root = dirname(root);
  return readFileSync(join(root, "lib/review/page", name), "utf8");
}

/** What a Content-Security-Policy calls an element with this content. */
export function hashOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}
