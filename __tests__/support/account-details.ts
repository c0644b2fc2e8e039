// Accounts as `aws iam get-account-authorization-details` prints them.

export interface DetailedRole {
  readonly trust: object;
  readonly inline?: Readonly<Record<string, object>>;
  /** Names of policies of the account, or ARNs. */
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export const accountId = "123456789012";
const arnOf = (name: string) => (name.includes(":") ? name : `arn:aws:iam::${accountId}:policy/${name}`);

export function accountDetails(
  roles: Readonly<Record<string, DetailedRole>>,
  policies: Readonly<Record<string, object>> = {},
) {
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: Object.entries(roles).map(
      ([RoleName, { trust, inline = {}, attached = [], boundary, path = "/", tags = {} }]) => ({
        Path: path,
        RoleName,
        RoleId: "AROAEXAMPLE",
        Arn: `arn:aws:iam::${accountId}:role${path}${RoleName}`,
        AssumeRolePolicyDocument: trust,
        InstanceProfileList: [],
        RolePolicyList: Object.entries(inline).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument })),
        AttachedManagedPolicies: attached.map((name) => ({ PolicyName: name, PolicyArn: arnOf(name) })),
        ...(boundary === undefined
          ? {}
          : { PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: arnOf(boundary) } }),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    ),
    Policies: Object.entries(policies).map(([PolicyName, Document]) => ({
      PolicyName,
      Arn: arnOf(PolicyName),
      DefaultVersionId: "v2",
      PolicyVersionList: [
        { Document: { Statement: [] }, VersionId: "v1", IsDefaultVersion: false },
        { Document, VersionId: "v2", IsDefaultVersion: true },
      ],
    })),
  };
}

export const app = `arn:aws:chime:us-east-1:${accountId}:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603`;
export const pool = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11";

export const documentWith = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
export const allowing = (Action: unknown, Resource: unknown = "*") =>
  documentWith({ Effect: "Allow", Action, Resource });
export const trusting = (Principal: unknown, Condition?: object, Action: unknown = "sts:AssumeRole") =>
  documentWith({ Effect: "Allow", Principal, Action, ...(Condition === undefined ? {} : { Condition }) });
export const trustingPool = (Condition: object) =>
  trusting({ Federated: "cognito-identity.amazonaws.com" }, Condition, "sts:AssumeRoleWithWebIdentity");
export const signedIn = {
  StringEquals: { "cognito-identity.amazonaws.com:aud": pool },
  "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
};

/** Ten roles as people write them. */
export const handWritten = accountDetails(
  {
    ChatAnonymous: {
      trust: trustingPool({}),
      inline: { chat: allowing("chime:Connect", `${app}/user/\${cognito-identity.amazonaws.com:sub}`) },
    },
    ChatEverybody: { trust: trusting("*"), inline: { chat: allowing("chime:SendChannelMessage", `${app}/user/bot`) } },
    ChatUsers: { trust: trustingPool(signedIn), attached: ["ChatUserPolicy"] },
    ChatDeveloper: { trust: trusting({ AWS: `arn:aws:iam::${accountId}:root` }), attached: ["ChatDeveloperPolicy"] },
    ChatLambda: {
      trust: trusting({ Service: "lambda.amazonaws.com" }),
      inline: { all: allowing(["chime:*", "s3:*", "logs:PutLogEvents"]) },
    },
    ChatTagged: {
      trust: trusting({ AWS: `arn:aws:iam::${accountId}:role/backend` }, undefined, [
        "sts:AssumeRole",
        "sts:TagSession",
      ]),
      inline: { chat: allowing("chime:Connect", `${app}/user/\${aws:PrincipalTag/AppInstanceUserId}`) },
    },
    Meetings: {
      trust: trusting({ Service: "lambda.amazonaws.com" }),
      inline: { all: allowing("chime:CreateMeeting") },
    },
    Billing: { trust: trusting({ AWS: accountId }), inline: { all: allowing("aws-portal:ViewBilling") } },
    Administrator: { trust: trusting({ AWS: accountId }), inline: { all: allowing("*") } },
    PowerUser: {
      trust: trusting({ AWS: accountId }),
      inline: { all: documentWith({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) },
    },
  },
  {
    ChatUserPolicy: allowing(["chime:SendChannelMessage", "chime:ListChannels"], [`${app}/user/*`, `${app}/channel/*`]),
    ChatDeveloperPolicy: allowing(["chime:CreateAppInstanceUser", "chime:DeleteAppInstance"]),
  },
);
