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
 * What a role may do: the rows of the catalogue for its capabilities, on one app instance.
 *
 * @param callers what stands for the AppInstanceUser ID: IAM policy variables, one ID, or `*`
 */
export function accessPolicy(
  roleType: RoleType,
  capabilities: readonly Capability[],
  appInstance: AppInstance,
  callers: readonly string[],
): PolicyDocument {
  const grants = capabilityNames
    .filter((name) => name === "messaging" || capabilities.includes(name))
    .flatMap((name) => catalogue[roleType][name] ?? []);
  const arns = (resource: Resource): readonly string[] =>
    resource.includes("{caller}")
      ? callers.map((caller) => appInstance.resourceArn(resource.replace("{caller}", () => caller)))
      : [appInstance.resourceArn(resource)];
  return policyDocument(
    grants.map(({ actions, on }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: on === "*" ? on : on.flatMap(arns),
    })),
  );
}
