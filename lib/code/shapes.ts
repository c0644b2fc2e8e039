// What the search asks of calls and functions: their arguments, their results, and which call a function is passed to.
import { type Node, nameIn, part, parts, shapeOf, textOf } from "./syntax";

/** The arguments of a call. */
export function argumentNodes(call: Node): readonly Node[] {
  return parts(call, shapeOf(call)?.args).flatMap(flat);
}

/** Nodes that hold arguments and are none. */
const holders = new Set([
  "arguments",
  "argument_list",
  "value_arguments",
  "call_suffix",
  "annotated_lambda",
  "literal_value",
  "literal_element",
]);

function flat(node: Node): readonly Node[] {
  return holders.has(node.type) ? node.children.flatMap(flat) : [node];
}

/** The name of the function or class that is called: the last of `a.b`. */
export function calleeName(call: Node): Node | undefined {
  const shape = shapeOf(call);
  let callee = part(call, shape?.callee) ?? part(call, shape?.name);
  // In Kotlin, a block follows the call that it is an argument of.
  if (call.file.language === "kotlin" && callee !== undefined && shapeOf(callee)?.is === "call")
    callee = part(callee, shapeOf(callee)?.callee);
  const is = callee === undefined ? undefined : shapeOf(callee)?.is;
  return is === "name" || is === "member" || is === "type" ? nameIn(callee) : undefined;
}

/** The call that a function is an argument of. */
export function callAround(node: Node): Node | undefined {
  let at = node.parent;
  while (at !== undefined && (holders.has(at.type) || shapeOf(at)?.is === "argument")) at = at.parent;
  return at !== undefined && shapeOf(at)?.is === "call" && node.parent !== at ? at : undefined;
}

/** The name that a function without one is given: `const name = () => …`. */
export function assignedName(node: Node): Node | undefined {
  const { parent } = node;
  const shape = parent === undefined ? undefined : shapeOf(parent);
  return parent !== undefined && (shape?.is === "bind" || shape?.is === "pair")
    ? nameIn(part(parent, shape.name))
    : undefined;
}

/** The types that a struct of Go has without a name of their own. */
export function embeddedTypes(node: Node): readonly Node[] {
  const fields = node.children.flatMap((body) => body.children).flatMap(({ children }) => children);
  return fields.filter(
    ({ type, children }) => type === "field_declaration" && !children.some(({ field }) => field === "name"),
  );
}

const statements = new Set(["statement_block", "block", "statements", "statement_list", "constructor_body"]);

/** What a function gives back. */
export function resultsOf(node: Node): readonly Node[] {
  const shape = shapeOf(node);
  const bodies = shape?.body === undefined ? node.children.slice(-1) : parts(node, shape.body);
  return bodies.flatMap((body) => {
    const last = lastOf(body, shape?.yieldsLast === true);
    return [...returned(body), ...(last === undefined ? [] : [last])];
  });
}

/** The expression in which a body ends without a `return`. */
function lastOf(body: Node, yieldsLast: boolean): Node | undefined {
  if (body.type === "function_body" && body.children.length === 1) {
    const only = body.children[0];
    return only === undefined ? undefined : lastOf(only, yieldsLast);
  }
  if (!statements.has(body.type)) return body;
  const last = body.children.at(-1);
  return yieldsLast && last !== undefined ? last : undefined;
}

function returned(node: Node): readonly Node[] {
  const kind = shapeOf(node)?.is;
  if (kind === "function" || kind === "class") return [];
  if (kind === "return") return node.children.slice(0, 1);
  return node.children.flatMap(returned);
}

/** The expression that a name is the last part of: `chat.createChannel` of `createChannel`. */
export interface Access {
  readonly expression: Node;
  /** What it is a member of. */
  readonly object: Node | undefined;
  /** The call whose function it is. */
  readonly call: Node | undefined;
}

export function accessOf(name: Node): Access {
  const parent = name.parent?.type === "navigation_suffix" ? name.parent.parent : name.parent;
  const shape = parent === undefined ? undefined : shapeOf(parent);
  if (parent !== undefined && shape?.is === "call" && part(parent, shape.name) === name) {
    return { expression: parent, object: part(parent, shape.object), call: parent };
  }
  const isMember = parent !== undefined && shape?.is === "member" && nameIn(part(parent, shape.name)) === name;
  const expression = isMember ? parent : name;
  return { expression, object: isMember ? part(parent, shape.object) : undefined, call: callOf(expression) };
}

/** The call or construction whose function or class an expression is. */
export function callOf(expression: Node): Node | undefined {
  let [at, parent] = [expression, expression.parent];
  while (parent !== undefined && isWrapper(parent)) [at, parent] = [parent, parent.parent];
  const shape = parent === undefined ? undefined : shapeOf(parent);
  const isCallee =
    (shape?.is === "call" || shape?.is === "new") && parent !== undefined && part(parent, shape.callee) === at;
  return isCallee ? parent : undefined;
}

/** What is around an expression and means the same: parentheses, `await`, `!`. */
function isWrapper(node: Node): boolean {
  return (
    shapeOf(node) === undefined && /parenthesized|non_null|postfix|unary|instantiation|type_arguments/.test(node.type)
  );
}

/** The whole chain of calls that an expression is the first part of: `X.builder().a(1).build()`. */
export function chainOf(expression: Node): Node {
  let at = expression;
  for (let { parent } = at; parent !== undefined; { parent } = at) {
    const shape = shapeOf(parent);
    const isPart = part(parent, shape?.callee) === at || part(parent, shape?.object) === at || isWrapper(parent);
    if (!isPart) break;
    at = parent;
  }
  return at;
}

/** An expression in short: `boto3.client(…).list_channels`. */
export function shortText(expression: Node): string {
  return namesOf(expression).slice(-3).join(".");
}

function namesOf(node: Node): string[] {
  const shape = shapeOf(node);
  switch (shape?.is) {
    case "name":
      return [textOf(node)];
    case "text":
      return ["…"];
    case "member": {
      const object = part(node, shape.object);
      const name = nameIn(part(node, shape.name));
      return [...(object === undefined ? [] : namesOf(object)), ...(name === undefined ? [] : [textOf(name)])];
    }
    case "call":
    case "new": {
      const [object, callee] = [part(node, shape.object), part(node, shape.callee) ?? part(node, shape.name)];
      const names = [
        ...(object === undefined ? [] : namesOf(object)),
        ...(callee === undefined ? [] : namesOf(callee)),
      ];
      return [...names.slice(0, -1), `${names.at(-1) ?? ""}(…)`];
    }
    case "index": {
      const names = namesOf(part(node, shape.object) ?? node);
      return [...names.slice(0, -1), `${names.at(-1) ?? ""}[…]`];
    }
    default: {
      const only = node.children.length === 1 ? node.children[0] : undefined;
      const isParenthesis = /parenthesized|tuple/.test(node.type);
      return only === undefined || isParenthesis ? ["(…)"] : namesOf(only);
    }
  }
}
