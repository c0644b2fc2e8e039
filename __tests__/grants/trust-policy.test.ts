// Each trust statement as IAM gets it, written by hand from AWS's pages.

import { type OidcProvider, Trust } from "../../lib/constructs/trust";
import type { PolicyDocument } from "../../lib/grants/policy-document";
import type { TrustCondition } from "../../lib/grants/trust-conditions";
import { conditionBlock } from "../../lib/grants/trust-conditions";
import { trustKindEntries } from "../../lib/grants/trust-kinds";
import { type TrustContext, trustPolicy } from "../../lib/grants/trust-policy";
import { inputsOf, trustsOf } from "../../lib/inputs/trusts-of-role";
import { backend, pool } from "../support/inputs";

const account = "123456789012";
const root = "arn:aws:iam::123456789012:root";
const okta = "arn:aws:iam::123456789012:saml-provider/okta";

function oidc(change: Partial<OidcProvider> = {}): Trust {
  const arn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com/tenant";
  return Trust.oidcProvider({ arn, audiences: ["chat"], subjects: ["a|*"], ...change });
}

function statements(
  trust: Trust | readonly Trust[],
  tagKeys: readonly string[] = [],
  conditions: readonly TrustCondition[] = [],
  change: Partial<TrustContext> = {},
): PolicyDocument["Statement"] {
  const context = { account, tagKeys, userIdTagKey: "ChatUser", issuerOf, ...change };
  const trusts = [trust].flat().map((one) => ({ ...one, conditions }));
  return trustPolicy(trusts, { allowedUserIds: undefined, allowsSourceIdentity: false, ...context }).Statement;
}

const issuerOf = (arn: string) => arn.replace(/^[^/]*\//, "");

/** The conditions of a session tag that must be passed, without a wildcard. */
const tagged = {
  StringLike: { "aws:RequestTag/ChatUser": ["?*"] },
  StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
};

test("the account", () => {
  const statement = { Effect: "Allow", Principal: { AWS: root }, Action: ["sts:AssumeRole", "sts:TagSession"] };
  expect(statements(Trust.account())).toEqual([statement]);
  expect(statements(Trust.account(), ["ChatUser"])).toEqual([{ ...statement, Condition: tagged }]);
});

test("principals with an external ID, which the action that passes tags does not know", () => {
  expect(statements(Trust.principals([backend], { externalId: "chat" }), ["ChatUser"])).toEqual([
    {
      Effect: "Allow",
      Principal: { AWS: [backend] },
      Action: ["sts:AssumeRole"],
      Condition: { StringEquals: { "sts:ExternalId": ["chat"] }, ...tagged },
    },
    { Effect: "Allow", Principal: { AWS: [backend] }, Action: ["sts:TagSession"], Condition: tagged },
  ]);
});

test("a service, which passes no tag, and the one that does", () => {
  const statement = (service: string, ...actions: string[]) => ({
    Effect: "Allow",
    Principal: { Service: [service] },
    Action: actions,
  });
  expect(statements(Trust.services(["lambda.amazonaws.com"]))).toEqual([
    statement("lambda.amazonaws.com", "sts:AssumeRole"),
  ]);
  expect(statements(Trust.services(["pods.eks.amazonaws.com"]))).toEqual([
    statement("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession"),
  ]);
});

describe("the authenticated identities of a Cognito identity pool", () => {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
  };
  const ofPool = {
    StringEquals: { "cognito-identity.amazonaws.com:aud": [pool] },
    "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": ["authenticated"] },
  };

  test("whose pool sets the session tag", () => {
    expect(statements(Trust.cognitoIdentityPools([pool], { userId: "session_tag" }), ["ChatUser"])).toEqual([
      { ...statement, Condition: { ...ofPool, ...tagged } },
    ]);
  });

  test("which are known by their identity ID: the pool may pass tags, since AWS refuses the session otherwise", () => {
    expect(statements(Trust.cognitoIdentityPools([pool]))).toEqual([{ ...statement, Condition: ofPool }]);
  });

  test("but not the tag by which others are known: an identity would be another user", () => {
    expect(statements(Trust.cognitoIdentityPools([pool]), ["ChatUser"])).toEqual([
      { ...statement, Condition: { ...ofPool, Null: { "aws:RequestTag/ChatUser": ["true"] } } },
    ]);
  });
});

test("SAML providers", () => {
  expect(statements(Trust.samlProviders([okta]), ["ChatUser"])).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: [okta] },
      Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
      Condition: { StringEquals: { "SAML:aud": ["https://signin.aws.amazon.com/saml"] }, ...tagged },
    },
  ]);
});

test("an OIDC provider whose issuer has a path, with two tags", () => {
  expect(statements(oidc(), ["ChatUser", "ChatApp"])).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/auth.example.com/tenant" },
      Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
      Condition: {
        StringEquals: { "auth.example.com/tenant:aud": ["chat"] },
        StringLike: {
          "auth.example.com/tenant:sub": ["a|*"],
          "aws:RequestTag/ChatUser": ["?*"],
          "aws:RequestTag/ChatApp": ["?*"],
        },
        StringNotLike: {
          "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"],
          "aws:RequestTag/ChatApp": ["*${*}*", "*${?}*"],
        },
      },
    },
  ]);
});

describe("further conditions", () => {
  const organization = { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] };
  const session = { test: "StringLike", variable: "sts:RoleSessionName", values: ["chat-*"] };

  test("are in every statement", () => {
    const found = statements([Trust.account({ externalId: "chat" }), Trust.samlProviders([okta])], [], [organization]);
    expect(found).toHaveLength(3);
    for (const { Condition } of found) expect(Condition?.StringEquals).toMatchObject({ "aws:PrincipalOrgID": ["o-1"] });
  });

  test("of a key of STS are in the statement that assumes, and not in the one that passes tags", () => {
    expect(statements(Trust.account(), [], [session])).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: root },
        Action: ["sts:AssumeRole"],
        Condition: { StringLike: { "sts:RoleSessionName": ["chat-*"] } },
      },
      { Effect: "Allow", Principal: { AWS: root }, Action: ["sts:TagSession"] },
    ]);
  });
});

describe("which users a caller may be", () => {
  const allowed = (ids: readonly string[]) =>
    statements(Trust.principals([backend]), ["ChatUser"], [], { allowedUserIds: ids }).map(
      ({ Condition }) => Condition,
    );

  test("patterns take the place of any value", () => {
    expect(allowed(["tenant-a-*"])).toEqual([
      {
        StringLike: { "aws:RequestTag/ChatUser": ["tenant-a-*"] },
        StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
      },
    ]);
  });

  test("IDs and policy variables are compared as they are", () => {
    const ids = ["alice", "${aws:PrincipalTag/ChatUser}"];
    expect(allowed(ids)).toEqual([
      {
        StringEquals: { "aws:RequestTag/ChatUser": ids },
        StringNotLike: { "aws:RequestTag/ChatUser": ["*${*}*", "*${?}*"] },
      },
    ]);
  });

  test("another tag stays free", () => {
    const [statement] = statements(Trust.account(), ["ChatUser", "ChatApp"], [], { allowedUserIds: ["a"] });
    expect(statement?.Condition).toMatchObject({
      StringEquals: { "aws:RequestTag/ChatUser": ["a"] },
      StringLike: { "aws:RequestTag/ChatApp": ["?*"] },
    });
  });
});

describe("a source identity", () => {
  const actions = (trust: Trust, allowsSourceIdentity: boolean) =>
    statements(trust, [], [], { allowsSourceIdentity }).flatMap(({ Action }) => Action);

  test.each([
    ["the account", Trust.account()],
    ["principals", Trust.principals([backend])],
    ["a SAML provider", Trust.samlProviders([okta])],
    ["an OIDC provider", oidc()],
  ])("%s may bring one where the role allows it", (_who, trust) => {
    expect(actions(trust, true)).toContain("sts:SetSourceIdentity");
    expect(actions(trust, false)).not.toContain("sts:SetSourceIdentity");
  });

  test.each([
    ["a pool", Trust.cognitoIdentityPools([pool])],
    ["a service", Trust.services(["lambda.amazonaws.com"])],
  ])("%s never brings one", (_who, trust) => {
    expect(actions(trust, true)).not.toContain("sts:SetSourceIdentity");
  });

  test("Roles Anywhere always does, and passes tags: with sts:AssumeRole alone nobody could assume the role", () => {
    const anywhere = Trust.services(["rolesanywhere.amazonaws.com"]);
    expect(actions(anywhere, false)).toEqual(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);
  });
});

test("every kind that can pass tags may pass them, whether or not the policy reads one", () => {
  const trusts = [
    Trust.account(),
    Trust.principals([backend]),
    Trust.cognitoIdentityPools([pool]),
    Trust.samlProviders([okta]),
    oidc(),
  ];
  for (const trust of trusts) expect(statements(trust).flatMap(({ Action }) => Action)).toContain("sts:TagSession");
});

test("the inputs of a role make the trusts of every kind", () => {
  const trusts: readonly Trust[] = [
    Trust.account({ externalId: "chat" }),
    Trust.principals([backend], { externalId: "chat" }),
    Trust.services(["lambda.amazonaws.com"]),
    Trust.cognitoIdentityPools([pool], { userId: "session_tag" }),
    Trust.samlProviders([okta]),
    oidc(),
  ];
  expect(trusts.map(({ kind }) => kind)).toEqual(trustKindEntries.map(([kind]) => kind));
  for (const trust of trusts) expect(trustsOf(inputsOf(trust))).toEqual([trust]);
  expect(trustsOf(Object.assign({}, ...trusts.map(inputsOf)))).toEqual(trusts);
});

// Reported: a condition on `localhost:sub` passed the rule about reserved keys, and would have replaced the subjects.
test("two conditions of one operator and key do not come together", () => {
  const twice = (variable: string) =>
    conditionBlock([
      { test: "StringLike", variable: "localhost:sub", values: ["alice"] },
      { test: "StringLike", variable, values: ["*"] },
    ]);
  expect(() => twice("LOCALHOST:sub")).toThrow("Two conditions StringLike of LOCALHOST:sub");
  expect(twice("localhost:aud")).toEqual({ StringLike: { "localhost:sub": ["alice"], "localhost:aud": ["*"] } });
});
