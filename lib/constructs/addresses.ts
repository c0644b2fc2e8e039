// Finds two elements of a stack at one address, which CDKTF would merge.
import {
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import type { Construct } from "constructs";
import { InputError, type Violation } from "../inputs/violation";

/** What is ours in each stack, by the address that it was given. */
const placed = new WeakMap<TerraformStack, Map<string, TerraformElement>>();

/**
 * Gives an element its name in Terraform, and reserves the address. Another element there is an error when the stack is
 * synthesized.
 *
 * @throws InputError when another of ours has the address
 */
export function place(element: TerraformElement, name: string): void {
  element.overrideLogicalId(name);
  const stack = TerraformStack.of(element);
  const ours = placed.get(stack) ?? new Map<string, TerraformElement>();
  const address = addressOf(element) ?? name;
  const taken = addressTaken(element, address);
  if (taken !== undefined) throw new InputError([taken], () => taken.message);
  ours.set(address, element);
  if (placed.has(stack)) return;
  placed.set(stack, ours);
  stack.node.addValidation({ validate: () => addressClashes(stack, new Set(ours.values())) });
}

/** What is wrong with an address of a construct that another of ours in the stack has. */
export function addressTaken(construct: Construct, address: string): Violation | undefined {
  const other = placed.get(TerraformStack.of(construct))?.get(address);
  if (other === undefined || addressOf(other) !== address) return undefined;
  return { code: "ADDRESS_TAKEN", path: [], message: clashMessage(address, [other, construct]) };
}

function clashMessage(address: string, all: readonly Construct[]): string {
  return `${address} is the address of ${all.map(({ node }) => node.path).join(" and ")}, which Terraform JSON would merge. Give the role another address, or the other element another logical ID.`;
}

function addressClashes(stack: TerraformStack, ours: ReadonlySet<TerraformElement>): string[] {
  const taken = new Map<string, TerraformElement[]>();
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || element.cdktfStack !== stack) continue;
    const address = addressOf(element);
    if (address !== undefined) taken.set(address, [...(taken.get(address) ?? []), element]);
  }
  return [...taken].flatMap(([address, all]) =>
    all.length > 1 && all.some((element) => ours.has(element)) ? [clashMessage(address, all)] : [],
  );
}

/** The address of an element of a kind that we make. */
function addressOf(element: TerraformElement): string | undefined {
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (element instanceof TerraformLocal) return `local.${element.friendlyUniqueId}`;
  if (element instanceof TerraformVariable) return `var.${element.friendlyUniqueId}`;
  return TerraformOutput.isTerraformOutput(element) ? `output.${element.friendlyUniqueId}` : undefined;
}
