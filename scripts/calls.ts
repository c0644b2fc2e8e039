// Lists the calls that application code makes, or that a hand-written policy allows: `npm run calls`.
import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { InputError } from "../lib/access/input-error";
import { callsOfCode } from "./calls/code";
import { callsOfPolicy } from "./calls/policy";
import { listOf, placesOf, remarksOn } from "./calls/report";

const usage = `Usage:
  npm run --silent calls -- PATH…           the calls that the code under files and folders makes, as JSON
  npm run --silent calls -- --where PATH…   each place where the code makes one
  npm run --silent calls -- --policy FILE   the calls that an IAM policy allows, as JSON`;

run().catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

async function run(): Promise<void> {
  const { where, policy, paths } = options();
  if (policy !== undefined) {
    await printPolicy(policy);
    return;
  }
  const code = callsOfCode(paths);
  for (const line of where ? placesOf(code) : [listOf(code.calls)]) console.log(line);
  for (const remark of remarksOn(code)) console.error(remark);
}

interface Options {
  readonly where: boolean;
  readonly policy: string | undefined;
  readonly paths: readonly string[];
}

function options(): Options {
  const { values, positionals } = parsedArguments();
  if (values.policy !== undefined && (values.where || positionals.length > 0)) {
    throw new InputError(`--policy takes one file and nothing else.\n${usage}`);
  }
  if (values.policy === undefined && positionals.length === 0) throw new InputError(`PATH is missing.\n${usage}`);
  return { where: values.where, policy: values.policy, paths: positionals };
}

function parsedArguments() {
  try {
    return parseArgs({
      options: { where: { type: "boolean", default: false }, policy: { type: "string" } },
      allowPositionals: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InputError(`${error.message.replace(/\. .*/s, "")}.\n${usage}`);
  }
}

async function printPolicy(file: string): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new InputError(`${file}: there is no such file.`);
  try {
    const { calls, remarks } = await callsOfPolicy(readFileSync(file, "utf8"));
    console.log(listOf(calls));
    for (const remark of remarks) console.error(`${file}: ${remark}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${file}: ${error.message}`);
  }
}
