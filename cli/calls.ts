// The command `calls`.
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { callsOfCode } from "../lib/code/code";
import { callsOfPolicy } from "../lib/code/policy";
import { anyCall, codeRemarks, comparisonWith, listOf, placesOf, without } from "../lib/code/report";
import { callNames } from "../lib/grants/calls";
import { UsageError } from "../lib/inputs/usage-error";
import { type Command, parseArguments } from "./command";
import { environmentNamed } from "./environment-named";

const usage = `Usage:
  cdktf-chime-iam calls PATH…                        the calls that the code under files and folders makes, as JSON
  cdktf-chime-iam calls --where PATH…                each place where the code makes one
  cdktf-chime-iam calls --role ENVIRONMENT KEY PATH… compares the code with a role; exit code 2 if it makes, or may make, calls that the role may not
  cdktf-chime-iam calls --except CALL …              leaves out what is no call; "any": what may be any call; as often as needed
  cdktf-chime-iam calls --policy FILE                the calls that an IAM policy allows, as JSON`;

/** The calls that application code makes, or that a hand-written policy allows; compares code with a role. */
export const calls: Command = {
  usage,
  async run(args) {
    const { where, policy, role, except, paths } = optionsOf(args);
    if (policy !== undefined) return printPolicy(policy);
    const code = without(await callsOfCode(paths), except);
    for (const remark of codeRemarks(code)) console.error(remark);
    if (role === undefined) {
      for (const line of where ? placesOf(code) : [listOf(code.calls)]) console.log(line);
      return 0;
    }
    const { lines, isCovered } = comparisonWith(role.label, callsOfRole(role), code);
    for (const line of lines) console.log(line);
    return isCovered ? 0 : 2;
  },
};

interface Options {
  readonly where: boolean;
  readonly policy: string | undefined;
  readonly role: RoleName | undefined;
  /** What is no call. */
  readonly except: readonly string[];
  readonly paths: readonly string[];
}

interface RoleName {
  readonly environment: string;
  readonly key: string;
  /** How the report calls the role. */
  readonly label: string;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals, tokens } = parseArguments(
    args,
    {
      where: { type: "boolean", default: false },
      policy: { type: "string" },
      role: { type: "string" },
      except: { type: "string", multiple: true, default: [] },
    },
    usage,
  );
  const asked = [values.policy, values.role, values.where || undefined].filter((value) => value !== undefined);
  if (asked.length > 1) throw new UsageError(`--policy, --role and --where exclude each other.\n${usage}`);
  if (values.policy !== undefined && positionals.length + values.except.length > 0) {
    throw new UsageError(`--policy takes one file and nothing else.\n${usage}`);
  }
  for (const name of values.except) {
    if (name === anyCall || (callNames as readonly string[]).includes(name)) continue;
    throw new UsageError(`--except: there is no call "${name}", expected one such as CreateChannel, or "${anyCall}".`);
  }
  const at = tokens.findIndex((token) => token.kind === "option" && token.name === "role");
  const keyToken = tokens[at + 1];
  const key = at >= 0 && keyToken?.kind === "positional" ? keyToken.value : undefined;
  if (values.role !== undefined && key === undefined) {
    throw new UsageError(`--role takes an environment and the key of one of its roles.\n${usage}`);
  }
  const paths = tokens.flatMap((token) => (token.kind === "positional" && token !== keyToken ? [token.value] : []));
  const all = key === undefined ? positionals : paths;
  if (values.policy === undefined && all.length === 0) throw new UsageError(`PATH is missing.\n${usage}`);
  const role =
    values.role === undefined || key === undefined
      ? undefined
      : { environment: values.role, key, label: `"${key}" of ${values.role}` };
  return { where: values.where, policy: values.policy, role, except: values.except, paths: all };
}

/** What a role of an environment may call. */
function callsOfRole({ environment: name, key }: RoleName): readonly string[] {
  const { environment, file } = environmentNamed(name);
  const spec = environment.specs[key];
  if (spec === undefined) {
    throw new UsageError(`${file} has no role "${key}", expected one of ${Object.keys(environment.specs).join(", ")}.`);
  }
  return spec.calls;
}

function printPolicy(file: string): number {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`${resolve(file)}: there is no such file.`);
  try {
    const { calls, remarks } = callsOfPolicy(readFileSync(file, "utf8"));
    console.log(listOf(calls));
    for (const remark of remarks) console.error(`${file}: ${remark}`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}
