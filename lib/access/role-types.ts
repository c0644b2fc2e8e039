// The four role types: the policies of AWS's page "Example IAM roles".

/** What each role type is for; the description of its policy, and of its role unless another is given. */
export const roleTypes = {
  developer: "Amazon Chime SDK messaging: administers app instances, their users and channel flows",
  user: "Amazon Chime SDK messaging: a signed-in user of the chat",
  minimal_user: "Amazon Chime SDK messaging: a signed-in user who only reads and sends",
  websocket: "Amazon Chime SDK messaging: connects to receive messages",
} as const;

/** One of the four policies of AWS's page: `developer`, `user`, `minimal_user`, `websocket`. */
export type RoleType = keyof typeof roleTypes;

export const roleTypeNames = Object.keys(roleTypes) as RoleType[];
