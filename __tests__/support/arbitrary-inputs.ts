// Arbitrary inputs that are good: roles of every type, with every kind of trust and every input. The floors of the tests that
// use them say how many there must be.
import fc from "fast-check";
import { type Call, callNames } from "../../lib/grants/calls";
import { type Capability, defaultName } from "../../lib/grants/capabilities";
import { offeredCalls, offeredCapabilities } from "../../lib/grants/catalogue";
import { actsAsBearer, callsOf, reachOf } from "../../lib/grants/role-calls";
import { type RoleType, roleTypeNames } from "../../lib/grants/role-types";
import { type TrustKindName, trustKindEntries } from "../../lib/grants/trust-kinds";
import type { RoleValues } from "../../lib/inputs/inputs";

// Text of some characters: fast-check's stringMatching takes most of the time of a property.
const letters = "abcXYZ019";
const text = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
const name = text(`${letters}_+=,.@-`, 1, 20);
const uuid = fc.uuid().map((id) => id.toLowerCase());
const region = fc.constantFrom("us-east-1", "eu-central-1");
const tagKey = text("bcXYZ019_.:/=+@-", 1, 40);
const userId = fc
  .tuple(text(letters, 1, 1), text(`${letters}:_.@-`, 0, 20), text(letters, 1, 1))
  .map((parts) => parts.join(""));
const accountId = text("0123456789", 12, 12);
const samlName = text("abc.", 1, 20);
const audience = text(`${letters}"\\:/-`, 1, 20);
const externalId = text(`${letters}_+=,.@:/-`, 2, 30);
const description = text(` !"#$%&'()*+,./:;<=>?@[\\]^_\`{|}~ß${letters}`, 1, 50);
const namePrefix = text(`${letters}_+=,.@-`, 0, 20);
const iamPath = text("abc019+=,.@_-", 1, 10).map((folder) => `/${folder}/`);
const resourceTagKey = text("t01 _.:/=+@-", 1, 20).map((key) => `t${key}`);
const tagValue = text(`${letters} _.:/=+@-`, 0, 20);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 2 });

/** What the roles have in common that a role must agree with. */
interface Place {
  readonly account: string;
  readonly byTag: boolean;
}

const services = ["lambda.amazonaws.com", "states.amazonaws.com", "pods.eks.amazonaws.com"];

/** Issuers with subjects that name their tenant. */
const oidcProvider = ({ account }: Place) =>
  fc
    .constantFrom(
      ["auth.example.com", "user|*"],
      ["auth.example.com/tenant/1", 'a"b\\c$d%e?'],
      ["token.actions.githubusercontent.com", "repo:acme/chat:*"],
      ["token.actions.githubusercontent.com", "repo:acme@123/chat@456:ref:refs/heads/main"],
      ["gitlab.com", "project_path:acme/*"],
      ["oidc.eks.us-east-1.amazonaws.com/id/ABC", "system:serviceaccount:chat:*"],
    )
    .chain(([issuer, subject]) =>
      fc.record({
        arn: fc.constant(`arn:aws:iam::${account}:oidc-provider/${issuer}`),
        audiences: few(audience),
        subjects: fc.constant([subject as string]),
      }),
    );

/** The inputs of each kind of trust. */
const trusts: Readonly<Record<TrustKindName, (place: Place) => fc.Arbitrary<RoleValues>>> = {
  account: () => fc.constant({ trust_account: true }),
  principals: ({ account }) =>
    fc.record({
      principal_arns: few(
        fc.oneof(
          fc.tuple(accountId, name).map(([id, role]) => `arn:aws:iam::${id}:role/${role}`),
          fc.constant(`arn:aws:iam::${account}:root`),
          fc.constant(`arn:aws:sts::${account}:assumed-role/ci/session`),
        ),
      ),
    }),
  services: () => fc.record({ service_principals: few(fc.constantFrom(...services)) }),
  cognito_identity_pools: ({ byTag }) =>
    fc.record({
      cognito_identity_pool_ids: few(uuid.map((id) => `us-east-1:${id}`)),
      cognito_user_id: byTag
        ? fc.constant("session_tag" as const)
        : optional(fc.constantFrom("identity_id" as const, "session_tag" as const)),
    }),
  saml_providers: ({ account }) =>
    fc.record({
      saml_provider_arns: few(samlName.map((id) => `arn:aws:iam::${account}:saml-provider/${id}`)),
    }),
  oidc_provider: (place) =>
    fc.record({
      oidc_providers: fc.uniqueArray(oidcProvider(place), { minLength: 1, maxLength: 2, selector: ({ arn }) => arn }),
    }),
};

const kinds = trustKindEntries.map(([kind]) => kind);

const condition = fc.constantFrom(
  { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1", "o-2"] },
  { test: "Bool", variable: "aws:MultiFactorAuthPresent", values: ["true"] },
  { test: "StringLike", variable: "sts:RoleSessionName", values: ["chat-*"] },
  { test: "StringLike", variable: "aws:PrincipalArn", values: ["arn:aws:iam::*:role/a"] },
  { test: "StringEquals", variable: "aws:userid", values: ["${aws:PrincipalTag/user}"] },
  { test: "ForAllValues:StringEquals", variable: "aws:TagKeys", values: ["AppInstanceUserId", "team"] },
);

const channelTags = fc.dictionary(
  fc.constantFrom("tenant", "team"),
  fc.oneof(text(`${letters} _.:/=+@-`, 0, 20), fc.constant("${aws:PrincipalTag/tenant}")),
  { minKeys: 1 },
);
const allowedUsers = fc.oneof(
  few(userId.map((id) => `${id}*`)),
  few(userId),
  fc.constant(["${aws:PrincipalTag/user}"]),
);
const callsThatTag = ["CreateChannel", "TagResource", "UntagResource"];

/** What a role of a type may do. */
function access(type: RoleType): fc.Arbitrary<RoleValues> {
  const calls = few(fc.constantFrom(...offeredCalls[type])) as fc.Arbitrary<Call[]>;
  if (type === "backend") {
    const all = fc.oneof({ weight: 9, arbitrary: calls }, { weight: 1, arbitrary: fc.constant([...callNames]) });
    return fc.record({ calls: all, scope: optional(fc.constantFrom("all" as const, "app_instance" as const)) });
  }
  const names = [defaultName, ...offeredCapabilities[type]] as (Capability | typeof defaultName)[];
  return fc.record({
    capabilities: optional(few(fc.constantFrom(...names))),
    calls: optional(calls),
    ...(type === "developer" ? { scope: optional(fc.constantFrom("all" as const, "app_instance" as const)) } : {}),
  });
}

function acts(type: RoleType, role: RoleValues): boolean {
  return actsAsBearer(callsOf(type, role), reachOf(type, role));
}

/** A role of a type with one kind of trust or more, of which the first is given. */
export function roleOf(type: RoleType, kind: TrustKindName, place: Place): fc.Arbitrary<RoleValues> {
  const possible = kinds.filter((other) => other !== kind && !(place.byTag && other === "services"));
  const others = fc.subarray(possible, { maxLength: 2 }); // more would often be beyond the size of a trust policy
  return fc
    .record({
      trust: fc.tuple(others, fc.boolean()).chain(([further, isAlone]) =>
        fc.tuple(...[kind, ...(isAlone ? [] : further)].map((of) => trusts[of](place))).map((parts) => ({
          ...(Object.assign({}, ...parts) as RoleValues),
        })),
      ),
      external_id: optional(externalId),
      trust_conditions: optional(fc.uniqueArray(condition, { maxLength: 2, selector: ({ variable }) => variable })),
      access: access(type),
      user: fc.oneof(userId, fc.constant("*")),
      bot: optional(fc.oneof(userId, fc.constant("*"))),
      isFixed: fc.boolean(),
      allowed_user_ids: optional(allowedUsers),
      allow_source_identity: optional(fc.constant(true)),
      app_instance_ids: optional(few(uuid)),
      channels_tagged: optional(channelTags),
      ofOne: fc.boolean(),
      tags: optional(
        fc.dictionary(
          resourceTagKey.map((key) => `r${key}`),
          tagValue,
          { maxKeys: 2 },
        ),
      ),
      inline_policy_names: optional(few(name)),
      description: optional(description),
      max_session_duration: optional(fc.integer({ min: 3600, max: 43200 })),
      policy_arns: optional(fc.constant({ read: "arn:aws:iam::aws:policy/ReadOnlyAccess" })),
    })
    .map(({ trust, access: may, user, bot, isFixed, external_id, trust_conditions, ...rest }) => {
      const { allowed_user_ids, allow_source_identity, app_instance_ids, channels_tagged, ofOne, ...resources } = rest;
      const isAssumed = "trust_account" in trust || "principal_arns" in trust;
      const isFederated = "saml_provider_arns" in trust || "oidc_providers" in trust;
      const actsAsSomebody = acts(type, may);
      const needsUser = "service_principals" in trust && actsAsSomebody;
      const as =
        type === "backend"
          ? { app_instance_user_id: needsUser || isFixed ? user : undefined, app_instance_bot_id: bot }
          : { app_instance_user_id: actsAsSomebody && (needsUser || isFixed) ? user : undefined };
      const isCaller =
        actsAsSomebody && Object.values(as).every((id) => id === undefined) && (isAssumed || isFederated);
      const reachesFurther =
        type === "backend" ? may.scope !== "all" : type === "developer" && may.scope === "app_instance";
      const makesChannels =
        may.calls?.some((call) => callsThatTag.includes(call)) || may.capabilities?.includes("channel_tags");
      const takesTags = ["user", "minimal_user", "backend"].includes(type) && !makesChannels;
      // Each condition is of every trust, or of the first.
      const [first] = trustKindEntries.flatMap(([, { input }]) => (input in trust ? [input] : []));
      const conditions = trust_conditions?.map((one, i) => (ofOne && i === 0 ? { ...one, trusts: [first] } : one));
      return {
        ...{ ...trust, ...may, ...as, ...resources, trust_conditions: conditions as RoleValues["trust_conditions"] },
        ...(isAssumed ? { external_id } : {}),
        ...(isCaller ? { allowed_user_ids } : {}),
        ...(isAssumed || isFederated ? { allow_source_identity } : {}),
        ...(reachesFurther ? { app_instance_ids } : {}),
        ...(takesTags ? { channels_tagged } : {}),
      };
    });
}

/** Every pair of a role type and a kind of trust, in turn. */
export const rolesAndTrusts: readonly (readonly [RoleType, TrustKindName])[] = roleTypeNames.flatMap((type) =>
  kinds.map((kind) => [type, kind] as const),
);

/** Inputs with one role for each of some pairs of a type and a kind of trust. */
export function inputsWith(pairs: readonly (readonly [RoleType, TrustKindName])[]) {
  return fc.tuple(accountId, fc.boolean()).chain(([account, byTag]) => {
    const possible = pairs.filter(([, kind]) => !(byTag && kind === "services"));
    const roles = Object.fromEntries(
      possible.map(([type, kind], i) => [
        `role_${i}`,
        roleOf(type, kind, { account, byTag }).map((role) => ({ type, ...role })),
      ]),
    );
    const where = byTag
      ? fc.record({ app_instance_id_tag_key: tagKey.map((key) => `app/${key}`) })
      : fc.record({ app_instance_id: uuid });
    return fc
      .record({
        region,
        account_id: fc.constant(account),
        where,
        roles: fc.record(roles),
        name_prefix: optional(namePrefix),
        path: optional(iamPath),
        user_id_tag_key: optional(tagKey.map((key) => `user/${key}`)),
        tags: optional(
          fc.dictionary(resourceTagKey, tagValue, {
            maxKeys: 3,
          }),
        ),
        exclusive_attachments: optional(fc.boolean()),
      })
      .map(({ where: place, ...rest }) => JSON.parse(JSON.stringify({ ...rest, ...place })) as ArbitraryInputs);
  });
}

/** Inputs as the module and an environment file take them. */
export interface ArbitraryInputs {
  readonly region: string;
  readonly account_id: string;
  readonly app_instance_id?: string;
  readonly app_instance_id_tag_key?: string;
  readonly roles: Readonly<Record<string, RoleValues & { readonly type: RoleType }>>;
  readonly user_id_tag_key?: string;
}

/** Inputs with four roles of arbitrary types and kinds of trust. */
export const arbitraryInputs = fc
  .uniqueArray(fc.constantFrom(...rolesAndTrusts), { minLength: 4, maxLength: 4 })
  .chain(inputsWith);

/** The kinds of trust of a role. */
export function kindsOf(role: RoleValues): TrustKindName[] {
  return trustKindEntries.flatMap(([kind, { input }]) => (input in role ? [kind] : []));
}
