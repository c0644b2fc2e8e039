// Finds two elements of a stack at one address, which CDKTF would merge.
import {
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";

/** What is ours in each stack. */
const placed = new WeakMap<TerraformStack, Set<TerraformElement>>();

/** Gives an element its address, and reserves it: another element there is an error when the stack is synthesized. */
export function place(element: TerraformElement, address: string): void {
  element.overrideLogicalId(address);
  const stack = TerraformStack.of(element);
  const ours = placed.get(stack) ?? new Set<TerraformElement>();
  ours.add(element);
  if (placed.has(stack)) return;
  placed.set(stack, ours);
  stack.node.addValidation({ validate: () => addressClashes(stack, ours) });
}

function addressClashes(stack: TerraformStack, ours: ReadonlySet<TerraformElement>): string[] {
  const taken = new Map<string, TerraformElement[]>();
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || element.cdktfStack !== stack) continue;
    const address = addressOf(element);
    if (address !== undefined) taken.set(address, [...(taken.get(address) ?? []), element]);
  }
  return [...taken].flatMap(([address, all]) =>
    all.length > 1 && all.some((element) => ours.has(element))
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
