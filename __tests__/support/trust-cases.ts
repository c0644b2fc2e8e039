// The shape of fixtures/trust-cases.json: roles, and who may assume them.
import type { RoleValues } from "../../lib/inputs/inputs";
import type { Attempt } from "../../scripts/simulation";

export interface TrustCases {
  readonly key: string;
  readonly role: RoleValues;
  readonly cases: readonly (Attempt & { readonly who: string; readonly may: boolean })[];
}
