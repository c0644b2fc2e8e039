// Inputs that are refused, each with the codes of what is wrong. The same mistakes are made in an environment file at synth
// and in a call of the module at plan: both must say the same sentences.
import { appInstanceArn, backend, goodInputs, pool, range, trusted } from "./inputs";

/** A mistake: what is changed in good inputs, and the codes of the violations. */
export interface BadInput {
  readonly what: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly codes: readonly string[];
}

const oidcArn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";
const byTag = { app_instance_id: null, app_instance_id_tag_key: "AppInstanceId" };
const policy = (name: string, account = "123456789012") => `arn:aws:iam::${account}:policy/${name}`;

function bad(what: string, change: Readonly<Record<string, unknown>>, ...codes: readonly string[]): BadInput {
  return { what, change, codes };
}

/** A mistake in one role, which is trusted by the account unless it says otherwise. */
function badRole(what: string, role: object, ...codes: readonly string[]): BadInput {
  return bad(what, { roles: { user: { ...trusted, ...role } } }, ...codes);
}

/** A mistake in who may assume the role `user`. */
function badTrust(what: string, trust: object, ...codes: readonly string[]): BadInput {
  return bad(what, { roles: { user: trust } }, ...codes);
}

function oidc(change: object, issuer = "auth.example.com") {
  const arn = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
  return { oidc_providers: [{ arn, audiences: ["chat"], subjects: ["a|*"], ...change }] };
}

/** A mistake in a back end that is trusted by the account. */
function badBackend(what: string, role: object, ...codes: readonly string[]): BadInput {
  return bad(what, { roles: { backend: { ...trusted, calls: ["ListChannels"], ...backendUser, ...role } } }, ...codes);
}

const backendUser = { app_instance_user_id: "bob" };
const otherAppInstance = "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38";
const otherRoot = "arn:aws:iam::210987654321:root";
const organization = { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] };
const anywhere = { service_principals: ["rolesanywhere.amazonaws.com"], app_instance_user_id: "bob" };
const anchor = {
  test: "ArnEquals",
  variable: "aws:SourceArn",
  values: ["arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/a"],
};
const policies = (count: number) => Object.fromEntries(range(count).map((i) => [`p${i}`, policy(`p${i}`)]));
const numbered = (count: number, prefix: string) => Object.fromEntries(range(count).map((i) => [`${prefix}${i}`, "v"]));

/** What somebody else says of a role that exists, and what is wrong besides. */
interface NotOfExisting {
  readonly value: unknown;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

const notOfExistingRoles: Readonly<Record<string, NotOfExisting>> = {
  trust_account: { value: true },
  principal_arns: { value: [backend] },
  service_principals: { value: ["lambda.amazonaws.com"], after: ["SERVICE_WITHOUT_USER"] },
  cognito_identity_pool_ids: { value: [pool] },
  saml_provider_arns: { value: ["arn:aws:iam::123456789012:saml-provider/okta"] },
  oidc_providers: { value: oidc({}).oidc_providers },
  external_id: { value: "chat", before: ["EXTERNAL_ID_UNUSED"] },
  trust_conditions: { value: [organization] },
  allowed_user_ids: { value: ["a"], before: ["ALLOWED_USER_IDS_UNUSED"] },
  allow_source_identity: { value: true, before: ["ALLOW_SOURCE_IDENTITY_UNUSED"] },
  description: { value: "a role" },
  max_session_duration: { value: 7200 },
  permissions_boundary_arn: { value: policy("edge") },
  inline_policy_names: { value: ["other"] },
};

export const badInputs: readonly BadInput[] = [
  bad("a region without a dash", { region: "us-east1" }, "INVALID_VALUE"),
  bad("an availability zone", { region: "us-east-1a" }, "INVALID_VALUE"),
  bad("a region in upper case", { region: "US-EAST-1" }, "INVALID_VALUE"),
  bad("a region with white space", { region: "us-east-1 " }, "INVALID_VALUE"),
  bad("a region of another partition", { region: "cn-north-1" }, "INVALID_VALUE"),
  bad("a region where messaging is not offered", { region: "us-west-2" }, "REGION_NOT_OFFERED"),
  bad("an account of 11 digits", { account_id: "12345678901" }, "INVALID_VALUE"),
  bad("an account with dashes", { account_id: "1234-5678-9012" }, "INVALID_VALUE"),
  bad("an account with white space", { account_id: "123456789012 " }, "INVALID_VALUE"),
  bad("a name for the ID", { app_instance_id: "my-chat" }, "INVALID_VALUE"),
  bad("an empty ID", { app_instance_id: "" }, "INVALID_VALUE"),
  bad("an ID with white space", { app_instance_id: ` ${goodInputs.app_instance_id}` }, "INVALID_VALUE"),
  bad("an ID in upper case", { app_instance_id: goodInputs.app_instance_id.toUpperCase() }, "INVALID_VALUE"),
  bad("a placeholder", { app_instance_id: "{appInstanceId}" }, "INVALID_VALUE"),
  bad("a user's ARN", { app_instance_id: `${appInstanceArn}/user/bob` }, "INVALID_VALUE"),
  bad("a channel's ARN", { app_instance_id: `${appInstanceArn}/channel/c` }, "INVALID_VALUE"),
  bad("another service's ARN", { app_instance_id: "arn:aws:s3:::chat" }, "INVALID_VALUE"),
  bad("an ARN of another partition", { app_instance_id: appInstanceArn.replace("aws", "aws-cn") }, "INVALID_VALUE"),
  bad(
    "an ARN of another account",
    { app_instance_id: appInstanceArn.replace("123456789012", "210987654321") },
    "APP_INSTANCE_OF_ANOTHER_PLACE",
  ),
  bad(
    "an ARN of another region",
    { app_instance_id: appInstanceArn, region: "eu-central-1" },
    "APP_INSTANCE_OF_ANOTHER_PLACE",
  ),
  bad("no app instance", { app_instance_id: null }, "ONE_APP_INSTANCE"),
  bad("two ways to an app instance", { app_instance_id_tag_key: "AppInstanceId" }, "ONE_APP_INSTANCE"),
  bad("one tag for two things", { ...byTag, app_instance_id_tag_key: "appInstanceUserId" }, "TAG_KEYS_EQUAL"),
  bad("a tag key that AWS reserves", { user_id_tag_key: "aws:user" }, "INVALID_VALUE"),
  bad("a condition key for a tag key", { user_id_tag_key: "${aws:PrincipalTag/User}" }, "INVALID_VALUE"),
  bad("a prefix of 64 characters", { name_prefix: "x".repeat(64) }, "INVALID_VALUE"),
  bad("a prefix with a star", { name_prefix: "*" }, "INVALID_VALUE"),
  bad("a path without its end", { path: "/chat" }, "INVALID_VALUE"),
  bad("a path that IAM takes for roles and refuses for policies", { path: "/a:b/" }, "INVALID_VALUE"),
  bad("a role as boundary", { permissions_boundary_arn: "arn:aws:iam::123456789012:role/edge" }, "INVALID_VALUE"),
  bad(
    "another account's boundary",
    { permissions_boundary_arn: policy("edge", "210987654321") },
    "BOUNDARY_OF_ANOTHER_ACCOUNT",
  ),
  bad("a session of a minute", { max_session_duration: 60 }, "WRONG_TYPE"),
  bad("a session of a day", { max_session_duration: 86400 }, "WRONG_TYPE"),
  bad("half a second", { max_session_duration: 3600.5 }, "WRONG_TYPE"),
  bad("a tag that AWS reserves", { tags: { "aws:team": "chat" } }, "INVALID_KEY"),
  bad("a tag with a star", { tags: { Team: "*" } }, "INVALID_VALUE"),
  bad("51 tags", { tags: Object.fromEntries(range(51).map((i) => [`k${i}`, "v"])) }, "TOO_MANY"),
  bad("tags that differ only in case", { tags: { Team: "a", team: "b" } }, ...repeat("TAG_KEYS_DIFFER_IN_CASE", 2)),
  bad("a tag with a session tag's key", { tags: { appinstanceuserid: "bob" } }, "TAG_RESERVED"),

  bad("a key that begins with a digit", { roles: { "1st": { ...trusted, type: "user" } } }, "INVALID_KEY"),
  bad(
    "two keys that give one name",
    { roles: { "a-b": { ...trusted, type: "user" }, a_b: { ...trusted, type: "user" } } },
    ...repeat("ROLE_NAME_TAKEN", 2),
  ),
  bad("more characters of a trust policy than AWS gives", { quotas: { trust_policy_characters: 9000 } }, "WRONG_TYPE"),
  bad("fewer policies than every account has", { quotas: { policies_per_role: 5 } }, "WRONG_TYPE"),
  bad("a key in upper case", { roles: { User: { ...trusted, type: "user" } } }, "INVALID_KEY"),
  bad("a key that is no role type", { roles: { support: trusted } }, "ROLE_TYPE_REQUIRED"),
  bad(
    "a key that is no role type, and what only some types take",
    { roles: { lambda: { ...trusted, app_instance_user_id: "a", app_instance_bot_id: "b", scope: "all" } } },
    "ROLE_TYPE_REQUIRED",
  ),
  bad("an unknown role type", { roles: { support: { ...trusted, type: "usr" } } }, "INVALID_CHOICE"),
  bad(
    "two roles of one name",
    { roles: { user: { ...trusted, name: "Chat" }, websocket: { ...trusted, name: "chat" } } },
    ...repeat("ROLE_NAME_TAKEN", 2),
  ),
  bad(
    "the name of another role's key",
    { roles: { user: { ...trusted, name: "chime-websocket" }, websocket: trusted } },
    ...repeat("ROLE_NAME_TAKEN", 2),
  ),
  bad(
    "a name that is too long with its prefix",
    { name_prefix: "x".repeat(52), roles: { minimal_user_of_the_chat: { ...trusted, type: "user" } } },
    "ROLE_NAME_TOO_LONG",
  ),

  badTrust("a role that nobody may assume", {}, "ROLE_WITHOUT_TRUST"),
  badTrust("a trust that is off", { trust_account: false }, "ROLE_WITHOUT_TRUST"),
  badTrust("lists with nothing in them", { principal_arns: [], oidc_providers: [] }, "ROLE_WITHOUT_TRUST"),
  badTrust("anybody as principal", { principal_arns: ["*"] }, "INVALID_VALUE"),
  badTrust("an empty principal", { principal_arns: [""] }, "INVALID_VALUE"),
  badTrust("an account's ID as principal", { principal_arns: ["123456789012"] }, "INVALID_VALUE"),
  badTrust("a principal of another partition", { principal_arns: [backend.replace("aws", "aws-cn")] }, "INVALID_VALUE"),
  badTrust("a service as principal", { principal_arns: ["lambda.amazonaws.com"] }, "INVALID_VALUE"),
  badTrust("a principal twice", { principal_arns: [backend, backend] }, "DUPLICATE"),
  badTrust(
    "the root of another account, with conditions that hold of everybody who is not named",
    {
      principal_arns: ["arn:aws:iam::210987654321:root"],
      trust_conditions: [{ test: "StringNotEquals", variable: "aws:PrincipalOrgID", values: ["o-other"] }],
    },
    "ROOT_WITHOUT_CONDITION",
  ),
  badTrust(
    "the root of another account",
    { principal_arns: ["arn:aws:iam::210987654321:root"] },
    "ROOT_WITHOUT_CONDITION",
  ),
  badTrust("an issuer without a domain", oidc({}, "localhost"), "INVALID_VALUE"),
  badTrust("a user pool", { cognito_identity_pool_ids: ["us-east-1_AbCdEf"] }, "INVALID_VALUE"),
  badTrust("a pool in upper case", { cognito_identity_pool_ids: [pool.toUpperCase()] }, "INVALID_VALUE"),
  badTrust("a pool with white space", { cognito_identity_pool_ids: [`${pool} `] }, "INVALID_VALUE"),
  badRole(
    "a service without its suffix",
    { app_instance_user_id: "a", service_principals: ["lambda"] },
    "INVALID_VALUE",
  ),
  badRole(
    "a service of China",
    { app_instance_user_id: "a", service_principals: ["ec2.amazonaws.com.cn"] },
    "INVALID_VALUE",
  ),
  badRole(
    "a service where the calls act as the caller",
    { service_principals: ["lambda.amazonaws.com"] },
    "SERVICE_WITHOUT_USER",
  ),
  badRole(
    "an unknown source of the user ID",
    { cognito_user_id: "sub", cognito_identity_pool_ids: [pool] },
    "INVALID_CHOICE",
  ),
  badRole("a source of the user ID without a pool", { cognito_user_id: "session_tag" }, "COGNITO_USER_ID_UNUSED"),
  badTrust(
    "a SAML provider's ARN for an OIDC provider",
    oidc({ arn: oidcArn.replace("oidc", "saml") }),
    "INVALID_VALUE",
  ),
  badTrust("an OIDC issuer for its provider", oidc({ arn: "https://auth.example.com" }), "INVALID_VALUE"),
  badTrust("Cognito as an OIDC provider", oidc({}, "cognito-identity.amazonaws.com"), "INVALID_VALUE"),
  badTrust("an OIDC provider without an audience", oidc({ audiences: [] }), "EMPTY_LIST"),
  badTrust("any audience of an OIDC provider", oidc({ audiences: ["*"] }), "INVALID_VALUE"),
  badTrust("an OIDC provider without a subject", oidc({ subjects: [] }), "EMPTY_LIST"),
  ...["*", "?*", "**"].map((subject) =>
    badTrust(`the subject ${subject} of an OIDC provider`, oidc({ subjects: [subject] }), "INVALID_VALUE"),
  ),
  ...(
    [
      ["token.actions.githubusercontent.com", "repo:*"],
      ["token.actions.githubusercontent.com", "repo:*/chat:*"],
      ["token.actions.githubusercontent.com", "repo:acme*/chat:*"],
      ["gitlab.com", "project_path:*"],
      ["app.terraform.io", "organization:*:project:chat:*"],
      ["accounts.google.com", "1*"],
      ["oidc.circleci.com/org/4d1f", "org/*"],
      ["agent.buildkite.com", "organization:acme*"],
      ["oidc.vercel.com", "owner:*"],
      ["studio.datachain.ai/api", "credentials:*"],
      ["oidc.op1.openshiftapps.com/2f3a", "system:serviceaccount:*:chat"],
    ] as const
  ).map(([issuer, subject]) =>
    badTrust(`${subject} of the tenants of ${issuer}`, oidc({ subjects: [subject] }, issuer), "SHARED_ISSUER_SUBJECT"),
  ),
  badTrust("a SAML provider's name", { saml_provider_arns: ["okta"] }, "INVALID_VALUE"),
  badTrust(
    "another account's SAML provider",
    { saml_provider_arns: ["arn:aws:iam::210987654321:saml-provider/okta"] },
    "PROVIDER_OF_ANOTHER_ACCOUNT",
  ),
  badTrust(
    "another account's OIDC provider",
    oidc({ arn: oidcArn.replace("123456789012", "210987654321") }),
    "PROVIDER_OF_ANOTHER_ACCOUNT",
  ),
  badRole("an external ID of one letter", { external_id: "x" }, "INVALID_VALUE"),
  badTrust(
    "an external ID that is required of nobody",
    { cognito_identity_pool_ids: [pool], external_id: "chat" },
    "EXTERNAL_ID_UNUSED",
  ),
  badRole(
    "a condition that holds without the key",
    { trust_conditions: [{ test: "StringEqualsIfExists", variable: "aws:PrincipalOrgID", values: ["o-1"] }] },
    "INVALID_CHOICE",
  ),
  badRole(
    "a condition key without its prefix",
    { trust_conditions: [{ test: "StringEquals", variable: "PrincipalOrgID", values: ["o-1"] }] },
    "INVALID_VALUE",
  ),
  badRole(
    "a condition without a value",
    { trust_conditions: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: [] }] },
    "EMPTY_LIST",
  ),
  badRole(
    "one condition twice",
    {
      trust_conditions: ["o-1", "o-2"].map((value) => {
        return { test: "StringEquals", variable: "aws:PrincipalOrgID", values: [value] };
      }),
    },
    "CONDITION_TWICE",
  ),
  badRole(
    "a condition of the role's own session tag",
    { trust_conditions: [{ test: "StringLike", variable: "aws:RequestTag/AppInstanceUserId", values: ["?*"] }] },
    "CONDITION_RESERVED",
  ),
  badRole(
    "a condition of the external ID",
    { trust_conditions: [{ test: "StringLike", variable: "sts:ExternalId", values: ["a*"] }] },
    "CONDITION_RESERVED",
  ),
  bad(
    "an identity ID for an app instance that a tag names",
    { ...byTag, roles: { user: { cognito_identity_pool_ids: [pool] } } },
    "IDENTITY_WITHOUT_APP_INSTANCE",
  ),
  bad(
    "a service for an app instance that a tag names",
    { ...byTag, roles: { user: { service_principals: ["lambda.amazonaws.com"], app_instance_user_id: "*" } } },
    "SERVICE_WITHOUT_APP_INSTANCE",
  ),

  badRole("a wildcard within an AppInstanceUser ID", { app_instance_user_id: "al*" }, "INVALID_VALUE"),
  badRole("a user's ARN for its ID", { app_instance_user_id: `${appInstanceArn}/user/bob` }, "INVALID_VALUE"),
  bad(
    "a user for a developer",
    { roles: { developer: { ...trusted, app_instance_user_id: "alice" } } },
    "USER_ID_UNUSED",
  ),
  badRole(
    "a user where no call acts as one",
    { calls: ["ListAppInstanceUsers"], app_instance_user_id: "alice" },
    "USER_ID_UNUSED",
  ),
  badRole("a bot for a user", { app_instance_bot_id: "helper" }, "BOT_ID_UNUSED"),
  bad(
    "a bot with a star in its ID",
    { roles: { backend: { ...trusted, calls: ["SendChannelMessage"], app_instance_bot_id: "he*" } } },
    "INVALID_VALUE",
  ),
  badRole("a scope for a user", { scope: "app_instance" }, "SCOPE_UNUSED"),
  bad("an unknown scope", { roles: { developer: { ...trusted, scope: "one" } } }, "INVALID_CHOICE"),
  badRole("an unknown capability", { capabilities: ["streming"] }, "INVALID_CHOICE"),
  badRole("no capability", { capabilities: [] }, "EMPTY_LIST"),
  bad(
    "a capability that the type does not offer",
    { roles: { websocket: { ...trusted, capabilities: ["search"] } } },
    "CAPABILITY_NOT_OFFERED",
  ),
  bad(
    "streaming for a user",
    { roles: { user: { ...trusted, capabilities: ["default", "streaming"] } } },
    "CAPABILITY_NOT_OFFERED",
  ),
  badRole("a call in lower case", { calls: ["sendChannelMessage"] }, "INVALID_CHOICE"),
  badRole(
    "a call as a class of the SDK",
    { calls: ["ListChannelsCommand", "CreateChannelRequest"] },
    "INVALID_CHOICE",
    "INVALID_CHOICE",
  ),
  badRole("a call as an action of IAM", { calls: ["chime:CreateChannel"] }, "INVALID_CHOICE"),
  badRole("a call as boto3 has it", { calls: ["create_channel"] }, "INVALID_CHOICE"),
  badRole("a plural for a singular", { type: "user", external_ids: ["chat"] }, "UNKNOWN_INPUT"),
  badRole("no call", { calls: [] }, "EMPTY_LIST"),
  badRole("a call that creates users, for a user", { calls: ["CreateAppInstanceUser"] }, "CALL_NOT_OFFERED"),
  bad(
    "a call that writes, for a user who reads and sends",
    { roles: { minimal_user: { ...trusted, calls: ["DeleteChannel"] } } },
    "CALL_NOT_OFFERED",
  ),
  bad("a back end without calls", { roles: { backend: trusted } }, "BACKEND_WITHOUT_CALLS"),
  bad(
    "a back end with capabilities",
    { roles: { backend: { ...trusted, calls: ["SendChannelMessage"], capabilities: ["messaging"] } } },
    "BACKEND_WITH_CAPABILITIES",
  ),
  bad(
    "a service whose calls act as nobody",
    {
      roles: { lambda: { type: "backend", service_principals: ["lambda.amazonaws.com"], calls: ["DescribeChannel"] } },
    },
    "SERVICE_WITHOUT_USER",
  ),

  badRole("a name with a path", { name: "chat/user" }, "INVALID_VALUE"),
  badRole("a name of 65 characters", { name: "x".repeat(65) }, "INVALID_VALUE"),
  badRole("an empty name", { name: "" }, "INVALID_VALUE"),
  badRole("a description in another script", { description: "日本" }, "INVALID_VALUE"),
  badRole("the mark of a token as a description", { description: "%{TfToken[0]}" }, "INVALID_VALUE"),
  badRole("a session of a minute for one role", { max_session_duration: 60 }, "WRONG_TYPE"),
  badRole("a role as the boundary of one role", { permissions_boundary_arn: backend }, "INVALID_VALUE"),
  badRole(
    "another account's boundary for one role",
    { permissions_boundary_arn: policy("edge", "210987654321") },
    "POLICY_OF_ANOTHER_ACCOUNT",
  ),
  badRole("a policy's name for its ARN", { policy_arns: { read: "ReadOnlyAccess" } }, "INVALID_VALUE"),
  badRole(
    "a policy of another account",
    { policy_arns: { read: policy("a", "210987654321") } },
    "POLICY_OF_ANOTHER_ACCOUNT",
  ),
  badRole("a policy's key with a space", { policy_arns: { "a b": policy("a") } }, "INVALID_KEY"),
  badRole("one policy twice", { policy_arns: { a: policy("a"), b: policy("a") } }, "POLICY_TWICE"),
  badRole("ten further policies, eleven with the role's own", { policy_arns: policies(10) }, "TOO_MANY_POLICIES"),
  bad(
    "more policies than a raised quota allows",
    { quotas: { policies_per_role: 12 }, roles: { user: { ...trusted, policy_arns: policies(12) } } },
    "TOO_MANY_POLICIES",
  ),
  badRole("a role's tag with a session tag's key", { tags: { AppInstanceUserID: "bob" } }, "ROLE_TAG_IS_SESSION_TAG"),
  bad(
    "a role's tag that differs from one of every role in case",
    { tags: { Team: "a" }, roles: { user: { ...trusted, tags: { team: "b" } } } },
    "ROLE_TAG_KEYS_DIFFER_IN_CASE",
  ),
  bad(
    "51 tags of a role, with those of every role",
    { tags: numbered(40, "s"), roles: { user: { ...trusted, tags: numbered(11, "t") } } },
    "ROLE_WITH_TOO_MANY_TAGS",
  ),

  badTrust("everybody's subject at an issuer of one's own", oidc({ subjects: ["*:*"] }), "INVALID_VALUE"),
  badTrust(
    "a shared issuer in upper case",
    oidc({ subjects: ["repo:*"] }, "Token.Actions.GithubUserContent.com"),
    "SHARED_ISSUER_SUBJECT",
  ),
  badTrust(
    "a shared issuer with a slash",
    oidc({ subjects: ["repo:*"] }, "token.actions.githubusercontent.com/"),
    "SHARED_ISSUER_SUBJECT",
  ),
  badTrust(
    "every tenant of Microsoft Sentinel",
    oidc({ subjects: ["12345678-1234"] }, "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/"),
    "SHARED_ISSUER_SESSION_NAME",
  ),
  badTrust("Roles Anywhere without its trust anchor", { ...anywhere }, "ROLES_ANYWHERE_WITHOUT_ANCHOR"),
  badTrust(
    "Roles Anywhere with a trust anchor that another trust must have",
    { ...anywhere, ...trusted, trust_conditions: [{ ...anchor, trusts: ["trust_account"] }] },
    "ROLES_ANYWHERE_WITHOUT_ANCHOR",
  ),
  badTrust(
    "Roles Anywhere with any trust anchor",
    { ...anywhere, trust_conditions: [{ test: "ArnLike", variable: "aws:SourceArn", values: ["*"] }] },
    "ROLES_ANYWHERE_WITHOUT_ANCHOR",
  ),
  ...[
    { test: "Null", variable: "aws:RequestTag/nobody", values: ["true"] },
    { test: "DateGreaterThan", variable: "aws:CurrentTime", values: ["2020-01-01T00:00:00Z"] },
    { test: "StringLike", variable: "aws:PrincipalArn", values: ["*"] },
    { test: "IpAddress", variable: "aws:SourceIp", values: ["0.0.0.0/0"] },
  ].map((condition) =>
    badTrust(
      `the root of another account, with ${condition.test} of ${condition.variable}`,
      { principal_arns: [otherRoot], trust_conditions: [condition] },
      "ROOT_WITHOUT_CONDITION",
    ),
  ),
  badTrust(
    "the root of another account, with a condition that another trust must have",
    { principal_arns: [otherRoot], ...trusted, trust_conditions: [{ ...organization, trusts: ["trust_account"] }] },
    "ROOT_WITHOUT_CONDITION",
  ),
  badRole(
    "a condition of a trust that the role does not have",
    { trust_conditions: [{ ...organization, trusts: ["service_principals"] }] },
    "CONDITION_OF_NO_TRUST",
  ),
  badRole("a condition of no trust", { trust_conditions: [{ ...organization, trusts: [] }] }, "EMPTY_LIST"),
  badRole(
    "a condition of what is no trust",
    { trust_conditions: [{ ...organization, trusts: ["external_id"] }] },
    "INVALID_CHOICE",
  ),
  badRole(
    "one condition twice, once for one trust",
    { trust_conditions: [organization, { ...organization, values: ["o-2"], trusts: ["trust_account"] }] },
    "CONDITION_TWICE",
  ),
  badRole(
    "ForAllValues of a key that has one value",
    { trust_conditions: [{ test: "ForAllValues:StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] }] },
    "FOR_ALL_VALUES_OF_ONE",
  ),
  badRole(
    "a placeholder in a condition",
    { trust_conditions: [{ ...organization, values: ["${var.organization}"] }] },
    "INVALID_VALUE",
  ),
  badRole(
    "a variable of an issuer that is not trusted",
    { trust_conditions: [{ test: "StringEquals", variable: "aws:userid", values: ["${auth.example.com:sub}"] }] },
    "VARIABLE_OF_ANOTHER_ISSUER",
  ),
  badRole("any user as one that is allowed", { allowed_user_ids: ["*"] }, "INVALID_VALUE"),
  badRole(
    "patterns next to a variable",
    { allowed_user_ids: ["tenant-a-*", "${aws:PrincipalTag/AppInstanceUserId}"] },
    "ALLOWED_USER_IDS_MIXED",
  ),
  badRole(
    "allowed users of a variable of an issuer that is not trusted",
    { allowed_user_ids: ["${auth.example.com:sub}"] },
    "VARIABLE_OF_ANOTHER_ISSUER",
  ),
  badTrust(
    "allowed users where identity IDs name the caller",
    { cognito_identity_pool_ids: [pool], allowed_user_ids: ["a"] },
    "ALLOWED_USER_IDS_UNUSED",
  ),
  badRole(
    "allowed users where the role acts as one",
    { app_instance_user_id: "bob", allowed_user_ids: ["a"] },
    "ALLOWED_USER_IDS_UNUSED",
  ),
  badTrust(
    "a source identity from a pool",
    { cognito_identity_pool_ids: [pool], allow_source_identity: true },
    "ALLOW_SOURCE_IDENTITY_UNUSED",
  ),
  badRole("further app instances for a user", { app_instance_ids: [otherAppInstance] }, "APP_INSTANCE_IDS_UNUSED"),
  badBackend(
    "further app instances where all are reached",
    { scope: "all", app_instance_ids: [otherAppInstance] },
    "APP_INSTANCE_IDS_UNUSED",
  ),
  badBackend("a further app instance by its name", { app_instance_ids: ["chat"] }, "INVALID_VALUE"),
  badBackend(
    "a further app instance of another account",
    { app_instance_ids: [`arn:aws:chime:us-east-1:210987654321:app-instance/${otherAppInstance}`] },
    "FURTHER_APP_INSTANCE_OF_ANOTHER_PLACE",
  ),
  badBackend(
    "the app instance as a further one",
    { app_instance_ids: [goodInputs.app_instance_id] },
    "APP_INSTANCE_TWICE",
  ),
  bad(
    "tags of channels for a developer",
    { roles: { developer: { ...trusted, channels_tagged: { tenant: "a" } } } },
    "CHANNELS_TAGGED_UNUSED",
  ),
  badRole("a channel's tag with a star", { channels_tagged: { tenant: "a*" } }, "INVALID_VALUE"),
  badRole(
    "a call that makes channels where they are limited by tags",
    { calls: ["CreateChannel"], capabilities: ["default"], channels_tagged: { tenant: "a" } },
    "CALL_THAT_TAGS",
  ),
  badRole(
    "a capability that tags channels where they are limited by tags",
    { capabilities: ["default", "channel_tags"], channels_tagged: { tenant: "a" } },
    "CAPABILITY_THAT_TAGS",
  ),
  badRole(
    "a channel's tag with a variable of an issuer that is not trusted",
    { channels_tagged: { tenant: "${auth.example.com:sub}" } },
    "VARIABLE_OF_ANOTHER_ISSUER",
  ),
  ...Object.entries(notOfExistingRoles).map(([name, { value, before = [], after = [] }]: [string, NotOfExisting]) =>
    bad(
      `${name} for a role that exists`,
      { roles: { user: { existing_role_name: "amplify-auth", [name]: value } } },
      ...[...before, "SAID_OF_EXISTING_ROLE", ...after],
    ),
  ),
  badTrust("a role that exists, by its ARN", { existing_role_name: backend }, "INVALID_VALUE"),
  badTrust("no name of a role that exists", { ...trusted, existing_role_name: null }, "NULL"),
  badRole("an unknown attribute", { externalId: "chat" }, "UNKNOWN_INPUT"),
  badTrust("a misspelt attribute", { principal_arn: [backend] }, "UNKNOWN_INPUT"),
  badTrust("an unknown attribute of an OIDC provider", oidc({ audience: "chat" }), "UNKNOWN_INPUT"),
  badTrust("text for true", { trust_account: "yes" }, "WRONG_TYPE"),
  bad(
    "several mistakes in several roles",
    {
      region: "mars",
      roles: { user: { ...trusted, scope: "all", external_id: "x" }, websocket: {}, developer: { trust_account: 1 } },
    },
    "INVALID_VALUE",
    "INVALID_VALUE",
    "WRONG_TYPE",
    "ROLE_WITHOUT_TRUST",
  ),
];

/** Refused by the sizes of the documents, which are checked after everything else. */
export const tooLargeInputs: readonly BadInput[] = [
  bad(
    "too many principals",
    { roles: { user: { principal_arns: range(60).map((i) => `arn:aws:iam::123456789012:role/backend-${i}`) } } },
    "TRUST_POLICY_TOO_LARGE",
  ),
];

function repeat(code: string, times: number): string[] {
  return range(times).map(() => code);
}
