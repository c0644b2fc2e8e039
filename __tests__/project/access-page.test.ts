// The page of access: complete, small, the same every time, and markup from an environment's file is text in it.
import { callNames } from "../../lib/grants/calls";
import { questions } from "../../lib/review/questions";
import { trusted } from "../support/inputs";
import { paged, pageOfRoles } from "../support/page";

const markup = "<script>alert(1)</script>";
const everyCall = { type: "backend", trust_account: true, calls: callNames, app_instance_user_id: "*" };

test("it has every role and call of an environment, in less than 300 kB", () => {
  const page = pageOfRoles(paged("dev", { user: trusted, lambda: everyCall }), paged("prod", { user: trusted }));
  const text = page.replace(/<wbr>/g, "");
  for (const name of [...callNames, "user", "lambda", "dev", "prod"]) expect(text).toContain(`>${name}<`);
  expect(page.length).toBeLessThan(300_000);
  expect(pageOfRoles(paged("dev", { user: trusted, lambda: everyCall }), paged("prod", { user: trusted }))).toBe(page);
});

test("it needs nothing from outside, and runs no script but its own", () => {
  const page = pageOfRoles(paged("dev", { user: trusted }));
  expect(page).toContain("default-src &#39;none&#39;");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/<(link|img|iframe|object)|src=|url\(|@import/);
});

test("text of an environment's file is shown as it is written", () => {
  const page = pageOfRoles(paged("dev", { user: { ...trusted, description: `${markup}"` } }));
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;");
  expect(page.match(/<script/g)).toHaveLength(1);
});

// Sending as one's own user had the colour of "any channel": two colours for the same words.
test("the same words have the same colour", () => {
  const page = pageOfRoles(paged("dev", { developer: trusted, user: trusted, lambda: everyCall }));
  const colours = new Map<string, Set<string>>();
  for (const [, colour = "", words = ""] of page.matchAll(/<span class="(none|one|several|beyond)">([^<]*)<\/span>/g))
    colours.set(words, (colours.get(words) ?? new Set()).add(colour));
  expect(colours.get("own user")).toEqual(new Set(["one"]));
  // Reported: a call on any channel was green, as if it reached one.
  expect(colours.get("own user, any channel")).toEqual(new Set(["several"]));
  expect([...colours].filter(([, of]) => of.size > 1)).toEqual([]);
});

test("every star in a policy of ours has its reason", () => {
  const page = pageOfRoles(
    paged("dev", { developer: trusted, user: trusted, minimal_user: trusted, websocket: trusted, lambda: everyCall }),
  );
  expect(page).toContain("IAM knows no memberships: the service itself refuses");
  expect(page).not.toMatch(/reason [0-9]|correction [0-9]/);
  expect(page).not.toContain("no reason known");
});

test("what people ask first stands above the names of the calls, in the words of the README", () => {
  const page = pageOfRoles(paged("dev", { user: trusted, lambda: everyCall }));
  const [before = "", after = ""] = page.split('<div class="matrix"');
  for (const [what] of questions) expect(before).toContain(`<th scope="row">${what}</th>`);
  expect(after.replace(/<wbr>/g, "")).toContain("SendChannelMessage");
});

test("the name of an environment is there once, and of several in each section", () => {
  const headings = (...names: string[]) =>
    pageOfRoles(...names.map((name) => paged(name, { user: trusted }))).match(/<h3>/g) ?? [];
  expect(headings("dev")).toHaveLength(0);
  expect(headings("dev", "prod").length).toBeGreaterThan(3);
});

test("what changes comes first, with what stands out in it, and is marked by a sign and a word", () => {
  const before = { user: { ...trusted, capabilities: ["default", "search"] }, websocket: trusted };
  const page = pageOfRoles(
    paged("dev", { user: { ...trusted, principal_arns: ["arn:aws:iam::999999999999:role/a"] } }, before),
  );
  expect(/<h2 id="([^"]*)"/.exec(page)?.[1]).toBe("changes");
  expect(page).toContain("Access gets wider for user; narrower for user, websocket.");
  expect(page).toMatch(/Trusts another AWS account.*<h2 id="roles"/s);
  expect(page).toContain("+ wider");
  expect(page).toContain("− narrower");
  expect(page).toContain("− removed");
});
