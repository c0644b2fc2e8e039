// Has Node load two modules of CDKTF's when they are used: they are half of what CDKTF loads, and the app uses neither.
// CDKTF zips assets with archiver, and compares the version of an installed Terraform by semver.
import Module from "node:module";

const cdktf = require.resolve("cdktf");
for (const name of ["archiver", "semver"]) {
  const file = require.resolve(name, { paths: [cdktf] });
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
