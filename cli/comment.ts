// Prints the comment on a pull request. It reads plans as data and needs no credentials.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../lib/inputs/usage-error";
import { commentOf, type PlannedEnvironment } from "../lib/review/comment";
import { exitWith } from "./command";
import { compare } from "./compared";

const usage = `Usage: node dist/cli/comment.js FOLDER RUN ENVIRONMENT…
  FOLDER   has plan.json and plan.txt of each environment, in plan-ENVIRONMENT/
  RUN      the address of the run that made the plans`;

exitWith(() => {
  const [folder, run, ...names] = process.argv.slice(2);
  if (folder === undefined || run === undefined || names.length === 0) throw new UsageError(usage);
  const [strange] = names.filter((name) => !/^[0-9a-z_-]+$/.test(name));
  if (strange !== undefined) throw new UsageError(`"${strange}" is not the name of an environment.\n${usage}`);
  process.stdout.write(
    commentOf(
      names.map((name) => plannedEnvironment(name, join(folder, `plan-${name}`))),
      run,
    ),
  );
  return 0;
});

function plannedEnvironment(name: string, folder: string): PlannedEnvironment {
  const text = join(folder, "plan.txt");
  const plan = existsSync(text) ? readFileSync(text, "utf8") : undefined;
  try {
    return { name, plan, report: compare(name, { plan: join(folder, "plan.json") }).report };
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    return { name, plan };
  }
}
