// Issue 15: whatever a caller sets on a role, the stack is what CDKTF's resolver makes of it by itself.
import { Fn, Lazy, type TerraformStack, Token } from "cdktf";
import fc from "fast-check";
import { ChimeRoles, Trust } from "../../lib";
import { appInstance } from "../support/app-instance";
import { bothWays } from "../support/resolver";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 60);
jest.setTimeout(10_000 + 200 * numRuns);

const lazy = (value: unknown) => Lazy.anyValue({ produce: () => value });
const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined));
const tokens = fc.oneof(
  fc.constantFrom("later", 7, null, undefined, ["a"], { b: "c" }).map(lazy),
  fc.string().map((text) => `${text}${Token.asString(lazy("text"))}`),
  fc.integer().map((number) => Token.asNumber(lazy(number))),
  fc.array(fc.string()).map((list) => Token.asList(lazy(list))),
  fc.array(fc.integer()).map((list) => Token.asNumberList(lazy(list))),
  fc.constant({ a: "b" }).map((map) => Token.asStringMap(lazy(map))),
  fc.array(fc.string(), { minLength: 1 }).map((list) => Fn.join(",", list)),
);

/** What a caller may set: plain values, tokens, and lists and objects of both. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    plain,
    tokens,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z_]{1,6}$/), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const overrides = fc.array(
  fc.record({
    key: fc.constantFrom("developer" as const, "user" as const),
    resource: fc.constantFrom("role" as const, "policy" as const, "attachment" as const),
    path: fc.constantFrom("tags", "lifecycle.replace_triggered_by", "timeouts", "x.y"),
    value: values,
  }),
  { minLength: 1, maxLength: 4 },
);

test("overrides of any kind come out as from the resolver", () => {
  let samples = 0;
  const sizes: number[] = [];
  fc.assert(
    fc.property(overrides, (all) => {
      samples++;
      const build = (stack: TerraformStack) => {
        const trust = Trust.account();
        const { roles } = new ChimeRoles(stack, "roles", {
          appInstance,
          roles: { developer: { trust }, user: { trust } },
        });
        for (const { key, resource, path, value } of all) roles[key][resource].addOverride(path, value);
      };
      const { ours, resolved } = bothWays(build);
      expect(ours).toBe(resolved);
      sizes.push(all.length);
    }),
    { numRuns },
  );
  expect(samples).toBe(numRuns);
  expect(sizes.filter((size) => size > 1).length).toBeGreaterThan(numRuns / 3);
});
