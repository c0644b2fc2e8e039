// Several roles of one app instance, each under a key.
import { Construct } from "constructs";
import type { RoleType } from "../grants/role-types";
import { checkText, checkValue, isObject, unknownNames, withoutNulls } from "../inputs/check";
import { checkValues, contextOf } from "../inputs/check-rules";
import { roleInputs, roleNameOf } from "../inputs/inputs";
import { roleTypeRequired } from "../inputs/value-rules";
import { messageOf, throwViolations, type Violation } from "../inputs/violation";
import type { ChimeBackendRoleProps, ChimeDeveloperRoleProps, ChimeRoleProps, ChimeUserRoleProps } from "./props";
import { type ChimeRole, roleConstructs } from "./role";

type Own<Props> = Omit<Props, "appInstance" | "namePrefix" | "address">;

/** A role of {@link ChimeRoles}: its type, unless the key is one, and its props. */
export type ChimeRolesEntry =
  | ({ readonly type?: "user" | "minimal_user" | "websocket" } & Own<ChimeUserRoleProps>)
  | ({ readonly type?: "developer" } & Own<ChimeDeveloperRoleProps>)
  | ({ readonly type?: "backend" } & Own<ChimeBackendRoleProps>);

/** What {@link ChimeRoles} takes: what applies to every role, and the roles. */
export interface ChimeRolesProps<Key extends string = string>
  extends Omit<
    ChimeRoleProps,
    "trust" | "trustConditions" | "calls" | "name" | "description" | "address" | "policyArns"
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
  readonly roles: Readonly<Record<Key, ChimeRolesEntry | null | undefined>>;
}

const knownProps: Readonly<Record<keyof ChimeRolesProps, true>> = {
  appInstance: true,
  namePrefix: true,
  path: true,
  maxSessionDuration: true,
  permissionsBoundaryArn: true,
  exclusiveAttachments: true,
  tags: true,
  provider: true,
  dependsOn: true,
  userIdTagKey: true,
  addressPrefix: true,
  roles: true,
};

/** The roles of one app instance. */
export class ChimeRoles<Key extends string = string> extends Construct {
  /** The roles that exist, by key. */
  readonly roles: Readonly<Record<Key, ChimeRole>>;

  constructor(scope: Construct, id: string, props: ChimeRolesProps<Key>) {
    super(scope, id);
    throwViolations(checkEntries({ ...props }), (violation) => `${this.node.path}: ${messageOf(violation)}`);
    const { roles, addressPrefix = "", ...common } = props;
    const made: Record<string, ChimeRole> = {};
    for (const [key, entry] of Object.entries<ChimeRolesEntry | null | undefined>(roles)) {
      if (entry === null || entry === undefined) continue;
      const { type = key, ...own } = entry;
      // Which props go with which type is checked by the type of the entry, and again by the construct.
      const Role = roleConstructs[type as RoleType] as new (scope: Construct, id: string, props: object) => ChimeRole;
      made[key] = new Role(this, key, {
        ...withoutNulls(common),
        name: roleNameOf(key, {}, common.namePrefix),
        address: `${addressPrefix}${key}`,
        ...withoutNulls(own),
      });
    }
    this.roles = Object.freeze(made) as Readonly<Record<Key, ChimeRole>>;
  }

  /** The ARN of each role, by key. */
  get roleArns(): Readonly<Record<Key, string>> {
    const entries = Object.entries<ChimeRole>(this.roles).map(([key, role]) => [key, role.roleArn]);
    return Object.fromEntries(entries) as Record<Key, string>;
  }
}

/** Checks what the roles have in common by name, and the keys and types of the roles; each role checks its own props. */
function checkEntries(props: Readonly<Record<string, unknown>>): Violation[] {
  const { roles } = props;
  const unknown = unknownNames(Object.keys(knownProps), props, []);
  if (!isObject(roles)) return [...unknown, { code: "REQUIRED", path: ["roles"], message: "is required: an object." }];
  return [
    ...unknown,
    ...Object.entries(withoutNulls(roles)).flatMap(([key, entry]) =>
      isObject(entry)
        ? [...checkText("role_key", key, ["roles", key]), ...checkType(key, entry.type)]
        : [{ code: "WRONG_TYPE", path: ["roles", key], message: "is not an object with the props of a role." }],
    ),
  ];
}

/** Checks the type of a role: its own, or its key. */
function checkType(key: string, type: unknown): Violation[] {
  const path = ["roles", key];
  if (type !== undefined && type !== null) return checkValue(roleInputs.type, type, [...path, "type"], {});
  return checkValues(roleTypeRequired, {}, contextOf({}, {}, key), path, {});
}
