// The module plans the documents that the constructs make: for hundreds of arbitrary roles, for the trust cases, and for ARNs
// that only Terraform knows.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataResource, TerraformLocal, TerraformStack, TerraformVariable, Testing } from "cdktf";
import fc from "fast-check";
import { AppInstance, ChimeUserRole, type PolicyDocument, Trust } from "../../lib";
import { escapeForTerraform } from "../../lib/constructs/terraform-text";
import { requireVersions } from "../../lib/constructs/versions";
import { capabilityNames } from "../../lib/grants/capabilities";
import type { RoleType } from "../../lib/grants/role-types";
import { inputs as inputTable, type RoleValues, roleTypeOf } from "../../lib/inputs/inputs";
import { admits } from "../../scripts/simulation";
import { type ArbitraryInputs, inputsWith, kindsOf, rolesAndTrusts } from "../support/arbitrary-inputs";
import { documentsOf, environmentOf, refusalOf } from "../support/environment";
import { readFixture } from "../support/files";
import { appInstanceArn, goodInputs, pool, range } from "../support/inputs";
import { integration } from "../support/suite";
import { type Plan, TerraformFolder } from "../support/terraform-folder";
import type { TrustCases } from "../support/trust-cases";

/** Roles that arbitrary inputs do not come to: what is off or empty counts as not set, and IAM ignores the case of a key. */
const byHand: Readonly<Record<string, RoleValues & { readonly type: RoleType }>> = {
  off: { type: "user", trust_account: false, saml_provider_arns: ["arn:aws:iam::123456789012:saml-provider/okta"] },
  empty: { type: "developer", trust_account: true, principal_arns: [], oidc_providers: [], policy_arns: {} },
  key_of_sts_in_upper_case: {
    type: "user",
    trust_account: true,
    trust_conditions: [{ test: "StringLike", variable: "STS:RoleSessionName", values: ["chat-*"] }],
  },
  condition_with_our_operator: {
    type: "user",
    cognito_identity_pool_ids: [pool],
    trust_conditions: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: ["us-east-1"] }],
  },
};

/** Inputs with a role for each pair of a role type and a kind of trust, without the roles whose documents are too large. */
const samples: readonly ArbitraryInputs[] = [
  { ...goodInputs, roles: byHand },
  ...fc
    .sample(inputsWith(rolesAndTrusts), { numRuns: 8, seed: 37 })
    .map((inputs) => ({ ...inputs, roles: withoutTooLarge(inputs) })),
];

function withoutTooLarge(inputs: ArbitraryInputs): ArbitraryInputs["roles"] {
  const good = Object.entries(inputs.roles).filter(([key, role]) => {
    const codes = refusalOf({ ...inputs, roles: { [key]: role } })?.violations.map(({ code }) => code) ?? [];
    if (codes.some((code) => !code.endsWith("_TOO_LARGE"))) throw new Error(`${codes}: ${JSON.stringify(role)}`);
    return codes.length === 0;
  });
  return Object.fromEntries(good);
}

const roles = samples.flatMap((inputs) => Object.values(inputs.roles).map((role) => ({ inputs, role })));

/** What a sample must have roles with, and how many there must be at least. */
const features: Readonly<Record<string, (role: RoleValues, inputs: ArbitraryInputs) => boolean>> = {
  "calls alone": ({ calls, capabilities, type }) =>
    calls !== undefined && capabilities === undefined && type !== "backend",
  "calls and capabilities": ({ calls, capabilities }) => calls !== undefined && capabilities !== undefined,
  "the default capabilities": ({ capabilities }) => capabilities?.includes("default") ?? false,
  "a back end with every call": ({ calls = [] }) => calls.length > 70,
  "a back end that acts as a bot": ({ app_instance_bot_id: id }) => id !== undefined,
  "a back end that acts as a bot and a user": (role) =>
    role.app_instance_bot_id !== undefined && role.app_instance_user_id !== undefined,
  "a user of its own": ({ app_instance_user_id: id = "*" }) => id !== "*",
  "any user": ({ app_instance_user_id: id }) => id === "*",
  "a scope": ({ scope }) => scope !== undefined,
  "an app instance that a session tag names": (_role, inputs) => inputs.app_instance_id_tag_key !== undefined,
  "a tag key of its own": (_role, inputs) => inputs.user_id_tag_key !== undefined,
  "further conditions": ({ trust_conditions = [] }) => trust_conditions.length > 0,
  "conditions of STS": ({ trust_conditions = [] }) =>
    trust_conditions.some(({ variable }) => variable.startsWith("sts:")),
  "an external ID": ({ external_id: id }) => id !== undefined,
  "identities with attributes for access control": ({ cognito_user_id: source }) => source === "session_tag",
  "several kinds of trust": (role) => kindsOf(role).length > 1,
  "an issuer with a path": ({ oidc_providers = [] }) => oidc_providers.some(({ arn }) => /provider\/[^/]*\//.test(arn)),
  "EKS Pod Identity": ({ service_principals = [] }) => service_principals.includes("pods.eks.amazonaws.com"),
};

/** What the constructs make of a role of a sample. */
function documents(inputs: ArbitraryInputs): Record<string, { policy: PolicyDocument; trust: PolicyDocument }> {
  const environment = environmentOf(inputs);
  const entries = Object.keys(environment.roles).map((key) => {
    const { policy, trustPolicy } = documentsOf(environment, key);
    return [key, { policy, trust: trustPolicy }];
  });
  return Object.fromEntries(entries);
}

const trustCases = readFixture<TrustCases[]>("trust-cases.json").map((group, i) => ({ ...group, name: `case_${i}` }));

/** Google's issuer, the one of which the simulator knows the keys. */
const googleArn = "arn:aws:iam::123456789012:oidc-provider/accounts.google.com";

const issuers = ["auth.example.com", "auth.example.com/tenant/1", "oidc.eks.us-east-1.amazonaws.com/id/0A1B2C"];
const providerArns = issuers.map((issuer) => `arn:aws:iam::123456789012:oidc-provider/${issuer}`);

/** The ways in which an ARN comes to the constructs: as text, or as a reference that Terraform resolves. */
const ways = {
  text: (_stack: TerraformStack, _id: string, arn: string) => arn,
  local: (stack: TerraformStack, id: string, arn: string) => new TerraformLocal(stack, id, arn).asString,
  variable: (stack: TerraformStack, id: string, arn: string) =>
    new TerraformVariable(stack, id, { type: "string", default: arn }).stringValue,
  attribute: (stack: TerraformStack, id: string, arn: string) =>
    new DataResource(stack, id, { input: { arn } }).getStringAttribute("input.arn"),
} as const;

/** A stack with roles of the same inputs, each of whose ARNs come in each way. */
function stackOfReferences(): object {
  const stack = new TerraformStack(Testing.app(), "references");
  new AwsProvider(stack, "aws", {});
  requireVersions(stack);
  for (const [way, known] of Object.entries(ways)) {
    const arn = known(stack, `${way}_app`, appInstanceArn);
    const appInstances = {
      arn: AppInstance.fromArn(arn),
      id: AppInstance.of({ region: goodInputs.region, account: goodInputs.account_id, id: arn }),
    };
    for (const [part, appInstance] of Object.entries(appInstances)) {
      const [first, ...others] = providerArns.map((provider, i) =>
        Trust.oidcProvider({
          arn: known(stack, `${way}_${part}_${i}`, provider),
          audiences: ["chat"],
          subjects: ["a|*"],
        }),
      );
      const address = `${part}_as_${way}`;
      new ChimeUserRole(stack, address, { appInstance, trust: [first as Trust, ...others], address, name: address });
    }
  }
  const { terraform, ...blocks } = JSON.parse(Testing.synth(stack, true));
  return { ...blocks, terraform: { ...terraform, backend: undefined } };
}

/** The JSON of documents by key, as the module's outputs have it. */
interface Documents {
  readonly policies: Readonly<Record<string, string>>;
  readonly trusts: Readonly<Record<string, string>>;
}

integration("the module plans", () => {
  jest.setTimeout(300_000);
  const folder = new TerraformFolder();
  let plan: Plan;
  const output = <Value>(name: string) => plan.planned_values.outputs[name]?.value as Value;

  beforeAll(async () => {
    if (process.env.INTEGRATION_SKIPPED) return;
    const names = Object.keys(inputTable);
    const source = folder.module;
    const samplesByName = samples.map((inputs, i) => {
      const every = names.map((name) => [name, inputs[name as keyof ArbitraryInputs] ?? null]);
      return [`sample_${i}`, escapeForTerraform(Object.fromEntries(every))];
    });
    const oidc = (arn: string) => ({ oidc_providers: [{ arn, audiences: ["chat"], subjects: ["12"] }] });
    const documentsOfCall = (call: string) => ({
      policies: `\${${call}.policy_documents}`,
      trusts: `\${${call}.trust_policies}`,
    });
    folder.write({
      "references.tf.json": stackOfReferences(),
      "module.tf.json": {
        locals: { samples: Object.fromEntries(samplesByName) },
        module: {
          sample: {
            source,
            for_each: "${local.samples}",
            ...Object.fromEntries(names.map((name) => [name, `\${each.value.${name}}`])),
          },
          trusts: {
            source,
            ...goodInputs,
            roles: {
              google: { type: "user", ...oidc(googleArn) },
              ...Object.fromEntries(
                trustCases.map(({ name, key, role }) => [name, { type: roleTypeOf(key, role), ...role }]),
              ),
            },
          },
          references: {
            source,
            ...goodInputs,
            app_instance_id: "${terraform_data.app_instance.input}",
            roles: Object.fromEntries(
              range(issuers.length).flatMap((i) => [
                [`text_${i}`, { type: "user", ...oidc(providerArns[i] as string) }],
                [`attribute_${i}`, { type: "user", ...oidc(`\${terraform_data.providers.input[${i}]}`) }],
              ]),
            ),
          },
        },
        resource: {
          terraform_data: { app_instance: { input: appInstanceArn }, providers: { input: providerArns } },
        },
        output: {
          samples: {
            value: `\${{ for name, call in module.sample : name => ${"{ policies = call.policy_documents, trusts = call.trust_policies }"} }}`,
          },
          trusts: { value: documentsOfCall("module.trusts") },
          references: { value: documentsOfCall("module.references") },
        },
      },
    });
    await folder.terraform("init");
    plan = await folder.plan();
  });

  afterAll(() => folder.remove());

  test("the documents of the constructs, for arbitrary roles", () => {
    const planned = output<Record<string, Documents>>("samples");
    for (const [i, inputs] of samples.entries()) {
      const { policies = {}, trusts = {} } = planned[`sample_${i}`] ?? {};
      const expected = documents(inputs);
      expect(Object.keys(policies).sort()).toEqual(Object.keys(expected).sort());
      for (const [key, role] of Object.entries(inputs.roles)) {
        const made = { policy: JSON.parse(policies[key] ?? "{}"), trust: JSON.parse(trusts[key] ?? "{}") };
        expect({ role, ...made }).toEqual({ role, ...expected[key] });
      }
    }
  });

  test("enough of them: every role type with every kind of trust, and every input", () => {
    expect(roles.length).toBeGreaterThanOrEqual(200);
    const rare = rolesAndTrusts.filter(
      ([type, kind]) => roles.filter(({ role }) => role.type === type && kindsOf(role).includes(kind)).length < 3,
    );
    expect(rare).toEqual([]);
    const counts = Object.entries(features).map(([name, has]) => [
      name,
      roles.filter(({ role, inputs }) => has(role, inputs)).length,
    ]);
    expect(counts.filter(([, count]) => Number(count) < 5)).toEqual([]);
    const named = new Set(roles.flatMap(({ role }) => role.capabilities ?? []));
    expect(capabilityNames.filter((name) => !named.has(name))).toEqual([]);
  });

  test("trust policies that let in who may assume the role, and nobody else", async () => {
    const { trusts } = output<Documents>("trusts");
    const decided: object[] = [];
    for (const { name, cases } of trustCases) {
      const trust: PolicyDocument = JSON.parse(trusts[name] ?? "{}");
      for (const { may, who, ...attempt } of cases) {
        const isAdmitted = await admits(trust, attempt);
        if (isAdmitted !== may) decided.push({ name, who, isAdmitted });
      }
    }
    expect(decided).toEqual([]);
    expect(trustCases.flatMap(({ cases }) => cases).length).toBeGreaterThan(30);
  });

  test("the trust policy of an OIDC provider, for its audience and subject alone", async () => {
    const trust: PolicyDocument = JSON.parse(output<Documents>("trusts").trusts.google ?? "{}");
    const tag = { "aws:RequestTag/AppInstanceUserId": "alice" };
    const good = { "accounts.google.com:aud": "chat", "accounts.google.com:sub": "12", ...tag };
    const isAdmitted = (change: object) =>
      admits(trust, {
        principal: googleArn,
        action: "sts:AssumeRoleWithWebIdentity",
        context: { ...good, ...change },
      });
    expect(await isAdmitted({})).toBe(true);
    expect(await isAdmitted({ "accounts.google.com:aud": "other" })).toBe(false);
    expect(await isAdmitted({ "accounts.google.com:sub": "21" })).toBe(false);
    expect(await isAdmitted({ "aws:RequestTag/AppInstanceUserId": "*" })).toBe(false);
  });

  // Reported: an issuer lost its path, and the app instance's ARN its ID, where the ARN was a reference.
  test("of ARNs that only Terraform knows, what it plans of the same ARNs as text", () => {
    const { resources } = plan.planned_values.root_module;
    const planned = (address: string, attribute: string) =>
      JSON.parse(String(resources.find((resource) => resource.address === address)?.values[attribute] ?? "{}"));
    const of = (part: string, way: string) => ({
      policy: planned(`aws_iam_policy.${part}_as_${way}`, "policy"),
      trust: planned(`aws_iam_role.${part}_as_${way}`, "assume_role_policy"),
    });
    const text = of("arn", "text");
    expect(JSON.stringify(text.policy)).toContain(`"${appInstanceArn}/channel/*"`);
    const variables = (text.trust as PolicyDocument).Statement.flatMap(({ Condition = {} }) =>
      Object.keys(Condition.StringEquals ?? {}),
    );
    expect(variables).toEqual(issuers.map((issuer) => `${issuer}:aud`));
    for (const way of Object.keys(ways)) for (const part of ["arn", "id"]) expect(of(part, way)).toEqual(text);

    const { policies, trusts } = output<Documents>("references");
    for (const i of range(issuers.length)) {
      expect(policies[`attribute_${i}`]).toBe(policies[`text_${i}`]);
      expect(trusts[`attribute_${i}`]).toBe(trusts[`text_${i}`]);
      expect(trusts[`text_${i}`]).toContain(`"${issuers[i]}:aud"`);
      expect(policies[`text_${i}`]).toContain(`"${appInstanceArn}/channel/*"`);
    }
  });
});
