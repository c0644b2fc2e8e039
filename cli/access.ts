// The command `access`.
import { writeFileSync } from "node:fs";
import { UsageError } from "../lib/inputs/usage-error";
import { markdownOf } from "../lib/review/markdown";
import { pagedOf, pageOf } from "../lib/review/page";
import { isWider, reportOfAccount } from "../lib/review/report";
import { accountText, type TextOptions, textOf } from "../lib/review/text";
import { type Command, parseArguments } from "./command";
import { accountAt, type Compared, compare, compareAccount, comparePlan } from "./compared";
import { madeBy } from "./made-by";

const usage = `Usage:
  cdktf-chime-iam access ENVIRONMENT…    who may assume each role, and which calls it may make
    --since REVISION   what has changed since access/ENVIRONMENT.json of a git revision; exit code 2 if access got wider
    --plan FILE        what a plan of ENVIRONMENT changes (terraform show -json); exit code 2 if access gets wider
    --account FILE     how the roles differ in the account, as aws iam get-account-authorization-details prints it (-: standard
                       input); exit code 2 if they are wider there
    --markdown         as Markdown
    --json             as JSON, with the documents
    --html FILE        as a page to look at, written to FILE
  cdktf-chime-iam access --plan FILE     what any plan changes, such as that of a root that calls the module
  cdktf-chime-iam access --account FILE  which roles of an account make calls of messaging, and what is wider than it need be`;

/** Who may assume the roles of an environment and what they may call, and how that changes. */
export const access: Command = {
  usage,
  run(args) {
    const options = optionsOf(args);
    const { names, since, plan, account, html, form } = options;
    if (names.length === 0 && account !== undefined) return printAccount(account, options);
    const found =
      names.length === 0 && plan !== undefined
        ? [comparePlan(plan)]
        : names.map((name) => (account === undefined ? compare(name, { since, plan }) : compareAccount(name, account)));
    if (html !== undefined) {
      const about = {
        title: `Access of ${found.map(({ name }) => name).join(", ")}`,
        about: aboutOf(since, plan),
        madeBy: madeBy(),
      };
      writeFileSync(html, pageOf(found.map(pagedOf), about));
    } else if (form === "json") {
      console.log(JSON.stringify(found.map(jsonOf), null, 2));
    } else {
      const texts = found.map(({ name, report }) =>
        form === "markdown" ? markdownOf(name, report) : textOf(report, textOptions(name)),
      );
      process.stdout.write(texts.join("\n"));
    }
    return found.some(({ report }) => isWider(report)) ? 2 : 0;
  },
};

/** An account without an environment. What is found is a report, no reason to stop. */
function printAccount(file: string, { html, form }: Options): number {
  const { access: found, report } = reportOfAccount(accountAt(file));
  const name = `account ${report.account}`;
  if (html !== undefined) {
    const paged = pagedOf({ name, specs: {}, access: found, before: undefined, report });
    const about =
      "Which roles of an account make calls of Amazon Chime SDK messaging, and what is wider than it need be.";
    writeFileSync(html, pageOf([paged], { title: `Access in ${name}`, about, madeBy: madeBy() }));
    return 0;
  }
  if (form === "json") console.log(JSON.stringify(report, null, 2));
  else if (form === "markdown") process.stdout.write(markdownOf(name, report));
  else process.stdout.write(accountText(report, textOptions(name)));
  return 0;
}

function textOptions(name: string): TextOptions {
  const isColored = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  return { name, isColored, width: process.stdout.columns ?? 120 };
}

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
  readonly account: string | undefined;
  readonly html: string | undefined;
  readonly form: "text" | "markdown" | "json";
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals: names } = parseArguments(
    args,
    {
      since: { type: "string" },
      plan: { type: "string" },
      account: { type: "string" },
      markdown: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      html: { type: "string" },
    },
    usage,
  );
  const { since, plan, account, markdown, json, html } = values;
  const refuse = (message: string) => new UsageError(`${message}\n${usage}`);
  if (names.length === 0 && plan === undefined && account === undefined) throw refuse("ENVIRONMENT is missing.");
  if ([since, plan, account].filter((one) => one !== undefined).length > 1) {
    throw refuse("--since, --plan and --account exclude each other.");
  }
  if ((plan ?? account) !== undefined && names.length > 1) {
    throw refuse("--plan and --account take one ENVIRONMENT at most.");
  }
  if ([markdown, json, html !== undefined].filter(Boolean).length > 1) {
    throw refuse("--markdown, --json and --html exclude each other.");
  }
  return { names, since, plan, account, html, form: markdown ? "markdown" : json ? "json" : "text" };
}
