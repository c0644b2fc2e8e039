// A document as a structured local of the stack, in the shape that AWS prints.
import { Fn, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import type { documentLimits } from "../inputs/limits";
import { place } from "./clashes";
import { type DocumentReference, sizePrecondition } from "./managed-policy";
import { escapeForTerraform } from "./terraform-text";
import { tokens } from "./tokens";

/** A document in its local, and how resources of the same stack refer to it. */
export interface LocalDocument extends DocumentReference {
  readonly local: TerraformLocal;
}

/** Declares the local of a document: `<kind>_<address>`. */
export function documentLocal(
  scope: Construct,
  kind: keyof typeof documentLimits,
  address: string,
  document: PolicyDocument,
): LocalDocument {
  const local = new TerraformLocal(scope, `${kind}_local`, escapeForTerraform(document));
  place(local, `${kind}_${address}`);
  const json = `jsonencode(local.${kind}_${address})`;
  const isKnown = tokens.known(document) !== undefined;
  const preconditions = isKnown ? [] : [sizePrecondition(kind, scope.node.path, `length(${json})`)];
  return { local, json: `\${${json}}`, preconditions };
}

/** A document as JSON, for other constructs: a token, which CDKTF passes on to other stacks. */
export function jsonToken({ local }: LocalDocument): string {
  return Fn.jsonencode(local.expression);
}
