// access/<environment>.json: the access of an environment as a file, one fact a line, so that a diff of git reads as a change
// of access. `npm run synth` writes it.
import {
  type Access,
  type GrantGroup,
  grantGroups,
  type RoleAccess,
  type RoleDocumentsJson,
  roleAccess,
  sortedConstraints,
} from "./access";
import { actionName, withoutAppInstance } from "./words";

/** One fact of a role. */
type Fact = { readonly role: string } & (
  | {
      readonly type: string | undefined;
      readonly name?: string | undefined;
      /** Unless it is `/`. */
      readonly path?: string | undefined;
      /** The longest session in seconds, unless it is IAM's default. */
      readonly session?: number | undefined;
      readonly tags?: Readonly<Record<string, string>>;
      readonly boundary?: string | undefined;
    }
  | { readonly trusts: Readonly<Record<string, string>>; readonly actions: readonly string[]; readonly if?: Conditions }
  | {
      readonly may: string;
      readonly on: readonly string[];
      readonly by?: string | undefined;
      readonly if?: Conditions;
    }
  | { readonly attached: string }
);

/** Conditions: operator, condition key, values. */
type Conditions = readonly (readonly [string, string, readonly string[]])[];

/** What a role has that says nothing else. */
const defaults = { path: "/", session: 3600 };

interface AccessFile {
  readonly account: string;
  readonly app_instance: string | undefined;
  readonly facts: readonly Fact[];
}

/** The text of an access file. */
export function accessFileText(access: Access): string {
  const { account, appInstance, roles } = access;
  const facts = Object.keys(roles)
    .sort()
    .flatMap((role) => factsOf(role, roles[role] as RoleAccess, appInstance));
  const head = [`  "account": ${JSON.stringify(account)}`, `  "app_instance": ${JSON.stringify(appInstance)}`];
  const lines = facts.map((fact) => `    ${JSON.stringify(fact)}`);
  return `{\n${head.join(",\n")},\n  "facts": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

function factsOf(role: string, access: RoleAccess, appInstance: string | undefined): Fact[] {
  const { type, name, path, tags = {}, maxSessionDuration: session, boundary } = access;
  const { trust, policy, furtherPolicies, origins } = access;
  const trusts = grantGroups(trust.grants).map((group): Fact => {
    const { kind = "", id = "" } = group.principal ?? {};
    return { role, trusts: { [kind]: id }, actions: group.actions, ...conditionsOf(group) };
  });
  const calls = grantGroups(policy.grants).flatMap((group): Fact[] => {
    const on = group.resources.map((resource) => inAppInstance(resource, appInstance));
    const conditions = conditionsOf(group);
    return group.actions.map((action) => ({ role, may: actionName(action), on, by: origins[action], ...conditions }));
  });
  return [
    {
      ...{ role, type, name, boundary },
      ...(path === defaults.path ? {} : { path }),
      ...(session === defaults.session ? {} : { session }),
      ...(Object.keys(tags).length === 0 ? {} : { tags: Object.fromEntries(Object.entries(tags).sort()) }),
    },
    ...sortedFacts(trusts),
    ...sortedFacts(calls),
    ...furtherPolicies.map((attached) => ({ role, attached })),
  ];
}

function sortedFacts(facts: readonly Fact[]): Fact[] {
  const byText = facts.map((fact) => ({ fact, text: JSON.stringify(fact) }));
  return byText.sort((one, other) => (one.text < other.text ? -1 : 1)).map(({ fact }) => fact);
}

function conditionsOf({ constraints }: GrantGroup): { if?: Conditions } {
  const conditions = sortedConstraints(constraints).map(
    ({ operator, key, values }) => [operator, key, values] as const,
  );
  return conditions.length === 0 ? {} : { if: conditions };
}

function inAppInstance(resource: string, appInstance: string | undefined): string {
  if (appInstance === undefined) return resource;
  if (resource === appInstance) return "app-instance";
  return resource.startsWith(`${appInstance}/`) ? withoutAppInstance(resource, appInstance) : resource;
}

/** What an access file says of a role, while it is read. */
interface ReadFacts {
  about: Omit<RoleDocumentsJson, "trust">;
  readonly trust: object[];
  readonly policy: object[];
  readonly attached: string[];
  readonly origins: Record<string, string>;
}

/** The access that an access file says. An earlier edition of it says neither names nor sessions: they are not known then. */
export function readAccessFile(text: string): Access {
  const { account, app_instance: appInstance, facts } = JSON.parse(text) as AccessFile;
  const found = new Map<string, ReadFacts>();
  for (const fact of facts) {
    const of = found.get(fact.role) ?? { about: {}, trust: [], policy: [], attached: [], origins: {} };
    found.set(fact.role, of);
    readFact(fact, of, appInstance);
  }
  const roles = [...found].map(([key, { about, trust, policy, attached, origins }]) => [
    key,
    roleAccess({
      ...about,
      ...{ trust: documentOf(trust), policy: documentOf(policy), furtherPolicies: attached, origins },
    }),
  ]);
  return { account, appInstance, roles: Object.fromEntries(roles) };
}

function documentOf(statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

function readFact(fact: Fact, of: ReadFacts, appInstance: string | undefined): void {
  if ("attached" in fact) {
    of.attached.push(fact.attached);
  } else if ("trusts" in fact) {
    of.trust.push({ Effect: "Allow", Principal: fact.trusts, Action: fact.actions, ...conditionBlock(fact.if) });
  } else if ("may" in fact) {
    const action = fact.may.includes(":") ? fact.may : `chime:${fact.may}`;
    const resources = fact.on.map((resource) => outOfAppInstance(resource, appInstance));
    of.policy.push({ Effect: "Allow", Action: action, Resource: resources, ...conditionBlock(fact.if) });
    if (fact.by !== undefined) of.origins[action] = fact.by;
  } else {
    const { type, name, boundary, tags = {}, path = defaults.path, session = defaults.session } = fact;
    of.about = { type, boundary, ...(name === undefined ? {} : { name, path, tags, maxSessionDuration: session }) };
  }
}

function conditionBlock(conditions: Conditions = []): {
  Condition?: Record<string, Record<string, readonly string[]>>;
} {
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, key, values] of conditions) block[operator] = { ...block[operator], [key]: values };
  return conditions.length === 0 ? {} : { Condition: block };
}

function outOfAppInstance(resource: string, appInstance: string | undefined): string {
  if (appInstance === undefined || resource === "*" || resource.startsWith("arn:")) return resource;
  return resource === "app-instance" ? appInstance : `${appInstance}/${resource}`;
}
