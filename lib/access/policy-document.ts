// An IAM policy document, as far as this project writes one, and the documents of a role.
import type { AppInstance } from "./app-instance";
import { type Capability, capabilityNames } from "./capabilities";
import { catalogue, type Resource } from "./catalogue";
import type { RoleType } from "./role-types";

type Values = string | readonly string[];

/** A statement of a policy. Ours only ever allow. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Principal?: { readonly AWS: Values } | { readonly Federated: Values };
  readonly Action: Values;
  readonly Resource?: Values;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

/** An IAM policy document. IAM policy variables in it are written as IAM reads them: `${aws:PrincipalTag/KEY}`. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** Whether the policy of a role type names its caller, so that somebody must say who that is. */
export function namesCaller(roleType: RoleType): boolean {
  return Object.values(catalogue[roleType]).some((grants) =>
    grants.some(({ on }) => on !== "*" && on.some((resource) => resource.includes("{caller}"))),
  );
}

/**
 * The rows of the catalogue for a role type as statements, each with the capability that brings it.
 *
 * @param callers what stands for the AppInstanceUser ID: IAM policy variables, one ID, or `*`
 */
export function accessStatements(
  roleType: RoleType,
  appInstance: AppInstance,
  callers: readonly string[],
): { readonly capability: Capability; readonly statement: Statement }[] {
  const arns = (resource: Resource): readonly string[] =>
    resource.includes("{caller}")
      ? callers.map((caller) => appInstance.resourceArn(resource.replace("{caller}", () => caller)))
      : [appInstance.resourceArn(resource)];
  return capabilityNames.flatMap((capability) =>
    (catalogue[roleType][capability] ?? []).map(({ actions, on }) => ({
      capability,
      statement: { Effect: "Allow", Action: actions, Resource: on === "*" ? on : on.flatMap(arns) },
    })),
  );
}

/** What a role of these capabilities may do on one app instance; `messaging` is always among them. */
export function accessPolicy(
  roleType: RoleType,
  capabilities: readonly Capability[],
  appInstance: AppInstance,
  callers: readonly string[],
): PolicyDocument {
  return policyDocument(
    accessStatements(roleType, appInstance, callers)
      .filter(({ capability }) => capability === "messaging" || capabilities.includes(capability))
      .map(({ statement }) => statement),
  );
}
