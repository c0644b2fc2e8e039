// The names of a file: where each is declared, and what it gets its value or type from.
import { type Import, importsOf } from "./imports";
import { type Language, languages } from "./languages";
import { argumentNodes } from "./shapes";
import { above, type Node, nameIn, part, parts, type SourceFile, shapeOf, stringIn, textOf } from "./syntax";

/** What a part of a value is taken by: the name of a member, or its place in a list. */
export type Step = string | number;

/** What a name may mean. */
export type Binding =
  | { readonly value: Node; readonly path: readonly Step[] }
  | { readonly type: Node }
  | { readonly definition: Node }
  | { readonly from: Import; readonly file: SourceFile }
  | { readonly parameter: Parameter; readonly path: readonly Step[] };

export interface Parameter {
  /** The function, or the class where it is one of its constructor. */
  readonly of: Node;
  readonly at: number;
  readonly name: string;
  /** Whether its type says what may fill it. */
  readonly isTyped: boolean;
}

type Names = Map<string, Binding[]>;

export interface Scopes {
  /** The names of the file, and of each function and class. */
  readonly names: ReadonlyMap<Node, ReadonlyMap<string, readonly Binding[]>>;
  /** Members that get a value anywhere, whatever their object: `other.client = …`. */
  readonly members: ReadonlyMap<string, readonly Binding[]>;
  /** What everything is imported from. */
  readonly stars: readonly Import[];
  readonly imports: readonly Import[];
  /** What `require` gives a name to. */
  readonly required: readonly Import[];
  readonly calls: readonly Node[];
  /** The names that may be the class of a client of ours without an import. */
  readonly chimeNames: ReadonlySet<string>;
  /** Go's methods by the type that they are of. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, readonly Binding[]>>;
}

interface BoundName {
  readonly name: string;
  readonly path: readonly Step[];
  /** What it is a member of. */
  readonly object?: Node;
}

const lists = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "array_pattern",
  "expression_list",
  "multi_variable_declaration",
]);

/** The names of a pattern, such as `{ a, b: [c] }`. */
function namesOf(pattern: Node, path: readonly Step[] = []): readonly BoundName[] {
  const shape = shapeOf(pattern);
  switch (shape?.is) {
    case "name": {
      const name = textOf(pattern);
      return [{ name, path: pattern.type === "shorthand_property_identifier_pattern" ? [...path, name] : path }];
    }
    case "member": {
      const [object, name] = [part(pattern, shape.object), nameIn(pattern)];
      return object === undefined || name === undefined ? [] : [{ name: textOf(name), path, object }];
    }
    case "pair": {
      const [key, value] = [nameIn(part(pattern, shape.name)), part(pattern, shape.value)];
      return value === undefined ? [] : namesOf(value, key === undefined ? path : [...path, textOf(key)]);
    }
    case "bind":
    case "parameter":
      return parts(pattern, shape.name).flatMap((name) => namesOf(name, path));
    case "call":
    case "index":
    case "type":
    case "nothing":
      return [];
    default: {
      const isList = lists.has(pattern.type) && pattern.children.length + (/,/.test(textOf(pattern)) ? 1 : 0) > 1;
      return pattern.children.flatMap((child, i) => namesOf(child, isList ? [...path, i] : path));
    }
  }
}

export interface ParameterNode {
  readonly pattern: Node;
  readonly type: Node | undefined;
  readonly value: Node | undefined;
}

/** The parameters of a function or of a class's constructor. */
export function parametersOf(node: Node): readonly ParameterNode[] {
  const found = parts(node, shapeOf(node)?.parameters).flatMap((container) => parametersIn(container));
  const first = found[0];
  const isSelf = first !== undefined && node.file.language === "python" && /^(?:self|cls)$/.test(textOf(first.pattern));
  return isSelf ? found.slice(1) : found;
}

function parametersIn(node: Node): readonly ParameterNode[] {
  const shape = shapeOf(node);
  if (shape?.is === "parameter") {
    const [type, value] = [part(node, shape.type), part(node, shape.value)];
    const names = parts(node, shape.name);
    // In Swift, a parameter may have a name for callers and one for the function.
    const patterns = node.file.language === "go" ? names : names.slice(-1);
    return patterns.map((pattern) => ({ pattern, type, value }));
  }
  if (shape?.is === "bind") return [{ pattern: node, type: part(node, shape.type), value: undefined }];
  if (shape?.is === "name" || /pattern$/.test(node.type)) return [{ pattern: node, type: undefined, value: undefined }];
  return shape?.is === "type" ? [] : node.children.flatMap(parametersIn);
}

/** Whether a type or the value that is taken without an argument says what a parameter is. */
function isTyped(type: Node | undefined, value: Node | undefined): boolean {
  if (type !== undefined) return !/\b(?:any|unknown|object|Any|dynamic)\b/.test(textOf(type));
  return value !== undefined && shapeOf(value)?.is !== "nothing";
}

const own = /^(?:this|self|cls|super)$/;

/** Reads the names of a file. */
export function scopesOf(file: SourceFile): Scopes {
  const names = new Map<Node, Names>([[file.root, new Map()]]);
  const members: Names = new Map();
  const methods = new Map<string, Names>();
  const stars: Import[] = [];
  const imports: Import[] = [];
  const required: Import[] = [];
  const calls: Node[] = [];
  const chimeNames = new Set<string>();
  const assignments: [BoundName, Node, Binding][] = [];

  const add = (to: Names, name: string, binding: Binding) => {
    const known = to.get(name);
    if (known === undefined) to.set(name, [binding]);
    else known.push(binding);
  };
  const scope = (node: Node): Names => {
    const known = names.get(node);
    if (known !== undefined) return known;
    const made: Names = new Map();
    names.set(node, made);
    return made;
  };
  const scopeAbove = (node: Node) => scope(above(node, "function", "class") ?? file.root);
  const bind = ({ name, object }: BoundName, at: Node, binding: Binding) => {
    if (object === undefined) return add(scopeAbove(at), name, binding);
    const holder = own.test(textOf(object)) ? above(at, "class", "object") : undefined;
    add(holder === undefined ? members : scope(holder), name, binding);
  };

  const visit = (node: Node) => {
    const shape = shapeOf(node);
    if (shape?.is === "name") {
      const name = textOf(node);
      if (name.includes("Chime")) chimeNames.add(name);
      return;
    }
    if (shape?.is === "import") {
      for (const one of importsOf(node)) {
        imports.push(one);
        if (one.local === undefined) stars.push(one);
        else add(scope(file.root), one.local, { from: one, file });
      }
      return;
    }
    if (shape?.is === "bind") {
      const values = parts(node, shape.value).filter(({ type: one }) => one !== "value_binding_pattern"); // Swift's let
      const type = part(node, shape.type);
      const module = values[0] === undefined ? undefined : requiredModule(values[0]);
      for (const pattern of parts(node, shape.name)) {
        for (const bound of namesOf(pattern)) {
          if (module !== undefined)
            required.push({ module, local: bound.name, original: String(bound.path[0] ?? "*") });
          const bindings: Binding[] = values.map((value) => ({ value, path: bound.path }));
          if (type !== undefined) bindings.push({ type });
          for (const binding of bindings) {
            if (/assignment/.test(node.type) && bound.object === undefined) assignments.push([bound, node, binding]);
            else bind(bound, node, binding);
          }
          if (bindings.length === 0 && bound.object === undefined && !scopeAbove(node).has(bound.name))
            scopeAbove(node).set(bound.name, []);
        }
      }
    } else if (shape?.is === "function" || shape?.is === "class") {
      const name = part(node, shape.name);
      const receiver = nameIn(part(part(node, shape.receiver)?.children[0] ?? node, "type"));
      if (shape.receiver !== undefined && name !== undefined && receiver !== undefined) {
        const of = methods.get(textOf(receiver)) ?? new Map();
        methods.set(textOf(receiver), of);
        add(of, textOf(name), { definition: node });
      } else if (name !== undefined && nameIn(name) !== undefined) {
        add(scopeAbove(node), textOf(nameIn(name) ?? name), { definition: node });
      }
      const ofMethod = shape.receiver === undefined ? [] : parts(node, shape.receiver).flatMap(parametersIn);
      for (const { pattern, type } of ofMethod) {
        if (type !== undefined) add(scope(node), textOf(pattern), { type });
      }
      for (const [at, { pattern, type, value }] of parametersOf(node).entries()) {
        for (const { name: bound, path } of namesOf(pattern)) {
          const found: Binding[] = [{ parameter: { of: node, at, name: bound, isTyped: isTyped(type, value) }, path }];
          if (type !== undefined) found.push({ type });
          if (value !== undefined) found.push({ value, path });
          const isMember =
            pattern.parent?.children.some(({ type: word }) => word === "accessibility_modifier") === true;
          const holder = isMember ? above(node, "class") : undefined;
          for (const binding of found) {
            add(scope(node), bound, binding);
            if (holder !== undefined) add(scope(holder), bound, binding);
          }
        }
      }
    } else if (shape?.is === "call" || shape?.is === "new") calls.push(node);
    for (const child of node.children) visit(child);
  };
  visit(file.root);

  // An assignment gives a value to the name as it is declared around it.
  for (const [bound, node, binding] of assignments) {
    let at = above(node, "function", "class");
    while (at !== undefined && !names.get(at)?.has(bound.name)) at = above(at, "function", "class");
    const isDeclared = at !== undefined || scope(file.root).has(bound.name);
    if (isDeclared) add(scope(at ?? file.root), bound.name, binding);
    else bind(bound, node, binding);
  }
  return { names, members, stars, imports, required, calls, chimeNames, methods };
}

/** The module of `require("module")`. */
function requiredModule(value: Node): string | undefined {
  const isRequire = shapeOf(value)?.is === "call" && /^require\(/.test(textOf(value).slice(0, 8));
  return isRequire ? stringIn(argumentNodes(value)[0]) : undefined;
}

/** Whether a name in a class is seen without `this` in its methods. */
export function hasImplicitThis(node: Node): boolean {
  const { hasImplicitThis: has }: Language = languages[node.file.language];
  return has === true;
}
