// The accesses before and after a Terraform plan (`terraform show -json`). Before is what Terraform read of the account.
import { type Access, type RoleAccess, roleAccess } from "./access";

/** What we read of a plan. */
interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly name: string;
    readonly index?: string | number;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Attributes | null;
      readonly after: Attributes | null;
      readonly after_unknown?: Readonly<Record<string, unknown>>;
    };
  }[];
}

type Attributes = Readonly<Record<string, unknown>>;

/** What a plan says of a role, at one of the two moments. */
interface Found {
  role?: Attributes;
  policy?: unknown;
  readonly attached: Set<string>;
  readonly inline: Set<string>;
}

/** The accesses before and after a plan. */
export function accessesOfPlan(
  plan: Plan,
  place: Pick<Access, "account" | "appInstance">,
): { before: Access; after: Access } {
  return { before: { ...place, roles: rolesAt(plan, "before") }, after: { ...place, roles: rolesAt(plan, "after") } };
}

function rolesAt({ resource_changes: changes = [] }: Plan, moment: "before" | "after"): Record<string, RoleAccess> {
  const found = new Map<string, Found>();
  const of = (key: string) => {
    const known = found.get(key) ?? { attached: new Set(), inline: new Set() };
    found.set(key, known);
    return known;
  };
  for (const { address, type, name, index, change } of changes) {
    // A resource that Terraform only forgets stays in the account as it is.
    const values = change.actions.includes("forget") ? change.before : change[moment];
    const isUnknown = moment === "after" && values !== null;
    if (values === null) continue;
    const key = keyOf(address, name, index);
    switch (type) {
      case "aws_iam_role":
        of(key).role = isUnknown ? withUnknown(values, change.after_unknown) : values;
        break;
      case "aws_iam_policy":
        of(key).policy = (isUnknown ? withUnknown(values, change.after_unknown) : values).policy;
        break;
      case "aws_iam_role_policy_attachment":
        if (isFurther(address, name)) of(key).attached.add(String(values.policy_arn ?? "known after the apply"));
        break;
      case "aws_iam_role_policy_attachments_exclusive":
        for (const arn of texts(values.policy_arns)) of(key).attached.add(arn);
        break;
      case "aws_iam_role_policies_exclusive":
        for (const inline of texts(values.policy_names)) of(key).inline.add(`inline policy ${inline}`);
        break;
    }
  }
  const own = ownPolicies(changes);
  const roles = [...found].flatMap(([key, { role, policy, attached, inline }]): [string, RoleAccess][] =>
    role === undefined
      ? []
      : [
          [
            key,
            roleAccess({
              trust: parseDocument(role.assume_role_policy),
              policy: policy === undefined ? { Statement: [] } : parseDocument(policy),
              furtherPolicies: [...[...attached].filter((arn) => !own.has(arn)), ...inline].sort(),
              boundary:
                typeof role.permissions_boundary === "string" && role.permissions_boundary !== ""
                  ? role.permissions_boundary
                  : undefined,
            }),
          ],
        ],
  );
  return Object.fromEntries(roles);
}

/** The key of the role that a resource belongs to: the name of the resource in a stack, its index in the module. */
function keyOf(address: string, name: string, index: string | number | undefined): string {
  const [, inModule] = /further_policies\["(.+?)"\]/.exec(address) ?? [];
  if (inModule !== undefined) return inModule;
  if (name === "this" && typeof index === "string") return index;
  return name.replace(/^further-/, "").replace(/_policy_arns$/, "");
}

function isFurther(address: string, name: string): boolean {
  return /^further-|_policy_arns$/.test(name) || address.includes("further_policies[");
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The ARNs of the policies that the plan itself has: they are read as documents. */
function ownPolicies(changes: NonNullable<Plan["resource_changes"]>): Set<string> {
  const policies = changes
    .filter(({ type }) => type === "aws_iam_policy")
    .flatMap(({ change }) => [change.before, change.after]);
  return new Set(policies.flatMap((values) => (typeof values?.arn === "string" ? [values.arn] : [])));
}

function withUnknown(values: Attributes, unknown: Readonly<Record<string, unknown>> = {}): Attributes {
  const entries = Object.entries(unknown).flatMap(([name, is]) =>
    is === true ? [[name, "known after the apply"]] : [],
  );
  return { ...values, ...Object.fromEntries(entries) };
}

function parseDocument(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
}
