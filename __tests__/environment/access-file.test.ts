// access/<environment>.json: one fact a line, so that a change of access is a change of its lines; the shipped ones are fresh.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessOf } from "../../lib/environment/access";
import { accessFileText } from "../../lib/environment/access-file";
import { environmentOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";

test("one fact a line, sorted, the roles in order", () => {
  const lines = accessFileText(accessOf(environmentOf(fourRoles))).split("\n");
  const facts = lines.filter((line) => line.startsWith("    {")).map((line) => line.replace(/,$/, ""));
  expect(facts.length).toBeGreaterThan(60);
  for (const fact of facts) expect(Object.keys(JSON.parse(fact))[0]).toBe("role");
  const rolesInOrder = [...new Set(facts.map((fact) => JSON.parse(fact).role))];
  expect(rolesInOrder).toEqual([...rolesInOrder].sort());
});

test("a change of access is a change of its lines, and nothing else is", () => {
  const text = (user: object) =>
    accessFileText(accessOf(environmentOf({ ...fourRoles, roles: { ...fourRoles.roles, user } }))).split("\n");
  const before = text({ trust_account: true });
  const after = text({ trust_account: true, capabilities: ["default", "search"], description: "Other words." });
  const added = after.filter((line) => !before.includes(line));
  expect(before.filter((line) => !after.includes(line))).toEqual([]);
  expect(added).toEqual([expect.stringContaining('{"role":"user","may":"SearchChannels","on":["channel/*","user/')]);
});

test.each(readdirSync(join(projectRoot, "environments")).filter((file) => file !== "schema.json"))(
  "the committed access/%s is fresh: `npm run synth` makes it so",
  (file) => {
    const environment = environmentOf(readFileSync(join(projectRoot, "environments", file), "utf8"));
    expect(readFileSync(join(projectRoot, "access", file), "utf8")).toBe(accessFileText(accessOf(environment)));
  },
);
