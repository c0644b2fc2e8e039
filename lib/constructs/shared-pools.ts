// Identity pools that several roles trust.
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { Trust } from "../grants/trust";
import { messages } from "../inputs/messages";
import { mapOfEachApp } from "./map-of-app";

/** The first role of each pool, in each app. */
const rolesOfPools = mapOfEachApp<Construct>();

/** Warns at synth of a pool that another role trusts too. */
export function warnOfSharedPools(construct: Construct, trusts: readonly Trust[]): void {
  const roles = rolesOfPools(construct);
  for (const pool of trusts.flatMap(({ values }) => values.cognito_identity_pool_ids ?? [])) {
    const other = roles.get(pool) ?? construct;
    roles.set(pool, other);
    const paths = `${other.node.path}, ${construct.node.path}`;
    if (other !== construct) Annotations.of(construct).addWarning(`${paths} ${messages.sharedPool}`);
  }
}
