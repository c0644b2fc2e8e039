// The JSON Schema of environment files and synth agree: on every combination of what the rules of presence and choice are about,
// and on files that are drawn.
import fc from "fast-check";
import { environmentKeys } from "../../lib/environment/keys";
import { roleTypeNames } from "../../lib/grants/role-types";
import { arbitraryInputs } from "../support/arbitrary-inputs";
import { fourRoles, goodInputs, pool } from "../support/inputs";
import { accepts, mustRefuse } from "../support/schema";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 100);

test("the schema refuses a combination exactly where synth does", () => {
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
