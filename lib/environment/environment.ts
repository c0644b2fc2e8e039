// What an environment file says, once it has been checked.
import type { InputValues, inputs, RoleValues, ValueOf, Values } from "../inputs/inputs";
import type { RoleSpec } from "../inputs/role-spec";
import type { BackendConfig } from "./backends";
import type { adoptKeys, furtherKeys, providerKeys } from "./keys";

type RequiredName = "region" | "account_id";

/** What exists already of a role. */
export type Adopted = Values<typeof adoptKeys>;

/** What a file says: the inputs of the module, and what is an environment's alone. */
export type EnvironmentValues = InputValues & {
  readonly [Name in RequiredName]: ValueOf<(typeof inputs)[Name]>;
} & {
  readonly roles: Readonly<Record<string, RoleValues>>;
  readonly backend?: BackendConfig;
  readonly provider?: Values<typeof providerKeys>;
  readonly protect?: ValueOf<(typeof furtherKeys)["protect"]>;
  readonly adopt?: Readonly<Record<string, Adopted>>;
};

/** An environment: what its file says, and the roles that this comes to. */
export type Environment = EnvironmentValues & {
  /** The roles by key. */
  readonly specs: Readonly<Record<string, RoleSpec>>;
  /** The same, with documents that name the app instance by the references of the stack. */
  readonly stackSpecs: Readonly<Record<string, RoleSpec>>;
  /** The keys of roles that are null in the file. */
  readonly removedRoles: readonly string[];
};

/** A role with the names of what exists of it already, which IAM cannot change. */
export function adoptedSpec(
  spec: RoleSpec,
  { role_name: roleName = spec.name, policy_arn: arn = "" }: Adopted = {},
): RoleSpec {
  const [, policyPath = spec.policyPath, policyName = roleName] = /:policy(\/(?:.*\/)?)(.*)$/.exec(arn) ?? [];
  return Object.freeze({ ...spec, name: roleName, policyName, policyPath });
}
