// What Terraform checks of a resource, and what of it IAM cannot change.
import { App, Lazy, type TerraformResource } from "cdktf";
import { InputError } from "../inputs/violation";
import type { Validation } from "./validations";

/** What a resource keeps in its lifecycle, whatever else is assigned to it. */
export interface Lifecycle {
  readonly preconditions?: readonly Validation[];
  readonly postconditions?: readonly Validation[];
  readonly ignoreChanges?: readonly string[];
}

/**
 * Adds to the lifecycle of a resource by overrides, to which CDKTF adds what an Aspect assigns: an assignment to
 * `resource.lifecycle` replaces what was passed to the resource. An override of the same blocks replaces ours: that is
 * refused when the stack is synthesized.
 *
 * @throws InputError when the app writes HCL, where the engine makes arguments of these blocks
 */
export function keepInLifecycle(resource: TerraformResource, kept: Lifecycle): void {
  const { preconditions = [], postconditions = [], ignoreChanges = [] } = kept;
  const { root } = resource.node;
  if (App.isApp(root) && root.hclOutput) throw hclRefused(resource.node.path);
  if (preconditions.length > 0) resource.addOverride("lifecycle.precondition", preconditions.map(inTerraform));
  if (postconditions.length > 0) resource.addOverride("lifecycle.postcondition", postconditions.map(inTerraform));
  resource.node.addValidation({ validate: () => lostBy(resource, kept) });
  if (ignoreChanges.length === 0) return;
  const produce = () => {
    const others = resource.lifecycle?.ignoreChanges ?? [];
    return others === "all" ? others : [...others, ...ignoreChanges];
  };
  resource.addOverride("lifecycle.ignore_changes", Lazy.anyValue({ produce }));
}

/** A resource as CDKTF synthesizes it, by type and name. */
interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, { readonly lifecycle?: Blocks }>>>>;
}

type Blocks = Readonly<Record<string, unknown>>;

/** What an override took from the lifecycle of a resource. */
function lostBy(resource: TerraformResource, kept: Lifecycle): string[] {
  const { preconditions = [], postconditions = [], ignoreChanges = [] } = kept;
  const synthesized: Synthesized = resource.toTerraform();
  const blocks = synthesized.resource[resource.terraformResourceType]?.[resource.friendlyUniqueId]?.lifecycle ?? {};
  const needed = {
    precondition: preconditions.length,
    postcondition: postconditions.length,
    ignore_changes: ignoreChanges.length,
  };
  return Object.entries(needed).flatMap(([name, count]) =>
    count === 0 || isWhole(name, blocks, count)
      ? []
      : [
          `an override of lifecycle took its ${name} away, which this package needs there. Assign resource.lifecycle, or override lifecycle.create_before_destroy and the like one by one.`,
        ],
  );
}

/** Whether a block has as many items as are ours. What is no list yet is ours, or all changes are ignored. */
function isWhole(name: string, { [name]: block }: Blocks, count: number): boolean {
  return Array.isArray(block) ? block.length >= count : name === "ignore_changes" && block !== undefined;
}

function inTerraform({ condition, errorMessage }: Validation) {
  return { condition, error_message: errorMessage };
}

function hclRefused(path: string): InputError {
  const message =
    "cannot be synthesized as HCL: CDKTF and CDK Terrain write a postcondition as an argument there, which Terraform refuses. Synthesize JSON, without --hcl and SYNTH_HCL_OUTPUT.";
  return new InputError([{ code: "HCL_OUTPUT", path: [], message }], () => `${path} ${message}`);
}
