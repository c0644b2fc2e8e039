// What an element leaves to CDKTF's resolver.
import type { TerraformElement } from "cdktf";

/** The paths of the objects and lists of an element that CDKTF's resolver walks: none, if the element is a literal. */
export function walkedByResolver(element: TerraformElement): string[] {
  return pathsOf(element.toTerraform(), []);
}

function pathsOf(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null || isLiteral(value)) return [];
  const inside = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? inside : [path.join("."), ...inside];
}

/** The same value without literals: CDKTF's resolver walks all of it. */
export function withoutLiterals(value: unknown): unknown {
  if (isLiteral(value)) return withoutLiterals(Reflect.get(value as object, "value"));
  if (Array.isArray(value)) return value.map(withoutLiterals);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLiterals(item)]));
}

function isLiteral(value: unknown): boolean {
  return typeof value === "object" && value !== null && value.constructor?.name === "Literal";
}
