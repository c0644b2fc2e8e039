// Who can assume a role, with which tags, pool, audience and external ID: decided by a simulation of IAM over the trust
// policies of a stack. The cases are data, in cases/trust.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PolicyDocument, Trust } from "../../lib";
import { trustPolicy } from "../../lib/access/trust";
import { parseEnvironment } from "../../lib/environment/environment-file";
import { trustOf } from "../../lib/environment/roles";
import { type Attempt, admits } from "../../scripts/simulation";
import { goodInputs } from "../bad-inputs";

interface TrustCases {
  readonly role: object & { readonly app_instance_user_id?: string };
  readonly cases: readonly (Attempt & { readonly who: string; readonly may: boolean })[];
}

const groups: TrustCases[] = JSON.parse(readFileSync(join(__dirname, "cases/trust.json"), "utf8"));

function trustPolicyOf(role: TrustCases["role"]): PolicyDocument {
  const { roles } = parseEnvironment(JSON.stringify({ ...goodInputs, roles: { user: role } }));
  const tagKeys = role.app_instance_user_id === undefined ? ["AppInstanceUserId"] : [];
  const home = { partition: "aws", account: goodInputs.account_id };
  return trustPolicy("user", trustOf("user", roles?.user ?? {}), { home, tagKeys });
}

describe.each(groups)("a role with $role", ({ role, cases }) => {
  test.each(cases)("$who: $may", async ({ may, ...attempt }) => {
    expect(await admits(trustPolicyOf(role), attempt)).toBe(may);
  });
});

test("an OIDC token of the audience and subject, with the tag", async () => {
  // Google's issuer, because the simulator knows no keys of an issuer that AWS's reference does not list.
  const arn = "arn:aws:iam::123456789012:oidc-provider/accounts.google.com";
  const trust = Trust.oidcProvider({ arn, audiences: ["chat"], subjects: ["1*"] });
  const policy = trustPolicy("user", [trust], { home: { partition: "aws", account: "123456789012" }, tagKeys: ["U"] });
  const attempt = (context: Record<string, string>) =>
    admits(policy, { principal: arn, action: "sts:AssumeRoleWithWebIdentity", context });
  const good = { "accounts.google.com:aud": "chat", "accounts.google.com:sub": "12", "aws:RequestTag/U": "alice" };
  expect(await attempt(good)).toBe(true);
  expect(await attempt({ ...good, "accounts.google.com:aud": "other" })).toBe(false);
  expect(await attempt({ ...good, "accounts.google.com:sub": "21" })).toBe(false);
  expect(await attempt({ ...good, "aws:RequestTag/U": "*" })).toBe(false);
});
