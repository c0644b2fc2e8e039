// Inputs that the module must refuse, all of them in one call of it, and the sentences that Terraform then says.

import { escapeForTerraform } from "../../lib/constructs/terraform-text";
import { isObject } from "../../lib/inputs/check";
import { type InputValues, inputs as inputTable, roleNameOf } from "../../lib/inputs/inputs";
import { TerraformFolder } from "./terraform-folder";

/** Inputs of the module, and the sentences that refuse them. */
export interface RefusedInputs {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly sentences: readonly string[];
}

/** A sentence as the module says it: with the name in IAM of a role, where the role itself speaks. */
export function inModule(sentence: string, inputs: InputValues): string {
  return sentence.replace(/^roles\.([a-z][\w-]*)(?= (?!has the key)|\.)/, (all, key: string) => {
    const role: unknown = inputs.roles?.[key];
    return isObject(role) && !isOfRoles(sentence) ? `${all} (${nameOf(key, role, inputs.name_prefix)})` : all;
  });
}

/** Whether the variable \`roles\` speaks, of names and shapes: it knows no name of a role. */
function isOfRoles(sentence: string): boolean {
  return / is unknown, expected one of |, expected (true or false|an object)\.| is null: /.test(sentence);
}

function nameOf(key: string, { name }: { readonly name?: unknown }, prefix: unknown): string {
  return typeof name === "string" && name !== ""
    ? name
    : roleNameOf(key, {}, typeof prefix === "string" ? prefix : undefined);
}

/** Where Terraform differs from what is expected. */
export interface Differences {
  /** By name the inputs of which Terraform does not say each sentence, and the sentences that it does not say. */
  readonly unsaid: Readonly<Record<string, readonly string[]>>;
  /** The sentences that no inputs are expected to bring. */
  readonly unexpected: readonly string[];
}

/**
 * Plans one call of the module with an instance for each of the inputs, and compares what Terraform says of all of them
 * with what is expected. Terraform stops before it has come to every check, so inputs of which it said everything are left
 * out and the others planned again, as long as it says more.
 */
export async function differencesAtPlan(all: Readonly<Record<string, RefusedInputs>>): Promise<Differences> {
  const folder = new TerraformFolder();
  let remaining = Object.entries(all);
  try {
    writeCall(folder, remaining);
    await folder.terraform("init");
    for (;;) {
      writeCall(folder, remaining);
      const { diagnostics } = await folder.planned();
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      const said = sentenceCounts(errors.flatMap(({ sentences }) => sentences));
      const expected = sentenceCounts(remaining.flatMap(([, { sentences }]) => sentences));
      const isSaid = (sentence: string) => said.get(sentence) === expected.get(sentence);
      const silent = remaining.filter(([, { sentences }]) => sentences.length === 0 || !sentences.every(isSaid));
      const unexpected = [...said].flatMap(([sentence, times]) =>
        times > (expected.get(sentence) ?? 0) ? [sentence] : [],
      );
      if (silent.length === 0 || silent.length === remaining.length || unexpected.length > 0) {
        const unsaid = silent.map(([name, { sentences }]) => [name, sentences.filter((sentence) => !isSaid(sentence))]);
        return { unsaid: Object.fromEntries(unsaid), unexpected };
      }
      remaining = silent;
    }
  } finally {
    folder.remove();
  }
}

function writeCall(folder: TerraformFolder, cases: readonly (readonly [string, RefusedInputs])[]): void {
  const names = Object.keys(inputTable);
  const values = cases.map(([name, { inputs }]) => {
    const every = names.map((input) => [input, inputs[input] ?? null]);
    return [name, escapeForTerraform(Object.fromEntries(every))];
  });
  const each = names.map((input) => [input, `\${each.value.${input}}`]);
  folder.write({
    "main.tf.json": {
      locals: { cases: Object.fromEntries(values) },
      module: { case: { source: folder.module, for_each: "${local.cases}", ...Object.fromEntries(each) } },
    },
  });
}

function sentenceCounts(sentences: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return counts;
}
