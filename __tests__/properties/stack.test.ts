// Properties that hold for any inputs, valid or not. `PROPERTY_RUNS=10000 npx jest --selectProjects properties` is the nightly mode.
import { Testing } from "cdktf";
import fc from "fast-check";
import { AppInstance, InputError, type PolicyDocument } from "../../lib";
import { callsOf } from "../../lib/grants/role-calls";
import { roleTypeNames } from "../../lib/grants/role-types";
import { trustKindEntries } from "../../lib/grants/trust-kinds";
import { inputs as inputTable } from "../../lib/inputs/inputs";
import { documentLimits } from "../../lib/inputs/limits";
import { type ArbitraryInputs, arbitraryInputs, kindsOf } from "../support/arbitrary-inputs";
import { environmentOf, refusalOf } from "../support/environment";
import { stackOf } from "../support/environment-stack";
import { fourRoles, goodInputs } from "../support/inputs";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 60);
jest.setTimeout(10_000 + 200 * numRuns);

/** The locals of the stack of an environment file; undefined if the file is refused. */
function localsOf(json: object): Record<string, PolicyDocument> | undefined {
  if (refusalOf(json) !== undefined) return undefined;
  return JSON.parse(Testing.synth(stackOf(environmentOf(json)), true)).locals;
}

/** What Terraform makes of text in JSON: references become what they name, escapes the characters that they mean. */
function textInTerraform(text: string): string {
  return text
    .replace(/(?<!\$)\$\{local\.app_instance_arn\}/g, "APP")
    .replace(/(?<!\$)\$\{var\.\w+\}/g, "VAR")
    .replace(/\$\$\{/g, "${")
    .replace(/%%\{/g, "%{");
}

/** The two documents of each role, by key. */
function documentsOf(locals: Record<string, PolicyDocument>, { roles }: ArbitraryInputs) {
  return Object.entries(roles).map(([key, role]) => {
    const [policy, trust] = [locals[`policy_${key}`], locals[`trust_policy_${key}`]];
    if (policy === undefined || trust === undefined) throw new Error(`${key} has no documents`);
    return { key, role, policy, trust };
  });
}

/** Documents are within IAM's grammar and limits, and nothing of Terraform's syntax gets into them except our references. */
function expectGrammar(document: PolicyDocument, limit: number): void {
  expect(document.Version).toBe("2012-10-17");
  expect(document.Statement.length).toBeGreaterThan(0);
  for (const { Action } of document.Statement) expect([Action].flat().length).toBeGreaterThan(0);
  const text = JSON.stringify(document);
  for (const [reference] of text.matchAll(/(?<![$%])[$%]\{[^}]*\}/g)) {
    expect(reference).toMatch(/^\$\{(local\.app_instance_arn|var\.(region|account_id))\}$/);
  }
  const resolved = text
    .replaceAll("${local.app_instance_arn}", "arn:aws:chime:us-east-1:123456789012:app-instance/")
    .replaceAll("${var.account_id}", "123456789012")
    .replace(/\$\{var\.\w+\}/g, "us-east-1")
    .replaceAll("$${", "${");
  expect(resolved.length).toBeLessThanOrEqual(limit);
}

/** No role makes another call, is another user or reaches another app instance. */
function expectNoReach(policy: PolicyDocument, role: ArbitraryInputs["roles"][string], tagKey: string): void {
  const calls = callsOf(role.type, role).map((call) => `chime:${call}`);
  const own = role.app_instance_user_id ?? (role.app_instance_bot_id === undefined ? "caller" : undefined);
  for (const { Action, Resource = [] } of policy.Statement) {
    const isChimes = [Action].flat().every((action) => action.startsWith("chime:"));
    if (!isChimes) continue;
    for (const action of [Action].flat()) expect(calls).toContain(action);
    for (const arn of [Resource].flat().map(textInTerraform)) {
      if (arn === "*" || arn.endsWith(":app-instance/*")) continue;
      expect(arn).toMatch(/^APP($|\/)/);
      const [, user] = /^APP\/user\/(.*)$/.exec(arn) ?? [];
      const isBearers = [Action].flat().includes("chime:SendChannelMessage");
      if (user === undefined || !isBearers) continue;
      const callers = [`\${aws:PrincipalTag/${tagKey}}`, "${cognito-identity.amazonaws.com:sub}"];
      expect(own === "caller" ? callers : [own]).toContain(user);
    }
  }
}

/** Every statement that assumes the role requires each tag that the policy reads, without a wildcard; or refuses it. */
function expectTagsRequired(policy: PolicyDocument, trust: PolicyDocument): void {
  const read = [...JSON.stringify(policy).matchAll(/\$\$\{aws:PrincipalTag\/([^}]+)\}/g)].map(([, tag]) => tag);
  for (const { Action, Condition = {} } of trust.Statement) {
    const isPassing = [Action].flat().includes("sts:TagSession");
    const assumes = [Action].flat().some((action) => action !== "sts:TagSession");
    for (const tag of isPassing ? new Set(read) : []) {
      const variable = `aws:RequestTag/${tag}`;
      const isRefused = Condition.Null?.[variable] !== undefined;
      expect(isRefused ? Condition.Null?.[variable] : Condition.StringLike?.[variable]).toEqual([
        isRefused ? "true" : "?*",
      ]);
      if (!isRefused) expect(Condition.StringNotLike?.[variable]).toEqual(["*$${*}*", "*$${?}*"]);
    }
    expect(isPassing || assumes).toBe(true);
  }
}

test("good inputs make a stack that keeps every promise, the same bytes twice", () => {
  const seen = new Map<string, number>();
  let refused = 0;
  fc.assert(
    fc.property(arbitraryInputs, (inputs) => {
      const locals = localsOf(inputs);
      if (locals === undefined) {
        refused += 1;
        expect(refusalOf(inputs)?.violations.map(({ code }) => code)).toEqual(
          expect.arrayContaining([expect.stringMatching(/_TOO_LARGE$/)]),
        );
        return;
      }
      expect(localsOf(inputs)).toEqual(locals);
      const tagKey = inputs.user_id_tag_key ?? inputTable.user_id_tag_key.default;
      for (const { role, policy, trust } of documentsOf(locals, inputs)) {
        for (const what of [role.type, ...kindsOf(role)]) seen.set(what, (seen.get(what) ?? 0) + 1);
        expectGrammar(policy, documentLimits.policy.size);
        expectGrammar(trust, documentLimits.trust_policy.size);
        expectNoReach(policy, role, tagKey);
        expectTagsRequired(policy, trust);
      }
    }),
    { numRuns },
  );
  // Four roles in each set: every type and kind of trust comes often, and what is refused is too large, and rare.
  for (const what of [...roleTypeNames, ...trustKindEntries.map(([kind]) => kind)]) {
    expect({ what, often: (seen.get(what) ?? 0) > numRuns / 5 }).toEqual({ what, often: true });
  }
  expect(refused).toBeLessThan(numRuns / 4);
});

test("any JSON is a stack or a refusal that names the place and the input, never a crash", () => {
  const keys = Object.keys(inputTable).concat("backend", "provider", "adopt", "unknown");
  const values = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.string()), { maxKeys: 8 });
  const file = fc.oneof(
    values,
    fc.record({ tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.constant("a")) }),
  );
  let good = 0;
  fc.assert(
    fc.property(file, fc.boolean(), (change, isGood) => {
      const json = isGood ? { ...fourRoles, ...change } : change;
      const refusal = refusalOf(json);
      if (refusal === undefined) {
        good += 1;
        expect(localsOf(json)).toBeDefined();
      } else {
        for (const line of refusal.message.split("\n")) expect(line).toMatch(/^environments\/dev\.json:\d+:\d+: \S/);
      }
    }),
    { numRuns },
  );
  expect(good).toBeGreaterThan(numRuns / 10);
});

test("any text is read or refused with a place, never a crash", () => {
  const good = JSON.stringify(fourRoles, null, 2);
  const broken = fc
    .tuple(fc.nat(good.length), fc.string(), fc.nat(5))
    .map(([at, text, cut]) => good.slice(0, at) + text + good.slice(at + cut));
  fc.assert(
    fc.property(fc.oneof(fc.string(), broken), (text) => {
      const refusal = refusalOf(text);
      for (const line of refusal?.message.split("\n") ?? []) expect(line).toMatch(/^environments\/dev\.json:\d+:\d+: /);
    }),
    { numRuns },
  );
});

test("any text is an app instance or a refusal that names the input", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (region, account, id) => {
      for (const change of [{ region }, { account }, { id }]) {
        const parts = { region: "us-east-1", account: "123456789012", id: goodInputs.app_instance_id };
        const make = () => AppInstance.of({ ...parts, ...change });
        expect(make).toThrow(InputError);
        expect(make).toThrow(new RegExp(`^AppInstance\\.of: ${Object.keys(change)[0]} is `));
      }
    }),
    { numRuns },
  );
});
