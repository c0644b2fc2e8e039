// Each trust statement as IAM gets it, written out by hand from AWS's pages.

import { InputError, type OidcProvider, Trust } from "../../lib";
import { trustPolicy } from "../../lib/access/trust";

const home = { partition: "aws", account: "123456789012" };
const backend = "arn:aws:iam::210987654321:role/backend";
const pool = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";

function oidc(change: Partial<OidcProvider>): Trust {
  const arn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";
  return Trust.oidcProvider({ arn, audiences: ["chat"], subjects: ["*"], ...change });
}

function statements(trust: Trust, ...tagKeys: string[]) {
  return trustPolicy("user", [trust], { home, tagKeys }).Statement;
}

test("the account, with the session tag required and free of wildcards", () => {
  expect(statements(Trust.account(), "ChatUser")).toEqual([
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringLike: { "aws:RequestTag/ChatUser": "?*" },
        StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
      },
    },
  ]);
});

test("the account, for a role that names no user", () => {
  expect(statements(Trust.account())).toEqual([
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: ["sts:AssumeRole"] },
  ]);
});

test("principals with an external ID, which the action that passes tags does not know", () => {
  const Condition = {
    StringLike: { "aws:RequestTag/ChatUser": "?*" },
    StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
  };
  expect(statements(Trust.principals([backend], { externalId: "chat" }), "ChatUser")).toEqual([
    {
      Effect: "Allow",
      Principal: { AWS: [backend] },
      Action: ["sts:AssumeRole"],
      Condition: { StringEquals: { "sts:ExternalId": "chat" }, ...Condition },
    },
    { Effect: "Allow", Principal: { AWS: [backend] }, Action: ["sts:TagSession"], Condition },
  ]);
});

test("a service, which passes no tag", () => {
  expect(statements(Trust.services(["lambda.amazonaws.com"]), "ChatUser")).toEqual([
    { Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
  ]);
});

test("authenticated identities whose pool sets the session tag", () => {
  expect(statements(Trust.cognitoIdentityPools([pool], { userId: "session_tag" }), "ChatUser")).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": [pool] },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        StringLike: { "aws:RequestTag/ChatUser": "?*" },
        StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
      },
    },
  ]);
});

test("SAML providers", () => {
  const okta = "arn:aws:iam::123456789012:saml-provider/okta";
  expect(statements(Trust.samlProviders([okta]), "ChatUser")).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: [okta] },
      Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
      Condition: {
        StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" },
        StringLike: { "aws:RequestTag/ChatUser": "?*" },
        StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
      },
    },
  ]);
});

test("an OIDC provider, with two tags demanded beside its subjects", () => {
  const arn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com/tenant";
  const trust = Trust.oidcProvider({ arn, audiences: ["chat"], subjects: ["user|*"] });
  expect(statements(trust, "ChatUser", "ChatApp")).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: arn },
      Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
      Condition: {
        StringEquals: { "auth.example.com/tenant:aud": ["chat"] },
        StringLike: {
          "auth.example.com/tenant:sub": ["user|*"],
          "aws:RequestTag/ChatUser": "?*",
          "aws:RequestTag/ChatApp": "?*",
        },
        StringNotLike: {
          "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"],
          "aws:RequestTag/ChatApp": ["*${*}*", "*${?}*"],
        },
      },
    },
  ]);
});

test("authenticated identities of a Cognito identity pool, which bring no tag", () => {
  expect(statements(Trust.cognitoIdentityPools([pool]), "ChatUser")).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": [pool] },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      },
    },
  ]);
});

test("a role that nobody may assume is refused", () => {
  const make = () => trustPolicy("user", [], { home, tagKeys: [] });
  expect(make).toThrow(InputError);
  expect(make).toThrow("roles.user: nobody may assume it; give it trust_account, principal_arns, service");
});

test.each([
  ["no principal", () => Trust.principals([]), "principal_arns is empty"],
  ["the whole world", () => Trust.principals([backend, "*"]), 'principal_arns[1] is "*"'],
  ["no pool", () => Trust.cognitoIdentityPools([]), "cognito_identity_pool_ids is empty"],
  [
    "a user pool",
    () => Trust.cognitoIdentityPools(["us-east-1_AbC"]),
    'cognito_identity_pool_ids[0] is "us-east-1_AbC"',
  ],
  ["no service", () => Trust.services([]), "service_principals is empty, expected at least one."],
  ["a service's short name", () => Trust.services(["lambda"]), 'service_principals[0] is "lambda"'],
  ["no SAML provider", () => Trust.samlProviders([]), "saml_provider_arns is empty"],
  ["a SAML provider's name", () => Trust.samlProviders(["okta"]), 'saml_provider_arns[0] is "okta"'],
  ["an OIDC issuer", () => oidc({ arn: "https://a.b" }), 'oidc_providers.arn is "https://a.b"'],
  ["no audience", () => oidc({ audiences: [] }), "oidc_providers.audiences is empty"],
  ["any audience", () => oidc({ audiences: ["*"] }), 'oidc_providers.audiences[0] is "*"'],
  ["no subject", () => oidc({ subjects: [] }), "oidc_providers.subjects is empty"],
  ["a subject with a variable", () => oidc({ subjects: ["${x}"] }), 'oidc_providers.subjects[0] is "${x}"'],
  ["an external ID with a star", () => Trust.principals([backend], { externalId: "a*" }), 'external_id is "a*"'],
  ["an external ID of one letter", () => Trust.account({ externalId: "x" }), 'external_id is "x"'],
])("%s is refused", (_what, make, says) => {
  expect(make).toThrow(InputError);
  expect(make).toThrow(says);
});
