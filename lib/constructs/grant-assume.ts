// The caller's side of a trust: the inline policy that allows a role to assume another.
import type { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { tagSession } from "../grants/trust-kinds";
import { escapeForTerraform } from "./terraform-text";
import { isTokenText, tokens } from "./tokens";

/** A role that is to assume another: its resource or data source, or its ARN or name. */
export type RoleReference = IamRole | DataAwsIamRole | string;

/** What a grant is made of. */
export interface AssumeGrant {
  readonly grantee: RoleReference;
  /** The role that may be assumed. */
  readonly roleName: string;
  readonly roleArn: string;
}

/** The name of the inline policy that allows a role to be assumed. */
export function grantName(roleName: string): string {
  return `assume-${roleName}`;
}

/** Allows a role to assume another and to pass session tags. */
export function grantAssume(scope: Construct, id: string, { grantee, roleName, roleArn }: AssumeGrant): IamRolePolicy {
  const Statement = [{ Effect: "Allow", Action: ["sts:AssumeRole", tagSession], Resource: roleArn }];
  return new IamRolePolicy(scope, id, {
    // The `id` of a role, not its `name`, so that the policy is made again when the role is replaced.
    role: typeof grantee === "string" ? escapeForTerraform(tokens.capture("([^/]*)$", grantee)) : grantee.id,
    name: escapeForTerraform(grantName(roleName)),
    policy: Fn.jsonencode({ Version: "2012-10-17", Statement }),
  });
}

/** The ID of a grant's construct: by the path of the grantee's, or by the end of its ARN. Tokens have none. */
export function grantId(grantee: RoleReference): string | undefined {
  if (typeof grantee !== "string") return `assumed_by_${grantee.node.path.replaceAll("/", "_")}`;
  return isTokenText(grantee) ? undefined : `assumed_by_${grantee.replace(/^.*\//, "")}`;
}
