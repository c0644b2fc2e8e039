// What an environment file says, once it has been checked.
import type { InputValues, inputs, RoleValues, ValueOf, Values } from "../inputs/inputs";
import type { BackendConfig } from "./backends";
import type { adoptKeys, furtherKeys, providerKeys } from "./keys";

type RequiredName = "region" | "account_id";

/** What exists already of a role. */
export type Adopted = Values<typeof adoptKeys>;

/** An environment: the inputs of the module, and what is an environment's alone. */
export type Environment = InputValues & {
  readonly [Name in RequiredName]: ValueOf<(typeof inputs)[Name]>;
} & {
  readonly roles: Readonly<Record<string, RoleValues>>;
  /** The keys of roles that are null in the file. */
  readonly removedRoles: readonly string[];
  readonly backend?: BackendConfig;
  readonly provider?: Values<typeof providerKeys>;
  readonly protect?: ValueOf<(typeof furtherKeys)["protect"]>;
  readonly adopt?: Readonly<Record<string, Adopted>>;
};
