// The JSON Schema of environment files, compared with what synth says of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { roleInputs } from "../../lib/access/inputs";
import { environmentKeys } from "../../lib/environment/keys";
import { arbitraryInputs } from "../support/arbitrary-inputs";
import { badInputs } from "../support/bad-inputs";
import { environmentFiles } from "../support/documents";
import { refusalOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { fourRoles } from "../support/inputs";
import { accepts, mustRefuse, refusedBySchema, schema } from "../support/schema";

const folder = join(projectRoot, "environments");
const text = (file: string) => readFileSync(join(folder, file), "utf8");
const numRuns = Number(process.env.PROPERTY_RUNS ?? 100);

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

test("the schema accepts what synth reads, and refuses what it can say", () => {
  const bucket = { bucket: "states", key: "dev" };
  const values = fc.oneof(
    fc.jsonValue().filter((value) => !JSON.stringify(value).includes("null")), // which is not set, to synth
    fc.string(),
    fc.constantFrom<unknown>(
      { s3: bucket },
      { s4: bucket },
      { s3: bucket, gcs: bucket },
      { profile: "dev", default_tags: { Team: "chat" } },
      { assume_role: { role_arn: "dev" } },
      { user: { role_name: "Talker" } },
      { user: { role: "Talker" } },
      true,
      7200,
      "/chat/",
    ),
  );
  const keys = [...Object.keys(environmentKeys), "$schema", "unknown"];
  const changed = fc
    .dictionary(fc.constantFrom(...keys), values, { maxKeys: 2 })
    .map((change) => ({ ...fourRoles, ...change }));
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(arbitraryInputs, changed), (json) => {
      const accepted = accepts(json);
      seen[accepted ? "accepted" : "refused"] += 1;
      expect({ json, accepted }).toEqual({ json, accepted: !mustRefuse(json) });
    }),
    { numRuns },
  );
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(numRuns / 10);
});
