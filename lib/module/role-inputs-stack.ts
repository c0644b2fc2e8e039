// The module of one role, `module/modules/role-inputs`: the types of its inputs and their checks. It makes no resource.
import { TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { place } from "../constructs/addresses";
import { expression } from "../constructs/terraform-text";
import { roleValidations } from "../constructs/validations";
import { requiredVersion } from "../constructs/versions";
import { callNames } from "../grants/calls";
import { capabilityChoices, defaultName } from "../grants/capabilities";
import { offeredCapabilities } from "../grants/catalogue";
import { conditionOperators, restrictsNobody } from "../grants/trust-conditions";
import { type Input, inputs, roleInputs } from "../inputs/inputs";
import { sharedIssuers } from "../inputs/oidc-issuers";
import { actingCalls } from "../inputs/presence";
import { defaultNameIn, typesOffering } from "../inputs/value-rules";
import { typeOf } from "./variable-types";

/** The inputs of all roles that the rules about one role look at. */
const sharedNames = [
  "region",
  "account_id",
  "app_instance_id",
  "app_instance_id_tag_key",
  "name_prefix",
  "user_id_tag_key",
  "tags",
  "quotas",
] as const;

/** What the module of one role takes from the module of all roles, each a Terraform expression. */
export const roleArguments: Readonly<Record<string, string>> = {
  key: "each.key",
  type: 'lookup(var.roles[each.key], "type", null) == null ? each.key : var.roles[each.key].type',
  name: `try(coalesce(tostring(var.roles[each.key].name)), ${defaultNameIn("var.name_prefix", "each.key")})`,
  role: "var.roles[each.key]",
  ...Object.fromEntries(sharedNames.map((name) => [name, `var.${name}`])),
};

/** The stack that the files of `module/modules/role-inputs` are made of. */
export class RoleInputsStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.addOverride("terraform.required_version", requiredVersion);
    this.variable("key", "string", "Key of the role.");
    this.variable("type", "string", "Type of the role: as it says, else its key.");
    this.variable("name", "string", "Name of the role in IAM, for messages.");
    const role = this.variable("role", typeOf({ kind: "object", of: roleInputs }), "The role.");
    role.addOverride("validation", snakeCase(roleValidations()));
    for (const name of sharedNames) {
      const input: Input = inputs[name];
      const variable = this.variable(name, typeOf(input), input.meaning, input.default === null);
      if ("default" in input) variable.addOverride("default", input.default);
    }
    const tables = {
      call_names: callNames,
      capability_names: capabilityChoices,
      condition_operators: conditionOperators,
      offered_capabilities: Object.fromEntries(
        Object.entries(offeredCapabilities).flatMap(([type, names]) =>
          names.length === 0 ? [] : [[type, [defaultName, ...names]]],
        ),
      ),
      types_offering: typesOffering,
      acting_calls: actingCalls,
      restricts_nobody: restrictsNobody,
      shared_issuers: sharedIssuers.map(({ issuer, subject, expected }) => ({ issuer, subject, expected })),
    };
    for (const [name, value] of Object.entries(tables)) place(new TerraformLocal(this, `local_${name}`, value), name);

    place(
      new TerraformOutput(this, "output_role", {
        description: "The role, with the types and the defaults of its inputs.",
        value: expression("var.role"),
      }),
      "role",
    );
  }

  private variable(name: string, type: string, description: string, nullable = false): TerraformVariable {
    const variable = new TerraformVariable(this, name, { type, description, nullable });
    place(variable, name);
    return variable;
  }
}

/** Validations as Terraform spells them: an override is written as it is. */
function snakeCase(validations: readonly { readonly condition: string; readonly errorMessage: string }[]) {
  return validations.map(({ condition, errorMessage }) => ({ condition, error_message: errorMessage }));
}
