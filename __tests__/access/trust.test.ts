// Each trust statement as IAM gets it, written out by hand from AWS's pages.

import { InputError, Trust } from "../../lib";
import { trustPolicy } from "../../lib/access/trust";

const home = { partition: "aws", account: "123456789012" };
const backend = "arn:aws:iam::210987654321:role/backend";
const pool = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";

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

test("principals with an external ID", () => {
  expect(statements(Trust.principals([backend], { externalId: "chat" }), "ChatUser")).toEqual([
    {
      Effect: "Allow",
      Principal: { AWS: [backend] },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: { "sts:ExternalId": "chat" },
        StringLike: { "aws:RequestTag/ChatUser": "?*" },
        StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
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
  ["an external ID of one letter", () => Trust.account({ externalId: "x" }), 'external_id is "x"'],
])("%s is refused", (_what, make, says) => {
  expect(make).toThrow(InputError);
  expect(make).toThrow(says);
});
