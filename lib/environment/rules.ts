// The rules between what only an environment has and its inputs.
import { limits } from "../inputs/limits";
import { fillMessage, invalid, messages, ownNames } from "../inputs/messages";
import { accountOf, keysThatDifferInCase, sessionTagsAmong } from "../inputs/value-rules";
import type { InputPath, Violation } from "../inputs/violation";
import type { Environment } from "./environment";

/** Finds what breaks a rule. */
type EnvironmentRule = (environment: Environment) => readonly Violation[];

function violation(code: string, path: InputPath, message: string, ...values: readonly string[]): Violation {
  return { code, path, message: fillMessage(message, ownNames, values) };
}

const assumptions = ["assume_role", "assume_role_with_web_identity"] as const;
const defaultTags = ["provider", "default_tags"];

const rules: readonly EnvironmentRule[] = [
  function assumedRolesAreNamedAndTheAccounts({ account_id, provider = {} }) {
    return assumptions.flatMap((name) => {
      const path = ["provider", name, "role_arn"];
      const arn = provider[name]?.role_arn;
      if (provider[name] === undefined) return [];
      if (arn === undefined) return [violation("REQUIRED", path, "is required: expected the ARN of a role.")];
      const expected = invalid('a role of account_id "%s"');
      return accountOf(arn) === account_id
        ? []
        : [violation("ROLE_OF_ANOTHER_ACCOUNT", path, expected, arn, account_id)];
    });
  },

  function connectionStringsNameNoFiles({ backend: { pg: { conn_str } = {} } = {} }) {
    const names = /\b(sslcert|sslkey|sslrootcert|passfile|servicefile)\s*=/.exec(String(conn_str ?? ""));
    const message = `sets ${names?.[1]}, which is a file: remove it, and set the environment variable of libpq (PG…) where Terraform runs.`;
    return names === null ? [] : [violation("BACKEND_FILE", ["backend", "pg", "conn_str"], message)];
  },

  function defaultTagsAreNoSessionTags({ provider: { default_tags = {} } = {}, ...environment }) {
    return sessionTagsAmong(Object.keys(default_tags), environment).map((key) =>
      violation("TAG_RESERVED", [...defaultTags, key], messages.tagReserved),
    );
  },

  function tagsTogetherAreWithinTheLimit({ provider: { default_tags = {} } = {}, tags = {} }) {
    const own = Object.keys(default_tags);
    const keys = Object.keys({ ...default_tags, ...tags });
    const isTooMany = keys.length > limits.tags && own.length <= limits.tags;
    const together = `has, together with tags, more than ${limits.tags} keys, the limit of IAM: remove some.`;
    return [
      ...(isTooMany ? [violation("TOO_MANY", defaultTags, together)] : []),
      ...keysThatDifferInCase(keys)
        .filter((key) => own.includes(key))
        .map((key) => violation("TAG_KEYS_DIFFER_IN_CASE", [...defaultTags, key], messages.keysDifferInCase)),
    ];
  },

  function adoptedRolesAreInTheFile({ adopt = {}, roles }) {
    return Object.keys(adopt)
      .filter((key) => roles[key] === undefined)
      .map((key) =>
        violation("ADOPT_WITHOUT_ROLE", ["adopt", key], `has no role: add roles.${key}, or remove adopt.${key}.`),
      );
  },

  function adoptedIsNamed({ adopt = {} }) {
    return Object.entries(adopt)
      .filter(([, { role_name, policy_arn }]) => role_name === undefined && policy_arn === undefined)
      .map(([key]) => violation("ADOPT_EMPTY", ["adopt", key], "is empty, expected role_name, policy_arn or both."));
  },

  function adoptedRolesAreMadeHere({ adopt = {}, roles }) {
    return Object.keys(adopt)
      .filter((key) => roles[key]?.existing_role_name !== undefined)
      .map((key) =>
        violation(
          "ADOPT_EXISTING_ROLE",
          ["adopt", key],
          `is about a role that stays somebody else's: remove adopt.${key}, or roles.${key}.existing_role_name to take the role over.`,
        ),
      );
  },

  function adoptedRolesKeepTheirNames({ adopt = {}, roles }) {
    return Object.entries(adopt).flatMap(([key, { role_name: kept }]) => {
      const name = roles[key]?.name;
      const message = `is "%s", but adopt.${key}.role_name is "%s": remove name.`;
      return kept === undefined || name === undefined || name === kept
        ? []
        : [violation("ADOPT_RENAMES", ["roles", key, "name"], message, name, kept)];
    });
  },

  function adoptedPoliciesAreTheAccountsAndServeNothingElse({ adopt = {}, account_id, specs }) {
    const used = Object.values(specs).flatMap(({ permissionsBoundaryArn, policyArns }) => [
      permissionsBoundaryArn,
      ...Object.values(policyArns),
    ]);
    return Object.entries(adopt).flatMap(([key, { policy_arn: arn }]) => {
      if (arn === undefined) return [];
      const path = ["adopt", key, "policy_arn"];
      const ofAccount = invalid('a managed policy of account_id "%s"');
      const usedElsewhere =
        'is "%s", which is also a permissions boundary or in policy_arns, and would be overwritten: adopt a policy that only this role uses.';
      return [
        ...(accountOf(arn) === account_id
          ? []
          : [violation("POLICY_OF_ANOTHER_ACCOUNT", path, ofAccount, arn, account_id)]),
        ...(used.includes(arn) ? [violation("ADOPT_USED_POLICY", path, usedElsewhere, arn)] : []),
      ];
    });
  },

  function everyNameIsOneResource(environment) {
    const names = resourceNames(environment);
    return names.flatMap(({ what, name, key }, i) =>
      names.slice(0, i).some((other) => other.what === what && other.name.toLowerCase() === name.toLowerCase())
        ? [
            violation(
              "NAME_TWICE",
              ["roles", key],
              `uses the ${what} name "%s", which another role uses too: set another name.`,
              name,
            ),
          ]
        : [],
    );
  },
];

/** Checks what only an environment has. */
export function checkEnvironment(environment: Environment): Violation[] {
  return rules.flatMap((rule) => rule(environment));
}

/** A role or policy that an environment makes in its account. */
export interface ResourceName {
  readonly what: "role" | "policy";
  readonly name: string;
  /** The key of the role. */
  readonly key: string;
}

/** The names of everything that an environment makes in its account. */
export function resourceNames({ specs }: Environment): ResourceName[] {
  return Object.values(specs).flatMap(({ key, name, policyName }): ResourceName[] => [
    { what: "role", name, key },
    { what: "policy", name: policyName, key },
  ]);
}
