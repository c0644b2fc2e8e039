// Pages of access for tests.

import type { Access } from "../../lib/review/access";
import { type PagedEnvironment, pagedOf, pageOf } from "../../lib/review/page";
import { reportOf } from "../../lib/review/report";
import { accessOf, environmentOf } from "./environment";
import { goodInputs } from "./inputs";

/** An environment with these roles, as a page shows it; `before` are the roles that it is compared with. */
export function paged(name: string, roles: Readonly<Record<string, object>>, before?: object): PagedEnvironment {
  const environment = environmentOf({ ...goodInputs, roles });
  const access = accessOf(environment);
  const earlier: Access | undefined =
    before === undefined ? undefined : accessOf(environmentOf({ ...goodInputs, roles: before }));
  const { specs } = environment;
  return pagedOf({ name, specs, access, before: earlier, report: reportOf(access, earlier) });
}

export function pageOfRoles(...environments: readonly PagedEnvironment[]): string {
  return pageOf(environments, { title: "Access", about: "For tests." });
}
