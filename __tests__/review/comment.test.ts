// The comment on a pull request: who gets or loses access comes first, plans come last and whole, and nothing is silently left out.

import { commentOf, mark } from "../../lib/review/comment";
import { reportOf } from "../../lib/review/report";
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
  expect(
    commentOf([{ name: "dev", plan }], run),
  ).toContain(`<details><summary>Plan of dev: Plan: 1 to add &lt;b></summary>

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
  expect(comment.match(/Access gets wider|access gets wider/g)).toHaveLength(3);
  expect(comment).toContain(`Plans that are not here are in the summary of [this run](${run}).`);
  const many = Array.from({ length: 200 }, (_, i) => ({
    name: `tenant-${i}`,
    report: wider,
  }));
  expect(commentOf(many, run)).toBe(
    `${mark}\nThe change of access is too long for a comment: [this run](${run}) has it in its summary.\n`,
  );
});
