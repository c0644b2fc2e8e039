// A drawn plan, whatever its resources are called, says the same as a comparison of the two accounts that it leads from and to.
import fc from "fast-check";
import { type Access, roleAccess } from "../../lib/review/access";
import { difference } from "../../lib/review/difference";
import { accessesOfPlan } from "../../lib/review/plan";
import { type ResourceChange, readPlan } from "../../lib/review/plan-format";
import { change, planOf } from "../support/plan";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 60) * 2;
const account = "123456789012";
const roleNames = ["chime-user", "chime-developer", "other"];
const policyNames = ["chime-user", "chime-developer", "edge"];
const unknownPolicy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const arnOf = (name: string) => (name.includes(":") ? name : `arn:aws:iam::${account}:policy/${name}`);

interface DrawnRole {
  readonly trusts: string;
  readonly attached: readonly string[];
  readonly inline: Readonly<Record<string, readonly string[]>>;
  readonly session: number;
  readonly boundary: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

interface DrawnAccount {
  readonly policies: Readonly<Record<string, readonly string[]>>;
  readonly roles: Readonly<Record<string, DrawnRole>>;
}

const actions = fc.uniqueArray(
  fc.constantFrom("chime:Connect", "chime:DeleteAppInstance", "chime:Send*", "s3:GetObject"),
  {
    minLength: 1,
  },
);
const role: fc.Arbitrary<DrawnRole> = fc.record({
  trusts: fc.constantFrom(account, "999999999999", "*"),
  attached: fc.uniqueArray(fc.constantFrom(...policyNames, unknownPolicy)),
  inline: fc.dictionary(fc.constantFrom("x", "y"), actions),
  session: fc.constantFrom(3600, 7200),
  boundary: fc.option(fc.constantFrom("edge", unknownPolicy), { nil: undefined }),
  tags: fc.dictionary(fc.constantFrom("team", "user"), fc.constantFrom("a", "b")),
});
const drawnAccount: fc.Arbitrary<DrawnAccount> = fc.record({
  policies: fc
    .tuple(actions, actions, actions)
    .map((lists) => Object.fromEntries(policyNames.map((name, i) => [name, lists[i] ?? []]))),
  roles: fc.dictionary(fc.constantFrom(...roleNames), role),
});

const trustOf = (AWS: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
});
const policyOf = (Action: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action, Resource: "*", Condition: { StringEquals: { "aws:PrincipalTag/user": "a" } } },
  ],
});

/** The account as the review sees it. */
function accessOf({ policies, roles }: DrawnAccount): Access {
  const entries = Object.entries(roles).map(([name, { trusts, attached, inline, session, boundary, tags }]) => {
    const known = attached.filter((policy) => policy in policies);
    return [
      name,
      roleAccess({
        ...{ name, path: "/", tags, maxSessionDuration: session, trust: trustOf(trusts) },
        policies: [...known.map((policy) => policies[policy] ?? []), ...Object.values(inline)].map(policyOf),
        furtherPolicies: attached.filter((policy) => !known.includes(policy)),
        ...(boundary === undefined ? {} : { boundary: arnOf(boundary) }),
        ...(boundary === "edge" ? { boundaryPolicy: policyOf(policies.edge ?? []) } : {}),
      }),
    ] as const;
  });
  return { account, roles: Object.fromEntries(entries) };
}

/** The plan from one account to the other. A role shows the policies that Terraform read of it before, as the provider does. */
function changesBetween(
  before: DrawnAccount,
  after: DrawnAccount,
  addressOf: (type: string, i: number) => string,
): ResourceChange[] {
  let i = 0;
  const changeOf = (type: string, one: object | undefined, other: object | undefined) => {
    i += 1;
    const values = [one ?? null, other ?? null] as [Record<string, unknown> | null, Record<string, unknown> | null];
    return one === undefined && other === undefined ? [] : [change(addressOf(type, i), ...values)];
  };
  const role = (name: string, of: DrawnRole | undefined, read: DrawnRole | undefined) =>
    of && {
      ...{ name, path: "/", assume_role_policy: JSON.stringify(trustOf(of.trusts)), max_session_duration: of.session },
      ...{ permissions_boundary: of.boundary === undefined ? "" : arnOf(of.boundary), tags_all: of.tags },
      managed_policy_arns: read?.attached.map(arnOf),
      inline_policy: Object.entries(read?.inline ?? {}).map(([policy, list]) => ({
        name: policy,
        policy: JSON.stringify(policyOf(list)),
      })),
    };
  const policy = (name: string, list: readonly string[] | undefined) =>
    list && { name, path: "/", arn: arnOf(name), policy: JSON.stringify(policyOf(list)) };
  return [
    ...policyNames.flatMap((name) =>
      changeOf("aws_iam_policy", policy(name, before.policies[name]), policy(name, after.policies[name])),
    ),
    ...roleNames.flatMap((name) => {
      const [was, is] = [before.roles[name], after.roles[name]];
      const attachments = [...policyNames, unknownPolicy].flatMap((one) => {
        const of = (some: DrawnRole | undefined) =>
          some?.attached.includes(one) ? { role: name, policy_arn: arnOf(one) } : undefined;
        return changeOf("aws_iam_role_policy_attachment", of(was), of(is));
      });
      const inline = ["x", "y"].flatMap((one) => {
        const of = (some: DrawnRole | undefined) =>
          some?.inline[one] && { role: name, name: one, policy: JSON.stringify(policyOf(some.inline[one])) };
        return changeOf("aws_iam_role_policy", of(was), of(is));
      });
      return [...changeOf("aws_iam_role", role(name, was, was), role(name, is, was)), ...attachments, ...inline];
    }),
  ];
}

const addresses = fc.constantFrom<(type: string, i: number) => string>(
  (type, i) => `${type}.user_policy_arns_${i}`,
  (type, i) => `module.chime.${type}.this["${i}"]`,
  (type, i) => `module.a["x"].module.b[0].${type}.further-user[${i}]`,
);

test("a plan says what a comparison of the two accounts says", () => {
  const seen = { wider: 0, same: 0 };
  fc.assert(
    fc.property(drawnAccount, drawnAccount, addresses, fc.nat(2), fc.nat(), (before, drawn, addressOf, kept, order) => {
      const after = kept === 0 ? before : drawn;
      const changes = changesBetween(before, after, addressOf);
      const at = order % Math.max(changes.length, 1);
      const shuffled = [...changes.slice(at), ...changes.slice(0, at)];
      const plan = readPlan(JSON.stringify(planOf(shuffled)));
      const found = accessesOfPlan(plan, { account });
      const [said, expected] = [difference(found.before, found.after), difference(accessOf(before), accessOf(after))];
      const sorted = (list: typeof said) =>
        list
          .filter(({ kind }) => kind !== "not_read")
          .map((one) => JSON.stringify(one, sortedLists))
          .sort();
      expect({ before, after, said: sorted(said) }).toEqual({ before, after, said: sorted(expected) });
      seen[expected.length === 0 ? "same" : "wider"] += 1;
    }),
    { numRuns },
  );
  expect(Math.min(seen.same, seen.wider)).toBeGreaterThan(numRuns / 8);
});

/** Lists of grants have the order of their policies, which says nothing. */
function sortedLists(_name: string, value: unknown): unknown {
  return Array.isArray(value)
    ? [...value].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
    : value;
}
