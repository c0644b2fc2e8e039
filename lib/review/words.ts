// Facts of access in words, for people who have never read a policy.
import { type BearerRequirement, type Call, calls } from "../grants/calls";
import { isPattern } from "../grants/trust-conditions";
import type { Access } from "./access";
import type { Constraint } from "./constraint";
import { accountOfRoot, type PrincipalId } from "./principal";
import type { Grant } from "./statement";

/** The name of an action: `SendChannelMessage`, or `kinesis:PutRecord` of another service. */
export function actionName(action: string): string {
  return action.replace(/^chime:/i, "");
}

/** The call of an action, if it is one. */
export function callOf(action: string): Call | undefined {
  const name = actionName(action);
  return Object.hasOwn(calls, name) ? (name as Call) : undefined;
}

const variables: readonly (readonly [RegExp, string])[] = [
  [/^\$\{aws:PrincipalTag\/(.*)\}$/, "the user of the session (session tag $1)"],
  [/^\$\{cognito-identity\.amazonaws\.com:sub\}$/, "the user of the session (Cognito identity ID)"],
];

/** What a resource is. */
export function resourceWords(resource: string, { appInstance }: Pick<Access, "appInstance">): string {
  if (resource === "*") return "everything";
  if (resource === appInstance) return "the app instance";
  if (/:app-instance\/\*$/.test(resource)) return "every app instance of the account, and what is in it";
  const inside = appInstance !== undefined && resource.startsWith(`${appInstance}/`);
  const [, kind = "", id = ""] =
    (inside && /^(user|bot|channel|channel-flow)\/(.*)$/.exec(withoutAppInstance(resource, appInstance))) || [];
  if (kind === "") return resource;
  const name = kind === "channel-flow" ? "channel flow" : kind;
  if (id === "*") return `any ${name}`;
  const variable = variables.find(([pattern]) => pattern.test(id));
  return variable === undefined ? `the ${name} ${id}` : id.replace(...variable);
}

/** A resource without the ARN of the app instance that it is in. */
export function withoutAppInstance(resource: string, appInstance: string): string {
  return resource.slice(appInstance.length + 1);
}

const federated: Readonly<Record<string, string>> = {
  "cognito-identity.amazonaws.com": "identities of Cognito identity pools",
};

/** Who a principal is. The account of the role may be unknown: then it is empty. */
export function principalWords(principal: PrincipalId, account: string): string {
  const { kind, id } = principal;
  const root = accountOfRoot(principal);
  if (root !== undefined) {
    const which = account === "" ? "the" : root === account ? "this" : "another";
    return `any principal of ${which} account (${root}) whose own policies allow it`;
  }
  if (kind === "AWS" && id === "*") return "anybody in any AWS account";
  if (kind === "AWS") return `${id.replace(/^arn:[^:]+:(iam|sts)::([0-9]{12}):/, "")} of ${accountWords(id, account)}`;
  if (kind === "Service") return `the AWS service ${id}`;
  const provider = /^arn:[^:]+:iam::[0-9]{12}:(saml|oidc)-provider\/(.*)$/.exec(id);
  if (provider?.[1] === "saml") return `users of the SAML provider ${provider[2]}`;
  return provider === null ? (federated[id] ?? id) : `users of the OIDC provider ${provider[2]}`;
}

function accountWords(arn: string, account: string): string {
  const other = arn.split(":")[4];
  if (account === "") return `the account ${other}`;
  return other === account ? "this account" : `another account (${other})`;
}

/** The conditions of a grant; a session tag that is required is one, in however many constraints. */
export function conditionWords({
  constraints,
  except = [],
  hasNoVariables,
}: Pick<Grant, "constraints" | "except" | "hasNoVariables">): string[] {
  const words = [
    ...(except.length === 0 ? [] : [`except ${except.join(", ")}`]),
    ...constraints.map(constraintWords),
    ...(hasNoVariables ? ["with ${…} as text, by the Version of the document"] : []),
  ];
  return [...new Set(words.filter((one) => one !== ""))];
}

function constraintWords({ operator, key, values }: Constraint): string {
  const list = values.map((value) => `"${value}"`).join(" or ");
  const [, tag] = /^aws:RequestTag\/(.*)$/i.exec(key) ?? [];
  if (tag !== undefined && operator === "StringLike" && values.join() === "?*") return `with the session tag ${tag}`;
  if (tag !== undefined && operator === "StringNotLike" && /\$\{\*\}/.test(values.join())) return "";
  if (tag !== undefined && saysWhich(operator, values)) {
    const which = /user/i.test(tag) ? `as users ${values.join(" or ")}` : `of the value ${list}`;
    return `with the session tag ${tag}, ${which}`;
  }
  if (tag !== undefined && operator === "Null" && values.join() === "true") return `without the session tag ${tag}`;
  if (/^sts:ExternalId$/i.test(key) && operator === "StringEquals") return `with the external ID ${list}`;
  if (/:aud$/i.test(key) && /^SAML/i.test(key)) return "";
  const isPositive = operator === "StringEquals" || operator === "StringLike";
  if (!isPositive && /:(aud|sub)$/i.test(key)) return `if ${key} ${operator} ${list}`;
  if (/^cognito-identity\.amazonaws\.com:aud$/i.test(key)) return `of the pool ${list}`;
  if (/^cognito-identity\.amazonaws\.com:amr$/i.test(key) && values.join() === "authenticated") return "signed in";
  if (/:aud$/i.test(key)) return `for the audience ${list}`;
  if (/:sub$/i.test(key)) return `whose subject is ${list}`;
  const [, resourceTag] = /^aws:ResourceTag\/(.*)$/i.exec(key) ?? [];
  if (resourceTag !== undefined && operator === "StringEquals") return `with the tag ${resourceTag} = ${list}`;
  return `if ${key} ${operator} ${list}`;
}

/** Whether a condition says which values a tag may have: patterns under StringLike, or values as they are. */
function saysWhich(operator: string, values: readonly string[]): boolean {
  const hasWildcard = values.some(isPattern);
  const isEscaped = values.some((value) => /\$\{[*?$]\}/.test(value));
  return !isEscaped && (operator === "StringLike" || (operator === "StringEquals" && !hasWildcard));
}

/** What the service itself requires of the bearer of a call, where a call has one. */
export function requirementOf(action: string): BearerRequirement | undefined {
  const call = callOf(action);
  if (call === undefined) return undefined;
  const row: { readonly on: readonly unknown[]; readonly bearer?: BearerRequirement } = calls[call];
  return row.bearer;
}

/** Who may assume a role, by a grant of its trust policy. */
export function whoWords(
  grant: Pick<Grant, "principal" | "constraints" | "except" | "hasNoVariables">,
  account: string,
): string {
  const { principal } = grant;
  const who = principal === undefined ? "nobody" : principalWords(principal, account);
  return [who, ...conditionWords(grant)].join(", ");
}
