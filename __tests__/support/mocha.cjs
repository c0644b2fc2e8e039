// Runs Jest's suites in mocha, for mutation tests: mocha loads them once for all mutants, Jest once for each mutant.
const { readFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const { transformSync } = require("@swc/core");
const { expect } = require("expect");
const { bind } = require("jest-each");
const { SnapshotState, toMatchInlineSnapshot, toMatchSnapshot } = require("jest-snapshot");

require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    module: { type: "commonjs" },
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    sourceMaps: false,
  });
  module._compile(code, filename);
};

/** Adds `each` to a function of mocha, which defines its functions again for each file. */
function withEach(name, alias) {
  let current;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => current,
    set(value) {
      current = Object.assign(value, { each: bind(value, false) });
      if (alias !== undefined) globalThis[alias] = current;
    },
  });
}
withEach("describe");
withEach("it", "test");
Object.defineProperty(globalThis, "before", { set: (value) => Object.assign(globalThis, { beforeAll: value }) });
Object.defineProperty(globalThis, "after", { set: (value) => Object.assign(globalThis, { afterAll: value }) });

/** Jest collects the failures of these matchers and looks at them after the test; mocha does not. */
function throwing(matcher) {
  return function match(...values) {
    return matcher.call({ ...this, dontThrow: undefined }, ...values);
  };
}
expect.extend({ toMatchInlineSnapshot: throwing(toMatchInlineSnapshot), toMatchSnapshot: throwing(toMatchSnapshot) });
Object.assign(globalThis, { expect, engine: "cdktf" });

exports.mochaHooks = {
  beforeEach() {
    const { file } = this.currentTest;
    const snapshots = join(dirname(file), "__snapshots__", `${basename(file)}.snap`);
    const options = {
      updateSnapshot: "none",
      rootDir: dirname(file),
      snapshotFormat: { escapeString: false, printBasicPrototype: false },
    };
    expect.setState({
      currentTestName: this.currentTest.fullTitle(),
      testPath: file,
      snapshotState: new SnapshotState(snapshots, options),
    });
  },
};
