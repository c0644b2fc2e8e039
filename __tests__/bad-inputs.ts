// Inputs that are refused, with the words that they must get: from an environment file at synth, from the module at plan.
import { capabilityNames } from "../lib/access/capabilities";

/** One slip: what is changed in inputs that are good, and what the message must say. */
export interface BadInput {
  readonly what: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly says: string;
}

export const goodInputs = {
  region: "us-east-1",
  account_id: "123456789012",
  app_instance_id: "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603",
};

const arn = `arn:aws:chime:us-east-1:123456789012:app-instance/${goodInputs.app_instance_id}`;
const oidc = "arn:aws:iam::123456789012:oidc-provider/auth.example.com";
const trusted = { trust_account: true };

function range(length: number): number[] {
  return [...Array(length).keys()];
}

export const badInputs: readonly BadInput[] = [
  {
    what: "a region without a dash",
    change: { region: "us-east1" },
    says: 'region is "us-east1", expected the code of an AWS region, such as us-east-1. A dash is missing',
  },
  {
    what: "an account of 11 digits",
    change: { account_id: "12345678901" },
    says: 'account_id is "12345678901", expected the 12 digits of an AWS account. Leading zeros count',
  },
  {
    what: "a name for the ID",
    change: { app_instance_id: "my-chat" },
    says: 'app_instance_id is "my-chat", expected the ID',
  },
  {
    what: "an ID with white space",
    change: { app_instance_id: ` ${goodInputs.app_instance_id}` },
    says: "It has white space in it; was too much copied?",
  },
  {
    what: "a placeholder",
    change: { app_instance_id: "{appInstanceId}" },
    says: "It looks like a placeholder that was not filled in.",
  },
  {
    what: "a user's ARN",
    change: { app_instance_id: `${arn}/user/bob` },
    says: "It looks like a user ARN; take its app instance, the part before /user/.",
  },
  {
    what: "another service's ARN",
    change: { app_instance_id: "arn:aws:s3:::chat" },
    says: "It is an ARN of another service than chime.",
  },
  {
    what: "an ARN of another account",
    change: { app_instance_id: arn.replace("123456789012", "210987654321") },
    says: 'expected an ARN that agrees with partition "aws", region "us-east-1" and account_id "123456789012".',
  },
  {
    what: "an ARN of another region",
    change: { app_instance_id: arn, region: "eu-central-1" },
    says: 'expected an ARN that agrees with partition "aws", region "eu-central-1" and account_id "123456789012".',
  },
  {
    what: "a partition that is none",
    change: { partition: "AWS" },
    says: 'partition is "AWS", expected the partition',
  },
  {
    what: "an unknown role type",
    change: { roles: { usr: trusted } },
    says: "roles.usr is unknown, expected one of developer, user, minimal_user, websocket.",
  },
  {
    what: "a role that nobody may assume",
    change: { roles: { user: {} } },
    says: "roles.user: nobody may assume it; give it trust_account, principal_arns, service_principals, cognito_identity_pool_ids, oidc_providers or saml_provider_arns.",
  },
  {
    what: "a trust that is off",
    change: { roles: { user: { trust_account: false } } },
    says: "roles.user: nobody may assume it",
  },
  {
    what: "the whole world as principal",
    change: { roles: { user: { principal_arns: ["*"] } } },
    says: 'roles.user.principal_arns[0] is "*", expected the ARN of an account\'s root, an IAM user, a role or a session. IAM allows no wildcard here',
  },
  {
    what: "an account's ID as principal",
    change: { roles: { user: { principal_arns: ["123456789012"] } } },
    says: "For a whole account write arn:aws:iam::ACCOUNT:root.",
  },
  {
    what: "a user pool",
    change: { roles: { user: { cognito_identity_pool_ids: ["us-east-1_AbCdEf"] } } },
    says: 'roles.user.cognito_identity_pool_ids[0] is "us-east-1_AbCdEf", expected the ID of a Cognito identity pool, REGION:UUID. It looks like a user pool',
  },
  {
    what: "a service without its suffix",
    change: { roles: { user: { ...trusted, service_principals: ["lambda"] } } },
    says: 'roles.user.service_principals[0] is "lambda", expected the name of an AWS service, such as lambda.amazonaws.com. The suffix',
  },
  {
    what: "a service for a role whose policy names the caller",
    change: { roles: { user: { ...trusted, service_principals: ["lambda.amazonaws.com"] } } },
    says: "roles.user: service_principals pass no session tag, so its policy cannot know the user; set app_instance_user_id.",
  },
  {
    what: "an unknown way to an identity's user",
    change: { roles: { user: { ...trusted, cognito_user_id: "sub" } } },
    says: 'roles.user.cognito_user_id is "sub", expected one of session_tag, identity_id.',
  },
  {
    what: "a SAML provider's ARN for an OIDC provider",
    change: {
      roles: {
        user: {
          oidc_providers: [
            { arn: "arn:aws:iam::123456789012:saml-provider/okta", audiences: ["chat"], subjects: ["*"] },
          ],
        },
      },
    },
    says: "It is a SAML provider: it goes into saml_provider_arns.",
  },
  {
    what: "an OIDC provider without an audience",
    change: { roles: { user: { oidc_providers: [{ arn: oidc, audiences: [], subjects: ["*"] }] } } },
    says: "roles.user.oidc_providers[0].audiences is empty, expected at least one.",
  },
  {
    what: "any audience of an OIDC provider",
    change: { roles: { user: { oidc_providers: [{ arn: oidc, audiences: ["*"], subjects: ["*"] }] } } },
    says: 'roles.user.oidc_providers[0].audiences[0] is "*", expected the aud of a token',
  },
  {
    what: "an OIDC provider without a subject",
    change: { roles: { user: { oidc_providers: [{ arn: oidc, audiences: ["chat"], subjects: [] }] } } },
    says: "roles.user.oidc_providers[0].subjects is empty, expected at least one.",
  },
  {
    what: "a SAML provider's name",
    change: { roles: { user: { saml_provider_arns: ["okta"] } } },
    says: 'roles.user.saml_provider_arns[0] is "okta", expected the ARN of a SAML provider of IAM.',
  },
  {
    what: "another account's SAML provider",
    change: { roles: { user: { saml_provider_arns: ["arn:aws:iam::210987654321:saml-provider/okta"] } } },
    says: 'roles.user: a provider is "arn:aws:iam::210987654321:saml-provider/okta", expected an identity provider of account_id "123456789012".',
  },
  {
    what: "a path that IAM takes for roles and refuses for policies",
    change: { path: "/a:b/" },
    says: 'path is "/a:b/", expected an IAM path',
  },
  {
    what: "a mark of CDKTF as text",
    change: { roles: { user: { principal_arns: ["*#{TfToken["] } } },
    says: 'roles.user.principal_arns[0] is "*#{TfToken[", expected the ARN of',
  },
  {
    what: "a scope for a user",
    change: { roles: { user: { ...trusted, scope: "app_instance" } } },
    says: "roles.user.scope has no effect: only a developer's policy reaches beyond one app instance.",
  },
  {
    what: "an unknown scope",
    change: { roles: { developer: { ...trusted, scope: "one" } } },
    says: 'roles.developer.scope is "one", expected one of all, app_instance.',
  },
  {
    what: "no app instance",
    change: { app_instance_id: null },
    says: "app_instance_id and app_instance_id_tag_key exclude each other, and one of them must be given.",
  },
  {
    what: "two ways to an app instance",
    change: { app_instance_id_tag_key: "AppInstanceId" },
    says: "app_instance_id and app_instance_id_tag_key exclude each other, and one of them must be given.",
  },
  {
    what: "one tag for user and app instance",
    change: { app_instance_id: null, app_instance_id_tag_key: "AppInstanceUserId" },
    says: "user_id_tag_key and app_instance_id_tag_key are the same, expected two session tags.",
  },
  {
    what: "an identity ID for an app instance that a tag names",
    change: {
      app_instance_id: null,
      app_instance_id_tag_key: "AppInstanceId",
      roles: { user: { cognito_identity_pool_ids: ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] } },
    },
    says: "roles.user: an identity ID tells no app instance; set cognito_user_id to session_tag",
  },
  {
    what: "a service for an app instance that a tag names",
    change: {
      app_instance_id: null,
      app_instance_id_tag_key: "AppInstanceId",
      roles: { user: { service_principals: ["lambda.amazonaws.com"], app_instance_user_id: "*" } },
    },
    says: "roles.user: service_principals pass no session tag, so its policy cannot know the app instance; give app_instance_id",
  },
  {
    what: "an external ID of one letter",
    change: { roles: { user: { ...trusted, external_id: "x" } } },
    says: 'roles.user.external_id is "x", expected an external ID',
  },
  {
    what: "an external ID that nobody is asked for",
    change: {
      roles: {
        user: { cognito_identity_pool_ids: ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"], external_id: "chat" },
      },
    },
    says: "roles.user.external_id has no effect: it is asked of trust_account and principal_arns alone.",
  },
  {
    what: "a wildcard within an AppInstanceUser ID",
    change: { roles: { user: { ...trusted, app_instance_user_id: "al*" } } },
    says: 'roles.user.app_instance_user_id is "al*", expected an AppInstanceUser ID',
  },
  {
    what: "an AppInstanceUser for a developer",
    change: { roles: { developer: { ...trusted, app_instance_user_id: "alice" } } },
    says: "roles.developer.app_instance_user_id has no effect: the policy of a developer names no user.",
  },
  {
    what: "an unknown capability",
    change: { roles: { user: { ...trusted, capabilities: ["streming"] } } },
    says: 'is "streming", expected one of messaging, channel_flows, sub_channels, streaming, bots,',
  },
  {
    what: "a name with a path",
    change: { roles: { user: { ...trusted, name: "chat/user" } } },
    says: 'roles.user.name is "chat/user", expected the name of an IAM role (1 to 64 letters, digits and _+=,.@-). A path goes into path.',
  },
  {
    what: "a name of 65 characters",
    change: { roles: { user: { ...trusted, name: "x".repeat(65) } } },
    says: "expected the name of an IAM role",
  },
  {
    what: "two roles of one name",
    change: { roles: { user: { ...trusted, name: "Chat" }, websocket: { ...trusted, name: "chat" } } },
    says: 'roles.websocket: another role has the name "chat" too; give it another name or name_prefix.',
  },
  {
    what: "a description in another script",
    change: { roles: { user: { ...trusted, description: "日本" } } },
    says: 'roles.user.description is "日本", expected a description of 1 to 1,000 Latin characters.',
  },
  {
    what: "a session of a minute for one role",
    change: { roles: { user: { ...trusted, max_session_duration: 60 } } },
    says: "expected whole seconds from 3600 to 43200.",
  },
  {
    what: "a role as the boundary of one role",
    change: { roles: { user: { ...trusted, permissions_boundary_arn: "arn:aws:iam::123456789012:role/edge" } } },
    says: "A boundary is a policy, not a role, user or group.",
  },
  {
    what: "another account's boundary for one role",
    change: { roles: { user: { ...trusted, permissions_boundary_arn: "arn:aws:iam::210987654321:policy/edge" } } },
    says: 'roles.user.permissions_boundary_arn is "arn:aws:iam::210987654321:policy/edge", expected a managed policy of account_id "123456789012" or of AWS.',
  },
  {
    what: "a policy's name for its ARN",
    change: { roles: { user: { ...trusted, policy_arns: { read: "ReadOnlyAccess" } } } },
    says: 'roles.user.policy_arns.read is "ReadOnlyAccess", expected the ARN of a managed policy. A name is not enough',
  },
  {
    what: "another account's policy",
    change: { roles: { user: { ...trusted, policy_arns: { own: "arn:aws:iam::210987654321:policy/own" } } } },
    says: 'roles.user.policy_arns.own is "arn:aws:iam::210987654321:policy/own", expected a managed policy of account_id',
  },
  {
    what: "a key of a policy with a space",
    change: { roles: { user: { ...trusted, policy_arns: { "a b": "arn:aws:iam::aws:policy/ReadOnlyAccess" } } } },
    says: 'the key roles.user.policy_arns.a b is "a b", expected a name of your choice',
  },
  {
    what: "one policy twice",
    change: {
      roles: {
        user: {
          ...trusted,
          policy_arns: { a: "arn:aws:iam::aws:policy/ReadOnlyAccess", b: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        },
      },
    },
    says: "roles.user.policy_arns has one policy twice, which IAM attaches once.",
  },
  {
    what: "a tag that would stand for the session tag",
    change: { tags: { AppInstanceUserId: "bob" } },
    says: "tags.AppInstanceUserId is a session tag's key: the role's own tag would stand for it",
  },
  {
    what: "an ID in upper case",
    change: { app_instance_id: goodInputs.app_instance_id.toUpperCase() },
    says: "Write it in lower case: IAM takes an ARN to the letter.",
  },
  {
    what: "ten further policies",
    change: {
      roles: {
        user: {
          ...trusted,
          policy_arns: Object.fromEntries(range(10).map((i) => [`p${i}`, `arn:aws:iam::123456789012:policy/p${i}`])),
        },
      },
    },
    says: "roles.user.policy_arns has more than 9 entries, which is all that IAM leaves room for.",
  },
  {
    what: "a prefix with a slash",
    change: { name_prefix: "chat/" },
    says: 'name_prefix is "chat/", expected the beginning',
  },
  {
    what: "a prefix of 53 characters",
    change: { name_prefix: "x".repeat(53) },
    says: "expected the beginning of a role's name",
  },
  { what: "a path without its end", change: { path: "/chat" }, says: 'path is "/chat", expected an IAM path' },
  {
    what: "a role as boundary",
    change: { permissions_boundary_arn: "arn:aws:iam::123456789012:role/edge" },
    says: 'permissions_boundary_arn is "arn:aws:iam::123456789012:role/edge", expected the ARN of a managed policy. A boundary is a policy',
  },
  {
    what: "another account's boundary",
    change: { permissions_boundary_arn: "arn:aws:iam::210987654321:policy/edge" },
    says: 'permissions_boundary_arn is "arn:aws:iam::210987654321:policy/edge", expected a managed policy of account_id "123456789012" or of AWS.',
  },
  {
    what: "a session of a minute",
    change: { max_session_duration: 60 },
    says: "expected whole seconds from 3600 to 43200.",
  },
  {
    what: "a session of a day",
    change: { max_session_duration: 86400 },
    says: "expected whole seconds from 3600 to 43200.",
  },
  {
    what: "half a second",
    change: { max_session_duration: 3600.5 },
    says: "expected whole seconds from 3600 to 43200.",
  },
  {
    what: "a tag key that AWS keeps",
    change: { user_id_tag_key: "aws:user" },
    says: 'user_id_tag_key is "aws:user", expected the key of a session tag',
  },
  {
    what: "a condition key for a tag key",
    change: { user_id_tag_key: "${aws:PrincipalTag/User}" },
    says: "Give the key alone, what follows the slash.",
  },
  {
    what: "a tag that AWS keeps",
    change: { tags: { "aws:team": "chat" } },
    says: 'the key tags.aws:team is "aws:team", expected',
  },
  { what: "a tag with a star", change: { tags: { Team: "*" } }, says: 'tags.Team is "*", expected the value of a tag' },
  {
    what: "51 tags",
    change: { tags: Object.fromEntries(range(51).map((i) => [`k${i}`, "v"])) },
    says: "tags has more than 50 entries, which is all that IAM leaves room for.",
  },
  {
    what: "tags that differ in case alone",
    change: { tags: { Team: "a", team: "b" } },
    says: "tags has keys that differ in case alone, which IAM takes for one.",
  },
];

/** Refused by the sizes of the documents, which Terraform checks after every validation has passed. */
export const tooLargeInputs: readonly BadInput[] = [
  {
    what: "every capability with the longest tag keys",
    change: {
      app_instance_id: null,
      app_instance_id_tag_key: "a".repeat(128),
      user_id_tag_key: "u".repeat(128),
      roles: { user: { ...trusted, capabilities: capabilityNames } },
    },
    says: "characters and IAM allows 6144; leave out capabilities or shorten the tag keys.",
  },
  {
    what: "too many principals",
    change: {
      roles: { user: { principal_arns: range(60).map((i) => `arn:aws:iam::123456789012:role/backend-${i}`) } },
    },
    says: "characters and IAM allows 2048; name fewer principals or pools.",
  },
];
