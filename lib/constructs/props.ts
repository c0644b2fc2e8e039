// What the constructs of roles and policies take.
import type { Call } from "../grants/calls";
import type { defaultName } from "../grants/capabilities";
import type { OfferedCapability } from "../grants/catalogue";
import type { Scope } from "../grants/role-calls";
import type { PageRoleType } from "../grants/role-types";
import type { Trust } from "../grants/trust";
import type { UserIdSource } from "../grants/trust-kinds";
import type { AppInstance } from "./app-instance";
import type { MetaArguments } from "./managed-policy";
import type { RoleReference } from "./role-reference";
import type { TrustConditionProps } from "./trust";

/** Quotas of IAM that AWS has raised for the account. */
export interface QuotasProps {
  /**
   * Characters of a trust policy: 2,048 to 8,192.
   *
   * @default 2048
   */
  readonly trustPolicyCharacters?: number | undefined;
  /**
   * Managed policies on a role, its own among them: 10 to 25.
   *
   * @default 10
   */
  readonly policiesPerRole?: number | undefined;
}

/** The name of a capability that a role type offers, or `default` for what a role has when none are named. */
export type CapabilityChoice<Type extends PageRoleType = PageRoleType> =
  | typeof defaultName
  | { [Each in Type]: OfferedCapability<Each> }[Type];

/** What roles and policies take alike. */
interface CommonProps extends MetaArguments {
  /** The app instance whose messaging may be used. */
  readonly appInstance: AppInstance;
  /**
   * Calls of the SDK, such as `SendChannelMessage`, and `Connect`. Alone: these and no others. With `capabilities`: in
   * addition.
   *
   * @default what `capabilities` say
   */
  readonly calls?: readonly Call[] | undefined;
  /**
   * The prefix of the name of the role and the policy; the role type with dashes follows.
   *
   * @default chime-
   */
  readonly namePrefix?: string | undefined;
  /**
   * The whole name of the role and the policy, at most 64 characters.
   *
   * @default namePrefix and the role type: chime-minimal-user
   */
  readonly name?: string | undefined;
  /**
   * The IAM path of the role and the policy.
   *
   * @default /
   */
  readonly path?: string | undefined;
  /**
   * Tags of the role and the policy, at most 50.
   *
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /**
   * The name of the resources in Terraform: `aws_iam_role.<address>`, `aws_iam_policy.<address>`. Two of one type in a stack
   * need two.
   *
   * @default the role type: user
   */
  readonly address?: string | undefined;
}

/** What every role takes. */
export interface ChimeRoleProps extends CommonProps {
  /** Who may assume the role: at least one trust. */
  readonly trust: Trust | readonly [Trust, ...Trust[]];
  /**
   * Further conditions of every trust statement. Those of one trust are an option of its factory.
   *
   * @default none
   */
  readonly trustConditions?: readonly TrustConditionProps[] | undefined;
  /**
   * Callers may bring a source identity: principals, SAML and OIDC sessions (`sts:SetSourceIdentity`).
   *
   * @default false
   */
  readonly allowSourceIdentity?: boolean | undefined;
  /**
   * Quotas that AWS has raised for the account.
   *
   * @default those of every account
   */
  readonly quotas?: QuotasProps | undefined;
  /**
   * Inline policies that somebody else manages and `exclusiveAttachments` leaves alone. They must exist: the AWS provider fails
   * to make one without its document. Those of `grantAssume` are among them.
   *
   * @default none
   */
  readonly inlinePolicyNames?: readonly string[] | undefined;
  /**
   * The description of the role, at most 1,000 characters. The policy keeps its own, which IAM cannot change.
   *
   * @default what the role type is for
   */
  readonly description?: string | undefined;
  /**
   * The longest session, in seconds: 3,600 to 43,200. AWS limits a role that is assumed through another to 3,600.
   *
   * @default 3600
   */
  readonly maxSessionDuration?: number | undefined;
  /**
   * The ARN of the managed policy that is the role's permissions boundary.
   *
   * @default none
   */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * Further managed policies to attach, each under a static name of your choice. IAM attaches ten in all.
   *
   * @default none
   */
  readonly policyArns?: Readonly<Record<string, string>> | undefined;
  /**
   * Terraform manages the whole list of attachments and inline policies, so that one made by hand shows as drift.
   *
   * @default false
   */
  readonly exclusiveAttachments?: boolean | undefined;
}

/** What a role takes whose calls may act as a user. */
interface UserIdProps {
  /**
   * The AppInstanceUser that the role acts as: an ID for always that one, `*` for any (a back end that acts for all).
   *
   * @default the caller, as its session says
   */
  readonly appInstanceUserId?: string | undefined;
  /**
   * The key of the session tag that carries the caller's AppInstanceUser ID.
   *
   * @default AppInstanceUserId
   */
  readonly userIdTagKey?: string | undefined;
}

/** What a role takes whose callers pass their AppInstanceUser ID. */
interface AllowedUserIdsProps {
  /**
   * The AppInstanceUser IDs that a caller may pass in the session tag: IDs and IAM policy variables
   * (`${aws:PrincipalTag/AppInstanceUserId}`), or patterns with `*` and `?`, not both.
   *
   * @default any
   */
  readonly allowedUserIds?: readonly string[] | undefined;
}

/** What a role takes whose calls act in channels. */
interface ChannelProps {
  /**
   * The tags that a channel must have for the role's calls to reach it: all of them. A value may have IAM policy variables.
   * `Connect` is not limited by it: it delivers the messages of every channel that the user is a member of.
   *
   * @default none: every channel of the app instance
   */
  readonly channelsTagged?: Readonly<Record<string, string>> | undefined;
}

interface FurtherAppInstancesProps {
  /**
   * Further app instances of the same region and account in which the role may do the same, by their IDs or ARNs.
   *
   * @default none
   */
  readonly appInstanceIds?: readonly string[] | undefined;
}

interface CapabilityProps<Type extends PageRoleType> {
  /**
   * Named lists of calls. `messaging` is always included, and `default` includes what applies when nothing is set.
   *
   * @default what AWS's page grants
   */
  readonly capabilities?: readonly CapabilityChoice<Type>[] | undefined;
}

/** What the role of a signed-in user takes. */
export interface ChimeUserRoleProps
  extends ChimeRoleProps,
    CapabilityProps<"user">,
    UserIdProps,
    AllowedUserIdsProps,
    ChannelProps {}

/** What the role of a signed-in user takes who only reads and sends. */
export interface ChimeMinimalUserRoleProps
  extends ChimeRoleProps,
    CapabilityProps<"minimal_user">,
    UserIdProps,
    AllowedUserIdsProps,
    ChannelProps {}

/** What the role of a WebSocket connection takes. */
export interface ChimeWebSocketRoleProps
  extends ChimeRoleProps,
    CapabilityProps<"websocket">,
    UserIdProps,
    AllowedUserIdsProps {}

interface ScopeProps {
  /**
   * How far the policy reaches: `all` app instances of the region and account, or this one `app_instance`, except for
   * CreateAppInstance, which has no resource. For a developer `all` is everything, as on AWS's page.
   *
   * @default for a back end app_instance; for a developer all, or app_instance where `calls` is set without `capabilities`
   */
  readonly scope?: Scope | undefined;
}

/** What the role of a developer takes. */
export interface ChimeDeveloperRoleProps
  extends ChimeRoleProps,
    CapabilityProps<"developer">,
    ScopeProps,
    FurtherAppInstancesProps {}

interface BackendProps {
  /** The calls that the code of the back end makes, such as `CreateAppInstanceUser`. */
  readonly calls: readonly Call[];
  /**
   * The AppInstanceBot that the role acts as, or `*` for any. Without `appInstanceUserId` it acts as no user.
   *
   * @default none
   */
  readonly appInstanceBotId?: string | undefined;
}

/** What the role of a back end takes. */
export interface ChimeBackendRoleProps
  extends Omit<ChimeRoleProps, "calls">,
    BackendProps,
    UserIdProps,
    AllowedUserIdsProps,
    ChannelProps,
    ScopeProps,
    FurtherAppInstancesProps {}

/** What the role of each type takes. */
export interface RolePropsByType {
  readonly developer: ChimeDeveloperRoleProps;
  readonly user: ChimeUserRoleProps;
  readonly minimal_user: ChimeMinimalUserRoleProps;
  readonly websocket: ChimeWebSocketRoleProps;
  readonly backend: ChimeBackendRoleProps;
}

/** The props of every role type together. */
export type AnyRoleProps = ChimeRoleProps &
  Partial<
    CapabilityProps<PageRoleType> &
      UserIdProps &
      AllowedUserIdsProps &
      ChannelProps &
      ScopeProps &
      FurtherAppInstancesProps &
      Pick<ChimeBackendRoleProps, "appInstanceBotId">
  >;

interface UserIdSourceProps {
  /**
   * How the sessions of the role that the policy is attached to carry the caller's AppInstanceUser ID: `session_tag`, or
   * `identity_id` of a Cognito identity pool. Required where the policy reads it.
   *
   * @default none
   */
  readonly userId?: UserIdSource | readonly UserIdSource[] | undefined;
}

/** A policy reads the caller's ID, or acts as one user, or its calls act as nobody. */
type Acting =
  | (Required<UserIdSourceProps> & {
      readonly appInstanceUserId?: undefined;
      readonly userIdTagKey?: string | undefined;
    })
  | (UserIdProps & { readonly appInstanceUserId: string; readonly userId?: undefined })
  | { readonly calls: readonly Call[]; readonly userId?: undefined; readonly appInstanceUserId?: undefined };

interface AttachProps {
  /**
   * A role that exists, to which the policy is attached: its resource or data source, or its ARN or name.
   *
   * @default none
   */
  readonly attachTo?: RoleReference | undefined;
}

type PolicyOf<Type extends PageRoleType> = CommonProps &
  AttachProps &
  CapabilityProps<Type> & {
    /** The role type that the policy starts from. */
    readonly type: Type;
    readonly appInstanceBotId?: undefined;
  };

/** What a managed policy alone takes: what its type may say. */
export type ChimePolicyProps =
  | (PolicyOf<"developer"> &
      ScopeProps &
      FurtherAppInstancesProps & { readonly userId?: undefined; readonly appInstanceUserId?: undefined })
  | { [Type in SignedIn]: PolicyOf<Type> & Acting & ChannelProps & { readonly scope?: undefined } }[SignedIn]
  | (Omit<CommonProps, "calls"> &
      AttachProps &
      BackendProps &
      UserIdProps &
      ChannelProps &
      ScopeProps &
      FurtherAppInstancesProps &
      UserIdSourceProps & { readonly type: "backend"; readonly capabilities?: undefined });

type SignedIn = Exclude<PageRoleType, "developer">;
