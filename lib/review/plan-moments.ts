// The roles of an account before and after a plan, by their names in IAM, with what is attached to them. What cannot be read is said.
import { isObject } from "../inputs/check";
import { type Configuration, referencesOf, withoutIndices } from "./plan-configuration";
import type { Attributes, ResourceChange } from "./plan-format";
import { readTypes } from "./plan-types";

/** In place of a value that only the apply knows. */
export const unknown = "known after the apply";

/** A resource at one of the two moments. */
interface Found {
  readonly address: string;
  readonly type: string;
  readonly values: Attributes;
  /** Whether Terraform makes it: nothing is carried over from before. */
  readonly isCreated: boolean;
}

/** A role at one of the two moments. */
export interface RoleState {
  /** Undefined of a role that only attachments name. */
  readonly values: Attributes | undefined;
  readonly attached: Set<string>;
  /** The documents of inline policies by name; undefined where only the name is known. */
  readonly inline: Map<string, unknown>;
}

export interface Moment {
  readonly roles: Map<string, RoleState>;
  /** The documents of managed policies by ARN. */
  readonly policies: ReadonlyMap<string, unknown>;
  /** What resources attach, by the name of the role. */
  readonly attachments: Attachments;
}

interface Attachments {
  readonly managed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly inline: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** Reads the resources of a plan at both moments, and collects what cannot be read. */
export class Reading {
  readonly notRead: string[] = [];

  constructor(
    private readonly changes: readonly ResourceChange[],
    readonly configuration: Configuration,
    private readonly account: string,
  ) {}

  moments(): [Moment, Moment] {
    const read = this.changes.filter(({ type }) => Object.hasOwn(readTypes, type));
    for (const change of read) this.checkChange(change);
    const before = this.before(read.flatMap((change) => foundOf(change, change.change.before)));
    const after = read.flatMap((one) => [
      // A resource that Terraform only forgets stays in the account as it is.
      ...(one.change.actions.includes("forget") ? foundOf(one, one.change.before) : []),
      ...foundOf(one, withUnknown(one.change.after, one.change.after_unknown), one.change.actions.includes("create")),
    ]);
    const moments: [Moment, Moment] = [before, this.after(after, before)];
    addUnmanaged(moments);
    return moments;
  }

  /** Says what a change has that is not known. */
  private checkChange({ address, type, change }: ResourceChange): void {
    const known = ["no-op", "create", "update", "delete", "forget"];
    const strange = change.actions.filter((action) => !known.includes(action));
    if (strange.length > 0 || change.actions.length === 0) {
      this.notRead.push(`${address}: what Terraform does (${strange.join(", ") || "nothing"}) is not known`);
    }
    const { read, others } = readTypes[type] ?? { read: [], others: [] };
    const [was, is] = [change.before ?? {}, withUnknown(change.after, change.after_unknown) ?? {}];
    const names = new Set([...Object.keys(was), ...Object.keys(is)]);
    for (const name of names) {
      if (read.includes(name) || others.includes(name) || isSame(was[name], is[name])) continue;
      this.notRead.push(`${address} has the attribute ${name}, which is not known`);
    }
  }

  private before(found: readonly Found[]): Moment {
    const policies = this.policiesOf(found);
    const attachments = this.attachmentsOf(found);
    const roles = new Map<string, RoleState>();
    for (const { address, values } of this.rolesOf(found)) {
      const name = nameOf(values, address);
      const attached = new Set([...texts(values.managed_policy_arns), ...(attachments.managed.get(name) ?? [])]);
      const inline = new Map([...inlineOf(values), ...(attachments.inline.get(name) ?? [])]);
      roles.set(name, { values, attached, inline });
    }
    for (const { type, values } of found) {
      const role = roles.get(String(values.role_name));
      if (type === "aws_iam_role_policy_attachments_exclusive") {
        for (const arn of texts(values.policy_arns)) role?.attached.add(arn);
      }
      if (type === "aws_iam_role_policies_exclusive") {
        for (const name of texts(values.policy_names)) if (!role?.inline.has(name)) role?.inline.set(name, undefined);
      }
    }
    return { roles, policies, attachments };
  }

  /** After: what a role had, without what resources attached, with what they attach now. */
  private after(found: readonly Found[], before: Moment): Moment {
    const policies = this.policiesOf(found);
    const attachments = this.attachmentsOf(found);
    const roles = new Map<string, RoleState>();
    for (const { address, values, isCreated } of this.rolesOf(found)) {
      const name = nameOf(values, address);
      const earlier = isCreated ? undefined : before.roles.get(name);
      const detached = before.attachments.managed.get(name) ?? new Set();
      const removed = before.attachments.inline.get(name) ?? new Map();
      const kept = this.ownList(address, values, earlier?.values, "managed_policy_arns")
        ? texts(values.managed_policy_arns)
        : [...(earlier?.attached ?? [])].filter((arn) => !detached.has(arn));
      const keptInline = this.ownList(address, values, earlier?.values, "inline_policy")
        ? [...inlineOf(values)]
        : [...(earlier?.inline ?? [])].filter(([policy]) => !removed.has(policy));
      roles.set(name, {
        values,
        attached: new Set([...kept, ...(attachments.managed.get(name) ?? [])]),
        inline: new Map([...keptInline, ...(attachments.inline.get(name) ?? [])]),
      });
    }
    for (const name of [...attachments.managed.keys(), ...attachments.inline.keys()]) {
      if (!roles.has(name)) roles.set(name, unmanaged(name, attachments));
    }
    for (const one of found) this.restrict(one, roles, before);
    this.checkUnattached(policies, before.policies, roles);
    return { roles, policies, attachments };
  }

  /** Whether a role's own argument is the whole list of its policies. Without the argument Terraform only reads it. */
  private ownList(address: string, values: Attributes, earlier: Attributes | undefined, name: string): boolean {
    const isConfigured = this.configuration.get(withoutIndices(address))?.expressions?.[name] !== undefined;
    if (isUnknown(values[name])) {
      if (isConfigured || earlier !== undefined) this.sayUnknown(address, name);
      return false;
    }
    return earlier === undefined || isConfigured || !isSame(values[name], earlier[name]);
  }

  /** The exclusive resources leave a role what they list, and nothing else. */
  private restrict(
    { address, type, values, isCreated }: Found,
    roles: ReadonlyMap<string, RoleState>,
    before: Moment,
  ): void {
    const [list, attribute] =
      type === "aws_iam_role_policy_attachments_exclusive"
        ? [this.arnsOf(address, values.policy_arns), "policies"]
        : type === "aws_iam_role_policies_exclusive"
          ? [this.namesOf(address, values.policy_names), "inline policies"]
          : [undefined, ""];
    if (list === undefined) return;
    const [name] = this.roleNamesOf(address, "role_name", [values.role_name]);
    const role = roles.get(name ?? "");
    if (name === undefined) return;
    if (role === undefined) {
      this.notRead.push(`${address} is of the role ${name}, which is not in the plan`);
      return;
    }
    if (isCreated && before.roles.has(name)) {
      this.notRead.push(`${address} takes other ${attribute} from the role ${name}, which may have denied something`);
    }
    if (attribute === "policies") {
      for (const arn of role.attached) {
        if (list.includes(arn)) continue;
        role.attached.delete(arn);
        if (this.isAttachedAfter(name, arn))
          this.notRead.push(`${address} takes ${arn}, which is attached, from ${name}`);
      }
      for (const arn of list) role.attached.add(arn);
    } else {
      for (const policy of role.inline.keys()) if (!list.includes(policy)) role.inline.delete(policy);
      for (const policy of list) if (!role.inline.has(policy)) role.inline.set(policy, undefined);
    }
  }

  /** Says which policies change that roles may have which are not in the plan. */
  private checkUnattached(policies: Moment["policies"], earlier: Moment["policies"], roles: Moment["roles"]): void {
    for (const [arn, document] of policies) {
      if (!earlier.has(arn) || isSame(earlier.get(arn), document)) continue;
      const isHere = [...roles.values()].some(
        ({ attached, values }) => attached.has(arn) || values?.permissions_boundary === arn,
      );
      if (!isHere) this.notRead.push(`the policy ${arn} changes, and no role in the plan has it`);
    }
  }

  private isAttachedAfter(role: string, arn: string): boolean {
    return this.changes.some(
      ({ type, change }) =>
        type === "aws_iam_role_policy_attachment" && change.after?.role === role && change.after?.policy_arn === arn,
    );
  }

  private rolesOf(found: readonly Found[]): Found[] {
    const roles = found.filter(({ type }) => type === "aws_iam_role");
    const names = roles.map(({ address, values }) => nameOf(values, address));
    const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i));
    for (const name of twice)
      this.notRead.push(`several resources are the role ${name}, so which one it is cannot be told`);
    return roles;
  }

  private policiesOf(found: readonly Found[]): Map<string, unknown> {
    const policies = new Map<string, unknown>();
    for (const { address, type, values } of found) {
      if (type !== "aws_iam_policy") continue;
      const arn = this.arnOf(address, values);
      if (policies.has(arn)) this.notRead.push(`several resources are the policy ${arn}`);
      policies.set(arn, values.policy);
    }
    return policies;
  }

  /** The ARN of a managed policy, before there is one, too. */
  private arnOf(address: string, { arn, name, path = "/" }: Attributes): string {
    if (typeof arn === "string" && !isUnknown(arn)) return arn;
    return typeof name !== "string" || isUnknown(name) ? address : `arn:aws:iam::${this.account}:policy${path}${name}`;
  }

  private attachmentsOf(found: readonly Found[]): Attachments {
    const managed = new Map<string, Set<string>>();
    const inline = new Map<string, Map<string, unknown>>();
    for (const { address, type, values, isCreated } of found) {
      if (type === "aws_iam_role_policy_attachment" || type === "aws_iam_policy_attachment") {
        const isOne = type === "aws_iam_role_policy_attachment";
        const roles = this.roleNamesOf(address, isOne ? "role" : "roles", isOne ? [values.role] : values.roles);
        const arns = this.arnsOf(address, values.policy_arn, "policy_arn");
        for (const role of roles) managed.set(role, new Set([...(managed.get(role) ?? []), ...arns]));
        if (!isOne && isCreated) this.notRead.push(`${address} takes ${arns.join(", ")} from every other role`);
      } else if (type === "aws_iam_role_policy") {
        const name = isUnknown(values.name) ? address : String(values.name);
        for (const role of this.roleNamesOf(address, "role", [values.role])) {
          inline.set(role, new Map([...(inline.get(role) ?? []), [name, values.policy]]));
        }
      }
    }
    return { managed, inline };
  }

  /** The names of roles; of one that only the apply knows, the role that the attribute refers to. */
  private roleNamesOf(address: string, attribute: string, value: unknown): string[] {
    return [value ?? []].flat().flatMap((one) => {
      if (typeof one === "string" && !isUnknown(one)) return [one];
      return this.referred(address, attribute, "aws_iam_role", nameOf);
    });
  }

  /** ARNs of policies; of those that only the apply knows, the policies that the attribute refers to. */
  private arnsOf(address: string, value: unknown, attribute = "policy_arns"): string[] {
    const list = [value].flat();
    const referred = list.some((one) => typeof one !== "string" || isUnknown(one))
      ? this.referred(address, attribute, "aws_iam_policy", (values, at) => this.arnOf(at, values))
      : [];
    return [...list.filter((one) => typeof one === "string" && !isUnknown(one)).map(String), ...referred];
  }

  private namesOf(address: string, value: unknown): string[] {
    if (!Array.isArray(value) || value.some(isUnknown)) return this.sayUnknown(address, "policy_names");
    return value.map(String);
  }

  /** What the resources have that an attribute refers to. Where it may be anything else, that is said. */
  private referred(
    address: string,
    attribute: string,
    type: string,
    idOf: (values: Attributes, address: string) => string,
  ): string[] {
    const references = referencesOf(this.configuration, address, attribute, type);
    const ids = references.flatMap((reference) => {
      const change = this.changes.find(({ address: one }) => reference.addresses.includes(one));
      const values = change && withUnknown(change.change.after, change.change.after_unknown);
      return values ? [idOf(values, change.address)] : [];
    });
    if (ids.length === 0 || references.some(({ isAll }) => !isAll)) this.sayUnknown(address, attribute);
    return ids;
  }

  private sayUnknown(address: string, attribute: string): [] {
    this.notRead.push(`${address}: only the apply knows its ${attribute}`);
    return [];
  }
}

function foundOf({ address, type }: ResourceChange, values: Attributes | null | undefined, isCreated = false): Found[] {
  return values ? [{ address, type, values, isCreated }] : [];
}

/** A role that the plan does not have, with what the plan attaches to it. */
function unmanaged(name: string, { managed, inline }: Attachments): RoleState {
  return { values: undefined, attached: new Set(managed.get(name)), inline: new Map(inline.get(name)) };
}

/** A role that the plan does not have is there at both moments, even if nothing is attached to it at one of them. */
function addUnmanaged(moments: readonly Moment[]): void {
  const isManaged = (name: string) => moments.some(({ roles }) => roles.get(name)?.values !== undefined);
  const names = moments.flatMap(({ roles, attachments: { managed, inline } }) => [
    ...roles.keys(),
    ...managed.keys(),
    ...inline.keys(),
  ]);
  for (const name of names.filter((one) => !isManaged(one))) {
    for (const { roles, attachments } of moments) if (!roles.has(name)) roles.set(name, unmanaged(name, attachments));
  }
}

/** Values with a mark in place of what only the apply knows. */
function withUnknown(values: Attributes | null, isUnknownThere: unknown): Attributes | null {
  return values === null ? null : (marked(values, isUnknownThere) as Attributes);
}

function marked(value: unknown, isUnknownThere: unknown): unknown {
  if (isUnknownThere === true) return unknown;
  if (Array.isArray(isUnknownThere)) {
    const list = Array.isArray(value) ? value : [];
    const count = Math.max(list.length, isUnknownThere.length);
    return Array.from({ length: count }, (_, i) => marked(list[i], isUnknownThere[i]));
  }
  if (!isObject(isUnknownThere)) return value;
  const names = Object.entries(isUnknownThere).map(([name, one]): [string, unknown] => [
    name,
    marked(isObject(value) ? value[name] : undefined, one),
  ]);
  return { ...(isObject(value) ? value : {}), ...Object.fromEntries(names.filter(([, one]) => one !== undefined)) };
}

export function isUnknown(value: unknown): boolean {
  return value === unknown;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function nameOf({ name }: Attributes, address: string): string {
  return typeof name === "string" && !isUnknown(name) ? name : address;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function inlineOf({ inline_policy: list }: Attributes): [string, unknown][] {
  return [list].flat().flatMap((one) => (isObject(one) && one.name ? [[String(one.name), one.policy]] : []));
}
