// Finds what may exist only once: two elements of a stack at one address, which CDKTF merges, and two roles of one name.
import {
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";

/** What is ours in a stack. */
interface Reserved {
  readonly elements: Set<TerraformElement>;
  /** The names of roles, each with the constructs that have it. */
  readonly roleNames: Map<string, string[]>;
}

const stacks = new WeakMap<TerraformStack, Reserved>();

/** What is ours in the stack of an element. The first time, the stack gets a validation that finds clashes at synth. */
function reservedIn(stack: TerraformStack): Reserved {
  const known = stacks.get(stack);
  if (known !== undefined) return known;
  const reserved: Reserved = { elements: new Set(), roleNames: new Map() };
  stacks.set(stack, reserved);
  stack.node.addValidation({ validate: () => [...addressClashes(stack, reserved), ...nameClashes(reserved)] });
  return reserved;
}

/** Gives an element its address, and reserves it: another element of the stack at the same address is an error at synth. */
export function place(element: TerraformElement, address: string): void {
  element.overrideLogicalId(address);
  reservedIn(TerraformStack.of(element)).elements.add(element);
}

/** Whether an address of the stack of an element is ours. */
export function isPlaced(element: TerraformElement, address: string): boolean {
  return [...reservedIn(TerraformStack.of(element)).elements].some((other) => addressOf(other) === address);
}

/** Reserves the name of a role and its policy in the account of a stack. */
export function reserveRoleName(stack: TerraformStack, name: string, constructPath: string): void {
  const { roleNames } = reservedIn(stack);
  roleNames.set(name.toLowerCase(), [...(roleNames.get(name.toLowerCase()) ?? []), constructPath]);
}

function addressClashes(stack: TerraformStack, { elements }: Reserved): string[] {
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

function nameClashes({ roleNames }: Reserved): string[] {
  return [...roleNames].flatMap(([name, paths]) =>
    paths.length > 1
      ? [`"${name}" is the name of the roles ${paths.join(" and ")}: give one of them another name or namePrefix.`]
      : [],
  );
}
