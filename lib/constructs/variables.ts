// The Terraform variables that say which app instance the roles are for.
import { Fn, TerraformLocal, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { AppInstance, type AppInstanceProps, offeredRegions, offeredRegionsExpected } from "../access/app-instance";
import { inputs } from "../access/inputs";
import { agreement, mismatch } from "../access/refusals";
import { checked } from "../access/rules";
import { type Validation, validation } from "./terraform-text";

/** The defaults of the variables: a variable without one must be given at plan. */
export type ChimeIamVariablesProps = Partial<AppInstanceProps>;

type VariableName = "region" | "account_id" | "app_instance_id";

/**
 * The Terraform variables `region`, `account_id` and `app_instance_id`, and the app instance that they make.
 * Whatever is synthesized from it serves another account with `-var`. Once in a stack: the names are fixed.
 *
 * Terraform refuses bad values at plan, and warns of a region where Chime SDK messaging is not offered.
 *
 * @throws InputError when a default is not what its variable takes
 */
export class ChimeIamVariables extends Construct {
  readonly region: TerraformVariable;
  readonly accountId: TerraformVariable;
  readonly appInstanceId: TerraformVariable;
  /** The app instance that the variables name. */
  readonly appInstance: AppInstance;

  constructor(scope: Construct, id: string, props: ChimeIamVariablesProps = {}) {
    super(scope, id);
    const { region, account, id: appInstanceId, partition = "aws" } = props;
    checked("partition", partition);
    if (region !== undefined && account !== undefined && appInstanceId !== undefined) {
      AppInstance.of({ region, account, id: appInstanceId, partition });
    }

    const agrees = `arn:${partition}:chime:\${var.region}:\${var.account_id}:`;
    this.region = this.variable("region", region);
    this.accountId = this.variable("account_id", account);
    this.appInstanceId = this.variable("app_instance_id", appInstanceId, {
      condition: `\${startswith(var.app_instance_id, "arn:") ? startswith(var.app_instance_id, "${agrees}") : true}`,
      errorMessage: `app_instance_id ${mismatch(
        agreement(partition, "${var.region}", "${var.account_id}"),
        "${var.app_instance_id}",
      )}`,
    });
    TerraformStack.of(this).addOverride("check.chime_region_offered.assert", {
      condition: `\${contains(${JSON.stringify(offeredRegions)}, var.region)}`,
      error_message: `region ${mismatch(offeredRegionsExpected, "${var.region}")}`,
    });
    this.appInstance = new VariableAppInstance(
      partition,
      this.region.stringValue,
      this.accountId.stringValue,
      Fn.basename(this.appInstanceId.stringValue),
      this,
    );
  }

  private variable(name: VariableName, value: string | undefined, ...further: Validation[]): TerraformVariable {
    const variable = new TerraformVariable(this, name, {
      type: "string",
      description: inputs[name].meaning,
      nullable: false,
      ...(value === undefined ? {} : { default: checked(name, value) }),
      validation: [validation(name), ...further],
    });
    variable.overrideLogicalId(name);
    return variable;
  }
}

/** An app instance whose ARN Terraform composes, once, in the local `app_instance_arn`. */
class VariableAppInstance extends AppInstance {
  constructor(partition: string, region: string, account: string, id: string, scope: Construct) {
    const arn = `arn:${partition}:chime:${region}:${account}:app-instance/${id}`;
    const local = new TerraformLocal(scope, "app_instance_arn", arn);
    local.overrideLogicalId("app_instance_arn");
    super(partition, region, account, id, local.asString);
  }
}
