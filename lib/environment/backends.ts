// Terraform's backends: which arguments say where a state is, and what locks it.

/**
 * Each backend with the arguments that say where the state is, and what they are when left out: two environments that agree
 * in all of them share one state.
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

export type BackendName = keyof typeof backends;

/** The arguments that lock a state, for the backends that do not do so by themselves. */
export const locks: Readonly<Partial<Record<BackendName, readonly string[]>>> = {
  http: ["lock_address"],
  s3: ["use_lockfile", "dynamodb_table"],
};

/** The arguments of a backend. */
export type BackendArguments = Readonly<Record<string, unknown>>;

/** What an environment file says of its backend: one, under its own name. */
export type BackendConfig = Readonly<Partial<Record<BackendName, BackendArguments>>>;

/** A backend and its arguments; without any, the local one. */
export function backendOf(config: BackendConfig = {}): readonly [BackendName, BackendArguments] {
  const [entry = ["local", {}]] = Object.entries(config) as [BackendName, BackendArguments][];
  return entry;
}

/** The file of a local state, relative to the project. */
export function localStatePath(environmentName: string, { path }: BackendArguments): string {
  return String(path ?? `state/${environmentName}.tfstate`);
}

/** What is risky about a backend, if anything is. */
export function backendWarning(config: BackendConfig | undefined): string | undefined {
  const [name, args] = backendOf(config);
  const locking = locks[name];
  const isUnlocked = locking?.every((argument) => !args[argument] || args[argument] === "false") ?? false;
  return isUnlocked && locking !== undefined
    ? `backend.${name} has no lock: of two applies at the same time, one may overwrite the other's state. Set ${locking.join(" or ")}.`
    : undefined;
}
