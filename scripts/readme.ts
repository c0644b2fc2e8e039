// The tables of the READMEs that are made from the catalogue, the inputs and the module.
import { readFileSync } from "node:fs";
import { type Capability, capabilities } from "../lib/access/capabilities";
import { catalogue, type Grant } from "../lib/access/catalogue";
import { corrections } from "../lib/access/corrections";
import { roleInputs } from "../lib/access/inputs";
import { roleTypeNames } from "../lib/access/role-types";
import { adoptKeys, furtherKeys, type Key, providerKeys } from "../lib/environment/keys";
import { moduleFiles } from "../lib/module/files";
import { typeOf } from "../lib/module/variables";
import { markdownTable } from "./markdown";

const tables: Readonly<Record<string, () => string>> = {
  access: accessTable,
  capabilities: capabilityTable,
  corrections: correctionTable,
  inputs: inputTable,
  role: () => keyTable(roleInputs),
  environment: () => keyTable(furtherKeys),
  provider: () => keyTable(providerKeys),
  adopt: () => keyTable(adoptKeys),
  outputs: outputTable,
};

/** The text of a Markdown file, with every table between `<!-- NAME -->` and `<!-- end -->` made anew. */
export function withTables(path: string): string {
  return readFileSync(path, "utf8").replace(
    /(<!-- (\w+) -->\n).*?(<!-- end -->)/gs,
    (_all, begin: string, name: string, end: string) => `${begin}${tables[name]?.()}${end}`,
  );
}

const code = (text: string) => `\`${text}\``;

function accessTable(): string {
  const row = (roleType: string, capability: string, { actions, on }: Grant) => [
    code(roleType),
    code(capability),
    actions.map((action) => action.replace("chime:", "")).join(", "),
    [on].flat().map(code).join(", "),
  ];
  return markdownTable(
    ["role type", "capability", "may", "on"],
    roleTypeNames.flatMap((roleType) =>
      Object.entries(catalogue[roleType]).flatMap(([capability, grants]) =>
        grants.map((grant) => row(roleType, capability, grant)),
      ),
    ),
  );
}

function capabilityTable(): string {
  const names = Object.keys(capabilities) as Capability[];
  return markdownTable(
    ["capability", "on", "what it is"],
    names.map((name) => [code(name), capabilities[name].when, capabilities[name].what]),
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

/** A block of one of the module's files: what stands there by name. */
function moduleBlock(file: string, block: string): [string, Record<string, unknown>][] {
  return Object.entries(JSON.parse(moduleFiles()[file] ?? "")[block]);
}

function inputTable(): string {
  return markdownTable(
    ["name", "type", "default", "meaning"],
    moduleBlock("variables.tf.json", "variable").map(([name, variable]) => [
      code(name),
      name === "roles" ? "map of object, below" : code(String(variable.type)),
      defaultOf(name, variable),
      String(variable.description),
    ]),
  );
}

function defaultOf(name: string, variable: Record<string, unknown>): string {
  if (!("default" in variable)) return "required";
  return name === "roles" ? "all four, with trust_account" : code(JSON.stringify(variable.default));
}

function keyTable(keys: Readonly<Record<string, Key>>): string {
  return markdownTable(
    ["name", "type", "meaning"],
    Object.entries(keys).map(([name, key]) => [code(name), typeOfKey(key), key.meaning]),
  );
}

function typeOfKey(key: Key): string {
  return key.kind === "backend" || key.kind === "object" || key.kind === "by_role_type" ? "object" : code(typeOf(key));
}

function outputTable(): string {
  return markdownTable(
    ["name", "what it is"],
    moduleBlock("outputs.tf.json", "output").map(([name, output]) => [code(name), String(output.description)]),
  );
}
