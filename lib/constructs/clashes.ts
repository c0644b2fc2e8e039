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

/** A local that a resource declares. An element of its own would cost as much as a resource. */
export interface Local {
  readonly name: string;
  readonly value: object;
}

/** What is ours in a stack. */
interface Placed {
  /** The elements, and the local that each declares. */
  readonly elements: Map<TerraformElement, Local | undefined>;
  /** Their addresses, once somebody asks for one. CDKTF does not change an address that was read. */
  addresses: ReadonlySet<string> | undefined;
}

const placed = new WeakMap<TerraformStack, Placed>();

/** What is ours in a stack. The first time, the stack gets a validation that finds clashes when it is synthesized. */
function placedIn(stack: TerraformStack): Placed {
  const known = placed.get(stack);
  if (known !== undefined) return known;
  const ours: Placed = { elements: new Map(), addresses: undefined };
  placed.set(stack, ours);
  stack.node.addValidation({ validate: () => addressClashes(stack, ours.elements) });
  return ours;
}

/** Gives an element its address and the local that it declares, and reserves both: another element there is an error at synth. */
export function place(element: TerraformElement, address: string, local?: Local): void {
  element.overrideLogicalId(address);
  if (local !== undefined) declare(element, local);
  synthesizeLiterals(element);
  const ours = placedIn(TerraformStack.of(element));
  ours.elements.set(element, local);
  ours.addresses = undefined;
}

/** Has an element declare a local. */
function declare(element: TerraformElement, { name, value }: Local): void {
  const toTerraform = element.toTerraform.bind(element);
  element.toTerraform = () => ({ ...toTerraform(), locals: { [name]: value } });
  const toHclTerraform = element.toHclTerraform.bind(element);
  element.toHclTerraform = () => ({
    ...toHclTerraform(),
    locals: { [name]: { value, isBlock: false, type: "any" } },
  });
}

/** Whether an address in the stack of a construct is ours. */
export function isPlaced(scope: IConstruct, address: string): boolean {
  const ours = placedIn(TerraformStack.of(scope));
  ours.addresses ??= new Set([...ours.elements].flatMap((placed) => addressesOf(...placed)));
  return ours.addresses.has(address);
}

function addressClashes(stack: TerraformStack, elements: ReadonlyMap<TerraformElement, Local | undefined>): string[] {
  const taken = new Map<string, TerraformElement[]>();
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || element.cdktfStack !== stack) continue;
    for (const address of addressesOf(element, elements.get(element))) {
      taken.set(address, [...(taken.get(address) ?? []), element]);
    }
  }
  return [...taken].flatMap(([address, all]) =>
    all.length > 1 && all.some((element) => elements.has(element))
      ? [
          `${address} is the address of ${all.map(({ node }) => node.path).join(" and ")}, which Terraform JSON would merge. Give the role another address, or the other element another logical ID.`,
        ]
      : [],
  );
}

/** The addresses of an element of a kind that we make, and of the local that it declares. */
function addressesOf(element: TerraformElement, local: Local | undefined): string[] {
  const own = addressOf(element);
  return [...(own === undefined ? [] : [own]), ...(local === undefined ? [] : [`local.${local.name}`])];
}

function addressOf(element: TerraformElement): string | undefined {
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (element instanceof TerraformLocal) return `local.${element.friendlyUniqueId}`;
  if (element instanceof TerraformVariable) return `var.${element.friendlyUniqueId}`;
  return TerraformOutput.isTerraformOutput(element) ? `output.${element.friendlyUniqueId}` : undefined;
}
