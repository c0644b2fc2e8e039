// The JSON Schema of environment files, beside what synth says of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { InputError } from "../../lib";
import { parseEnvironment } from "../../lib/environment/environment-file";
import { environmentKeys } from "../../lib/environment/keys";
import { environment, fileOf } from "../arbitrary-inputs";
import { goodInputs } from "../bad-inputs";
import { projectRoot, readmeBlocks } from "../readme";

const folder = join(projectRoot, "environments");
const text = (file: string) => readFileSync(join(folder, file), "utf8");
const accepts = new Ajv({ strict: false }).compile(JSON.parse(text("schema.json")));
const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

function parses(json: string): boolean {
  try {
    parseEnvironment(json);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

const shipped = readdirSync(folder).filter((file) => file !== "schema.json");

test("dev, staging and prod are shipped", () => {
  expect(shipped).toEqual(expect.arrayContaining(["dev.json", "prod.json", "staging.json"]));
});

test.each(shipped)("%s names the schema, and follows it", (file) => {
  const json = JSON.parse(text(file));
  expect(json.$schema).toBe("./schema.json");
  expect(accepts(json)).toBe(true);
});

const takingOver = readFileSync(join(projectRoot, "docs/taking-over.md"), "utf8");

test.each([...readmeBlocks("json"), ...readmeBlocks("json", takingOver)])("an example follows it: %s", (block) => {
  expect(accepts(JSON.parse(block))).toBe(true);
  expect(parses(block)).toBe(true);
});

test("every key is described, for the editor to show", () => {
  const { properties } = JSON.parse(text("schema.json"));
  for (const name of Object.keys(environmentKeys)) expect(properties[name].description).toMatch(/\.$/);
});

test("it accepts what synth reads, and nothing else", () => {
  const bucket = { bucket: "states", key: "dev" };
  const values = fc.oneof(
    fc.jsonValue().filter((value) => !JSON.stringify(value).includes("null")), // which says nothing to synth
    fc.string(),
    fc.constantFrom<unknown>(
      { s3: bucket },
      { s4: bucket },
      { s3: bucket, gcs: bucket },
      { profile: "dev", default_tags: { Team: "chat" } },
      { assume_role_arn: "dev" },
      { user: { role_name: "Talker" } },
      { user: { role: "Talker" } },
      { usr: {} },
      true,
      7200,
      "/chat/",
    ),
  );
  const changed = fc
    .dictionary(fc.constantFrom(...Object.keys(environmentKeys), "$schema", "unknown"), values, { maxKeys: 2 })
    .map((change) => JSON.stringify({ ...goodInputs, ...change }));
  const seen = { read: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(environment.map(fileOf), changed), (json) => {
      const isRead = parses(json);
      seen[isRead ? "read" : "refused"] += 1;
      expect({ json, accepted: accepts(JSON.parse(json)) }).toEqual({ json, accepted: isRead });
    }),
    { numRuns },
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(numRuns / 10);
});
