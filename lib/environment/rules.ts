// The rules between what only an environment has and its inputs.
import { inputs, roleNameOf } from "../inputs/inputs";
import { limits } from "../inputs/limits";
import { filled, invalid, ownNames } from "../inputs/messages";
import type { InputPath, Violation } from "../inputs/violation";
import type { Environment } from "./environment";

/** Finds what breaks a rule. */
type EnvironmentRule = (environment: Environment) => readonly Violation[];

const accountOf = (arn: string) => arn.split(":")[4];

function violation(code: string, path: InputPath, message: string, ...values: readonly string[]): Violation {
  return { code, path, message: filled(message, ownNames, values) };
}

const rules: readonly EnvironmentRule[] = [
  function rolesAreTheAccounts({ account_id, provider = {} }) {
    const message = invalid('a role of account_id "%s"');
    return (["assume_role", "assume_role_with_web_identity"] as const).flatMap((name) => {
      const { role_arn: arn } = provider[name] ?? {};
      return arn === undefined || accountOf(arn) === account_id
        ? []
        : [violation("ROLE_OF_ANOTHER_ACCOUNT", ["provider", name, "role_arn"], message, arn, account_id)];
    });
  },

  function assumedRolesAreNamed({ provider = {} }) {
    return (["assume_role", "assume_role_with_web_identity"] as const).flatMap((name) =>
      provider[name] !== undefined && provider[name].role_arn === undefined
        ? [violation("REQUIRED", ["provider", name, "role_arn"], "is required: expected the ARN of a role.")]
        : [],
    );
  },

  function connectionStringsNameNoFiles({ backend: { pg: { conn_str } = {} } = {} }) {
    const names = /\b(sslcert|sslkey|sslrootcert|passfile|servicefile)\s*=/.exec(String(conn_str ?? ""));
    const message = `sets ${names?.[1]}, which is a file: remove it, and set the environment variable of libpq (PG…) where Terraform runs.`;
    return names === null ? [] : [violation("BACKEND_FILE", ["backend", "pg", "conn_str"], message)];
  },

  function defaultTagsAreNoSessionTags({ provider: { default_tags = {} } = {}, ...environment }) {
    const { user_id_tag_key = inputs.user_id_tag_key.default, app_instance_id_tag_key } = environment;
    const reserved = [user_id_tag_key, app_instance_id_tag_key].map((key) => key?.toLowerCase());
    const message =
      "is also the key of a session tag: in a session without that tag, IAM would read the role's tag instead. Use another key.";
    return Object.keys(default_tags)
      .filter((key) => reserved.includes(key.toLowerCase()))
      .map((key) => violation("TAG_RESERVED", ["provider", "default_tags", key], message));
  },

  function tagsTogetherAreWithinTheLimit({ provider: { default_tags = {} } = {}, tags = {} }) {
    const keys = Object.keys({ ...default_tags, ...tags });
    const alike = Object.keys(default_tags).filter((key) =>
      keys.some((other) => other !== key && other.toLowerCase() === key.toLowerCase()),
    );
    const path = ["provider", "default_tags"];
    return [
      ...(keys.length > limits.tags && Object.keys(default_tags).length <= limits.tags
        ? [
            violation(
              "TOO_MANY",
              path,
              `has, together with tags, more than ${limits.tags} keys, the limit of IAM: remove some.`,
            ),
          ]
        : []),
      ...alike.map((key) =>
        violation(
          "TAG_KEYS_DIFFER_IN_CASE",
          [...path, key],
          "differs from another key only in case, which IAM ignores: remove one of them.",
        ),
      ),
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

  function adoptedRolesKeepTheirNames({ adopt = {}, roles }) {
    return Object.entries(adopt).flatMap(([key, { role_name: kept }]) => {
      const name = roles[key]?.name;
      const message = `is "%s", but adopt.${key}.role_name is "%s": remove name.`;
      return kept === undefined || name === undefined || name === kept
        ? []
        : [violation("ADOPT_RENAMES", ["roles", key, "name"], message, name, kept)];
    });
  },

  function adoptedPoliciesAreTheAccounts({ adopt = {}, account_id }) {
    return Object.entries(adopt).flatMap(([key, { policy_arn: arn }]) =>
      arn === undefined || accountOf(arn) === account_id
        ? []
        : [
            violation(
              "POLICY_OF_ANOTHER_ACCOUNT",
              ["adopt", key, "policy_arn"],
              invalid('a managed policy of account_id "%s"'),
              arn,
              account_id,
            ),
          ],
    );
  },

  function adoptedPoliciesServeNothingElse({ adopt = {}, permissions_boundary_arn, roles }) {
    const used = Object.values(roles).flatMap((role) => [
      role.permissions_boundary_arn,
      ...Object.values(role.policy_arns ?? {}),
    ]);
    return Object.entries(adopt).flatMap(([key, { policy_arn: arn }]) =>
      arn !== undefined && [permissions_boundary_arn, ...used].includes(arn)
        ? [
            violation(
              "ADOPT_USED_POLICY",
              ["adopt", key, "policy_arn"],
              'is "%s", which is also a permissions boundary or in policy_arns, and would be overwritten: adopt a policy that only this role uses.',
              arn,
            ),
          ]
        : [],
    );
  },

  function everyNameIsOneResource(environment) {
    const names = resourceNames(environment);
    return names.flatMap(({ what, name, path }, i) =>
      names.slice(0, i).some((other) => other.what === what && other.name.toLowerCase() === name.toLowerCase())
        ? [
            violation(
              "NAME_TWICE",
              path,
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
  readonly path: InputPath;
}

/** The names of everything that an environment makes in its account. */
export function resourceNames({ roles, name_prefix, adopt = {} }: Environment): ResourceName[] {
  return Object.entries(roles).flatMap(([key, role]): ResourceName[] => {
    const adopted = adopt[key];
    const name = adopted?.role_name ?? roleNameOf(key, role, name_prefix);
    const policy = adopted?.policy_arn?.split("/").at(-1);
    return [
      { what: "role", name, path: ["roles", key] },
      { what: "policy", name: policy ?? name, path: ["roles", key] },
    ];
  });
}
