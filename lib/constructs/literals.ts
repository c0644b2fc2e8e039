// Keeps values without tokens away from CDKTF's resolver, which walks every value three times.
import {
  type IResolvable,
  type IResolveContext,
  type TerraformElement,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import { tokenMark } from "./tokens";

/** A value that the resolver returns unchanged. */
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

/** Synthesizes an element with literals, unless the stack overrides a block of the same kind: CDKTF cannot merge the two. */
export function synthesizeLiterals(element: TerraformElement): void {
  const toTerraform = element.toTerraform.bind(element);
  element.toTerraform = () => {
    const blocks: object = toTerraform();
    const overrides: object = Reflect.get(TerraformStack.of(element), "rawOverrides");
    if (Object.keys(blocks).some((kind) => kind in overrides)) return blocks;
    // CDKTF resolves each element, and then the stack that they make: a literal for each time.
    return isLiteral(blocks)
      ? new Literal(blocksOf(blocks, (value) => new Literal(value)))
      : blocksOf(blocks, literalsIn);
  };
  // CDKTF resolves the metadata too, and most of it is undefined.
  const toMetadata = element.toMetadata.bind(element);
  element.toMetadata = () => mapped(toMetadata(), (value) => value);
}

/** Maps the bodies of blocks of Terraform JSON. What is around a body stays: there CDKTF merges the blocks of all elements. */
function blocksOf(blocks: object, map: (body: unknown) => unknown): object {
  const named = (bodies: object) => mapped(bodies, map);
  return mapped(blocks, (block, kind) => {
    if (kind === "locals") return named(block);
    return kind === "resource" ? mapped(block, named) : block;
  });
}

/** A value with literals in place of the objects and lists without tokens, for both times that CDKTF resolves it. */
function literalsIn(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isLiteral(value)) return new Literal(new Literal(value));
  if (Array.isArray(value)) return value.map(literalsIn);
  return isPlainObject(value) && !Tokenization.isResolvable(value) ? mapped(value, literalsIn) : value;
}

/** An object with other values. What is undefined is left out, as by the resolver. */
function mapped(object: object, map: (value: object, key: string) => unknown): object {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) result[key] = map(value, key);
  }
  return result;
}

const known = new WeakSet<object>();

/** Marks a value that contains no token and never changes: it is not searched for tokens again. */
export function literal<T extends object>(value: T): T {
  known.add(value);
  return value;
}

/** Whether a value is plain JSON without a token of any kind. */
function isLiteral(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "number") return !tokenMark.test(`${value}`);
  if (typeof value !== "object" || value === null) return value === null || typeof value === "boolean";
  if (known.has(value)) return true;
  if (Array.isArray(value)) return value.every(isLiteral);
  if (!isPlainObject(value)) return false;
  return Object.keys(value).every((key) => isLiteral(key) && (value[key] === undefined || isLiteral(value[key])));
}

function isPlainObject(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype;
}
