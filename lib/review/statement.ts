// What a policy document says, statement by statement; what cannot be read of it is kept as it is.
import { isObject } from "../inputs/check";
import { type Constraint, type Requirement, requirementOf } from "./constraint";
import { anything, type Pattern, partsOf, patternOf } from "./pattern";
import { type PrincipalId, principalsOf } from "./principal";

/** One action that a document allows, or denies, to a principal or on a resource. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  /** `chime:Connect`, or a pattern. */
  readonly action: string;
  /** In a trust policy. */
  readonly principal?: PrincipalId;
  /** In a policy: an ARN, or a pattern of ARNs. */
  readonly resource?: string;
  readonly constraints: readonly Constraint[];
  /** What it leaves out: actions, resources or principals, as NotAction, NotResource and NotPrincipal name them. */
  readonly except?: readonly string[];
  /** Set where policy variables are text, because the document is of an earlier version. */
  readonly hasNoVariables?: true;
}

/** What a document says. */
export interface ReadDocument {
  readonly statements: readonly Statement[];
  /** The grants of all statements. */
  readonly grants: readonly Grant[];
  /** Statements that are not understood, as JSON. */
  readonly unread: readonly string[];
}

/** An element of a statement: these, or all but these. */
export interface Names<Item> {
  readonly isNegated: boolean;
  readonly items: readonly Item[];
}

export interface ActionName {
  readonly text: string;
  readonly pattern: Pattern;
}

export interface ResourceName extends ActionName {
  /** The parts of an ARN; one that has fewer is read as if any followed. */
  readonly parts?: readonly Pattern[];
}

/** A statement that is understood. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Names<ActionName>;
  /** In a trust policy. */
  readonly principals?: Names<PrincipalId>;
  /** In a policy. */
  readonly resources?: Names<ResourceName>;
  readonly constraints: readonly Constraint[];
  readonly requirements: readonly Requirement[];
  /** Whether policy variables are text. */
  readonly hasNoVariables: boolean;
  /** The same for statements that say the same in another order. */
  readonly id: string;
  /** Each action with each resource or principal, in order. */
  readonly grants: readonly Grant[];
}

/** What a statement says, before its id and its grants are made of it. */
type Said = Omit<Statement, "id" | "grants">;

type Json = Readonly<Record<string, unknown>>;

/** A document of more grants than this is not understood: nobody writes one. */
const mostGrants = 10_000;

/** Nothing that is said. */
export const nothingSaid: ReadDocument = { statements: [], grants: [], unread: [] };

/** Reads a policy or trust policy, whoever wrote it. */
export function readDocument(document: unknown): ReadDocument {
  const { Version: version = "2008-10-17" } = isObject(document) ? document : {};
  const isKnown =
    isObject(document) && Object.keys(document).every((name) => ["Version", "Id", "Statement"].includes(name));
  if (!isKnown || (version !== "2012-10-17" && version !== "2008-10-17")) {
    return { ...nothingSaid, unread: [JSON.stringify(document) ?? "nothing"] };
  }
  return joinDocuments(
    [document.Statement].flat().map((json) => {
      // Without variables the version makes no difference.
      const isEarlier = version !== "2012-10-17" && JSON.stringify(json)?.includes("${") === true;
      const statement = isObject(json) ? statementOf(json, isEarlier) : undefined;
      if (statement === undefined) {
        return {
          ...nothingSaid,
          unread: [`${JSON.stringify(json) ?? "nothing"}${isEarlier ? ` of version ${version}` : ""}`],
        };
      }
      return { statements: [statement], grants: statement.grants, unread: [] };
    }),
  );
}

/** A document as IAM has it, from its text; the text itself where it is no JSON, or has a name twice. */
export function parseDocument(text: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  // Only a name is followed by a colon.
  const names = text.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g) ?? [];
  return names.length === countNames(document) ? document : text;
}

function countNames(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((count, part) => count + countNames(part), own);
}

/** Documents of which all count. */
export function joinDocuments(documents: readonly ReadDocument[]): ReadDocument {
  return {
    statements: documents.flatMap(({ statements }) => statements),
    grants: documents.flatMap(({ grants }) => grants),
    unread: documents.flatMap(({ unread }) => unread),
  };
}

const known = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Principal",
  "NotPrincipal",
  "Resource",
  "NotResource",
  "Condition",
];

/** A statement; undefined where it says something that is not understood. */
function statementOf(json: Json, hasNoVariables: boolean): Statement | undefined {
  const { Effect: effect } = json;
  const actions = namesOf(json, "Action", (value) => textsOf(value)?.map(actionName));
  const resources = namesOf(json, "Resource", (value) =>
    textsOf(value)?.map((text) => resourceName(text, !hasNoVariables)),
  );
  const principals = namesOf(json, "Principal", principalsOf);
  const constraints = constraintsOf(json.Condition);
  if (!Object.keys(json).every((name) => known.includes(name)) || (effect !== "Allow" && effect !== "Deny"))
    return undefined;
  if (actions === undefined || constraints === undefined) return undefined;
  const ofResources = "Resource" in json || "NotResource" in json;
  const ofPrincipals = "Principal" in json || "NotPrincipal" in json;
  const subject = ofResources ? resources && { resources } : principals && { principals };
  if (subject === undefined || (ofResources && ofPrincipals)) return undefined;
  const requirements = constraints.map((constraint) => requirementOf(constraint, !hasNoVariables));
  const said: Said = { effect, actions, ...subject, constraints, requirements, hasNoVariables };
  const grants = grantsOf(said);
  return grants && { ...said, id: idOf(said), grants };
}

/** `Action` or `NotAction`; undefined where there are both, or neither, or something that is not understood. */
function namesOf<Item>(
  json: Json,
  name: string,
  read: (value: unknown) => readonly Item[] | undefined,
): Names<Item> | undefined {
  const [value, other] = [json[name], json[`Not${name}`]];
  if ((value === undefined) === (other === undefined)) return undefined;
  const items = read(value ?? other);
  return items === undefined || items.length === 0 ? undefined : { isNegated: value === undefined, items };
}

function textsOf(value: unknown): string[] | undefined {
  const list = [value].flat();
  return list.every((item) => typeof item === "string") ? list : undefined;
}

function actionName(text: string): ActionName {
  return { text, pattern: patternOf(text.toLowerCase(), { hasVariables: false, hasWildcards: true }) };
}

function resourceName(text: string, readsVariables: boolean): ResourceName {
  const pattern = patternOf(text, { hasVariables: readsVariables, hasWildcards: true });
  const parts = partsOf(pattern, 6);
  const any = Array.from({ length: 6 - parts.length }, () => anything);
  return text.startsWith("arn:") ? { text, pattern, parts: [...parts, ...any] } : { text, pattern };
}

function constraintsOf(condition: unknown): Constraint[] | undefined {
  if (condition === undefined) return [];
  if (!isObject(condition)) return undefined;
  const constraints: Constraint[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    // IAM ignores the case of keys, and does not say which of two counts.
    if (!isObject(keys) || new Set(Object.keys(keys).map((key) => key.toLowerCase())).size < Object.keys(keys).length) {
      return undefined;
    }
    for (const [key, values] of Object.entries(keys)) {
      const list = [values].flat();
      const isRead = list.every((value) => ["string", "number", "boolean"].includes(typeof value));
      if (!isRead || list.length === 0) return undefined;
      constraints.push({ operator, key, values: list.map(String) });
    }
  }
  return constraints;
}

function idOf({ effect, actions, principals, resources, constraints, hasNoVariables }: Said): string {
  const sorted = (names: Names<ActionName | PrincipalId> | undefined) =>
    names && [
      names.isNegated,
      ...names.items.map((item) => ("text" in item ? item.text : `${item.kind} ${item.id}`)).sort(),
    ];
  const conditions = constraints.map(({ operator, key, values }) =>
    JSON.stringify([operator, key, [...values].sort()]),
  );
  return JSON.stringify([
    effect,
    sorted(actions),
    sorted(principals),
    sorted(resources),
    conditions.sort(),
    hasNoVariables,
  ]);
}

/** The grants of a statement, each action on each resource; undefined where there are too many. */
function grantsOf(said: Said): Grant[] | undefined {
  const { effect, actions, principals, resources, constraints, hasNoVariables } = said;
  const anybody: PrincipalId = { kind: "AWS", id: "*" };
  const ofActions = actions.isNegated
    ? [{ action: "*", except: texts(actions) }]
    : texts(actions).map((action) => ({ action, except: [] }));
  const ofSubjects = principals
    ? principals.isNegated
      ? [{ principal: anybody, but: principals.items.map(({ id }) => id) }]
      : principals.items.map((principal) => ({ principal, but: [] }))
    : resources?.isNegated
      ? [{ resource: "*", but: texts(resources) }]
      : texts(resources).map((resource) => ({ resource, but: [] }));
  if (ofActions.length * ofSubjects.length > mostGrants) return undefined;
  return ofActions.flatMap(({ action, except }) =>
    ofSubjects.map(({ but, ...subject }) => ({
      ...{ effect, action, ...subject, constraints },
      ...(except.length + but.length === 0 ? {} : { except: [...except, ...but] }),
      ...(hasNoVariables ? { hasNoVariables } : {}),
    })),
  );
}

function texts({ items }: Names<ActionName> = { isNegated: false, items: [] }): string[] {
  return items.map(({ text }) => text);
}
