// The JSON Schema of environment files, compared with what synth says of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { isAboutOneRole } from "../../lib/access/conditions";
import { roleInputs } from "../../lib/access/inputs";
import { roleTypeNames } from "../../lib/access/role-types";
import { choiceRules } from "../../lib/access/rules";
import { environmentKeys } from "../../lib/environment/keys";
import { arbitraryInputs } from "../support/arbitrary-inputs";
import { badInputs } from "../support/bad-inputs";
import { environmentFiles } from "../support/documents";
import { refusalOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { fourRoles, goodInputs, pool } from "../support/inputs";

const folder = join(projectRoot, "environments");
const text = (file: string) => readFileSync(join(folder, file), "utf8");
const accepts = new Ajv({ strict: false }).compile(JSON.parse(text("schema.json")));
const numRuns = Number(process.env.PROPERTY_RUNS ?? 100);

/** The rules that the schema cannot say: of values that depend on each other, and of documents. */
const beyondSchema = /^(?!REQUIRED|UNKNOWN_INPUT|INVALID|WRONG_TYPE|EMPTY_LIST|DUPLICATE|TOO_MANY|ROLE_TYPE_REQUIRED)/;
const inSchema = new Set(
  choiceRules
    .filter(({ of, when, require }) => of === "inputs" || isAboutOneRole({ all: [when, require] }))
    .map(({ code }) => code),
);

/** Whether the schema must refuse a file: something is wrong that it can say. */
function mustRefuse(json: object): boolean {
  const codes = refusalOf(json)?.violations.map(({ code }) => code) ?? [];
  return codes.some((code) => inSchema.has(code) || !beyondSchema.test(code));
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

test.each(environmentFiles())("an example follows it: %s", (file) => {
  expect({ accepted: accepts(JSON.parse(file)), errors: accepts.errors }).toEqual({ accepted: true, errors: null });
  expect(refusalOf(file)).toBeUndefined();
});

test("every key is described, for the editor to show", () => {
  const { properties, definitions } = JSON.parse(text("schema.json"));
  for (const name of Object.keys(environmentKeys)) expect(properties[name].description).toMatch(/\.$/);
  for (const name of Object.keys(roleInputs)) expect(definitions.role.properties[name].description).toMatch(/\.$/);
});

test.each(badInputs)("$what: the schema refuses what it can say", ({ change }) => {
  const json = { ...fourRoles, ...change };
  const withoutNulls = JSON.parse(JSON.stringify(json), (_key, value) => (value === null ? undefined : value));
  expect({ json, accepted: accepts(withoutNulls) }).toEqual({ json, accepted: !mustRefuse(json) });
});

test("the rules of presence and choice: the schema and synth agree on every combination", () => {
  const choices: Readonly<Record<string, readonly unknown[]>> = {
    trust_account: [undefined, true, false],
    service_principals: [undefined, ["lambda.amazonaws.com"]],
    cognito_identity_pool_ids: [undefined, [], [pool]],
    cognito_user_id: [undefined, "session_tag"],
    external_id: [undefined, "chat"],
    app_instance_user_id: [undefined, "alice"],
    app_instance_bot_id: [undefined, "helper"],
    capabilities: [undefined, ["default"]],
    calls: [undefined, ["GetMessagingSessionEndpoint"], ["Connect"]],
    scope: [undefined, "app_instance"],
  };
  let combinations: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(choices)) {
    combinations = combinations.flatMap((role) => values.map((value) => ({ ...role, [name]: value })));
  }
  const seen = { accepted: 0, refused: 0 };
  for (const type of roleTypeNames) {
    for (const [i, role] of combinations.entries()) {
      const key = i % 2 === 0 ? type : "support";
      const json = JSON.parse(
        JSON.stringify({ ...goodInputs, roles: { [key]: key === type ? role : { type, ...role } } }),
      );
      const accepted = accepts(json);
      seen[accepted ? "accepted" : "refused"] += 1;
      if (accepted === mustRefuse(json)) expect({ json, accepted }).toEqual({ json, accepted: !accepted });
    }
  }
  expect(combinations.length).toBeGreaterThan(2304);
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(500);
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
