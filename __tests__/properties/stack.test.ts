// Properties that hold for any inputs, valid or not. `PROPERTY_RUNS=10000 npx jest --selectProjects properties` is the nightly mode.
import { Testing } from "cdktf";
import fc from "fast-check";
import { AppInstance, InputError, type PolicyDocument } from "../../lib";
import { callsOf } from "../../lib/grants/role-calls";
import { roleTypeNames } from "../../lib/grants/role-types";
import { isPattern } from "../../lib/grants/trust-conditions";
import { trustKindEntries } from "../../lib/grants/trust-kinds";
import { inputs as inputTable } from "../../lib/inputs/inputs";
import { limits } from "../../lib/inputs/limits";
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

type Role = ArbitraryInputs["roles"][string];

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
function expectNoReach(policy: PolicyDocument, role: Role, tagKey: string): void {
  const calls = callsOf(role.type, role).map((call) => `chime:${call}`);
  const own = role.app_instance_user_id ?? (role.app_instance_bot_id === undefined ? "caller" : undefined);
  for (const { Action, Resource = [], Condition } of policy.Statement) {
    const isChimes = [Action].flat().every((action) => action.startsWith("chime:"));
    if (!isChimes) continue;
    for (const action of [Action].flat()) expect(calls).toContain(action);
    for (const arn of [Resource].flat().map(textInTerraform)) {
      if (arn === "*" || /:app-instance\/\*/.test(arn)) {
        expect({ arn, isOfAll: role.type === "developer" || role.scope === "all" || arn === "*" }).toMatchObject({
          isOfAll: true,
        });
        continue;
      }
      const id = /:app-instance\/([^/]*)/.exec(arn)?.[1];
      expect(id === undefined ? arn : `APP${arn.slice(arn.indexOf(id) + id.length)}`).toMatch(/^APP($|\/)/);
      if (id !== undefined) expect(role.app_instance_ids).toContain(id);
      if (arn.includes("/channel/") && role.channels_tagged !== undefined) {
        const tags = Object.entries(role.channels_tagged).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
        expect(JSON.parse(textInTerraform(JSON.stringify(Condition)))).toEqual({
          StringEquals: Object.fromEntries(tags),
        });
      }
      const [, user] = /^(?:APP|.*:app-instance\/[^/]*)\/user\/(.*)$/.exec(arn) ?? [];
      const isBearers = [Action].flat().includes("chime:SendChannelMessage");
      if (user === undefined || !isBearers) continue;
      const callers = [`\${aws:PrincipalTag/${tagKey}}`, "${cognito-identity.amazonaws.com:sub}"];
      expect(own === "caller" ? callers : [own]).toContain(user);
    }
  }
}

/** Every statement that assumes the role requires each tag that is part of a resource of the policy, without a wildcard; or refuses it. */
function expectTagsRequired(policy: PolicyDocument, trust: PolicyDocument, role: Role, userIdTagKey: string): void {
  const resources = policy.Statement.flatMap(({ Resource = [] }) => Resource);
  const read = [...JSON.stringify(resources).matchAll(/\$\$\{aws:PrincipalTag\/([^}]+)\}/g)].map(([, tag]) => tag);
  for (const { Action, Condition = {} } of trust.Statement) {
    const isPassing = [Action].flat().includes("sts:TagSession");
    const assumes = [Action].flat().some((action) => /^sts:AssumeRole/.test(action));
    for (const tag of isPassing ? new Set(read) : []) {
      const variable = `aws:RequestTag/${tag}`;
      const isRefused = Condition.Null?.[variable] !== undefined;
      const ids = tag === userIdTagKey ? role.allowed_user_ids : undefined;
      const isOfSome = ids !== undefined && !ids.some(isPattern);
      const found = isRefused ? Condition.Null : isOfSome ? Condition.StringEquals : Condition.StringLike;
      const values = [found?.[variable] ?? []].flat().map(textInTerraform);
      expect(values).toEqual(isRefused ? ["true"] : (ids ?? ["?*"]));
      if (!isRefused) expect(Condition.StringNotLike?.[variable]).toEqual(["*$${*}*", "*$${?}*"]);
    }
    expect(isPassing || assumes).toBe(true);
  }
}

/** The inputs that some roles alone have. */
const further = [
  "allowed_user_ids",
  "allow_source_identity",
  "app_instance_ids",
  "channels_tagged",
  "tags",
  "inline_policy_names",
] as const;

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
        expectGrammar(policy, limits.policySize);
        expectGrammar(trust, limits.trustPolicySize);
        expectNoReach(policy, role, tagKey);
        expectTagsRequired(policy, trust, role, tagKey);
        for (const name of further) if (name in role) seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    }),
    { numRuns },
  );
  // Four roles in each set: every type and kind of trust comes often, and what is refused is too large, and rare.
  for (const what of [...roleTypeNames, ...trustKindEntries.map(([kind]) => kind)]) {
    expect({ what, often: (seen.get(what) ?? 0) > numRuns / 5 }).toEqual({ what, often: true });
  }
  for (const what of further) {
    expect({ what, often: (seen.get(what) ?? 0) > numRuns / 30 }).toEqual({ what, often: true });
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
