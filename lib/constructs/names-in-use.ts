// The names of roles and policies in an account: IAM would refuse a second one halfway through an apply.
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { throwViolations, type Violation } from "../inputs/violation";
import { addressTaken } from "./addresses";
import { mapOfEachApp } from "./map-of-app";
import { tokens } from "./tokens";

/** The names in each app, with the role or policy that has each. */
const namesIn = mapOfEachApp<Construct>();

/** What a role and its policy, or a policy alone, is known by. */
export interface Names {
  readonly name: string;
  readonly account: string;
  readonly provider: TerraformProvider | undefined;
  /** The name of the resources in Terraform. */
  readonly address: string;
}

/**
 * Reserves the name of a role and its policy, or of a policy alone, in an account: in every stack of the app where the account
 * is known, else in the same stack and with the same provider.
 *
 * @throws InputError when another of ours has the name or the address
 */
export function reserveNames(construct: Construct, { name, account, provider, address }: Names): void {
  const names = namesIn(construct);
  const key = keyOf(construct, name, account, provider);
  const other = names.get(key);
  const taken = addressTaken(construct, `aws_iam_policy.${address}`);
  throwViolations(
    [...(other === undefined ? [] : [nameTaken(name, [other, construct])]), ...(taken === undefined ? [] : [taken])],
    ({ message }) => message,
  );
  names.set(key, construct);
}

/** A name within what it must be unique in. IAM does not tell names apart by case. */
function keyOf(construct: Construct, name: string, account: string, provider?: TerraformProvider): string {
  const isKnown = !tokens.isUnknown(account);
  const place = isKnown ? account : `${TerraformStack.of(construct).node.path} ${provider?.fqn ?? ""}`;
  return `${place} ${name.toLowerCase()}`;
}

/** The inline policies that roles are granted, by the role's name, in each app. */
const grantsIn = mapOfEachApp<Set<IamRolePolicy>>();

/** The inline policies that the role of a name is granted, whoever made it and in whichever order. */
export function grantsOf(
  construct: Construct,
  { name, account, provider }: Omit<Names, "address">,
): Set<IamRolePolicy> {
  const key = keyOf(construct, name, account, provider);
  const grants = grantsIn(construct).get(key) ?? new Set<IamRolePolicy>();
  grantsIn(construct).set(key, grants);
  return grants;
}

/** The resource of the role of ours that has a name in the account. */
export function roleNamed(
  construct: Construct,
  { name, account, provider }: Omit<Names, "address">,
): IamRole | undefined {
  const owner = namesIn(construct).get(keyOf(construct, name, account, provider));
  return owner !== undefined && "role" in owner ? (owner.role as IamRole) : undefined;
}

function nameTaken(name: string, constructs: readonly Construct[]): Violation {
  const paths = constructs.map(({ node }) => node.path).join(" and ");
  const message = `"${name}" is the name of ${paths}: give one of them another name or namePrefix.`;
  return { code: "ROLE_NAME_TAKEN", path: [], message };
}
