// Detects environments that share a state or the name of a role or policy.
import { resolve } from "node:path";
import { InputError, type Violation } from "../inputs/violation";
import { argumentsOf, type BackendArguments, type BackendName, backendOf, localStatePath } from "./backends";
import type { NamedEnvironment } from "./environments";
import { resourceNames } from "./rules";

/** @throws InputError with a sentence for every pair of environments that would get in each other's way */
export function checkConflicts(environments: readonly NamedEnvironment[]): void {
  const conflicts = environments.flatMap((one, i) =>
    environments.slice(0, i).flatMap((earlier) => conflictsOf(earlier, one)),
  );
  if (conflicts.length > 0) throw new InputError(conflicts, ({ path: [file], message }) => `${file}:1:1: ${message}`);
}

function conflictsOf(earlier: NamedEnvironment, one: NamedEnvironment): Violation[] {
  const path = [one.file];
  const found: Violation[] = [];
  if (statePlace(earlier) === statePlace(one)) {
    const [name] = backendOf(one.environment.backend);
    const location = placesOf(name)
      .map(([argument]) => argument)
      .join(" or ");
    const message = `This environment and ${earlier.file} have the same state: give one of them another ${location}.`;
    found.push({ code: "STATE_SHARED", path, message });
  }
  const account = one.environment.account_id;
  const same = earlier.environment.account_id === account ? commonNames(earlier, one) : [];
  if (same.length > 0) {
    const message = `This environment and ${earlier.file} both create these in account ${account}: ${same.join(", ")}. Give one of them another account_id or name_prefix.`;
    found.push({ code: "NAME_SHARED", path, message });
  }
  return found;
}

/** What two environments would both make: IAM does not tell names apart by case. */
function commonNames(earlier: NamedEnvironment, one: NamedEnvironment): string[] {
  const namesOf = ({ environment }: NamedEnvironment) =>
    resourceNames(environment).map(({ what, name }) => `${what} ${name}`);
  const taken = new Set(namesOf(earlier).map((name) => name.toLowerCase()));
  return namesOf(one).filter((name) => taken.has(name.toLowerCase()));
}

/** What tells the state from others. It may contain secrets. */
function statePlace({ name, environment }: NamedEnvironment): string {
  const [backend, given] = backendOf(environment.backend);
  const args: BackendArguments = backend === "local" ? { ...given, path: resolve(localStatePath(name, given)) } : given;
  const located = placesOf(backend).map(([argument, unset]) => comparable(args[argument] ?? unset));
  return JSON.stringify([backend, ...located]);
}

/** The arguments that say where a state is, and what each is when left out. */
function placesOf(name: BackendName): [string, string][] {
  return argumentsOf(name).flatMap(([argument, { place }]): [string, string][] =>
    place === undefined ? [] : [[argument, place]],
  );
}

function comparable(value: unknown): string {
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).replace(/^\/+|\/+$/g, "");
}
