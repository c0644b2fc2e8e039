// An account as `aws iam get-account-authorization-details` prints it: its roles, with their policies and boundaries.
import { UsageError } from "../inputs/usage-error";
import { type Access, type RoleAccess, roleAccess } from "./access";
import { parseDocument } from "./statement";

/** What is read of the account's details. Documents are JSON, or text as the API has it. */
interface AccountDetails {
  readonly IsTruncated?: boolean;
  readonly RoleDetailList: readonly RoleDetail[];
  readonly Policies: readonly {
    readonly Arn: string;
    readonly PolicyVersionList?: readonly { readonly Document: unknown; readonly IsDefaultVersion: boolean }[];
  }[];
}

interface RoleDetail {
  readonly RoleName: string;
  readonly Arn: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: unknown;
  readonly RolePolicyList?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly AttachedManagedPolicies?: readonly { readonly PolicyArn: string }[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** A role of an account, with the names of its policies. */
export interface AccountRole {
  readonly name: string;
  readonly access: RoleAccess;
  /** The ARNs of its attached policies. */
  readonly attached: readonly string[];
  /** The names of its inline policies. */
  readonly inline: readonly string[];
  /** The documents of the policies that are in view, by ARN or by `inline policy NAME`. */
  readonly documents: ReadonlyMap<string, unknown>;
  readonly trust: unknown;
}

/** An account. */
export interface Account {
  readonly id: string;
  readonly roles: readonly AccountRole[];
  /** The documents of managed policies by ARN. */
  readonly policies: ReadonlyMap<string, unknown>;
}

const command = "aws iam get-account-authorization-details";

/**
 * Reads an account.
 *
 * @throws UsageError when the text is something else, or a part of it
 */
export function readAccount(text: string): Account {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UsageError(`it is not JSON, expected what ${command} prints.`);
  }
  if (!isAccountDetails(json)) throw new UsageError(`it has no roles and policies as ${command} prints them.`);
  if (json.IsTruncated === true) {
    throw new UsageError(
      `it is a part of the account: ${command} without --no-paginate and --max-items prints all of it.`,
    );
  }
  if (json.RoleDetailList.length === 0) throw new UsageError(`it has no roles: ${command} with --filter needs Role.`);
  const policies = new Map(
    json.Policies.map(({ Arn, PolicyVersionList: versions = [] }) => [
      Arn,
      documentOf(versions.find(({ IsDefaultVersion: isDefault }) => isDefault)?.Document),
    ]),
  );
  const roles = json.RoleDetailList.map((detail) => accountRole(detail, policies));
  const ids = new Set(json.RoleDetailList.map(({ Arn }) => Arn.split(":")[4] ?? ""));
  if (ids.size > 1) throw new UsageError(`it has roles of several accounts: ${[...ids].join(", ")}.`);
  return { id: [...ids].join(), roles, policies };
}

function isAccountDetails(json: unknown): json is AccountDetails {
  const { RoleDetailList: roles, Policies: policies } = (json ?? {}) as Partial<AccountDetails>;
  const hasTexts = (list: unknown, ...names: readonly string[]) =>
    Array.isArray(list) && list.every((one) => names.every((name) => typeof one?.[name] === "string"));
  return hasTexts(roles, "RoleName", "Arn") && hasTexts(policies, "Arn");
}

function accountRole(detail: RoleDetail, policies: Account["policies"]): AccountRole {
  const { RoleName: name, Path: path = "/", RolePolicyList: inline = [], PermissionsBoundary: boundary } = detail;
  const attached = (detail.AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn).sort();
  const trust = documentOf(detail.AssumeRolePolicyDocument);
  const documents = new Map<string, unknown>([
    ...attached.flatMap((arn): [string, unknown][] => (policies.has(arn) ? [[arn, policies.get(arn)]] : [])),
    ...inline.map(({ PolicyName, PolicyDocument }): [string, unknown] => [
      `inline policy ${PolicyName}`,
      documentOf(PolicyDocument),
    ]),
  ]);
  const boundaryArn = boundary?.PermissionsBoundaryArn;
  const access = roleAccess({
    ...{ name, path, trust, policies: [...documents.values()] },
    tags: Object.fromEntries((detail.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    furtherPolicies: attached.filter((arn) => !policies.has(arn)),
    ...(boundaryArn === undefined ? {} : { boundary: boundaryArn }),
    ...(policies.has(boundaryArn ?? "") ? { boundaryPolicy: policies.get(boundaryArn ?? "") } : {}),
  });
  const inlineNames = inline.map(({ PolicyName }) => PolicyName);
  return { name, access, attached, inline: inlineNames, documents, trust };
}

/** A document, which the API has encoded as in a URL, and the AWS CLI has as JSON. */
function documentOf(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return parseDocument(document.trimStart().startsWith("{") ? document : decodeURIComponent(document));
  } catch {
    return document;
  }
}

/** The account view of some roles, by their labels. */
export function accessOfAccount({ id }: Account, roles: readonly (readonly [string, AccountRole])[]): Access {
  return { account: id, roles: Object.fromEntries(roles.map(([label, { access }]) => [label, access])) };
}
