// Inputs that are good, for tests to change.
import type { AppInstance } from "../../lib/grants/app-instance";

export const goodInputs = {
  region: "us-east-1",
  account_id: "123456789012",
  app_instance_id: "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603",
} as const;

export const trusted = { trust_account: true } as const;

/** The four roles of AWS's page, each trusted by the account. */
export const pageRoles = { developer: trusted, user: trusted, minimal_user: trusted, websocket: trusted } as const;

/** Inputs with the four roles. */
export const fourRoles = { ...goodInputs, roles: pageRoles } as const;

export const appInstanceArn = `arn:aws:chime:us-east-1:123456789012:app-instance/${goodInputs.app_instance_id}`;

/** What the documents of a role take of an app instance. */
export const appInstanceValues: AppInstance = {
  region: goodInputs.region,
  account: goodInputs.account_id,
  id: goodInputs.app_instance_id,
  arn: appInstanceArn,
};

export const pool = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";
export const backend = "arn:aws:iam::210987654321:role/backend";

export function range(length: number): number[] {
  return [...Array(length).keys()];
}
