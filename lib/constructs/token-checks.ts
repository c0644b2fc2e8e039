// What Terraform checks of a role or policy because a token stands where a value is checked at synth: preconditions with the
// same sentences, about a local of the inputs.
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import type { Trust } from "../grants/trust";
import { isPattern, restrictsNobody } from "../grants/trust-conditions";
import { trustKindEntries, trustKinds } from "../grants/trust-kinds";
import { type InputName, inputs, type Kind, type RoleInputName, type RoleValues, roleInputs } from "../inputs/inputs";
import { sharedIssuers } from "../inputs/oidc-issuers";
import { holds } from "../inputs/presence";
import {
  isPatternIn,
  type PathPart,
  type Reader,
  type TableName,
  type ValueRule,
  valueRules,
} from "../inputs/value-rules";
import { place } from "./addresses";
import { type CheckedProps, checkResolved, sharedProps, withTrust } from "./spec-of-props";
import { propPath } from "./spelling";
import { escapeForTerraform } from "./terraform-text";
import { hasTokens } from "./tokens";
import {
  type Check,
  kindChecks,
  type Speaker,
  speakerOf,
  type Validation,
  validationOf,
  valueChecks,
} from "./validations";

/** The tables that a rule about tokens may look something up in; other rules are about what must be known at synth. */
const tables: Readonly<Partial<Record<TableName, unknown>>> = {
  restricts_nobody: restrictsNobody,
  shared_issuers: sharedIssuers,
};

const trustInputs = new Set(trustKindEntries.flatMap(([, { input, fields }]) => [input, ...Object.values(fields)]));

/**
 * Has tokens checked: at synth what `Lazy` yields then, and at plan, where each trust has a local of its inputs.
 *
 * @returns the preconditions; none if all is known
 */
export function checkTokens(scope: Construct, address: string, props: CheckedProps): Validation[] {
  const { role, shared, trusts, appInstance } = props;
  if (!hasTokens({ role, shared, trusts })) return [];
  scope.node.addValidation({ validate: () => checkResolved(scope, props) });
  return trusts.flatMap(({ trust, at }, i) => {
    const ofRole: RoleValues = withTrust(role, trust);
    const values: Readonly<Record<string, unknown>> = { ...shared, ...ofRole };
    const local = `inputs${i === 0 ? "" : `-${i + 1}`}_${address}`;
    const all = { role: ofRole, shared, values, local, appInstance };
    // What is about no trust is the same in each of them.
    const needed = checksOf(all).filter(({ reads }) => i === 0 || [...reads].some((name) => trustInputs.has(name)));
    if (needed.length === 0) return [];
    const reads = [...new Set(needed.flatMap((one) => [...one.reads]))].sort();
    const given = Object.fromEntries(reads.map((name) => [name, values[name] ?? emptyOf(name)]));
    place(new TerraformLocal(scope, local, escapeForTerraform(given)), local);
    const speaker = speakerAt(scope.node.path, at, conditionsOf(role, trust));
    return needed.map(({ check }) => validationOf(check, speaker));
  });
}

/** A check, and the inputs that it reads. */
interface ReadingCheck {
  readonly check: Check;
  readonly reads: ReadonlySet<string>;
}

interface Checked extends Pick<CheckedProps, "role" | "shared" | "appInstance"> {
  readonly values: Readonly<Record<string, unknown>>;
  readonly local: string;
}

/** The checks of what is set, where something that they read is a token. */
function checksOf({ role, shared, values, local, appInstance }: Checked): ReadingCheck[] {
  const unknown = new Set(Object.keys(values).filter((name) => hasTokens(values[name])));
  if (unknown.size === 0) return [];
  const ofTable = (table: Readonly<Record<string, Kind>>, of: object) =>
    Object.keys(of).flatMap((name) => {
      const kind = table[name];
      if (kind === undefined || !unknown.has(name)) return [];
      return kindChecks(withoutKnown(kind), `local.${local}.${name}`, [name], [], true).map((check) => ({
        check,
        reads: new Set([name]),
      }));
    });
  const context = { roleType: role.type ?? "", role, inputs: shared };
  const ofRules = (rules: readonly ValueRule[], of: object) =>
    rules
      .filter(({ when }) => when === undefined || holds(when, context))
      .flatMap(({ code, message, also = [], ...first }) =>
        [first, ...also].flatMap((one): ReadingCheck[] => {
          const [about] = one.path;
          if (typeof about === "string" && !(about in of)) return [];
          const reads = new Set<string>();
          const reader = readerOf(local, role.type ?? "", reads);
          return valueChecks({ ...one, code, message }, reader).map((check) => ({ check, reads }));
        }),
      )
      .filter(({ reads }) => [...reads].some((name) => unknown.has(name)));
  // What an app instance was not given has Terraform checked elsewhere, or is part of its ARN.
  const given = Object.entries(shared).filter(
    ([name]) => name in appInstance.given || sharedProps[name as InputName] === "prop",
  );
  const here = Object.fromEntries(given);
  const tableOfShared = { ...inputs, app_instance_id: { ...inputs.app_instance_id, rule: appInstance.idRule } };
  return [
    ...ofTable(roleInputs, role),
    ...(unknown.has("service_principals") ? [servicesWithoutTags(role, `local.${local}.service_principals`)] : []),
    ...(unknown.has("allowed_user_ids") ? idsWithoutPatterns(role, `local.${local}.allowed_user_ids`) : []),
    ...ofTable(tableOfShared, here),
    ...ofRules(valueRules.role, role),
    ...ofRules(valueRules.inputs, here),
  ];
}

/** A service that passes session tags has another trust statement, so it must be known at synth. */
function servicesWithoutTags({ service_principals: names = [] }: RoleValues, list: string): ReadingCheck {
  const { passesTags } = trustKinds.services;
  const withTags = passesTags.filter((service) => !names.includes(service));
  const check: Check = {
    path: ["service_principals", { index: "i" }],
    each: [{ names: "i, item", list: `${list} == null ? [] : ${list}` }],
    holds: `!contains(${JSON.stringify(withTags)}, item)`,
    message: `is one of ${passesTags.join(", ")}, which pass session tags: expected a value that is known at synth, not a token.`,
    values: [],
  };
  return { check, reads: new Set(["service_principals"]) };
}

/** IDs get another operator than patterns do, so that a pattern must be known at synth. */
function idsWithoutPatterns({ allowed_user_ids: ids = [] }: RoleValues, list: string): ReadingCheck[] {
  if (ids.some(isPattern)) return []; // ALLOWED_USER_IDS_MIXED refuses what is no pattern
  const check: Check = {
    path: ["allowed_user_ids", { index: "i" }],
    each: [{ names: "i, item", list }],
    holds: `!${isPatternIn("item")}`,
    message: "is a pattern: expected a value that is known at synth, not a token.",
    values: [],
  };
  return [{ check, reads: new Set(["allowed_user_ids"]) }];
}

/** A kind without the fields that are known at synth. */
function withoutKnown(kind: Kind): Kind {
  if (kind.kind !== "objects") return kind;
  const fields = Object.entries(kind.of).filter(
    ([, { kind: of, knownAtSynth }]) => of !== "choice" && of !== "choices" && !knownAtSynth,
  );
  return { ...kind, of: Object.fromEntries(fields) };
}

/** Reads the local of the inputs, and notes what was read. */
function readerOf(local: string, roleType: string, reads: Set<string>): Reader {
  const read = (name: string) => {
    reads.add(name);
    return `local.${local}.${name}`;
  };
  const text = JSON.stringify(roleType);
  return { key: text, roleType: text, role: read, shared: read, table: (name) => JSON.stringify(tables[name]) };
}

/** What an input that is not set is to Terraform. */
function emptyOf(name: string): unknown {
  const input = roleInputs[name as RoleInputName] ?? inputs[name as InputName];
  if ("default" in input) return input.default;
  return input.kind === "list" || input.kind === "objects" ? [] : input.kind === "map" ? {} : null;
}

/** Whose the conditions are that a trust has: those of every trust, its own, or both, one after the other. */
function conditionsOf(
  { trust_conditions: common = [] }: RoleValues,
  { conditions: own = [] }: Trust,
): "common" | "own" | "both" {
  return own.length === 0 ? "common" : common.length === 0 ? "own" : "both";
}

/** The construct speaks of its props. */
function speakerAt(
  constructPath: string,
  trust: readonly (string | number)[],
  conditions: ReturnType<typeof conditionsOf>,
): Speaker {
  const parts = trust.map((part): PathPart => (typeof part === "number" ? { index: String(part) } : part));
  const ofConditions: Readonly<Record<typeof conditions, readonly PathPart[]>> = {
    common: ["trustConditions"],
    own: [...parts, "conditions"],
    both: ["trustConditions and conditions"],
  };
  return {
    ...speakerOf(constructPath),
    place: ([name, ...rest]) =>
      name === "trust_conditions" ? [...ofConditions[conditions], ...rest] : propPath([name ?? "", ...rest], parts),
  };
}
