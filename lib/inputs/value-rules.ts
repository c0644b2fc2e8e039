// Rules about the values of inputs. Each is a pair, one line of TypeScript and one of Terraform: what synth checks, and what
// Terraform checks at plan. The documentation lists them; `code` is stable, and tests match it.
import { offeredRegions } from "../grants/app-instance";
import { callNames } from "../grants/calls";
import { type Capability, defaultName } from "../grants/capabilities";
import { offeredCapabilities, roleTypesOffering } from "../grants/catalogue";
import { type RoleType, roleTypeNames } from "../grants/role-types";
import { isPattern, keysOfLists, type restrictsNobody, restrictsSomebody } from "../grants/trust-conditions";
import { issuerPattern, rolesAnywhere, trustKindEntries } from "../grants/trust-kinds";
import {
  type InPart,
  type InputName,
  type InputValues,
  inputs,
  type RoleInputName,
  type RoleValues,
  roleInputs,
  roleNameOf,
} from "./inputs";
import { limits } from "./limits";
import { invalid, messages, type RuleText } from "./messages";
import { issuerOfSessionNames, plainIssuer, sharedIssuerOf } from "./oidc-issuers";
import { isSet, type Presence } from "./presence";
import { follows, textRules } from "./text-rules";
import type { UnknownValues } from "./unknown-values";

/** What a rule about values is checked on. */
export interface RuleContext {
  readonly key: string;
  readonly roleType: string;
  readonly role: RoleValues;
  readonly inputs: InputValues;
  readonly unknownValues: UnknownValues;
}

/** A part of the path of a value: a name, each item of a list, each value of a map, or each word of a set, which has no place. */
export type PathPart =
  | string
  | { readonly index: string }
  | { readonly key: string; readonly isNeverSensitive?: true }
  | { readonly word: string };

/** A `for` expression of Terraform: the names of what it goes through, and the list. */
export interface Loop {
  readonly names: string;
  readonly list: string;
}

/** The expression of a value that is filled into a message: of an item of the loops, or of something else. */
export type TerraformValue = string | { readonly item: string };

/** What must hold of some values in Terraform. */
export interface TerraformCheck {
  /** The `for` expressions that go through the values, one within another. */
  readonly each: readonly Loop[];
  /** The expression that holds of a good value. */
  readonly holds: string;
  /** What is filled into the message. */
  readonly fills: readonly TerraformValue[];
}

/** Where Terraform has what a check reads: every part is an expression, or makes one of a name. */
export interface Reader {
  readonly key: string;
  readonly roleType: string;
  readonly role: (name: RoleInputName) => string;
  readonly shared: (name: InputName) => string;
  readonly table: (name: TableName) => string;
}

/** A table that Terraform looks something up in. */
export type TableName =
  | "acting_calls"
  | "capability_names"
  | "offered_capabilities"
  | "restricts_nobody"
  | "role_names"
  | "shared_issuers"
  | "types_offering";

/** What must hold of some values. */
export interface ValueCheck {
  /** Where the values are. Their indexes and keys have the names that Terraform gives them. */
  readonly path: readonly PathPart[];
  /** Whether a value is good; `at` are the indexes and keys of its path. One that is not known yet is not looked at. */
  readonly isGood: (value: string, context: RuleContext, ...at: readonly (string | number)[]) => boolean;
  /** What is filled into the message; the value, unless something else is. */
  readonly values?: (value: string, context: RuleContext, ...at: readonly (string | number)[]) => readonly string[];
  /** The same in Terraform, of what a reader reads. */
  readonly inTerraform: (at: Reader) => TerraformCheck;
}

/** A rule about values. */
export interface ValueRule extends RuleText, ValueCheck {
  /** Where the rule applies at all. */
  readonly when?: Presence;
  /** The same of other inputs. */
  readonly also?: readonly ValueCheck[];
}

// What several rules say, in TypeScript and in Terraform.

const ownPolicy = invalid('a managed policy of {account_id} "%s" or of AWS');
const json = (value: unknown) => JSON.stringify(value);
const loop = (names: string, list: string): Loop => ({ names, list });
const optional = (names: string, value: string) => loop(names, `${value} == null ? [] : [${value}]`);
const words = (names: string, set: string) => loop(names, `${set} == null ? [] : ${set}`);
const item = (expression: string): TerraformValue => ({ item: expression });

/** The account in an ARN. */
export const accountOf = (arn: string) => arn.split(":")[4] ?? "";
/** The name of a role that has none of its own, in Terraform. */
export const defaultNameIn = (prefix: string, key: string) => `"\${${prefix}}\${replace(${key}, "_", "-")}"`;

const accountIn = (arn: string) => `try(split(":", ${arn})[4], "")`;

const isOwn = (arn: string, { inputs: { account_id }, unknownValues }: RuleContext) =>
  account_id === undefined || unknownValues.isUnknown(account_id) || accountOf(arn) === account_id;
const withAccount = (value: string, { inputs: { account_id = "" } }: RuleContext) => [value, account_id];

// An ARN of something else, or no ARN, is refused by the rule about its text alone.
const ofOwnPolicy = (path: ValueCheck["path"], each: (at: Reader) => Loop): ValueCheck => ({
  path,
  isGood: (arn, context) => accountOf(arn) === "aws" || isOwn(arn, context),
  values: withAccount,
  inTerraform: (at) => ({
    each: [each(at)],
    holds: `!can(regex(":policy/", arn)) || contains([${at.shared("account_id")}, "aws"], ${accountIn("arn")})`,
    fills: [item("arn"), at.shared("account_id")],
  }),
});
const ofOwnProvider = (
  kind: "saml" | "oidc",
  path: ValueCheck["path"],
  each: (at: Reader) => Loop,
  arn: string,
): ValueCheck => ({
  path,
  isGood: isOwn,
  values: withAccount,
  inTerraform: (at) => ({
    each: [each(at)],
    holds: `!can(regex(":${kind}-provider/", ${arn})) || ${accountIn(arn)} == ${at.shared("account_id")}`,
    fills: [item(arn), at.shared("account_id")],
  }),
});

/** The condition keys that the kinds of trust test, in lower case: IAM does not tell them apart by case. */
const reservedVariables = "^(sts:externalid|cognito-identity[.]amazonaws[.]com:(aud|amr)|saml:aud|.*[.].*:(aud|sub))$";

// Conditions of trusts

type Condition = NonNullable<RoleValues["trust_conditions"]>[number];

/** The kinds of trust by their inputs. */
const trustKindOf = Object.fromEntries(trustKindEntries.map(([kind, { input }]) => [input, kind]));

const isOfTrust = ({ trusts }: Condition, input: string) =>
  trusts === undefined || trusts.some((name) => name === input);
const isOfTrustIn = (input: string) =>
  `try(condition.trusts == null || contains(condition.trusts, ${json(input)}), true)`;
const conditionId = ({ test, variable }: Condition) => `${test} ${variable}`.toLowerCase();
const haveTrust = (one: Condition, other: Condition) =>
  one.trusts === undefined || (other.trusts?.some((name) => one.trusts?.includes(name)) ?? true);

/** Whether `condition` restricts who may assume the role. */
const restrictsIn = (at: Reader) => {
  const fits = (what: keyof typeof restrictsNobody, text: string) =>
    `can(regex(${at.table("restricts_nobody")}.${what}, lower(${text})))`;
  return `!${fits("test", "condition.test")} && !${fits("variable", "condition.variable")} && !anytrue([for value in condition.values : ${fits("value", "value")}])`;
};

/** Whether an input that is a trust is set. */
const isSetIn = (name: InPart<"trust">, at: Reader) =>
  roleInputs[name].kind === "flag" ? at.role(name) : `length(${at.role(name)}) > 0`;

/** The issuers of policy variables in a text: what stands before the colon, and has a dot. */
const issuerOfVariable = "[$][{]([^:}]*[.][^:}]*):";
const cognito = "cognito-identity.amazonaws.com";
const ofOwnIssuers = (each: (at: Reader) => readonly Loop[]): Pick<ValueCheck, "isGood" | "inTerraform"> => ({
  isGood: (text, { role: { oidc_providers: providers = [] }, unknownValues }) => {
    const issuers = providers.map(({ arn }) => unknownValues.capture(issuerPattern, arn));
    return (
      issuers.some((issuer) => unknownValues.isUnknown(issuer)) ||
      [...text.matchAll(new RegExp(issuerOfVariable, "gu"))].every(([, of = ""]) => [cognito, ...issuers].includes(of))
    );
  },
  inTerraform: (at) => ({
    each: each(at),
    holds: `try(alltrue([for of in regexall(${json(issuerOfVariable)}, text) : contains(concat([${json(cognito)}], [for provider in ${at.role("oidc_providers")} : regex(${json(issuerPattern)}, provider.arn)[0]]), of[0])]), true)`,
    fills: [item("text")],
  }),
});

/** Whether an AppInstanceUser ID is a pattern, in Terraform. */
export const isPatternIn = (id: string) => `can(regex("[*?]", replace(${id}, "/[$][{][^}]*[}]/", "")))`;

// App instances, channels and tags

const isOfPlace = (id: string, region: string, account: string) =>
  !id.startsWith("arn:aws:chime:") || id.startsWith(`arn:aws:chime:${region}:${account}:`);
const isOfPlaceIn = (id: string, at: Reader) =>
  `!startswith(${id}, "arn:aws:chime:") || startswith(${id}, "arn:aws:chime:\${${at.shared("region")}}:\${${at.shared("account_id")}}:")`;

const callsThatTag: readonly string[] = ["CreateChannel", "TagResource", "UntagResource"];
const capabilityThatTags: Capability = "channel_tags";

const policiesPerRole = (quotas: InputValues["quotas"]) => quotas?.policies_per_role ?? limits.attachedPolicies;
const policiesPerRoleIn = (at: Reader) =>
  `coalesce(try(${at.shared("quotas")}.policies_per_role, null), ${limits.attachedPolicies})`;

/** The keys of session tags, in lower case; without the one of the app instance, an empty text. */
const sessionTagKeysIn = (at: Reader) =>
  `[for reserved in [${at.shared("user_id_tag_key")}, ${at.shared("app_instance_id_tag_key")}] : lower(reserved == null ? "" : reserved)]`;

/** The role types that offer each call, the narrowest first. */
export const typesOffering: Readonly<Record<string, readonly RoleType[]>> = Object.fromEntries(
  callNames.map((call) => [call, roleTypesOffering(call)]),
);

const isRoleType = (name: string): name is RoleType => (roleTypeNames as readonly string[]).includes(name);

function offeredTo(roleType: string): readonly string[] {
  return isRoleType(roleType) && roleType !== "backend" ? [defaultName, ...offeredCapabilities[roleType]] : [];
}

/** The issuer of a provider, as the table of shared issuers has it. */
const issuerOf = (arn: string, unknownValues: UnknownValues) =>
  unknownValues.isUnknown(arn) ? "" : plainIssuer(unknownValues.capture(issuerPattern, arn));
const issuerIn = (arn: string) => `replace(lower(regex(${json(issuerPattern)}, ${arn})[0]), "//+$/", "")`;

function sharedIssuerAt({ role, unknownValues }: RuleContext, provider: string | number | undefined) {
  return sharedIssuerOf(issuerOf(role.oidc_providers?.[Number(provider)]?.arn ?? "", unknownValues));
}

/** The keys of session tags, in lower case: IAM does not tell keys of tags apart by case. */
function sessionTagKeys({ user_id_tag_key = inputs.user_id_tag_key.default, app_instance_id_tag_key }: InputValues) {
  return [user_id_tag_key, ...(app_instance_id_tag_key === undefined ? [] : [app_instance_id_tag_key])].map((key) =>
    key.toLowerCase(),
  );
}

/** Of the keys of tags, those that are also keys of session tags. */
export function sessionTagsAmong(keys: readonly string[], shared: InputValues): string[] {
  const reserved = sessionTagKeys(shared);
  return keys.filter((key) => reserved.includes(key.toLowerCase()));
}

/** Of the keys of tags, those that differ from another only in case. */
export function keysThatDifferInCase(keys: readonly string[]): string[] {
  return keys.filter((key) => keys.some((other) => other !== key && other.toLowerCase() === key.toLowerCase()));
}

/** Tags that are no session tags. */
const ofNoSessionTag = (tags: (at: Reader) => string): ValueCheck => ({
  path: ["tags", { key: "key" }],
  isGood: (_value, { inputs: shared }, key) => sessionTagsAmong([String(key)], shared).length === 0,
  inTerraform: (at) => ({
    each: [loop("key", `keys(${tags(at)})`)],
    holds: `!contains(${sessionTagKeysIn(at)}, lower(key))`,
    fills: [],
  }),
});

/** Tags whose keys differ from those of all by more than case. */
const ofKeysThatDiffer = (
  all: (context: RuleContext) => object,
  tags: (at: Reader) => string,
  allIn: (at: Reader) => string = tags,
): ValueCheck => ({
  path: ["tags", { key: "key" }],
  isGood: (_value, context, key) => !keysThatDifferInCase(Object.keys(all(context))).includes(String(key)),
  inTerraform: (at) => ({
    each: [loop("key", `keys(${tags(at)})`)],
    holds: `length([for other in keys(${allIn(at)}) : other if lower(other) == lower(key)]) == 1`,
    fills: [],
  }),
});

const isCondition = {
  path: ["trust_conditions", { index: "i" }],
  each: (at: Reader) => [loop("i, condition", at.role("trust_conditions"))],
} as const;

/** A role has a type: its own, or its key. */
export const roleTypeRequired: ValueRule = {
  code: "ROLE_TYPE_REQUIRED",
  message: `has no {type}, and its key "%s" is not a role type: set {type} to one of ${roleTypeNames.join(", ")}.`,
  path: [],
  when: { not: { set: "type" } },
  isGood: (_role, { key }) => isRoleType(key),
  values: (_role, { key }) => [key],
  inTerraform: (at) => ({
    each: [],
    holds: `contains(${json(roleTypeNames)}, ${at.key})`,
    fills: [at.key],
  }),
};

/** The ARN of the app instance agrees with region and account. */
export const appInstanceOfAnotherPlace: ValueRule = {
  code: "APP_INSTANCE_OF_ANOTHER_PLACE",
  message: invalid('an ARN that agrees with {region} "%s" and {account_id} "%s"'),
  path: ["app_instance_id"],
  isGood: (id, { inputs: { region = "", account_id = "" }, unknownValues }) =>
    unknownValues.isUnknown(region) || unknownValues.isUnknown(account_id) || isOfPlace(id, region, account_id),
  values: (id, { inputs: { region = "", account_id = "" } }) => [id, region, account_id],
  inTerraform: (at) => ({
    each: [loop("id", `[${at.shared("app_instance_id")} == null ? "" : ${at.shared("app_instance_id")}]`)],
    holds: isOfPlaceIn("id", at),
    fills: [item("id"), at.shared("region"), at.shared("account_id")],
  }),
};

/** Chime SDK messaging is offered in the region. */
export const regionNotOffered: ValueRule = {
  code: "REGION_NOT_OFFERED",
  message: invalid(`${offeredRegions.join(" or ")}, where Chime SDK messaging is offered`),
  path: ["region"],
  isGood: (region) => !follows("region", region) || offeredRegions.includes(region),
  inTerraform: (at) => ({
    each: [],
    // What is no region is refused by the rule about its text alone.
    holds: `!can(regex(${json(textRules.region.matches)}, ${at.shared("region")})) || contains(${json(offeredRegions)}, ${at.shared("region")})`,
    fills: [at.shared("region")],
  }),
};

/** Rules about one role. */
const roleRules: readonly ValueRule[] = [
  roleTypeRequired,
  {
    code: "CAPABILITY_NOT_OFFERED",
    message: 'has "%s", which is not available for type %s: expected some of %s.',
    path: ["capabilities", { word: "name" }],
    isGood: (name, { roleType }) => offeredTo(roleType).length === 0 || offeredTo(roleType).includes(name),
    values: (name, { roleType }) => [name, roleType, offeredTo(roleType).join(", ")],
    inTerraform: (at) => ({
      each: [words("name", at.role("capabilities"))],
      holds: `name == null ? true : !contains(${at.table("capability_names")}, name) || contains(lookup(${at.table("offered_capabilities")}, ${at.roleType}, [name]), name)`,
      fills: [item("name"), at.roleType, `join(", ", lookup(${at.table("offered_capabilities")}, ${at.roleType}, []))`],
    }),
  },
  {
    code: "CALL_NOT_OFFERED",
    message: 'has "%s", which is not available for type %s: move it to a role of type %s.',
    path: ["calls", { word: "call" }],
    isGood: (call, { roleType }) => !isRoleType(roleType) || (typesOffering[call]?.includes(roleType) ?? true),
    values: (call, { roleType }) => [call, roleType, (typesOffering[call] ?? []).join(" or ")],
    inTerraform: (at) => ({
      each: [words("call", at.role("calls"))],
      holds: `call == null ? true : contains(lookup(${at.table("types_offering")}, call, [${at.roleType}]), ${at.roleType}) || !contains(${json(roleTypeNames)}, ${at.roleType})`,
      fills: [item("call"), at.roleType, item(`join(" or ", lookup(${at.table("types_offering")}, call, []))`)],
    }),
  },
  {
    // An operator with Not holds of whoever is not named, and where the request lacks the key.
    code: "ROOT_WITHOUT_CONDITION",
    message:
      'is "%s", every principal of another account: set {external_id}, or {trust_conditions} that restrict who may, such as StringEquals of aws:PrincipalOrgID, or name the principals.',
    path: ["principal_arns", { index: "i" }],
    when: { not: { set: "external_id" } },
    isGood: (arn, context) =>
      !arn.endsWith(":root") ||
      isOwn(arn, context) ||
      (context.role.trust_conditions ?? []).some(
        (condition) => isOfTrust(condition, "principal_arns") && restrictsSomebody(condition),
      ),
    inTerraform: (at) => ({
      each: [loop("i, arn", at.role("principal_arns"))],
      holds: `arn == null ? true : !endswith(arn, ":root") || ${accountIn("arn")} == ${at.shared("account_id")} || anytrue([for condition in ${at.role("trust_conditions")} : ${isOfTrustIn("principal_arns")} && try(${restrictsIn(at)}, true)])`,
      fills: [item("arn")],
    }),
  },
  {
    code: "SHARED_ISSUER_SUBJECT",
    message: 'is "%s", but the issuer serves many tenants, so the subject must name your tenant: expected %s.',
    path: ["oidc_providers", { index: "i" }, "subjects", { index: "j" }],
    isGood: (subject, context, provider) =>
      new RegExp(sharedIssuerAt(context, provider)?.subject ?? "", "u").test(subject),
    values: (subject, context, provider) => [subject, sharedIssuerAt(context, provider)?.expected ?? ""],
    inTerraform: (at) => ({
      each: [
        loop("i, provider", at.role("oidc_providers")),
        loop("row", at.table("shared_issuers")),
        words("j, subject", "provider.subjects"),
      ],
      holds: `!can(regex(row.issuer, ${issuerIn("provider.arn")})) || can(regex(row.subject, subject))`,
      fills: [item("subject"), item("row.expected")],
    }),
  },
  {
    code: "SHARED_ISSUER_SESSION_NAME",
    message:
      'is "%s", whose subject is the same for every tenant: set {trust_conditions} with StringEquals of sts:RoleSessionName, which names yours.',
    path: ["oidc_providers", { index: "i" }, "arn"],
    isGood: (arn, { role: { trust_conditions: all = [] }, unknownValues }) =>
      !new RegExp(issuerOfSessionNames, "u").test(issuerOf(arn, unknownValues)) ||
      all.some((one) => isOfTrust(one, "oidc_providers") && conditionId(one) === "stringequals sts:rolesessionname"),
    inTerraform: (at) => ({
      each: [loop("i, provider", at.role("oidc_providers"))],
      holds: `!can(regex(${json(issuerOfSessionNames)}, ${issuerIn("provider.arn")})) || anytrue([for condition in ${at.role("trust_conditions")} : ${isOfTrustIn("oidc_providers")} && try(lower("\${condition.test} \${condition.variable}") == "stringequals sts:rolesessionname", true)])`,
      fills: [item("provider.arn")],
    }),
  },
  {
    // Any trust anchor of the account could otherwise assume the role, whoever made it.
    code: "ROLES_ANYWHERE_WITHOUT_ANCHOR",
    message:
      'is "%s", and every trust anchor of the account may then assume the role: set {trust_conditions} with ArnEquals of aws:SourceArn, the ARN of the trust anchor.',
    path: ["service_principals", { index: "i" }],
    isGood: (name, { role: { trust_conditions: all = [] } }) =>
      name !== rolesAnywhere ||
      all.some(
        (condition) =>
          isOfTrust(condition, "service_principals") &&
          condition.variable.toLowerCase() === "aws:sourcearn" &&
          restrictsSomebody(condition),
      ),
    inTerraform: (at) => ({
      each: [loop("i, name", at.role("service_principals"))],
      holds: `name != ${json(rolesAnywhere)} || anytrue([for condition in ${at.role("trust_conditions")} : ${isOfTrustIn("service_principals")} && try(lower(condition.variable) == "aws:sourcearn" && ${restrictsIn(at)}, true)])`,
      fills: [item("name")],
    }),
  },
  {
    code: "CONDITION_OF_NO_TRUST",
    message: 'is "%s", which the role does not set: name some of its trusts.',
    path: ["trust_conditions", { index: "i" }, "trusts", { word: "name" }],
    isGood: (name, { role }) => !(name in trustKindOf) || isSet(role[name as RoleInputName]),
    inTerraform: (at) => ({
      each: [...isCondition.each(at), loop("name", "try([for name in condition.trusts : name], [])")],
      holds: `name == null ? true : lookup({ ${Object.keys(trustKindOf)
        .map((name) => `${name} = ${isSetIn(name as InPart<"trust">, at)}`)
        .join(", ")} }, name, true)`,
      fills: [item("name")],
    }),
  },
  {
    code: "FOR_ALL_VALUES_OF_ONE",
    message:
      'is "%s", which holds where the request lacks the key: it is right for aws:TagKeys and sts:TransitiveTagKeys alone. For other keys, leave ForAllValues: out.',
    path: [...isCondition.path, "test"],
    isGood: (test, { role: { trust_conditions: all = [] } }, i) =>
      !test.startsWith("ForAllValues:") || keysOfLists.includes((all[Number(i)]?.variable ?? "").toLowerCase()),
    inTerraform: (at) => ({
      each: isCondition.each(at),
      holds: `try(!startswith(condition.test, "ForAllValues:") || contains(${json(keysOfLists)}, lower(condition.variable)), true)`,
      fills: [item("condition.test")],
    }),
  },
  {
    code: "VARIABLE_OF_ANOTHER_ISSUER",
    message:
      'is "%s", with a policy variable of an issuer that the role does not trust: expected some of {oidc_providers}.',
    path: [...isCondition.path, "values", { index: "j" }],
    ...ofOwnIssuers((at) => [
      ...isCondition.each(at),
      loop("j, text", "try([for value in condition.values : value], [])"),
    ]),
    also: [
      {
        path: ["allowed_user_ids", { index: "i" }],
        ...ofOwnIssuers((at) => [loop("i, text", at.role("allowed_user_ids"))]),
      },
      {
        path: ["channels_tagged", { key: "key" }],
        ...ofOwnIssuers((at) => [loop("key, text", at.role("channels_tagged"))]),
      },
    ],
  },
  {
    code: "ALLOWED_USER_IDS_MIXED",
    message:
      'is "%s" next to a pattern: write patterns with * and ? alone, or IDs and policy variables alone. Under the operator for patterns, a caller whose own ID is * would be anybody.',
    path: ["allowed_user_ids", { index: "i" }],
    isGood: (id, { role: { allowed_user_ids: all = [] } }) => isPattern(id) || !all.some(isPattern),
    inTerraform: (at) => ({
      each: [loop("i, id", at.role("allowed_user_ids"))],
      holds: `${isPatternIn("id")} || !anytrue([for other in ${at.role("allowed_user_ids")} : ${isPatternIn("other")}])`,
      fills: [item("id")],
    }),
  },
  {
    code: "FURTHER_APP_INSTANCE_OF_ANOTHER_PLACE",
    message: invalid('an app instance of {region} "%s" and {account_id} "%s"'),
    path: ["app_instance_ids", { index: "i" }],
    isGood: (id, { inputs: { region = "", account_id = "" }, unknownValues }) =>
      unknownValues.isUnknown(region) || unknownValues.isUnknown(account_id) || isOfPlace(id, region, account_id),
    values: (id, { inputs: { region = "", account_id = "" } }) => [id, region, account_id],
    inTerraform: (at) => ({
      each: [loop("i, id", at.role("app_instance_ids"))],
      holds: isOfPlaceIn("id", at),
      fills: [item("id"), at.shared("region"), at.shared("account_id")],
    }),
  },
  {
    code: "APP_INSTANCE_TWICE",
    message: 'is "%s", the app instance of {app_instance_id}: leave it out.',
    path: ["app_instance_ids", { index: "i" }],
    isGood: (id, { inputs: { app_instance_id = "" }, unknownValues }) =>
      unknownValues.isUnknown(app_instance_id) || id.replace(/^.*\//, "") !== app_instance_id.replace(/^.*\//, ""),
    inTerraform: (at) => ({
      each: [loop("i, id", at.role("app_instance_ids"))],
      holds: `try(basename(id) != basename(${at.shared("app_instance_id")}), true)`,
      fills: [item("id")],
    }),
  },
  {
    // Whoever may tag a channel could bring any channel under the tag.
    code: "CALL_THAT_TAGS",
    message:
      'has "%s", which may not be next to {channels_tagged}: whoever makes or tags channels could reach any. Give it to another role.',
    path: ["calls", { word: "call" }],
    when: { set: "channels_tagged" },
    isGood: (call) => !callsThatTag.includes(call),
    inTerraform: (at) => ({
      each: [words("call", at.role("calls"))],
      holds: `call == null ? true : !contains(${json(callsThatTag)}, call)`,
      fills: [item("call")],
    }),
  },
  {
    code: "CAPABILITY_THAT_TAGS",
    message:
      'has "%s", which may not be next to {channels_tagged}: whoever tags channels could reach any. Give it to another role.',
    path: ["capabilities", { word: "name" }],
    when: { set: "channels_tagged" },
    isGood: (name) => name !== capabilityThatTags,
    inTerraform: (at) => ({
      each: [words("name", at.role("capabilities"))],
      holds: `name == null ? true : name != ${json(capabilityThatTags)}`,
      fills: [item("name")],
    }),
  },
  {
    code: "TOO_MANY_POLICIES",
    message:
      "has more than %s entries: with the role's own policy that is more than the %s policies that IAM attaches to a role. Where AWS has raised the quota, set {quotas}.",
    path: ["policy_arns"],
    isGood: (_map, { role: { policy_arns = {} }, inputs: { quotas }, unknownValues }) =>
      unknownValues.isUnknown(policy_arns) || Object.keys(policy_arns).length < policiesPerRole(quotas),
    values: (_map, { inputs: { quotas } }) => [policiesPerRole(quotas) - 1, policiesPerRole(quotas)].map(String),
    inTerraform: (at) => ({
      each: [],
      holds: `length(${at.role("policy_arns")}) < ${policiesPerRoleIn(at)}`,
      fills: [`${policiesPerRoleIn(at)} - 1`, policiesPerRoleIn(at)],
    }),
  },
  {
    code: "ROLE_TAG_IS_SESSION_TAG",
    message: messages.tagReserved,
    ...ofNoSessionTag((at) => at.role("tags")),
  },
  {
    code: "ROLE_TAG_KEYS_DIFFER_IN_CASE",
    message: messages.keysDifferInCase,
    ...ofKeysThatDiffer(
      ({ role, inputs: shared }) => ({ ...shared.tags, ...role.tags }),
      (at) => at.role("tags"),
      (at) => `merge(${at.shared("tags")}, ${at.role("tags")})`,
    ),
  },
  {
    code: "ROLE_WITH_TOO_MANY_TAGS",
    message: `has more than ${limits.tags} tags with those of every role, the limit of IAM.`,
    path: ["tags"],
    isGood: (_map, { role, inputs: shared }) => Object.keys({ ...shared.tags, ...role.tags }).length <= limits.tags,
    values: () => [],
    inTerraform: (at) => ({
      each: [],
      holds: `length(merge(${at.shared("tags")}, ${at.role("tags")})) <= ${limits.tags}`,
      fills: [],
    }),
  },
  {
    code: "CONDITION_TWICE",
    message: 'repeats "%s" of "%s": put all values into one condition.',
    path: [...isCondition.path],
    isGood: (_condition, { role: { trust_conditions: all = [] } }, i) => {
      const one = all[Number(i)];
      return (
        one === undefined ||
        !all.slice(0, Number(i)).some((earlier) => conditionId(earlier) === conditionId(one) && haveTrust(earlier, one))
      );
    },
    values: (_condition, { role: { trust_conditions: all = [] } }, i) => {
      const { test = "", variable = "" } = all[Number(i)] ?? {};
      return [test, variable];
    },
    inTerraform: (at) => ({
      each: isCondition.each(at),
      holds: `try(!anytrue([for other in slice(${at.role("trust_conditions")}, 0, i) : lower("\${other.test} \${other.variable}") == lower("\${condition.test} \${condition.variable}") && try(length(setintersection(other.trusts, condition.trusts)) > 0, true)]), true)`,
      fills: [item("condition.test"), item("condition.variable")],
    }),
  },
  {
    // The condition would replace our own of the same operator and key.
    code: "CONDITION_RESERVED",
    message: 'is "%s", a key of which the role already has a condition: remove it.',
    path: [...isCondition.path, "variable"],
    isGood: (variable, { inputs: shared }) =>
      !new RegExp(reservedVariables, "u").test(variable.toLowerCase()) &&
      !sessionTagKeys(shared).some((key) => `aws:requesttag/${key}` === variable.toLowerCase()),
    inTerraform: (at) => ({
      each: isCondition.each(at),
      holds: `!can(regex(${json(reservedVariables)}, lower(condition.variable))) && !contains([for key in ${sessionTagKeysIn(at)} : "aws:requesttag/\${key}"], lower(condition.variable == null ? "" : condition.variable))`,
      fills: [item("condition.variable")],
    }),
  },
  {
    code: "POLICY_OF_ANOTHER_ACCOUNT",
    message: ownPolicy,
    ...ofOwnPolicy(["permissions_boundary_arn"], (at) => optional("arn", at.role("permissions_boundary_arn"))),
    also: [ofOwnPolicy(["policy_arns", { key: "key" }], (at) => loop("key, arn", at.role("policy_arns")))],
  },
  {
    code: "PROVIDER_OF_ANOTHER_ACCOUNT",
    message: invalid('an identity provider of {account_id} "%s"'),
    ...ofOwnProvider(
      "saml",
      ["saml_provider_arns", { index: "i" }],
      (at) => loop("i, arn", at.role("saml_provider_arns")),
      "arn",
    ),
    also: [
      ofOwnProvider(
        "oidc",
        ["oidc_providers", { index: "i" }, "arn"],
        (at) => loop("i, provider", at.role("oidc_providers")),
        "provider.arn",
      ),
    ],
  },
  {
    code: "POLICY_TWICE",
    message: 'has "%s" twice, which IAM attaches once.',
    path: ["policy_arns", { word: "arn" }],
    isGood: (arn, { role: { policy_arns = {} } }) =>
      Object.values(policy_arns).filter((other) => other === arn).length < 2,
    inTerraform: (at) => ({
      each: [loop("arn", `distinct(values(${at.role("policy_arns")}))`)],
      holds: `length([for other in values(${at.role("policy_arns")}) : other if other == arn]) == 1`,
      fills: [item("arn")],
    }),
  },
  {
    code: "ROLE_NAME_TOO_LONG",
    message: `gets the name "%s", longer than the ${limits.roleName} characters of IAM: shorten {name_prefix} or set {name}.`,
    path: [],
    when: { not: { set: "name" } },
    isGood: (_role, { key, role, inputs: { name_prefix }, unknownValues }) =>
      unknownValues.isUnknown(name_prefix) || roleNameOf(key, role, name_prefix).length <= limits.roleName,
    values: (_role, { key, role, inputs: { name_prefix } }) => [roleNameOf(key, role, name_prefix)],
    inTerraform: (at) => ({
      each: [],
      // What is no prefix is refused by the rule about its text alone.
      holds: `!can(regex(${json(textRules.name_prefix.matches)}, ${at.shared("name_prefix")})) || length("\${${at.shared("name_prefix")}}\${${at.key}}") <= ${limits.roleName}`,
      fills: [defaultNameIn(at.shared("name_prefix"), at.key)],
    }),
  },
];

/** Rules about the inputs that all roles share. */
const inputsRules: readonly ValueRule[] = [
  regionNotOffered,
  appInstanceOfAnotherPlace,
  {
    code: "TAG_KEYS_EQUAL",
    message: 'is "%s", the same as {user_id_tag_key} (IAM ignores case): use another key.',
    path: ["app_instance_id_tag_key"],
    isGood: (key, { inputs: { user_id_tag_key = inputs.user_id_tag_key.default } }) =>
      key.toLowerCase() !== user_id_tag_key.toLowerCase(),
    inTerraform: (at) => ({
      each: [optional("key", at.shared("app_instance_id_tag_key"))],
      holds: `lower(key) != lower(${at.shared("user_id_tag_key")})`,
      fills: [item("key")],
    }),
  },
  {
    code: "TAG_RESERVED",
    message: messages.tagReserved,
    ...ofNoSessionTag((at) => at.shared("tags")),
  },
  {
    code: "TAG_KEYS_DIFFER_IN_CASE",
    message: messages.keysDifferInCase,
    ...ofKeysThatDiffer(
      ({ inputs: { tags = {} } }) => tags,
      (at) => at.shared("tags"),
    ),
  },
  {
    code: "BOUNDARY_OF_ANOTHER_ACCOUNT",
    message: ownPolicy,
    ...ofOwnPolicy(["permissions_boundary_arn"], (at) => optional("arn", at.shared("permissions_boundary_arn"))),
  },
];

/** Rules between the roles: each is checked of every role. */
const rolesRules: readonly ValueRule[] = [
  {
    code: "ROLE_NAME_TAKEN",
    message: 'has the name "%s", which another role has too (IAM ignores case): set another {name}.',
    path: [],
    isGood: (_role, { key, role, inputs: { roles = {}, name_prefix } }) => {
      const name = roleNameOf(key, role, name_prefix).toLowerCase();
      const names = Object.entries(roles).map(([other, of]) => roleNameOf(other, of, name_prefix).toLowerCase());
      return names.filter((other) => other === name).length < 2;
    },
    values: (_role, { key, role, inputs: { name_prefix } }) => [roleNameOf(key, role, name_prefix)],
    inTerraform: (at) => ({
      each: [],
      holds: `length([for name in values(${at.table("role_names")}) : name if lower(name) == lower(${at.table("role_names")}[${at.key}])]) == 1`,
      fills: [`${at.table("role_names")}[${at.key}]`],
    }),
  },
];

/** Rules about values: about one role, the inputs that all roles share, and several roles. */
export const valueRules = { role: roleRules, inputs: inputsRules, roles: rolesRules } as const;

/** What is checked on the tags that a role ends up with, which the provider's default_tags may add to. */
export const roleTagReserved = {
  code: "ROLE_TAG_RESERVED",
  message:
    "has a tag whose key is also that of a session tag: in a session without that tag, IAM would read the role's tag instead. Remove it from tags and from the provider's default_tags.",
} as const;
