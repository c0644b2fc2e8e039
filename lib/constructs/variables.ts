// The Terraform variables that say which app instance the roles are for.
import { TerraformLocal, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { appInstanceArn, appInstanceIdPattern } from "../grants/app-instance";
import { sessionTagVariable } from "../grants/session-tags";
import { checkTable } from "../inputs/check";
import { checkSharedValues } from "../inputs/check-rules";
import { oneAppInstance } from "../inputs/choice-rules";
import { type InputName, type InputValues, inputs } from "../inputs/inputs";
import { ownNames, spellInputs } from "../inputs/messages";
import { messageOf, throwViolations, type Violation } from "../inputs/violation";
import { place } from "./addresses";
import { AppInstance, type AppInstanceProps, type AppInstanceTagProps } from "./app-instance";
import { escapeForTerraform } from "./terraform-text";
import { tokens } from "./tokens";
import { variableValidations } from "./validations";

/** The defaults of the variables: a variable without one must be set at plan. */
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
 * Terraform refuses bad values at plan.
 *
 * @throws InputError when a default is not what its variable takes
 */
export class ChimeIamVariables extends Construct {
  /** The variable `region`: the region of the app instance. */
  readonly region: TerraformVariable;
  /** The variable `account_id`: the account of the app instance and its roles. */
  readonly accountId: TerraformVariable;
  /** Not there when a session tag carries the ID. */
  readonly appInstanceId?: TerraformVariable;
  /** The app instance that the variables name. */
  readonly appInstance: AppInstance;

  constructor(scope: Construct, id: string, props: ChimeIamVariablesProps = {}) {
    super(scope, id);
    const { region, account: account_id, id: app_instance_id, tagKey: app_instance_id_tag_key } = props;
    const defaults: InputValues = { region, account_id, app_instance_id, app_instance_id_tag_key };
    const found = [
      ...Object.entries(defaults).flatMap(([name, value]) => (tokens.isUnknown(value) ? [defaultIsToken(name)] : [])),
      ...checkTable(inputs, defaults, [], { unknownValues: tokens }),
    ];
    // Which of the two says the app instance may be left to the plan, but not both may be set.
    const { code, message } = oneAppInstance;
    if (app_instance_id !== undefined && app_instance_id_tag_key !== undefined) {
      found.push({ code, path: ["app_instance_id"], message: spellInputs(message, ownNames) });
    }
    const between = checkSharedValues(defaults);
    throwViolations(found.length > 0 ? found : between, (violation) => `${this.node.path}: ${messageOf(violation)}`);

    this.region = this.variable("region", region);
    this.accountId = this.variable("account_id", account_id);
    let variableId: string;
    if (app_instance_id_tag_key === undefined) {
      this.appInstanceId = this.variable("app_instance_id", app_instance_id);
      variableId = tokens.capture(appInstanceIdPattern, this.appInstanceId.stringValue);
    } else {
      variableId = escapeForTerraform(sessionTagVariable(app_instance_id_tag_key));
    }
    const [inRegion, inAccount] = [this.region.stringValue, this.accountId.stringValue];
    this.appInstance = new VariableAppInstance(this, inRegion, inAccount, variableId, app_instance_id_tag_key);
  }

  private variable(name: InputName, value: string | undefined): TerraformVariable {
    const variable = new TerraformVariable(this, name, {
      type: "string",
      description: inputs[name].meaning,
      nullable: false,
      ...(value === undefined ? {} : { default: value }),
      validation: variableValidations(name),
    });
    place(variable, name);
    return variable;
  }
}

function defaultIsToken(name: string): Violation {
  return {
    code: "UNKNOWN_AT_SYNTH",
    path: [name],
    message: "is a token, expected text: it is the default of a variable.",
  };
}

/** An app instance whose ARN Terraform composes, once, in the local `app_instance_arn`. */
export class VariableAppInstance extends AppInstance {
  constructor(scope: Construct, region: string, account: string, id: string, tagKey?: string) {
    const local = new TerraformLocal(scope, "local_app_instance_arn", appInstanceArn(region, account, id));
    place(local, "app_instance_arn");
    super({ region, account, id, arn: local.asString, tagKey });
  }
}
