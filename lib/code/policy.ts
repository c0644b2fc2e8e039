// The calls that a hand-written IAM policy allows, and what of it a list of calls cannot say.
import { type Call, callNames } from "../grants/calls";
import { UsageError } from "../inputs/usage-error";
import { otherChimeActions } from "./chime-actions";

export interface CallsOfPolicy {
  /** The calls, sorted: what the input `calls` takes. */
  readonly calls: readonly Call[];
  /** What is lost, a sentence each. */
  readonly remarks: readonly string[];
}

/** A statement, its lists of one written as a list. */
interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[];
  readonly notResources: readonly string[] | undefined;
  /** The keys of its conditions. */
  readonly conditions: readonly string[];
}

/**
 * Reads a policy document, or the answer of `aws iam get-policy-version`, as JSON.
 *
 * @throws UsageError when the text is neither
 */
export function callsOfPolicy(text: string): CallsOfPolicy {
  const statements = statementsOf(text);
  const allowed = new Set(statements.filter(({ effect }) => effect === "Allow").flatMap((one) => callsOf(one)));
  const remarks: string[] = [];
  for (const [i, one] of statements.entries()) {
    const name = `statement ${i + 1}${one.sid === undefined ? "" : ` (${one.sid})`}`;
    for (const remark of remarksOnStatement(one)) remarks.push(`${name} ${remark}`);
  }
  if (allowed.size === 0) remarks.unshift("no Allow statement covers a call of Chime SDK messaging");
  return { calls: callNames.filter((call) => allowed.has(call)), remarks };
}

function statementsOf(text: string): Statement[] {
  const json = parseJson(text);
  const version = member(json, "PolicyVersion");
  const written = version === undefined ? json : member(version, "Document");
  // AWS's API gives the document encoded as in a URL.
  const statements = member(typeof written === "string" ? parseJson(decodeUrl(written)) : written, "Statement");
  if (statements === undefined) throw new UsageError("This is no policy document: it has no Statement.");
  return [statements].flat().map(statementOf);
}

/** A member of an object; undefined where there is none. */
function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function statementOf(written: unknown, index: number): Statement {
  const effect = member(written, "Effect");
  if (effect !== "Allow" && effect !== "Deny") {
    throw new UsageError(`Statement ${index + 1}: Effect is ${JSON.stringify(effect)}, expected "Allow" or "Deny".`);
  }
  const sid = member(written, "Sid");
  const texts = (name: string): string[] | undefined => {
    const value = member(written, name);
    if (value === undefined) return undefined;
    const list = [value].flat();
    if (list.every((text) => typeof text === "string")) return list;
    throw new UsageError(
      `Statement ${index + 1}: ${name} is ${JSON.stringify(value)}, expected text or a list of texts.`,
    );
  };
  const operators = Object.values(member(written, "Condition") ?? {});
  return {
    sid: typeof sid === "string" ? sid : undefined,
    effect,
    actions: texts("Action"),
    notActions: texts("NotAction"),
    resources: texts("Resource") ?? [],
    notResources: texts("NotResource"),
    conditions: operators.flatMap((keys) => Object.keys(keys ?? {})),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UsageError(`This is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A pattern of IAM: any case, `*` for any characters, `?` for one. */
function matcher(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "is");
}

/** Whether the action element of a statement covers an action. */
function covers({ actions, notActions }: Statement, action: string): boolean {
  const isAmong = (patterns: readonly string[]) => patterns.some((pattern) => matcher(pattern).test(action));
  if (actions !== undefined) return isAmong(actions);
  return notActions !== undefined && !isAmong(notActions);
}

function callsOf(one: Statement): Call[] {
  return callNames.filter((call) => covers(one, `chime:${call}`));
}

function remarksOnStatement(one: Statement): string[] {
  const calls = callsOf(one);
  if (one.effect === "Deny") {
    const isLost = "a list of calls cannot express Deny, and still has these";
    return calls.length === 0 ? [] : [`denies ${listText(calls)}: ${isLost}`];
  }
  const { actions = [], notActions, resources, notResources, conditions } = one;
  const noCalls = otherChimeActions.filter((name) => covers(one, `chime:${name}`));
  const known = [...calls, ...noCalls];
  const remarks: [names: readonly string[], remark: string][] = [
    [actions.filter((pattern) => !mayBeChime(pattern)), "allows actions of other services: "],
    [noCalls, "allows actions of Chime that no API operation needs: "],
    [
      actions.filter(
        (pattern) => oneAction.test(pattern) && !known.some((name) => matcher(pattern).test(`chime:${name}`)),
      ),
      "has actions that Chime does not have: ",
    ],
  ];
  if (calls.length > 0) {
    remarks.push(
      [conditions, "has conditions, which are lost: "],
      [notResources ?? [], "has NotResource, which is lost: "],
      [
        resources.filter((arn) => someChannels.test(arn)),
        "allows some channels only, where a role reaches every channel of its app instance: ",
      ],
      [
        resources.filter((arn) => fixedCaller.test(arn)),
        "names users or bots, for app_instance_user_id or app_instance_bot_id: ",
      ],
    );
  }
  return [
    ...(notActions === undefined
      ? []
      : ["has NotAction: it allows every action of every service that it does not name"]),
    ...(actions.includes("*") ? ["allows the actions of every service"] : []),
    ...remarks.flatMap(([names, remark]) => (names.length === 0 ? [] : [`${remark}${listText(names)}`])),
  ];
}

/** A single action of Chime. */
const oneAction = /^chime:[a-z0-9]+$/i;
/** Single channels and channel flows, or some of them. */
const someChannels = /\/channel(?:-flow)?\/(?!\*$)/;
/** A user or bot that is no variable. */
const fixedCaller = /\/(?:user|bot)\/(?!\*$|\$\{)/;

/** Whether a pattern of actions may cover one of Chime. */
function mayBeChime(pattern: string): boolean {
  return matcher(pattern.replace(/:.*/s, "")).test("chime");
}

/** The first of some names, and how many more there are. */
function listText(names: readonly string[]): string {
  const more = names.length > 6 ? ` and ${names.length - 5} more` : "";
  return `${names.slice(0, more === "" ? 6 : 5).join(", ")}${more}`;
}
