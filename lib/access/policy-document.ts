// An IAM policy document, as far as this project writes one, and the documents of a role.
import type { AppInstance } from "./app-instance";
import { type Capability, capabilityNames } from "./capabilities";
import { catalogue, type Grant, type Resource } from "./catalogue";
import type { RoleType } from "./role-types";
import { held, type Scope } from "./scope";

type Values = string | readonly string[];

/** A statement of a policy. Ours only ever allow. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Principal?: { readonly AWS: Values } | { readonly Service: Values } | { readonly Federated: Values };
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
  return grantsOf(roleType).some(({ on }) => on.includes("user/{caller}"));
}

/** Whether the policy of a role names its app instance; a developer's does when it is held to one. */
export function namesAppInstance(roleType: RoleType, scope: Scope): boolean {
  return scope === "app_instance" || grantsOf(roleType).some(({ on }) => on !== "*");
}

function grantsOf(roleType: RoleType): readonly Grant[] {
  return Object.values(catalogue[roleType]).flat();
}

/** What a policy is made of. */
export interface AccessProps {
  readonly roleType: RoleType;
  readonly appInstance: AppInstance;
  /** What stands for the AppInstanceUser ID: IAM policy variables, one ID, or `*`. */
  readonly callers: readonly string[];
  /** How far a developer's policy reaches. */
  readonly scope: Scope;
}

/** The rows of the catalogue for a role type as statements, each with the capability that brings it. */
export function accessStatements({
  roleType,
  appInstance,
  callers,
  scope,
}: AccessProps): { readonly capability: Capability; readonly statement: Statement }[] {
  const narrowed = roleType === "developer" && scope === "app_instance" ? held : (grants: readonly Grant[]) => grants;
  return capabilityNames.flatMap((capability) =>
    narrowed(catalogue[roleType][capability] ?? []).map(({ actions, on }) => ({
      capability,
      statement: {
        Effect: "Allow",
        Action: actions,
        Resource: on === "*" ? on : on.flatMap((resource) => arnsOf(resource, appInstance, callers)),
      },
    })),
  );
}

function arnsOf(resource: Resource, appInstance: AppInstance, callers: readonly string[]): readonly string[] {
  const { partition, region, account } = appInstance;
  switch (resource) {
    case "app-instance":
      return [appInstance.arn];
    case "user/{caller}":
      return callers.map((caller) => appInstance.resourceArn(`user/${caller}`));
    case "mobiletargeting:apps/*":
      return [`arn:${partition}:mobiletargeting:${region}:${account}:apps/*`];
    default:
      return [appInstance.resourceArn(resource)];
  }
}

/** What a role of these capabilities may do on one app instance; `messaging` is always among them. */
export function accessPolicy({
  capabilities,
  ...props
}: AccessProps & { readonly capabilities: readonly Capability[] }): PolicyDocument {
  return policyDocument(
    accessStatements(props)
      .filter(({ capability }) => capability === "messaging" || capabilities.includes(capability))
      .map(({ statement }) => statement),
  );
}
