// What a policy document grants, statement by statement; what cannot be read of it is kept as it is.
import type { Constraint } from "./constraint";
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
}

/** What a document says. */
export interface ReadDocument {
  readonly grants: readonly Grant[];
  /** Statements that are not understood, as JSON. */
  readonly unread: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a policy or trust policy, whoever wrote it. */
export function readDocument(document: unknown): ReadDocument {
  const statements = isObject(document) ? [document.Statement].flat() : [document];
  const grants: Grant[] = [];
  const unread: string[] = [];
  for (const statement of statements) {
    const read = isObject(statement) ? grantsOf(statement) : undefined;
    if (read === undefined) unread.push(JSON.stringify(statement) ?? "nothing");
    else grants.push(...read);
  }
  return { grants, unread };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const known = ["Sid", "Effect", "Action", "Principal", "Resource", "Condition"];

/** The grants of a statement; undefined where it says something that is not understood, such as NotAction. */
function grantsOf(statement: Json): Grant[] | undefined {
  const { Effect: effect, Action, Principal, Resource, Condition } = statement;
  const [actions, resources] = [texts(Action), texts(Resource)];
  const constraints = constraintsOf(Condition);
  const principals = Principal === undefined ? undefined : principalsOf(Principal);
  const isKnown = Object.keys(statement).every((name) => known.includes(name));
  if (!isKnown || (effect !== "Allow" && effect !== "Deny") || actions === undefined || constraints === undefined) {
    return undefined;
  }
  const subjects =
    Resource === undefined
      ? principals?.map((principal) => ({ principal }))
      : resources?.map((resource) => ({ resource }));
  if (subjects === undefined || (Principal !== undefined && Resource !== undefined)) return undefined;
  return actions.flatMap((action) => subjects.map((subject) => ({ effect, action, ...subject, constraints })));
}

function texts(value: unknown): string[] | undefined {
  const list = [value].flat();
  return list.every((item) => typeof item === "string") ? list : undefined;
}

function constraintsOf(condition: unknown): Constraint[] | undefined {
  if (condition === undefined) return [];
  if (!isObject(condition)) return undefined;
  const constraints: Constraint[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isObject(keys)) return undefined;
    for (const [key, values] of Object.entries(keys)) {
      const list = [values].flat();
      if (!list.every((value) => ["string", "number", "boolean"].includes(typeof value))) return undefined;
      constraints.push({ operator, key, values: list.map(String) });
    }
  }
  return constraints;
}
