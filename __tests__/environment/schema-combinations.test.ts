// The rules of presence and choice: the schema and synth agree on every combination of inputs.
import { roleTypeNames } from "../../lib/access/role-types";
import { goodInputs, pool } from "../support/inputs";
import { accepts, mustRefuse } from "../support/schema";

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
