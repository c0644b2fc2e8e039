// Keeps what contains no token away from CDKTF's resolver, which walks every value three times and finds nothing in it.
import { type IResolvable, type IResolveContext, type TerraformElement, TerraformStack, Token } from "cdktf";
import { tokenMark } from "./tokens";

/** A value that the resolver passes on as it is. */
export class Literal implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly value: unknown) {}

  resolve(context: IResolveContext): unknown {
    context.registerPostProcessor({ postProcess: () => this.value });
    return undefined;
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** The Terraform JSON of an element, of which the resolver gets only the parts that contain tokens. */
class Blocks extends Literal {
  constructor(private readonly blocks: object) {
    super(blocks);
  }

  override resolve(context: IResolveContext): unknown {
    // CDKTF resolves each element, and then the stack that they make: what is resolved is a literal for the second time.
    const named = (values: object) => changed(values, (value) => new Literal(withoutTokens(value, context)));
    const blocks = changed(this.blocks, (block, kind) => {
      if (Array.isArray(block)) return withoutTokens(block, context);
      return kind === "resource" ? changed(block, named) : named(block);
    });
    return new Literal(blocks).resolve(context);
  }
}

/** Spares an element the resolver, unless the stack overrides something of its kind: CDKTF cannot merge that into a literal. */
export function synthesizeLiterals(element: TerraformElement): void {
  const toTerraform = element.toTerraform.bind(element);
  element.toTerraform = () => {
    const blocks: object = toTerraform();
    const overrides: object = Reflect.get(TerraformStack.of(element), "rawOverrides");
    return Object.keys(blocks).some((kind) => kind in overrides) ? blocks : new Blocks(blocks);
  };
  const toMetadata = element.toMetadata.bind(element);
  element.toMetadata = () => changed(toMetadata(), (value) => value);
}

/** An object with other values. What is undefined is left out, as by the resolver. */
function changed(object: object, change: (value: object, key: string) => unknown): object {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) result[key] = change(value, key);
  }
  return result;
}

/** A value with the tokens in it resolved: the same value, if there are none. */
function withoutTokens(value: unknown, context: IResolveContext): unknown {
  if (isLiteral(value)) return value;
  // A list may be one token, in place of its items.
  if (Array.isArray(value) && value.every((item) => typeof item === "object")) {
    return value.map((item) => withoutTokens(item, context));
  }
  if (isPlainObject(value) && Object.keys(value).every(isLiteral)) {
    return changed(value, (item) => withoutTokens(item, context));
  }
  return context.resolve(value);
}

/** Whether a value is plain JSON without a token of any kind. */
function isLiteral(value: unknown): boolean {
  if (typeof value === "string") return !tokenMark.test(value);
  if (typeof value === "number") return !Token.isUnresolved(value);
  if (typeof value === "boolean" || value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.every(isLiteral);
  return (
    isPlainObject(value) && Object.keys(value).every((key) => isLiteral(key) && isLiteral(Reflect.get(value, key)))
  );
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
