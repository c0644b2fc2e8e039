// What a file imports and exports, and by which names.
import type { LanguageName } from "./languages";
import { type Node, part, parts, shapeOf, stringIn, textOf } from "./syntax";

export interface Import {
  /** The module, package or class path that it names. */
  readonly module: string;
  /** The name in this file; undefined where everything is imported under its own name. */
  readonly local: string | undefined;
  /** The name in the module; `*` for all of it. */
  readonly original: string;
}

/** The name of what a module exports as a whole. */
export const defaultExport = "default";
/** The name of what CommonJS assigns to `module.exports`. */
export const wholeModule = "module.exports";

type Reader = (node: Node) => readonly Import[];

const readers: Readonly<Record<LanguageName, Reader>> = {
  ecmaScript: ecmaScriptImports,
  python: pythonImports,
  java: jvmImports,
  kotlin: jvmImports,
  go: goImports,
  swift: (node) => {
    const module = part(node, "<identifier")?.children[0];
    return module === undefined ? [] : [{ module: textOf(module), local: undefined, original: "*" }];
  },
};

/** The names that an import brings into its file. */
export function importsOf(node: Node): readonly Import[] {
  return readers[node.file.language](node);
}

/** The nodes of some types below a node. */
function below(node: Node, ...types: readonly string[]): readonly Node[] {
  return node.children.flatMap((child) => (types.includes(child.type) ? [child] : below(child, ...types)));
}

function ecmaScriptImports(node: Node): readonly Import[] {
  const source = part(node, "source") ?? below(node, "string")[0];
  const module = stringIn(source);
  if (module === undefined) return [];
  return below(node, "import_specifier", "namespace_import", "identifier").map((one) => {
    const original = one.type === "import_specifier" ? one.children[0] : undefined;
    const local = one.type === "identifier" ? one : one.children.at(-1);
    const isDefault = one.type === "identifier" && one.parent?.type === "import_clause";
    return {
      module,
      local: local && textOf(local),
      original: original === undefined ? (isDefault ? defaultExport : "*") : textOf(original),
    };
  });
}

function pythonImports(node: Node): readonly Import[] {
  const module = part(node, "module_name");
  const names = parts(node, "name").map((name) => {
    const alias = part(name, "alias");
    const original = textOf(part(name, "name") ?? name);
    return { original, local: alias === undefined ? undefined : textOf(alias) };
  });
  if (module === undefined) {
    return names.map(({ original, local }) => {
      const first = original.replace(/\..*/, "");
      return local === undefined
        ? { module: first, local: first, original: "*" }
        : { module: original, local, original: "*" };
    });
  }
  const from = textOf(module);
  if (part(node, "<wildcard_import") !== undefined) return [{ module: from, local: undefined, original: "*" }];
  return names.map(({ original, local }) => ({ module: from, local: local ?? original, original }));
}

function jvmImports(node: Node): readonly Import[] {
  const path = node.children.find(({ type }) => /^(?:scoped_|qualified_)?identifier$/.test(type));
  if (path === undefined) return [];
  const text = textOf(path).replace(/\s/g, "");
  const isStar = /\*\s*;?$/.test(textOf(node));
  const alias = node.file.language === "kotlin" ? node.children[node.children.indexOf(path) + 1] : undefined;
  if (isStar) return [{ module: text, local: undefined, original: "*" }];
  const dot = text.lastIndexOf(".");
  if (dot < 1) return [];
  const original = text.slice(dot + 1);
  return [{ module: text.slice(0, dot), local: alias === undefined ? original : textOf(alias), original }];
}

function goImports(node: Node): readonly Import[] {
  return below(node, "import_spec").map((spec) => {
    const module = stringIn(part(spec, "path")) ?? "";
    const name = part(spec, "name");
    if (name?.type === "dot") return { module, local: undefined, original: "*" };
    const local = name === undefined ? module.replace(/\/v\d+$/, "").replace(/.*\//, "") : textOf(name);
    return { module, local, original: "*" };
  });
}

/** What a file exports under a name: one of its own nodes or names, or what another module has. */
export interface Export {
  /** Undefined where everything of a module is exported. */
  readonly name: string | undefined;
  readonly value?: Node;
  readonly local?: string;
  readonly from?: Import;
}

/** The exports of an ECMAScript file; in the other languages, every name at the top of a file is one. */
export function exportsOf(root: Node): readonly Export[] {
  return root.children.flatMap((node): readonly Export[] => {
    if (node.type === "export_statement") return exported(node);
    const assignment = node.type === "expression_statement" ? node.children[0] : undefined;
    const [left, value] = assignment === undefined ? [] : [part(assignment, "left"), part(assignment, "right")];
    if (left === undefined || value === undefined) return [];
    const path = textOf(left);
    if (path === "module.exports" || path === "exports") return [{ name: wholeModule, value }];
    const name = /^(?:module\.)?exports\.(\w+)$/.exec(path)?.[1];
    return name === undefined ? [] : [{ name, value }];
  });
}

function exported(node: Node): readonly Export[] {
  const module = stringIn(part(node, "source"));
  const value = part(node, "value") ?? part(node, "declaration");
  const isDefault = /^export\s+default\b/.test(node.file.text.slice(node.start, node.start + 40));
  if (isDefault && value !== undefined) return [{ name: defaultExport, value }];
  const namespace = part(node, "<namespace_export");
  if (module !== undefined && namespace !== undefined) {
    const name = textOf(namespace.children[0] ?? namespace);
    return [{ name, from: { module, local: undefined, original: "*" } }];
  }
  const specifiers = below(node, "export_specifier");
  if (module !== undefined && specifiers.length === 0) {
    return [{ name: undefined, from: { module, local: undefined, original: "*" } }];
  }
  if (specifiers.length > 0) {
    return specifiers.map((one) => {
      const [local, alias] = [one.children[0], one.children.at(-1)].map((name) =>
        name === undefined ? "" : textOf(name),
      );
      const original = local ?? "";
      return module === undefined
        ? { name: alias, local: original }
        : { name: alias, from: { module, local: undefined, original } };
    });
  }
  // A declaration: its names are those of the file.
  return value === undefined ? [] : declared(value).map((name) => ({ name, local: name }));
}

function declared(node: Node): readonly string[] {
  const own = part(node, "name");
  if (own !== undefined && shapeOf(own)?.is === "name") return [textOf(own)];
  const names =
    own === undefined
      ? node.children.flatMap(declared)
      : below(own, "shorthand_property_identifier_pattern", "identifier").map(textOf);
  return [...names];
}
