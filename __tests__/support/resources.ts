// One resource of each kind that a policy of ours must tell apart.
import { appInstanceArn, goodInputs } from "./inputs";

/** What kind of thing a resource is. */
export type Kind = "*" | "user" | "bot" | "channel" | "channel-flow" | "app-instance" | "app instances";

const id = goodInputs.app_instance_id;
const other = "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38";

const another = `arn:aws:chime:us-east-1:123456789012:app-instance/${other}`;
const anothersAccount = `arn:aws:chime:us-east-1:210987654321:app-instance/${id}`;
const anotherRegion = `arn:aws:chime:eu-central-1:123456789012:app-instance/${id}`;

/** The resources by what they are to alice, to a Cognito identity, and to nobody. */
export function resources(identityId: string): Record<string, { kind: Kind; arn: string; id?: string }> {
  const user = (userId: string, arn = appInstanceArn) => ({
    kind: "user" as const,
    arn: `${arn}/user/${userId}`,
    id: userId,
  });
  return {
    "the user alice": user("alice"),
    "the user bob": user("bob"),
    "the user carol": user("carol"),
    "the identity's user": user(identityId),
    "alice of another app instance": user("alice", another),
    "alice of another account": user("alice", anothersAccount),
    "alice of another region": user("alice", anotherRegion),
    "a bot": { kind: "bot", arn: `${appInstanceArn}/bot/helper` },
    "a channel": { kind: "channel", arn: `${appInstanceArn}/channel/c1` },
    "a channel of another app instance": { kind: "channel", arn: `${another}/channel/c1` },
    "a channel of another account": { kind: "channel", arn: `${anothersAccount}/channel/c1` },
    "a channel of another region": { kind: "channel", arn: `${anotherRegion}/channel/c1` },
    "a channel flow": { kind: "channel-flow", arn: `${appInstanceArn}/channel-flow/f1` },
    "a channel flow of another app instance": { kind: "channel-flow", arn: `${another}/channel-flow/f1` },
    "the app instance": { kind: "app-instance", arn: appInstanceArn },
    "a meeting": { kind: "app-instance", arn: "arn:aws:chime:us-east-1:123456789012:meeting/m1" },
    "no resource": { kind: "*", arn: "*" },
  };
}
