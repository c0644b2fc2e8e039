// Keeps elements without tokens away from CDKTF's resolver, which walks every value three times and finds nothing in them.
import { type IResolvable, type IResolveContext, type TerraformElement, TerraformStack, Token } from "cdktf";

/** A value that the resolver passes on as it is. */
class Literal implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly value: unknown) {}

  resolve(context: IResolveContext): undefined {
    context.registerPostProcessor({ postProcess: () => this.value });
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** Has an element synthesize literals, if it contains no token at that time and the stack overrides nothing of its kind. */
export function synthesizeLiterals(element: TerraformElement): void {
  const toTerraform = element.toTerraform.bind(element);
  element.toTerraform = () => {
    const blocks: object = toTerraform();
    const overrides: object = Reflect.get(TerraformStack.of(element), "rawOverrides");
    // CDKTF cannot merge an override into a literal.
    if (!isLiteral(blocks) || Object.keys(blocks).some((kind) => kind in overrides)) return blocks;
    // CDKTF resolves each element and then the stack that they make: one literal for each time.
    const named = (values: object) => changed(values, (value) => new Literal(value));
    return new Literal(
      changed(blocks, (block, kind) => {
        if (kind === "locals") return named(block);
        return kind === "resource" ? changed(block, named) : block;
      }),
    );
  };
}

/** An object with other values; what is undefined is left out, as by the resolver. */
function changed(object: object, change: (value: object, key: string) => object): object {
  const result: Record<string, object> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) result[key] = change(value, key);
  }
  return result;
}

/** Whether a value is plain JSON without a token of any kind, by the marks that CDKTF gives text, numbers and maps. */
function isLiteral(value: unknown): boolean {
  if (typeof value === "string") return !/TfToken\[|e\+289|Map Token Value/.test(value);
  if (typeof value === "number") return !Token.isUnresolved(value);
  if (typeof value !== "object" || value === null) return value === null || typeof value === "boolean";
  if (Array.isArray(value)) return value.every(isLiteral);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.entries(value).every(([key, item]) => isLiteral(key) && (item === undefined || isLiteral(item)));
}
