// What a good value of each text input looks like, and the words that refuse a bad one.
// The same table makes the checks at synth and the `validation` blocks that Terraform runs at plan, so patterns keep to
// the syntax that JavaScript and Terraform (RE2) share.
import { InputError } from "./input-error";
import { mismatch } from "./refusals";

/** A value is described when it matches, unless it matches the exception too. */
interface Description {
  readonly matches: string;
  readonly unless?: string;
}

/** A rule of one input. */
export interface Rule extends Description {
  /** What to say after "expected". */
  readonly expected: string;
  /** Likely mistakes, the first that describes the value is named. */
  readonly slips?: readonly (Description & { readonly hint: string })[];
}

const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const region =
  "(us|eu|ap|ca|sa|me|af|il|mx|cn|us-gov|us-iso[bf]?|eu-isoe|eusc-de)-(north|south|east|west|central){1,2}-[1-9]";
const nameCharacters = "[0-9A-Za-z_+=,.@-]";
const iamPath = `(${nameCharacters}+/)*`;
const managedPolicy = `^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/${iamPath}${nameCharacters}{1,128}$`;

const appInstanceSlips: Rule["slips"] = [
  {
    matches: "^arn:[^/]*/[^/]*/user/",
    hint: "It looks like a user ARN; take its app instance, the part before /user/.",
  },
  {
    matches: "^arn:[^/]*/[^/]*/(channel|channel-flow|bot)/",
    hint: "It looks like the ARN of a channel, channel flow or bot; take its app instance, the part before that.",
  },
  { matches: "^arn:", unless: "^arn:[^:]*:chime:", hint: "It is an ARN of another service than chime." },
  { matches: "[A-F]", unless: "[^0-9A-Fa-f-]", hint: "Write it in lower case: IAM takes an ARN to the letter." },
  { matches: "[ \t\r\n]", hint: "It has white space in it; was too much copied?" },
  { matches: "[{}<>$]", hint: "It looks like a placeholder that was not filled in." },
];

const tagKey: Rule = {
  matches: "^[0-9A-Za-z_.:/=+@-]{1,128}$",
  unless: "^[Aa][Ww][Ss]:",
  expected: "the key of a session tag (1 to 128 letters, digits and _.:/=+-@, not beginning with aws:)",
  slips: [{ matches: "PrincipalTag/|RequestTag/", hint: "Give the key alone, what follows the slash." }],
};

export const rules = {
  region: {
    matches: `^${region}$`,
    expected: "the code of an AWS region, such as us-east-1",
    slips: [
      { matches: "^[a-z-]+[0-9]$", unless: "-[0-9]$", hint: "A dash is missing before the number." },
      { matches: "-[0-9][a-z]$", hint: "It looks like an availability zone; leave out its letter." },
    ],
  },
  account_id: {
    matches: "^[0-9]{12}$",
    expected: "the 12 digits of an AWS account",
    slips: [
      { matches: "^[0-9]{9,11}$", hint: "Leading zeros count: write them, within quotes." },
      { matches: "^[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}$", hint: "Leave out what stands between the groups." },
    ],
  },
  app_instance_id: {
    matches: `^(arn:[a-z-]+:chime:${region}:[0-9]{12}:app-instance/)?${uuid}$`,
    expected: "the ID of an app instance (a UUID) or the ARN that CreateAppInstance returned",
    slips: appInstanceSlips,
  },
  app_instance_arn: {
    matches: `^arn:[a-z-]+:chime:${region}:[0-9]{12}:app-instance/${uuid}$`,
    expected: "the ARN that CreateAppInstance returned",
    slips: appInstanceSlips,
  },
  partition: { matches: "^aws(-[a-z]+)*$", expected: "the partition of an ARN, such as aws" },
  app_instance_user_id: {
    matches: "^([*]|[0-9A-Za-z]([0-9A-Za-z:_.@-]{0,62}[0-9A-Za-z])?)$",
    expected:
      "an AppInstanceUser ID (1 to 64 letters, digits and :-_.@, a letter or digit at both ends) or * for any user",
    slips: [
      { matches: "^arn:.*/user/", hint: "It looks like a user ARN; take what follows /user/." },
      { matches: "[*?]", hint: "A wildcard stands alone or not at all." },
      { matches: "[{}<>$]", hint: "Leave it out to name the caller by an IAM policy variable." },
    ],
  },
  user_id_tag_key: tagKey,
  app_instance_id_tag_key: tagKey,
  external_id: {
    matches: "^[0-9A-Za-z_+=,.@:/-]{2,1000}[0-9A-Za-z_+=,.@:/-]{0,224}$",
    expected: "an external ID (2 to 1,224 letters, digits and _+=,.@:/-)",
  },
  principal_arn: {
    matches: `^arn:[a-z-]+:(iam::[0-9]{12}:(root|(user|role)/${iamPath}${nameCharacters}{1,64})|sts::[0-9]{12}:(assumed-role/${nameCharacters}{1,64}/${nameCharacters}{2,64}))$`,
    expected: "the ARN of an account's root, an IAM user, a role or a session",
    slips: [
      { matches: "^[0-9]{12}$", hint: "For a whole account write arn:aws:iam::ACCOUNT:root." },
      { matches: "[*?]", hint: "IAM allows no wildcard here, and * would let the whole world assume the role." },
      { matches: "[{}<>$]", hint: "It looks like a placeholder that was not filled in." },
      { matches: "[.]amazonaws[.]com$", hint: "It looks like a service: it goes into service_principals." },
      { matches: ":(saml|oidc)-provider/", hint: "Providers go into saml_provider_arns and oidc_providers." },
      { matches: ":(group|policy|instance-profile)/", hint: "Groups, policies and instance profiles assume no roles." },
    ],
  },
  service_principal: {
    matches: "^[a-z0-9-]+([.][a-z0-9-]+)*[.]amazonaws[.]com([.]cn)?$",
    expected: "the name of an AWS service, such as lambda.amazonaws.com",
    slips: [
      { matches: "^[a-z0-9-]+$", hint: "The suffix .amazonaws.com is missing." },
      { matches: "^arn:", hint: "ARNs go into principal_arns." },
    ],
  },
  saml_provider_arn: {
    matches: "^arn:[a-z-]+:iam::[0-9]{12}:saml-provider/[0-9A-Za-z._-]{1,128}$",
    expected: "the ARN of a SAML provider of IAM",
    slips: [{ matches: ":oidc-provider/", hint: "It is an OIDC provider: it goes into oidc_providers." }],
  },
  oidc_provider_arn: {
    matches: "^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/[0-9A-Za-z._~:/-]+$",
    expected: "the ARN of an OpenID Connect provider of IAM",
    slips: [
      { matches: ":saml-provider/", hint: "It is a SAML provider: it goes into saml_provider_arns." },
      { matches: "^https://", hint: "Take the provider's ARN, not the issuer's URL." },
      { matches: "cognito-idp", hint: "A user pool signs in through an identity pool: cognito_identity_pool_ids." },
    ],
  },
  oidc_audience: {
    matches: "^[!-~]{1,255}$",
    unless: "[*?{}]",
    expected: "the aud of a token: a client ID of 1 to 255 characters",
    slips: [{ matches: "[*?]", hint: "Every client that is trusted is named." }],
  },
  oidc_subject: {
    matches: "^[ -~]{1,255}$",
    unless: "[{}]",
    expected: "the sub of a token (1 to 255 characters, * and ? as wildcards)",
  },
  cognito_identity_pool_id: {
    matches: `^${region}:${uuid}$`,
    expected: "the ID of a Cognito identity pool, REGION:UUID",
    slips: [
      { matches: "^[a-z0-9-]+_[0-9A-Za-z]+$", hint: "It looks like a user pool; take the identity pool." },
      { matches: "^arn:", hint: "Take the ID, what follows identitypool/ in the ARN." },
      { matches: "[*?]", hint: "Every pool that may assume the role is named." },
    ],
  },
  role_name: {
    matches: `^${nameCharacters}{1,64}$`,
    expected: "the name of an IAM role (1 to 64 letters, digits and _+=,.@-)",
    slips: [
      { matches: "^arn:", hint: "Take the name, what follows the last slash." },
      { matches: "/", hint: "A path goes into path." },
    ],
  },
  name_prefix: {
    matches: `^${nameCharacters}{0,52}$`,
    expected: "the beginning of a role's name (up to 52 letters, digits and _+=,.@-, to leave room for the type)",
    slips: [{ matches: "/", hint: "A path goes into path." }],
  },
  path: {
    matches: `^/${iamPath}$`,
    unless: "^.{513}",
    expected: "an IAM path: / or /name/ and so on, of letters, digits and _+=,.@-, up to 512 characters",
  },
  description: {
    matches: "^[\t\n\r -~¡-ÿ]{1,1000}$",
    expected: "a description of 1 to 1,000 Latin characters",
  },
  permissions_boundary_arn: {
    matches: managedPolicy,
    expected: "the ARN of a managed policy",
    slips: [{ matches: ":(role|user|group)/", hint: "A boundary is a policy, not a role, user or group." }],
  },
  policy_arn: {
    matches: managedPolicy,
    expected: "the ARN of a managed policy",
    slips: [{ matches: "^[0-9A-Za-z]+$", hint: "A name is not enough: AWS's own are arn:aws:iam::aws:policy/NAME." }],
  },
  role_arn: {
    matches: `^arn:[a-z-]+:iam::[0-9]{12}:role/${iamPath}${nameCharacters}{1,64}$`,
    expected: "the ARN of a role",
    slips: [
      { matches: ":assumed-role/", hint: "It looks like a session; take its role." },
      { matches: `^${nameCharacters}+$`, hint: "A name is not enough: write arn:aws:iam::ACCOUNT:role/NAME." },
    ],
  },
  profile: {
    matches: "^[!-Z^-~]{1,255}$",
    expected: "the name of a profile of the AWS configuration files",
  },
  policy_key: {
    matches: "^[a-z][0-9a-z_]*$",
    expected: "a name of your choice in lower case, digits and _ that stays when the ARN changes",
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
  environment: {
    matches: "^[0-9a-z][0-9a-z_-]*$",
    expected: "the name of an environment, in lower case, digits, _ and -",
  },
  address: {
    matches: "^[a-z_][0-9a-z_]*$",
    expected: "the name of a Terraform resource, in lower case, digits and _",
  },
} satisfies Record<string, Rule>;

/** An input that has a rule. */
export type RuleName = keyof typeof rules;

function describes(description: Description, value: string): boolean {
  const found = (pattern: string) => new RegExp(pattern, "u").test(value);
  return found(description.matches) && !(description.unless !== undefined && found(description.unless));
}

/**
 * Whether a value is a CDKTF token, so that only Terraform knows it, at plan. It is taken as it is: the variables of
 * ChimeIamVariables and of the module check theirs at plan, a token from elsewhere is its giver's to check.
 */
export function isKnownAtPlan(value: string): boolean {
  return /[$#]\{TfToken\[/.test(value);
}

/** What is wrong with a value, to follow the input's name; undefined when nothing is. */
export function refusal(name: RuleName, value: string): string | undefined {
  const rule: Rule = rules[name];
  if (isKnownAtPlan(value) || describes(rule, value)) return undefined;
  const slip = rule.slips?.find((candidate) => describes(candidate, value));
  return mismatch(rule.expected, value, slip && ` ${slip.hint}`);
}

/**
 * Gives the value back when it follows the rule of its input.
 *
 * @param label what to call the input in the message; its name unless given
 * @throws InputError when it does not
 */
export function checked(name: RuleName, value: string, label: string = name): string {
  const words = refusal(name, value);
  if (words !== undefined) throw new InputError(`${label} ${words}`);
  return value;
}
