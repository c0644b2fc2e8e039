// Several roles of one app instance.
import { Construct } from "constructs";
import type { AppInstance } from "../access/app-instance";
import { InputError } from "../access/input-error";
import { unknown } from "../access/refusals";
import { type RoleType, roleTypeNames } from "../access/role-types";
import { Trust } from "../access/trust";
import {
  ChimeDeveloperRole,
  ChimeMinimalUserRole,
  type ChimeRole,
  ChimeUserRole,
  ChimeWebSocketRole,
} from "./chime-role";
import type { ChimeCallerRoleProps, ChimeDeveloperRoleProps } from "./role-props";

/** What {@link ChimeRoles} takes: what holds for every role, and the roles. */
export interface ChimeRolesProps
  extends Omit<ChimeCallerRoleProps, "trust" | "name" | "description" | "address" | "appInstanceUserId"> {
  /** The app instance whose messaging the roles may use. */
  readonly appInstance: AppInstance;
  /**
   * What every role's address begins with. The roles of a second app instance in a stack need it, and a `namePrefix`.
   *
   * @default none: aws_iam_role.user
   */
  readonly addressPrefix?: string;
  /**
   * The roles: a role exists if its type is a key. What is said here goes before what holds for every role.
   *
   * @default all four, each assumed by whomever the account's own IAM lets
   */
  readonly roles?: {
    readonly developer?: Omit<ChimeDeveloperRoleProps, "appInstance">;
    readonly user?: Omit<ChimeCallerRoleProps, "appInstance">;
    readonly minimal_user?: Omit<ChimeCallerRoleProps, "appInstance">;
    readonly websocket?: Omit<ChimeCallerRoleProps, "appInstance">;
  };
}

const constructs = {
  developer: ChimeDeveloperRole,
  user: ChimeUserRole,
  minimal_user: ChimeMinimalUserRole,
  websocket: ChimeWebSocketRole,
} as const satisfies Record<RoleType, unknown>;

/** The roles of one app instance: any of the four types, all of them when nothing is said. */
export class ChimeRoles extends Construct {
  /** The roles that exist, by type. */
  readonly roles: Readonly<Partial<Record<RoleType, ChimeRole>>>;

  constructor(scope: Construct, id: string, { roles = everyRole(), addressPrefix = "", ...common }: ChimeRolesProps) {
    super(scope, id);
    for (const name of Object.keys(roles)) {
      if (!Object.hasOwn(constructs, name)) throw new InputError(`roles.${name} ${unknown(roleTypeNames)}`);
    }
    const made: Partial<Record<RoleType, ChimeRole>> = {};
    for (const roleType of roleTypeNames) {
      const own = roles[roleType];
      if (own !== undefined)
        made[roleType] = new constructs[roleType](this, roleType, {
          ...common,
          address: `${addressPrefix}${roleType}`,
          ...said(own),
        });
    }
    this.roles = made;
  }

  /** The ARN of each role, by type. */
  get roleArns(): Readonly<Partial<Record<RoleType, string>>> {
    return Object.fromEntries(Object.entries(this.roles).map(([roleType, role]) => [roleType, role.roleArn]));
  }
}

function everyRole(): NonNullable<ChimeRolesProps["roles"]> {
  return Object.fromEntries(roleTypeNames.map((roleType) => [roleType, { trust: Trust.account() }]));
}

/** The props that have a value: one that is undefined must not hide what holds for every role. */
function said<T extends object>(props: T): T {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as T;
}
