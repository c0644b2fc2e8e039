// How far a call reaches, in few words: the content of a cell of the matrix.
import { calls } from "../../grants/calls";
import type { Access } from "../access";
import { callOf, withoutAppInstance } from "../words";

/** From the narrowest: no resource at all, one user or bot, several in the app instance, more than the app instance. */
export const breadths = ["none", "one", "several", "beyond"] as const;

export type Breadth = (typeof breadths)[number];

/** How far a call reaches. */
export interface Extent {
  readonly words: string;
  readonly breadth: Breadth;
}

/** A resource in few words, and its kind: `user`, `channel`, … */
interface Target extends Extent {
  readonly kind: string;
  /** Whether it is every one of its kind in the app instance. */
  readonly isAny: boolean;
}

const beyond = { kind: "", breadth: "beyond", isAny: false } as const;

function targetOf(resource: string, { appInstance }: Pick<Access, "appInstance">): Target {
  if (resource === "*") return { ...beyond, words: "everything" };
  if (/:app-instance\/\*$/.test(resource)) return { ...beyond, words: "every app instance" };
  if (resource === appInstance) return { kind: "app-instance", words: "app instance", breadth: "several", isAny: true };
  const inside = appInstance !== undefined && resource.startsWith(`${appInstance}/`);
  const [, kind, id = ""] =
    (inside && /^(user|bot|channel|channel-flow)\/(.*)$/.exec(withoutAppInstance(resource, appInstance))) || [];
  if (kind === undefined) return { ...beyond, words: "other ARNs" };
  const name = kind === "channel-flow" ? "flow" : kind;
  if (id === "*") return { kind, words: `any ${name}`, breadth: "several", isAny: true };
  if (id.startsWith("${")) return { kind, words: `own ${name}`, breadth: "one", isAny: false };
  return { kind, words: `${name} ${id}`, breadth: /[*?]/.test(id) ? "several" : "one", isAny: false };
}

/** Whether a call has to do with a resource of its statement: the calls of a statement share them. */
export function touches(action: string, resource: string, access: Access): boolean {
  const call = callOf(action);
  const { kind } = targetOf(resource, access);
  if (call === undefined || kind === "") return true;
  const on: readonly string[] = calls[call].on;
  return on.includes(kind) || on.includes(`${kind}/*`) || (on.includes("bearer") && isBearer({ kind }));
}

/** The resources that a call has to do with; all of them where it has to do with none. */
export function touchedOf(action: string, resources: readonly string[], access: Access): readonly string[] {
  const touched = resources.filter((resource) => touches(action, resource, access));
  return touched.length > 0 ? touched : resources;
}

/** How far a call reaches with these resources. */
export function extentOf(action: string, resources: readonly string[], access: Access): Extent {
  const call = callOf(action);
  const on: readonly string[] = call === undefined ? [] : calls[call].on;
  if (on.includes("*") || !/^chime:/i.test(action)) return { words: "✓", breadth: "none" };
  const touched = touchedOf(action, resources, access).map((resource) => targetOf(resource, access));
  const shown = shownOf(touched, on.includes("bearer"));
  const breadth = breadths.findLast((one) => shown.some((target) => target.breadth === one)) ?? "none";
  return { words: wordsOf(shown), breadth };
}

function isBearer({ kind }: Pick<Target, "kind">): boolean {
  return kind === "user" || kind === "bot";
}

/** Of a call with a bearer whom it acts as, and in which channels; of another what it touches. */
function shownOf(targets: readonly Target[], hasBearer: boolean): readonly Target[] {
  const bearers = targets.filter(isBearer);
  const isShown = (target: Target) => !isBearer(target) && (!target.isAny || target.kind === "channel");
  return hasBearer && bearers.length > 0 ? [...bearers, ...targets.filter(isShown)] : narrowTargets(targets);
}

function wordsOf(shown: readonly Target[]): string {
  if (shown.length > 3 && shown.every(({ isAny }) => isAny)) return "all of the app instance";
  const words = [...new Set(shown.map((target) => target.words))];
  return words.every((word) => word.startsWith("any "))
    ? `any ${words.map((word) => word.slice(4)).join(" or ")}`
    : words.join(", ");
}

/** A call on the users of an app instance says so; that they are in the app instance goes without saying. */
function narrowTargets(targets: readonly Target[]): readonly Target[] {
  const others = targets.filter(({ kind }) => kind !== "app-instance");
  return others.length > 0 ? others : targets;
}
