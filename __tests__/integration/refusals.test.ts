// What the module refuses at plan: every bad input with the sentences of an environment file, in whatever form it comes.

import { type InputValues, roleInputs } from "../../lib/inputs/inputs";
import { nameNoise, unknownName } from "../../lib/inputs/messages";
import { roleTagReserved } from "../../lib/inputs/value-rules";
import { messageOf, type Violation } from "../../lib/inputs/violation";
import { type BadInput, badInputs, tooLargeInputs } from "../support/bad-inputs";
import { refusalOf } from "../support/environment";
import { goodInputs, pool, trusted } from "../support/inputs";
import { differencesAtPlan, inModule, type RefusedInputs } from "../support/refused-inputs";
import { integration } from "../support/suite";
import { TerraformFolder } from "../support/terraform-folder";

const withUser = { ...goodInputs, roles: { user: trusted } };

/** What reading an environment file with these inputs refuses. */
function violationsOf(change: object): readonly Violation[] {
  return refusalOf({ ...withUser, ...change })?.violations ?? [];
}

/** The sentence at plan. Terraform has no edit distance: it only suggests a name that is equal without `nameNoise`. */
function atPlan(violation: Violation): string {
  const message = messageOf(violation);
  const [, unknown, chosen, hint] = /(?:(\w+) is unknown|"(\w+)").* Did you mean (\w+)\?$/.exec(message) ?? [];
  const bare = (name = "") => name.toLowerCase().replace(new RegExp(nameNoise, "g"), "");
  return bare(unknown ?? chosen) === bare(hint) ? message : message.replace(/ Did you mean \w+\?$/, "");
}

/**
 * Terraform checks the values of a role only where the inputs of all roles are good, and rules on a role with a bad value
 * too. So these mistakes are split, and read again with some of them corrected.
 */
const inSteps = "several mistakes in several roles";

function refusedInputs({ what, change }: BadInput): [string, RefusedInputs][] {
  if (what !== inSteps) return [[what, refused(change)]];
  const first = violationsOf(change).filter(({ path: [name], code }) => name === "region" || code === "WRONG_TYPE");
  const { user, websocket } = change.roles as Record<string, Record<string, unknown>>;
  const later = { roles: { user, websocket, developer: trusted } };
  const last = { roles: { ...later.roles, user: { ...user, external_id: undefined } } };
  const named = (lines: readonly string[]) =>
    lines.map((line) => inModule(line, { ...withUser, ...later } as InputValues));
  const sentences = [...violationsOf(later), ...violationsOf(last)].map(atPlan);
  return [
    [`${what}, the first`, { inputs: { ...withUser, ...change }, sentences: named(first.map(atPlan)) }],
    [`${what}, the later`, { inputs: { ...withUser, ...later }, sentences: named([...new Set(sentences)]) }],
  ];
}

function refused(change: object): RefusedInputs {
  const inputs = { ...withUser, ...change };
  return { inputs, sentences: violationsOf(change).map((one) => inModule(atPlan(one), inputs as InputValues)) };
}

const oidcArn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";
const oidc = (change: object) => ({
  oidc_providers: [{ arn: oidcArn, audiences: ["chat"], subjects: ["a|*"], ...change }],
});

/** Roles whose values are null, empty or of another type; an environment file says the same of them. */
const oddRoles: Readonly<Record<string, unknown>> = {
  text: "",
  list: [trusted],
  text_for_flag: { trust_account: "true" },
  object_for_flag: { trust_account: { enabled: true } },
  null_provider: { oidc_providers: [null] },
  text_for_provider: { oidc_providers: ["okta"] },
  null_provider_arn: oidc({ arn: null }),
  null_audiences: oidc({ audiences: null }),
  null_subjects: oidc({ subjects: null }),
  empty_provider_arn: oidc({ arn: "" }),
  empty_audience: oidc({ audiences: [""] }),
  empty_subject: oidc({ subjects: [""] }),
  spelt_otherwise: oidc({ Arn: "x" }),
  null_condition: { ...trusted, trust_conditions: [null] },
  empty_principal: { principal_arns: [""] },
  empty_external_id: { ...trusted, external_id: "" },
  empty_description: { ...trusted, description: "" },
  empty_boundary: { ...trusted, permissions_boundary_arn: "" },
  empty_user_id: { ...trusted, app_instance_user_id: "" },
  empty_policy: { ...trusted, policy_arns: { read: "" } },
  empty_source: { cognito_identity_pool_ids: [pool], cognito_user_id: "" },
};

/** Lists with a null in them, which Terraform shows as text. */
const nullItems: Readonly<Record<string, readonly [role: object, sentence: string]>> = {
  principal: [
    { principal_arns: [null] },
    'principal_arns[0] is "null", expected the ARN of an account\'s root, an IAM user, a role or a session.',
  ],
  audience: [
    oidc({ audiences: ["chat", null] }),
    'oidc_providers[0].audiences[1] is "null", expected the aud of a token: a client ID of 1 to 255 characters.',
  ],
  call: [
    { ...trusted, calls: ["Connect", null] },
    'calls is "null", expected an API operation of Chime SDK messaging, such as SendChannelMessage.',
  ],
  capability: [
    { ...trusted, capabilities: [null] },
    'capabilities is "null", expected one of default, messaging, channel_flows, sub_channels, streaming, bots, push_notifications, preferences, search, expiration, channel_tags, bulk_membership.',
  ],
  policy: [
    { ...trusted, policy_arns: { read: null } },
    'policy_arns.read is "null", expected the ARN of a managed policy.',
  ],
};

function oddInputs(): Record<string, RefusedInputs> {
  const roles = Object.entries(oddRoles).map(([key, role]) => {
    const change = {
      roles: { [key]: typeof role === "object" && !Array.isArray(role) ? { type: "user", ...role } : role },
    };
    return [key, refused(change)];
  });
  const items = Object.entries(nullItems).map(([key, [role, sentence]]) => [
    `null as ${key}`,
    {
      inputs: { ...goodInputs, roles: { [key]: { type: "user", ...role } } },
      sentences: [`roles.${key} (chime-${key}).${sentence}`],
    },
  ]);
  const whole = ["", [trusted]].map((given) => [`${JSON.stringify(given)} for roles`, refused({ roles: given })]);
  return Object.fromEntries([...roles, ...items, ...whole]);
}

/** A value that is bad for nearly every input, and must not be printed. */
const secret = "#hush#";

/** Roles with a misspelt attribute, in each form that a caller may write them, by the key of the role. */
const misspelt: Readonly<Record<string, string>> = {
  an_object: '{ an_object = { type = "user", trust_account = true, externalId = "chat" } }',
  yaml: 'yamldecode("yaml: {type: user, trust_account: true, externalId: chat}")',
  json: 'jsondecode("{\\"json\\": {\\"type\\": \\"user\\", \\"trust_account\\": true, \\"externalId\\": \\"chat\\"}}")',
  merged: '{ for key in ["merged"] : key => merge(local.defaults, { externalId = "chat" }) }',
  a_map: 'tomap({ a_map = { type = "user", external_id = "chat", externalId = "chat" } })',
  beside_a_computed_one:
    '{ beside_a_computed_one = { external_id = terraform_data.computed.id, externalId = "chat" } }',
  computed: '{ computed = { type = "user", trust_account = true, externalId = terraform_data.computed.id } }',
  beside_a_sensitive_one: '{ beside_a_sensitive_one = { external_id = var.secret, externalId = "chat" } }',
  sensitive: '{ sensitive = { type = "user", trust_account = true, externalId = var.secret } }',
  a_sensitive_role: "{ a_sensitive_role = sensitive({ externalId = var.secret }) }",
  sensitive_roles: "sensitive({ sensitive_roles = { externalId = var.secret } })",
  beside_null: '{ left_out = null, beside_null = { type = "user", trust_account = true, externalId = "chat" } }',
};

/** Roles with a misspelt field of an OIDC provider. */
const misspeltFields: Readonly<Record<string, string>> = {
  field:
    '{ field = { oidc_providers = [{ arn = terraform_data.computed.id, Audiences = ["chat"], subjects = ["a"] }] } }',
  sensitive_field: '{ sensitive_field = { oidc_providers = [{ arn = var.secret, Audiences = ["chat"] }] } }',
  field_of_sensitive: "{ field_of_sensitive = { oidc_providers = [sensitive({ Audiences = [var.secret] })] } }",
  fields_of_sensitive: "{ fields_of_sensitive = { oidc_providers = sensitive([{ Audiences = [var.secret] }]) } }",
};

/** Sensitive values that are bad, each with the sentence that does not show it. */
const sensitive: Readonly<Record<string, readonly [role: string, sentence: string]>> = {
  flag: ["trust_account = var.secret", "trust_account is (sensitive), expected true or false."],
  text: [
    "trust_account = true, external_id = var.secret",
    'external_id is "(sensitive)", expected an external ID (2 to 1,224 letters, digits and _+=,.@:/-).',
  ],
  choice: [
    `cognito_identity_pool_ids = ["${pool}"], cognito_user_id = var.secret`,
    'cognito_user_id is "(sensitive)", expected one of identity_id, session_tag.',
  ],
  item: [
    'principal_arns = ["arn:aws:iam::123456789012:root", var.secret]',
    'principal_arns[1] is "(sensitive)", expected the ARN of an account\'s root, an IAM user, a role or a session.',
  ],
  list: [
    'principal_arns = sensitive(["arn:aws:iam::123456789012:root", "#hush#"])',
    'principal_arns[1] is "(sensitive)", expected the ARN of an account\'s root, an IAM user, a role or a session.',
  ],
  set: [
    "trust_account = true, calls = [var.secret]",
    'calls is "(sensitive)", expected an API operation of Chime SDK messaging, such as SendChannelMessage.',
  ],
  map: [
    "trust_account = true, policy_arns = sensitive({ hush = var.secret })",
    'policy_arns.(sensitive) is "(sensitive)", expected the ARN of a managed policy.',
  ],
  not_offered: [
    'trust_account = true, calls = [sensitive("CreateAppInstance")]',
    'calls has "(sensitive)", which is not available for type user: move it to a role of type (sensitive).',
  ],
  of_objects: [
    `oidc_providers = sensitive([{ arn = "${oidcArn}", audiences = ["chat"], subjects = ["*"] }])`,
    'oidc_providers[0].subjects[0] is "(sensitive)", expected the sub of a token (1 to 255 characters, * and ? as wildcards, and at least one character that is not a wildcard). It would accept every subject of the issuer.',
  ],
  of_another_account: [
    'trust_account = true, permissions_boundary_arn = sensitive("arn:aws:iam::210987654321:policy/hush")',
    'permissions_boundary_arn is "(sensitive)", expected a managed policy of account_id "123456789012" or of AWS.',
  ],
};

/** A call of the module in Terraform's own language. */
function callText(name: string, source: string, roles: string): string {
  const where = Object.entries(goodInputs).map(([input, value]) => `  ${input} = ${JSON.stringify(value)}`);
  return [`module "${name}" {`, `  source = "${source}"`, ...where, `  roles = ${roles}`, "}", ""].join("\n");
}

const preamble = `
variable "secret" {
  type      = string
  sensitive = true
}

locals {
  defaults = { type = "user", trust_account = true }
}

resource "terraform_data" "computed" {}

provider "aws" {
  alias = "tagged"
  default_tags {
    tags = { appinstanceuserid = "bob" }
  }
}
`;

integration("the module refuses at plan", () => {
  jest.setTimeout(480_000);
  const folders: TerraformFolder[] = [];

  afterAll(() => {
    for (const folder of folders) folder.remove();
  });

  /** What Terraform says of calls of the module with these roles, all of it, and what it prints in all. */
  async function saidOf(roles: Readonly<Record<string, string>>): Promise<{ said: string[]; output: string }> {
    const folder = new TerraformFolder();
    folders.push(folder);
    const calls = Object.entries(roles).map(([name, text]) => callText(name, folder.module, text));
    folder.write({ "main.tf": [preamble, ...calls].join("\n") });
    await folder.terraform("init");
    const { output, diagnostics } = await folder.planned({ TF_VAR_secret: secret });
    return { said: diagnostics.flatMap(({ sentences }) => sentences).sort(), output };
  }

  test("every bad input, with the sentences of an environment file", async () => {
    const bad = [...badInputs, ...tooLargeInputs].flatMap(refusedInputs);
    const all = { ...Object.fromEntries(bad), ...oddInputs() };
    const silent = Object.entries(all).filter(([, { sentences }]) => sentences.length === 0);
    expect(silent).toEqual([]);
    expect(await differencesAtPlan(all)).toEqual({ unsaid: {}, unexpected: [] });
  });

  test("a misspelt attribute, however the roles are written", async () => {
    const known = unknownName(Object.keys(roleInputs));
    const fields = unknownName(Object.keys(roleInputs.oidc_providers.of));
    const { said, output } = await saidOf({ ...misspelt, ...misspeltFields });
    expect(said).toEqual(
      [
        ...Object.keys(misspelt).map((key) => `roles.${key}.externalId ${known} Did you mean external_id?`),
        ...Object.keys(misspeltFields).map(
          (key) => `roles.${key}.oidc_providers[0].Audiences ${fields} Did you mean audiences?`,
        ),
      ].sort(),
    );
    expect(output).not.toContain(secret);
  });

  test("a sensitive value that is bad, with a sentence that does not show it, and a session tag among default_tags", async () => {
    const entries = Object.entries(sensitive);
    const roles = entries.map(([key, [role]]) => [key, `{ ${key} = { type = "user", ${role} } }`]);
    const { said, output } = await saidOf({
      ...Object.fromEntries(roles),
      tagged: '{ tagged = { type = "user", trust_account = true } }\n  providers = { aws = aws.tagged }',
    });
    const tagged = `roles.tagged (chime-tagged) ${roleTagReserved.message}`;
    const named = (key: string) => (key === "flag" ? key : `${key} (chime-${key.replaceAll("_", "-")})`);
    expect(said).toEqual([...entries.map(([key, [, sentence]]) => `roles.${named(key)}.${sentence}`), tagged].sort());
    expect(output).not.toContain(secret);
  });

  test("but no role that is null, and no good value that is sensitive", async () => {
    const folder = new TerraformFolder();
    folders.push(folder);
    const roles = `{
      user      = { trust_account = true, external_id = var.secret }
      websocket = var.secret == "" ? { trust_account = true } : null
      support   = null
      hidden    = sensitive({ type = "user", trust_account = true, policy_arns = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" } })
    }`;
    const call = callText("roles", folder.module, roles);
    const none = callText("none", folder.module, "{}");
    // Reported: roles that come from a secret stopped at for_each.
    const secrets = callText("secrets", folder.module, "sensitive({ user = { trust_account = true } })");
    folder.write({ "main.tf": [preamble, call, none, secrets].join("\n") });
    await folder.terraform("init");
    const { changes, diagnostics } = await folder.planned({ TF_VAR_secret: "chat-secret" });
    expect(diagnostics).toEqual([]);
    expect(changes.filter((change) => !change.includes("_polic")).sort()).toEqual([
      'create module.roles.aws_iam_role.this["hidden"]',
      'create module.roles.aws_iam_role.this["user"]',
      'create module.secrets.aws_iam_role.this["user"]',
      "create terraform_data.computed",
    ]);
  });
});
