// The Terraform types of inputs.
import type { Field, Kind } from "../inputs/inputs";

/** The type of an input. */
export function typeOf(input: Kind): string {
  switch (input.kind) {
    case "flag":
      return "bool";
    case "number":
      return "number";
    case "text":
    case "choice":
      return "string";
    case "list":
      return "list(string)";
    case "choices":
      return "set(string)";
    case "objects":
      return `list(object({${fields(input.of, fieldTypeOf)}}))`;
    case "map":
      return "map(string)";
    case "object":
      return `object({${fields(input.of, optionalTypeOf)}})`;
    case "by_key":
      return `map(object({${fields(input.of, optionalTypeOf)}}))`;
    case "argument":
    case "one_of":
      return "any";
  }
}

function fieldTypeOf(field: Field): string {
  return field.isOptional ? `optional(${typeOf(field)})` : typeOf(field);
}

function fields<Of extends Kind>(of: Readonly<Record<string, Of>>, type: (input: Of) => string): string {
  return Object.entries(of)
    .map(([name, input]) => `${name}=${type(input)}`)
    .join(", ");
}

/** The type of an attribute that may be left out, or be null: what is empty then needs no check. */
function optionalTypeOf(input: Kind): string {
  const empty: Readonly<Partial<Record<Kind["kind"], string>>> = {
    flag: "false",
    list: "[]",
    objects: "[]",
    map: "{}",
  };
  const value = empty[input.kind];
  return `optional(${typeOf(input)}${value === undefined ? "" : `, ${value}`})`;
}
