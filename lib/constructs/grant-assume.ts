// The caller's side of a trust: the inline policy that allows a role to assume another.
import type { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn, Op, TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { tagSession } from "../grants/trust-kinds";
import { isObject } from "../inputs/check";
import { type RoleSpec, roleArnOf } from "../inputs/role-spec";
import { follows, textRules } from "../inputs/text-rules";
import { throwViolations } from "../inputs/violation";
import { keepInLifecycle } from "./lifecycle";
import { roleNamed } from "./names-in-use";
import { escapeForTerraform } from "./terraform-text";
import { isTokenText, resolved, tokens, typed } from "./tokens";
import type { Validation } from "./validations";

/** A role that is to assume another: its resource or data source, or its ARN or name. */
export type RoleReference = IamRole | DataAwsIamRole | string;

/** A role that may be assumed, and the grants that it has made, by who got them. */
export interface AssumableRole {
  readonly construct: Construct;
  readonly spec: RoleSpec;
  readonly arn: string;
  readonly granted: Map<string, IamRolePolicy>;
}

/**
 * Allows a role to assume another and to pass session tags. The same role twice is once.
 *
 * @throws InputError when the grantee is no role of the account, or the other does not trust it
 */
export function grantAssume(to: AssumableRole, given: unknown, id: string | undefined): IamRolePolicy {
  const { construct, spec, arn, granted } = to;
  const refuse = (code: string, message: string) =>
    throwViolations(
      [{ code, path: ["grantAssume"], message }],
      () => `${construct.node.path}: grantAssume: ${message}`,
    );
  const grantee = referenceOf(given);
  if (grantee === undefined) refuse("NO_ROLE", `expected a role: its construct, resource, data source, ARN or name.`);
  const role = grantee ?? "";
  const wrong = typeof role === "string" && !isTokenText(role) ? noRoleOfAccount(role, to) : undefined;
  if (wrong !== undefined) refuse("NO_ROLE", wrong);
  const untrusted = notTrusted(role, spec);
  if (untrusted !== undefined) refuse("GRANTEE_NOT_TRUSTED", untrusted);

  const own = elementOf(role, construct, spec.appInstance.account);
  const who = own?.node.path ?? resolved(construct, nameOf(role));
  const before = granted.get(who);
  if (before !== undefined) return before;
  const ownId = id ?? grantId(role);
  if (construct.node.tryFindChild(ownId) !== undefined)
    refuse("ID_TAKEN", `an ID is required, because another grantee is a token too: grantAssume(role, "ID").`);
  const Statement = [{ Effect: "Allow", Action: ["sts:AssumeRole", tagSession], Resource: arn }];
  const name = `assume-${spec.name}`;
  const grant = new IamRolePolicy(construct, ownId, {
    role: nameOf(role),
    name: escapeForTerraform(name),
    policy: Fn.jsonencode({ Version: "2012-10-17", Statement }),
  });
  if (typeof role === "string" && isTokenText(role))
    keepInLifecycle(grant, { preconditions: [isRoleOfAccount(role, to)] });
  inlinePolicyNamesOf(own)?.push(name);
  granted.set(who, grant);
  return grant;
}

/** The role that was given: a construct of ours, of this copy of the package or another, has one. */
function referenceOf(given: unknown): RoleReference | undefined {
  const text = typed({ kind: "text" }, given);
  if (typeof text === "string") return text;
  return [given, isObject(given) ? given.role : undefined].find(isRoleElement);
}

function isRoleElement(value: unknown): value is IamRole | DataAwsIamRole {
  return (
    Construct.isConstruct(value) && "terraformResourceType" in value && value.terraformResourceType === "aws_iam_role"
  );
}

/** The name of a role, as its inline policy refers to it: by the `id`, so that it is made again when the role is replaced. */
function nameOf(role: RoleReference): string {
  return typeof role === "string" ? escapeForTerraform(tokens.capture("([^/]*)$", role)) : role.id;
}

/** The ID of a grant's construct: by the path of the grantee's, or by the end of its ARN. */
function grantId(grantee: RoleReference): string {
  if (typeof grantee !== "string") return `assumed_by_${grantee.node.path.replaceAll("/", "_")}`;
  return `assumed_by_${isTokenText(grantee) ? "token" : grantee.replace(/^.*\//, "")}`;
}

// Who may be granted

const service = ".amazonaws.com";

/** What is wrong with a text that is no ARN or name of a role in the account, as far as that is known. */
function noRoleOfAccount(text: string, { spec }: AssumableRole): string | undefined {
  const { account } = spec.appInstance;
  if (!text.startsWith("arn:") && follows("role_name", text) && !text.endsWith(service)) return undefined;
  if (!follows("role_arn", text)) {
    return `"${text}" is no role, expected the ARN or ${textRules.role_name.expected}.`;
  }
  const [, , , , other = ""] = text.split(":");
  return tokens.isUnknown(account) || other === account ? undefined : inAnotherAccount(text, other, spec);
}

/** What to write where the grantee is: nobody can give a role of another account a policy from here. */
function inAnotherAccount(text: string, other: string, spec: RoleSpec): string {
  const statement = JSON.stringify({
    Effect: "Allow",
    Action: ["sts:AssumeRole", tagSession],
    Resource: roleArnOf(spec),
  });
  return `"${text}" is a role of account "${other}": its policies are made there. Give it this statement there: ${statement}`;
}

/** The same at plan, of a token. */
function isRoleOfAccount(token: string, { construct, spec }: AssumableRole): Validation {
  const { account } = spec.appInstance;
  const matches = (pattern: string) => Fn.can(Fn.regex(pattern, token));
  const isOurs = Op.and(matches(textRules.role_arn.matches), Fn.startswith(token, `arn:aws:iam::${account}:`));
  const isName = Op.and(matches(textRules.role_name.matches), Op.not(Fn.endswith(token, service)));
  const message = `"${token}" is no role of account "${account}", expected the ARN or ${textRules.role_name.expected}.`;
  return {
    condition: Token.asString(Op.or(isOurs, isName)),
    errorMessage: `${construct.node.path}: grantAssume: ${message}`,
  };
}

/** What is wrong where a role does not trust the grantee: another one cannot let it in. */
function notTrusted(grantee: RoleReference, { trusts, appInstance: { account } }: RoleSpec): string | undefined {
  if (trusts.some(({ kind }) => kind === "account")) return undefined;
  const arns = trusts.flatMap(({ kind, values }) =>
    kind === "principals" ? [values.principal_arns ?? []].flat() : [],
  );
  if (!trusts.some(({ kind }) => kind === "principals")) {
    return "The role trusts no AWS principal: add Trust.principals() with the ARN of the grantee, or Trust.account().";
  }
  const literal = typeof grantee === "string" ? grantee : grantee.nameInput;
  if (literal === undefined || [literal, account, ...arns].some(isTokenText) || tokens.isUnknown(arns))
    return undefined;
  const isNamed = (arn: string) =>
    arn === literal ||
    arn === `arn:aws:iam::${account}:root` ||
    (!literal.startsWith("arn:") && arn.startsWith(`arn:aws:iam::${account}:role/`) && arn.endsWith(`/${literal}`));
  return arns.some(isNamed)
    ? undefined
    : `The role does not trust "${literal}": add its ARN to Trust.principals(), which has ${arns.join(", ")}.`;
}

// The grantee among our roles

/** The resource of a role that was given in another way, if it is in the stack or one of ours. */
function elementOf(
  grantee: RoleReference,
  construct: Construct,
  account: string,
): IamRole | DataAwsIamRole | undefined {
  if (typeof grantee !== "string") return grantee;
  if (!isTokenText(grantee)) return roleNamed(construct, nameOf(grantee), account);
  const [, id] = /^\$\{aws_iam_role\.([\w-]+)\.\w+\}$/.exec(String(resolved(construct, grantee))) ?? [];
  const all = id === undefined ? [] : TerraformStack.of(construct).node.findAll().filter(isRoleElement);
  return all.find((element) => TerraformResource.isTerraformResource(element) && element.friendlyUniqueId === id);
}

/** The list of inline policies of one of our roles, which has `exclusiveAttachments` leave these alone. */
function inlinePolicyNamesOf(role: IamRole | DataAwsIamRole | undefined): string[] | undefined {
  const owner = role?.node.scopes.find((scope) => "inlinePolicyNames" in scope);
  return (owner as { readonly inlinePolicyNames: string[] } | undefined)?.inlinePolicyNames;
}
