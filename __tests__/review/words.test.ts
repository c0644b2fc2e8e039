// Facts of access in words: each kind of principal, resource and condition, and what only looks like one of them.
import {
  actionName,
  conditionWords,
  principalWords,
  requirementOf,
  resourceWords,
  whoWords,
} from "../../lib/review/words";
import { appInstanceArn } from "../support/inputs";

const ours = "123456789012";
const others = "210987654321";

test.each([
  ["chime:Connect", "Connect"],
  ["Chime:Connect", "Connect"],
  ["kinesis:PutRecord", "kinesis:PutRecord"],
  ["x:chime:Connect", "x:chime:Connect"],
])("the action %s is called %s", (action, name) => {
  expect(actionName(action)).toBe(name);
});

test.each([
  ["chime:SendChannelMessage", "member"],
  ["chime:GetMessagingSessionEndpoint", undefined],
  ["chime:*", undefined],
])("of the bearer of %s the service requires: %s", (action, requirement) => {
  expect(requirementOf(action)).toBe(requirement);
});

test.each([
  ["*", "everything"],
  [appInstanceArn, "the app instance"],
  [`${appInstanceArn}/user/*`, "any user"],
  [`${appInstanceArn}/bot/helper`, "the bot helper"],
  [`${appInstanceArn}/channel/c1`, "the channel c1"],
  [`${appInstanceArn}/channel-flow/*`, "any channel flow"],
  [`${appInstanceArn}/user/\${aws:PrincipalTag/ChatUser}`, "the user of the session (session tag ChatUser)"],
  [`${appInstanceArn}/user/\${cognito-identity.amazonaws.com:sub}`, "the user of the session (Cognito identity ID)"],
  [`arn:aws:chime:us-east-1:${ours}:app-instance/*`, "every app instance of the account, and what is in it"],
  [`arn:aws:chime:us-east-1:${ours}:app-instance/*/user/x`, `arn:aws:chime:us-east-1:${ours}:app-instance/*/user/x`],
  [`${appInstanceArn}/other/x`, `${appInstanceArn}/other/x`],
  [`${appInstanceArn}/x/user/y`, `${appInstanceArn}/x/user/y`],
  [`${appInstanceArn.replace(/.$/, "0")}/user/x`, `${appInstanceArn.replace(/.$/, "0")}/user/x`],
])("%s is %s", (resource, words) => {
  expect(resourceWords(resource, { appInstance: appInstanceArn })).toBe(words);
});

test("without an app instance, a resource is what it says", () => {
  expect(resourceWords(`${appInstanceArn}/user/x`, {})).toBe(`${appInstanceArn}/user/x`);
});

test.each([
  ["AWS", `arn:aws:iam::${ours}:root`, `any principal of this account (${ours}) whose own policies allow it`],
  ["AWS", `arn:aws:iam::${others}:root`, `any principal of another account (${others}) whose own policies allow it`],
  ["AWS", "*", "anybody in any AWS account"],
  ["AWS", `arn:aws:iam::${ours}:role/chat/backend`, "role/chat/backend of this account"],
  ["AWS", `arn:aws:sts::${others}:assumed-role/a/b`, `assumed-role/a/b of another account (${others})`],
  ["Service", "lambda.amazonaws.com", "the AWS service lambda.amazonaws.com"],
  ["Federated", "cognito-identity.amazonaws.com", "identities of Cognito identity pools"],
  ["Federated", `arn:aws:iam::${ours}:saml-provider/okta`, "users of the SAML provider okta"],
  [
    "Federated",
    `arn:aws:iam::${ours}:oidc-provider/auth.example.com/x`,
    "users of the OIDC provider auth.example.com/x",
  ],
  ["Federated", "graph.facebook.com", "graph.facebook.com"],
  ["Federated", `x:arn:aws:iam::${ours}:saml-provider/okta`, `x:arn:aws:iam::${ours}:saml-provider/okta`],
])("the principal %s %s is %s", (kind, id, words) => {
  expect(principalWords({ kind, id }, ours)).toBe(words);
});

test.each<[operator: string, key: string, values: string[], words: string[]]>([
  ["StringLike", "aws:RequestTag/ChatUser", ["?*"], ["with the session tag ChatUser"]],
  ["StringLike", "AWS:requesttag/ChatUser", ["?*"], ["with the session tag ChatUser"]],
  ["StringLike", "aws:RequestTag/ChatUser", ["a*"], ["with the session tag ChatUser, as users a*"]],
  ["StringEquals", "aws:RequestTag/ChatUser", ["?*"], ['if aws:RequestTag/ChatUser StringEquals "?*"']],
  ["StringLike", "aws:PrincipalTag/ChatUser", ["?*"], ['if aws:PrincipalTag/ChatUser StringLike "?*"']],
  ["StringLike", "x:aws:RequestTag/a", ["?*"], ['if x:aws:RequestTag/a StringLike "?*"']],
  ["StringNotLike", "aws:RequestTag/ChatUser", ["*${*}*", "*${?}*"], []],
  ["StringNotLike", "aws:RequestTag/ChatUser", ["a"], ['if aws:RequestTag/ChatUser StringNotLike "a"']],
  ["StringLike", "aws:RequestTag/ChatUser", ["*${*}*"], ['if aws:RequestTag/ChatUser StringLike "*${*}*"']],
  ["StringNotLike", "aws:PrincipalTag/x", ["*${*}*"], ['if aws:PrincipalTag/x StringNotLike "*${*}*"']],
  ["Null", "aws:RequestTag/ChatUser", ["true"], ["without the session tag ChatUser"]],
  ["Null", "aws:RequestTag/ChatUser", ["false"], ['if aws:RequestTag/ChatUser Null "false"']],
  ["Bool", "aws:RequestTag/ChatUser", ["true"], ['if aws:RequestTag/ChatUser Bool "true"']],
  ["Null", "aws:PrincipalTag/x", ["true"], ['if aws:PrincipalTag/x Null "true"']],
  ["StringEquals", "sts:ExternalId", ["x", "y"], ['with the external ID "x" or "y"']],
  ["StringLike", "sts:ExternalId", ["x*"], ['if sts:ExternalId StringLike "x*"']],
  ["StringEquals", "x:sts:ExternalId", ["x"], ['if x:sts:ExternalId StringEquals "x"']],
  ["StringEquals", "sts:ExternalIds", ["x"], ['if sts:ExternalIds StringEquals "x"']],
  ["StringEquals", "SAML:aud", ["https://signin.aws.amazon.com/saml"], []],
  ["StringEquals", "SAML:audience", ["x"], ['if SAML:audience StringEquals "x"']],
  ["StringEquals", "cognito-identity.amazonaws.com:aud", ["p"], ['of the pool "p"']],
  [
    "StringNotEquals",
    "cognito-identity.amazonaws.com:aud",
    ["p"],
    ['if cognito-identity.amazonaws.com:aud StringNotEquals "p"'],
  ],
  ["StringEquals", "x.cognito-identity.amazonaws.com:aud", ["p"], ['for the audience "p"']],
  ["ForAnyValue:StringLike", "cognito-identity.amazonaws.com:amr", ["authenticated"], ["signed in"]],
  [
    "ForAnyValue:StringLike",
    "cognito-identity.amazonaws.com:amr",
    ["x"],
    ['if cognito-identity.amazonaws.com:amr ForAnyValue:StringLike "x"'],
  ],
  ["StringEquals", "x:amr", ["authenticated"], ['if x:amr StringEquals "authenticated"']],
  ["StringEquals", "auth.example.com:aud", ["chat"], ['for the audience "chat"']],
  ["StringLike", "auth.example.com:sub", ["a|*"], ['whose subject is "a|*"']],
  ["StringNotLike", "auth.example.com:sub", ["a|*"], ['if auth.example.com:sub StringNotLike "a|*"']],
  ["StringNotEquals", "aws:SourceIp", ["a"], ['if aws:SourceIp StringNotEquals "a"']],
  ["StringLike", "auth.example.com:subject", ["a"], ['if auth.example.com:subject StringLike "a"']],
  ["StringLike", "auth.example.com:audience", ["a"], ['if auth.example.com:audience StringLike "a"']],
])("%s of %s %j: %j", (operator, key, values, words) => {
  expect(conditionWords({ constraints: [{ operator, key, values }] })).toEqual(words);
});

test("conditions that say the same are said once", () => {
  const constraint = { operator: "StringEquals", key: "sts:ExternalId", values: ["x"] };
  expect(conditionWords({ constraints: [constraint, constraint] })).toEqual(['with the external ID "x"']);
});

test("what a statement leaves out, and that its variables are text", () => {
  const words = conditionWords({ constraints: [], except: ["iam:*", "sts:*"], hasNoVariables: true });
  expect(words).toEqual(["except iam:*, sts:*", "with ${…} as text, by the Version of the document"]);
});

test("a statement without a principal is nobody's", () => {
  expect(whoWords({ constraints: [] }, ours)).toBe("nobody");
});
