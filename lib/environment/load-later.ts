// Half of the modules that CDKTF and jsonc-parser load at their start are of no use to this app: Node loads them at their
// first use instead. CDKTF zips assets with archiver, and compares versions of Terraform by semver; jsonc-parser edits and formats.
import Module from "node:module";

const unused = {
  cdktf: ["archiver", "semver"],
  "jsonc-parser": ["./impl/edit", "./impl/format"],
};

for (const [name, modules] of Object.entries(unused)) {
  const { resolve } = Module.createRequire(require.resolve(name));
  for (const file of modules.map((module) => resolve(module))) {
    const load = (): object => {
      if (require.cache[file] === later) delete require.cache[file];
      return require(file);
    };
    const later = Object.assign(new Module(file), {
      loaded: true,
      exports: new Proxy(() => {}, {
        get: (_target, property) => Reflect.get(load(), property),
        apply: (_target, self, args) => Reflect.apply(load() as () => unknown, self, args),
      }),
    });
    require.cache[file] = later;
  }
}
