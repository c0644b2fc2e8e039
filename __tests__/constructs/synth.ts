// Synthesizes constructs in a stack of their own, and reads the Terraform JSON back.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import type { PolicyDocument } from "../../lib";
import { AppInstance } from "../../lib";

export const appInstance = AppInstance.fromArn(
  "arn:aws:chime:us-east-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603",
);
export const pool = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";
export const backend = "arn:aws:iam::210987654321:role/backend";

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
  readonly removed?: { readonly from: string; readonly lifecycle: object }[];
  readonly check: Record<string, { assert: { condition: string; error_message: string } }>;
}

/** The stack that `build` fills, as Terraform JSON. */
export function synth(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app(), "test");
  new AwsProvider(stack, "aws", {});
  build(stack);
  return JSON.parse(Testing.synth(stack, true));
}

/** The address of every resource. */
export function addresses({ resource }: Synthesized): string[] {
  return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}
