// A document as a structured local of the stack, in the shape that AWS prints, and the check of its size.
import { Fn, ref, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyDocument } from "../grants/policy-document";
import { checkSizes } from "../inputs/role-documents";
import type { documentRules } from "../inputs/rules";
import { messageOf, throwViolations } from "../inputs/violation";
import { literal } from "./literals";
import { type DocumentReference, sizePrecondition } from "./managed-policy";
import { escaped } from "./terraform-text";
import { containsToken } from "./tokens";

/** A document in a local. */
export interface DocumentLocal extends DocumentReference {
  /** The document as JSON, as a token, which other stacks can refer to. */
  readonly jsonToken: () => string;
}

/** The local of a document, `<kind>_<address>`, for the resource that declares it. */
export function documentLocal(
  scope: Construct,
  kind: keyof typeof documentRules,
  address: string,
  document: PolicyDocument,
): DocumentLocal {
  const name = `${kind}_${address}`;
  const json = `jsonencode(local.${name})`;
  const hasToken = containsToken(document);
  return {
    json: `\${${json}}`,
    jsonToken: () => Fn.jsonencode(ref(`local.${name}`, TerraformStack.of(scope))),
    local: { name, value: hasToken ? escaped(document) : literal(escaped(document)) },
    preconditions: hasToken ? [sizePrecondition(kind, scope.node.path, `length(${json})`)] : [],
  };
}

/** @throws InputError when a document that depends on no token is beyond IAM's limits */
export function throwIfTooLarge(scope: Construct, documents: Parameters<typeof checkSizes>[0]): void {
  const found = checkSizes(documents, []);
  if (found.length === 0 || containsToken(documents)) return;
  throwViolations(found, (violation) => `${scope.node.path}${messageOf(violation)}`);
}
