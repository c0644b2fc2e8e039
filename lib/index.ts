// What the npm package exports.

export { AppInstance, type AppInstanceProps, type AppInstanceTagProps } from "./constructs/app-instance";
export type { MetaArguments } from "./constructs/managed-policy";
export { ChimePolicy } from "./constructs/policy";
export type {
  CapabilityChoice,
  ChimeBackendRoleProps,
  ChimeDeveloperRoleProps,
  ChimeMinimalUserRoleProps,
  ChimePolicyProps,
  ChimeRoleProps,
  ChimeUserRoleProps,
  ChimeWebSocketRoleProps,
  QuotasProps,
} from "./constructs/props";
export {
  ChimeBackendRole,
  ChimeDeveloperRole,
  ChimeMinimalUserRole,
  ChimeRole,
  ChimeUserRole,
  ChimeWebSocketRole,
} from "./constructs/role";
export type { RoleReference } from "./constructs/role-reference";
export { ChimeRoles, type ChimeRolesEntries, type ChimeRolesEntry, type ChimeRolesProps } from "./constructs/roles";
export {
  type AssumeOptions,
  type CognitoOptions,
  type OidcProvider,
  Trust,
  type TrustConditionProps,
  type TrustOptions,
} from "./constructs/trust";
export { ChimeIamVariables, type ChimeIamVariablesProps } from "./constructs/variables";
export { type Call, calls } from "./grants/calls";
export { type Capability, capabilities } from "./grants/capabilities";
export { catalogue } from "./grants/catalogue";
export { type Correction, corrections, type Edition } from "./grants/corrections";
export type { PolicyDocument, Statement } from "./grants/policy-document";
export type { Scope } from "./grants/role-calls";
export { type RoleType, roleTypes } from "./grants/role-types";
export type { UserIdSource } from "./grants/trust-kinds";
export { InputError, type Violation } from "./inputs/violation";
