// The plain Terraform module: the roles of the constructs, with everything that an input may say left to Terraform.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformLocal, TerraformStack, TerraformVariable, Token } from "cdktf";
import type { Construct } from "constructs";
import { place } from "../constructs/addresses";
import { sizePrecondition } from "../constructs/managed-policy";
import { declareOutputs } from "../constructs/outputs";
import { RoleResources } from "../constructs/resources";
import { expression } from "../constructs/terraform-text";
import {
  type Check,
  inputValidations,
  jsonText,
  nobody,
  plainText,
  rolePreconditions,
  sameNameHint,
  type Validation,
  validationOf,
} from "../constructs/validations";
import { requireVersions } from "../constructs/versions";
import { isNull } from "../inputs/check";
import { type Input, type InputName, inputs, type Kind, roleInputs } from "../inputs/inputs";
import { limits } from "../inputs/limits";
import { messages, ownNames, unknownName } from "../inputs/messages";
import { defaultNameIn } from "../inputs/value-rules";
import { accessLocals, callTables } from "./access-locals";
import { furtherPoliciesArguments } from "./further-policies-stack";
import { forEachRole, hcl } from "./hcl";
import { roleArguments } from "./role-inputs-stack";
import { type ModuleLocals, trustLocals } from "./trust-locals";
import { typeOf } from "./variable-types";

/** The locals by the file that they are in, and what is said at the top of it. */
export const localsByFile: Readonly<
  Record<string, { readonly is: readonly string[]; readonly locals: () => ModuleLocals }>
> = {
  "roles.tf.json": {
    is: ["The roles that the caller of the module asked for."],
    locals: () => ({
      role_attributes: { value: Object.keys(roleInputs), is: "What a role may say." },
      role_keys: {
        value: "${toset(nonsensitive([for key, role in var.roles : key if nonsensitive(role != null)]))}",
        is: "Keys of the roles that are not null.",
      },
      roles: {
        value: "${{ for key, checked in module.role_inputs : key => checked.role }}",
        is: "The roles, checked, with the types and defaults of modules/role-inputs: a list or map that is left out is empty, a flag false, all else null.",
      },
      own_role_keys: {
        value:
          '${toset([for key in local.role_keys : key if nonsensitive(!contains(keys(var.roles[key]), "existing_role_name"))])}',
        is: "Keys of the roles that the module makes. For the others it makes a policy, and attaches it to a role that exists.",
      },
      attached_role_ids: {
        value:
          "${{ for key, role in local.roles : key => contains(local.own_role_keys, key) ? try(aws_iam_role.this[key].id, null) : role.existing_role_name }}",
        is: "The role that each policy is attached to.",
      },
      pool_roles: {
        value:
          "${{ for key, role in local.roles : key => role.cognito_identity_pool_ids if nonsensitive(length(role.cognito_identity_pool_ids)) > 0 }}",
        is: "The identity pools of each role that trusts some.",
      },
      trust_policy_limit: {
        value: `\${coalesce(var.quotas.trust_policy_characters, ${limits.trustPolicySize})}`,
        is: "Characters of a trust policy that IAM allows: quotas.",
      },
      role_names: {
        value: forEachRole(`coalesce(role.name, ${defaultNameIn("var.name_prefix", "key")})`),
        is: "Name of each role and its policy.",
      },
    }),
  },
  "calls.tf.json": {
    is: ["Tables: which calls a capability has, and which resources each call touches."],
    locals: callTables,
  },
  "access.tf.json": {
    is: [
      "What a role may do. From the calls of each role to its policy.",
      "Every local is a map by the key of the role.",
    ],
    locals: accessLocals,
  },
  "trust.tf.json": {
    is: [
      "Who may assume a role. Read the six locals *_statements from account_statements to oidc_statements: each is one kind of trust, with its principal, action and conditions, and applies where the role sets the input that it is named after. caller_actions and service_actions add sts:TagSession, by which a caller passes tags, and sts:SetSourceIdentity.",
      "Before them stand the conditions that they share. From trusted on, the statements are only written as IAM's JSON.",
      "Every local is a map by the key of the role.",
    ],
    locals: trustLocals,
  },
};

/** How a precondition calls a role: by its key, and by its name in IAM. */
const roleLabel =
  'roles.${each.key} (${issensitive(local.role_names[each.key]) ? "(sensitive)" : nonsensitive(local.role_names[each.key])})';

/** The stack that the module's files are made of. It is no stack of the app: nobody deploys it. */
export class ModuleStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", {}); // CDKTF wants one; the files leave it out
    requireVersions(this);
    for (const name of Object.keys(inputs) as InputName[]) this.declareVariable(name, inputs[name]);
    for (const { locals } of Object.values(localsByFile)) {
      for (const [name, { value }] of Object.entries(locals()))
        place(new TerraformLocal(this, `local_${name}`, value), name);
    }
    this.callForEachRole("role_inputs", "./modules/role-inputs", roleArguments);
    this.callForEachRole("further_policies", "./modules/further-policies", furtherPoliciesArguments);
    this.declareResources();
    this.addOverride("check.one_role_of_each_pool", { assert: [onePoolOfEachRole] });
    const each = (type: string, attribute: string) =>
      `\${{ for key, made in ${type}.this : key => made.${attribute} }}`;
    const attachments = ["aws_iam_role_policy_attachment.this", "module.further_policies"];
    declareOutputs(
      this,
      {
        role_arns: each("aws_iam_role", "arn"),
        role_names:
          "${{ for key, role in local.roles : key => contains(local.own_role_keys, key) ? try(aws_iam_role.this[key].name, null) : role.existing_role_name }}",
        policy_arns: each("aws_iam_policy", "arn"),
        policy_documents: "${{ for key, document in local.policies : key => jsonencode(document) }}",
        trust_policies:
          "${{ for key, document in local.trust_policies : key => jsonencode(document) if contains(local.own_role_keys, key) }}",
        app_instance_arn: "${local.app_instance_arn}",
      },
      attachments,
    );
  }

  /** Calls a module once for each role. CDKTF's own construct has no `for_each` without an iterator. */
  private callForEachRole(name: string, source: string, values: Readonly<Record<string, string>>): void {
    const expressions = Object.entries(values).map(([argument, value]) => [argument, `\${${value}}`]);
    this.addOverride(`module.${name}`, {
      source,
      for_each: "${local.role_keys}",
      ...Object.fromEntries(expressions),
    });
  }

  private declareVariable(name: InputName, input: Input): void {
    const isRoles = input.kind === "by_key";
    const validation = [...inputValidations(name), ...(isRoles ? rolesValidations() : [])];
    const variable = new TerraformVariable(this, name, {
      // A typed map would drop an attribute that it does not know, such as a misspelt external_id: modules/role-inputs has the types.
      type: isRoles ? "any" : typeOf(input),
      description: input.meaning,
      nullable: input.default === null,
      ...(validation.length === 0 ? {} : { validation }),
    });
    place(variable, name);
    if ("default" in input) variable.addOverride("default", input.default); // CDKTF's own prop takes no null
  }

  private declareResources(): void {
    const role = "local.roles[each.key]";
    const boundary = `${role}.permissions_boundary_arn`;
    const sized = (document: string, limit: string) => ({
      label: roleLabel,
      document,
      limit,
      spelling: ownNames,
    });
    new RoleResources(this, "role_resources", {
      address: "this",
      label: roleLabel,
      name: expression("local.role_names[each.key]"),
      policyName: expression("local.role_names[each.key]"),
      description: expression(`coalesce(${role}.description, local.role_descriptions[local.role_types[each.key]])`),
      policyDescription: expression("local.role_descriptions[local.role_types[each.key]]"),
      path: expression("var.path"),
      policyPath: expression("var.path"),
      tags: Token.asStringMap(expression(`merge(var.tags, ${role}.tags)`)),
      inlinePolicyNames: [],
      maxSessionDuration: Token.asNumber(
        expression(`coalesce(${role}.max_session_duration, var.max_session_duration)`),
      ),
      permissionsBoundaryArn: expression(`${boundary} == null ? var.permissions_boundary_arn : ${boundary}`),
      policyArns: {}, // modules/further-policies attaches them
      policy: {
        json: expression("jsonencode(local.policies[each.key])"),
        preconditions: [sizePrecondition("policy", sized("local.policies[each.key]", String(limits.policySize)))],
      },
      trustPolicy: {
        json: expression("jsonencode(local.trust_policies[each.key])"),
        preconditions: [
          sizePrecondition("trust_policy", sized("local.trust_policies[each.key]", "local.trust_policy_limit")),
        ],
      },
      preconditions: rolePreconditions(),
      sessionTagKeys: "[for tag in local.session_tag_keys[each.key] : lower(tag)]",
      exclusivePolicyArns: () =>
        Token.asList(expression(`concat([aws_iam_policy.this[each.key].arn], values(${role}.policy_arns))`)),
      forEach: {
        all: "${local.role_keys}",
        roles: "${local.own_role_keys}",
        exclusive: "${var.exclusive_attachments ? local.own_role_keys : toset([])}",
        roleId: "${local.attached_role_ids[each.key]}",
        inlinePolicyNames: Token.asList(expression(`${role}.inline_policy_names`)),
      },
    });
  }
}

/** A warning: the module cannot see whether a pool's classic flow is on. The pools of one role alone need not be known. */
const onePoolOfEachRole = {
  condition: `\${length(local.pool_roles) < 2 ? true : length(flatten(values(local.pool_roles))) == length(distinct(flatten(values(local.pool_roles))))}`,
  error_message: `\${join(", ", [for key, pools in local.pool_roles : "roles.\${key}" if anytrue([for other, ids in local.pool_roles : other != key && length(setintersection(ids, pools)) > 0])])} ${messages.sharedPool}`,
};

/**
 * What is checked of the roles before their types: the names of their attributes, and that a flag is one.
 * Whether a value has attributes is asked with keys(): it is known of an object with attributes that are not.
 */
function rolesValidations(): Validation[] {
  const maps = { names: "map", list: "[for all in [var.roles] : all if can(keys(all))]" };
  const given = (condition: string) => ({
    names: "key, role",
    list: `{ for key, role in map : key => role if nonsensitive(${condition}) }`,
  });
  const each = [maps, given("can(keys(role))")];
  const flags = Object.entries<Kind>(roleInputs).flatMap(([name, { kind }]) => (kind === "flag" ? [name] : []));
  const known = "local.role_attributes";
  const ofRole: Check["path"] = ["roles", { key: "key", isNeverSensitive: true }];
  const ofName = { key: "name", isNeverSensitive: true } as const;
  const checks: Check[] = [
    {
      path: ["roles"],
      each: [],
      holds: "can(keys(var.roles))",
      message: `is %s, expected ${messages.anObject}.`,
      values: [jsonText("var.roles", "other")],
    },
    {
      path: ofRole,
      each: [maps, given("role != null")],
      holds: "can(keys(role))",
      message: `is %s, expected ${messages.anObject}.`,
      values: [jsonText("role")],
    },
    {
      path: [...ofRole, ofName],
      each: [...each, { names: "name", list: "nonsensitive(keys(role))" }],
      holds: `contains(${known}, name)`,
      message: `${unknownName(Object.keys(roleInputs))}%s`,
      values: [plainText(sameNameHint(known, "name"))],
    },
    ...flags.map((name) => {
      const value = `lookup(role, ${hcl(name)}, null)`;
      return {
        path: [...ofRole, name],
        each: [...each, { names: "value", list: `[${value}]` }],
        holds: "value == null || value == true || value == false",
        message: `is %s, expected ${messages.trueOrFalse}.`,
        values: [jsonText("value")],
      };
    }),
    ...Object.entries<Kind>(roleInputs).flatMap(([name, { neverNull }]) =>
      neverNull === undefined
        ? []
        : [
            {
              path: [...ofRole, name],
              each,
              holds: `!contains(keys(role), ${hcl(name)}) || try(role.${name} != null, true)`,
              message: isNull(neverNull),
              values: [],
            },
          ],
    ),
    ...Object.entries<Kind>(roleInputs).flatMap(([name, input]) => {
      if (input.kind !== "objects") return [];
      const fields = Object.keys(input.of);
      // slice() fails on all but a list, and what it gives is known.
      const all = `[for all in [lookup(role, ${hcl(name)}, null)] : all if can(slice(all, 0, 0))]`;
      const objects = [...each, { names: "list", list: all }, { names: "i, item", list: "list" }];
      return [
        {
          path: [...ofRole, name, { index: "i" }],
          each: objects,
          holds: "can(keys(item))",
          message: `is %s, expected ${messages.anObject}.`,
          values: [jsonText("item")],
        },
        {
          path: [...ofRole, name, { index: "i" }, ofName],
          each: [...objects, { names: "name", list: "try(nonsensitive(keys(item)), [])" }],
          holds: `contains(${hcl(fields)}, name)`,
          message: `${unknownName(fields)}%s`,
          values: [plainText(sameNameHint(hcl(fields), "name"))],
        },
      ];
    }),
  ];
  return checks.map((check) => validationOf(check, nobody));
}
