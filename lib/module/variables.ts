// The variables of the module: the inputs, typed and described, with a validation for whatever can be wrong with them.
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { defaultCapabilities } from "../access/capabilities";
import { type Input, inputs, type Kind } from "../access/inputs";
import { limits } from "../access/limits";
import { namesCaller } from "../access/policy-document";
import {
  empty,
  externalIdUnasked,
  identityKnowsNoAppInstance,
  mismatch,
  nameTaken,
  nobodyMayAssume,
  oneAppInstance,
  onePolicyTwice,
  ownPolicy,
  ownProvider,
  sameButForCase,
  scopeUnused,
  secondsExpected,
  serviceKnowsNoAppInstance,
  serviceKnowsNoUser,
  tagNamesCaller,
  tooMany,
  twoTagKeys,
  unknown,
  userIdUnused,
} from "../access/refusals";
import { roleTypeNames } from "../access/role-types";
import { type Rule, type RuleName, rules } from "../access/rules";
import { follows, formatted, hintTo, type Validation, validation } from "../constructs/terraform-text";
import { agreementValidation } from "../constructs/variables";
import { nameOf } from "./documents";

/** The Terraform type of an input; within the object of a role, optional. */
export function typeOf(input: Kind): string {
  switch (input.kind) {
    case "flag":
      return "bool";
    case "seconds":
      return "number";
    case "text":
      return "string";
    case "list":
      return "list(string)";
    case "choice":
      return "string";
    case "choices":
      return "set(string)";
    case "oidc_providers":
      return "list(object({arn=string, audiences=list(string), subjects=list(string)}))";
    case "map":
      return "map(string)";
    case "by_role_type":
      return `map(object({${Object.entries(input.of).map(([name, own]) => `${name}=${optionalTypeOf(own)}`)}}))`;
  }
}

const absent: Readonly<Partial<Record<Kind["kind"], unknown>>> = {
  flag: false,
  list: [],
  oidc_providers: [],
  choices: defaultCapabilities,
  map: {},
};

function optionalTypeOf(input: Kind): string {
  const value = absent[input.kind];
  return `optional(${typeOf(input)}${value === undefined ? "" : `, ${JSON.stringify(value)}`})`;
}

/** Declares an input as a variable of the module. */
export function declareVariable(scope: Construct, name: keyof typeof inputs): void {
  const input: Input = inputs[name];
  const isNullable = input.default === null;
  const validations = validationsOf(name, input, isNullable);
  const variable = new TerraformVariable(scope, name, {
    type: typeOf(input),
    description: input.meaning,
    nullable: isNullable,
    ...(validations.length > 0 ? { validation: validations } : {}),
  });
  variable.overrideLogicalId(name);
  if ("default" in input) variable.addOverride("default", input.default); // CDKTF's own prop takes no null
}

function validationsOf(name: string, input: Input, isNullable: boolean): Validation[] {
  const variable = `var.${name}`;
  switch (input.kind) {
    case "text":
      return [
        validation(input.rule, { nullable: isNullable }),
        ...(name === "permissions_boundary_arn" ? [ownBoundaryValidation(variable)] : []),
        ...(name === "app_instance_id" ? appInstanceValidations(variable) : []),
        ...(name === "app_instance_id_tag_key" ? [twoTagKeysValidation(variable)] : []),
      ];
    case "seconds":
      return [
        {
          condition: `\${${isSeconds(variable)}}`,
          errorMessage: `${name} ${mismatch(secondsExpected, `\${${variable}}`)}`,
        },
      ];
    case "map": {
      const each = [`key, item in ${variable}`];
      return [
        all(each, ruled(input.key, `the key ${name}.%s`, ["key"], "key")),
        all(each, ruled(input.value, `${name}.%s`, ["key"], "item")),
        { condition: `\${length(${variable}) <= ${input.atMost}}`, errorMessage: `${name} ${tooMany(input.atMost)}` },
        all(each, {
          holds: `!contains([lower(var.user_id_tag_key), lower(coalesce(var.app_instance_id_tag_key, " "))], lower(key))`,
          refusal: formatted(`${name}.%s ${tagNamesCaller}`, "key"),
        }),
        {
          condition: `\${length(distinct([for key in keys(${variable}) : lower(key)])) == length(${variable})}`,
          errorMessage: `${name} ${sameButForCase}`,
        },
      ];
    }
    case "by_role_type":
      return [
        all(eachRole, {
          holds: `contains(${JSON.stringify(roleTypeNames)}, type)`,
          refusal: formatted(`roles.%s ${unknown(roleTypeNames)}`, "type"),
        }),
        all(["type, role in var.roles"], {
          holds: "role != null",
          refusal: formatted("roles.%s is null, expected an object; a role that is not wanted is no key.", "type"),
        }),
        ...Object.entries(input.of).flatMap(([own, ownInput]) => roleInputValidations(own, ownInput)),
        ...trustValidations(),
        ...ownPolicyValidations(),
        nameValidation(),
      ];
    default:
      return [];
  }
}

/** What must hold of a value, and the words when it does not: Terraform expressions. */
interface Demand {
  readonly holds: string;
  readonly refusal: string;
}

/** The heads of the `for` expressions, one within another, that go through the values of a demand. */
type Each = readonly string[];

const eachRole: Each = ["type, role in { for type, role in var.roles : type => role if role != null }"];

/** The validation that a demand holds of every value; the message has a line for each of which it does not. */
function all(each: Each, { holds, refusal }: Demand): Validation {
  const loop = (body: string) => {
    const nested = each.reduceRight((inner, head) => `[for ${head} : ${inner}]`, body);
    return each.length === 1 ? nested : `flatten(${nested})`;
  };
  return {
    condition: `\${alltrue(${loop(holds)})}`,
    errorMessage: `\${join("\\n", ${loop(`${refusal} if !(${holds})`)})}`,
  };
}

/** The demand that a value follows its rule. `%s` in the label stands for the expressions that it is labelled with. */
function ruled(rule: RuleName, label: string, labelled: readonly string[], value: string): Demand {
  const { expected, slips }: Rule = rules[rule];
  const hint = slips === undefined ? [] : [hintTo(rule, value)];
  return {
    holds: follows(rule, value),
    refusal: formatted(
      `${label} ${mismatch(expected, "%s", slips && "%s")}`,
      ...labelled,
      `coalesce(${value}, "null")`,
      ...hint,
    ),
  };
}

function isSeconds(value: string): string {
  const { min, max } = limits.sessionSeconds;
  return `${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value}`;
}

function roleInputValidations(name: string, input: Kind): Validation[] {
  const value = `role.${name}`;
  const label = `roles.%s.${name}`;
  switch (input.kind) {
    case "text": {
      const demand = ruled(input.rule, label, ["type"], value);
      return [all(eachRole, { ...demand, holds: `${value} == null || ${demand.holds}` })];
    }
    case "seconds":
      return [
        all(eachRole, {
          holds: isSeconds(`coalesce(${value}, ${limits.sessionSeconds.min})`),
          refusal: formatted(`${label} ${mismatch(secondsExpected, "%s")}`, "type", value),
        }),
      ];
    case "list":
      return [all([...eachRole, `i, item in ${value}`], ruled(input.rule, `${label}[%s]`, ["type", "i"], "item"))];
    case "choice":
      return [
        all(eachRole, {
          holds: `${value} == null || contains(${JSON.stringify(input.among)}, coalesce(${value}, "none"))`,
          refusal: formatted(`${label} ${mismatch(`one of ${input.among.join(", ")}`, "%s")}`, "type", value),
        }),
      ];
    case "oidc_providers":
      return oidcValidations(label, value);
    case "choices":
      return [
        all([...eachRole, `item in ${value}`], {
          holds: `contains(${JSON.stringify(input.among)}, coalesce(item, "null"))`,
          refusal: formatted(
            `${label} ${mismatch(`one of ${input.among.join(", ")}`, "%s")}`,
            "type",
            'coalesce(item, "null")',
          ),
        }),
      ];
    case "map": {
      const each = [...eachRole, `key, item in ${value}`];
      return [
        all(each, ruled(input.key, `the key ${label}.%s`, ["type", "key"], "key")),
        all(each, ruled(input.value, `${label}.%s`, ["type", "key"], "item")),
        all(eachRole, {
          holds: `length(distinct(values(${value}))) == length(${value})`,
          refusal: formatted(`${label} ${onePolicyTwice}`, "type"),
        }),
        all(eachRole, {
          holds: `length(${value}) <= ${input.atMost}`,
          refusal: formatted(`${label} ${tooMany(input.atMost)}`, "type"),
        }),
      ];
    }
    default:
      return [];
  }
}

function oidcValidations(label: string, value: string): Validation[] {
  const each = [...eachRole, `i, provider in ${value}`];
  const ofMany = (rule: RuleName, name: string) => [
    all(each, {
      holds: `length(provider.${name}) > 0`,
      refusal: formatted(`${label}[%s].${name} ${empty}`, "type", "i"),
    }),
    all([...each, `j, item in provider.${name}`], ruled(rule, `${label}[%s].${name}[%s]`, ["type", "i", "j"], "item")),
  ];
  return [
    all(each, ruled("oidc_provider_arn", `${label}[%s].arn`, ["type", "i"], "provider.arn")),
    ...ofMany("oidc_audience", "audiences"),
    ...ofMany("oidc_subject", "subjects"),
  ];
}

/** What must hold between the ways to an app instance. */
function appInstanceValidations(variable: string): Validation[] {
  return [
    { condition: `\${(${variable} == null) != (var.app_instance_id_tag_key == null)}`, errorMessage: oneAppInstance },
    agreementValidation("${var.partition}", `coalesce(${variable}, "none")`),
  ];
}

function twoTagKeysValidation(variable: string): Validation {
  return {
    condition: `\${lower(coalesce(${variable}, " ")) != lower(var.user_id_tag_key)}`,
    errorMessage: twoTagKeys,
  };
}

/** What must hold between the inputs of a role. */
function trustValidations(): Validation[] {
  const assumed = "role.trust_account || length(role.principal_arns) > 0";
  const named = JSON.stringify(roleTypeNames.filter(namesCaller));
  const lists = ["service_principals", "cognito_identity_pool_ids", "oidc_providers", "saml_provider_arns"];
  const readsAppInstance = `var.app_instance_id_tag_key != null && (contains(${named}, type) || role.scope == "app_instance")`;
  const noServices = "length(role.service_principals) == 0";
  return [
    all(eachRole, {
      holds: `${assumed} || ${lists.map((name) => `length(role.${name}) > 0`).join(" || ")}`,
      refusal: formatted(nobodyMayAssume("%s"), "type"),
    }),
    all(eachRole, {
      holds: `${noServices} || role.app_instance_user_id != null || !contains(${named}, type)`,
      refusal: formatted(serviceKnowsNoUser("%s"), "type"),
    }),
    all(eachRole, {
      holds: `${noServices} || !(${readsAppInstance})`,
      refusal: formatted(serviceKnowsNoAppInstance("%s"), "type"),
    }),
    all(eachRole, {
      holds: `length(role.cognito_identity_pool_ids) == 0 || role.cognito_user_id == "session_tag" || !(${readsAppInstance})`,
      refusal: formatted(identityKnowsNoAppInstance("%s"), "type"),
    }),
    all(eachRole, {
      holds: `role.scope == null || type == "developer"`,
      refusal: formatted(scopeUnused("%s"), "type"),
    }),
    all(eachRole, {
      holds: `role.external_id == null || ${assumed}`,
      refusal: formatted(externalIdUnasked("%s"), "type"),
    }),
    all(eachRole, {
      holds: `role.app_instance_user_id == null || contains(${named}, type)`,
      refusal: formatted(userIdUnused("%[1]s"), "type"),
    }),
  ];
}

const isOwn = (arn: string) => `contains([var.account_id, "aws"], try(split(":", ${arn})[4], ""))`;

function ownBoundaryValidation(variable: string): Validation {
  return {
    condition: `\${${variable} == null || ${isOwn(variable)}}`,
    errorMessage: `permissions_boundary_arn ${mismatch(ownPolicy("${var.account_id}"), `\${coalesce(${variable}, "null")}`)}`,
  };
}

/** What must hold between a managed policy and the account. */
function ownPolicyValidations(): Validation[] {
  const boundary = "role.permissions_boundary_arn";
  const provider = (head: string, arn: string) =>
    all([...eachRole, head], {
      holds: `try(split(":", ${arn})[4], "") == var.account_id`,
      refusal: formatted(
        `roles.%s: a provider ${mismatch(ownProvider("%s"), "%s")}`,
        "type",
        `coalesce(${arn}, "null")`,
        "var.account_id",
      ),
    });
  const words = (label: string, ...values: readonly string[]) =>
    formatted(`${label} ${mismatch(ownPolicy("%s"), "%s")}`, ...values);
  return [
    provider("arn in role.saml_provider_arns", "arn"),
    provider("provider in role.oidc_providers", "provider.arn"),
    all(eachRole, {
      holds: `${boundary} == null || ${isOwn(boundary)}`,
      refusal: words("roles.%s.permissions_boundary_arn", "type", boundary, "var.account_id"),
    }),
    all([...eachRole, "key, item in role.policy_arns"], {
      holds: isOwn("item"),
      refusal: words("roles.%s.policy_arns.%s", "type", "key", 'coalesce(item, "null")', "var.account_id"),
    }),
  ];
}

/** What must hold between the roles: IAM refuses a second role of one name, whatever its case, halfway through an apply. */
function nameValidation(): Validation {
  const same = `[for other, its in var.roles : other if lower(${nameOf("other", "its")}) == lower(${nameOf("type", "role")})]`;
  return all(eachRole, {
    holds: `length(${same}) == 1`,
    refusal: formatted(nameTaken("%[1]s", "%[2]s"), "type", nameOf("type", "role")),
  });
}
