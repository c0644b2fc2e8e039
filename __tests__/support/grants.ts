// A policy document as the set of what it grants, to be compared with another.
import type { PolicyDocument } from "../../lib";

/** Each pair of action and resource, as a line: `chime:Connect on user/{caller}`, without the prefix of the resource. */
export function grantsOf(document: PolicyDocument, prefix = ""): string[] {
  return document.Statement.flatMap(({ Action, Resource = [] }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource.replace(prefix, "")}`)),
  ).sort();
}

/** The lines of `left` that are not in `right`. */
export function without(left: readonly string[], right: readonly string[]): string[] {
  return left.filter((line) => !right.includes(line));
}
