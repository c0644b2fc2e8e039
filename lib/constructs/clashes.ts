// Finds two elements of a stack at one address, which CDKTF would merge.
import {
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import type { IConstruct } from "constructs";
import { synthesizeLiterals } from "./literals";

/** The elements that are ours, by stack. */
const placed = new WeakMap<TerraformStack, Set<TerraformElement>>();

/** Our elements in a stack. The first time, the stack gets a validation that finds clashes when it is synthesized. */
function placedIn(stack: TerraformStack): Set<TerraformElement> {
  const known = placed.get(stack);
  if (known !== undefined) return known;
  const elements = new Set<TerraformElement>();
  placed.set(stack, elements);
  stack.node.addValidation({ validate: () => addressClashes(stack, elements) });
  return elements;
}

/** Gives an element its address, and reserves it: another element of the stack at the same address is an error at synth. */
export function place(element: TerraformElement, address: string): void {
  element.overrideLogicalId(address);
  synthesizeLiterals(element);
  placedIn(TerraformStack.of(element)).add(element);
}

/** Whether an address in the stack of a construct is ours. */
export function isPlaced(scope: IConstruct, address: string): boolean {
  return [...placedIn(TerraformStack.of(scope))].some((other) => addressOf(other) === address);
}

function addressClashes(stack: TerraformStack, elements: ReadonlySet<TerraformElement>): string[] {
  const taken = new Map<string, TerraformElement[]>();
  for (const element of stack.node.findAll()) {
    const address = TerraformElement.isTerraformElement(element) ? addressOf(element) : undefined;
    if (address === undefined || !TerraformElement.isTerraformElement(element)) continue;
    taken.set(address, [...(taken.get(address) ?? []), element]);
  }
  return [...taken].flatMap(([address, all]) =>
    all.length > 1 && all.some((element) => elements.has(element))
      ? [
          `${address} is the address of ${all.map(({ node }) => node.path).join(" and ")}, which Terraform JSON would merge. Give the role another address, or the other element another logical ID.`,
        ]
      : [],
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
