// Who can assume a role, with which tags, pool, audience, external ID and conditions: decided by a simulation of IAM over
// trust policies. The cases are data; module.test.ts asks the same of what the module plans.

import type { PolicyDocument } from "../../lib";
import { admits } from "../../scripts/simulation";
import { documentsOf, environmentWith } from "../support/environment";
import { readFixture } from "../support/files";
import type { TrustCases } from "../support/trust-cases";

function trustPolicyOf({ key, role }: TrustCases): PolicyDocument {
  return documentsOf(environmentWith({ roles: { [key]: role } }), key).trustPolicy;
}

describe.each(readFixture<TrustCases[]>("trust-cases.json"))("$key with $role", (group) => {
  test.each(group.cases)("$who: $may", async ({ may, ...attempt }) => {
    expect(await admits(trustPolicyOf(group), attempt)).toBe(may);
  });
});

test("an OIDC token of the audience and subject, with the tag", async () => {
  // Google's issuer, because the simulator knows no keys of an issuer that AWS's reference does not list.
  const arn = "arn:aws:iam::123456789012:oidc-provider/accounts.google.com";
  const role = { oidc_providers: [{ arn, audiences: ["chat"], subjects: ["12"] }] };
  const policy = trustPolicyOf({ key: "user", role, cases: [] });
  const attempt = (context: Record<string, string>) =>
    admits(policy, { principal: arn, action: "sts:AssumeRoleWithWebIdentity", context });
  const tag = { "aws:RequestTag/AppInstanceUserId": "alice" };
  const good = { "accounts.google.com:aud": "chat", "accounts.google.com:sub": "12", ...tag };
  expect(await attempt(good)).toBe(true);
  expect(await attempt({ ...good, "accounts.google.com:aud": "other" })).toBe(false);
  expect(await attempt({ ...good, "accounts.google.com:sub": "21" })).toBe(false);
  expect(await attempt({ ...good, "aws:RequestTag/AppInstanceUserId": "*" })).toBe(false);
});
