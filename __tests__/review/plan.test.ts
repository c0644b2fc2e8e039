// The accesses before and after a Terraform plan, of a stack and of the module.
import { accessesOfPlan } from "../../lib/review/plan";
import { reportOf } from "../../lib/review/report";
import { appInstanceArn, goodInputs } from "../support/inputs";

const place = { account: goodInputs.account_id, appInstance: appInstanceArn };
const trust = (id: string) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: "sts:AssumeRole" }],
  });
const policy = (...actions: string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

function change(address: string, before: object | null, after: object | null, more: object = {}) {
  const [, type = "", name = "", index] = /(aws_[a-z_]+)\.([^[]+)(?:\["(.*)"\])?$/.exec(address) ?? [];
  return {
    address,
    type,
    name,
    ...(index === undefined ? {} : { index: index as string | number }),
    change: { actions: ["update"], before, after, ...more },
  };
}

function texts(...changes: ReturnType<typeof change>[]): string[] {
  const { before, after } = accessesOfPlan(
    { resource_changes: changes } as Parameters<typeof accessesOfPlan>[0],
    place,
  );
  return (reportOf(after, before).changes ?? []).map(({ role, direction, text }) => `${direction}: ${role} ${text}`);
}

test.each([
  ["a stack", "aws_iam_role.user", "aws_iam_policy.user"],
  ["the module", 'module.chime.aws_iam_role.this["user"]', 'module.chime.aws_iam_policy.this["user"]'],
])("of %s: what Terraform found is before, what it makes is after", (_what, role, itsPolicy) => {
  const same = { assume_role_policy: trust("123456789012") };
  expect(
    texts(
      change(role, same, same),
      change(
        itsPolicy,
        { policy: policy("chime:Connect") },
        { policy: policy("chime:Connect", "chime:SearchChannels") },
      ),
    ),
  ).toEqual(["wider: user can now call SearchChannels on everything"]);
});

test("a trust that was opened by hand is closed again", () => {
  const open = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }] });
  expect(
    texts(change("aws_iam_role.user", { assume_role_policy: open }, { assume_role_policy: trust("123456789012") })),
  ).toEqual(["narrower: user can no longer be assumed by anybody in any AWS account"]);
});

test("a document that only the apply knows counts as wider", () => {
  const role = change(
    "aws_iam_role.user",
    { assume_role_policy: trust("123456789012") },
    {},
    { after_unknown: { assume_role_policy: true } },
  );
  expect(texts(role)).toContain(
    'wider: user has a statement in its trust that is not understood: "known after the apply"',
  );
});

test("further policies, by hand and inline ones; the boundary", () => {
  const role = (boundary: string | null) => ({
    assume_role_policy: trust("123456789012"),
    permissions_boundary: boundary,
  });
  const own = { arn: "arn:own", policy: policy("chime:Connect") };
  expect(
    texts(
      change("aws_iam_role.user", role("arn:edge"), role(null)),
      change("aws_iam_policy.user", own, own),
      change(
        "aws_iam_role_policy_attachments_exclusive.user",
        { policy_arns: ["arn:own", "arn:by-hand"] },
        { policy_arns: ["arn:own"] },
      ),
      change("aws_iam_role_policies_exclusive.user", { policy_names: ["x"] }, { policy_names: [] }),
      change('aws_iam_role_policy_attachment.further-user["read"]', null, { policy_arn: "arn:read" }),
    ).sort(),
  ).toEqual([
    "narrower: user loses the attached policy arn:by-hand, which this report does not read",
    "narrower: user loses the inline policy x, which this report does not read",
    "wider: user gains the attached policy arn:read, which this report does not read",
    "wider: user no longer has the permissions boundary arn:edge",
  ]);
});

test("a role that Terraform forgets keeps its access; one that it destroys loses it", () => {
  const role = { assume_role_policy: trust("123456789012") };
  expect(texts(change("aws_iam_role.user", role, null, { actions: ["forget"] }))).toEqual([]);
  expect(texts(change("aws_iam_role.user", role, null, { actions: ["delete"] }))[0]).toBe("narrower: user is removed");
});

describe("what belongs to a role", () => {
  const same = { assume_role_policy: trust("123456789012") };
  const role = change("aws_iam_role.user", same, same);
  const arn = "arn:aws:iam::123456789012:policy/read";
  const attachment = (address: string, policy_arn: unknown = arn) => change(address, null, { policy_arn });
  const madeOf = (...changes: ReturnType<typeof change>[]) =>
    accessesOfPlan({ resource_changes: changes } as Parameters<typeof accessesOfPlan>[0], place).after.roles;

  test.each<[string, ReturnType<typeof change>[], readonly string[]]>([
    ["its own attachment is no further policy", [attachment("aws_iam_role_policy_attachment.user")], []],
    ["a further policy of a stack", [attachment('aws_iam_role_policy_attachment.further-user["read"]')], [arn]],
    [
      "a further policy of the module",
      [attachment('module.chime.module.further_policies["user"].aws_iam_role_policy_attachment.this["read"]')],
      [arn],
    ],
    ["of a name that begins otherwise", [attachment("aws_iam_role_policy_attachment.x-further-user")], []],
    ["of a name that ends otherwise", [attachment("aws_iam_role_policy_attachment.user_policy_arns_x")], []],
    [
      "an ARN that only the apply knows",
      [attachment('aws_iam_role_policy_attachment.further-user["read"]', null)],
      ["known after the apply"],
    ],
    [
      "the whole list of attachments, without the role's own policy, in order",
      [
        change("aws_iam_policy.user", { arn: "arn:own", policy: policy("chime:X") }, { policy: policy("chime:X") }),
        change("aws_iam_role_policy_attachments_exclusive.user", null, {
          policy_arns: ["arn:z", "arn:own", "arn:b", 1],
        }),
        change("aws_iam_role_policies_exclusive.user", null, { policy_names: ["one"] }),
      ],
      ["arn:b", "arn:z", "inline policy one"],
    ],
    [
      "a list that only the apply knows",
      [change("aws_iam_role_policy_attachments_exclusive.user", null, { policy_arns: null })],
      [],
    ],
    [
      "a policy of another resource is not the role's own",
      [
        change("aws_iam_role.other", null, { ...same, arn: "arn:b" }),
        change("aws_iam_role_policy_attachments_exclusive.user", null, { policy_arns: ["arn:b"] }),
      ],
      ["arn:b"],
    ],
  ])("%s", (_what, changes, expected) => {
    expect(madeOf(role, ...changes).user?.furtherPolicies).toEqual(expected);
  });

  test("a boundary that is empty is none, and so is one that is unknown to the plan", () => {
    const boundaries = ["arn:edge", "", undefined].map(
      (permissions_boundary) =>
        madeOf(change("aws_iam_role.user", null, { ...same, permissions_boundary })).user?.boundary,
    );
    expect(boundaries).toEqual(["arn:edge", undefined, undefined]);
  });

  test("a role without a policy may do nothing; a policy without a role is nobody's", () => {
    expect(madeOf(role).user?.policy).toEqual({ grants: [], unread: [] });
    expect(madeOf(change("aws_iam_policy.user", null, { policy: policy("chime:X") }))).toEqual({});
  });

  test("an index that is a number is not a key", () => {
    const counted = { ...change("aws_iam_role.this", null, same), index: 0 };
    expect(Object.keys(madeOf(counted))).toEqual(["this"]);
  });

  test("what the plan knows of the rest stays, and a document that is no JSON is not understood", () => {
    const partly = change("aws_iam_role.user", null, same, { after_unknown: { arn: true, assume_role_policy: false } });
    expect(madeOf(partly).user?.trust.grants).toHaveLength(1);
    const broken = change("aws_iam_role.user", null, { assume_role_policy: "{" });
    expect(madeOf(broken).user?.trust.unread).toEqual(['"{"']);
    const parsed = change("aws_iam_role.user", null, { assume_role_policy: JSON.parse(trust("123456789012")) });
    expect(madeOf(parsed).user?.trust.grants).toHaveLength(1);
  });
});
