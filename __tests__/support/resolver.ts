// What an element leaves to CDKTF's resolver.
import { type IResolvable, type TerraformElement, Tokenization } from "cdktf";
import { Literal } from "../../lib/constructs/literals";

/** The values of an element that CDKTF's resolver is given to resolve: the element itself, if it is given as a whole. */
export function passedToResolver(element: TerraformElement): unknown[] {
  const blocks: object = element.toTerraform();
  if (!Tokenization.isResolvable(blocks)) return [blocks];
  const passed: unknown[] = [];
  const context = { resolve: (value: unknown) => passed.push(value), registerPostProcessor: () => undefined };
  (blocks as IResolvable).resolve({ ...context, preparing: false, scope: element } as never);
  return passed.filter((value) => !(value instanceof Literal));
}
