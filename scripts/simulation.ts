// IAM's decisions, simulated: what a policy allows a session to do. For tests and docs/access-matrix.md only.
import { runSimulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument } from "../lib/grants/policy-document";

/** The context keys that a session brings. */
export type Session = Readonly<Record<string, string>>;

/** Whether a policy allows an action on one resource, in a request with these context keys. */
export async function allows(
  policy: PolicyDocument,
  context: Readonly<Record<string, string | readonly string[]>>,
  action: string,
  resource: string,
): Promise<boolean> {
  const result = await runUnsafeSimulation(
    {
      request: {
        principal: "arn:aws:sts::123456789012:assumed-role/chime/session",
        action,
        resource: { resource, accountId: "123456789012" },
        contextVariables: context as Record<string, string | string[]>,
      },
      identityPolicies: [{ name: "policy", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === "Allowed";
}

/** One attempt to assume a role. */
export interface Attempt {
  /** Who tries: an ARN, a service, or the provider that signed the session in. */
  readonly principal: string;
  /** The action that assumes, and with it `sts:TagSession` where tags are passed. */
  readonly action: string;
  readonly context: Readonly<Record<string, string | string[]>>;
}

const roleArn = "arn:aws:iam::123456789012:role/chime";

/** Whether a trust policy lets somebody assume the role, with every tag that is passed. */
export async function admits(trust: PolicyDocument, { principal, action, context }: Attempt): Promise<boolean> {
  // AWS's reference lists no key of a web identity for sts:TagSession, though AWS's own pages demand them of both actions
  // in one statement: there the simulator would be wrong, and is asked about the first action alone.
  const isDecidable = action !== "sts:AssumeRoleWithWebIdentity";
  const passesTags = isDecidable && Object.keys(context).some((key) => key.startsWith("aws:RequestTag/"));
  const decisions = await Promise.all(
    [action, ...(passesTags ? ["sts:TagSession"] : [])].map(async (name) => {
      const result = await runSimulation(
        {
          request: {
            principal,
            action: name,
            resource: { resource: roleArn, accountId: "123456789012" },
            contextVariables: { ...context },
          },
          identityPolicies:
            principal.startsWith("arn:aws:iam::") && !principal.includes("-provider/") ? [assumeAll] : [],
          serviceControlPolicies: [],
          resourceControlPolicies: [],
          resourcePolicy: trust,
        },
        {},
      );
      return "overallResult" in result && result.overallResult === "Allowed";
    }),
  );
  return decisions.every(Boolean);
}

/** What the caller's own IAM allows: a principal of another account needs it too. */
const assumeAll = {
  name: "assume",
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: "*" }],
  },
};
