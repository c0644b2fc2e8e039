// A trust policy that somebody wrote by hand, as inputs of a role. What no input says is said in words, and not guessed.
import { conditionOperators } from "../grants/trust-conditions";
import type { RoleValues } from "../inputs/inputs";
import type { Constraint } from "./constraint";
import { accountOfRoot, type PrincipalId } from "./principal";
import type { ReadDocument, Statement } from "./statement";
import { principalWords } from "./words";

/** What a trust policy comes to. */
export interface TrustInputs {
  readonly inputs: RoleValues;
  /** What of it no input says, a sentence each. */
  readonly remarks: readonly string[];
}

/** The inputs while a trust policy is read. */
interface Found {
  account: boolean;
  readonly principals: string[];
  readonly services: string[];
  readonly pools: string[];
  readonly saml: string[];
  readonly oidc: { arn: string; audiences: readonly string[]; subjects: readonly string[] }[];
  readonly externalIds: Set<string>;
  /** The other conditions of each statement. */
  readonly conditions: (readonly Constraint[])[];
  readonly remarks: string[];
}

const knownActions = /^sts:(assumerole(withwebidentity|withsaml)?|tagsession|setsourceidentity|\*)$/i;
const pools = "cognito-identity.amazonaws.com";

/** The inputs that a trust policy comes to. */
export function trustInputs(trust: ReadDocument, account: string): TrustInputs {
  const found: Found = {
    account: false,
    ...{ principals: [], services: [], pools: [], saml: [], oidc: [] },
    externalIds: new Set(),
    ...{
      conditions: [],
      remarks: trust.unread.map((text) => `its trust policy has a statement that is not understood: ${text}`),
    },
  };
  for (const statement of trust.statements) readStatement(statement, account, found);
  return { inputs: inputsOf(found), remarks: [...new Set([...found.remarks, ...remarksOn(found)])] };
}

function readStatement(statement: Statement, account: string, found: Found): void {
  const { effect, actions, principals, constraints } = statement;
  if (effect === "Deny" || principals === undefined || principals.isNegated || actions.isNegated) {
    found.remarks.push("its trust policy has a Deny, NotPrincipal or NotAction, which no input says");
    return;
  }
  const names = actions.items.map(({ text }) => text);
  for (const name of names.filter((one) => !knownActions.test(one))) {
    found.remarks.push(`its trust policy allows ${name}, which no input says`);
  }
  if (names.every((name) => /^sts:(tagsession|setsourceidentity)$/i.test(name))) return;
  let rest = constraints;
  const take = (isWanted: (constraint: Constraint) => boolean): readonly string[] => {
    const [taken, others] = [rest.filter(isWanted), rest.filter((one) => !isWanted(one))];
    rest = others;
    return taken.flatMap(({ values }) => values);
  };
  const isEqual = (key: string) => (one: Constraint) =>
    one.key.toLowerCase() === key.toLowerCase() && /^(ForAnyValue:)?String(Equals|Like)$/.test(one.operator);
  take(({ key, operator }) => /^aws:RequestTag\//i.test(key) && /^(StringLike|StringNotLike|Null)$/.test(operator));
  for (const id of take(isEqual("sts:ExternalId"))) found.externalIds.add(id);
  for (const principal of principals.items) readPrincipal(principal, account, found, (key) => take(isEqual(key)));
  found.conditions.push(rest);
}

function readPrincipal(
  { kind, id }: PrincipalId,
  account: string,
  found: Found,
  valuesOf: (key: string) => readonly string[],
): void {
  const [, issuer] = /:oidc-provider\/(.*)$/.exec(id) ?? [];
  if (kind === "AWS" && accountOfRoot({ kind, id }) === account) {
    found.account = true;
  } else if (kind === "AWS" && id.startsWith("arn:")) {
    found.principals.push(id);
  } else if (kind === "Service") {
    found.services.push(id);
  } else if (kind === "Federated" && id === pools) {
    const ids = valuesOf(`${pools}:aud`);
    const amr = valuesOf(`${pools}:amr`);
    found.pools.push(...ids);
    if (ids.length === 0) found.remarks.push("it trusts any identity pool: name yours in cognito_identity_pool_ids");
    if (amr.join() !== "authenticated") found.remarks.push("it trusts guests of its pool, and no role type does");
  } else if (kind === "Federated" && id.includes(":saml-provider/")) {
    valuesOf("SAML:aud");
    found.saml.push(id);
  } else if (kind === "Federated" && issuer !== undefined) {
    found.oidc.push({ arn: id, audiences: valuesOf(`${issuer}:aud`), subjects: valuesOf(`${issuer}:sub`) });
  } else {
    found.remarks.push(`it trusts ${principalWords({ kind, id }, account)}, which no input says`);
  }
}

function inputsOf(found: Found): RoleValues {
  const { principals, services, pools: ids, saml, oidc, externalIds } = found;
  const list = (values: readonly string[]) => [...new Set(values)];
  const [conditions = []] = sharedConditions(found) ? found.conditions : [];
  const read = conditions.filter(isInput);
  return {
    ...(found.account ? { trust_account: true } : {}),
    ...(principals.length === 0 ? {} : { principal_arns: list(principals) }),
    ...(externalIds.size === 1 ? { external_id: [...externalIds].join() } : {}),
    ...(services.length === 0 ? {} : { service_principals: list(services) }),
    ...(ids.length === 0 ? {} : { cognito_identity_pool_ids: list(ids) }),
    ...(oidc.length === 0 ? {} : { oidc_providers: oidc }),
    ...(saml.length === 0 ? {} : { saml_provider_arns: list(saml) }),
    ...(read.length === 0
      ? {}
      : { trust_conditions: read.map(({ operator, key, values }) => ({ test: operator, variable: key, values })) }),
  };
}

function isInput({ operator }: Constraint): boolean {
  return conditionOperators.includes(operator);
}

/** Whether every statement has the same conditions: those of `trust_conditions` are of every trust. */
function sharedConditions({ conditions }: Found): boolean {
  const idOf = (list: readonly Constraint[]) => JSON.stringify(list.map((one) => JSON.stringify(one)).sort());
  return new Set(conditions.map(idOf)).size === 1;
}

function remarksOn(found: Found): string[] {
  const { conditions, externalIds } = found;
  const all = conditions.flat();
  const words = (list: readonly Constraint[]) => list.map(({ operator, key }) => `${operator} of ${key}`).join(", ");
  const unsaid = sharedConditions(found) ? all.filter((one) => !isInput(one)) : all;
  return [
    ...(externalIds.size > 1 ? [`it takes one of several external IDs: ${[...externalIds].join(", ")}`] : []),
    ...(unsaid.length === 0 ? [] : [`its trust policy has conditions that are not in the inputs: ${words(unsaid)}`]),
  ];
}
