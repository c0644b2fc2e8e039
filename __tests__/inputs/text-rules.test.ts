// The rule of each text input: what it accepts, and what it refuses with which hint. Without a hint, the value is only
// outside of the pattern.
import { follows, hintTo, type TextRule, type TextRuleName, textRules } from "../../lib/inputs/text-rules";
import { appInstanceArn, backend, pool } from "../support/inputs";

const uuid = "3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";
const accountArn = "arn:aws:iam::123456789012";
const onlyPartition = "Chime SDK messaging is offered only in the partition aws.";
const whiteSpace = "Remove the white space.";
const lowerCase = "Write it in lower case.";
const placeholder = "It looks like a placeholder that was not filled in.";

const accepted: Record<TextRuleName, readonly string[]> = {
  region: ["us-east-1", "eu-central-1", "ap-southeast-4", "mx-central-1", "il-central-1"],
  account_id: ["123456789012", "000000000001"],
  app_instance_id: [uuid, appInstanceArn],
  app_instance_arn: [appInstanceArn],
  app_instance_user_id: ["a", "Alice", "a.b-c_d@e:f9", pool, "x".repeat(64), "*"],
  app_instance_bot_id: ["b", "helper-1", "x".repeat(64), "*"],
  user_id_tag_key: ["AppInstanceUserId", "chat:user", "a/b=c+d@e.f-g_h", "x".repeat(128)],
  app_instance_id_tag_key: ["AppInstanceId"],
  service_principal: ["lambda.amazonaws.com", "states.us-east-1.amazonaws.com", "pods.eks.amazonaws.com"],
  saml_provider_arn: [`${accountArn}:saml-provider/okta`],
  oidc_provider_arn: [`${accountArn}:oidc-provider/auth.example.com/tenant`],
  oidc_audience: ["chat-client", "https://chat.example.com"],
  oidc_subject: ["a*", "auth0|*", "repo:org/app:*", "?x"],
  external_id: ["ab", "chat-backend", "a=b,c.d@e:f/g-h+i_j", "x".repeat(1224)],
  principal_arn: [
    `${accountArn}:root`,
    `${accountArn}:role/path/backend`,
    `${accountArn}:user/ci`,
    "arn:aws:sts::123456789012:assumed-role/backend/session",
  ],
  cognito_identity_pool_id: [`eu-central-1:${uuid}`],
  condition_variable: [
    "aws:PrincipalOrgID",
    "token.actions.githubusercontent.com:repository_id",
    "sts:RoleSessionName",
  ],
  condition_value: [
    ...["o-1", "true", "arn:aws:lambda:*:123456789012:function:chat", "x".repeat(1000), "$5", "a$"],
    ...["${aws:username}", "chat-${aws:PrincipalTag/team}-*", "${auth.example.com/tenant:sub}", "${saml:sub}"],
    ...["${cognito-identity.amazonaws.com:sub}", "${aws:PrincipalTag/team, 'none'}", "${*}${?}${$}"],
  ],
  allowed_user_id: [
    "alice",
    "tenant-a-*",
    "us-east-1:0f3c",
    "?-a",
    "${aws:PrincipalTag/AppInstanceUserId}",
    "t-${aws:userid}",
  ],
  channel_tag_value: ["", "a b", "team/1", "${aws:PrincipalTag/tenant}", "t-${aws:PrincipalTag/tenant}"],
  policy_name: ["assume-chat", "x".repeat(128)],
  role_name: ["chime-user", "a_b+c=d,e.f@g-h", "x".repeat(64)],
  name_prefix: ["", "chime-", "x".repeat(63)],
  path: ["/", "/chat/", "/a/b/", `/${"x".repeat(510)}/`],
  description: ["Grüße\n", "a {b}", "x".repeat(1000)],
  permissions_boundary_arn: [`${accountArn}:policy/edge`, "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  policy_arn: [`${accountArn}:policy/path/extra`, "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  policy_key: ["extra", "a1_b"],
  role_key: ["user", "tenant_1", "a", "minimal-user", "acme-1"],
  tag_key: ["Team", "Kosten Stelle", "a:b/c=d+e@f.g-h_i"],
  tag_value: ["", "größer", "x".repeat(256)],
  schema_path: ["./schema.json"],
  environment: ["dev", "eu-prod", "2nd_try"],
  role_arn: [`${accountArn}:role/terraform`, `${accountArn}:role/ci/terraform`],
  profile: ["dev", "chat-dev.admin"],
  duration: ["1h", "30m", "1h30m", "3600s"],
  session_name: ["terraform", "a@b", "x".repeat(64)],
  token_file: ["/var/run/secrets/token"],
  backend_url: ["https://states.example.com/dev", "http://127.0.0.1:5000", "http://localhost/x"],
  source_identity: ["alice", "a@b.example", "x".repeat(64)],
  proxy_url: ["http://proxy.example.com:3128", "https://10.0.0.1", "http://proxy/"],
  no_proxy: ["localhost", "169.254.169.254,.internal,10.0.0.0/8", "*.example.com"],
  address: ["user", "_eu_user1", "tenant-a"],
};

const refused: Record<TextRuleName, readonly (readonly [value: string, hint?: string])[]> = {
  region: [
    ["us-est-1"],
    ["us-east-0"],
    ["us-east-1 ", whiteSpace],
    ["*"],
    ["us-east1", "A dash is missing before the number."],
    ["us-east-1a", "It looks like an availability zone; leave out its letter."],
    ["US-East-1", lowerCase],
    ["cn-northwest-1", onlyPartition],
    ["us-gov-west-1", onlyPartition],
    ["eusc-de-east-1", onlyPartition],
  ],
  account_id: [
    ["1234567890123"],
    ["12345678901a"],
    [""],
    ["12345678901", "Leading zeros count: write them, within quotes."],
    ["1234 5678 9012", "Leave out the separators."],
    [`${accountArn}:root`, "Take the 12 digits in the ARN."],
    ["123456789012\n", whiteSpace],
    ["{account}", placeholder],
  ],
  app_instance_id: [
    ["*"],
    [uuid.toUpperCase(), "Write it in lower case: IAM compares ARNs literally."],
    [`${uuid}0`],
    [`${uuid}\n`, whiteSpace],
    [appInstanceArn.replace("aws", "aws-cn"), onlyPartition],
    [`${appInstanceArn}/user/a`, "It looks like a user ARN; take its app instance, the part before /user/."],
    ["arn:aws:s3:::chat", "It is an ARN of a service other than chime."],
  ],
  app_instance_arn: [
    [uuid],
    [`arn:aws:chime:us-east-1:123456789012:meeting/${uuid}`],
    [
      `${appInstanceArn}/channel/c`,
      "It looks like the ARN of a channel, channel flow or bot; take its app instance, the part before that.",
    ],
  ],
  app_instance_user_id: [
    [""],
    ["-a"],
    ["a-"],
    ["x".repeat(65)],
    ["al*", "Use * alone, not as part of an ID."],
    ["a?", "Use * alone, not as part of an ID."],
    ["${aws:username}", "Leave it out: the policy then names the caller by an IAM policy variable."],
    [`${appInstanceArn}/user/a`, "It looks like a user ARN; take what follows /user/."],
    [`${appInstanceArn}/bot/a`, "It looks like a bot: set {app_instance_bot_id}."],
    ["a b", whiteSpace],
  ],
  app_instance_bot_id: [
    [""],
    ["a*", "Use * alone, not as part of an ID."],
    [`${appInstanceArn}/bot/a`, "It looks like a bot ARN; take what follows /bot/."],
    [`${appInstanceArn}/user/a`, "It looks like a user: set {app_instance_user_id}."],
    ["{bot}", placeholder],
  ],
  user_id_tag_key: [
    [""],
    ["aws:user"],
    ["AWS:user"],
    ["a}"],
    ["a,b"],
    ["x".repeat(129)],
    ["a b", whiteSpace],
    ["${aws:PrincipalTag/User}", "Set only the part after the slash."],
  ],
  app_instance_id_tag_key: [["aws:x"]],
  service_principal: [
    ["lambda", "The suffix .amazonaws.com is missing."],
    [`${accountArn}:root`, "ARNs go into {principal_arns}."],
    ["*"],
    ["amazonaws.com"],
    ["ec2.amazonaws.com.cn", onlyPartition],
    ["Lambda.amazonaws.com", lowerCase],
    ["lambda.amazonaws.com ", whiteSpace],
  ],
  saml_provider_arn: [
    [`${accountArn}:oidc-provider/a.b`, "It is an OIDC provider: it goes into {oidc_providers}."],
    ["okta"],
    [`${accountArn}:saml-provider/*`],
    ["arn:aws-cn:iam::123456789012:saml-provider/okta", onlyPartition],
  ],
  oidc_provider_arn: [
    [`${accountArn}:saml-provider/okta`, "It is a SAML provider: it goes into {saml_provider_arns}."],
    ["https://auth.example.com", "Take the provider's ARN, not the issuer's URL."],
    [
      `${accountArn}:oidc-provider/cognito-identity.amazonaws.com`,
      "For Amazon Cognito, set {cognito_identity_pool_ids}.",
    ],
    [`${accountArn}:oidc-provider/*`],
  ],
  oidc_audience: [["*", "Name every client that is trusted."], ["{external_id}"], [""], ["a b", whiteSpace]],
  oidc_subject: [
    [""],
    ["${aws:username}"],
    ["{external_id}"],
    ["x".repeat(256)],
    ["*", "It would accept every subject of the issuer."],
    ["?*", "It would accept every subject of the issuer."],
  ],
  external_id: [["a"], ["a b", whiteSpace], ["a*"], ["x".repeat(1225)], ["<id>", placeholder]],
  principal_arn: [
    ["*", "Wildcards are not supported here: * would let anybody assume the role."],
    [`${accountArn}:role/*`, "Wildcards are not supported here: * would let anybody assume the role."],
    [`${accountArn}:role/a?`, "Wildcards are not supported here: * would let anybody assume the role."],
    ["123456789012", "For a whole account write arn:aws:iam::ACCOUNT:root."],
    ["lambda.amazonaws.com", "It looks like a service: it goes into {service_principals}."],
    [`${accountArn}:group/devs`, "Groups, policies and instance profiles assume no roles."],
    [`${accountArn}:policy/p`, "Groups, policies and instance profiles assume no roles."],
    [`${accountArn}:saml-provider/o`, "Providers go into {saml_provider_arns} and {oidc_providers}."],
    ["arn:aws:iam::12345678901:root"],
    [`${accountArn}:role/`],
    [`${accountArn}:role/<backend>`, placeholder],
    ["arn:aws:sts::123456789012:assumed-role/backend"],
    ["AROAEXAMPLEID", "It is what IAM shows of a principal that was deleted: name one that exists."],
    [
      `${accountArn}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Chat_*`,
      "For a role of IAM Identity Center, trust the account's root, with {trust_conditions} of the operator ArnLike, the key aws:PrincipalArn and this value.",
    ],
    [backend.replace("aws", "aws-us-gov"), onlyPartition],
    [`${backend} `, whiteSpace],
  ],
  cognito_identity_pool_id: [
    ["us-east-1_AbCdEfGhI", "It looks like a user pool; take the identity pool."],
    [
      `arn:aws:cognito-identity:us-east-1:123456789012:identitypool/${pool}`,
      "Take the ID, what follows identitypool/ in the ARN.",
    ],
    ["us-east-1:*", "Name every pool whose identities may assume the role."],
    [uuid],
    [pool.toUpperCase(), lowerCase],
    [`${pool}\n`, whiteSpace],
    ["{pool}", placeholder],
  ],
  condition_variable: [
    [""],
    ["PrincipalOrgID", "The prefix is missing, such as aws:."],
    ["aws:Principal OrgID", whiteSpace],
    ["aws:x*"],
  ],
  condition_value: [
    [""],
    ["ä"],
    ["x".repeat(1001)],
    ["${var.x}", placeholder],
    ["{id}", placeholder],
    ["<id>", placeholder],
    ["${aws}", placeholder],
    ["${username}", placeholder],
    ["${aws:username", placeholder],
  ],
  allowed_user_id: [
    [""],
    ["*", "It would allow every user: leave {allowed_user_ids} out for that."],
    ["?*", "It would allow every user: leave {allowed_user_ids} out for that."],
    ["arn:aws:chime:us-east-1:123456789012:app-instance/a/user/bob", "Take the ID, what follows /user/ in the ARN."],
    ["{id}", placeholder],
    ["${var.id}", placeholder],
    ["a b", whiteSpace],
  ],
  channel_tag_value: [
    ["a*", "Wildcards are not supported here: the tag is compared as it is."],
    ["${var.tenant}", placeholder],
    ["x".repeat(257)],
    ["ä"],
  ],
  policy_name: [
    [""],
    ["arn:aws:iam::123456789012:policy/a", "An inline policy has no ARN: take its name."],
    ["a b", whiteSpace],
  ],
  role_name: [
    [""],
    ["x".repeat(65)],
    ["chat/user", "Set the path with {path}."],
    ["arn:aws:iam::1:role/x", "Take the name, what follows the last slash."],
    ["a b", whiteSpace],
  ],
  name_prefix: [["x".repeat(64)], ["a/", "Set the path with {path}."], ["*"]],
  path: [
    [""],
    ["chat/", "Add a slash at the start."],
    ["/chat", "Add a slash at the end."],
    ["/a b/"],
    ["/a:b//c/"],
    ["/team*/"],
    [`/${"x".repeat(511)}/`],
  ],
  description: [[""], ["日本"], ["x".repeat(1001)], ["${TfToken[TOKEN.0]}"], ["%{TfToken[0]}"]],
  permissions_boundary_arn: [
    [`${accountArn}:role/r`, "A boundary is a policy, not a role, user or group."],
    ["edge", "A name is not enough: AWS's own are arn:aws:iam::aws:policy/NAME."],
    ["arn:aws-cn:iam::123456789012:policy/edge", onlyPartition],
  ],
  policy_arn: [
    ["ReadOnlyAccess", "A name is not enough: AWS's own are arn:aws:iam::aws:policy/NAME."],
    [`${accountArn}:role/r`],
    ["arn:aws-cn:iam::aws:policy/ReadOnlyAccess", onlyPartition],
  ],
  policy_key: [[""], ["Extra", lowerCase], ["a-b"], ["1a"]],
  role_key: [[""], ["User", lowerCase], ["1st", "Begin with a letter, as in tenant-1."], ["_user"], ["a b"]],
  tag_key: [[""], ["aws:team"], ["a*"], ["x".repeat(129)]],
  tag_value: [["a*"], ["${x}"], ["x".repeat(257)]],
  schema_path: [[""]],
  environment: [["my env", whiteSpace], ["Dev", lowerCase], [""], ["-dev"], ["a*"]],
  role_arn: [
    ["terraform", "A name is not enough: write arn:aws:iam::ACCOUNT:role/NAME."],
    ["arn:aws:sts::123456789012:assumed-role/terraform/me", "It looks like a session; take its role."],
    [`${accountArn}:user/alice`],
  ],
  profile: [[""], ["[dev]"], ["my dev", whiteSpace]],
  duration: [[""], ["1"], ["1d"], ["h"]],
  session_name: [["a"], ["a/b"], ["a b", whiteSpace]],
  token_file: [[""], ["my token", whiteSpace]],
  backend_url: [
    ["http://states.example.com", "Plain http is supported only for localhost."],
    ["http://127.0.0.1@example.com/", "Plain http is supported only for localhost."],
    ["http://localhost.example.com/", "Plain http is supported only for localhost."],
    ["file:///etc/passwd"],
    ["states"],
  ],
  source_identity: [["a"], ["a/b"], ["a b", whiteSpace]],
  proxy_url: [
    [
      "http://me:secret@proxy.example.com",
      "Credentials do not belong in a file: set HTTPS_PROXY where Terraform runs.",
    ],
    ["proxy.example.com:3128", "Write http:// before it."],
    ["socks5://proxy"],
    ["http://proxy/path"],
  ],
  no_proxy: [[""], ["a,,b"], ["a, b", whiteSpace]],
  address: [[""], ["1a"], ["a.b"]],
};

describe.each(Object.keys(textRules) as TextRuleName[])("%s", (name) => {
  test.each(accepted[name])("accepts %j", (value) => {
    expect(follows(name, value)).toBe(true);
  });

  test.each(refused[name].map(([value, hint]) => [value, hint]))("refuses %j: %s", (value, hint) => {
    expect({ value, follows: follows(name, value ?? "") }).toEqual({ value, follows: false });
    expect(hintTo(name, value ?? "")).toBe(hint);
  });
});

test("every hint is given to some value", () => {
  const given = new Set(Object.values(refused).flatMap((values) => values.map(([, hint]) => hint)));
  const hints = Object.values<TextRule>(textRules).flatMap(({ mistakes = [] }) => mistakes.map(({ hint }) => hint));
  expect(hints.filter((hint) => !given.has(hint))).toEqual([]);
});
