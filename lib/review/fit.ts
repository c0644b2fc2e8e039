// The role type and the inputs that come to the calls of a policy which somebody wrote by hand.
import { type Call, type CallOrPageAction, callNames, pageActions } from "../grants/calls";
import { type Capability, defaultName } from "../grants/capabilities";
import { callsOfCapability, defaultCapabilities, offeredCalls, offeredCapabilities } from "../grants/catalogue";
import { corrections } from "../grants/corrections";
import { type PageRoleType, pageRoleTypeNames } from "../grants/role-types";
import { matchesName } from "./pattern";
import type { ReadDocument } from "./statement";

/** Inputs of a role that say what it may do. */
export interface Fit {
  readonly type: PageRoleType | "backend";
  /** Unset: the type's default. */
  readonly capabilities?: readonly (Capability | typeof defaultName)[];
  readonly calls?: readonly Call[];
}

/** The calls, and the page's other actions, that the statements of a document name. */
export function callsOfDocument({ statements }: ReadDocument): CallOrPageAction[] {
  const patterns = statements
    .filter(({ effect, actions }) => effect === "Allow" && !actions.isNegated)
    .flatMap(({ actions }) => actions.items.map(({ text }) => text.toLowerCase()))
    .filter((text) => text.startsWith("chime:"));
  return [...callNames, ...pageActions].filter((call) =>
    patterns.some((pattern) => matchesName(pattern, `chime:${call}`.toLowerCase())),
  );
}

/**
 * The type whose policy on AWS's page the calls are, with capabilities for what is more; calls by name for what is in none.
 * Calls that no type has come to a back end, or to a user where the policy is one of a signed-in user.
 */
export function fitOf(calls: readonly CallOrPageAction[], isOfSignedIn: boolean): Fit {
  const fits = pageRoleTypeNames.flatMap((type) => fitOfType(type, calls));
  const [best] = fits.sort((one, other) => (one.calls?.length ?? 0) - (other.calls?.length ?? 0));
  if (best !== undefined) return best;
  const named = calls.filter(isCall);
  const isUser = isOfSignedIn && named.every((call) => offeredCalls.user.includes(call));
  return { type: isUser ? "user" : "backend", calls: named };
}

function fitOfType(type: PageRoleType, calls: readonly CallOrPageAction[]): Fit[] {
  // A call that we add to the page is in no policy that was copied from it.
  const ofType = corrections.filter(({ roles }) => roles.includes(type));
  const added = ofType.flatMap(({ adds }) => (adds?.on === "*" ? adds.calls : []));
  const hasAll = (names: readonly CallOrPageAction[]) =>
    names.every((call) => calls.includes(call) || (isCall(call) && added.includes(call)));
  const capabilities = offeredCapabilities[type].filter((name) => hasAll(callsOfCapability(type, name)));
  const covered = capabilities.flatMap((name) => callsOfCapability(type, name));
  const rest = calls.filter((call) => !covered.includes(call));
  const named = rest.filter(isCall);
  const isOffered = named.length === rest.length && named.every((call) => offeredCalls[type].includes(call));
  if (!capabilities.includes("messaging") || !isOffered) return [];
  const byDefault = defaultCapabilities[type];
  const hasDefault = byDefault.every((name) => capabilities.includes(name));
  const more = capabilities.filter((name) => !(hasDefault && byDefault.includes(name)));
  const isDefault = hasDefault && more.length === 0;
  return [
    {
      type,
      ...(isDefault && named.length === 0 ? {} : { capabilities: hasDefault ? [defaultName, ...more] : more }),
      ...(named.length === 0 ? {} : { calls: named }),
    },
  ];
}

function isCall(call: CallOrPageAction): call is Call {
  return (callNames as readonly string[]).includes(call);
}
