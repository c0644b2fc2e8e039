// The recorded states of earlier versions, and their resources in the emulator.
//
// A folder of fixtures/states has what a version's own code applied to the emulator, a stack and a call of the module, and
// the environment file that both were made of.
import { readdirSync, readFileSync } from "node:fs";
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import type { Account } from "./account";
import { fixturePath } from "./files";

/** What we read of an environment file. */
export interface Inputs {
  readonly account_id: string;
  readonly roles: Readonly<Record<string, { readonly policy_arns?: Readonly<Record<string, string>> }>>;
  readonly adopt?: Readonly<Record<string, { readonly role_name?: string; readonly policy_arn?: string }>>;
}

type TextAttribute = "name" | "path" | "description" | "assume_role_policy" | "policy" | "arn" | "role" | "policy_arn";

/** What we read of a role, a policy or an attachment. */
export type Attributes = { readonly [Name in TextAttribute]?: string | undefined } & {
  readonly max_session_duration?: number;
  readonly tags_all?: Readonly<Record<string, string>>;
};

/** What we read of a state. */
export interface State {
  readonly resources: readonly {
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Attributes }[];
  }[];
}

/** What is in an account. */
interface Contents {
  readonly roles: readonly Attributes[];
  readonly policies: readonly Attributes[];
  readonly attachments: readonly Attributes[];
}

/** The names of the recorded states: a version, and perhaps a case of it. */
export function recordedStates(): string[] {
  return readdirSync(fixturePath("states")).filter((name) => !name.endsWith(".json"));
}

export function readState(name: string): { readonly inputs: Inputs; readonly state: State } {
  const read = (file: string) => JSON.parse(readFileSync(fixturePath("states", name, file), "utf8"));
  return { inputs: read("environment.json"), state: read("state.json") };
}

/** What a state has, and the further policies that it attaches. */
export function contentsOf({ resources }: State): Contents {
  const all = (type: string) =>
    resources
      .filter((resource) => resource.type === type)
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes));
  const attachments = all("aws_iam_role_policy_attachment");
  const further = attachments.map(({ policy_arn }) => ({ arn: policy_arn }));
  return { roles: all("aws_iam_role"), policies: uniquePolicies([...further, ...all("aws_iam_policy")]), attachments };
}

/** What must exist before an environment is applied: what it adopts, and its further policies. */
export function requiredBy({ roles, adopt = {} }: Inputs): Contents {
  const adopted = Object.values(adopt);
  const further = Object.values(roles).flatMap(({ policy_arns = {} }) => Object.values(policy_arns));
  const arns = [...adopted.flatMap(({ policy_arn }) => policy_arn ?? []), ...further];
  return {
    roles: adopted.flatMap(({ role_name: name }) => (name === undefined ? [] : [{ name, path: "/chat/" }])),
    policies: uniquePolicies(arns.map((arn) => ({ arn, description: "made by hand" }))),
    attachments: [],
  };
}

function uniquePolicies(policies: readonly Attributes[]): Attributes[] {
  return [...new Map(policies.map((policy) => [policy.arn, policy])).values()];
}

/** Creates roles, policies and attachments in an account. */
export async function create({ iam }: Account, { roles, policies, attachments }: Contents): Promise<void> {
  for (const policy of policies) {
    const [, Path = "/", PolicyName = ""] = /:policy(\/(?:.*\/)?)(.*)$/.exec(policy.arn ?? "") ?? [];
    const PolicyDocument = policy.policy ?? documentWith({ Action: "chime:ListChannels", Resource: "*" });
    const { description: Description } = policy;
    await iam.send(new CreatePolicyCommand({ PolicyName, Path, PolicyDocument, Description, Tags: tagsOf(policy) }));
  }
  for (const role of roles) {
    const Principal = { Service: "lambda.amazonaws.com" };
    await iam.send(
      new CreateRoleCommand({
        RoleName: role.name,
        Path: role.path,
        Description: role.description,
        MaxSessionDuration: role.max_session_duration,
        AssumeRolePolicyDocument: role.assume_role_policy ?? documentWith({ Principal, Action: "sts:AssumeRole" }),
        Tags: tagsOf(role),
      }),
    );
  }
  for (const { role: RoleName, policy_arn: PolicyArn } of attachments) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

function documentWith(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

function tagsOf({ tags_all: tags = {} }: Attributes): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
