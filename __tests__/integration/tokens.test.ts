// What stands behind a token is checked at plan as the same value is at synth: both are refused with the same sentences, or
// both make the same documents.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import fc from "fast-check";
import { AppInstance, ChimeUserRole, Trust } from "../../lib";
import { requireVersions } from "../../lib/constructs/versions";
import type { InputValues, RoleValues } from "../../lib/inputs/inputs";
import { appInstance } from "../support/app-instance";
import { inputsWith, rolesAndTrusts } from "../support/arbitrary-inputs";
import { badInputs } from "../support/bad-inputs";
import { asItIs, asVariable, constructed, type Given } from "../support/constructed";
import { refusalOf } from "../support/environment";
import { backend, goodInputs } from "../support/inputs";
import { integration } from "../support/suite";
import { newStack } from "../support/synth";
import { type Plan, TerraformFolder } from "../support/terraform-folder";

const oidcArn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";

/** One role, and the inputs that it shares with none. */
interface Case {
  readonly id: string;
  readonly inputs: InputValues;
  readonly role: readonly [string, RoleValues];
}

/** The roles of inputs, each as a case of its own. For a role that exists there is no construct of a role. */
function casesOf(inputs: InputValues, id: string): Case[] {
  const roles = Object.entries(inputs.roles ?? {}).filter(([, { existing_role_name: exists }]) => exists === undefined);
  return roles.map((role, i) => ({ id: `${id}_${i}`, inputs, role }));
}

/** What a construct says of a case: nothing when it takes it. The name of the case is not part of a sentence. */
function refusal(stack: TerraformStack, { id, inputs, role }: Case, given: Given): string[] {
  try {
    constructed(stack, id, inputs, role, given);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

/** A sentence without where it is said: a literal app instance is refused by its factory, one of tokens by each role. */
const sentencesOf = (lines: readonly string[]) =>
  [
    ...new Set(
      lines.map((line) =>
        line.replace(
          /^(AppInstance\.\w+: \w+|[\w/]+: appInstance\.\w+|[\w/]+:? ?[\w.[\]]*?) (?=(is|has|trusts|gets|repeats|but) )/,
          "",
        ),
      ),
    ),
  ]
    .sort()
    .join("\n");

/** A stack as a root module. */
function rootModule(stack: TerraformStack): object {
  const { terraform, ...blocks } = JSON.parse(Testing.synth(stack, true));
  return { ...blocks, terraform: { ...terraform, backend: undefined } };
}

function stackNamed(name: string): TerraformStack {
  const stack = new TerraformStack(Testing.app(), name);
  new AwsProvider(stack, "aws", {});
  requireVersions(stack);
  return stack;
}

/** Mistakes of values alone: whether an input is there is known at synth, and so is what must be. */
const bad: readonly Case[] = badInputs.flatMap(({ change }, i) => {
  const inputs = { ...goodInputs, roles: { user: { trust_account: true } }, ...change };
  const given = JSON.parse(JSON.stringify(inputs, (_key, value) => value ?? undefined)) as InputValues;
  return casesOf(given, `bad_${i}`);
});

/** Text that somebody may try, for every input that is text: both ways must judge it alike. */
const tricky = ["", "*", "a*", "${aws:username}", "x".repeat(54), 'a"b\\ä'];

/** Each input with text that it may not like, and what it then says of itself. */
const fuzzed: readonly Case[] = Object.entries<(text: string) => object>({
  region: (region) => ({ region }),
  account: (account_id) => ({ account_id }),
  id: (app_instance_id) => ({ app_instance_id }),
  prefix: (name_prefix) => ({ name_prefix }),
  path: (path) => ({ path }),
  tag: (Team) => ({ tags: { Team } }),
  principal: (arn) => ({ roles: { user: { principal_arns: [backend, arn] } } }),
  external: (external_id) => ({ roles: { user: { trust_account: true, external_id } } }),
  service: (name) => ({ roles: { user: { service_principals: [name], app_instance_user_id: "a" } } }),
  pool: (pool) => ({ roles: { user: { cognito_identity_pool_ids: [pool] } } }),
  saml: (arn) => ({ roles: { user: { saml_provider_arns: [arn] } } }),
  audience: (audience) => ({
    roles: { user: { oidc_providers: [{ arn: oidcArn, audiences: [audience], subjects: ["a"] }] } },
  }),
  subject: (subject) => ({
    roles: { user: { oidc_providers: [{ arn: oidcArn, audiences: ["a"], subjects: [subject] }] } },
  }),
  condition: (value) => ({
    roles: {
      user: {
        trust_account: true,
        trust_conditions: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: [value] }],
      },
    },
  }),
  user: (app_instance_user_id) => ({ roles: { user: { trust_account: true, app_instance_user_id } } }),
  name: (name) => ({ roles: { user: { trust_account: true, name } } }),
  description: (description) => ({ roles: { user: { trust_account: true, description } } }),
  boundary: (permissions_boundary_arn) => ({ roles: { user: { trust_account: true, permissions_boundary_arn } } }),
  policy: (read) => ({ roles: { user: { trust_account: true, policy_arns: { read } } } }),
  own_tag: (Team) => ({ roles: { user: { trust_account: true, tags: { Team } } } }),
  allowed: (id) => ({ roles: { user: { trust_account: true, allowed_user_ids: ["alice", id] } } }),
  further: (id) => ({
    roles: { backend: { trust_account: true, calls: ["ListAppInstanceUsers"], app_instance_ids: [id] } },
  }),
  channel_tag: (tenant) => ({ roles: { user: { trust_account: true, channels_tagged: { tenant } } } }),
  inline: (name) => ({
    exclusive_attachments: true,
    roles: { user: { trust_account: true, inline_policy_names: ["other", name] } },
  }),
  own_condition: (value) => ({
    roles: {
      user: {
        trust_account: true,
        trust_conditions: [
          { test: "StringEquals", variable: "aws:PrincipalOrgID", values: [value], trusts: ["trust_account"] },
        ],
      },
    },
  }),
}).flatMap(([name, change]) =>
  tricky.flatMap((text, i) =>
    casesOf(
      { ...goodInputs, roles: { user: { trust_account: true } }, ...change(text) } as InputValues,
      `${name}_${i}`,
    ),
  ),
);

const good: readonly Case[] = fc
  .sample(inputsWith(rolesAndTrusts), { numRuns: 3, seed: 22 })
  .flatMap((inputs, i) => casesOf(inputs, `good_${i}`))
  .filter(({ inputs, role: [key, role] }) => refusalOf({ ...inputs, roles: { [key]: role } }) === undefined);

integration("a value behind a token", () => {
  jest.setTimeout(300_000);
  const folder = new TerraformFolder();

  beforeAll(async () => {
    if (process.env.INTEGRATION_SKIPPED) return;
    folder.write({ "main.tf.json": rootModule(stackNamed("empty")) });
    await folder.terraform("init");
  });
  afterAll(() => folder.remove());

  test("is refused at plan with the sentences that refuse it at synth", async () => {
    const all = [...bad, ...fuzzed].filter((one) => refusal(newStack(), one, asItIs).length > 0);
    const differences: object[] = [];
    let count = 0;
    // Terraform takes ever longer for each: several plans of some are faster than one of all.
    for (let first = 0; first < all.length; first += 60) {
      const stack = stackNamed("test");
      const variable = asVariable(stack);
      const late = all.slice(first, first + 60).filter((one) => refusal(stack, one, variable).length === 0);
      folder.write({ "main.tf.json": rootModule(stack) });
      const { diagnostics } = await folder.planned();
      const said = diagnostics.flatMap(({ sentences }) => sentences);
      for (const one of late) {
        const { id } = one;
        const ofCase = said.filter((line) => line.startsWith(`test/${id}:`) || line.startsWith(`test/${id} `));
        const [wanted, got] = [refusal(newStack(), one, asItIs), ofCase].map((lines) => sentencesOf(lines));
        if (wanted !== got) differences.push({ id, wanted, got });
      }
      count += late.length;
    }
    expect(differences).toEqual([]);
    expect(count).toBeGreaterThan(150);
  });

  test("makes the documents that it makes at synth", async () => {
    const stack = stackNamed("test");
    const variable = asVariable(stack);
    const accepted = fuzzed.filter((one) => refusal(newStack(), one, asItIs).length === 0);
    const made = [...good, ...accepted].map((one) => {
      expect({ id: one.id, refused: refusal(stack, one, variable) }).toEqual({ id: one.id, refused: [] });
      return { id: one.id, role: constructed(newStack(), one.id, one.inputs, one.role, asItIs) };
    });
    folder.write({ "main.tf.json": rootModule(stack) });
    const plan: Plan = await folder.plan();
    const planned = (address: string, attribute: string) =>
      JSON.parse(
        String(
          plan.planned_values.root_module.resources.find((resource) => resource.address === address)?.values[attribute],
        ),
      );
    for (const { id, role } of made) {
      expect({ id, document: planned(`aws_iam_policy.${id}`, "policy") }).toEqual({
        id,
        document: role.policyDocument,
      });
      expect({ id, document: planned(`aws_iam_role.${id}`, "assume_role_policy") }).toEqual({
        id,
        document: role.trustPolicy,
      });
    }
    expect(made.length).toBeGreaterThan(90);
  });

  test("is refused if it is null or empty, is no ARN of an app instance, or is no role", async () => {
    const stack = stackNamed("test");
    const variable = (id: string, type: string, value: unknown) => {
      const made = new TerraformVariable(stack, id, { type });
      made.addOverride("default", value); // CDKTF's own prop takes no null
      return made;
    };
    const none = variable("none", "string", null).stringValue;
    const list = (id: string, value: unknown) => variable(id, "list(string)", value).listValue;
    const props = (id: string) => ({ appInstance, trust: Trust.account(), name: id, address: id });
    const user = (id: string, change: object) => new ChimeUserRole(stack, id, { ...props(id), ...change });
    user("null_text", { appInstanceUserId: none });
    user("null_item", { trust: Trust.principals([none]) });
    user("null_list", { trust: Trust.principals(list("no_list", null)) });
    user("empty_list", { trust: Trust.principals(list("no_items", [])) });
    user("null_map", { tags: Token.asStringMap(variable("map", "map(string)", null).value) });
    user("null_number", { maxSessionDuration: variable("number", "number", null).numberValue });
    user("no_arn", {
      appInstance: AppInstance.fromArn(variable("id", "string", goodInputs.app_instance_id).stringValue),
    });
    user("eks", { trust: Trust.services(list("services", ["pods.eks.amazonaws.com"])), appInstanceUserId: "a" });
    const assumed = user("assumed", {});
    const grantees = {
      a_user: "arn:aws:iam::123456789012:user/bob",
      elsewhere: backend,
      service: "lambda.amazonaws.com",
    };
    for (const [id, value] of Object.entries(grantees))
      assumed.grantAssume(variable(id, "string", value).stringValue, id);
    const roles = { an_arn: "arn:aws:iam::123456789012:role/chat/exchange", a_name: "exchange-2" };
    for (const [id, value] of Object.entries(roles)) assumed.grantAssume(variable(id, "string", value).stringValue, id);
    folder.write({ "main.tf.json": rootModule(stack) });
    const { diagnostics } = await folder.planned();
    const said = diagnostics
      .flatMap(({ sentences }) => sentences)
      .filter((line) => line.startsWith("test/")) // of null Terraform says something besides
      .map((line) => line.replace(/(, expected| is no role).*/, "$1"));
    expect(said.sort()).toEqual(
      [
        'test/null_text: appInstanceUserId is "null", expected',
        'test/null_item: trust.arns[0] is "null", expected',
        "test/null_list: trust.arns is empty, expected",
        "test/empty_list: trust.arns is empty, expected",
        "test/null_map: tags is null, expected",
        "test/null_number: maxSessionDuration is null, expected",
        `test/no_arn: appInstance.id is "${goodInputs.app_instance_id}", expected`,
        'test/no_arn: appInstance.region is "", expected',
        "test/eks: trust.names[0] is one of pods.eks.amazonaws.com, rolesanywhere.amazonaws.com, which pass session tags: expected a value that is known at synth, not a token.",
        ...Object.values(grantees).map((grantee) => `test/assumed: grantAssume: "${grantee}" is no role`),
      ].sort(),
    );
  });
});
