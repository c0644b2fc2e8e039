// A suite that needs Chromium: skipped where there is none, with how to get it; with REQUIRE_INTEGRATION=1 that is an error.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];
const executable = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find(existsSync);

const missing = "The suite of the page needs Chromium on the PATH, for example `apt-get install chromium`.";
if (executable === undefined) {
  if (process.env.REQUIRE_INTEGRATION) throw new Error(missing);
  process.stderr.write(`Skipped: ${missing}\n`);
}

export const inChromium = executable === undefined ? describe.skip : describe;

export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
    ],
  });
}
