// Where the state of an environment is: any backend of Terraform.
import { isAbsolute, relative, resolve, sep } from "node:path";
import { TerraformBackend, type TerraformRemoteState } from "cdktf";
import { escaped } from "../constructs/terraform-text";
import type { EnvironmentStack } from "./stack";

/**
 * Terraform's backends, each with the arguments that say where the state is and what they are when left out: two
 * environments that have them all alike share one.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export const backends = {
  azurerm: { storage_account_name: "", container_name: "", key: "" },
  consul: { address: "", path: "" },
  cos: { bucket: "", prefix: "env:", key: "terraform.tfstate" },
  gcs: { bucket: "", prefix: "" },
  http: { address: "" },
  kubernetes: { host: "", config_path: "", config_context: "", namespace: "default", secret_suffix: "" },
  local: { path: "" },
  oci: { namespace: "", bucket: "", key: "" },
  oss: { bucket: "", prefix: "env:", key: "terraform.tfstate" },
  pg: { conn_str: "", schema_name: "terraform_remote_state" },
  remote: { hostname: "app.terraform.io", organization: "", workspaces: "" },
  s3: { bucket: "", key: "" },
} as const;

/** The arguments that lock a state, for the backends that do not do so by themselves. */
const locks: Readonly<Partial<Record<BackendName, readonly string[]>>> = {
  http: ["lock_address"],
  s3: ["use_lockfile", "dynamodb_table"],
};

type BackendName = keyof typeof backends;
type Arguments = Readonly<Record<string, unknown>>;

/** What an environment file says of its backend: one, under its own name. */
export type BackendConfig = Readonly<Partial<Record<BackendName, Arguments>>>;

/** The backend of an environment's stack: local, at `state/<environment>.tfstate` of the project, unless the file says otherwise. */
export class Backend extends TerraformBackend {
  /** What tells the state from others: two environments must not have it in common. It may hold secrets. */
  readonly place: string;
  /** The arguments that say where the state is: `bucket or key`. */
  readonly location: string;
  /** What is risky about it. */
  readonly warning: string | undefined;
  private readonly args: Arguments;

  constructor(stack: EnvironmentStack, config: BackendConfig = {}) {
    const [name, given] = (Object.entries(config)[0] ?? ["local", {}]) as [BackendName, Arguments];
    super(stack, "backend", name);
    const path = String(given.path ?? `state/${stack.environmentName}.tfstate`);
    const args: Arguments = name === "local" ? { ...given, path: resolve(path) } : given;
    const located = Object.entries(backends[name]).map(([arg, unset]) => withoutSlashes(args[arg] ?? unset));
    this.place = JSON.stringify([name, ...located]);
    this.location = Object.keys(backends[name]).join(" or ");
    const locking = locks[name];
    if (locking?.every((arg) => !args[arg] || args[arg] === "false")) {
      this.warning = `backend.${name} has no lock: of two applies at once, one may undo the other's state. Give it ${locking.join(" or ")}.`;
    }
    this.args = escaped(name === "local" ? { ...given, path: fromFolder(stack.folder, path) } : given);
  }

  protected override synthesizeAttributes(): Arguments {
    return this.args;
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error("An environment reads nothing of another's state.");
  }
}

/** A path of the project as Terraform sees it, which runs in the stack's folder. */
function fromFolder(folder: string, path: string): string {
  return isAbsolute(path) ? path : relative(folder, path).replaceAll(sep, "/");
}

function withoutSlashes(value: unknown): string {
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).replace(/^\/+|\/+$/g, "");
}
