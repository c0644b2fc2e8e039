// The access of an environment next to an earlier one: that of a git revision, or that which a plan found in the account.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { capabilityOffering } from "../lib/grants/catalogue";
import { roleTypeNames } from "../lib/grants/role-types";
import { appInstanceOf, type RoleSpec } from "../lib/inputs/role-spec";
import { UsageError } from "../lib/inputs/usage-error";
import { type Access, accessOfSpecs, namedAppInstance, pairedByName, roleAt, withPolicies } from "../lib/review/access";
import { readAccessFile } from "../lib/review/access-file";
import { type Account, accessOfAccount, readAccount } from "../lib/review/account";
import { messagingReach } from "../lib/review/messaging-roles";
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
  const made = Object.values(specs).filter(({ existingRoleName }) => existingRoleName === undefined);
  const roleNames = made.map((spec) => spec.name);
  const { region, account_id: account, app_instance_id: appInstanceId } = environment;
  const read = planAt(plan, { name, region, account, appInstanceId, roleNames });
  const keys = keysByName(specs);
  const { before, after } = accessesOfPlan(read, { ...access, keys });
  return comparedWith(name, specs, withTypes(after, access), withTypes(before, access));
}

/** What a plan changes that is of no environment, such as that of a root that calls the module. */
export function comparePlan(plan: string): Compared {
  const { before, after } = accessesOfPlan(planAt(plan), {});
  const appInstance = namedAppInstance(before, after);
  return comparedWith("plan", {}, { ...after, appInstance }, { ...before, appInstance });
}

/** An account: the roles that make calls of messaging, and what is wider there than it need be. */
export function accountAt(path: string): Account {
  return readFileOf("account", path, readAccount);
}

/** How the roles of an environment's file differ in the account, wider first: what Terraform would undo, without Terraform. */
export function compareAccount(typed: string, path: string): Compared {
  const account = accountAt(path);
  const { name, environment } = environmentNamed(typed);
  if (account.id !== environment.account_id) {
    throw new UsageError(
      `--account is "${path}": it is the account ${account.id}, expected ${environment.account_id}, that of ${name}.`,
    );
  }
  const { specs } = environment;
  const access = accessOfSpecs(appInstanceOf(environment), specs);
  const keys = keysByName(specs);
  const roles = account.roles.flatMap((role) =>
    keys.has(role.name) ? [[keys.get(role.name) ?? "", role] as const] : [],
  );
  const found = { ...accessOfAccount(account, roles), appInstance: access.appInstance };
  const expected = withPolicies(access, account.policies);
  const others = account.roles
    .filter((role) => !keys.has(role.name) && messagingReach(role.access.policy) === "named")
    .map((role) => role.name);
  const remainder =
    others.length === 0 ? undefined : `other roles that make calls of messaging: ${others.sort().join(", ")}`;
  return comparedWith(name, specs, withTypes({ ...found, remainder }, access), expected, true);
}

/** The keys of an environment's roles by their names in IAM. */
function keysByName(specs: Compared["specs"]): Map<string, string> {
  return new Map(Object.entries(specs).map(([key, spec]) => [spec.existingRoleName ?? spec.name, key]));
}

function comparedWith(
  name: string,
  specs: Compared["specs"],
  access: Access,
  before: Access | undefined,
  isDrift = false,
): Compared {
  const paired = before && pairedByName(before, access);
  return { name, specs, access, before: paired, report: reportOf(access, before, isDrift) };
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
  return readFileOf("plan", path, (text) => readPlan(text, place));
}

/** Reads the file of an option; `-` is the standard input. */
function readFileOf<Read>(option: string, path: string, read: (text: string) => Read): Read {
  let text: string;
  try {
    text = readFileSync(path === "-" ? 0 : path, "utf8");
  } catch {
    throw new UsageError(`--${option} is "${path}": it cannot be read.`);
  }
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--${option} is "${path}": ${error.message}`);
  }
}
