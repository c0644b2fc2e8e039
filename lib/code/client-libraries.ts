// The calls that the client libraries of Amazon Chime make on their own, and what shows a signed WebSocket URL.
import type { Call } from "../grants/calls";
import type { LanguageName } from "./languages";

export interface LibraryClass {
  readonly languages: readonly LanguageName[];
  /** The class whose construction shows that the library is used. */
  readonly name: string;
  /** The modules that it is imported from, where it is imported. */
  readonly modules: RegExp;
  readonly calls: readonly Call[];
  /** Where the library makes them. */
  readonly source: string;
}

export const libraryClasses: readonly LibraryClass[] = [
  {
    languages: ["ecmaScript"],
    name: "DefaultMessagingSession",
    modules: /(?:^|[/:])amazon-chime-sdk-js(?:$|[/@])/,
    // It asks for the endpoint where it was given none, and again with every reconnection.
    calls: ["Connect", "GetMessagingSessionEndpoint"],
    source:
      "https://github.com/aws/amazon-chime-sdk-js/blob/main/src/messagingsession/DefaultMessagingSession.ts: startConnectingInternal",
  },
  {
    languages: ["kotlin"],
    name: "DefaultMessagingSession",
    modules: /^com\.amazonaws\.services\.chime\.sdk\.messaging\.session$/,
    calls: ["Connect"], // the endpoint is given to it
    source:
      "https://github.com/aws-samples/amazon-chime-sdk/tree/main/apps/chat-android/messaging-websocket: session/DefaultMessagingSession.kt",
  },
  {
    languages: ["swift"],
    name: "DefaultMessagingSession",
    modules: /(?!)/, // part of the program
    calls: ["Connect"], // the endpoint is given to it
    source:
      "https://github.com/aws-samples/amazon-chime-sdk/tree/main/apps/chat-ios/AmazonChimeSDKMessagingDemo/messaging-websocket: session/DefaultMessagingSession.swift",
  },
];

/**
 * The parts of a WebSocket URL that a program signs itself, each of which stands in a string of its own or in one with
 * others: `wss://ENDPOINT/connect?X-Amz-Algorithm=…`, signed for the service `chime`. A file that has all of them connects.
 *
 * Source: https://docs.aws.amazon.com/chime-sdk/latest/dg/websockets.html, "Connecting to the WebSocket"
 */
export const signedUrl = {
  scheme: /^wss(?::\/\/|:?$)/,
  path: /\/connect(?:\?|$)/,
  service: /^chime$|\.chime\.aws\b/,
} as const;

export const signedUrlCall: Call = "Connect";

/** Modules of other things than AWS whose objects have methods with the names of calls: brokers, chats, gRPC, events. */
export const foreignModules =
  /^(?:(?:@types\/)?amqp\w*(?:-[\w-]+)?$|discord|pika\b|com\.rabbitmq|github\.com\/(?:streadway|rabbitmq)\/amqp|(?:@?nice-)?grpc\b|@grpc\/|io\.grpc|google\.golang\.org\/grpc|better-sse$|better-sqlite|pusher\b|ably\b|stream-chat|twilio\b|mediasoup)/;
