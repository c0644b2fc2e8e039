// What a good value of each text input looks like, and the sentences that refuse a bad one.
// The same table makes the checks at synth, the `validation` blocks that Terraform runs at plan, and the JSON Schema, so
// patterns keep to the syntax that JavaScript and Terraform (RE2) share.

/** A value fits when it matches, unless it matches the exception too. */
interface Description {
  readonly matches: string;
  readonly unless?: string;
}

/** A rule of text. */
export interface TextRule extends Description {
  /** What to say after "expected". */
  readonly expected: string;
  /** Likely mistakes, the first that fits the value is named. */
  readonly mistakes?: readonly (Description & { readonly hint: string })[]; // `{name}` in a hint is another input
}

const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const region = "(us|eu|ap|ca|sa|me|af|il|mx)-(north|south|east|west|central){1,2}-[1-9]";
const nameCharacters = "[0-9A-Za-z_+=,.@-]";
const iamPath = `(${nameCharacters}+/)*`;
const managedPolicy = `^arn:aws:iam::([0-9]{12}|aws):policy/${iamPath}${nameCharacters}{1,128}$`;

/** Chime SDK messaging is offered in one partition. */
export const onlyPartition = "Chime SDK messaging is offered only in the partition aws.";

const otherPartition = { matches: "^arn:aws-", hint: onlyPartition };
const whiteSpace = { matches: "[ \t\r\n]", hint: "Remove the white space." };
const placeholder = { matches: "[{}<>$]", hint: "It looks like a placeholder that was not filled in." };
const upperCase = (isOtherwise: string) => ({ matches: "[A-Z]", unless: isOtherwise, hint: "Write it in lower case." });

const appInstanceMistakes: TextRule["mistakes"] = [
  otherPartition,
  {
    matches: "^arn:[^/]*/[^/]*/user/",
    hint: "It looks like a user ARN; take its app instance, the part before /user/.",
  },
  {
    matches: "^arn:[^/]*/[^/]*/(channel|channel-flow|bot)/",
    hint: "It looks like the ARN of a channel, channel flow or bot; take its app instance, the part before that.",
  },
  { matches: "^arn:", unless: "^arn:[^:]*:chime:", hint: "It is an ARN of a service other than chime." },
  { matches: "[A-F]", unless: "[^0-9A-Fa-f-]", hint: "Write it in lower case: IAM compares ARNs literally." },
  whiteSpace,
  placeholder,
];

/** IAM policy variables, and the escapes of `*`, `?` and `$`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const variable = `[$][{]((aws|sts|saml|[0-9A-Za-z-]+[.][0-9A-Za-z._~/-]+):[0-9A-Za-z_.:/=+@-]+( *, *'[^'{}]*')?|[*?$])[}]`;
const unfilled: Description & { readonly hint: string } = {
  matches: "[{<]",
  hint: "It looks like a placeholder that was not filled in.",
};

/** Text of some characters, with IAM policy variables in it. */
const withVariables = (characters: string) => `^([$]*${characters}|${variable})*[$]*$`;

const tagKey: TextRule = {
  matches: "^[0-9A-Za-z_.:/=+@-]{1,128}$",
  unless: "^[Aa][Ww][Ss]:",
  expected: "the key of a session tag (1 to 128 letters, digits and _.:/=+-@, not beginning with aws:)",
  mistakes: [{ matches: "PrincipalTag/|RequestTag/", hint: "Set only the part after the slash." }, whiteSpace],
};

export const textRules = {
  region: {
    matches: `^${region}$`,
    expected: "the code of an AWS region, such as us-east-1",
    mistakes: [
      { matches: "^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc-de)-", hint: onlyPartition },
      { matches: "^[a-z-]+[0-9]$", unless: "-[0-9]$", hint: "A dash is missing before the number." },
      { matches: "-[0-9][a-z]$", hint: "It looks like an availability zone; leave out its letter." },
      upperCase("[^0-9A-Za-z-]"),
      whiteSpace,
    ],
  },
  account_id: {
    matches: "^[0-9]{12}$",
    expected: "the 12 digits of an AWS account",
    mistakes: [
      { matches: "^[0-9]{9,11}$", hint: "Leading zeros count: write them, within quotes." },
      { matches: "^[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}$", hint: "Leave out the separators." },
      { matches: "^arn:", hint: "Take the 12 digits in the ARN." },
      whiteSpace,
      placeholder,
    ],
  },
  app_instance_id: {
    matches: `^(arn:aws:chime:${region}:[0-9]{12}:app-instance/)?${uuid}$`,
    expected: "the ID of an app instance (a UUID) or the ARN that CreateAppInstance returned",
    mistakes: appInstanceMistakes,
  },
  app_instance_arn: {
    matches: `^arn:aws:chime:${region}:[0-9]{12}:app-instance/${uuid}$`,
    expected: "the ARN that CreateAppInstance returned",
    mistakes: appInstanceMistakes,
  },
  app_instance_user_id: {
    matches: "^([*]|[0-9A-Za-z]([0-9A-Za-z:_.@-]{0,62}[0-9A-Za-z])?)$",
    expected:
      "an AppInstanceUser ID (1 to 64 letters, digits and :-_.@, a letter or digit at both ends) or * for any user",
    mistakes: [
      { matches: "^arn:.*/user/", hint: "It looks like a user ARN; take what follows /user/." },
      { matches: "^arn:.*/bot/", hint: "It looks like a bot: set {app_instance_bot_id}." },
      { matches: "[*?]", hint: "Use * alone, not as part of an ID." },
      { matches: "[{}<>$]", hint: "Leave it out: the policy then names the caller by an IAM policy variable." },
      whiteSpace,
    ],
  },
  app_instance_bot_id: {
    matches: "^([*]|[0-9A-Za-z]([0-9A-Za-z:_.@-]{0,62}[0-9A-Za-z])?)$",
    expected:
      "an AppInstanceBot ID (1 to 64 letters, digits and :-_.@, a letter or digit at both ends) or * for any bot",
    mistakes: [
      { matches: "^arn:.*/bot/", hint: "It looks like a bot ARN; take what follows /bot/." },
      { matches: "^arn:.*/user/", hint: "It looks like a user: set {app_instance_user_id}." },
      { matches: "[*?]", hint: "Use * alone, not as part of an ID." },
      whiteSpace,
      placeholder,
    ],
  },
  user_id_tag_key: tagKey,
  app_instance_id_tag_key: tagKey,
  external_id: {
    matches: "^[0-9A-Za-z_+=,.@:/-]{2,1000}[0-9A-Za-z_+=,.@:/-]{0,224}$",
    expected: "an external ID (2 to 1,224 letters, digits and _+=,.@:/-)",
    mistakes: [whiteSpace, placeholder],
  },
  principal_arn: {
    matches: `^arn:aws:(iam::[0-9]{12}:(root|(user|role)/${iamPath}${nameCharacters}{1,64})|sts::[0-9]{12}:(assumed-role/${nameCharacters}{1,64}/${nameCharacters}{2,64}))$`,
    expected: "the ARN of an account's root, an IAM user, a role or a session",
    mistakes: [
      otherPartition,
      { matches: "^[0-9]{12}$", hint: "For a whole account write arn:aws:iam::ACCOUNT:root." },
      {
        matches: "^arn:aws:iam::[0-9]{12}:role/(aws-reserved/sso[.]amazonaws[.]com/.*)?AWSReservedSSO_.*[*?]",
        hint: "For a role of IAM Identity Center, trust the account's root, with {trust_conditions} of the operator ArnLike, the key aws:PrincipalArn and this value.",
      },
      { matches: "[*?]", hint: "Wildcards are not supported here: * would let anybody assume the role." },
      {
        matches: "^A(ROA|IDA)[0-9A-Z]+$",
        hint: "It is what IAM shows of a principal that was deleted: name one that exists.",
      },
      placeholder,
      { matches: "[.]amazonaws[.]com", hint: "It looks like a service: it goes into {service_principals}." },
      { matches: ":(saml|oidc)-provider/", hint: "Providers go into {saml_provider_arns} and {oidc_providers}." },
      { matches: ":(group|policy|instance-profile)/", hint: "Groups, policies and instance profiles assume no roles." },
      whiteSpace,
    ],
  },
  service_principal: {
    matches: "^[a-z0-9-]+([.][a-z0-9-]+)*[.]amazonaws[.]com$",
    expected: "the name of an AWS service, such as lambda.amazonaws.com",
    mistakes: [
      { matches: "[.]amazonaws[.]com[.]cn$", hint: onlyPartition },
      { matches: "^[a-z0-9-]+$", hint: "The suffix .amazonaws.com is missing." },
      { matches: "^arn:", hint: "ARNs go into {principal_arns}." },
      upperCase("[^0-9A-Za-z.-]"),
      whiteSpace,
    ],
  },
  saml_provider_arn: {
    matches: "^arn:aws:iam::[0-9]{12}:saml-provider/[0-9A-Za-z._-]{1,128}$",
    expected: "the ARN of a SAML provider of IAM",
    mistakes: [
      otherPartition,
      { matches: ":oidc-provider/", hint: "It is an OIDC provider: it goes into {oidc_providers}." },
      whiteSpace,
    ],
  },
  oidc_provider_arn: {
    // The host of an issuer has a dot: AWS reads its keys over the Internet.
    matches: "^arn:aws:iam::[0-9]{12}:oidc-provider/[0-9A-Za-z-]+[.][0-9A-Za-z._~:/-]+$",
    unless: "oidc-provider/cognito-identity[.]amazonaws[.]com",
    expected: "the ARN of an OpenID Connect provider of IAM",
    mistakes: [
      otherPartition,
      { matches: ":saml-provider/", hint: "It is a SAML provider: it goes into {saml_provider_arns}." },
      { matches: "^https://", hint: "Take the provider's ARN, not the issuer's URL." },
      {
        matches: "cognito-id",
        hint: "For Amazon Cognito, set {cognito_identity_pool_ids}.",
      },
      whiteSpace,
    ],
  },
  oidc_audience: {
    matches: "^[!-~]{1,255}$",
    unless: "[*?{}]",
    expected: "the aud of a token: a client ID of 1 to 255 characters",
    mistakes: [{ matches: "[*?]", hint: "Name every client that is trusted." }, whiteSpace],
  },
  oidc_subject: {
    matches: "^[ -~]{1,255}$",
    unless: "[{}]|^[^0-9A-Za-z]+$",
    expected:
      "the sub of a token (1 to 255 characters, * and ? as wildcards, and at least one character that is not a wildcard)",
    mistakes: [{ matches: "^[^0-9A-Za-z]+$", hint: "It would accept every subject of the issuer." }],
  },
  cognito_identity_pool_id: {
    matches: `^${region}:${uuid}$`,
    expected: "the ID of a Cognito identity pool, REGION:UUID",
    mistakes: [
      { matches: "^[a-z0-9-]+_[0-9A-Za-z]+$", hint: "It looks like a user pool; take the identity pool." },
      { matches: "^arn:", hint: "Take the ID, what follows identitypool/ in the ARN." },
      { matches: "[*?]", hint: "Name every pool whose identities may assume the role." },
      upperCase("[^0-9A-Za-z:-]"),
      whiteSpace,
      placeholder,
    ],
  },
  condition_variable: {
    matches: "^[0-9A-Za-z._~/-]+:[0-9A-Za-z._~:/=+@-]{1,200}$",
    expected: "a condition key of IAM, such as aws:PrincipalOrgID",
    mistakes: [{ matches: "^[0-9A-Za-z]+$", hint: "The prefix is missing, such as aws:." }, whiteSpace],
  },
  condition_value: {
    matches: withVariables("[ -#%-;=-z|~]"),
    unless: "^$|^.{1000}.", // Terraform repeats at most 1,000 times
    expected: "a value of a condition (1 to 1,000 characters, without braces except those of IAM policy variables)",
    mistakes: [unfilled],
  },
  allowed_user_id: {
    matches: withVariables("[0-9A-Za-z:_.@*?-]"),
    unless: "^[*?$]*$|^.{201}",
    expected:
      "an AppInstanceUser ID (letters, digits and :-_.@), one with IAM policy variables, or a pattern with * and ? that is not all users",
    mistakes: [
      { matches: "^[*?]+$", hint: "It would allow every user: leave {allowed_user_ids} out for that." },
      { matches: "^arn:", hint: "Take the ID, what follows /user/ in the ARN." },
      unfilled,
      whiteSpace,
    ],
  },
  channel_tag_value: {
    matches: withVariables("[0-9A-Za-z _.:/=+@-]"),
    unless: "^.{257}|[$]$",
    expected:
      "the value of a channel's tag (up to 256 letters, digits, spaces and _.:/=+-@), or one with IAM policy variables",
    mistakes: [{ matches: "[*?]", hint: "Wildcards are not supported here: the tag is compared as it is." }, unfilled],
  },
  policy_name: {
    matches: `^${nameCharacters}{1,128}$`,
    expected: "the name of an inline policy (1 to 128 letters, digits and _+=,.@-)",
    mistakes: [{ matches: "^arn:", hint: "An inline policy has no ARN: take its name." }, whiteSpace],
  },
  role_name: {
    matches: `^${nameCharacters}{1,64}$`,
    expected: "the name of an IAM role (1 to 64 letters, digits and _+=,.@-)",
    mistakes: [
      { matches: "^arn:", hint: "Take the name, what follows the last slash." },
      { matches: "/", hint: "Set the path with {path}." },
      whiteSpace,
    ],
  },
  name_prefix: {
    matches: `^${nameCharacters}{0,63}$`,
    expected: "the beginning of a role's name (up to 63 letters, digits and _+=,.@-)",
    mistakes: [{ matches: "/", hint: "Set the path with {path}." }, whiteSpace],
  },
  path: {
    matches: `^/${iamPath}$`,
    unless: "^.{513}",
    expected: "an IAM path, such as / or /chat/ (up to 512 letters, digits and _+=,.@-)",
    mistakes: [
      { matches: "^[^/]", hint: "Add a slash at the start." },
      { matches: "[^/]$", hint: "Add a slash at the end." },
    ],
  },
  description: {
    matches: "^[\t\n\r -~¡-ÿ]{1,1000}$",
    unless: "[{]TfToken\\[", // the mark of a CDKTF token, which is not text
    expected: "a description of 1 to 1,000 characters of Latin-1",
  },
  permissions_boundary_arn: {
    matches: managedPolicy,
    expected: "the ARN of a managed policy",
    mistakes: [
      otherPartition,
      { matches: ":(role|user|group)/", hint: "A boundary is a policy, not a role, user or group." },
      { matches: "^[0-9A-Za-z]+$", hint: "A name is not enough: AWS's own are arn:aws:iam::aws:policy/NAME." },
      whiteSpace,
    ],
  },
  policy_arn: {
    matches: managedPolicy,
    expected: "the ARN of a managed policy",
    mistakes: [
      otherPartition,
      { matches: "^[0-9A-Za-z]+$", hint: "A name is not enough: AWS's own are arn:aws:iam::aws:policy/NAME." },
      whiteSpace,
    ],
  },
  role_key: {
    matches: "^[a-z][0-9a-z_-]*$",
    expected: "a lower-case letter, then lower-case letters, digits, _ and -",
    mistakes: [{ matches: "^[0-9]", hint: "Begin with a letter, as in tenant-1." }, upperCase("[^0-9A-Za-z_-]")],
  },
  role_arn: {
    matches: `^arn:aws:iam::[0-9]{12}:role/${iamPath}${nameCharacters}{1,64}$`,
    expected: "the ARN of a role",
    mistakes: [
      otherPartition,
      { matches: ":assumed-role/", hint: "It looks like a session; take its role." },
      { matches: `^${nameCharacters}+$`, hint: "A name is not enough: write arn:aws:iam::ACCOUNT:role/NAME." },
      whiteSpace,
    ],
  },
  profile: {
    matches: "^[!-Z^-~]{1,255}$",
    expected: "the name of a profile of the AWS configuration files",
    mistakes: [whiteSpace],
  },
  duration: {
    matches: "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
    unless: "^$",
    expected: "a duration such as 1h or 30m",
  },
  session_name: {
    matches: `^${nameCharacters}{2,64}$`,
    expected: "the name of a session (2 to 64 letters, digits and _+=,.@-)",
    mistakes: [whiteSpace],
  },
  token_file: { matches: "^[!-~]{1,4096}$", expected: "the path of a file with a token", mistakes: [whiteSpace] },
  backend_url: {
    matches: "^(https://|http://(127[.]0[.]0[.]1|localhost)(:[0-9]+)?(/|$))",
    expected: "an https URL",
    mistakes: [{ matches: "^http://", hint: "Plain http is supported only for localhost." }],
  },
  source_identity: {
    matches: `^${nameCharacters}{2,64}$`,
    expected: "a source identity (2 to 64 letters, digits and _+=,.@-)",
    mistakes: [whiteSpace],
  },
  proxy_url: {
    matches: "^https?://[0-9A-Za-z.-]+(:[0-9]{1,5})?/?$",
    expected: "the URL of a proxy, such as http://proxy.example.com:3128",
    mistakes: [
      { matches: "@", hint: "Credentials do not belong in a file: set HTTPS_PROXY where Terraform runs." },
      { matches: "^[0-9A-Za-z.-]+(:[0-9]+)?$", hint: "Write http:// before it." },
    ],
  },
  no_proxy: {
    matches: "^[0-9A-Za-z.:/*-]+(,[0-9A-Za-z.:/*-]+)*$",
    expected: "hosts, domains and networks with a comma between them",
    mistakes: [whiteSpace],
  },
  policy_key: {
    matches: "^[a-z][0-9a-z_]*$",
    expected: "a name of your choice: a lower-case letter, then lower-case letters, digits and _",
    mistakes: [upperCase("[^0-9A-Za-z_]")],
  },
  tag_key: {
    matches: "^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$",
    unless: "^[Aa][Ww][Ss]:",
    expected: "the key of a tag (1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:)",
  },
  tag_value: {
    matches: "^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$",
    expected: "the value of a tag (up to 256 letters, digits, spaces and _.:/=+-@)",
  },
  schema_path: { matches: "^[ -~]+$", expected: "the path of the JSON Schema, ./schema.json" },
  environment: {
    matches: "^[0-9a-z][0-9a-z_-]*$",
    expected: "the name of an environment, in lower case, digits, _ and -",
    mistakes: [upperCase("[^0-9A-Za-z_-]"), whiteSpace],
  },
  address: {
    matches: "^[a-z_][0-9a-z_-]*$",
    expected: "the name of a Terraform resource, in lower case, digits, _ and -",
  },
} satisfies Record<string, TextRule>;

/** The name of a rule of text. */
export type TextRuleName = keyof typeof textRules;

function matches(pattern: string, value: string): boolean {
  return new RegExp(pattern, "u").test(value);
}

function fits(description: Description, value: string): boolean {
  return (
    matches(description.matches, value) && !(description.unless !== undefined && matches(description.unless, value))
  );
}

/** Whether a value follows a rule. */
export function follows(name: TextRuleName, value: string): boolean {
  return fits(textRules[name], value);
}

/** The hint to a value that does not follow its rule, if a mistake is likely. */
export function hintTo(name: TextRuleName, value: string): string | undefined {
  const { mistakes = [] }: TextRule = textRules[name];
  return mistakes.find((mistake) => fits(mistake, value))?.hint;
}
