// What an environment file says beyond the inputs of the module: where its state is, and how Terraform reaches the account.
import { type Input, inputs } from "../access/inputs";
import { limits } from "../access/limits";

/** What kind of value a key takes: what an input may, or an object. */
export type Key =
  | Input
  | { readonly kind: "object"; readonly of: Readonly<Record<string, Input>>; readonly meaning: string }
  | { readonly kind: "backend"; readonly meaning: string };

/** How Terraform reaches the account. */
export const providerKeys = {
  profile: { kind: "text", rule: "profile", meaning: "Profile of the AWS configuration files." },
  assume_role_arn: {
    kind: "text",
    rule: "role_arn",
    meaning: "ARN of the role that Terraform assumes: one of account_id.",
  },
  default_tags: {
    kind: "map",
    key: "tag_key",
    value: "tag_value",
    atMost: limits.tags,
    meaning: "Tags of everything that Terraform makes here.",
  },
} as const satisfies Record<string, Input>;

/** What exists already of a role. */
export const adoptKeys = {
  role_name: { kind: "text", rule: "role_name", meaning: "Name of the role; it keeps it." },
  policy_arn: { kind: "text", rule: "policy_arn", meaning: "ARN of its managed policy; it keeps name and path." },
} as const satisfies Record<string, Input>;

/** What is an environment's alone. */
export const furtherKeys = {
  backend: {
    kind: "backend",
    meaning:
      "Where the state is: a Terraform backend under its own name, with its arguments. Unset: the file state/NAME.tfstate of the project.",
  },
  provider: { kind: "object", of: providerKeys, meaning: "How Terraform reaches the account." },
  protect: {
    kind: "flag",
    meaning:
      "Whether roles and policies refuse to be destroyed; one whose role is no longer in the file is let go of, and stays in the account.",
  },
  adopt: {
    kind: "by_role_type",
    of: adoptKeys,
    meaning: "Roles and policies that exist already, to be taken into the state as they are named.",
  },
} as const satisfies Record<string, Key>;

/** Everything that an environment file may say. */
export const environmentKeys = { ...inputs, ...furtherKeys } as const satisfies Record<string, Key>;
