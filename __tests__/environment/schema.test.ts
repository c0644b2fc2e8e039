// The JSON Schema of environment files, compared with what synth says of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentKeys } from "../../lib/environment/keys";
import { roleInputs } from "../../lib/inputs/inputs";
import { badInputs } from "../support/bad-inputs";
import { environmentFiles } from "../support/documents";
import { refusalOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";
import { accepts, mustRefuse, refusedBySchema, schema } from "../support/schema";

const folder = join(projectRoot, "environments");
const text = (file: string) => readFileSync(join(folder, file), "utf8");

const shipped = readdirSync(folder).filter((file) => file !== "schema.json");

test("dev, staging and prod are shipped", () => {
  expect(shipped).toEqual(expect.arrayContaining(["dev.json", "prod.json", "staging.json"]));
});

test.each(shipped)("%s names the schema, and follows it", (file) => {
  const json = JSON.parse(text(file));
  expect(json.$schema).toBe("./schema.json");
  expect(accepts(json)).toBe(true);
});

test.each(environmentFiles())("an example follows it: %s", (file) => {
  expect(refusedBySchema(JSON.parse(file))).toBeUndefined();
  expect(refusalOf(file)).toBeUndefined();
});

test("every key is described, for the editor to show", () => {
  const { properties, definitions } = schema;
  for (const name of Object.keys(environmentKeys)) expect(properties[name].description).toMatch(/\.$/);
  for (const name of Object.keys(roleInputs)) expect(definitions.role.properties[name].description).toMatch(/\.$/);
});

test.each(badInputs)("$what: the schema refuses what it can say", ({ change }) => {
  const json = { ...fourRoles, ...change };
  const withoutNulls = JSON.parse(JSON.stringify(json), (_key, value) => (value === null ? undefined : value));
  expect({ json, accepted: accepts(withoutNulls) }).toEqual({ json, accepted: !mustRefuse(json) });
});
