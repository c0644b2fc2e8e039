// Which roles of an account can make calls of messaging, and which of them only because they can do everything.
import { callNames } from "../grants/calls";
import { matchesName } from "./pattern";
import type { ReadDocument, Statement } from "./statement";

/** What a role has to do with messaging. */
export type Reach = "none" | "named" | "by a star over everything";

/** The actions of messaging, in lower case. */
const actions = callNames.map((call) => `chime:${call}`.toLowerCase());

/** What the policies of a role have to do with messaging. */
export function messagingReach({ statements, unread }: ReadDocument): Reach {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  if (allowing.some((statement) => namedActions(statement).length > 0)) return "named";
  return unread.length > 0 || allowing.some(coversEverything) ? "by a star over everything" : "none";
}

/** The actions that a statement names as those of Chime, of which some call is one. */
export function namedActions({ actions: { isNegated, items } }: Statement): string[] {
  if (isNegated) return [];
  const ofChime = items.filter(({ text }) => /^chime:/i.test(text));
  return ofChime
    .filter(({ text }) => actions.some((action) => matchesName(text.toLowerCase(), action)))
    .map(({ text }) => text);
}

/** Whether a statement allows calls of messaging with the actions of every other service. */
function coversEverything({ actions: { isNegated, items } }: Statement): boolean {
  const patterns = items.map(({ text }) => text.toLowerCase());
  const covers = (action: string) => patterns.some((pattern) => matchesName(pattern, action));
  return actions.some((action) => covers(action) !== isNegated);
}
