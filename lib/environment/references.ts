// How the documents of an environment's stack name its app instance: by Terraform's references to the stack's variables.
import type { AppInstance } from "../grants/app-instance";
import { frozen } from "../grants/frozen";
import type { PolicyDocument } from "../grants/policy-document";
import type { RoleSpec } from "../inputs/role-spec";

const references = { region: "${var.region}", account: "${var.account_id}", arn: "${local.app_instance_arn}" } as const;

/** The app instance as the documents of an environment's specs name it. */
export function referencedAppInstance({ id, tagKey }: AppInstance): AppInstance {
  return { ...references, id, tagKey };
}

/** A document with the values of an app instance in place of the references to it. */
export function withAppInstance(document: PolicyDocument, appInstance: AppInstance): PolicyDocument {
  const fillIn = (text: string) =>
    Object.entries(references).reduce(
      (filled, [name, reference]) => filled.split(reference).join(appInstance[name as keyof typeof references]),
      text,
    );
  return frozen(JSON.parse(JSON.stringify(document), (_key, item) => (typeof item === "string" ? fillIn(item) : item)));
}

/** A role of an environment whose documents name the app instance by its values. */
export function specWithAppInstance(spec: RoleSpec, appInstance: AppInstance): RoleSpec {
  return Object.freeze({
    ...spec,
    appInstance,
    policy: withAppInstance(spec.policy, appInstance),
    trustPolicy: withAppInstance(spec.trustPolicy, appInstance),
  });
}
