// The account before and after a plan: roles by their names, policies by their ARNs, attachments by the role that they name,
// whatever the resources are called. What is not read counts as wider.

import { accessesOfPlan } from "../../lib/review/plan";
import { readPlan } from "../../lib/review/plan-format";
import { accessTypes, environmentTypes, readTypes } from "../../lib/review/plan-types";
import { goodInputs } from "../support/inputs";
import { change, changesOfPlan, planOf } from "../support/plan";

const account = goodInputs.account_id;
const arnOf = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const trust = (...ids: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: ids.map((AWS) => ({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" })),
  });
const policy = (...actions: string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

/** A role as Terraform reads it. */
const roleOf = (name: string, more: object = {}) => ({
  name,
  path: "/",
  arn: `arn:aws:iam::${account}:role/${name}`,
  assume_role_policy: trust(account),
  max_session_duration: 3600,
  managed_policy_arns: [],
  inline_policy: [],
  permissions_boundary: "",
  tags: {},
  tags_all: {},
  ...more,
});
const policyOf = (name: string, ...actions: string[]) => ({
  ...{ name, path: "/", arn: arnOf(name), policy: policy(...actions) },
});
const attached = (role: string, name: string) => ({ role, policy_arn: name.includes(":") ? name : arnOf(name) });
const same = (address: string, values: object) => change(address, { ...values }, { ...values });

const user = same("aws_iam_role.user", roleOf("chime-user", { managed_policy_arns: [arnOf("chime-user")] }));
const userPolicy = same("aws_iam_policy.user", policyOf("chime-user", "chime:Connect"));
const userAttachment = same("aws_iam_role_policy_attachment.user", attached("chime-user", "chime-user"));
const developerPolicy = same("aws_iam_policy.developer", policyOf("chime-developer", "chime:DeleteAppInstance"));
const stack = [user, userPolicy, userAttachment, developerPolicy];
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const everyCall = "wider: chime-user can now call DeleteAppInstance on everything";

test("nothing changes", () => {
  expect(changesOfPlan(stack)).toEqual([]);
});

test.each([
  ["a stack", "aws_iam_role.user", "aws_iam_policy.user"],
  ["the module", 'module.chime.aws_iam_role.this["user"]', 'module.chime.aws_iam_policy.this["user"]'],
  ["a caller's own words", "module.a.aws_iam_role.x[0]", 'module.b["c.d"].aws_iam_policy.user_policy_arns'],
])("of %s: what Terraform found is before, what it makes is after", (_what, role, itsPolicy) => {
  const changes = [
    change(
      itsPolicy,
      policyOf("chime-user", "chime:Connect"),
      policyOf("chime-user", "chime:Connect", "chime:SearchChannels"),
    ),
    { ...user, address: role },
    userAttachment,
  ];
  expect(changesOfPlan(changes)).toEqual(["wider: chime-user can now call SearchChannels on everything"]);
});

describe("a policy that the plan has counts by what it says", () => {
  // Reported: every signed-in user may delete the app instance, by the ARN of chime-developer in policy_arns, and nothing was said.
  test("attached to one more role", () => {
    const more = change(
      'aws_iam_role_policy_attachment.further-user["more"]',
      null,
      attached("chime-user", "chime-developer"),
    );
    expect(changesOfPlan([...stack, more])).toEqual([everyCall]);
  });

  test("made by the same plan, known by the name that it will have", () => {
    const made = change(
      "aws_iam_policy.new",
      null,
      { name: "new", path: "/", policy: policy("chime:DeleteAppInstance") },
      { after_unknown: { arn: true } },
    );
    const more = change("aws_iam_role_policy_attachment.new", null, attached("chime-user", "new"));
    expect(changesOfPlan([...stack, made, more])).toEqual([everyCall]);
  });

  test("changed while another role has it, or a role that is not in the plan", () => {
    const wider = change(
      "aws_iam_policy.developer",
      policyOf("chime-developer", "chime:Connect"),
      policyOf("chime-developer", "chime:DeleteAppInstance"),
    );
    const more = same("aws_iam_role_policy_attachment.more", attached("chime-user", "chime-developer"));
    expect(changesOfPlan([user, userPolicy, userAttachment, more, wider])).toEqual([everyCall]);
    expect(changesOfPlan([user, wider])).toEqual([
      `wider: what is not read the policy ${arnOf("chime-developer")} changes, and no role in the plan has it`,
    ]);
  });

  test("the content of a boundary counts too", () => {
    const bounded = same("aws_iam_role.user", roleOf("chime-user", { permissions_boundary: arnOf("edge") }));
    const boundary = (...actions: string[]) => policyOf("edge", ...actions);
    const changed = (before: object, after: object) =>
      changesOfPlan([bounded, change("aws_iam_policy.edge", { ...before }, { ...after })]);
    expect(changed(boundary("chime:Connect"), boundary("chime:Connect", "chime:SearchChannels"))).toEqual([
      "wider: chime-user by its permissions boundary can now call SearchChannels on everything",
    ]);
    expect(changed(boundary("chime:Connect", "chime:X"), boundary("chime:Connect"))).toEqual([
      "narrower: chime-user by its permissions boundary can no longer call X on everything",
    ]);
  });
});

describe("whatever the resources are called", () => {
  const foreign = roleOf("chime-user", { assume_role_policy: trust("999999999999") });
  const opened =
    "wider: chime-user can now be assumed by any principal of another account (999999999999) whose own policies allow it";

  // Reported: a role of the key user_policy_arns hid the role user, and a foreign account in it.
  test.each([
    ["a resource that is called like attachments", "aws_iam_role.user_policy_arns"],
    ["a module of an equal key", 'module.b.aws_iam_role.this["user"]'],
    ["an instance by number", "aws_iam_role.user[0]"],
  ])("another role hides none: %s", (_what, address) => {
    const other = same(address, roleOf("other"));
    const changed = change("aws_iam_role.user", roleOf("chime-user"), foreign);
    for (const changes of [
      [other, changed],
      [changed, other],
    ])
      expect(changesOfPlan(changes)).toContain(opened);
  });

  test("a data source is no change, and hides none", () => {
    const data = change("data.aws_iam_role.user", null, roleOf("chime-user"), { mode: "data", actions: ["read"] });
    const changed = change("aws_iam_role.user", roleOf("chime-user"), foreign);
    for (const changes of [
      [data, changed],
      [changed, data],
    ])
      expect(changesOfPlan(changes)).toContain(opened);
    expect(changesOfPlan([data, user])).toEqual([]);
  });

  test("two resources that are one role cannot be told apart, nor can a deposed one", () => {
    const text = "several resources are the role chime-user, so which one it is cannot be told";
    const deposed = change("aws_iam_role.user", roleOf("chime-user"), null, { deposed: "a1" });
    expect(changesOfPlan([user, deposed])).toContain(`wider: what is not read ${text}`);
    expect(changesOfPlan([user, same("aws_iam_role.again", roleOf("chime-user"))])).toContain(
      `wider: what is not read ${text}`,
    );
    expect(changesOfPlan([userPolicy, same("aws_iam_policy.again", policyOf("chime-user", "chime:X"))])).toEqual([
      `wider: what is not read several resources are the policy ${arnOf("chime-user")}`,
    ]);
  });

  test("a role that moves to another resource is the same role", () => {
    const moved = [
      change("aws_iam_role.old", roleOf("chime-user"), null),
      change("aws_iam_role.new", null, roleOf("chime-user")),
    ];
    expect(changesOfPlan(moved)).toEqual([]);
  });
});

describe("attachments", () => {
  // Reported: AdministratorAccess of the same role under another resource name, and an attachment of a foreign role.
  test("under any name, of a role in the plan and of one that is not", () => {
    const ofUser = change("aws_iam_role_policy_attachment.x", null, attached("chime-user", admin));
    expect(changesOfPlan([...stack, ofUser])).toEqual([
      `wider: chime-user gains the attached policy ${admin}, which this report does not read`,
    ]);
    const ofOther = change("aws_iam_role_policy_attachment.user", null, attached("other", admin));
    expect(changesOfPlan([...stack, ofOther])).toEqual([
      `wider: other gains the attached policy ${admin}, which this report does not read`,
    ]);
    expect(changesOfPlan([...stack, same("aws_iam_role_policy_attachment.x", attached("other", admin))])).toEqual([]);
  });

  test("a policy of unknown content that goes may have denied something", () => {
    const gone = change("aws_iam_role_policy_attachment.x", attached("chime-user", admin), null);
    expect(changesOfPlan([...stack, gone])).toEqual([
      `wider: chime-user loses the attached policy ${admin}, which this report does not read: it may have denied something`,
    ]);
  });

  test("aws_iam_policy_attachment, of several roles", () => {
    const of = (...roles: string[]) => ({ roles, policy_arn: arnOf("chime-developer") });
    const address = "aws_iam_policy_attachment.x";
    expect(changesOfPlan([...stack, change(address, of("a"), of("a", "chime-user"))])).toEqual([everyCall]);
    expect(changesOfPlan([...stack, change(address, null, of("chime-user"))])).toEqual([
      `wider: what is not read ${address} takes ${arnOf("chime-developer")} from every other role`,
      everyCall,
    ]);
  });

  test("the exclusive list takes what it does not have, and gives what it has", () => {
    const list = (...names: string[]) => ({
      role_name: "chime-user",
      policy_arns: names.map((name) => attached("", name).policy_arn),
    });
    const address = "aws_iam_role_policy_attachments_exclusive.user";
    expect(changesOfPlan([...stack, same(address, list("chime-user"))])).toEqual([]);
    expect(
      changesOfPlan([...stack, change(address, list("chime-user"), list("chime-user", "chime-developer"))]),
    ).toEqual([everyCall]);
    expect(changesOfPlan([...stack, change(address, list("chime-user", admin), list("chime-user"))])).toEqual([
      `wider: chime-user loses the attached policy ${admin}, which this report does not read: it may have denied something`,
    ]);
    expect(changesOfPlan([...stack, change(address, null, list("chime-user"))])).toEqual([
      `wider: what is not read ${address} takes other policies from the role chime-user, which may have denied something`,
    ]);
    expect(changesOfPlan([...stack, change(address, list("chime-user"), list())])).toEqual([
      `wider: what is not read ${address} takes ${arnOf("chime-user")}, which is attached, from chime-user`,
      "narrower: chime-user can no longer call Connect on everything",
    ]);
  });

  test("what Terraform only reads of a role is no argument of it: a policy attached by hand stays", () => {
    const byHand = { managed_policy_arns: [arnOf("chime-user"), admin] };
    const longer = change(
      "aws_iam_role.user",
      roleOf("chime-user", byHand),
      roleOf("chime-user", { ...byHand, description: "x" }),
    );
    expect(changesOfPlan([longer, userPolicy, userAttachment])).toEqual([]);
    const detached = change("aws_iam_role_policy_attachment.user", attached("chime-user", "chime-user"), null);
    expect(changesOfPlan([longer, userPolicy, detached])).toEqual([
      "narrower: chime-user can no longer call Connect on everything",
    ]);
  });
});

describe("inline policies", () => {
  const inline = (name: string, ...actions: string[]) => ({ role: "chime-user", name, policy: policy(...actions) });

  test("aws_iam_role_policy", () => {
    const address = "aws_iam_role_policy.x";
    expect(changesOfPlan([...stack, change(address, null, inline("x", "chime:DeleteAppInstance"))])).toEqual([
      everyCall,
    ]);
    expect(changesOfPlan([...stack, change(address, inline("x", "chime:A"), null)])).toEqual([
      "narrower: chime-user can no longer call A on everything",
    ]);
  });

  // Reported: an exclusive resource that empties the inline policies of a role.
  test("the exclusive list: what goes may have denied something, and what comes is not known", () => {
    const address = "aws_iam_role_policies_exclusive.user";
    const list = (...policy_names: string[]) => ({ role_name: "chime-user", policy_names });
    expect(changesOfPlan([...stack, change(address, list("x"), list())])).toEqual([
      "wider: chime-user loses the inline policy x, which this report does not read: it may have denied something",
    ]);
    expect(changesOfPlan([...stack, change(address, list(), list("x"))])).toEqual([
      "wider: chime-user gains the inline policy x, which this report does not read",
    ]);
    expect(
      changesOfPlan([
        ...stack,
        change(address, list(), {}, { after_unknown: { role_name: false, policy_names: true } }),
      ]),
    ).not.toEqual([]);
    const unknown = change(address, list(), list(), { actions: ["update"], after_unknown: { policy_names: true } });
    expect(changesOfPlan([...stack, unknown])).toContain(
      `wider: what is not read ${address}: only the apply knows its policy_names`,
    );
  });

  // Reported: inline_policy and managed_policy_arns of a role were not read.
  test("arguments of the role itself", () => {
    const of = (more: object) => [
      change("aws_iam_role.user", roleOf("chime-user"), roleOf("chime-user", more)),
      developerPolicy,
    ];
    expect(changesOfPlan(of({ inline_policy: [{ name: "x", policy: policy("chime:DeleteAppInstance") }] }))).toEqual([
      everyCall,
    ]);
    expect(changesOfPlan(of({ managed_policy_arns: [arnOf("chime-developer")] }))).toEqual([everyCall]);
  });
});

describe("the role itself", () => {
  const changed = (before: object, after: object, more: object = {}) =>
    changesOfPlan([change("aws_iam_role.user", roleOf("chime-user", before), roleOf("chime-user", after), more)]);

  test("a trust that was opened by hand is closed again", () => {
    expect(changed({ assume_role_policy: trust("*") }, {})).toContain(
      "narrower: chime-user can no longer be assumed by anybody in any AWS account",
    );
  });

  // Reported: a role's tag AppInstanceUserId = bob is a session tag for who has none.
  test("a tag that a policy reads as a session tag counts, another one does not", () => {
    const reading = same("aws_iam_policy.user", {
      ...policyOf("chime-user"),
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "chime:Connect", Resource: "x/${aws:PrincipalTag/AppInstanceUserId}" }],
      }),
    });
    const tagged = (tags_all: object, more: object = {}) =>
      changesOfPlan([
        change("aws_iam_role.user", roleOf("chime-user"), roleOf("chime-user", { tags_all }), more),
        reading,
        userAttachment,
      ]);
    expect(tagged({ appinstanceuserid: "bob" })).toEqual([
      'wider: chime-user has the tag appinstanceuserid = "bob", which is a session tag of whoever passes none',
    ]);
    expect(tagged({ team: "a" })).toEqual([]);
    expect(tagged({}, { after_unknown: { tags_all: true }, actions: ["update"] })).toHaveLength(1);
  });

  test("a session that may last longer, or as long as only the apply knows", () => {
    expect(changed({}, { max_session_duration: 7200 })).toEqual([
      "wider: chime-user has sessions of up to 7200 seconds (was 3600)",
    ]);
    expect(changed({ max_session_duration: 7200 }, {})).toEqual([
      "narrower: chime-user has sessions of up to 3600 seconds (was 7200)",
    ]);
    expect(changed({}, {}, { actions: ["update"], after_unknown: { max_session_duration: true } })).toEqual([
      "wider: chime-user has sessions of up to 43200 seconds (was 3600)",
    ]);
  });

  test("another path, another boundary, and one that only the apply knows", () => {
    expect(changed({}, { path: "/chat/" })).toEqual(["wider: chime-user is now /chat/chime-user (was /chime-user)"]);
    expect(changed({ permissions_boundary: "arn:a" }, {})).toEqual([
      "wider: chime-user no longer has the permissions boundary arn:a",
    ]);
    const unknown = { actions: ["update"], after_unknown: { permissions_boundary: true } };
    expect(changed({ permissions_boundary: "arn:a" }, {}, unknown)).toEqual([
      "wider: chime-user now has the permissions boundary known after the apply (was arn:a)",
    ]);
    expect(changed({}, { permissions_boundary: "arn:a" })).toEqual([
      "narrower: chime-user now has the permissions boundary arn:a",
    ]);
  });

  test("a document that only the apply knows, and one that is no JSON, count as wider", () => {
    expect(changed({}, {}, { actions: ["update"], after_unknown: { assume_role_policy: true } })).toContain(
      'wider: chime-user has a statement in its trust that is not understood: "known after the apply"',
    );
    expect(changed({}, { assume_role_policy: "{" })).toContain(
      'wider: chime-user has a statement in its trust that is not understood: "{"',
    );
  });

  test("an attribute that is not known, and an action that is not known", () => {
    expect(changed({}, { passkeys: ["x"] })).toEqual([
      "wider: what is not read aws_iam_role.user has the attribute passkeys, which is not known",
    ]);
    expect(changed({ passkeys: ["x"] }, { passkeys: ["x"] })).toEqual([]);
    expect(changed({}, {}, { actions: ["teleport"] })).toEqual([
      "wider: what is not read aws_iam_role.user: what Terraform does (teleport) is not known",
    ]);
  });

  // Reported: the names of user and developer exchanged, which changes what whoever assumes role/chime-user gets.
  test("roles whose names are exchanged", () => {
    const at = (name: string) => same(`aws_iam_role.${name}`, roleOf(name, {}));
    const places = ["a", "b"].map((name) =>
      change(
        `aws_iam_policy.${name}`,
        policyOf(name, `chime:${name}`),
        policyOf(name, `chime:${name === "a" ? "b" : "a"}`),
      ),
    );
    const attachments = ["a", "b"].map((name) => same(`aws_iam_role_policy_attachment.${name}`, attached(name, name)));
    expect(changesOfPlan([at("a"), at("b"), ...places, ...attachments])).toEqual([
      "wider: a can now call b on everything",
      "wider: b can now call a on everything",
      "narrower: a can no longer call a on everything",
      "narrower: b can no longer call b on everything",
    ]);
  });

  test("a name that only the apply knows is that of a new role", () => {
    const made = change("aws_iam_role.user", null, roleOf("", { name: undefined, arn: undefined }), {
      after_unknown: { name: true, arn: true, managed_policy_arns: true, inline_policy: true },
    });
    expect(changesOfPlan([made])).toContain("wider: aws_iam_role.user is a new role");
  });
});

describe("what Terraform forgets stays in the account", () => {
  const gone = (actions: string[]) =>
    changesOfPlan([change("aws_iam_role.user", roleOf("chime-user"), null, { actions })]);

  test("a role that it forgets keeps its access; one that it destroys loses it", () => {
    expect(gone(["forget"])).toEqual([]);
    expect(gone(["delete"])[0]).toBe("narrower: chime-user is removed");
  });

  // Reported: create with forget.
  test("next to one that it makes in its place", () => {
    const both = change(
      "aws_iam_role_policy_attachment.x",
      attached("chime-user", "chime-user"),
      attached("chime-user", admin),
      {
        actions: ["create", "forget"],
      },
    );
    expect(changesOfPlan([user, userPolicy, both])).toEqual([
      `wider: chime-user gains the attached policy ${admin}, which this report does not read`,
    ]);
  });

  test("a role that is made again loses what was attached by hand", () => {
    const again = change(
      "aws_iam_role.user",
      roleOf("chime-user", { managed_policy_arns: [admin] }),
      { ...roleOf("chime-user"), managed_policy_arns: undefined },
      { actions: ["delete", "create"], after_unknown: { managed_policy_arns: true, inline_policy: true } },
    );
    expect(changesOfPlan([again])).toEqual([
      `wider: chime-user loses the attached policy ${admin}, which this report does not read: it may have denied something`,
    ]);
  });
});

describe("what only the apply knows", () => {
  const made = [
    change("aws_iam_role.user", null, roleOf("chime-user"), {
      after_unknown: { managed_policy_arns: true, inline_policy: true },
    }),
    change(
      "aws_iam_policy.user",
      null,
      { name: "chime-user", path: "/", policy: policy("chime:Connect") },
      { after_unknown: { arn: true } },
    ),
    change("aws_iam_role_policy_attachment.user", null, {}, { after_unknown: { role: true, policy_arn: true } }),
  ];
  const configured = (role: unknown) => ({
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_iam_role_policy_attachment.user",
            expressions: {
              role: { constant_value: role, references: ["aws_iam_role.user.id", "aws_iam_role.user"] },
              policy_arn: {
                constant_value: "${aws_iam_policy.user.arn}",
                references: ["aws_iam_policy.user.arn", "aws_iam_policy.user"],
              },
            },
          },
        ],
      },
    },
  });
  const texts = ["wider: chime-user is a new role", "wider: chime-user can now call Connect on everything"];
  const about = "wider: what is not read aws_iam_role_policy_attachment.user: only the apply knows its role";

  test("a reference to a role of the plan says which it is", () => {
    const said = changesOfPlan(made, { more: configured("${aws_iam_role.user.id}") });
    expect(said).toEqual([texts[0], expect.stringContaining("can now be assumed by"), texts[1]]);
  });

  test.each([
    ["a function of it", '${replace(aws_iam_role.user.id, "user", "admin")}'],
    ["a text around it", "x-${aws_iam_role.user.id}"],
    ["HCL, whose expressions a plan does not have", undefined],
  ])("%s may be any role", (_what, role) => {
    const said = changesOfPlan(made, { more: configured(role) });
    expect(said).toEqual(expect.arrayContaining([...texts, about]));
  });

  // Tried: a list with one policy of the plan, and one that nothing says.
  test("a list that refers to something else besides may have any policy", () => {
    const address = "aws_iam_role_policy_attachments_exclusive.user";
    const list = change(address, null, { role_name: "chime-user" }, { after_unknown: { policy_arns: [true, true] } });
    const references = ["aws_iam_policy.user.arn", "aws_iam_policy.user", "terraform_data.x.id", "terraform_data.x"];
    const policy_arns = { constant_value: ["${aws_iam_policy.user.arn}", "${terraform_data.x.id}"], references };
    const more = { configuration: { root_module: { resources: [{ address, expressions: { policy_arns } }] } } };
    expect(changesOfPlan([...made, list], { more })).toContain(
      `wider: what is not read ${address}: only the apply knows its policy_arns`,
    );
  });

  test("without a configuration it may be any role and any policy", () => {
    expect(changesOfPlan(made)).toEqual(expect.arrayContaining([about, about.replace("its role", "its policy_arn")]));
  });
});

describe("other types", () => {
  const someChange = (type: string, before: object | null = { id: "x" }) =>
    change(`${type}.x`, before as null, { id: "y" });

  const keys = new Map([["chime-user", "user"]]);
  const inEnvironment = { place: { account, keys } };

  test("in the plan of an environment five types are expected, and any other counts, even unchanged", () => {
    expect(changesOfPlan(stack, inEnvironment)).toEqual([]);
    expect(environmentTypes).toHaveLength(5);
    for (const type of ["aws_s3_bucket", "awscc_iam_role", "terraform_data", "aws_iam_role_policy"]) {
      const values = { id: "x", role: "chime-user", name: "x", policy: policy() };
      expect(changesOfPlan([...stack, same(`${type}.x`, values)], inEnvironment)).toEqual([
        `wider: what is not read ${type}.x is of a type that the stack of an environment does not have`,
      ]);
    }
  });

  test("a provider besides that of the environment", () => {
    const more = { configuration: { provider_config: { aws: {}, "aws.other": {} } } };
    expect(changesOfPlan(stack, { ...inEnvironment, more })).toEqual([
      "wider: what is not read the plan has the provider aws.other",
    ]);
    expect(changesOfPlan(stack, { more })).toEqual([]);
  });

  test("a role of another name than those of the file is called by that name, even if it is a key", () => {
    const { after } = accessesOfPlan(
      readPlan(JSON.stringify(planOf([user, same("aws_iam_role.x", roleOf("user"))]))),
      inEnvironment.place,
    );
    expect(Object.keys(after.roles)).toEqual(["user", "user (name in IAM)"]);
  });

  test.each([
    "aws_cognito_identity_pool_roles_attachment",
    "aws_cognito_user_group",
    "aws_eks_pod_identity_association",
    "aws_rolesanywhere_profile",
    "aws_cloudformation_stack",
    "aws_iot_role_alias",
    "aws_lambda_invocation",
    "aws_ssoadmin_account_assignment",
    "aws_organizations_policy",
    "awscc_iam_role",
    "aws_iam_openid_connect_provider",
    "aws_iam_instance_profile",
    "aws_iam_user_policy",
  ])("%s gives access in another way: it is named and counts, unless nothing of it changes", (type) => {
    expect(changesOfPlan([...stack, someChange(type)])).toEqual([
      expect.stringMatching(new RegExp(`^wider: what is not read ${type}.x changes: `)),
    ]);
    expect(changesOfPlan([...stack, same(`${type}.x`, { id: "x" })])).toEqual([]);
    expect(accessTypes.some(([pattern]) => pattern.test(type))).toBe(true);
  });

  test("whatever names a role of the plan is named", () => {
    const lambda = change("aws_lambda_function.x", null, { role: `arn:aws:iam::${account}:role/chime-user` });
    expect(changesOfPlan([...stack, lambda])).toEqual([
      `wider: what is not read aws_lambda_function.x changes, and names arn:aws:iam::${account}:role/chime-user`,
    ]);
  });

  test("a provisioner runs a program", () => {
    const resources = [{ address: "terraform_data.x", provisioners: [{ type: "local-exec" }] }];
    const more = { configuration: { root_module: { module_calls: { m: { module: { resources } } } } } };
    expect(changesOfPlan([change('module.m["a"].terraform_data.x[0]', null, {})], { more })).toEqual([
      'wider: what is not read module.m["a"].terraform_data.x[0] runs a program (a provisioner)',
    ]);
  });

  test("the rest is a number", () => {
    const plan = planOf([
      ...stack,
      someChange("aws_s3_bucket"),
      someChange("aws_iam_account_alias"),
      same("aws_s3_object.x", {}),
    ]);
    const { after } = accessesOfPlan(readPlan(JSON.stringify(plan)), {});
    expect(after).toMatchObject({ notRead: [], remainder: "3 other resources give nobody a role" });
  });

  test("parts of a plan that are not known, such as actions", () => {
    expect(
      changesOfPlan(stack, { more: { action_invocations: [{ type: "aws_lambda_invoke" }], new_part: [] } }),
    ).toEqual(["wider: what is not read the plan has action_invocations, which this report does not know"]);
  });

  test("no type is both read and of another kind", () => {
    for (const type of environmentTypes) expect(Object.keys(readTypes)).toContain(type);
  });
});

describe("only a whole plan is read", () => {
  const whole = planOf(stack);
  const state = { format_version: "1.0", terraform_version: "1.11.4", values: {} };
  test.each<[string, unknown, string]>([
    ["no JSON", "Terraform will", "it is not JSON"],
    ["{}", {}, "it is no plan"],
    ["[]", [], "it is no plan"],
    ["null", null, "it is no plan"],
    ["package.json", { name: "x", version: "1.0.0", dependencies: {} }, "it is no plan"],
    ["a state as terraform show prints it", state, "it is a state"],
    ["a state file", { version: 4, lineage: "x", resources: [] }, "it is a state"],
    ["a later format", { ...whole, format_version: "2.0" }, 'its format_version is "2.0"'],
    ["one that ended with an error", { ...whole, errored: true }, "ended with an error"],
    ["one that does not say how it ended", { ...whole, errored: undefined }, "ended with an error"],
    ["a part", { ...whole, complete: false }, "it is not complete"],
    ["one without the word", { ...whole, complete: undefined }, "it is not complete"],
    ["changes that are none", { ...whole, resource_changes: {} }, "its resource_changes are not"],
    ["a change that is none", { ...whole, resource_changes: [{ address: "x" }] }, "its resource_changes are not"],
  ])("%s is an error", (_what, json, says) => {
    expect(() => readPlan(typeof json === "string" ? json : JSON.stringify(json))).toThrow(says);
  });

  test("a plan without resources is one", () => {
    expect(changesOfPlan([], { more: { resource_changes: undefined } })).toEqual([]);
  });

  const planned = { name: "prod", region: "us-east-1", account, appInstanceId: "a", roleNames: ["chime-user"] };
  const variables = { region: { value: "us-east-1" }, account_id: { value: account }, app_instance_id: { value: "a" } };
  test("the plan of an environment has its account, app instance and names", () => {
    const ofPlan =
      (change: object, place: object = {}) =>
      () =>
        changesOfPlan(stack, { more: { variables: { ...variables, ...change } }, planned: { ...planned, ...place } });
    expect(ofPlan({})()).toEqual([]);
    expect(ofPlan({ app_instance_id: { value: "arn:aws:chime:us-east-1:1:app-instance/a" } })()).toEqual([]);
    expect(ofPlan({ app_instance_id: undefined }, { appInstanceId: undefined })()).toEqual([]);
    expect(ofPlan({ account_id: { value: "999999999999" } })).toThrow(
      `it is no plan of prod as its file is: its account_id is "999999999999", expected "${account}".`,
    );
    expect(ofPlan({ region: { value: "eu-central-1" } })).toThrow("its region is");
    expect(ofPlan({ app_instance_id: undefined })).toThrow('its app_instance_id is not there, expected "a"');
    expect(ofPlan({}, { roleNames: ["chime-user", "prod-user"] })).toThrow("it has no role prod-user");
  });
});
