// A report of an access, or of its change: everything in words, for whatever shows it.
import { calls } from "../grants/calls";
import { roleTypes } from "../grants/role-types";
import { type Access, grantGroups, groupedBy, namedAppInstance, pairedByName, roleAt } from "./access";
import { type Account, accessOfAccount } from "./account";
import { type Change, difference } from "./difference";
import { findingsOn } from "./findings";
import { messagingReach } from "./messaging-roles";
import { type Remark, remarksOn, remarksOnChanges, worstFirst } from "./remarks";
import type { Grant } from "./statement";
import { visibleText } from "./visible-text";
import { actionName, callOf, conditionWords, requirementOf, resourceWords, whoWords } from "./words";

/** What a role may do, together because it is on the same resources and comes from the same capability. */
export interface CallsReport {
  readonly calls: readonly string[];
  /** What the calls touch. */
  readonly on: readonly string[];
  /** The capability, or `calls`, that brings them. */
  readonly by?: string | undefined;
  readonly conditions: readonly string[];
}

/** A role in words. */
export interface RoleReport {
  readonly key: string;
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  /** Who may assume it. */
  readonly assumedBy: readonly string[];
  readonly may: readonly CallsReport[];
  readonly furtherPolicies: readonly string[];
  readonly boundary?: string | undefined;
}

/** A change in words: `user may now also call SearchChannels …`. */
export interface ChangeReport {
  readonly role: string;
  readonly direction: "wider" | "narrower";
  readonly text: string;
}

/** The access of an environment in words, and what changed, if it is compared. */
export interface AccessReport {
  readonly account: string;
  readonly appInstance?: string | undefined;
  readonly roles: readonly RoleReport[];
  readonly remarks: readonly Remark[];
  readonly changes?: readonly ChangeReport[];
  /** Whether the later access is what the account has, and not what it will have. */
  readonly isDrift?: boolean;
  /** What the report leaves out because it has nothing to do with access. */
  readonly remainder?: string | undefined;
}

/**
 * The report of an access; compared with an earlier one, the report of the change.
 *
 * @param isDrift whether the access is what the account has, and the earlier one what it should have
 */
export function reportOf(access: Access, before?: Access, isDrift = false): AccessReport {
  const { account, appInstance } = access;
  const roles = Object.keys(access.roles)
    .sort()
    .map((key) => roleReport(key, access));
  if (before === undefined)
    return visibleReport({ account, appInstance, roles, remarks: worstFirst(remarksOn(access)) });
  const changes = difference(before, access);
  const earlier = pairedByName(before, access);
  const remarks = remarksOnChanges(earlier, access, isDrift ? changes.filter(({ kind }) => kind !== "role") : changes);
  const reports = sortChanges(changes).flatMap((change) => changeReports(change, earlier, access, isDrift));
  return visibleReport({
    account,
    appInstance,
    roles,
    isDrift,
    remainder: access.remainder,
    remarks: worstFirst(remarks),
    changes: reports,
  });
}

/** A report in which every character can be seen. */
function visibleReport<Part>(part: Part): Part {
  if (typeof part === "string") return visibleText(part) as Part;
  if (Array.isArray(part)) return part.map(visibleReport) as Part;
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, visibleReport(value)])) as Part;
}

/** The kinds of changes that come first: what is not known, and what is not what its name says. */
const kindsInSight: readonly Change["kind"][] = ["exchanged", "not_read", "unread", "too_complex"];

/** Changes that are wider first, and of these the worst; otherwise by role, as they are. */
function sortChanges(changes: readonly Change[]): Change[] {
  const rankOf = ({ direction, kind }: Change) => (direction === "narrower" ? 2 : kindsInSight.includes(kind) ? 0 : 1);
  return [...changes].sort((one, other) => rankOf(one) - rankOf(other));
}

/** What several roles have alike, said once, in order. */
export function groupedByRoles<Finding extends { readonly role: string }>(
  findings: readonly Finding[],
): (Finding & { readonly roles: readonly string[] })[] {
  return groupedBy(findings, ({ role: _role, ...same }) => JSON.stringify(same)).map((alike) => ({
    ...alike[0],
    roles: [...new Set(alike.map(({ role }) => role))],
  }));
}

/** The roles of an account that make calls of messaging, and the report of them: what is wider in them than it need be. */
export function reportOfAccount(account: Account): { readonly access: Access; readonly report: AccessReport } {
  const reaches = account.roles.map(({ access }) => messagingReach(access.policy));
  const named = account.roles.filter((_, i) => reaches[i] === "named").map((role) => [role.name, role] as const);
  const others = reaches.filter((reach) => reach === "by a star over everything").length;
  const words = others === 1 ? "role is allowed" : "roles are allowed";
  const remainder =
    others === 0 ? undefined : `${others} ${words} everything, or everything but some actions, and so messaging too`;
  const found = accessOfAccount(account, named);
  const access = { ...found, appInstance: namedAppInstance(found), remainder };
  const report = { ...reportOf(access), remarks: findingsOn(named, account.id), remainder };
  return { access, report: visibleReport(report) };
}

/** Whether a report says that access gets wider. */
export function isWider({ changes = [] }: AccessReport): boolean {
  return changes.some(({ direction }) => direction === "wider");
}

function roleReport(key: string, access: Access): RoleReport {
  const role = roleAt(access, key);
  const { type, name = key, trust, policy, furtherPolicies = [], boundary, origins = {} } = role ?? {};
  const assumedBy = [...whoTexts(trust?.grants ?? [], access.account), ...(trust?.unread ?? []).map(unreadText)];
  const description = Object.entries(roleTypes).find(([name]) => name === type)?.[1];
  return {
    key,
    type,
    description: description?.replace(/^[^:]*: /, ""),
    assumedBy: assumedBy.length > 0 ? assumedBy : [`whoever may assume the role ${name}, which is not in this file`],
    may: [
      ...callsReports(policy?.grants ?? [], access, origins),
      ...(policy?.unread ?? []).map((text) => ({ calls: [unreadText(text)], on: [], conditions: [] })),
    ],
    furtherPolicies,
    boundary,
  };
}

const unreadText = (statement: string) => `something that is not understood: ${statement}`;

/** Who may assume a role. */
function whoTexts(grants: readonly Grant[], account: string): string[] {
  const texts = grants
    .filter((grant) => !isOnlyTagging(grant))
    .map((grant) => `${grant.effect === "Deny" ? "not by " : ""}${whoWords(grant, account)}`);
  return [...new Set(texts)];
}

function callsReports(
  grants: readonly Grant[],
  access: Pick<Access, "appInstance">,
  origins: Readonly<Record<string, string>>,
): CallsReport[] {
  const byOrigin = new Map<string, Grant[]>();
  for (const grant of grants) {
    const origin = origins[grant.action] ?? "";
    byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), grant]);
  }
  return [...byOrigin].flatMap(([origin, of]) =>
    grantGroups(of).map((group) => ({
      calls: group.actions.map(actionWords),
      on: isWithoutResource(group.actions) ? [] : group.resources.map((resource) => resourceWords(resource, access)),
      by: origin === "" ? undefined : origin,
      conditions: [...(group.effect === "Deny" ? ["denied"] : []), ...conditionWords(group)],
    })),
  );
}

/** An action in words; patterns over everything as what they are. */
function actionWords(action: string): string {
  if (action === "*") return "every action of every service";
  return /^chime:\*$/i.test(action) ? "every action of Chime" : actionName(action);
}

/** Whether AWS defines no resource for any of these actions: `*` says nothing then. */
function isWithoutResource(actions: readonly string[]): boolean {
  return actions.every((action) => {
    const call = callOf(action);
    return call !== undefined && (calls[call].on as readonly string[]).includes("*");
  });
}

function changeReports(change: Change, before: Access, after: Access, isDrift: boolean): ChangeReport[] {
  const { role, direction } = change;
  const isNew = direction === "wider";
  const say = (text: string): ChangeReport => ({ role, direction, text });
  switch (change.kind) {
    case "role":
      return [say(isNew ? "is a new role" : isDrift ? "is not in the account" : "is removed")];
    case "trust": {
      const still = roleAt(after, role)?.trust.grants ?? [];
      return trustTexts(change.grants, isNew, still, after.account || before.account).map(say);
    }
    case "policy":
    case "boundary_policy": {
      const from = isNew ? after : before;
      const within = change.kind === "policy" ? "" : "by its permissions boundary ";
      const reports = callsReports(change.grants, from, roleAt(from, role)?.origins ?? {});
      return reports.map((one) => say(`${within}${callText(one, isNew)}`));
    }
    case "unread":
      return [
        say(`has a statement in its ${documentNames[change.document]} that is not understood: ${change.statement}`),
      ];
    case "too_complex":
      return [say(`has a ${documentNames[change.document]} that takes too long to compare, so it may allow more`)];
    case "further_policy": {
      const policy = change.arn.startsWith("inline policy ")
        ? `the ${change.arn}`
        : `the attached policy ${change.arn}`;
      const mayDeny = isNew && !change.isNew ? ": it may have denied something" : "";
      return [say(`${change.isNew ? "gains" : "loses"} ${policy}, which this report does not read${mayDeny}`)];
    }
    case "boundary":
      return [say(boundaryText(change.before, change.after))];
    case "name":
      return [
        say(
          `is now ${change.after}${change.before === undefined ? ", and its earlier name is not known" : ` (was ${change.before})`}`,
        ),
      ];
    case "exchanged":
      return [say(`has the name ${change.name}, which ${change.before} had: whoever assumes that gets this role now`)];
    case "session":
      return [say(`has sessions of up to ${change.after} seconds (was ${change.before})`)];
    case "tag":
      return [say(tagText(change))];
    case "not_read":
      return [say(change.text)];
  }
}

const documentNames = { trust: "trust", policy: "policy", boundary_policy: "permissions boundary" } as const;

function boundaryText(before: string | undefined, after: string | undefined): string {
  if (after === undefined) return `no longer has the permissions boundary ${before}`;
  if (before === after) return `has the permissions boundary ${after}, of unknown content`;
  return `now has the permissions boundary ${after}${before === undefined ? "" : ` (was ${before})`}`;
}

function tagText({ key, before, after }: Extract<Change, { readonly kind: "tag" }>): string {
  const value = after === undefined ? `no longer has the tag ${key}` : `has the tag ${key} = "${after}"`;
  const was = before === undefined ? "" : ` (was "${before}")`;
  return `${value}${was}, which is a session tag of whoever passes none`;
}

function trustTexts(grants: readonly Grant[], isNew: boolean, after: readonly Grant[], account: string): string[] {
  const texts = grants.flatMap((grant): string[] => {
    const who = whoWords(grant, account);
    if (grant.effect === "Deny") return [`${isNew ? "no longer refuses" : "now refuses"} ${who}`];
    if (isOnlyTagging(grant)) return [];
    if (isNew) return [`can now be assumed by ${who}`];
    const still = after.filter((other) => isOfSame(other, grant));
    if (still.length === 0) return [`can no longer be assumed by ${who}`];
    const conditions = still.map((other) => conditionWords(other).join(", ")).join("; or ");
    return [
      `can be assumed by ${whoWords({ ...grant, constraints: [] }, account)} only under more conditions: ${conditions}`,
    ];
  });
  const tagging = texts.length === 0 && grants.some(isOnlyTagging);
  const tags = `${isNew ? "now takes" : "no longer takes"} session tags of those who assume it`;
  return [...new Set([...texts, ...(tagging ? [tags] : [])])];
}

/** `sts:TagSession` alone assumes nothing. */
export function isOnlyTagging({ action }: Grant): boolean {
  return action.toLowerCase() === "sts:tagsession";
}

function isOfSame(one: Grant, other: Grant): boolean {
  const id = ({ effect, action, principal }: Grant) => JSON.stringify([effect, action.toLowerCase(), principal]);
  return id(one) === id(other);
}

function callText({ calls, on, by, conditions }: CallsReport, isNew: boolean): string {
  const origin = by === undefined ? "" : ` (${by})`;
  const where = placeText(calls, on);
  const isDenial = conditions.includes("denied");
  const verb = isDenial
    ? isNew
      ? "is no longer denied"
      : "is now denied"
    : isNew
      ? "can now call"
      : "can no longer call";
  const others = conditions.filter((text) => text !== "denied");
  return [`${verb} ${calls.join(", ")}${origin}${where}`, ...others].join(", ");
}

/** ` as the user of the session, on any channel`: a call with a bearer acts as one. */
function placeText(called: readonly string[], on: readonly string[]): string {
  const hasBearer = called.every((call) => requirementOf(call) !== undefined);
  const isBearer = (words: string) => hasBearer && /^(the|any) (user|bot) /.test(`${words} `);
  const bearers = on.filter(isBearer);
  const others = on.filter((words) => !isBearer(words));
  return [
    bearers.length === 0 ? "" : ` as ${bearers.join(" or ")}`,
    others.length === 0 ? "" : `${bearers.length === 0 ? "" : ","} on ${others.join(", ")}`,
  ].join("");
}
