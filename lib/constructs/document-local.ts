// A document as a structured local of the stack, in the shape that AWS prints.
import { Fn, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import { type documentLimits, limits } from "../inputs/limits";
import type { RoleSpec } from "../inputs/role-spec";
import { place } from "./addresses";
import { type DocumentReference, sizePrecondition } from "./managed-policy";
import { propName } from "./spelling";
import { escapeForTerraform } from "./terraform-text";
import { tokens } from "./tokens";

/** The reference to the document in the local `<kind>_<address>` of the stack. */
export function documentReference(
  scope: Construct,
  kind: keyof typeof documentLimits,
  address: string,
  { policy, trustPolicy, trustPolicyLimit }: RoleSpec,
  isRepeated = false,
): DocumentReference {
  const document = `local.${kind}_${address}`;
  const isPolicy = kind === "policy";
  const isKnown = tokens.known(isPolicy ? policy : trustPolicy) !== undefined;
  const limit = String(isPolicy ? limits.policySize : trustPolicyLimit);
  const sized = { label: escapeForTerraform(scope.node.path), document, limit, spelling: propName, isRepeated };
  return {
    json: `\${jsonencode(${document})}`,
    preconditions: isKnown ? [] : [sizePrecondition(kind, sized)],
  };
}

/** Declares the local of a document. */
export function documentLocal(
  scope: Construct,
  kind: keyof typeof documentLimits,
  address: string,
  document: PolicyDocument,
): TerraformLocal {
  const local = new TerraformLocal(scope, `${kind}_local`, escapeForTerraform(document));
  place(local, `${kind}_${address}`);
  return local;
}

/** A document as JSON, for other constructs: a token, which CDKTF passes on to other stacks. */
export function jsonToken(local: TerraformLocal): string {
  return Fn.jsonencode(local.expression);
}
