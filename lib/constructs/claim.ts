// What may stand in a stack but once.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { InputError } from "../access/input-error";

const claims = new WeakMap<TerraformStack, Set<string>>();

/**
 * Claims something in the stack of a construct. CDKTF merges two elements at one address without a word, and IAM refuses
 * a second role of one name halfway through an apply.
 *
 * @throws InputError with the given words when it is taken
 */
export function claim(construct: Construct, thing: string, refusal: string): void {
  const stack = TerraformStack.of(construct);
  const taken = claims.get(stack) ?? new Set();
  if (taken.has(thing)) throw new InputError(refusal);
  claims.set(stack, taken.add(thing));
}

/** Claims a Terraform address. */
export function claimAddress(construct: Construct, address: string): void {
  claim(construct, address, `The stack has a ${address} already; give the role another address.`);
}
