// The Terraform variables that say which app instance the roles are for.
import { Fn, TerraformLocal, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  AppInstance,
  type AppInstanceProps,
  type AppInstanceTagProps,
  arnOf,
  offeredRegions,
  offeredRegionsExpected,
} from "../access/app-instance";
import { InputError } from "../access/input-error";
import { inputs } from "../access/inputs";
import { agreement, knownAtSynth, mismatch, oneAppInstance } from "../access/refusals";
import { checked, isKnownAtPlan } from "../access/rules";
import { sessionTag } from "../access/session-tag";
import { claim } from "./claim";
import { escaped, type Validation, validation } from "./terraform-text";

/** The defaults of the variables: a variable without one must be given at plan. */
export type ChimeIamVariablesProps = {
  readonly [Name in keyof (AppInstanceProps & AppInstanceTagProps)]?:
    | (AppInstanceProps & AppInstanceTagProps)[Name]
    | undefined;
};

/**
 * The Terraform variables `region`, `account_id` and `app_instance_id`, and the app instance that they make.
 * Whatever is synthesized from it serves another account with `-var`. Once in a stack: the names are fixed.
 * With `tagKey` there is no `app_instance_id`: the session says which app instance it is for, by the session tag.
 *
 * Terraform refuses bad values at plan, and warns of a region where Chime SDK messaging is not offered.
 *
 * @throws InputError when a default is not what its variable takes
 */
export class ChimeIamVariables extends Construct {
  readonly region: TerraformVariable;
  readonly accountId: TerraformVariable;
  /** Not there when a session tag carries the ID. */
  readonly appInstanceId?: TerraformVariable;
  /** The app instance that the variables name. */
  readonly appInstance: AppInstance;

  constructor(scope: Construct, id: string, props: ChimeIamVariablesProps = {}) {
    super(scope, id);
    const { region, account, id: appInstanceId, tagKey, partition = "aws" } = props;
    checked("partition", partition);
    for (const [name, value] of Object.entries({ partition, app_instance_id_tag_key: tagKey })) {
      if (value !== undefined && isKnownAtPlan(value)) throw new InputError(`${name} ${knownAtSynth}`);
    }
    claim(this, "variables", "The stack has its ChimeIamVariables already: their names are fixed.");
    if (appInstanceId !== undefined && tagKey !== undefined) throw new InputError(oneAppInstance);
    if (region !== undefined && account !== undefined) {
      if (appInstanceId !== undefined) AppInstance.of({ region, account, id: appInstanceId, partition });
      if (tagKey !== undefined) AppInstance.fromSessionTag({ region, account, tagKey, partition });
    }

    this.region = this.variable("region", region);
    this.accountId = this.variable("account_id", account);
    let variableId: string;
    if (tagKey === undefined) {
      this.appInstanceId = this.variable("app_instance_id", appInstanceId, agreementValidation(partition));
      variableId = Fn.basename(this.appInstanceId.stringValue);
    } else {
      variableId = escaped(sessionTag(checked("app_instance_id_tag_key", tagKey)));
    }
    warnOfRegion(this);
    const [inRegion, inAccount] = [this.region.stringValue, this.accountId.stringValue];
    this.appInstance = new VariableAppInstance(this, partition, inRegion, inAccount, variableId, tagKey);
  }

  private variable(
    name: "region" | "account_id" | "app_instance_id",
    value: string | undefined,
    ...further: Validation[]
  ): TerraformVariable {
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
export class VariableAppInstance extends AppInstance {
  constructor(scope: Construct, partition: string, region: string, account: string, id: string, tagKey?: string) {
    const arn = arnOf(partition, region, account, id);
    const local = new TerraformLocal(scope, "local_app_instance_arn", arn);
    local.overrideLogicalId("app_instance_arn");
    super(partition, region, account, id, local.asString, tagKey);
  }
}

/** The validation that the ARN given as `app_instance_id`, if it is one, agrees with region and account. */
export function agreementValidation(partition: string, given = "var.app_instance_id"): Validation {
  const agrees = `arn:${partition}:chime:\${var.region}:\${var.account_id}:`;
  return {
    condition: `\${startswith(${given}, "arn:") ? startswith(${given}, "${agrees}") : true}`,
    errorMessage: `app_instance_id ${mismatch(
      agreement(partition, "${var.region}", "${var.account_id}"),
      `\${${given}}`,
    )}`,
  };
}

/** Has Terraform warn of a region where Chime SDK messaging is not offered. */
export function warnOfRegion(scope: Construct): void {
  TerraformStack.of(scope).addOverride("check.chime_region_offered.assert", {
    condition: `\${contains(${JSON.stringify(offeredRegions)}, var.region)}`,
    error_message: `region ${mismatch(offeredRegionsExpected, "${var.region}")}`,
  });
}
