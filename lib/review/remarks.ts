// What stands out in an access or in its change: what a reviewer looks at first.
import { bearerRequirements } from "../grants/calls";
import { defaultCapabilities } from "../grants/catalogue";
import type { RoleType } from "../grants/role-types";
import { type Access, type RoleAccess, roleAt } from "./access";
import type { Constraint } from "./constraint";
import type { Change } from "./difference";
import { accountOfRoot, type PrincipalId } from "./principal";
import type { Grant } from "./statement";
import { actionName, principalWords, requirementOf } from "./words";

/** How much a remark matters, the worst first: who gets in, whom they can act as, what to know besides. */
const severities = ["danger", "warning", "note"] as const;

/** What a remark says, and how much it matters. */
interface Said {
  readonly severity: (typeof severities)[number];
  readonly text: string;
}

/** A remark on a role. */
export interface Remark extends Said {
  readonly role: string;
  /** What to write instead, where somebody else wrote the role. */
  readonly instead?: string;
}

/** Remarks in the order of their severity, otherwise as they are. */
export function worstFirst(remarks: readonly Remark[]): Remark[] {
  return [...remarks].sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
}

const danger = (text: string): Said => ({ severity: "danger", text });
const warning = (text: string): Said => ({ severity: "warning", text });
const note = (text: string): Said => ({ severity: "note", text });

const anyUser = /\/user\/\*$/;

/** What stands out in an access by itself. */
export function remarksOn(access: Access): Remark[] {
  return Object.entries(access.roles).flatMap(([role, of]) => {
    const said = [
      ...[...broadRemarks(of), ...trustRemarks(of), ...sharedPoolRemarks(role, access)],
      ...[...elsewhereRemarks(of), ...channelTagRemarks(of), ...refusedRemarks(of)],
    ];
    return [...new Map(said.map((one) => [one.text, { role, ...one }])).values()];
  });
}

/** What stands out in a change: what is new of an access, and what goes. */
export function remarksOnChanges(before: Access, after: Access, changes: readonly Change[]): Remark[] {
  const wasSaid = new Set(remarksOn(before).map(({ role, text }) => `${role} ${text}`));
  const added = remarksOn(after).filter(({ role, text }) => !wasSaid.has(`${role} ${text}`));
  const gone = changes.flatMap(({ kind, direction, role }) =>
    kind === "role" && direction === "narrower" ? [role] : [],
  );
  const removed = gone.map((role) => ({ role, ...note("The role is removed: whoever assumes it loses access.") }));
  return [...newPrincipals(before, after), ...added, ...removed, ...lostCapabilities(before, after)];
}

/** Principals that nothing in the environment trusted before. */
function newPrincipals(before: Access, after: Access): Remark[] {
  const idsOf = ({ roles }: Access) =>
    Object.entries(roles).flatMap(([role, { trust }]) =>
      trust.grants.flatMap(({ principal, effect, constraints }) =>
        principal === undefined || effect === "Deny" ? [] : [{ role, principal, saysWho: choosesAny(constraints) }],
      ),
    );
  const known = new Set(idsOf(before).map(({ principal }) => principal.id));
  // Of anybody there is a remark of its own.
  const found = idsOf(after).filter(({ principal }) => !known.has(principal.id) && principal.id !== "*");
  const texts = found.map(({ role, principal, saysWho }) => {
    const isForeign = isOfAnotherAccount(principal, after.account);
    const chooses = saysWho && principal.kind === "AWS";
    const words = [
      `Trusts ${isForeign ? "another AWS account" : "somebody new"}: ${principalWords(principal, after.account)}.`,
      ...(chooses ? ["They choose the session tags, so can act as any user of the chat."] : []),
    ].join(" ");
    return { role, ...(isForeign ? danger(words) : warning(words)) };
  });
  return [...new Map(texts.map((remark) => [`${remark.role} ${remark.text}`, remark])).values()];
}

function isOfAnotherAccount(principal: PrincipalId, account: string): boolean {
  const of = accountOfRoot(principal) ?? principal.id.split(":")[4];
  return principal.kind === "AWS" && account !== "" && of !== account;
}

function broadRemarks({ type, policy }: RoleAccess): Said[] {
  const resources = policy.grants.flatMap(({ resource, effect }) => (effect === "Allow" ? [resource ?? ""] : []));
  const acting = policy.grants.filter(
    ({ action, resource, effect }) =>
      effect === "Allow" && requirementOf(action) !== undefined && anyUser.test(resource ?? ""),
  );
  const isAll = resources.some((resource) => /:app-instance\/\*$/.test(resource));
  return [
    ...(acting.length > 0 ? [danger("Whoever assumes this role can act as any user of the chat.")] : []),
    ...(type === "developer" && isAll
      ? [warning("Administers every app instance of the account, not only this one.")]
      : []),
  ];
}

/** Whether the session tags that the caller must pass may have any value. */
function choosesAny(constraints: readonly Constraint[]): boolean {
  return constraints.some(
    ({ operator, key, values }) =>
      operator === "StringLike" && /^aws:RequestTag\//i.test(key) && values.join() === "?*",
  );
}

function trustRemarks({ trust }: RoleAccess): Said[] {
  return trust.grants.flatMap(({ principal, constraints, effect }): Said[] => {
    if (effect === "Deny") return [];
    const subjects = constraints.filter(({ key }) => /:sub$/i.test(key)).flatMap(({ values }) => values);
    return [
      ...(principal?.id === "*" ? [danger("Anybody in any AWS account may assume it.")] : []),
      ...(principal?.kind === "AWS" && choosesAny(constraints)
        ? [warning("Whoever assumes this role chooses its session tags, so can act as any user.")]
        : []),
      ...subjects
        .filter((subject) => /[*?]/.test(subject))
        .map((subject) => warning(`Trusts every subject like "${subject}".`)),
    ];
  });
}

/** The identity pools of a role that another role trusts too. */
function sharedPoolRemarks(role: string, { roles }: Access): Said[] {
  const others = Object.entries(roles).filter(([other]) => other !== role);
  return poolsOf(roles[role]).flatMap((pool) => {
    const sharing = others.filter(([, of]) => poolsOf(of).includes(pool)).map(([other]) => other);
    return sharing.length === 0
      ? []
      : [
          warning(
            `Trusts the identity pool ${pool}, as ${sharing.join(", ")} does: while the pool's classic (basic) flow is on, a client names the role that it wants.`,
          ),
        ];
  });
}

function poolsOf(role: RoleAccess | undefined): string[] {
  return (role?.trust.grants ?? []).flatMap(({ constraints, effect }) =>
    effect === "Deny"
      ? []
      : constraints.flatMap(({ key, values }) =>
          /^cognito-identity\.amazonaws\.com:aud$/i.test(key) ? [...values] : [],
        ),
  );
}

/** Of a role that somebody else made, the trust is not in view. */
function elsewhereRemarks({ trust, name }: RoleAccess): Said[] {
  const isInView = trust.grants.length > 0 || trust.unread.length > 0;
  return isInView
    ? []
    : [note(`Whoever may assume the role ${name ?? ""}, which is not in this file, has what it allows.`)];
}

/** Tags limit the channels of calls; a connection delivers every channel of its user. */
function channelTagRemarks({ policy }: RoleAccess): Said[] {
  const isLimited = policy.grants.some(({ constraints }) =>
    constraints.some(({ key }) => /^aws:ResourceTag\//i.test(key)),
  );
  const connects = policy.grants.some(({ action }) => action === "chime:Connect");
  return isLimited && connects
    ? [
        note(
          "Tags of channels do not limit Connect: it delivers the messages of every channel that the user is a member of.",
        ),
      ]
    : [];
}

/** The calls that the service refuses of an ordinary bearer, where the policy names one user or bot. */
function refusedRemarks({ policy }: RoleAccess): Said[] {
  const calls = (requirement: keyof typeof bearerRequirements) =>
    policy.grants
      .filter((grant) => requirementOf(grant.action) === requirement && namesBearer(grant))
      .map(({ action }) => actionName(action));
  return (["admin", "moderator"] as const).flatMap((requirement) => {
    const names = [...new Set(calls(requirement))];
    const bearers = [...new Set(policy.grants.flatMap((grant) => (namesBearer(grant) ? [bearerOf(grant)] : [])))];
    return names.length === 0
      ? []
      : [
          note(
            `The service refuses ${names.join(", ")} unless ${bearers.join(" and ")} is ${bearerRequirements[requirement]}.`,
          ),
        ];
  });
}

const oneBearer = /\/(user|bot)\/([^*$]+)$/;

function namesBearer({ resource, effect }: Grant): boolean {
  return effect === "Allow" && oneBearer.test(resource ?? "");
}

function bearerOf({ resource }: Grant): string {
  const [, kind, id] = oneBearer.exec(resource ?? "") ?? [];
  return `the ${kind} ${id}`;
}

/** Capabilities that a type has by default and a role had: a list that is written out leaves them out. */
function lostCapabilities(before: Access, after: Access): Remark[] {
  return Object.entries(after.roles).flatMap(([role, of]) => {
    const [had, has] = [roleAt(before, role), of].map((one) => new Set(Object.values(one?.origins ?? {})));
    const byDefault = of.type === undefined ? [] : (defaultCapabilities[of.type as RoleType] ?? []);
    const lost = byDefault.filter((name) => had?.has(name) && !has?.has(name));
    return lost.length === 0 || has?.size === 0
      ? []
      : [
          {
            role,
            ...note(`Loses the default capabilities ${lost.join(", ")}: add "default" to capabilities to keep them.`),
          },
        ];
  });
}
