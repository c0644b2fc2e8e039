// Who may assume the roles of an environment and what they may call, and how that changes: `npm run access`.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { documentsOf } from "../lib/environment/environment-file";
import { UsageError } from "../lib/inputs/usage-error";
import { markdownOf } from "../lib/review/markdown";
import { pagedOf, pageOf } from "../lib/review/page";
import { isWider } from "../lib/review/report";
import { textOf } from "../lib/review/text";
import { runCommand } from "./command";
import { type Compared, compared } from "./compared";
import { environmentNamed } from "./environment-named";

const usage = `Usage:
  npm run --silent access -- ENVIRONMENT…          who may assume each role, and which calls it may make
    --since REVISION   what has changed since access/ENVIRONMENT.json of a git revision; exit code 2 if access got wider
    --plan FILE        what a plan changes (terraform show -json); exit code 2 if access gets wider
    --markdown         as Markdown
    --json             as JSON, with the documents
    --html FILE        as a page to look at, written to FILE`;

runCommand(() => {
  const { names, since, plan, html, form } = options();
  const found = names.map((name) => compared(environmentNamed(name), since, plan));
  if (html !== undefined) {
    writeFileSync(
      html,
      pageOf(found.map(pagedOf), { title: `Access of ${names.join(", ")}`, about: aboutOf(since, plan) }),
    );
  } else if (form === "json") {
    console.log(JSON.stringify(found.map(jsonOf), null, 2));
  } else {
    const width = process.stdout.columns ?? 120;
    const isColored = process.stdout.isTTY && process.env.NO_COLOR === undefined;
    const texts = found.map(({ environment: { name }, report }) =>
      form === "markdown" ? markdownOf(name, report) : textOf(report, { name, isColored, width }),
    );
    process.stdout.write(texts.join("\n"));
  }
  return found.some(({ report }) => isWider(report)) ? 2 : 0;
});

function aboutOf(since: string | undefined, plan: string | undefined): string {
  const about = "Who may assume each role and which calls of Amazon Chime SDK messaging it may make";
  if (plan !== undefined) return `${about}, and what a plan changes.`;
  return since === undefined ? `${about}.` : `${about}, and what has changed since ${since}.`;
}

function jsonOf({ environment: { name, environment }, report }: Compared) {
  const documents = Object.entries(environment.roles).map(([key, role]) => {
    const { policy, trustPolicy } = documentsOf(environment, key, role);
    return [key, { policy, trust_policy: trustPolicy }];
  });
  return { environment: name, ...report, documents: Object.fromEntries(documents) };
}

interface Options {
  readonly names: readonly string[];
  readonly since: string | undefined;
  readonly plan: string | undefined;
  readonly html: string | undefined;
  readonly form: "text" | "markdown" | "json";
}

function options(): Options {
  const { values, positionals: names } = parsedArguments();
  const { since, plan, markdown, json, html } = values;
  if (names.length === 0) throw new UsageError(`ENVIRONMENT is missing.\n${usage}`);
  if (since !== undefined && plan !== undefined)
    throw new UsageError(`--since and --plan exclude each other.\n${usage}`);
  if (plan !== undefined && names.length > 1) throw new UsageError(`--plan takes exactly one ENVIRONMENT.\n${usage}`);
  if ([markdown, json, html !== undefined].filter(Boolean).length > 1)
    throw new UsageError(`--markdown, --json and --html exclude each other.\n${usage}`);
  return { names, since, plan, html, form: markdown ? "markdown" : json ? "json" : "text" };
}

function parsedArguments() {
  try {
    return parseArgs({
      options: {
        since: { type: "string" },
        plan: { type: "string" },
        markdown: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        html: { type: "string" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${error.message.replace(/\. .*/s, "")}.\n${usage}`);
  }
}
