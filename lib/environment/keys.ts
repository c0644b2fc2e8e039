// What an environment file says besides the inputs of the module: where its state is, and how Terraform reaches the account.
import { type Input, inputs } from "../access/inputs";
import { limits } from "../access/limits";
import { backends } from "./backends";

/** How Terraform reaches the account: arguments of the AWS provider by their own names. */
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
    meaning: "Tags of everything that Terraform creates here.",
  },
} as const satisfies Record<string, Input>;

/** What exists already of a role. */
export const adoptKeys = {
  role_name: { kind: "text", rule: "role_name", meaning: "Name of the role, which stays as it is." },
  policy_arn: {
    kind: "text",
    rule: "policy_arn",
    meaning: "ARN of its managed policy, whose name and path stay as they are.",
  },
} as const satisfies Record<string, Input>;

/** What only an environment has. */
export const furtherKeys = {
  backend: {
    kind: "one_of",
    of: Object.keys(backends),
    meaning:
      "Where the state is: a Terraform backend under its own name, with its arguments. Unset: the file state/NAME.tfstate of the project.",
  },
  provider: { kind: "object", of: providerKeys, meaning: "How Terraform reaches the account." },
  protect: {
    kind: "flag",
    meaning:
      "Roles and policies refuse to be destroyed. A role removed from the file leaves the Terraform state and stays in the account.",
  },
  adopt: {
    kind: "by_key",
    key: "role_key",
    of: adoptKeys,
    meaning: "Roles and policies that exist already, by the key of the role that imports them.",
  },
} as const satisfies Record<string, Input>;

/** Everything that an environment file may say. */
export const environmentKeys = { ...inputs, ...furtherKeys } as const satisfies Record<string, Input>;
