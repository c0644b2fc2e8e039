// The backend of an environment's stack, as CDKTF takes it.
import { isAbsolute, relative, sep } from "node:path";
import { TerraformBackend, type TerraformRemoteState, type TerraformStack } from "cdktf";
import { escapeForTerraform } from "../constructs/terraform-text";
import { type BackendArguments, type BackendConfig, backendOf, localStatePath } from "./backends";

/** The backend of a stack: local, at `state/<environment>.tfstate` of the project, unless the file sets another. */
export class Backend extends TerraformBackend {
  private readonly args: BackendArguments;

  /** @param folder where Terraform runs: the path of a local state is relative to it */
  constructor(stack: TerraformStack, environmentName: string, folder: string, config: BackendConfig | undefined) {
    const [name, given] = backendOf(config);
    super(stack, "backend", name);
    const path = fromFolder(folder, localStatePath(environmentName, given));
    this.args = escapeForTerraform(name === "local" ? { ...given, path } : given);
  }

  protected override synthesizeAttributes(): BackendArguments {
    return this.args;
  }

  override toTerraform(): object {
    return this.name === "cloud" ? { terraform: { cloud: this.args } } : super.toTerraform();
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error("An environment reads nothing of another's state.");
  }
}

/** A path of the project as Terraform sees it, which runs in the stack's folder. */
function fromFolder(folder: string, path: string): string {
  return isAbsolute(path) ? path : relative(folder, path).replaceAll(sep, "/");
}
