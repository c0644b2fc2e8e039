// What takes over a role that somebody wrote by hand: its entries of `roles` and `adopt`, and in words what no input says, what
// the role may do today and would lose or gain, and what its callers must change.
import { actsAsBearer } from "../grants/role-calls";
import { identityIdVariable } from "../grants/session-tags";
import { userIdSourceOf } from "../grants/trust";
import type { RoleValues } from "../inputs/inputs";
import { appInstanceOf, roleSpecs } from "../inputs/role-spec";
import { labelOf } from "../inputs/violation";
import { type Access, accessOfSpecs, type RoleAccess, roleAccess, withPolicies } from "./access";
import type { Account, AccountRole } from "./account";
import { callsOfDocument, fitOf } from "./fit";
import { messagingReach } from "./messaging-roles";
import { reportOf } from "./report";
import { type Grant, joinDocuments, readDocument } from "./statement";
import { trustInputs } from "./trust-inputs";
import { visibleText } from "./visible-text";

/** What takes over one role. */
export interface Adoption {
  readonly key: string;
  readonly role: RoleValues;
  readonly adopt: { readonly role_name: string; readonly policy_arn?: string };
  /** Sentences for the person who takes it over. */
  readonly remarks: readonly string[];
}

/** The resources of Chime that a policy names. */
interface Named {
  readonly users: readonly string[];
  readonly bots: readonly string[];
  readonly appInstances: readonly string[];
}

const named = /^arn:aws:chime:([^:]*):(\d*):app-instance\/([^/]+)(?:\/(user|bot)\/(.+))?/;

/** What takes over a role of an account. */
export function adoptionOf(account: Account, role: AccountRole, taken: ReadonlySet<string>): Adoption {
  const { access } = role;
  const grants = access.policy.grants.filter(({ effect, action }) => effect === "Allow" && /^chime:/i.test(action));
  const trust = trustInputs(access.trust, account.id);
  const policies = policiesOf(account, role);
  const inputs = { ...accessInputs(access, grants, trust.inputs), ...trust.inputs, ...policies.inputs };
  const key = keyOf(role.name, taken);
  const adopt = { role_name: role.name, ...policies.adopt };
  return {
    key,
    role: inputs,
    adopt,
    remarks: [
      ...trust.remarks,
      ...policies.remarks,
      ...resourceRemarks(grants),
      ...consequences(account, role, key, inputs),
    ].map(visibleText),
  };
}

/** A key as `roles` takes them, of the name of a role. */
function keyOf(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "_");
  const key = /^[a-z]/.test(words) ? words : `role_${words}`;
  const isTaken = (one: string) => taken.has(one);
  return isTaken(key) ? `${key}_${[...taken].filter((one) => one.startsWith(key)).length + 1}` : key;
}

/** The inputs that say what the role may do, and as whom. */
function accessInputs({ policy, boundary }: RoleAccess, grants: readonly Grant[], trusts: RoleValues): RoleValues {
  const { users, bots } = namedIn(grants);
  const signedIn = trusts.cognito_identity_pool_ids ?? trusts.oidc_providers ?? trusts.saml_provider_arns;
  const isByVariable = users.some((id) => id.startsWith("${"));
  const calls = callsOfDocument(policy);
  const fit = fitOf(calls, signedIn !== undefined || isByVariable);
  const isBackend = fit.type === "backend" || onlyServices(trusts);
  const isWide = grants.some(({ resource = "" }) => resource === "*" || resource.endsWith("app-instance/*"));
  const [user, ...otherUsers] = isWide && fit.type !== "developer" ? ["*"] : users.filter((id) => !id.startsWith("${"));
  const readsTag = users.some((id) => /^\$\{aws:PrincipalTag\//i.test(id)) && !users.includes(identityIdVariable);
  const isScoped = fit.type === "developer" && !isWide && grants.every(({ resource = "" }) => named.test(resource));
  return {
    ...fit,
    ...(isBackend && actsAsBearer(calls, "app_instance") && user !== undefined && otherUsers.length === 0
      ? { app_instance_user_id: user }
      : {}),
    ...(fit.type === "backend" && bots.length === 1 ? { app_instance_bot_id: bots.join() } : {}),
    ...(trusts.cognito_identity_pool_ids !== undefined && readsTag ? { cognito_user_id: "session_tag" } : {}),
    ...(isScoped ? { scope: "app_instance" } : {}),
    ...(boundary === undefined ? {} : { permissions_boundary_arn: boundary }),
  };
}

/** Whether nobody but services of AWS is trusted, which pass no session tags. */
function onlyServices({ service_principals: services, trust_account, principal_arns, ...others }: RoleValues): boolean {
  const federated = [others.cognito_identity_pool_ids, others.oidc_providers, others.saml_provider_arns];
  return services !== undefined && [trust_account, principal_arns, ...federated].every((one) => one === undefined);
}

function namedIn(grants: readonly Grant[]): Named {
  const parts = grants.flatMap(({ resource = "" }) => {
    const [, region = "", account = "", id = "", kind, name = ""] = named.exec(resource) ?? [];
    return id === "" ? [] : [{ arn: `${region} ${account} ${id}`, kind, name }];
  });
  const unique = (list: readonly string[]) => [...new Set(list)];
  return {
    users: unique(parts.flatMap(({ kind, name }) => (kind === "user" ? [name] : []))),
    bots: unique(parts.flatMap(({ kind, name }) => (kind === "bot" ? [name] : []))),
    appInstances: unique(parts.map(({ arn }) => arn)),
  };
}

/** Which policy is taken over, and what becomes of the others. */
function policiesOf(account: Account, role: AccountRole) {
  const hasCalls = (name: string) => {
    const document = role.documents.get(name);
    return document !== undefined && messagingReach(readDocument(document)) === "named";
  };
  const ofMessaging = role.attached.filter(hasCalls);
  const own = ofMessaging.length === 1 && ofMessaging[0]?.includes(`::${account.id}:`) ? ofMessaging[0] : undefined;
  const further = role.attached.filter((arn) => arn !== own && !ofMessaging.includes(arn));
  const sharing = account.roles.filter(
    ({ name, attached }) => name !== role.name && own !== undefined && attached.includes(own),
  );
  const others = readDocument(own === undefined ? { Statement: [] } : role.documents.get(own))
    .statements.filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions }) => (actions.isNegated ? ["NotAction"] : actions.items.map(({ text }) => text)))
    .filter((action) => !/^chime:/i.test(action));
  const nameOf = (arn: string) => arn.replace(/^.*\//, "").replace(/[^0-9A-Za-z_-]/g, "-");
  const list = (names: readonly string[]) => [...new Set(names)].join(", ");
  return {
    inputs: further.length === 0 ? {} : { policy_arns: Object.fromEntries(further.map((arn) => [nameOf(arn), arn])) },
    adopt: own === undefined ? {} : { policy_arn: own },
    remarks: [
      ...(ofMessaging.length > 1
        ? [`${list(ofMessaging)} all have calls of messaging: a new policy has what they allow; detach them afterwards`]
        : []),
      ...role.inline.map(
        (name) =>
          `its inline policy ${name} stays: remove it afterwards, or move what it allows besides into policy_arns`,
      ),
      ...(sharing.length > 0
        ? [`${own} is attached to ${list(sharing.map(({ name }) => name))} too, which would get the new document`]
        : []),
      ...(own !== undefined && others.length > 0
        ? [`it allows what is not messaging, which the new policy does not have: ${list(others)}`]
        : []),
    ],
  };
}

/** What of the resources no input of a role says. */
function resourceRemarks(grants: readonly Grant[]): string[] {
  const { appInstances, users } = namedIn(grants);
  const tags = users.flatMap((id) => /^\$\{aws:PrincipalTag\/([^},]+)/i.exec(id)?.[1] ?? []);
  const [tag] = tags.filter((one) => one.toLowerCase() !== "appinstanceuserid");
  return [
    ...(appInstances.length > 1 ? [`it names several app instances: ${appInstances.join("; ")}`] : []),
    ...(tag === undefined ? [] : [`it knows its user by the session tag ${tag}: set user_id_tag_key`]),
  ];
}

/** What the role may do today and would lose or gain, and what its callers must change first. */
function consequences(account: Account, role: AccountRole, key: string, inputs: RoleValues): string[] {
  const grants = role.access.policy.grants;
  const place = grants
    .map(({ resource = "" }) => named.exec(resource))
    .find((parts) => parts !== null && !/[*?$]/.test(parts[3] ?? "*"));
  const [, region = "us-east-1", , id = "00000000-0000-0000-0000-000000000000"] = place ?? [];
  const values = { region, account_id: account.id, app_instance_id: id, roles: { [key]: inputs } };
  const { specs, violations } = roleSpecs(values, []);
  const spec = specs[key];
  if (spec === undefined) return violations.map(({ path, message }) => `${labelOf(path)} ${message}`);
  const planned = withPolicies(accessOfSpecs(appInstanceOf(values), { [key]: spec }), account.policies);
  const [today, later] = [{ ...planned, roles: { [key]: role.access } }, withKept(planned, key, role)];
  const changes = reportOf(later, today).changes ?? [];
  const sources = spec.readsCaller ? spec.trusts.map(userIdSourceOf) : [];
  const passed = JSON.stringify(role.access.trust.grants).toLowerCase();
  const requires = spec.tagKeys.filter((tag) => !passed.includes(`aws:requesttag/${tag.toLowerCase()}`));
  const isNewlyKnown = sources.includes("identity_id") && !JSON.stringify(grants).includes(identityIdVariable);
  return [
    ...(requires.length === 0 || !sources.includes("session_tag")
      ? []
      : [`first change its callers: they must pass the session tag ${requires.join(", ")} when they assume it`]),
    ...(isNewlyKnown
      ? [
          "it will act as the AppInstanceUser whose ID is the caller's identity ID in the pool: for a session tag set cognito_user_id",
        ]
      : []),
    ...changes.map(({ direction, text }) => `${direction}: ${text}`),
  ];
}

/** The role as it would be: with its name, tags and inline policies, which stay. */
function withKept(planned: Access, key: string, { access, inline, documents }: AccountRole): Access {
  const kept = inline.map((name) => documents.get(`inline policy ${name}`));
  const { name, path, tags = {} } = access;
  const role = planned.roles[key] ?? roleAccess({ trust: {} });
  const policy = joinDocuments([role.policy, ...kept.map(readDocument)]);
  return { ...planned, roles: { [key]: { ...role, name, path, tags, maxSessionDuration: undefined, policy } } };
}
