// What an element leaves to CDKTF's resolver, and what the resolver makes of a stack by itself.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformElement, TerraformStack, Testing } from "cdktf";

/** A stack as Terraform JSON, as it is and with every element resolved by CDKTF. */
export function bothWays(build: (stack: TerraformStack) => void): { readonly ours: string; readonly resolved: string } {
  const [ours, resolved] = [false, true].map((isResolved) => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "aws", {});
    build(stack);
    const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
    const spared = elements.filter((element) => Object.hasOwn(element, "toTerraform"));
    expect(spared.length).toBeGreaterThanOrEqual(3);
    for (const element of isResolved ? spared : []) {
      const toTerraform = element.toTerraform;
      element.toTerraform = () => withoutLiterals(toTerraform());
    }
    return Testing.synth(stack, true);
  });
  return { ours: ours ?? "", resolved: resolved ?? "" };
}

/** The paths of the objects and lists of an element that CDKTF's resolver walks: none, if the element is a literal. */
export function walkedByResolver(element: TerraformElement): string[] {
  return pathsOf(element.toTerraform(), []);
}

function pathsOf(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null || isLiteral(value)) return [];
  const inside = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? inside : [path.join("."), ...inside];
}

/** The same value without literals: CDKTF's resolver walks all of it. */
function withoutLiterals(value: unknown): unknown {
  if (isLiteral(value)) return withoutLiterals(Reflect.get(value as object, "value"));
  if (Array.isArray(value)) return value.map(withoutLiterals);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLiterals(item)]));
}

function isLiteral(value: unknown): boolean {
  return typeof value === "object" && value !== null && value.constructor?.name === "Literal";
}
