// What is wider than it need be in a role that somebody wrote by hand: a table of questions to its documents, the worst first, and
// what to write instead. Readers are people who never saw this project.

import { calls } from "../grants/calls";
import { limits } from "../inputs/limits";
import { sharedIssuerOf } from "../inputs/oidc-issuers";
import type { AccountRole } from "./account";
import type { Constraint } from "./constraint";
import { namedActions } from "./messaging-roles";
import { accountOfRoot, type PrincipalId } from "./principal";
import { type Remark, worstFirst } from "./remarks";
import type { Grant } from "./statement";
import { callOf, requirementOf } from "./words";

/** A question to a role: when it finds something, what that is. */
interface Question {
  readonly severity: Remark["severity"];
  readonly finds: (role: AccountRole, about: About) => readonly string[];
  readonly instead: string;
}

/** What is known besides the role. */
interface About {
  readonly account: string;
  /** Whether most roles that make calls of messaging have a boundary. */
  readonly othersHaveBoundaries: boolean;
}

const questions: readonly Question[] = [
  {
    severity: "danger",
    finds: ({ access }) =>
      trustsOf(access.trust.grants).some(isAnybody) ? ["Anybody in any AWS account can assume this role."] : [],
    instead: "name the roles that may assume it as Principal (input principal_arns)",
  },
  {
    severity: "danger",
    finds: ({ access }, { account }) =>
      trustsOf(access.trust.grants).flatMap(({ principal, constraints }) => {
        const root = principal && accountOfRoot(principal);
        const isRestricted = constraints.some(({ operator }) => /^(String|Arn)(Equals|Like)$/.test(operator));
        return root === undefined || root === account || isRestricted
          ? []
          : [`Every user and role of the AWS account ${root} can assume this role, if that account lets them.`];
      }),
    instead: "name the roles of that account, or require an external ID (inputs principal_arns and external_id)",
  },
  {
    severity: "danger",
    finds: ({ access }) =>
      poolsOf(access.trust.grants).some(({ constraints }) => !requires(constraints, /:aud$/i))
        ? ["Identities of any Cognito identity pool can assume this role, also of pools of other AWS accounts."]
        : [],
    instead:
      'require the pool: "StringEquals": {"cognito-identity.amazonaws.com:aud": "POOL_ID"} (input cognito_identity_pool_ids)',
  },
  {
    severity: "danger",
    finds: ({ access }) => sharedSubjects(access.trust.grants),
    instead: "name your own organization in the subject (input oidc_providers)",
  },
  {
    severity: "danger",
    finds: ({ access }) =>
      isForPeople(access.trust.grants) && actsAsAnyUser(access.policy.grants)
        ? ["Everybody who signs in can act as any user of the chat: read their messages, and send in their name."]
        : [],
    instead:
      "name the user of the session: user/${cognito-identity.amazonaws.com:sub}, or user/${aws:PrincipalTag/AppInstanceUserId} with a session tag (role type user)",
  },
  {
    severity: "danger",
    finds: ({ access: { tags = {}, policy } }) => {
      const read = JSON.stringify(policy.grants).toLowerCase();
      return Object.keys(tags)
        .filter((key) => read.includes(`aws:principaltag/${key.toLowerCase()}}`))
        .map((key) => `Its own tag ${key} counts as the session tag of everybody who passes none.`);
    },
    instead: "remove the tag from the role",
  },
  {
    severity: "warning",
    finds: ({ access }) =>
      poolsOf(access.trust.grants).some(({ constraints }) => !requires(constraints, /:amr$/i))
        ? ["Guests of the identity pool, who have not signed in, can assume this role too."]
        : [],
    instead: 'require "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}',
  },
  {
    severity: "warning",
    finds: ({ access: { policy } }) =>
      policy.statements
        .filter(({ effect }) => effect === "Allow")
        .flatMap((statement) => namedActions(statement).filter((action) => /^chime:\*$/i.test(action)))
        .slice(0, 1)
        .map(
          (action) =>
            `Allows ${action}: some 300 actions, also of meetings, phone numbers and calls, which cost money.`,
        ),
    instead: "name the calls; cdktf-chime-iam calls PATH lists those that your code makes (input calls)",
  },
  {
    severity: "warning",
    finds: ({ access: { policy } }) => {
      const wide = policy.grants.filter(
        ({ effect, action, resource }) =>
          effect === "Allow" && resource === "*" && /:\*$/.test(action) && !/^chime:/i.test(action),
      );
      const names = [...new Set(wide.map(({ action }) => action))];
      return names.length === 0 ? [] : [`Allows everything in other services, on everything: ${names.join(", ")}.`];
    },
    instead: "name the actions that it needs",
  },
  {
    severity: "warning",
    finds: ({ access: { policy, trust } }) =>
      !isForPeople(trust.grants) && actsAsAnyUser(policy.grants)
        ? ["Whoever assumes this role can act as any user of the chat."]
        : [],
    instead: "name the user, or the bot, that it acts as (inputs app_instance_user_id and app_instance_bot_id)",
  },
  {
    severity: "warning",
    finds: ({ access: { policy } }) =>
      policy.grants.some(
        ({ effect, action, resource = "" }) =>
          effect === "Allow" && hasResource(action) && /^\*$|:app-instance\/\*/.test(resource),
      )
        ? ["Its calls reach every app instance of the account, not only that of one application."]
        : [],
    instead: "name the app instance: arn:aws:chime:REGION:ACCOUNT:app-instance/ID/… (input app_instance_id)",
  },
  {
    severity: "warning",
    finds: ({ access: { policy, trust } }) => {
      const tags = tagsRead(policy.grants).filter(
        (tag) => !trustsOf(trust.grants).every(({ constraints }) => requiresTag(constraints, tag)),
      );
      return tags.map((tag) => `Its policy reads the session tag ${tag}, and its trust policy does not require one.`);
    },
    instead: 'require it: "StringLike": {"aws:RequestTag/KEY": "?*"}, and allow sts:TagSession (every role type does)',
  },
  {
    severity: "note",
    finds: ({ access: { boundary } }, { othersHaveBoundaries }) =>
      boundary === undefined && othersHaveBoundaries
        ? ["Has no permissions boundary, and most roles like it have one."]
        : [],
    instead: "set the boundary of the others (input permissions_boundary_arn)",
  },
  {
    severity: "note",
    finds: ({ attached, documents, trust }) => [
      ...[...documents].flatMap(([name, document]) => {
        const inline = name.startsWith("inline policy ");
        return inline ? [] : nearLimit(`The policy ${name}`, sizeOf(document), limits.policySize, "characters");
      }),
      ...nearLimit("Its trust policy", sizeOf(trust), limits.trustPolicySize, "characters"),
      ...nearLimit("It", attached.length, limits.attachedPolicies, "attached policies"),
    ],
    instead: "split it, or ask AWS for a higher quota",
  },
];

/** What is wider than it need be in some roles of an account, the worst first. */
export function findingsOn(roles: readonly (readonly [string, AccountRole])[], account: string): Remark[] {
  const bounded = roles.filter(([, { access }]) => access.boundary !== undefined).length;
  const about = { account, othersHaveBoundaries: bounded * 2 > roles.length };
  const found = roles.flatMap(([label, role]) =>
    questions.flatMap(({ severity, finds, instead }) =>
      [...new Set(finds(role, about))].map((text): Remark => ({ role: label, severity, text, instead })),
    ),
  );
  return worstFirst(found);
}

/** The grants that let somebody in. */
function trustsOf(grants: readonly Grant[]): Grant[] {
  return grants.filter(
    ({ effect, action }) => effect === "Allow" && !/^sts:(tagsession|setsourceidentity)$/i.test(action),
  );
}

function isAnybody({ principal, constraints }: Grant): boolean {
  const isRestricted = constraints.some(({ operator }) => /^(String|Arn)(Equals|Like)$/.test(operator));
  return principal?.id === "*" && !isRestricted;
}

function poolsOf(grants: readonly Grant[]): Grant[] {
  return trustsOf(grants).filter(({ principal }) => principal?.id === "cognito-identity.amazonaws.com");
}

/** Whether people sign in to get the role. */
function isForPeople(grants: readonly Grant[]): boolean {
  return trustsOf(grants).some(({ principal }) => principal?.kind === "Federated");
}

/** Whether the values of a condition key are named. */
function requires(constraints: readonly Constraint[], key: RegExp): boolean {
  return constraints.some(
    (one) =>
      key.test(one.key) && /^(ForAnyValue:)?String(Equals|Like)$/.test(one.operator) && !one.values.includes("*"),
  );
}

function requiresTag(constraints: readonly Constraint[], tag: string): boolean {
  return constraints.some(({ operator, key, values }) => {
    const isOfTag = key.toLowerCase() === `aws:requesttag/${tag.toLowerCase()}`;
    return isOfTag && (/^String(Equals|Like)$/.test(operator) || (operator === "Null" && values.join() === "false"));
  });
}

function actsAsAnyUser(grants: readonly Grant[]): boolean {
  return grants.some(
    ({ effect, action, resource = "" }) =>
      effect === "Allow" && mayAct(action) && /^\*$|:app-instance\/[^/]*\*$|\/user\/\*$/.test(resource),
  );
}

/** Whether an action is a call that touches something in an app instance. */
function hasResource(action: string): boolean {
  const call = callOf(action);
  return call !== undefined && !(calls[call].on as readonly string[]).includes("*");
}

/** Whether an action, or some of a pattern, is made as somebody. */
function mayAct(action: string): boolean {
  return requirementOf(action) !== undefined || /^\*$|^chime:.*[*?]/i.test(action);
}

function tagsRead(grants: readonly Grant[]): string[] {
  const texts = grants.flatMap(({ resource = "" }) => [...resource.matchAll(/\$\{aws:PrincipalTag\/([^},]+)/gi)]);
  return [...new Set(texts.map(([, tag = ""]) => tag))];
}

/** Subjects of a shared issuer that name no tenant. */
function sharedSubjects(grants: readonly Grant[]): string[] {
  return trustsOf(grants).flatMap(({ principal, constraints }) => {
    const issuer = issuerOf(principal);
    const shared = sharedIssuerOf(issuer ?? "");
    const subjects = constraints.find(({ key }) => key.toLowerCase() === `${issuer}:sub`.toLowerCase())?.values;
    const isNamed = subjects?.every((subject) => new RegExp(shared?.subject ?? "", "u").test(subject));
    if (issuer === undefined || (shared === undefined && subjects !== undefined) || isNamed) return [];
    const who = shared === undefined ? `Every subject of ${issuer}` : `Every customer of ${issuer}`;
    return [
      `${who} can assume this role${subjects === undefined ? "" : ` whose subject is like ${subjects.join(", ")}`}.`,
    ];
  });
}

function issuerOf(principal: PrincipalId | undefined): string | undefined {
  return /:oidc-provider\/(.*)$/.exec(principal?.id ?? "")?.[1];
}

function sizeOf(document: unknown): number {
  return JSON.stringify(document ?? "").length;
}

/** From nine tenths of a quota on. */
function nearLimit(what: string, size: number, limit: number, unit: string): string[] {
  return size * 10 < limit * 9 ? [] : [`${what} has ${size} of ${limit} ${unit} that IAM allows.`];
}
