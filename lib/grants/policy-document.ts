// An IAM policy document, as far as this project writes one.
import { frozen } from "./frozen";

type Values = string | readonly string[];

/** The condition block of a statement: operator, condition key, values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** The principals of a trust statement. */
export type Principal = Readonly<Partial<Record<"AWS" | "Service" | "Federated", Values>>>;

/** A statement of a policy. Ours only ever allow. */
export interface Statement {
  /** Always `Allow`. */
  readonly Effect: "Allow";
  /** Who may assume the role, in a trust policy. */
  readonly Principal?: Principal;
  /** The actions: `chime:SendChannelMessage`. */
  readonly Action: Values;
  /** The ARNs that the actions apply to, in an access policy. */
  readonly Resource?: Values;
  /** What must be true of the request besides. */
  readonly Condition?: Condition;
}

/** An IAM policy document. IAM policy variables in it are written as IAM reads them: `${aws:PrincipalTag/KEY}`. */
export interface PolicyDocument {
  /** The version of the policy language. */
  readonly Version: "2012-10-17";
  /** What is allowed. */
  readonly Statement: readonly Statement[];
}

/** A document of these statements, which nobody can change. */
export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return frozen({ Version: "2012-10-17", Statement: statements });
}

/** Characters of a document as IAM counts them: without white space, and written as Terraform's `jsonencode` does. */
export function documentSize(document: PolicyDocument): number {
  return sizeOf(document);
}

/** Characters of one part of all statements. */
export function partSize({ Statement }: PolicyDocument, part: keyof Statement): number {
  return Statement.reduce((sum, statement) => sum + (statement[part] === undefined ? 0 : sizeOf(statement[part])), 0);
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).replace(/[<>&]/g, "\\u0000").length;
}
