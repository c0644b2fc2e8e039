// The operations of Chime SDK messaging whose names other AWS services use too.
import type { Call } from "../grants/calls";
import { chime, chimeModel } from "./clients";

const channels = [
  "cloudtrail",
  "iotanalytics",
  "ivs",
  "kafka",
  "kinesis",
  "medialive",
  "mediapackage",
  "mediapackagev2",
  "mediatailor",
  "notifications",
  "repostspace",
];

/** The services that have an operation of the name, in lower case; `any` for some 300 of them. */
export const sharedNames: Readonly<Partial<Record<Call, readonly string[] | "any">>> = {
  CreateChannel: channels,
  DeleteChannel: channels,
  DescribeChannel: channels,
  ListChannels: channels,
  UpdateChannel: channels,
  ListTagsForResource: "any",
  TagResource: "any",
  UntagResource: "any",
};

/** Those of the services, other than ours, that have an operation of a call's name. */
export function sharing(call: Call, services: Iterable<string>): string[] {
  const having = sharedNames[call] ?? [];
  const others = [...services].filter((service) => service !== chime && service !== chimeModel);
  return others.filter((service) => having === "any" || having.includes(service));
}
