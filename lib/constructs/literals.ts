// Keeps values without tokens away from CDKTF's resolver, which walks every value three times and finds nothing in them.
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

type Block = Readonly<Record<string, unknown>>;

/** Has an element synthesize its attributes as literals, where they contain no token at that time. */
export function synthesizeLiterals(element: TerraformElement): void {
  const toTerraform = element.toTerraform.bind(element);
  element.toTerraform = () => {
    const { resource, locals, ...others } = toTerraform() as { resource?: Record<string, Block>; locals?: Block };
    const overridden = overridesOf(TerraformStack.of(element));
    return {
      ...others,
      ...(locals === undefined ? {} : { locals: "locals" in overridden ? locals : inEach(locals) }),
      ...(resource === undefined ? {} : { resource: "resource" in overridden ? resource : inTypes(resource) }),
    };
  };
}

function inTypes(resource: Readonly<Record<string, Block>>): Block {
  return Object.fromEntries(Object.entries(resource).map(([type, named]) => [type, inEach(named)]));
}

/** The values as literals: one within the other, because CDKTF resolves each element and then the stack that they make. */
function inEach(named: Block): Block {
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, isLiteral(value) ? new Literal(new Literal(value)) : value]),
  );
}

/** Whether a value is plain JSON without a token of any kind. */
function isLiteral(value: unknown): boolean {
  if (typeof value === "string") return !/TfToken\[|e\+289|Map Token Value/.test(value); // as CDKTF encodes text, numbers, maps
  if (typeof value === "number") return !Token.isUnresolved(value);
  if (typeof value !== "object" || value === null) return value === null || typeof value === "boolean";
  if (Array.isArray(value)) return value.every(isLiteral);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const [key, item] of Object.entries(value)) {
    if (!isLiteral(key) || (item !== undefined && !isLiteral(item))) return false;
  }
  return true;
}

/** What a caller overrides in the whole stack, which CDKTF merges into the attributes: it cannot merge into a literal. */
function overridesOf(stack: TerraformStack): object {
  return Reflect.get(stack, "rawOverrides");
}
