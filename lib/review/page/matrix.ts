// Which role may make which call: the rows of the matrix, grantGroups by capability, and what changes in each cell.
import { calls, pageActions } from "../../grants/calls";
import { type Capability, capabilities, capabilityNames } from "../../grants/capabilities";
import { catalogue } from "../../grants/catalogue";
import { type Access, type RoleAccess, roleAt } from "../access";
import { type Change, difference } from "../difference";
import { matchesName } from "../pattern";
import type { Grant } from "../statement";
import { actionName } from "../words";
import { type Extent, extentOf } from "./extent";

export type Direction = "wider" | "narrower";

/** What is said in a cell: a reach that a role has, gets (`wider`) or loses (`narrower`). */
export interface Entry extends Extent {
  readonly direction?: Direction | undefined;
  readonly isDenied: boolean;
  readonly hasConditions: boolean;
}

/** A role as a column. */
export interface Column {
  readonly key: string;
  readonly type?: string | undefined;
  /** Whether the role is new, `wider`, or removed, `narrower`. */
  readonly direction?: Direction | undefined;
}

/** A call, or another action that a policy has, and what each role may do with it, in the order of the columns. */
export interface Row {
  readonly action: string;
  readonly cells: readonly (readonly Entry[])[];
}

/** The rows of a capability, or of what is no capability. */
export interface Group {
  readonly name: string;
  readonly what: string;
  readonly rows: readonly Row[];
}

export interface Matrix {
  readonly columns: readonly Column[];
  readonly groups: readonly Group[];
  /** The calls that no role may make. */
  readonly unused: readonly string[];
}

/** The accesses that a matrix shows: the access, and the earlier one that it is compared with. */
export interface Compared {
  readonly access: Access;
  readonly before?: Access | undefined;
}

/** What is shown of a role: what it has, and what it gets or loses. */
interface RoleGrants {
  readonly key: string;
  readonly has: readonly Grant[];
  readonly gets: ReadonlySet<Grant>;
  readonly loses: ReadonlySet<Grant>;
  readonly origins: Readonly<Record<string, string>>;
}

/** The calls in the order of their table, where those of one subject are together. */
const callsInOrder: readonly string[] = [...Object.keys(calls), ...pageActions];

export function matrixOf(compared: Compared): Matrix {
  const keys = roleKeys(compared);
  const roles = keys.map((key) => grantsOf(key, compared));
  const actions = actionsOf(roles);
  const groups = groupKinds.map(({ name, what }) => ({
    name,
    what,
    rows: actions
      .filter((action) => groupOf(action, roles) === name)
      .map((action) => ({ action, cells: roles.map((role) => entriesOf(action, role, compared)) })),
  }));
  const named = new Set(actions.map(actionName));
  return {
    columns: keys.map((key) => columnOf(key, compared)),
    groups: groups.filter(({ rows }) => rows.length > 0),
    unused: Object.keys(calls).filter((call) => !named.has(call)),
  };
}

/** The roles of an access and those that the earlier one had. */
export function roleKeys({ access, before }: Compared): string[] {
  return [...new Set([...Object.keys(access.roles), ...Object.keys(before?.roles ?? {})])].sort();
}

/** A role and what is known of it: as it is, or as it was where it is removed. */
export function roleOf(key: string, { access, before }: Compared): RoleAccess | undefined {
  return roleAt(access, key) ?? roleAt(before, key);
}

export function columnOf(key: string, compared: Compared): Column {
  const { access, before } = compared;
  const isNew = before !== undefined && roleAt(before, key) === undefined;
  const direction = isNew ? "wider" : roleAt(access, key) === undefined ? "narrower" : undefined;
  return { key, type: roleOf(key, compared)?.type, direction };
}

/** The changes of each comparison: every column and every card asks for them. */
const known = new WeakMap<Compared, readonly Change[]>();

/** What changes; nothing where nothing is compared. */
export function changesIn(compared: Compared): readonly Change[] {
  const { access, before } = compared;
  const found = known.get(compared) ?? (before === undefined ? [] : difference(before, access));
  known.set(compared, found);
  return found;
}

function grantsOf(key: string, compared: Compared): RoleGrants {
  const { access, before } = compared;
  const changes = changesIn(compared);
  const changed = (direction: Direction) =>
    new Set(
      changes.flatMap((change) =>
        change.role === key && change.kind === "policy" && change.direction === direction ? change.grants : [],
      ),
    );
  return {
    key,
    has: roleAt(access, key)?.policy.grants ?? [],
    gets: changed("wider"),
    loses: changed("narrower"),
    origins: { ...roleAt(before, key)?.origins, ...roleAt(access, key)?.origins },
  };
}

/** Every call that some role may make or could, in the order of their table, then every other action. */
function actionsOf(roles: readonly RoleGrants[]): string[] {
  const patterns = [...new Set(roles.flatMap(allGrants).map(({ action }) => action))];
  const named = callsInOrder.map((call) => `chime:${call}`);
  const known = named.filter((action) => patterns.some((pattern) => isAbout(pattern, action)));
  const others = patterns.filter((pattern) => !known.some((action) => action.toLowerCase() === pattern.toLowerCase()));
  return [...known, ...others.sort()];
}

function allGrants({ has, gets, loses }: RoleGrants): Grant[] {
  return [...has, ...gets, ...loses];
}

/** Whether an action of a policy, which may have wildcards, is or includes an action. */
export function isAbout(pattern: string, action: string): boolean {
  return matchesName(pattern.toLowerCase(), action.toLowerCase());
}

function entriesOf(action: string, { has, gets, loses }: RoleGrants, { access }: Compared): Entry[] {
  const about = (grants: Iterable<Grant>) => [...grants].filter((grant) => isAbout(grant.action, action));
  const isUnchanged = (grant: Grant) => !gets.has(grant) && !loses.has(grant);
  return [
    ...entries(action, about(has).filter(isUnchanged), undefined, access),
    ...entries(action, about(gets), "wider", access),
    ...entries(action, about(loses), "narrower", access),
  ];
}

/** The grants of an action with one direction: what is allowed and what is denied, with and without conditions. */
function entries(action: string, grants: readonly Grant[], direction: Direction | undefined, access: Access): Entry[] {
  const kinds = [
    { isDenied: false, hasConditions: false },
    { isDenied: false, hasConditions: true },
    { isDenied: true, hasConditions: false },
    { isDenied: true, hasConditions: true },
  ];
  return kinds.flatMap((kind): Entry[] => {
    const resources = grants.flatMap(({ effect, constraints, except = [], resource }) =>
      (effect === "Deny") === kind.isDenied && constraints.length + except.length > 0 === kind.hasConditions
        ? [resource ?? ""]
        : [],
    );
    return resources.length === 0 ? [] : [{ ...kind, direction, ...extentOf(action, resources, access) }];
  });
}

const [named, needed, patterns, others] = ["calls", "other services", "patterns", "other actions"];

/** The groups in their order: the capabilities, then what no capability has. */
const groupKinds: readonly { readonly name: string; readonly what: string }[] = [
  ...capabilityNames.map((name) => ({ name, what: capabilities[name].what })),
  { name: named, what: "calls that are named one by one" },
  { name: needed, what: "rights in other services, which some calls need" },
  { name: patterns, what: "several actions at once, in a policy that somebody else wrote" },
  { name: others, what: "actions that no call of Chime SDK messaging is" },
];

/** The capability that brings an action to a role, else the one that would. */
function groupOf(action: string, roles: readonly RoleGrants[]): string {
  const origins = roles.map(({ origins: of }) => of[action]);
  const brought = capabilityNames.find((name) => origins.includes(name)) ?? capabilityOf(action);
  if (brought !== undefined) return brought;
  if (/[*?]/.test(action)) return patterns;
  if (!/^chime:/i.test(action)) return needed;
  return Object.hasOwn(calls, actionName(action)) ? named : others;
}

function capabilityOf(action: string): Capability | undefined {
  const name = actionName(action);
  return capabilityNames.find((capability) =>
    Object.values(catalogue).some((ofType) => ofType[capability]?.some((call) => call === name)),
  );
}
