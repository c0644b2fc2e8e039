// What the npm package exports.
export { AppInstance, type AppInstanceProps, type AppInstanceTagProps } from "./access/app-instance";
export { type Capability, capabilities } from "./access/capabilities";
export { type Action, catalogue, type Grant, type Resource } from "./access/catalogue";
export { type Correction, corrections, type Edition } from "./access/corrections";
export { InputError } from "./access/input-error";
export type { PolicyDocument, Statement } from "./access/policy-document";
export { type RoleType, roleTypes } from "./access/role-types";
export { heldToAppInstance, type Scope } from "./access/scope";
export { type AssumeOptions, type Binding, type CognitoOptions, type OidcProvider, Trust } from "./access/trust";
export {
  ChimeDeveloperRole,
  ChimeMinimalUserRole,
  ChimeRole,
  ChimeUserRole,
  ChimeWebSocketRole,
} from "./constructs/chime-role";
export { ChimeRoles, type ChimeRolesProps } from "./constructs/chime-roles";
export type { ChimeCallerRoleProps, ChimeDeveloperRoleProps, ChimeRoleProps } from "./constructs/role-props";
export { ChimeIamVariables, type ChimeIamVariablesProps } from "./constructs/variables";
