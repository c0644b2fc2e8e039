// The tables in the documentation that are made from the tables of the code.
import { readFileSync } from "node:fs";
import { outputs } from "../lib/constructs/outputs";
import { camelCase } from "../lib/constructs/spelling";
import { adoptKeys, furtherKeys, providerKeys } from "../lib/environment/keys";
import { capabilities, capabilityNames } from "../lib/grants/capabilities";
import { corrections } from "../lib/grants/corrections";
import { roleTypeNames, roleTypes } from "../lib/grants/role-types";
import { trustKindEntries } from "../lib/grants/trust-kinds";
import { choiceRules } from "../lib/inputs/choice-rules";
import { type Input, inputs, roleInputs } from "../lib/inputs/inputs";
import { documentLimits } from "../lib/inputs/limits";
import { ownNames, spellInputs } from "../lib/inputs/messages";
import { sharedIssuers } from "../lib/inputs/oidc-issuers";
import { type PathPart, regionNotOffered, roleTagReserved, valueRules } from "../lib/inputs/value-rules";
import { typeOf } from "../lib/module/variable-types";
import { markdownTable } from "../lib/review/markdown-table";
import { questions } from "../lib/review/questions";
import { offerOf } from "./offers";

const code = (text: string) => `\`${text}\``;

const tables: Readonly<Record<string, () => string>> = {
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
  type Subject = keyof typeof subjects;
  const choices = Object.entries(choiceRules).flatMap(([of, rules]) => {
    const byCode = new Map(rules.map((rule) => [rule.code, rules.filter(({ code }) => code === rule.code)]));
    return [...byCode.values()].flatMap(([rule, ...others]) =>
      rule === undefined
        ? []
        : [{ ...rule, of, paths: [rule, ...others].map(({ about }) => (about === undefined ? [] : [about])) }],
    );
  });
  const values = (["role", "roles", "inputs"] as const).flatMap((of) =>
    valueRules[of].map((rule) => ({ ...rule, of, paths: [rule, ...(rule.also ?? [])].map(({ path }) => path) })),
  );
  const sizes = Object.values(documentLimits).map(({ code, message, filledBy }) => ({
    code,
    message: `${message} ${filledBy}`,
  }));
  const further = [...sizes, roleTagReserved];
  return markdownTable(
    ["code", "about", "message"],
    [
      ...choices,
      ...values,
      { ...regionNotOffered, of: "inputs", paths: [[]] },
      ...further.map((rule) => ({ ...rule, of: "role", paths: [[]] })),
    ].map(({ code: name, of, paths, message }) => [
      code(name),
      paths.map((path) => (path.length === 0 ? subjects[of as Subject] : code(pathText(path)))).join(", "),
      spellInputs(message, ownNames).replaceAll("%s", "…"),
    ]),
  );
}

function pathText(path: readonly PathPart[]): string {
  return path
    .map((part, i) => {
      if (typeof part === "string") return i === 0 ? part : `.${part}`;
      return "index" in part ? "[…]" : "key" in part ? ".…" : "";
    })
    .join("");
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
