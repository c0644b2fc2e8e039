// The caller's side of a trust: the inline policy that allows a role to assume another.
import type { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn, TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { setSourceIdentity, tagSession } from "../grants/trust-kinds";
import { type RoleSpec, roleArnOf } from "../inputs/role-spec";
import { textRules } from "../inputs/text-rules";
import { accountOf } from "../inputs/value-rules";
import { InputError } from "../inputs/violation";
import { keepInLifecycle } from "./lifecycle";
import { grantsOf, roleNamed } from "./names-in-use";
import { isRoleElement, isRoleText, nameOf, type RoleReference, referenceOf, serviceSuffix } from "./role-reference";
import { escapeForTerraform } from "./terraform-text";
import { isTokenText, resolved, tokens } from "./tokens";
import { type Check, otherText, speakerOf, type Validation, validationOf } from "./validations";

/** A role that may be assumed, and the grants that it has made, by who got them. */
export interface AssumableRole {
  readonly construct: Construct;
  readonly spec: RoleSpec;
  readonly role: IamRole;
  readonly granted: Map<string, IamRolePolicy>;
}

/**
 * Allows a role to assume another and to pass session tags. The same role twice is once.
 *
 * @param granteeAccount the account of the grantee, if it is said in other words than that of the role
 * @throws InputError when the grantee is no role of the account, or the other does not trust it
 */
export function grantAssume(
  to: AssumableRole,
  given: unknown,
  id: string | undefined,
  granteeAccount?: string,
): IamRolePolicy {
  const { construct, spec, granted } = to;
  const refuse: (code: string, message: string) => never = (code, message) => {
    const violation = { code, path: ["grantAssume"], message };
    throw new InputError([violation], () => `${construct.node.path}: grantAssume: ${message}`);
  };
  const reference = referenceOf(given);
  if (reference === undefined) refuse("NO_ROLE", "expected a role: its construct, resource, data source, ARN or name.");
  const text = typeof reference === "string" ? reference : undefined;
  const wrong = text === undefined || isTokenText(text) ? undefined : noRoleOfAccount(text, to);
  if (wrong !== undefined) refuse("NO_ROLE", wrong);
  const untrusted = notTrusted(reference, spec);
  if (untrusted !== undefined) refuse("GRANTEE_NOT_TRUSTED", untrusted);

  const grantee = elementOf(reference, to) ?? reference;
  const isElement = typeof grantee !== "string";
  const provider = isElement ? grantee.provider : to.role.provider;
  const known = literalName(grantee);
  const name = `assume-${spec.name}`;
  const who = known ?? (isElement ? grantee.node.path : String(resolved(construct, nameOf(grantee))));
  const before = granted.get(who);
  if (before !== undefined) return before;
  // The policy of a role of another stack is made there: that stack may well refer to this one.
  const scope = isElement && TerraformStack.of(grantee) !== TerraformStack.of(construct) ? grantee : construct;
  const ownId = id ?? freeId(scope, grantId(grantee, construct));
  if (scope.node.tryFindChild(ownId) !== undefined) {
    const isGiven = `"${ownId}" is the ID of another construct: pass another one, grantAssume(role, "ID").`;
    const isToken = 'an ID is required, because another grantee is a token too: grantAssume(role, "ID").';
    refuse("ID_TAKEN", id === undefined ? isToken : isGiven);
  }
  const Action = ["sts:AssumeRole", tagSession, ...(spec.allowsSourceIdentity ? [setSourceIdentity] : [])];
  const Statement = [{ Effect: "Allow", Action, Resource: to.role.arn }];
  const grant = new IamRolePolicy(scope, ownId, {
    ...(provider === undefined ? {} : { provider }),
    role: isElement ? grantee.id : escapeForTerraform(nameOf(grantee)),
    name: escapeForTerraform(name),
    policy: Fn.jsonencode({ Version: "2012-10-17", Statement }),
  });
  const preconditions = granteeChecks(to, ownId, text, granteeAccount);
  if (preconditions.length > 0) keepInLifecycle(grant, { preconditions });
  if (known !== undefined) {
    grantsOf(construct, { name: known, account: spec.appInstance.account, provider }).add(grant);
  }
  if (isElement) inlinePolicyNamesOf(grantee)?.push(name);
  granted.set(who, grant);
  return grant;
}

/** The ID of a grant's construct: by the path of the grantee's, or by the end of its ARN. */
function grantId(grantee: RoleReference, construct: Construct): string {
  if (typeof grantee !== "string") {
    return TerraformStack.of(grantee) === TerraformStack.of(construct)
      ? `assumed_by_${grantee.node.path.replaceAll("/", "_")}`
      : `assumes_${construct.node.path.replaceAll("/", "_")}`;
  }
  return `assumed_by_${isTokenText(grantee) ? "token" : grantee.replace(/^.*\//, "")}`;
}

/** An ID that no other child has. Two paths may give one ID; for tokens it is the caller who tells them apart. */
function freeId(scope: Construct, wanted: string): string {
  if (wanted === "assumed_by_token") return wanted;
  for (let i = 1; ; i++) {
    const one = i === 1 ? wanted : `${wanted}_${i}`;
    if (scope.node.tryFindChild(one) === undefined) return one;
  }
}

/** The name of a role as far as it is known. */
function literalName(grantee: RoleReference): string | undefined {
  const name = typeof grantee === "string" ? grantee.replace(/^.*\//, "") : grantee.nameInput;
  return name === undefined || isTokenText(name) ? undefined : name;
}

// Who may be granted

/** What is wrong with a text that is no ARN or name of a role in the account, as far as that is known. */
function noRoleOfAccount(text: string, { spec }: AssumableRole): string | undefined {
  const { account } = spec.appInstance;
  if (!isRoleText(text)) {
    return `"${text}" is no role, expected the ARN or ${textRules.role_name.expected}.`;
  }
  if (!text.startsWith("arn:")) return undefined;
  const other = accountOf(text);
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

/** The same at plan, where the grantee, or one of the accounts, is a token. */
function granteeChecks(
  { construct, spec }: AssumableRole,
  id: string,
  text: string | undefined,
  granteeAccount: string | undefined,
): Validation[] {
  const { account } = spec.appInstance;
  const isToken = text !== undefined && isTokenText(text);
  const isElsewhere = text?.startsWith("arn:") && isTokenText(account);
  if (!isToken && !isElsewhere && granteeAccount === undefined) return [];
  const given = { role: text ?? null, account, grantee_account: granteeAccount ?? null };
  const local = `local.${new TerraformLocal(construct, `${id}_grantee`, escapeForTerraform(given)).friendlyUniqueId}`;
  const matches = (rule: "role_arn" | "role_name") =>
    `can(regex(${JSON.stringify(textRules[rule].matches)}, ${local}.role))`;
  const isOurs = `${matches("role_arn")} && startswith(${local}.role, "arn:aws:iam::\${${local}.account}:")`;
  const isName = `${matches("role_name")} && !endswith(${local}.role, ${JSON.stringify(serviceSuffix)})`;
  const named = isToken ? trustedNames(spec) : undefined;
  const check = (holds: string, message: string, ...values: readonly string[]): Check => ({
    ...{ path: ["grantAssume:"], each: [], holds: `try(${holds}, false)`, message },
    values: values.map((value) => otherText(`${local}.${value}`)),
  });
  const checks = [
    ...(text === undefined
      ? []
      : [
          check(
            `(${isOurs}) || (${isName})`,
            `"%s" is no role of account "%s", expected the ARN or ${textRules.role_name.expected}.`,
            ...["role", "account"],
          ),
        ]),
    ...(named === undefined
      ? []
      : [
          check(
            `contains(${JSON.stringify(named.all)}, ${local}.role)`,
            `The role does not trust "%s": ${named.hint}`,
            "role",
          ),
        ]),
    ...(granteeAccount === undefined
      ? []
      : [
          check(
            `${local}.grantee_account == ${local}.account`,
            'the role is of account "%s", and this one of "%s": its policies are made there.',
            ...["grantee_account", "account"],
          ),
        ]),
  ];
  return checks.map((one) => validationOf(one, speakerOf(construct.node.path)));
}

/** What is wrong where a role does not trust the grantee: whoever is not named is refused by AWS. */
function notTrusted(grantee: RoleReference, spec: RoleSpec): string | undefined {
  if (!spec.trusts.some(({ kind }) => kind === "account" || kind === "principals")) {
    return "The role trusts no AWS principal: add Trust.principals() with the ARN of the grantee, or Trust.account().";
  }
  const named = trustedNames(spec);
  const literal = typeof grantee === "string" ? grantee : grantee.nameInput;
  if (named === undefined || literal === undefined || isTokenText(literal) || named.all.includes(literal))
    return undefined;
  return `The role does not trust "${literal}": ${named.hint}`;
}

/** How a role may name the grantees that it trusts: their ARNs, and the names of roles. Undefined if it trusts others, or some are unknown. */
function trustedNames({ trusts, appInstance: { account } }: RoleSpec) {
  const arns = trusts.flatMap(({ kind, values }) =>
    kind === "principals" ? [values.principal_arns ?? []].flat() : [],
  );
  const isOpen = trusts.some(({ kind }) => kind === "account") || arns.includes(`arn:aws:iam::${account}:root`);
  if (isOpen || tokens.isUnknown(arns) || [account, ...arns].some(isTokenText)) return undefined;
  const names = arns.flatMap((arn) =>
    arn.startsWith(`arn:aws:iam::${account}:role/`) ? [arn.replace(/^.*\//, "")] : [],
  );
  return { all: [...arns, ...names], hint: `add its ARN to Trust.principals(), which has ${arns.join(", ")}.` };
}

// The grantee among our roles

/** The resource of a role that was given in another way, if it is in the stack or one of ours. */
function elementOf(
  grantee: RoleReference,
  { construct, spec, role }: AssumableRole,
): IamRole | DataAwsIamRole | undefined {
  if (typeof grantee !== "string") return grantee;
  const { account } = spec.appInstance;
  if (!isTokenText(grantee)) return roleNamed(construct, { name: nameOf(grantee), account, provider: role.provider });
  const [, id] = /^\$\{aws_iam_role\.([\w-]+)\.\w+\}$/.exec(String(resolved(construct, grantee))) ?? [];
  const all = id === undefined ? [] : TerraformStack.of(construct).node.findAll().filter(isRoleElement);
  return all.find((element) => TerraformResource.isTerraformResource(element) && element.friendlyUniqueId === id);
}

/** The list of inline policies of one of our roles, which has `exclusiveAttachments` leave these alone. */
function inlinePolicyNamesOf(role: IamRole | DataAwsIamRole | undefined): string[] | undefined {
  const owner = role?.node.scopes.find((scope) => "inlinePolicyNames" in scope);
  return (owner as { readonly inlinePolicyNames: string[] } | undefined)?.inlinePolicyNames;
}
