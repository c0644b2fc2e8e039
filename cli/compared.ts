// The access of an environment next to an earlier one: that of a git revision, or that which a plan found in the account.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { capabilityOffering } from "../lib/grants/catalogue";
import { roleTypeNames } from "../lib/grants/role-types";
import { appInstanceOf, type RoleSpec } from "../lib/inputs/role-spec";
import { UsageError } from "../lib/inputs/usage-error";
import { type Access, accessOfSpecs, pairedByName, roleAt } from "../lib/review/access";
import { readAccessFile } from "../lib/review/access-file";
import { accessesOfPlan } from "../lib/review/plan";
import { type Plan, type PlannedPlace, readPlan } from "../lib/review/plan-format";
import { type AccessReport, reportOf } from "../lib/review/report";
import { actionName } from "../lib/review/words";
import { environmentName, environmentNamed, findEnvironment } from "./environment-named";

/** An environment with the report of its access. */
export interface Compared {
  readonly name: string;
  /** Its roles; none if it is gone. */
  readonly specs: Readonly<Record<string, RoleSpec>>;
  readonly access: Access;
  /** The earlier access, with the labels of this one. */
  readonly before: Access | undefined;
  readonly report: AccessReport;
}

/** What the access of an environment is compared with. */
export interface Comparison {
  /** A revision of git. */
  readonly since?: string | undefined;
  /** A file with a plan. */
  readonly plan?: string | undefined;
}

/** The access of an environment by its name. One that is gone since a revision has none. */
export function compare(typed: string, { since, plan }: Comparison): Compared {
  const name = environmentName(typed);
  const earlier = since === undefined ? undefined : accessAt(since, name);
  const isGone = findEnvironment(name) === undefined && earlier !== undefined && Object.keys(earlier.roles).length > 0;
  if (isGone) return comparedWith(name, {}, { ...earlier, roles: {} }, earlier);
  const { environment } = environmentNamed(typed);
  const { specs } = environment;
  const access = accessOfSpecs(appInstanceOf(environment), specs);
  if (plan === undefined) return comparedWith(name, specs, access, earlier);
  const roleNames = Object.values(specs).map((spec) => spec.name);
  const { region, account_id: account, app_instance_id: appInstanceId } = environment;
  const read = planAt(plan, { name, region, account, appInstanceId, roleNames });
  const keys = new Map(Object.entries(specs).map(([key, spec]) => [spec.name, key]));
  const { before, after } = accessesOfPlan(read, { ...access, keys });
  return comparedWith(name, specs, withTypes(after, access), withTypes(before, access));
}

/** What a plan changes that is of no environment, such as that of a root that calls the module. */
export function comparePlan(plan: string): Compared {
  const { before, after } = accessesOfPlan(planAt(plan), {});
  return comparedWith("plan", {}, after, before);
}

function comparedWith(name: string, specs: Compared["specs"], access: Access, before: Access | undefined): Compared {
  const paired = before && pairedByName(before, access);
  return { name, specs, access, before: paired, report: reportOf(access, before) };
}

/** The access of a plan with the types of its roles, which only the environment's file knows, and what brings each action. */
function withTypes(access: Access, known: Access): Access {
  const roles = Object.entries(access.roles).map(([key, role]) => {
    const { type, origins = {} } = roleAt(known, key) ?? {};
    const roleType = roleTypeNames.find((name) => name === type);
    const found = role.policy.grants.flatMap(({ action }) => {
      // A plan does not say what brought an action that it removes.
      const origin = origins[action] ?? (roleType && capabilityOffering(roleType, actionName(action)));
      return origin === undefined ? [] : [[action, origin]];
    });
    return [key, { ...role, type, origins: Object.fromEntries(found) }];
  });
  return { ...access, roles: Object.fromEntries(roles) };
}

/** The access file of a revision. Nothing of the revision is run. An environment that it does not have had no access. */
function accessAt(revision: string, name: string): Access {
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
  } catch {
    throw new UsageError(`--since is "${revision}", expected a revision of git, such as main or HEAD~1.`);
  }
  const file = `access/${name}.json`;
  let text: string;
  try {
    text = git("show", `${revision}:./${file}`);
  } catch {
    return { account: "", roles: {} };
  }
  try {
    return readAccessFile(text);
  } catch {
    throw new UsageError(`${file} of ${revision} differs from what npm run synth writes.`);
  }
}

function planAt(path: string, place?: PlannedPlace): Plan {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`--plan is "${path}": it cannot be read.`);
  }
  try {
    return readPlan(text, place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--plan is "${path}": ${error.message}`);
  }
}
