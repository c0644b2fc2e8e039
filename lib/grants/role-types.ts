// The role types: the four policies of AWS's page "Example IAM roles", and the back end of an application.

import { frozen } from "./frozen";

/** What each role type is for: the description of its policy, and of its role unless another is set. */
export const roleTypes = frozen({
  developer: "Amazon Chime SDK messaging: administers app instances, their users and channel flows",
  user: "Amazon Chime SDK messaging: a signed-in user of the chat",
  minimal_user: "Amazon Chime SDK messaging: a signed-in user who only reads and sends",
  websocket: "Amazon Chime SDK messaging: connects to receive messages",
  backend: "Amazon Chime SDK messaging: a server or Lambda function behind the chat",
} as const);

/** A role type: `developer`, `user`, `minimal_user`, `websocket` or `backend`. */
export type RoleType = keyof typeof roleTypes;

export const roleTypeNames = Object.keys(roleTypes) as RoleType[];

/** The role types of a signed-in user: their calls act as the user of the session. */
export const signedInTypes: readonly RoleType[] = ["user", "minimal_user", "websocket"];

/** A role type that AWS's page has. */
export type PageRoleType = Exclude<RoleType, "backend">;

/** A table with an entry for each role type. */
export function perRoleType<Value>(entryOf: (roleType: RoleType) => Value): Readonly<Record<RoleType, Value>> {
  return Object.fromEntries(roleTypeNames.map((name) => [name, entryOf(name)])) as Record<RoleType, Value>;
}

/** The role types that AWS's page has. */
export const pageRoleTypeNames = roleTypeNames.filter((name): name is PageRoleType => name !== "backend");
