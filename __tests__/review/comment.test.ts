// The comment on a pull request: who gets or loses access comes first, plans come last and whole, and nothing is silently left out.

import { roleAccess } from "../../lib/review/access";
import { commentOf } from "../../lib/review/comment";
import { reportOf } from "../../lib/review/report";
import { textOf } from "../../lib/review/text";
import { accessOf, environmentOf } from "../support/environment";
import { goodInputs, trusted } from "../support/inputs";

const run = "https://example.com/run";
const accessOfRoles = (roles: object) => accessOf(environmentOf({ ...goodInputs, roles }));
const user = { user: trusted };
const report = (before: object, after: object) => reportOf(accessOfRoles(after), accessOfRoles(before));

const wider = report(user, {
  user: {
    ...trusted,
    principal_arns: ["arn:aws:iam::999999999999:role/partner"],
    capabilities: ["default", "search"],
  },
});

test("a pull request that adds search and trusts another account, in ten lines", () => {
  const comment = commentOf(
    [
      {
        name: "dev",
        report: wider,
        plan: "Plan: 0 to add, 2 to change, 0 to destroy.\n",
      },
    ],
    run,
  );
  const [before = ""] = comment.split("<details><summary>Plan");
  expect(before.trim().split("\n").length).toBeLessThanOrEqual(10);
  expect(comment).toMatchInlineSnapshot(`
    "<!-- chime-iam plan -->

    🔺 **dev**: access gets wider for user
    - ⚠️ **user**: Trusts another AWS account: role/partner of another account (999999999999). They choose the session tags, so can act as any user of the chat.

    |  | role | change |
    | --- | --- | --- |
    | ➕ wider | user | can now be assumed by role/partner of another account (999999999999), with the session tag AppInstanceUserId |
    | ➕ wider | user | can now call SearchChannels (search) as the user of the session (session tag AppInstanceUserId), on any channel |

    <details><summary>Plan of dev: Plan: 0 to add, 2 to change, 0 to destroy.</summary>

        Plan: 0 to add, 2 to change, 0 to destroy.

    </details>
    "
  `);
});

test("one line for an environment without a change, one that gets narrower, one whose plan failed, one that cannot be read", () => {
  const environments = [
    {
      name: "dev",
      report: report(user, user),
      plan: "No changes. Your infrastructure matches the configuration.\n",
    },
    { name: "staging", report: report({ ...user, websocket: trusted }, user) },
    { name: "test", plan: "Plan: 1 to add, 0 to change, 0 to destroy.\n" },
    { name: "prod" },
  ];
  const lines = commentOf(environments, run)
    .split("\n")
    .filter((line) => /\*\*(dev|staging|test|prod)\*\*/.test(line));
  expect(lines).toEqual([
    "✅ **dev**: access does not change",
    "🔻 **staging**: access gets narrower for websocket",
    "❌ **test**: the plan cannot be read, so its change of access is unknown, see [this run](https://example.com/run)",
    "❌ **prod**: planning failed or did not run, see [this run](https://example.com/run)",
  ]);
});

test("nothing in a plan ends its block of code or becomes markup", () => {
  const plan = '  + description = "````\n</details> <b>"\nPlan: 1 to add <b>\n';
  expect(commentOf([{ name: "dev", plan }], run)).toContain(`<details><summary>Plan of dev: only outputs</summary>

      + description = "\`\`\`\`
    </details> <b>"
    Plan: 1 to add <b>

</details>`);
});

test("plans that do not fit are left out whole, and the comment says where they are", () => {
  const plan = `${"line\n".repeat(5_000)}Plan: 1 to add\n`;
  const comment = commentOf(
    ["dev", "staging", "prod"].map((name) => ({ name, report: wider, plan })),
    run,
  );
  expect(comment.length).toBeLessThan(65_536);
  expect(comment.match(/Plan of/g)).toHaveLength(1);
  expect(comment.match(/access gets wider/g)).toHaveLength(3);
  expect(comment).toContain(`Plans that are not here are in the summary of [this run](${run}).`);
});

// Reported: a long comment dropped the sign of every environment.
describe("a comment that is too long", () => {
  const named = (count: number, of: object) =>
    Array.from({ length: count }, (_, i) => ({ name: `tenant-${i}`, ...of }));
  const narrower = report({ ...user, websocket: trusted }, user);

  test("has the line of each environment, and the changes of those where access gets wider first", () => {
    const environments = [...named(300, { report: narrower, plan: "No changes.\n" }), { name: "prod", report: wider }];
    const comment = commentOf(environments, run);
    expect(comment.length).toBeLessThan(65_536);
    expect(comment.match(/^🔻 /gm)).toHaveLength(300);
    expect(comment).toContain("🔺 **prod**: access gets wider for user\n- ⚠️ **user**: Trusts another AWS account");
    expect(comment).toContain(`Plans, and changes that are not here, are in the summary of [this run](${run}).`);
  });

  test("has the name of each environment by its sign, beyond a thousand", () => {
    const environments = [...named(1500, { report: narrower }), { name: "prod", report: wider }, { name: "test" }];
    const comment = commentOf(environments, run);
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain("❌ 1: test\n");
    expect(comment).toContain("🔺 1: prod\n");
    expect(comment).toContain("🔻 1500 environments\n");
  });
});

describe("what comes from a file under review is shown as it is", () => {
  const principals = (id: string) => ({
    account: goodInputs.account_id,
    roles: {
      user: roleAccess({
        trust: { Statement: [{ Effect: "Allow", Principal: { AWS: id }, Action: "sts:AssumeRole" }] },
        policy: { Statement: [] },
      }),
    },
  });
  const none = { account: goodInputs.account_id, roles: {} };
  const shown = (id: string) => commentOf([{ name: "dev", report: reportOf(principals(id), none) }], run);

  // Reported: ESC, a line break and marks of direction forged a line over the true one.
  test.each([
    ["a line break", "x\n✅ **dev**: access does not change", "x\\u{a}✅"],
    ["an escape", "\u001b[1A\u001b[2K", "\\u{1b}"],
    ["a mark of direction", "\u202eevil", "\\u{202e}"],
    ["a separator of lines", "\u2028x", "\\u{2028}"],
  ])("%s", (_what, id, expected) => {
    const comment = shown(id);
    expect(comment.replaceAll("&#92;", "\\")).toContain(expected.replace("\\\\", "\\"));
    expect(comment.match(/^(✅|🔺)/gm)).toEqual(["🔺"]);
    for (const sign of ["\u001b", "\u202e", "\u2028"]) expect(comment).not.toContain(sign);
    const text = textOf(reportOf(principals(id), none), { name: "dev", isColored: false, width: 500 });
    for (const sign of ["\u001b", "\u202e", "\u2028", "\n✅"]) expect(text).not.toContain(sign);
  });

  // Reported: GitHub made links and mentions of words.
  test.each([
    "www.example.com",
    "https://example.com",
    "GH-1",
    "@someone",
    "octo/cat#1",
    ":white_check_mark:",
    "a@b.example",
  ])("%s is code and no link", (id) => {
    const comment = shown(id);
    expect(comment).not.toContain(id);
    expect(comment).toMatch(/<code>[^<]*<\/code>/);
  });

  test("the plan, of which the summary is Terraform's last", () => {
    const plan =
      "Plan: 0 to add, 0 to change, 0 to destroy.\n\u001b[1A\u202ex\tz\nPlan: 1 to add, 0 to change, 9 to destroy.\n";
    const comment = commentOf([{ name: "dev", plan }], run);
    expect(comment).toContain("<summary>Plan of dev: Plan: 1 to add, 0 to change, 9 to destroy.</summary>");
    expect(comment).toContain("    \\u{1b}[1A\\u{202e}x\tz\n");
  });
});

test("what several roles have alike is said once, and what matters most comes first", () => {
  const both = { user: trusted, websocket: trusted };
  const opened = (role: object) => ({ ...role, principal_arns: ["arn:aws:iam::999999999999:role/partner"] });
  const comment = commentOf(
    [{ name: "dev", report: report(both, { user: opened(trusted), websocket: opened(trusted) }) }],
    run,
  );
  expect(comment.match(/partner/g)).toHaveLength(2);
  expect(comment).toContain("⚠️ **user, websocket**: Trusts another AWS account");
  expect(comment).toContain("| ➕ wider | user, websocket | can now be assumed by");
  const removed = report(both, { user: opened(trusted) }).remarks.map(({ severity }) => severity);
  expect(removed).toEqual(["danger", "note"]);
});
