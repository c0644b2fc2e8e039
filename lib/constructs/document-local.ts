// A document as a structured local of the stack, in the shape that AWS prints, and the check of its size.
import { Fn, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyDocument } from "../access/policy-document";
import { checkSizes } from "../access/role-documents";
import type { documentRules } from "../access/rules";
import { messageOf, throwViolations } from "../access/violation";
import { place } from "./clashes";
import { type Precondition, sizePrecondition } from "./managed-policy";
import { escaped } from "./terraform-text";
import { containsToken } from "./tokens";

/** A document in Terraform. */
export interface DocumentLocal {
  /** The document as JSON, for the resources of the same stack: the text `${jsonencode(local.policy_user)}`. */
  readonly json: string;
  /** The same as a token, which other stacks can refer to. */
  readonly jsonToken: () => string;
  /** The check of its size at plan, where it depends on tokens. */
  readonly preconditions: readonly Precondition[];
}

/** Declares the local of a document, `<kind>_<address>`. */
export function documentLocal(
  scope: Construct,
  kind: keyof typeof documentRules,
  address: string,
  document: PolicyDocument,
): DocumentLocal {
  const local = new TerraformLocal(scope, `local_${kind}`, escaped(document));
  place(local, `${kind}_${address}`);
  const json = `jsonencode(local.${kind}_${address})`;
  return {
    json: `\${${json}}`,
    jsonToken: () => Fn.jsonencode(local.expression),
    preconditions: containsToken(document) ? [sizePrecondition(kind, scope.node.path, `length(${json})`)] : [],
  };
}

/** @throws InputError when a document that depends on no token is beyond IAM's limits */
export function throwIfTooLarge(scope: Construct, documents: Parameters<typeof checkSizes>[0]): void {
  if (containsToken(documents)) return;
  throwViolations(checkSizes(documents, []), (found) => `${scope.node.path}${messageOf(found)}`);
}
