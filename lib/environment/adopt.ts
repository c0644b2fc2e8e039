// Imports roles and policies that exist already, and keeps Terraform from replacing them.
import type { TerraformResource, TerraformStack } from "cdktf";
import type { ChimeRole } from "../constructs/role";
import type { Environment } from "./environment";

/**
 * Imports the resources that the file names, and has Terraform refuse to destroy them.
 * An attachment is not imported: attaching a policy twice changes nothing.
 *
 * The import blocks are an override of the stack, because CDKTF's own `importFrom` runs Terraform during synth.
 */
export function adopt(
  stack: TerraformStack,
  roles: Readonly<Record<string, ChimeRole>>,
  adopted: Environment["adopt"] = {},
): void {
  const imports: { readonly to: string; readonly id: string }[] = [];
  const importFrom = (resource: TerraformResource, id: string) => {
    imports.push({ to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`, id });
    resource.addOverride("lifecycle.prevent_destroy", true);
  };
  for (const [key, { role_name: name, policy_arn: arn }] of Object.entries(adopted)) {
    const role = roles[key];
    if (role === undefined) continue; // the file has been checked: every adopted role is there
    if (name !== undefined) {
      importFrom(role.role, name);
      role.role.addOverride("lifecycle.ignore_changes", ["path"]);
    }
    if (arn !== undefined) importFrom(role.policy, arn);
  }
  if (imports.length > 0) stack.addOverride("import", imports);
}
