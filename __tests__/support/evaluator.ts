// An evaluator of IAM for tests: whether a document allows a request. It shares no code with lib/review, and knows what the
// simulator does not: Version, default values of variables, every operator, NotPrincipal. Where AWS does not say what happens,
// it takes a choice, so that a test can try both.

/** A request. Keys of the context are in lower case. */
export interface EvaluatedRequest {
  readonly action: string;
  /** Of a policy. */
  readonly resource?: string;
  /** Of a trust policy: who asks. */
  readonly principal?: { readonly kind: string; readonly id: string };
  readonly context: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What AWS does not say. */
export interface Choices {
  /** Whether a condition with `Not` holds whose value has a variable that the request lacks. */
  readonly negatedHoldsWithoutVariable: boolean;
}

interface AnyJson {
  readonly [name: string]: unknown;
}

/** Whether a document allows a request: some statement allows it, and none denies it. */
export function isAllowedBy(document: AnyJson, request: EvaluatedRequest, choices: Choices): boolean {
  const statements = [document.Statement].flat() as AnyJson[];
  const hasVariables = document.Version === "2012-10-17";
  const applying = statements.filter((statement) => applies(statement, request, { ...choices, hasVariables }));
  return applying.some(({ Effect }) => Effect === "Allow") && applying.every(({ Effect }) => Effect === "Allow");
}

interface Context extends Choices {
  readonly hasVariables: boolean;
}

function applies(statement: AnyJson, request: EvaluatedRequest, context: Context): boolean {
  return (
    isNamed(
      statement,
      "Action",
      (text) => glob(text.toLowerCase(), false, context, request)?.test(request.action.toLowerCase()) ?? false,
    ) &&
    (request.resource === undefined ||
      isNamed(
        statement,
        "Resource",
        (text) => glob(text, true, context, request)?.test(request.resource ?? "") ?? false,
      )) &&
    (request.principal === undefined || isPrincipal(statement, request)) &&
    Object.entries((statement.Condition ?? {}) as AnyJson).every(([operator, keys]) =>
      Object.entries(keys as AnyJson).every(([key, values]) =>
        holds(operator, request.context[key.toLowerCase()], [values].flat().map(String), context, request),
      ),
    )
  );
}

function isNamed(statement: AnyJson, name: string, matches: (text: string) => boolean): boolean {
  const [names, others] = [statement[name], statement[`Not${name}`]];
  return names === undefined
    ? ![others].flat().some((one) => matches(String(one)))
    : [names].flat().some((one) => matches(String(one)));
}

const roleAccount = "123456789012";

/** A principal of the role's own account is allowed by the root only through its own policies, which allow it nothing here. */
function isPrincipal({ Principal, NotPrincipal, Effect }: AnyJson, { principal }: EvaluatedRequest): boolean {
  const matches = (element: unknown, isDenied: boolean) => {
    const byKind = element === "*" ? { AWS: "*" } : (element as AnyJson);
    return Object.entries(byKind).some(
      ([kind, ids]) =>
        kind === principal?.kind &&
        [ids].flat().some((id) => isSamePrincipal(String(id), principal.id, kind, isDenied)),
    );
  };
  if (Principal !== undefined) return matches(Principal, Effect === "Deny");
  // A denial also denies a principal that is named without its account.
  const account = principal?.id.split(":")[4] ?? "";
  const root = `arn:aws:iam::${account}:root`;
  const named = matches(NotPrincipal, true);
  return !(named && (Effect === "Allow" || principal?.kind !== "AWS" || JSON.stringify(NotPrincipal).includes(root)));
}

function isSamePrincipal(named: string, id: string, kind: string, isDenied: boolean): boolean {
  if (named === id || (kind === "AWS" && named === "*")) return true;
  const [, account] = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(named) ?? [];
  return (
    kind === "AWS" && account !== undefined && account === id.split(":")[4] && (isDenied || account !== roleAccount)
  );
}

const patterns = new Map<string, RegExp>();

/** A pattern as an expression; undefined where it has a variable that the request lacks. */
function glob(
  text: string,
  takesVariables: boolean,
  { hasVariables }: Pick<Context, "hasVariables">,
  request: EvaluatedRequest,
): RegExp | undefined {
  const filled = fill(text, takesVariables && hasVariables, request);
  if (filled === undefined) return undefined;
  const known = patterns.get(filled);
  if (known !== undefined) return known;
  const source = [...filled].map((sign) => (sign === "*" ? "[^]*" : sign === "?" ? "[^]" : escapeSign(sign))).join("");
  const made = new RegExp(`^${source}$`);
  patterns.set(filled, made);
  return made;
}

// Signs that variables stand for, and are no wildcards, from a range that no text here has.
const literals: Readonly<Record<string, string>> = { "*": "\ue000", "?": "\ue001", $: "$" };

function escapeSign(sign: string): string {
  const literal = sign === "\ue000" ? "*" : sign === "\ue001" ? "?" : sign;
  return literal.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
}

/** A text with its variables filled in; undefined where the request lacks one. */
function fill(text: string, hasVariables: boolean, { context }: EvaluatedRequest): string | undefined {
  if (!hasVariables) return text;
  let isWhole = true;
  const filled = text.replace(
    /\$\{([^},]*)(?:,\s*'([^']*)')?\}/g,
    (_all, name: string, fallback: string | undefined) => {
      if (name in literals) return literals[name] ?? "";
      const value = context[name.trim().toLowerCase()] ?? fallback;
      isWhole &&= typeof value === "string";
      return String(value);
    },
  );
  return isWhole ? filled : undefined;
}

function holds(
  operator: string,
  value: string | readonly string[] | undefined,
  wanted: readonly string[],
  context: Context,
  request: EvaluatedRequest,
): boolean {
  const [, quantifier = "", base = "", ifExists] =
    /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  if (base === "Null") return (value === undefined) === (wanted[0] === "true");
  const isNegated = /Not/.test(base);
  const values = value === undefined ? [] : [value].flat();
  const test = (one: string) => {
    const matching = wanted.map((text) => fits(base.replace("Not", ""), one, text, context, request));
    if (!isNegated) return matching.some((fit) => fit === true);
    if (matching.includes(undefined) && !context.negatedHoldsWithoutVariable) return false;
    return !matching.some((fit) => fit === true);
  };
  if (quantifier === "ForAllValues:") return values.every(test);
  if (value === undefined) return ifExists !== undefined || (isNegated && quantifier === "");
  return values.some(test);
}

/** Whether a value fits; undefined where the wanted one has a variable that the request lacks. */
function fits(
  base: string,
  value: string,
  wanted: string,
  context: Context,
  request: EvaluatedRequest,
): boolean | undefined {
  const orders: Readonly<Record<string, (one: number, other: number) => boolean>> = {
    Equals: (one, other) => one === other,
    LessThan: (one, other) => one < other,
    LessThanEquals: (one, other) => one <= other,
    GreaterThan: (one, other) => one > other,
    GreaterThanEquals: (one, other) => one >= other,
  };
  const [, kind = "", order = ""] = /^(Numeric|Date)(.*)$/.exec(base) ?? [];
  if (kind === "Numeric") return orders[order]?.(Number(value), Number(wanted)) ?? false;
  if (kind === "Date") return orders[order]?.(Date.parse(value), Date.parse(wanted)) ?? false;
  if (base === "Bool") return value.toLowerCase() === wanted.toLowerCase();
  if (base === "IpAddress") return isInNetwork(value, wanted);
  const filled = fill(wanted, context.hasVariables, request);
  if (filled === undefined) return undefined;
  const plain = filled.replaceAll("\ue000", "*").replaceAll("\ue001", "?");
  if (base === "StringEquals") return value === plain;
  if (base === "StringEqualsIgnoreCase") return value.toLowerCase() === plain.toLowerCase();
  if (base === "StringLike") return glob(wanted, true, context, request)?.test(value);
  const parts = (arn: string) => /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/.exec(arn)?.slice(1);
  const [patternParts, valueParts] = [parts(filled), parts(value)];
  if (patternParts === undefined || valueParts === undefined) return false;
  return patternParts.every((part, i) => glob(part, false, context, request)?.test(valueParts[i] ?? ""));
}

function isInNetwork(address: string, network: string): boolean {
  const [base = "", bits = "32"] = network.split("/");
  const number = (text: string) => text.split(".").reduce((all, byte) => all * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}
