// Environments for tests, read from JSON, as a file would be.

import type { Environment } from "../../lib/environment/environment";
import { readEnvironment } from "../../lib/environment/environment-file";
import { appInstanceOf, type RoleSpec } from "../../lib/inputs/role-spec";
import { InputError } from "../../lib/inputs/violation";
import { type Access, accessOfSpecs } from "../../lib/review/access";
import { fourRoles } from "./inputs";

/** An environment from the text of its file. */
export function environmentOf(json: string | object, file = "environments/dev.json"): Environment {
  return readEnvironment(Buffer.from(typeof json === "string" ? json : JSON.stringify(json)), file);
}

/** The access of an environment. */
export function accessOf(environment: Environment): Access {
  return accessOfSpecs(appInstanceOf(environment), environment.specs);
}

/** The two documents of a role of an environment. */
export function documentsOf(environment: Environment, key: string): Pick<RoleSpec, "policy" | "trustPolicy"> {
  const spec = environment.specs[key];
  if (spec === undefined) throw new Error(`${key} is no role`);
  return spec;
}

/** An environment with the four roles, and what is changed in it. */
export function environmentWith(change: object): Environment {
  return environmentOf({ ...fourRoles, ...change });
}

/** What reading an environment file refuses; undefined when it is good. Any other error is a crash. */
export function refusalOf(json: string | object): InputError | undefined {
  try {
    environmentOf(json);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
