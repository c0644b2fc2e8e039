// What an environment file says besides the inputs of the module: where its state is, and how Terraform reaches the account.
import { type Input, inputs, type Kind } from "../inputs/inputs";
import { limits } from "../inputs/limits";
import { argumentsOf, type BackendArgument, type BackendName, backends } from "./backends";

const assumption = {
  role_arn: { kind: "text", rule: "role_arn", meaning: "ARN of the role." },
  session_name: { kind: "text", rule: "session_name", meaning: "Name of the session, which CloudTrail shows." },
  duration: { kind: "text", rule: "duration", meaning: "Length of the session, such as 1h." },
} as const satisfies Record<string, Input>;

/** How Terraform reaches the account: arguments of the AWS provider by their own names. */
export const providerKeys = {
  profile: { kind: "text", rule: "profile", meaning: "Profile of the AWS configuration files." },
  assume_role: {
    kind: "object",
    of: {
      ...assumption,
      external_id: { kind: "text", rule: "external_id", meaning: "External ID of the role." },
      source_identity: { kind: "text", rule: "source_identity", meaning: "Source identity, which CloudTrail shows." },
      tags: {
        kind: "map",
        key: "tag_key",
        value: "tag_value",
        atMost: limits.tags,
        meaning: "Session tags.",
      },
      transitive_tag_keys: {
        kind: "list",
        rule: "tag_key",
        meaning: "Session tags that stay when the session assumes another role.",
      },
    },
    meaning:
      "Role of account_id that Terraform assumes: `role_arn`, `external_id`, `session_name`, `duration`, `source_identity`, `tags`, `transitive_tag_keys`.",
  },
  assume_role_with_web_identity: {
    kind: "object",
    of: {
      ...assumption,
      web_identity_token_file: { kind: "text", rule: "token_file", meaning: "Path of the file with the token." },
    },
    meaning:
      "Role of account_id that Terraform assumes with an OIDC token: `role_arn`, `session_name`, `duration`, `web_identity_token_file`.",
  },
  default_tags: {
    kind: "map",
    key: "tag_key",
    value: "tag_value",
    atMost: limits.tags,
    meaning: "Tags of everything that Terraform creates here.",
  },
  ignore_tags: {
    kind: "object",
    of: {
      keys: { kind: "list", rule: "tag_key", meaning: "Keys of tags." },
      key_prefixes: { kind: "list", rule: "tag_key", meaning: "Prefixes of tag keys." },
    },
    meaning: "Tags that others set and Terraform leaves alone: `keys`, `key_prefixes`.",
  },
  http_proxy: { kind: "text", rule: "proxy_url", meaning: "Proxy for requests by http." },
  https_proxy: { kind: "text", rule: "proxy_url", meaning: "Proxy for requests by https, which those to AWS are." },
  no_proxy: { kind: "text", rule: "no_proxy", meaning: "Hosts that are reached without the proxy." },
  use_fips_endpoint: { kind: "flag", meaning: "Use the FIPS endpoints of AWS." },
  retry_mode: { kind: "choice", among: ["standard", "adaptive"], meaning: "Retry mode of AWS API requests." },
  max_retries: {
    kind: "number",
    min: 0,
    max: 1000,
    expected: "a whole number from 0 to 1000",
    meaning: "Maximum number of retries of an AWS API request. Default of the provider: 25.",
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

const backendKinds = Object.fromEntries(
  (Object.keys(backends) as BackendName[]).map((name) => [
    name,
    Object.fromEntries(argumentsOf(name).map(([argument, row]) => [argument, kindOf(row)])),
  ]),
);

function kindOf({ url, of }: BackendArgument): Kind {
  const value: Kind = url ? { kind: "text", rule: "backend_url" } : { kind: "argument" };
  return of === undefined ? value : { kind: "object", of: Object.fromEntries(of.map((name) => [name, value])) };
}

/** What only an environment has. */
export const furtherKeys = {
  backend: {
    kind: "one_of",
    of: backendKinds,
    meaning:
      "Where the state is: a Terraform backend under its own name, with its arguments. Unset: the file state/NAME.tfstate of the project.",
  },
  provider: {
    kind: "object",
    of: providerKeys,
    meaning: "Arguments of the AWS provider: how Terraform reaches the account.",
  },
  protect: {
    kind: "flag",
    meaning:
      "Terraform refuses to destroy the roles and policies. A role that is null leaves the Terraform state and stays in the account.",
  },
  adopt: {
    kind: "by_key",
    key: "role_key",
    of: adoptKeys,
    meaning: "Existing roles and policies to import, by the key of the role.",
  },
} as const satisfies Record<string, Input>;

/** Everything that an environment file may say. */
export const environmentKeys = { ...inputs, ...furtherKeys } as const satisfies Record<string, Input>;
