// Arbitrary inputs, each good by itself; together they may still be refused.
import fc from "fast-check";
import { capabilityNames } from "../lib/access/capabilities";
import { roleTypeNames } from "../lib/access/role-types";

const matching = (pattern: RegExp) => fc.stringMatching(pattern);
const name = matching(/^[0-9A-Za-z_+=,.@-]{1,20}$/);
const uuid = fc.uuid().map((id) => id.toLowerCase());
const region = fc.constantFrom("us-east-1", "eu-central-1");
const account = matching(/^[0-9]{12}$/);
const tagKey = matching(/^[0-9A-Zb-z_.:/=+@-]{1,40}$/);
const userId = matching(/^[0-9A-Za-z]([0-9A-Za-z:_.@-]{0,20}[0-9A-Za-z])?$/);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>) => optional(fc.array(arbitrary, { minLength: 1, maxLength: 2 }));

const role = fc.record({
  trust_account: optional(fc.boolean()),
  principal_arns: few(fc.tuple(account, name).map(([id, role]) => `arn:aws:iam::${id}:role/${role}`)),
  external_id: optional(matching(/^[0-9A-Za-z_+=,.@:/-]{2,30}$/)),
  service_principals: few(fc.constantFrom("lambda.amazonaws.com", "states.amazonaws.com")),
  cognito_identity_pool_ids: few(uuid.map((id) => `us-east-1:${id}`)),
  cognito_user_id: optional(fc.constantFrom("identity_id", "session_tag")),
  oidc_providers: few(
    fc.record({
      arn: fc
        .tuple(account, matching(/^[a-z.]{1,20}$/))
        .map(([id, host]) => `arn:aws:iam::${id}:oidc-provider/x${host}`),
      audiences: fc.array(matching(/^[0-9A-Za-z"\\:/-]{1,20}$/), { minLength: 1, maxLength: 2 }),
      subjects: fc.array(matching(/^[0-9A-Za-z"\\$%|*?-]{1,20}$/), { minLength: 1, maxLength: 2 }),
    }),
  ),
  saml_provider_arns: few(
    fc.tuple(account, matching(/^[a-z.]{1,20}$/)).map(([id, n]) => `arn:aws:iam::${id}:saml-provider/${n}`),
  ),
  app_instance_user_id: optional(fc.oneof(userId, fc.constant("*"))),
  capabilities: optional(fc.subarray([...capabilityNames])),
  scope: optional(fc.constantFrom("all", "app_instance")),
  name: optional(name),
  description: optional(matching(/^[ -~¡-ÿ]{1,50}$/)),
  max_session_duration: optional(fc.integer({ min: 3600, max: 43200 })),
});

/** Whole sets of inputs. */
export const environment = fc
  .record({
    region,
    account_id: account,
    app_instance: fc.oneof(
      uuid.map((id) => ({ app_instance_id: id })),
      tagKey.map((key) => ({ app_instance_id_tag_key: key })),
    ),
    roles: optional(fc.dictionary(fc.constantFrom(...roleTypeNames), role, { maxKeys: 4 })),
    name_prefix: optional(matching(/^[0-9A-Za-z_+=,.@-]{0,20}$/)),
    path: optional(matching(/^\/[0-9a-z+=,.@_-]{1,10}\/$/)),
    user_id_tag_key: optional(tagKey),
    tags: optional(
      fc.dictionary(matching(/^[0-9A-Zb-z _.:/=+@-]{1,20}$/), matching(/^[0-9A-Za-z _.:/=+@-]{0,20}$/), { maxKeys: 3 }),
    ),
  })
  .map((inputs): typeof inputs => {
    const text = JSON.stringify(inputs); // identity providers are of the roles' own account
    return JSON.parse(text.replace(/iam::[0-9]{12}:(oidc|saml)-provider/g, `iam::${inputs.account_id}:$1-provider`));
  });

/** The environment file of a set of inputs. */
export function fileOf({ app_instance, ...rest }: { app_instance: object }): string {
  return JSON.stringify({ ...rest, ...app_instance });
}
