// Where the state of an environment is: any backend of Terraform.
import { isAbsolute, join, posix, relative, sep } from "node:path";
import { App, TerraformBackend, type TerraformRemoteState, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { escaped } from "../constructs/terraform-text";

/**
 * Terraform's backends, each with the arguments that say where the state is: two environments that have them all alike
 * share one.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export const backends = {
  azurerm: ["storage_account_name", "container_name", "key"],
  consul: ["address", "path"],
  cos: ["bucket", "prefix", "key"],
  gcs: ["bucket", "prefix"],
  http: ["address"],
  kubernetes: ["host", "config_path", "config_context", "namespace", "secret_suffix"],
  local: ["path"],
  oci: ["namespace", "bucket", "key"],
  oss: ["bucket", "prefix", "key"],
  pg: ["conn_str", "schema_name"],
  remote: ["hostname", "organization", "workspaces"],
  s3: ["bucket", "key"],
} as const;

type BackendName = keyof typeof backends;
type Arguments = Readonly<Record<string, unknown>>;

/** What an environment file says of its backend: one, under its own name. */
export type BackendConfig = Readonly<Partial<Record<BackendName, Arguments>>>;

/** The backend of an environment's stack; local, at `state/<environment>.tfstate` of the project, unless the file says otherwise. */
export class Backend extends TerraformBackend {
  /** What tells the state from others: two environments must not have it in common. */
  readonly place: string;
  /** What is risky about it. */
  readonly warning: string | undefined;
  private readonly args: Arguments;

  constructor(scope: Construct, environment: string, config: BackendConfig = {}) {
    const [name, given] = (Object.entries(config)[0] ?? ["local", {}]) as [BackendName, Arguments];
    super(scope, "backend", name);
    const path = posix.normalize(String(given.path ?? `state/${environment}.tfstate`));
    const args = name === "local" ? { ...given, path } : given;
    this.place = `${name} ${JSON.stringify(backends[name].map((arg) => args[arg]))}`;
    this.warning = name === "s3" && !args.use_lockfile && !args.dynamodb_table ? noLock : undefined;
    this.args = escaped(name === "local" ? { ...args, path: this.fromStackFolder(path) } : args);
  }

  protected override synthesizeAttributes(): Arguments {
    return this.args;
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error("An environment reads nothing of another's state.");
  }

  /** A path of the project as Terraform sees it, which runs in the folder that the stack is written to. */
  private fromStackFolder(path: string): string {
    if (isAbsolute(path)) return path;
    const folder = join(App.of(this).outdir, "stacks", TerraformStack.of(this).node.id);
    return relative(folder, path).replaceAll(sep, "/");
  }
}

const noLock =
  "backend.s3 has no lock: of two applies at once, one may undo the other's state. Set use_lockfile to true (Terraform 1.10).";
