// The command `adopt`.
import { UsageError } from "../lib/inputs/usage-error";
import { adoptionOf } from "../lib/review/adoption";
import { type Command, parseArguments } from "./command";
import { accountAt } from "./compared";

const usage = `Usage:
  cdktf-chime-iam adopt --account FILE ROLE…   the entries of roles and adopt of an environment's file that take these roles over;
                                               FILE is what aws iam get-account-authorization-details prints (-: standard input)`;

/** Prints what takes roles of an account over as JSON, and what to know of it on standard error. */
export const adopt: Command = {
  usage,
  run(args) {
    const { values, positionals: names } = parseArguments(args, { account: { type: "string" } }, usage);
    if (values.account === undefined || names.length === 0) throw new UsageError(usage);
    const account = accountAt(values.account);
    const known = account.roles.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new UsageError(
        `--account is "${values.account}": it has no role ${unknown.join(", ")}, expected some of ${known.sort().join(", ")}.`,
      );
    }
    const [roles, adopted] = [new Map<string, object>(), new Map<string, object>()];
    for (const role of account.roles.filter(({ name }) => names.includes(name))) {
      const { key, role: inputs, adopt: entry, remarks } = adoptionOf(account, role, new Set(roles.keys()));
      roles.set(key, inputs);
      adopted.set(key, entry);
      for (const remark of remarks) console.error(`${key} (${role.name}): ${remark}`);
    }
    const json = { roles: Object.fromEntries(roles), adopt: Object.fromEntries(adopted) };
    console.log(JSON.stringify(json, null, 2));
    return 0;
  },
};
