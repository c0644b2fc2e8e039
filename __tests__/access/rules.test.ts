// The rule of each text input: what it takes, and what it refuses with which hint.
import { type RuleName, refusal, rules } from "../../lib/access/rules";

const uuid = "3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";

const taken: Record<RuleName, readonly string[]> = {
  region: ["us-east-1", "eu-central-1", "ap-southeast-4", "us-gov-west-1", "cn-northwest-1", "mx-central-1"],
  account_id: ["123456789012", "000000000001"],
  app_instance_id: [uuid, `arn:aws:chime:us-east-1:123456789012:app-instance/${uuid}`],
  app_instance_arn: [`arn:aws:chime:us-east-1:123456789012:app-instance/${uuid}`],
  partition: ["aws", "aws-us-gov", "aws-cn"],
  app_instance_user_id: ["a", "Alice", "a.b-c_d@e:f9", `us-east-1:${uuid}`, "x".repeat(64), "*"],
  user_id_tag_key: ["AppInstanceUserId", "chat:user", "a/b=c+d@e.f-g_h", "x".repeat(128)],
  app_instance_id_tag_key: ["AppInstanceId"],
  service_principal: ["lambda.amazonaws.com", "states.us-east-1.amazonaws.com", "ec2.amazonaws.com.cn"],
  saml_provider_arn: ["arn:aws:iam::123456789012:saml-provider/okta"],
  oidc_provider_arn: ["arn:aws:iam::123456789012:oidc-provider/auth.example.com/tenant"],
  oidc_audience: ["chat-client", "https://chat.example.com"],
  oidc_subject: ["*", "auth0|*", "repo:org/app:*"],
  external_id: ["ab", "chat-backend", "a=b,c.d@e:f/g-h+i_j", "x".repeat(1224)],
  principal_arn: [
    "arn:aws:iam::123456789012:root",
    "arn:aws:iam::123456789012:role/path/backend",
    "arn:aws:iam::123456789012:user/ci",
    "arn:aws:sts::123456789012:assumed-role/backend/session",
    "arn:aws-us-gov:iam::123456789012:role/backend",
  ],
  cognito_identity_pool_id: [`eu-central-1:${uuid}`],
  role_name: ["chime-user", "a_b+c=d,e.f@g-h", "x".repeat(64)],
  name_prefix: ["", "chime-", "x".repeat(52)],
  path: ["/", "/chat/", "/a/b/", `/${"x".repeat(510)}/`],
  description: ["Grüße\n", "x".repeat(1000)],
  permissions_boundary_arn: ["arn:aws:iam::123456789012:policy/edge", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  policy_arn: ["arn:aws:iam::123456789012:policy/path/extra", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  policy_key: ["extra", "a1_b"],
  tag_key: ["Team", "Kosten Stelle", "a:b/c=d+e@f.g-h_i"],
  tag_value: ["", "größer", "x".repeat(256)],
  environment: ["dev", "eu-prod", "2nd_try"],
  role_arn: ["arn:aws:iam::123456789012:role/terraform", "arn:aws-cn:iam::123456789012:role/ci/terraform"],
  profile: ["dev", "chat-dev.admin"],
  address: ["user", "_eu_user1"],
};

const refused: Record<RuleName, readonly (readonly [value: string, says: string])[]> = {
  region: [
    ["us-est-1", "expected"],
    ["us-east-0", "expected"],
    ["us-east-1 ", "expected"],
    ["*", "expected"],
  ],
  account_id: [
    ["1234567890123", "expected"],
    ["12345678901a", "expected"],
    ["", "expected"],
  ],
  app_instance_id: [
    ["*", "expected"],
    [uuid.toUpperCase(), "Write it in lower case"],
    [`${uuid}0`, "expected"],
    [`${uuid}\n`, "white space"],
  ],
  app_instance_arn: [[`arn:aws:chime:us-east-1:123456789012:meeting/${uuid}`, "expected"]],
  partition: [
    ["", "expected"],
    ["AWS", "expected"],
    ["aws-", "expected"],
  ],
  app_instance_user_id: [
    ["", "expected"],
    ["-a", "expected"],
    ["a-", "expected"],
    ["x".repeat(65), "expected"],
    ["al*", "A wildcard stands alone or not at all"],
    ["a?", "A wildcard stands alone or not at all"],
    ["${aws:username}", "Leave it out to name the caller"],
    [`arn:aws:chime:us-east-1:123456789012:app-instance/${uuid}/user/a`, "take what follows /user/"],
  ],
  user_id_tag_key: [
    ["", "expected"],
    ["aws:user", "not beginning with aws:"],
    ["AWS:user", "not beginning with aws:"],
    ["a b", "expected"],
    ["a}", "expected"],
    ["a,b", "expected"],
    ["x".repeat(129), "expected"],
    ["${aws:PrincipalTag/User}", "Give the key alone"],
  ],
  app_instance_id_tag_key: [["aws:x", "not beginning with aws:"]],
  service_principal: [
    ["lambda", "The suffix .amazonaws.com is missing."],
    ["arn:aws:iam::123456789012:root", "principal_arns"],
    ["*", "expected"],
    ["amazonaws.com", "expected"],
  ],
  saml_provider_arn: [
    ["arn:aws:iam::123456789012:oidc-provider/a.b", "oidc_providers"],
    ["okta", "expected"],
    ["arn:aws:iam::123456789012:saml-provider/*", "expected"],
  ],
  oidc_provider_arn: [
    ["arn:aws:iam::123456789012:saml-provider/okta", "saml_provider_arns"],
    ["https://auth.example.com", "not the issuer's URL"],
    ["cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC", "cognito_identity_pool_ids"],
    ["arn:aws:iam::123456789012:oidc-provider/*", "expected"],
  ],
  oidc_audience: [
    ["*", "Every client that is trusted is named."],
    ["{external_id}", "expected"],
    ["", "expected"],
  ],
  oidc_subject: [
    ["", "expected"],
    ["${aws:username}", "expected"],
    ["{external_id}", "expected"],
  ],
  external_id: [
    ["a", "expected"],
    ["a b", "expected"],
    ["a*", "expected"],
    ["x".repeat(1225), "expected"],
  ],
  principal_arn: [
    ["*", "the whole world"],
    ["arn:aws:iam::123456789012:role/*", "no wildcard"],
    ["arn:aws:iam::123456789012:role/a?", "no wildcard"],
    ["123456789012", "arn:aws:iam::ACCOUNT:root"],
    ["lambda.amazonaws.com", "It looks like a service: it goes into service_principals."],
    ["arn:aws:iam::123456789012:group/devs", "assume no roles"],
    ["arn:aws:iam::123456789012:policy/p", "assume no roles"],
    ["arn:aws:iam::12345678901:root", "expected"],
    ["arn:aws:iam::123456789012:role/", "expected"],
    ["arn:aws:iam::123456789012:role/<backend>", "placeholder"],
    ["arn:aws:sts::123456789012:assumed-role/backend", "expected"],
    ["AROAEXAMPLEID", "expected"],
  ],
  cognito_identity_pool_id: [
    ["us-east-1_AbCdEfGhI", "It looks like a user pool"],
    [`arn:aws:cognito-identity:us-east-1:123456789012:identitypool/us-east-1:${uuid}`, "Take the ID"],
    ["us-east-1:*", "Every pool"],
    [uuid, "expected"],
  ],
  role_name: [
    ["", "expected"],
    ["x".repeat(65), "expected"],
    ["chat/user", "A path goes into path"],
    ["a b", "expected"],
  ],
  name_prefix: [
    ["x".repeat(53), "expected"],
    ["a/", "A path goes into path"],
  ],
  path: [
    ["", "expected"],
    ["chat", "expected"],
    ["/chat", "expected"],
    ["/a b/", "expected"],
    ["/a:b//c/", "expected"],
    ["/team*/", "expected"],
    [`/${"x".repeat(511)}/`, "512"],
  ],
  description: [
    ["", "expected"],
    ["日本", "Latin"],
    ["x".repeat(1001), "1,000"],
  ],
  permissions_boundary_arn: [
    ["arn:aws:iam::123456789012:role/r", "is a policy, not a role"],
    ["edge", "expected"],
  ],
  policy_arn: [
    ["ReadOnlyAccess", "A name is not enough"],
    ["arn:aws:iam::123456789012:role/r", "expected"],
  ],
  policy_key: [
    ["", "expected"],
    ["Extra", "expected"],
    ["a-b", "expected"],
    ["1a", "expected"],
  ],
  tag_key: [
    ["", "expected"],
    ["aws:team", "not beginning with aws:"],
    ["a*", "expected"],
    ["x".repeat(129), "expected"],
  ],
  tag_value: [
    ["a*", "expected"],
    ["${x}", "expected"],
    ["x".repeat(257), "expected"],
  ],
  environment: [
    ["my env", "expected"],
    ["Dev", "expected"],
    ["", "expected"],
    ["-dev", "expected"],
    ["a*", "expected"],
  ],
  role_arn: [
    ["terraform", "A name is not enough"],
    ["arn:aws:sts::123456789012:assumed-role/terraform/me", "take its role"],
    ["arn:aws:iam::123456789012:user/alice", ""],
  ],
  profile: [
    ["", ""],
    ["[dev]", ""],
    ["my dev", ""],
  ],
  address: [
    ["", "expected"],
    ["1a", "expected"],
    ["a-b", "expected"],
    ["a.b", "expected"],
  ],
};

describe.each(Object.keys(rules) as RuleName[])("%s", (name) => {
  test.each(taken[name])("takes %j", (value) => {
    expect(refusal(name, value)).toBeUndefined();
  });

  test.each(refused[name])("refuses %j: %s", (value, says) => {
    const words = refusal(name, value);
    expect(words).toContain(`is "${value}", expected ${rules[name].expected}.`);
    expect(words).toContain(says);
  });

  test("leaves a token to Terraform", () => {
    expect(refusal(name, "${TfToken[TOKEN.7]}")).toBeUndefined();
  });
});
