// The tables in the documentation that are made from the tables of the code.
import { readFileSync } from "node:fs";
import { outputs } from "../lib/constructs/outputs";
import { camelCase } from "../lib/constructs/spelling";
import { adoptKeys, furtherKeys, providerKeys } from "../lib/environment/keys";
import type { Call } from "../lib/grants/calls";
import { capabilities, capabilityNames } from "../lib/grants/capabilities";
import { callsOfCapability } from "../lib/grants/catalogue";
import { corrections } from "../lib/grants/corrections";
import { roleTypeNames, roleTypes } from "../lib/grants/role-types";
import { trustKindEntries } from "../lib/grants/trust-kinds";
import { type Input, inputs, roleInputs } from "../lib/inputs/inputs";
import { ownNames, spelled } from "../lib/inputs/messages";
import { sharedIssuers } from "../lib/inputs/oidc-issuers";
import { documentRules, regionNotOffered, roleTagReserved, rules } from "../lib/inputs/rules";
import { typeOf } from "../lib/module/variable-types";
import { markdownTable } from "../lib/review/markdown-table";
import { offerOf } from "./offers";

const code = (text: string) => `\`${text}\``;

const tables: Readonly<Record<string, () => string>> = {
  access: accessTable,
  capabilities: capabilityTable,
  corrections: correctionTable,
  inputs: () => keyTable(inputs, true),
  issuers: issuerTable,
  role: () => keyTable(roleInputs, false),
  role_types: roleTypeTable,
  rules: ruleTable,
  ticks: tickTable,
  trusts: trustTable,
  environment: () => keyTable(furtherKeys, false),
  provider: () => keyTable(providerKeys, false),
  adopt: () => keyTable(adoptKeys, false),
  outputs: () =>
    markdownTable(
      ["name", "what it is"],
      Object.entries(outputs).map(([name, what]) => [code(name), what]),
    ),
};

/** The text of a Markdown file, with every table between `<!-- NAME -->` and `<!-- end -->` made again. */
export function withTables(path: string): string {
  return readFileSync(path, "utf8").replace(/(<!-- (\w+) -->\n).*?(<!-- end -->)/gs, (_all, begin, name, end) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`${path} has a table ${name} that nothing makes.`);
    return `${begin}${table()}${end}`;
  });
}

function roleTypeTable(): string {
  return markdownTable(
    ["role type", "what it is for"],
    roleTypeNames.map((name) => [code(name), roleTypes[name].replace("Amazon Chime SDK messaging: ", "")]),
  );
}

function accessTable(): string {
  return markdownTable(
    ["role type", "capability", "calls"],
    roleTypeNames.flatMap((roleType) =>
      capabilityNames.flatMap((name) => {
        const calls = callsOfCapability(roleType, name);
        return calls.length === 0 ? [] : [[code(roleType), code(name), calls.join(", ")]];
      }),
    ),
  );
}

/** What people ask first, and the call that it is decided by. */
const questions: readonly (readonly [what: string, call: Call])[] = [
  ["connect and receive messages", "Connect"],
  ["read channels and send messages", "SendChannelMessage"],
  ["create, change and delete channels", "CreateChannel"],
  ["add members, moderators and bans", "CreateChannelMembership"],
  ["search channels", "SearchChannels"],
  ["create and delete AppInstanceUsers", "CreateAppInstanceUser"],
  ["delete the app instance", "DeleteAppInstance"],
];

function tickTable(): string {
  return markdownTable(
    ["may", ...roleTypeNames.map(code)],
    questions.map(([what, call]) => [what, ...roleTypeNames.map((roleType) => offerOf(roleType, call).short)]),
  );
}

function capabilityTable(): string {
  return markdownTable(
    ["capability", "when", "what it is"],
    capabilityNames.map((name) => [code(name), capabilities[name].when, capabilities[name].what]),
  );
}

function correctionTable(): string {
  return markdownTable(
    ["role types", "AWS's page", "here", "source"],
    corrections.map(({ roles, editions, fault, correction, source }) => [
      roles.join(", "),
      `${editions.join(", ")}: ${fault}`,
      correction,
      `[AWS](${source})`,
    ]),
  );
}

function trustTable(): string {
  const userIds = { session_tag: "a session tag", by_field: "the identity ID or a session tag", none: "none: set it" };
  return markdownTable(
    ["input", "in TypeScript", "who may assume the role", "the caller's AppInstanceUser ID"],
    trustKindEntries.map(([name, { input, who, userId }]) => [
      code(input),
      code(`Trust.${camelCase(name)}()`),
      who,
      userIds[userId],
    ]),
  );
}

function issuerTable(): string {
  return markdownTable(
    ["issuer", "a subject must be"],
    sharedIssuers.map(({ issuer, expected, source }) => [
      `[${issuer.replace(/\(.*\)\?/, "").replace(/[\^$[\]]/g, "")}](${source})`,
      expected,
    ]),
  );
}

/** Every rule between inputs: its code, what it is about and its message. */
function ruleTable(): string {
  const subjects = { role: "a role", inputs: "the inputs", roles: "the roles together" };
  const further = [documentRules.policy, documentRules.trust_policy, roleTagReserved].map((rule) => ({
    ...rule,
    of: "role" as const,
  }));
  return markdownTable(
    ["code", "about", "message"],
    [...rules, { ...regionNotOffered, of: "inputs" as const }, ...further].map((rule) => {
      const paths =
        "find" in rule ? rule.terraform.map(({ path }) => path) : ["about" in rule ? (rule.about ?? "") : ""];
      const about = paths
        .map((path) => (path === "" ? subjects[rule.of] : code(path.replaceAll("%s", "…"))))
        .join(", ");
      return [code(rule.code), about, spelled(rule.message, ownNames).replaceAll("%s", "…")];
    }),
  );
}

function keyTable(keys: Readonly<Record<string, Input>>, withDefaults: boolean): string {
  return markdownTable(
    ["name", "type", ...(withDefaults ? ["default"] : []), "meaning"],
    Object.entries(keys).map(([name, key]) => [
      code(name),
      typeOfKey(key),
      ...(withDefaults ? ["default" in key ? code(JSON.stringify(key.default)) : "required"] : []),
      key.meaning,
    ]),
  );
}

function typeOfKey(key: Input): string {
  if (key.kind === "by_key") return "map of objects, below";
  return key.kind === "object" || key.kind === "one_of" ? "object" : code(typeOf(key));
}
