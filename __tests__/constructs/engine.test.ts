// The suites of this folder run twice: with CDKTF, and with CDK Terrain in its place.
declare const engine: string;

test("the engine is the one of this run", () => {
  expect(require("cdktf/package.json").name).toBe(engine);
});
