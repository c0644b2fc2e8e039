// What the constructs of an app must know of each other, whichever stack they are in.
import type { Construct, IConstruct } from "constructs";

/** A map for each app: the function gives the one of a construct's app. */
export function mapOfEachApp<Value>(): (construct: Construct) => Map<string, Value> {
  const maps = new WeakMap<IConstruct, Map<string, Value>>();
  return ({ node: { root } }) => {
    const map = maps.get(root) ?? new Map<string, Value>();
    maps.set(root, map);
    return map;
  };
}
