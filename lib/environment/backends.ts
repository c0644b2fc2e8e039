// Terraform's backends: the arguments that a file may set, which of them say where a state is, and which lock it.
// Not in the table are arguments that hold a secret, name a file of credentials, certificates or configuration (which can
// name a program to run), or weaken TLS: they come from the environment of the person who runs Terraform.

/** What a file may set as an argument. */
export interface BackendArgument {
  /**
   * What the argument is when left out, if it says where the state is: two environments that agree in all of these share
   * one state.
   */
  readonly place?: string;
  /** Whether it locks the state, where the backend does not do so by itself. */
  readonly locks?: true;
  /** Whether its text is a URL. */
  readonly url?: true;
  /** The names of what is in it, if it is an object. */
  readonly of?: readonly string[];
}

const plain: BackendArgument = {};
const url: BackendArgument = { url: true };
const locks: BackendArgument = { locks: true };
const place = (unset = ""): BackendArgument => ({ place: unset });

/** The backends and their arguments, by their own names; `cloud`, which Terraform has as a block of its own, among them. https://developer.hashicorp.com/terraform/language/backend */
export const backends = {
  azurerm: {
    storage_account_name: place(),
    container_name: place(),
    key: place(),
    resource_group_name: plain,
    subscription_id: plain,
    tenant_id: plain,
    client_id: plain,
    use_azuread_auth: plain,
    use_oidc: plain,
  },
  cloud: {
    hostname: place("app.terraform.io"),
    organization: place(),
    workspaces: { ...place(), of: ["name", "project"] },
  },
  consul: { address: place(), path: place(), datacenter: plain },
  cos: { bucket: place(), prefix: place("env:"), key: place("terraform.tfstate"), region: plain, encrypt: plain },
  gcs: { bucket: place(), prefix: place(), impersonate_service_account: plain, kms_encryption_key: plain },
  http: {
    address: { ...place(), url: true },
    lock_address: { ...url, locks: true },
    unlock_address: url,
    update_method: plain,
    lock_method: plain,
    unlock_method: plain,
    retry_max: plain,
    retry_wait_min: plain,
    retry_wait_max: plain,
  },
  kubernetes: {
    host: { ...place(), url: true },
    config_context: place(),
    namespace: place("default"),
    secret_suffix: place(),
    in_cluster_config: plain,
  },
  local: { path: place() },
  oci: { namespace: place(), bucket: place(), key: place(), region: plain, auth: plain },
  oss: { bucket: place(), prefix: place("env:"), key: place("terraform.tfstate"), region: plain, encrypt: plain },
  pg: { conn_str: place(), schema_name: place("terraform_remote_state") },
  remote: { hostname: place("app.terraform.io"), organization: place(), workspaces: { ...place(), of: ["name"] } },
  s3: {
    bucket: place(),
    key: place(),
    region: plain,
    encrypt: plain,
    kms_key_id: plain,
    use_lockfile: locks,
    dynamodb_table: locks,
    profile: plain,
    assume_role: { of: ["role_arn", "external_id", "session_name", "duration", "source_identity"] },
    // Without the file of the token, which `endpoints` could send elsewhere: AWS_WEB_IDENTITY_TOKEN_FILE names it.
    assume_role_with_web_identity: { of: ["role_arn", "session_name", "duration"] },
    allowed_account_ids: plain,
    endpoints: { of: ["s3", "dynamodb", "sts", "iam"], url: true },
    use_path_style: plain,
    use_fips_endpoint: plain,
    max_retries: plain,
    retry_mode: plain,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, BackendArgument>>>>;

export type BackendName = keyof typeof backends;

/** The arguments of a backend, as a file sets them. */
export type BackendArguments = Readonly<Record<string, unknown>>;

/** What an environment file says of its backend: one, under its own name. */
export type BackendConfig = Readonly<Partial<Record<BackendName, BackendArguments>>>;

/** A backend and its arguments; without any, the local one. */
export function backendOf(config: BackendConfig = {}): readonly [BackendName, BackendArguments] {
  const [entry = ["local", {}]] = Object.entries(config) as [BackendName, BackendArguments][];
  return entry;
}

/** The arguments that a file may set of a backend, with their names. */
export function argumentsOf(name: BackendName): readonly (readonly [string, BackendArgument])[] {
  return Object.entries(backends[name]);
}

/** The file of a local state, relative to the project. */
export function localStatePath(environmentName: string, { path }: BackendArguments): string {
  return String(path ?? `state/${environmentName}.tfstate`);
}

/** What is risky about a backend, if anything is. */
export function backendWarning(config: BackendConfig | undefined): string | undefined {
  const [name, args] = backendOf(config);
  const locking = argumentsOf(name).flatMap(([argument, { locks: isLock }]) => (isLock ? [argument] : []));
  const isUnlocked = locking.every((argument) => !args[argument] || args[argument] === "false");
  return isUnlocked && locking.length > 0
    ? `backend.${name} does not lock the state: two applies at the same time could overwrite each other's state. Set ${locking.join(" or ")}.`
    : undefined;
}
