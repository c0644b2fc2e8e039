// Finds two roles or policies of one name in an account, which IAM would refuse halfway through an apply.
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { tokens } from "./tokens";

/** A name of a role and its policy, and the constructs that have it. */
interface NameInUse {
  readonly name: string;
  readonly constructs: readonly Construct[];
}

/** The names in each app. */
const namesInApps = new WeakMap<IConstruct, Map<string, NameInUse>>();

/**
 * Reserves the name of a role and its policy, or of a policy alone, in an account. Another of the same name is an error when
 * the stack is synthesized: in any stack of the app where the account is known, else in the same stack and with the same
 * provider.
 */
export function reserveName(
  construct: Construct,
  name: string,
  { account, provider }: { readonly account: string; readonly provider: TerraformProvider | undefined },
): void {
  const stack = TerraformStack.of(construct);
  const names = namesInApps.get(stack.node.root) ?? new Map<string, NameInUse>();
  namesInApps.set(stack.node.root, names);
  const place = tokens.isUnknown(account) ? `${stack.node.path} ${provider?.fqn ?? ""}` : account;
  const key = `${place} ${name.toLowerCase()}`; // IAM does not tell names apart by case
  const first = names.get(key) ?? { name, constructs: [] };
  names.set(key, { ...first, constructs: [...first.constructs, construct] });
  construct.node.addValidation({ validate: () => clashOf(construct, names.get(key)) });
}

/** What is wrong with a name, said by the first construct that has it. */
function clashOf(construct: Construct, inUse: NameInUse | undefined): string[] {
  const { name, constructs } = inUse ?? { name: "", constructs: [] };
  if (constructs.length < 2 || constructs[0] !== construct) return [];
  const paths = constructs.map(({ node }) => node.path);
  return [`"${name}" is the name of ${paths.join(" and ")}: give one of them another name or namePrefix.`];
}
