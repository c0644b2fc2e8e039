// What the npm package exports.
export { type Call, calls } from "./access/calls";
export { type Capability, capabilities } from "./access/capabilities";
export { catalogue } from "./access/catalogue";
export { type Correction, corrections, type Edition } from "./access/corrections";
export type { PolicyDocument, Statement } from "./access/policy-document";
export type { Scope } from "./access/role-access";
export { type RoleType, roleTypes } from "./access/role-types";
export { type AssumeOptions, type CognitoOptions, type OidcProvider, Trust } from "./access/trust";
export type { UserIdSource } from "./access/trust-kinds";
export { InputError, type Violation } from "./access/violation";
export { AppInstance, type AppInstanceProps, type AppInstanceTagProps } from "./constructs/app-instance";
export type { RoleReference } from "./constructs/grant-assume";
export type { MetaArguments } from "./constructs/managed-policy";
export { ChimePolicy } from "./constructs/policy";
export type {
  CapabilityChoice,
  ChimeBackendRoleProps,
  ChimeDeveloperRoleProps,
  ChimePolicyProps,
  ChimeRoleProps,
  ChimeUserRoleProps,
  TrustConditionProps,
} from "./constructs/props";
export {
  ChimeBackendRole,
  ChimeDeveloperRole,
  ChimeMinimalUserRole,
  ChimeRole,
  ChimeUserRole,
  ChimeWebSocketRole,
} from "./constructs/role";
export { ChimeRoles, type ChimeRolesEntry, type ChimeRolesProps } from "./constructs/roles";
export { ChimeIamVariables, type ChimeIamVariablesProps } from "./constructs/variables";
