// One of many emulated accounts: the credentials of it, and what IAM holds there.
import {
  type AttachedPolicy,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  type Policy,
  type Role,
} from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

export class Account {
  /** What reaches the account, as variables of a command's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly iam: IAMClient;
  readonly s3: S3Client;

  private constructor(
    readonly id: string,
    accessKeyId: string,
    secretAccessKey: string,
    sessionToken: string,
  ) {
    this.env = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    this.iam = new IAMClient({ credentials });
    this.s3 = new S3Client({ credentials, forcePathStyle: true });
  }

  /**
   * The emulator tells accounts by the role that the credentials come from.
   *
   * @throws when the account has a role: suites run at the same time, so each has accounts of its own
   */
  static async enter(id: string): Promise<Account> {
    const RoleArn = `arn:aws:iam::${id}:role/terraform`;
    const { Credentials } = await new STSClient({}).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const account = new Account(id, AccessKeyId, SecretAccessKey, SessionToken);
    const roles = await account.roles();
    if (roles.length > 0)
      throw new Error(`Another suite uses the account ${id}: it has the roles ${roles.join(", ")}.`);
    return account;
  }

  async role(RoleName: string): Promise<Role | undefined> {
    return (await this.iam.send(new GetRoleCommand({ RoleName }))).Role;
  }

  /** The names of the roles that begin like this, in order. */
  async roles(prefix = ""): Promise<string[]> {
    const { Roles = [] } = await this.iam.send(new ListRolesCommand({}));
    return Roles.flatMap(({ RoleName = "" }) => (RoleName.startsWith(prefix) ? [RoleName] : [])).sort();
  }

  async policies(prefix = ""): Promise<Policy[]> {
    const { Policies = [] } = await this.iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    return Policies.filter(({ PolicyName = "" }) => PolicyName.startsWith(prefix));
  }

  async attached(RoleName: string): Promise<AttachedPolicy[]> {
    return (await this.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies ?? [];
  }

  /** IAM's own IDs of everything, which change when something is replaced. */
  async ids(prefix: string): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for (const name of await this.roles(prefix)) ids[`role ${name}`] = (await this.role(name))?.RoleId ?? "";
    for (const { PolicyName, PolicyId = "" } of await this.policies(prefix)) ids[`policy ${PolicyName}`] = PolicyId;
    return ids;
  }
}
