// What a call needs besides its own action: rights in other services, which the policy gets along with the call; and
// actions of Chime for certain parameters, which must be named in `calls` like any other.
import type { Call } from "./calls";

/** A statement that a policy gets along with a call. `{region}` and `{account}` are the app instance's. */
export interface Need {
  readonly calls: readonly Call[];
  readonly actions: readonly string[];
  readonly resource: string;
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly because: string;
  readonly source: string;
}

export const needs: readonly Need[] = [
  {
    calls: ["RegisterAppInstanceUserEndpoint"],
    actions: ["mobiletargeting:GetApp"],
    resource: "arn:aws:mobiletargeting:{region}:{account}:apps/*",
    because: "The service reads the Amazon Pinpoint application that the call names.",
    source: "https://docs.aws.amazon.com/chime-sdk/latest/dg/register-endpoint.html",
  },
  {
    calls: ["PutMessagingStreamingConfigurations"],
    actions: ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"],
    resource: "arn:aws:kinesis:{region}:{account}:stream/chime-messaging-*",
    because: "The service checks that the caller may write to the stream, whose name begins with chime-messaging-.",
    source: "https://docs.aws.amazon.com/chime-sdk/latest/dg/streaming-export.html",
  },
  {
    calls: ["PutMessagingStreamingConfigurations"],
    actions: ["iam:CreateServiceLinkedRole"],
    resource:
      "arn:aws:iam::{account}:role/aws-service-role/messaging.chime.amazonaws.com/AWSServiceRoleForChimeSDKMessaging",
    condition: { StringEquals: { "iam:AWSServiceName": ["messaging.chime.amazonaws.com"] } },
    because: "The first configuration in an account creates the service-linked role.",
    source: "https://docs.aws.amazon.com/chime-sdk/latest/dg/stream-service-linked.html",
  },
];

/** Further calls that a call needs when it has a certain parameter. */
export const parameterNeeds: readonly { readonly call: Call; readonly parameter: string; readonly needs: Call }[] = [
  { call: "CreateChannel", parameter: "MemberArns", needs: "CreateChannelMembership" },
  { call: "CreateChannel", parameter: "ModeratorArns", needs: "CreateChannelModerator" },
  { call: "CreateChannel", parameter: "ExpirationSettings", needs: "PutChannelExpirationSettings" },
  { call: "CreateChannel", parameter: "Tags", needs: "TagResource" },
  { call: "CreateAppInstanceUser", parameter: "ExpirationSettings", needs: "PutAppInstanceUserExpirationSettings" },
  { call: "CreateAppInstanceUser", parameter: "Tags", needs: "TagResource" },
  { call: "CreateAppInstanceBot", parameter: "Tags", needs: "TagResource" },
  { call: "CreateAppInstance", parameter: "Tags", needs: "TagResource" },
  { call: "CreateChannelFlow", parameter: "Tags", needs: "TagResource" },
];

/** What others need for some calls to work, which no role of a caller can give. */
export const neighbours: readonly {
  readonly calls: readonly Call[];
  readonly what: string;
  readonly source: string;
}[] = [
  {
    calls: ["CreateChannelFlow", "UpdateChannelFlow"],
    what: "The processor's Lambda function allows `lambda:InvokeFunction` to messaging.chime.amazonaws.com in its resource policy, with aws:SourceAccount and an aws:SourceArn of the app instance; its own role may call ChannelFlowCallback.",
    source: "https://docs.aws.amazon.com/chime-sdk/latest/dg/processor-setup.html",
  },
  {
    calls: ["CreateAppInstanceBot", "UpdateAppInstanceBot"],
    what: "The bot alias of Amazon Lex allows lex:PutSession, lex:DeleteSession and lex:RecognizeText to messaging.chime.amazonaws.com in its resource policy.",
    source: "https://docs.aws.amazon.com/chime-sdk/latest/dg/appinstance-bot-setup.html",
  },
];
