// docs/access.html: the access of every role type, as `npm run access -- --html` shows it for an environment.
import { pageRoleTypeNames } from "../lib/grants/role-types";
import type { InputValues } from "../lib/inputs/inputs";
import { appInstanceOf, roleSpecs } from "../lib/inputs/role-spec";
import { accessOfSpecs } from "../lib/review/access";
import { pagedOf, pageOf } from "../lib/review/page";
import { reportOf } from "../lib/review/report";

const trusted = { trust_account: true };

/** What a role has by default; a backend has only what it names. */
const defaults: InputValues = {
  region: "us-east-1",
  account_id: "123456789012",
  app_instance_id: "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603",
  roles: {
    ...Object.fromEntries(pageRoleTypeNames.map((roleType) => [roleType, trusted])),
    backend: {
      service_principals: ["lambda.amazonaws.com"],
      app_instance_user_id: "Admin",
      calls: ["CreateAppInstanceUser", "CreateChannel", "CreateChannelMembership"],
    },
  },
};

/** The text of `docs/access.html`. */
export function accessPageFile(): string {
  const { specs } = roleSpecs(defaults, []);
  const access = accessOfSpecs(appInstanceOf(defaults), specs);
  const about =
    "What each role type of cdktf-chime-iam may do by default, and a backend that names three calls. npm run access makes this page of your own environments.";
  const paged = pagedOf({ name: "defaults", specs, access, before: undefined, report: reportOf(access) });
  // Without a commit: the page is part of one.
  return pageOf([paged], { title: "Access by default", about });
}
