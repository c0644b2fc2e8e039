// Who may assume a role: a trust of one of the kinds in trust-kinds.ts.
import type { TrustCondition } from "./trust-conditions";
import { type TrustKindName, type TrustValues, trustKinds, type UserIdSource } from "./trust-kinds";

/** Who may assume a role, in one way. */
export interface Trust {
  /** The kind of trust. */
  readonly kind: TrustKindName;
  /** Its values, by the names of their inputs. */
  readonly values: TrustValues;
  /** Further conditions of its statement. */
  readonly conditions?: readonly TrustCondition[];
}

/** How a trust brings the caller's AppInstanceUser ID; undefined when it brings none. */
export function userIdSourceOf({ kind, values }: Pick<Trust, "kind" | "values">): UserIdSource | undefined {
  const { userId, fields }: { readonly userId: string; readonly fields: Readonly<Record<string, string>> } =
    trustKinds[kind];
  if (userId === "none") return undefined;
  return userId === "session_tag" || values[fields.userId ?? ""] === "session_tag" ? "session_tag" : "identity_id";
}
