// Spares this app modules that CDKTF and jsonc-parser load at their start, and that it does not use: more than half of all.
// Another version may be without such a module: then nothing is replaced, and the app starts later.
import Module from "node:module";

/** Modules that Node is to load at their first use, each with the module that requires it. */
const unused: readonly (readonly string[])[] = [
  ["cdktf", "archiver"], // zips assets
  ["cdktf", "semver"], // compares versions of Terraform
  ["jsonc-parser", "./impl/edit"],
  ["jsonc-parser", "./impl/format"],
];

for (const path of unused) {
  replace(
    path,
    (load) =>
      new Proxy(() => {}, {
        get: (_target, property) => Reflect.get(load(), property),
        apply: (_target, self, args) => Reflect.apply(load() as () => unknown, self, args),
      }),
  );
}

// The serializer of CDKTF calls methods of arrays by call-bind and call-bound, which load 30 modules for engines that have no
// Function.prototype.bind().
const unbound = (method: unknown) => Function.prototype.call.bind(method as () => unknown);
const builtin = (name: string) => name.split(".").reduce((value: object, key) => Reflect.get(value, key), globalThis);
replace(["cdktf", "json-stable-stringify", "call-bind"], () => unbound);
replace(["cdktf", "json-stable-stringify", "call-bound"], () => (name: string) => unbound(builtin(name)));

/** Replaces the exports of a module, which is found from each module of a path to the next. */
function replace(path: readonly string[], exportsOf: (load: () => object) => object): void {
  const file = find(path);
  if (file === undefined) return;
  const load = (): object => {
    if (require.cache[file] === replaced) delete require.cache[file];
    return require(file);
  };
  const replaced = Object.assign(new Module(file), { loaded: true, exports: exportsOf(load) });
  require.cache[file] = replaced;
}

function find(path: readonly string[]): string | undefined {
  try {
    return path.reduce((from, module) => Module.createRequire(from).resolve(module), __filename);
  } catch {
    return undefined;
  }
}
