// The command `access`.
import { writeFileSync } from "node:fs";
import { UsageError } from "../lib/inputs/usage-error";
import { markdownOf } from "../lib/review/markdown";
import { pagedOf, pageOf } from "../lib/review/page";
import { isWider } from "../lib/review/report";
import { textOf } from "../lib/review/text";
import { type Command, parseArguments } from "./command";
import { type Compared, compare, comparePlan } from "./compared";

const usage = `Usage:
  cdktf-chime-iam access ENVIRONMENT…    who may assume each role, and which calls it may make
    --since REVISION   what has changed since access/ENVIRONMENT.json of a git revision; exit code 2 if access got wider
    --plan FILE        what a plan of ENVIRONMENT changes (terraform show -json); exit code 2 if access gets wider
    --markdown         as Markdown
    --json             as JSON, with the documents
    --html FILE        as a page to look at, written to FILE
  cdktf-chime-iam access --plan FILE     what any plan changes, such as that of a root that calls the module`;

/** Who may assume the roles of an environment and what they may call, and how that changes. */
export const access: Command = {
  usage,
  run(args) {
    const { names, since, plan, html, form } = optionsOf(args);
    const found =
      names.length === 0 && plan !== undefined
        ? [comparePlan(plan)]
        : names.map((name) => compare(name, { since, plan }));
    if (html !== undefined) {
      const about = { title: `Access of ${found.map(({ name }) => name).join(", ")}`, about: aboutOf(since, plan) };
      writeFileSync(html, pageOf(found.map(pagedOf), about));
    } else if (form === "json") {
      console.log(JSON.stringify(found.map(jsonOf), null, 2));
    } else {
      const width = process.stdout.columns ?? 120;
      const isColored = process.stdout.isTTY && process.env.NO_COLOR === undefined;
      const texts = found.map(({ name, report }) =>
        form === "markdown" ? markdownOf(name, report) : textOf(report, { name, isColored, width }),
      );
      process.stdout.write(texts.join("\n"));
    }
    return found.some(({ report }) => isWider(report)) ? 2 : 0;
  },
};

function aboutOf(since: string | undefined, plan: string | undefined): string {
  const about = "Who may assume each role and which calls of Amazon Chime SDK messaging it may make";
  if (plan !== undefined) return `${about}, and what a plan changes.`;
  return since === undefined ? `${about}.` : `${about}, and what has changed since ${since}.`;
}

function jsonOf({ name, specs, report }: Compared) {
  const documents = Object.entries(specs).map(([key, { policy, trustPolicy }]) => [
    key,
    { policy, trust_policy: trustPolicy },
  ]);
  return { environment: name, ...report, documents: Object.fromEntries(documents) };
}

interface Options {
  readonly names: readonly string[];
  readonly since: string | undefined;
  readonly plan: string | undefined;
  readonly html: string | undefined;
  readonly form: "text" | "markdown" | "json";
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals: names } = parseArguments(
    args,
    {
      since: { type: "string" },
      plan: { type: "string" },
      markdown: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      html: { type: "string" },
    },
    usage,
  );
  const { since, plan, markdown, json, html } = values;
  const refuse = (message: string) => new UsageError(`${message}\n${usage}`);
  if (names.length === 0 && plan === undefined) throw refuse("ENVIRONMENT is missing.");
  if (since !== undefined && plan !== undefined) throw refuse("--since and --plan exclude each other.");
  if (plan !== undefined && names.length > 1) throw refuse("--plan takes one ENVIRONMENT at most.");
  if ([markdown, json, html !== undefined].filter(Boolean).length > 1) {
    throw refuse("--markdown, --json and --html exclude each other.");
  }
  return { names, since, plan, html, form: markdown ? "markdown" : json ? "json" : "text" };
}
