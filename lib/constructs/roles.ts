// Several roles of one app instance, each under a key.
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { RoleType } from "../grants/role-types";
import { checkTable, checkText, checkValue, isObject, unknownNames, withoutNulls } from "../inputs/check";
import { checkValues, contextOf } from "../inputs/check-rules";
import { inputs, roleInputs, roleNameOf } from "../inputs/inputs";
import { roleTypeRequired } from "../inputs/value-rules";
import { messageOf, throwViolations, type Violation } from "../inputs/violation";
import type { AnyRoleProps, ChimeRoleProps, RolePropsByType } from "./props";
import { type ChimeRole, roleConstructs } from "./role";
import { tokens } from "./tokens";

/** Props that are those of all roles alone. */
const sharedProps = ["appInstance", "namePrefix", "address"] as const;
type SharedProp = (typeof sharedProps)[number];

/** A role of {@link ChimeRoles} of a type: its props, and none that other types have. */
type EntryOf<Type extends RoleType> = Omit<RolePropsByType[Type], SharedProp> & {
  readonly [Name in Exclude<keyof AnyRoleProps, keyof RolePropsByType[Type]>]?: undefined;
};

/** A role with its type. */
type TypedEntry<Types extends RoleType = RoleType> = {
  [Type in Types]: EntryOf<Type> & {
    /** The role type. */
    readonly type: Type;
  };
}[Types];

/** A role under a key: a key that is a role type needs no other. */
type EntryAt<Key> = string extends Key
  ? ChimeRolesEntry // the keys are not known to TypeScript
  : Key extends RoleType
    ? (EntryOf<Key> & { readonly type?: Key | undefined }) | TypedEntry<Exclude<RoleType, Key>>
    : TypedEntry;

/** A role of {@link ChimeRoles}: its type, unless the key is one, and its props. */
export type ChimeRolesEntry =
  | TypedEntry
  | { [Type in RoleType]: EntryOf<Type> & { readonly type?: undefined } }[RoleType];

/** Roles by key. One that is null or undefined is left out. */
export type ChimeRolesEntries = Readonly<Record<string, ChimeRolesEntry | null | undefined>>;

/** What each key may have: its props, and none that nobody knows. */
type EntriesOf<Roles> = {
  readonly [Key in keyof Roles]:
    | (EntryAt<Key> & {
        readonly [Name in Exclude<
          keyof NonNullable<Roles[Key]>,
          Exclude<keyof AnyRoleProps, SharedProp> | "type"
        >]: never;
      })
    | null
    | undefined;
};

/** What {@link ChimeRoles} takes: what applies to every role, and the roles. */
export interface ChimeRolesProps<Roles extends ChimeRolesEntries = ChimeRolesEntries>
  extends Omit<
    ChimeRoleProps,
    "trust" | "trustConditions" | "calls" | "name" | "description" | "address" | "policyArns" | "inlinePolicyNames"
  > {
  /** The key of the session tag that carries the caller's AppInstanceUser ID. @default AppInstanceUserId */
  readonly userIdTagKey?: string | undefined;
  /**
   * What every role's address begins with. The roles of a second app instance in a stack need it, and a `namePrefix`.
   *
   * @default none: aws_iam_role.user
   */
  readonly addressPrefix?: string | undefined;
  /**
   * The roles by key. A key is a role type, or any name next to a `type`. It is the role's address, and with dashes the end
   * of its name. A prop of one role replaces the one of all roles.
   */
  readonly roles: Roles & EntriesOf<Roles>;
}

/** What is made of an entry: nothing of one that is left out. */
type Made<Entry, Value> =
  | Value
  | (null extends Entry ? undefined : never)
  | (undefined extends Entry ? undefined : never);

const knownProps: Readonly<Record<keyof ChimeRolesProps, true>> = {
  appInstance: true,
  namePrefix: true,
  path: true,
  maxSessionDuration: true,
  permissionsBoundaryArn: true,
  exclusiveAttachments: true,
  allowSourceIdentity: true,
  quotas: true,
  tags: true,
  provider: true,
  dependsOn: true,
  userIdTagKey: true,
  addressPrefix: true,
  roles: true,
};

/** The roles of one app instance. */
export class ChimeRoles<Roles extends ChimeRolesEntries = ChimeRolesEntries> extends Construct {
  /** The roles by key; undefined where an entry is null or undefined. */
  readonly roles: { readonly [Key in keyof Roles]: Made<Roles[Key], ChimeRole> };

  constructor(scope: Construct, id: string, props: ChimeRolesProps<Roles>) {
    super(scope, id);
    throwViolations(checkEntries({ ...props }), (violation) => `${this.node.path}: ${messageOf(violation)}`);
    const { roles, addressPrefix = "", namePrefix, ...common } = props;
    const made: Record<string, ChimeRole> = {};
    for (const [key, entry] of Object.entries<ChimeRolesEntry | null | undefined>(roles)) {
      if (entry === null || entry === undefined) continue;
      const { type = key, ...own } = entry;
      // Which props go with which type is checked by the type of the entry, and again by the construct.
      const Role = roleConstructs[type as RoleType] as new (scope: Construct, id: string, props: object) => ChimeRole;
      made[key] = new Role(this, key, {
        ...withoutNulls(common),
        name: roleNameOf(key, {}, namePrefix ?? undefined),
        address: `${addressPrefix}${key}`,
        ...withoutNulls(own),
        ...(common.tags && own.tags ? { tags: merged(common.tags, own.tags) } : {}),
      });
    }
    this.roles = Object.freeze(made) as typeof this.roles;
  }

  /** The ARN of each role, by key; undefined where an entry is null or undefined. */
  get roleArns(): { readonly [Key in keyof Roles]: Made<Roles[Key], string> } {
    const entries = Object.entries<ChimeRole | undefined>(this.roles).map(([key, role]) => [key, role?.roleArn]);
    return Object.fromEntries(entries) as { [Key in keyof Roles]: Made<Roles[Key], string> };
  }
}

/** The tags of a role: those of every role, and its own. */
function merged(common: Tags, own: Tags): Tags {
  const isKnown = !tokens.isUnknown(common) && !tokens.isUnknown(own);
  return isKnown ? { ...common, ...own } : Token.asStringMap(Fn.merge([common, own]));
}

type Tags = Readonly<Record<string, string>>;

/** Checks what the roles have in common by name, and the keys and types of the roles; each role checks its own props. */
function checkEntries(props: Readonly<Record<string, unknown>>): Violation[] {
  const { roles, namePrefix } = props;
  const unknown = [
    ...unknownNames(Object.keys(knownProps), props, []),
    ...checkTable({ namePrefix: inputs.name_prefix }, { namePrefix }, [], { unknownValues: tokens }),
  ];
  if (!isObject(roles)) return [...unknown, { code: "REQUIRED", path: ["roles"], message: "is required: an object." }];
  return [
    ...unknown,
    ...Object.entries(withoutNulls(roles)).flatMap(([key, entry]) =>
      isObject(entry)
        ? [...checkText("role_key", key, ["roles", key]), ...checkType(key, entry.type), ...checkShared(key, entry)]
        : [{ code: "WRONG_TYPE", path: ["roles", key], message: "is not an object with the props of a role." }],
    ),
  ];
}

/** Checks that a role has none of the props that are those of all roles. */
function checkShared(key: string, entry: Readonly<Record<string, unknown>>): Violation[] {
  return sharedProps
    .filter((name) => entry[name] !== undefined && entry[name] !== null)
    .map((name) => ({
      code: "UNKNOWN_INPUT",
      path: ["roles", key, name],
      message: "is the same for all roles: set it next to roles, or make a construct of that role alone.",
    }));
}

/** Checks the type of a role: its own, or its key. */
function checkType(key: string, type: unknown): Violation[] {
  const path = ["roles", key];
  if (type !== undefined && type !== null) return checkValue(roleInputs.type, type, [...path, "type"], {});
  return checkValues(roleTypeRequired, {}, contextOf({}, {}, key), path, {});
}
