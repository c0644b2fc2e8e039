// Synthesizes constructs in a stack of their own, and reads the Terraform JSON back.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import type { PolicyDocument } from "../../lib";

type Blocks = Record<string, Record<string, unknown>>;

/** What we read of a synthesized stack. */
export interface Synthesized {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly locals: Record<string, PolicyDocument>;
  readonly variable: Record<string, { validation: { condition: string; error_message: string }[] } & Blocks[string]>;
  readonly output: Blocks;
  readonly provider: { aws: Blocks[string][] };
  readonly terraform: Blocks;
  readonly import?: { readonly to: string; readonly id: string }[];
  readonly moved?: { readonly from: string; readonly to: string }[];
  readonly removed?: { readonly from: string; readonly lifecycle: object }[];
}

/** A stack with a provider, in an app of its own. */
export function newStack(name = "test"): TerraformStack {
  const stack = new TerraformStack(Testing.app(), name);
  new AwsProvider(stack, "aws", {});
  return stack;
}

/** The stack that `build` fills, as Terraform JSON, after its validations. */
export function synth(build: (stack: TerraformStack) => void): Synthesized {
  const stack = newStack();
  build(stack);
  return JSON.parse(Testing.synth(stack, true));
}

/** The address of every resource. */
export function addresses({ resource }: Synthesized): string[] {
  return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}
