// A role that exists, as others refer to it: its resource or data source, a construct of ours, or its ARN or name.
import type { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { isObject } from "../inputs/check";
import { follows } from "../inputs/text-rules";
import { isTokenText, tokens, typed } from "./tokens";

/** A role: its resource or data source, or its ARN or name. */
export type RoleReference = IamRole | DataAwsIamRole | string;

/** The role that was given: a construct of ours, of this copy of the package or another, has one. */
export function referenceOf(given: unknown): RoleReference | undefined {
  const text = typed({ kind: "text" }, given);
  if (typeof text === "string") return text;
  return [given, isObject(given) ? given.role : undefined].find(isRoleElement);
}

export function isRoleElement(value: unknown): value is IamRole | DataAwsIamRole {
  return (
    Construct.isConstruct(value) && "terraformResourceType" in value && value.terraformResourceType === "aws_iam_role"
  );
}

/** The name of a role, as others refer to it: by its `id`, so that they are made again when the role is replaced. */
export function nameOf(role: RoleReference): string {
  return typeof role === "string" ? tokens.capture("([^/]*)$", role) : role.id;
}

/** What ends the name of a service, which nobody calls a role. */
export const serviceSuffix = ".amazonaws.com";

/** Whether a literal text is the ARN or the name of a role. */
export function isRoleText(text: string): boolean {
  return follows("role_arn", text) || (follows("role_name", text) && !text.endsWith(serviceSuffix));
}

/** The name of a role that was given; an empty text where it is none, and undefined where none was given. */
export function roleNameOfReference(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  const role = referenceOf(given);
  if (role === undefined || (typeof role === "string" && !isTokenText(role) && !isRoleText(role))) return "";
  return nameOf(role);
}
