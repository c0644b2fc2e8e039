// Properties that hold for any inputs, valid or not. `PROPERTY_RUNS=10000 npm test -- properties` is the nightly mode.

import { App, Testing } from "cdktf";
import fc from "fast-check";
import { AppInstance, type Capability, catalogue, InputError, type PolicyDocument, type RoleType } from "../lib";
import { capabilityNames } from "../lib/access/capabilities";
import { documentLimits } from "../lib/access/refusals";
import { parseEnvironment } from "../lib/environment/environment-file";
import { EnvironmentStack } from "../lib/environment/stack";
import { environment, fileOf } from "./arbitrary-inputs";
import { goodInputs } from "./bad-inputs";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
jest.setTimeout(5_000 + 50 * numRuns);

/** The stack of an environment file, or the refusal of it. Any other error is a crash, and fails the property. */
function synthesized(json: string): { locals: Record<string, PolicyDocument>; text: string } | InputError {
  try {
    const stack = new EnvironmentStack(
      Testing.stubVersion(new App({ outdir: "cdktf.out" })),
      "any",
      parseEnvironment(json),
    );
    const text = Testing.synth(stack, true);
    return { locals: JSON.parse(text).locals, text };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** What Terraform makes of text in JSON: references become what they name, escapes what they stand for. */
function evaluated(text: string): string {
  return text
    .replace(/(?<!\$)\$\{local\.app_instance_arn\}/g, "APP")
    .replace(/(?<!\$)\$\{var\.\w+\}/g, "VAR")
    .replace(/\$\$\{/g, "${")
    .replace(/%%\{/g, "%{");
}

const documentsOf = (locals: Record<string, PolicyDocument>, suffix: string): [string, PolicyDocument][] =>
  Object.entries(locals).filter(
    ([key]) =>
      key.endsWith(suffix) && key.includes("policy") && (suffix === "_trust_policy" || !key.endsWith("_trust_policy")),
  );

type Inputs = typeof environment extends fc.Arbitrary<infer Value> ? Value : never;

/** Documents are within IAM's grammar and limits, and nothing of Terraform's syntax gets into them but our references. */
function expectGrammar(locals: Record<string, PolicyDocument>): void {
  for (const [key, document] of documentsOf(locals, "_policy").concat(documentsOf(locals, "_trust_policy"))) {
    const kind = key.endsWith("_trust_policy") ? "trust_policy" : "policy";
    expect(document.Version).toBe("2012-10-17");
    expect(document.Statement.length).toBeGreaterThan(0);
    for (const { Effect, Action } of document.Statement) {
      expect(Effect).toBe("Allow");
      expect([Action].flat().length).toBeGreaterThan(0);
    }
    // Every reference that is left to Terraform is one of ours; nothing else of its syntax gets through.
    for (const [reference] of JSON.stringify(document).matchAll(/(?<![$%])[$%]\{[^}]*\}/g)) {
      expect(reference).toMatch(/^\$\{(local\.app_instance_arn|var\.(region|account_id))\}$/);
    }
    if (kind === "policy") expect(JSON.stringify(document).length).toBeLessThan(2 * documentLimits[kind].size);
  }
}

/** No role reaches another's user, another app instance or an action outside its row. */
function expectNoReach(locals: Record<string, PolicyDocument>, inputs: Inputs): void {
  for (const [key, document] of documentsOf(locals, "_policy")) {
    const roleType = key.replace("_policy", "") as RoleType;
    const given = inputs.roles?.[roleType];
    const capabilities = new Set<Capability>(["messaging", ...(given?.capabilities ?? capabilityNames)]);
    const row = [...capabilities].flatMap((c) => catalogue[roleType][c] ?? []).flatMap(({ actions }) => actions);
    for (const { Action, Resource = [] } of document.Statement) {
      for (const action of [Action].flat()) expect(row).toContain(action);
      for (const arn of [Resource].flat().map(evaluated)) {
        if (arn === "*" || arn.includes(":mobiletargeting:")) continue;
        expect(arn).toMatch(/^APP($|\/)/);
        const [, user] = /^APP\/user\/(.*)$/.exec(arn) ?? [];
        if (user === undefined || roleType === "developer") continue;
        const tag = inputs.user_id_tag_key ?? "AppInstanceUserId";
        expect(
          given?.app_instance_user_id === undefined
            ? [`\${aws:PrincipalTag/${tag}}`, "${cognito-identity.amazonaws.com:sub}"]
            : [given.app_instance_user_id],
        ).toContain(user);
      }
    }
  }
}

/** Whoever assumes a role that reads a session tag must pass it, without a wildcard. */
function expectTagsDemanded(locals: Record<string, PolicyDocument>): void {
  for (const [key, document] of documentsOf(locals, "_policy")) {
    const read = new Set(
      [...JSON.stringify(document).matchAll(/\$\$\{aws:PrincipalTag\/([^}]+)\}/g)].map(([, tag]) => tag),
    );
    const trust = locals[key.replace("_policy", "_trust_policy")];
    for (const { Action, Principal, Condition = {} } of trust?.Statement ?? []) {
      const isIdentity =
        JSON.stringify(Principal).includes("cognito-identity") && ![Action].flat().includes("sts:TagSession");
      const isService = JSON.stringify(Principal).includes('"Service"');
      if (isIdentity || isService) continue;
      for (const tag of read) {
        expect(Condition.StringLike?.[`aws:RequestTag/${tag}`]).toBe("?*");
        expect(Condition.StringNotLike?.[`aws:RequestTag/${tag}`]).toEqual(["*$${*}*", "*$${?}*"]);
      }
    }
  }
}

test("valid inputs make a stack that keeps every promise, the same bytes twice; or a refusal, never a crash", () => {
  let made = 0;
  fc.assert(
    fc.property(environment, (inputs) => {
      const result = synthesized(fileOf(inputs));
      if (result instanceof InputError) return;
      made += 1;
      expect(synthesized(fileOf(inputs))).toEqual(result);
      expectGrammar(result.locals);
      expectNoReach(result.locals, inputs);
      expectTagsDemanded(result.locals);
    }),
    { numRuns },
  );
  expect(made).toBeGreaterThan(numRuns / 20);
});

test("any JSON is a stack or a refusal that names what is wrong, never a crash", () => {
  const keys = Object.keys(goodInputs).concat("roles", "tags", "path", "partition", "name_prefix", "unknown");
  const file = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.string()), { maxKeys: 8 });
  fc.assert(
    fc.property(file, fc.boolean(), (change, isGood) => {
      const result = synthesized(JSON.stringify(isGood ? { ...goodInputs, ...change } : change));
      if (result instanceof InputError) expect(result.message).toMatch(/ (is|are|has|exclude|nobody)/);
    }),
    { numRuns },
  );
});

test("any text is an app instance or a refusal that names the input", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (where, whose, id) => {
      for (const change of [{ region: where }, { account: whose }, { id }]) {
        const good = { region: "us-east-1", account: "123456789012", id: goodInputs.app_instance_id };
        expect(() => AppInstance.of({ ...good, ...change })).toThrow(/^(region|account_id|app_instance_id) is "/);
      }
    }),
    { numRuns },
  );
});
