// OIDC issuers that many tenants share, by the path of their provider's ARN, in lower case and without slashes at its end: IAM
// does not tell issuers apart by these. A subject must name the tenant literally:
// with a wildcard in its place, tokens of every customer of the issuer are accepted.
// AWS's own list, which asks for less: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html

// Of sandboxes.cloud, which is on that list, the audience names the tenant, and audiences are literal.

/** A shared issuer. */
export interface SharedIssuer {
  /** The pattern of what follows `oidc-provider/` in the provider's ARN, compared as this file says. */
  readonly issuer: string;
  /** What a subject must match, so that it names its tenant. */
  readonly subject: string;
  /** The same in words, for a message. */
  readonly expected: string;
  readonly source: string;
}

const name = "[0-9A-Za-z_.-]+";
const end = "(:|$)";

export const sharedIssuers: readonly SharedIssuer[] = [
  {
    issuer: "^token[.]actions[.]githubusercontent[.]com$",
    // Repositories that were created, renamed or transferred since 2026-07-15 have OWNER@ID and NAME@ID.
    subject: `^(repo:${name}/|repo:${name}@[0-9*]+/|repository:${name}/|(repository_owner|enterprise):${name}${end}|(repository_id|repository_owner_id|enterprise_id):[0-9]+${end})`,
    expected: "repo:OWNER/… or repo:OWNER@ID/… with a literal OWNER",
    source: "https://docs.github.com/en/actions/reference/security/oidc",
  },
  {
    issuer: "^vstoken[.]actions[.]githubusercontent[.]com$",
    subject: `^repo:${name}/`,
    expected: "repo:OWNER/… with a literal OWNER",
    source: "https://docs.github.com/en/actions/reference/security/oidc",
  },
  {
    issuer: "^oidc-configuration[.]audit-log[.]githubusercontent[.]com$",
    subject: `^https://github.com/${name}$`,
    expected: "https://github.com/ENTERPRISE",
    source: "https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise",
  },
  {
    issuer: "^gitlab[.]com$",
    subject: `^project_path:${name}/`,
    expected: "project_path:GROUP/… with a literal GROUP",
    source: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
  },
  {
    issuer: "^app[.]terraform[.]io$",
    subject: `^organization:${name}:`,
    expected: "organization:NAME:… with a literal NAME",
    source: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials",
  },
  {
    issuer: "^app[.]eu[.]terraform[.]io$",
    subject: `^organization:${name}:`,
    expected: "organization:NAME:… with a literal NAME",
    source: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials",
  },
  {
    // Each organization has an issuer of its own below this one; a subject names the organization all the same.
    issuer: "^oidc[.]circleci[.]com(/org/[^/]+)?$",
    subject: `^org/${name}/`,
    expected: "org/ID/… with a literal ID",
    source: "https://circleci.com/docs/openid-connect-tokens/",
  },
  {
    issuer: "^agent[.]buildkite[.]com$",
    subject: `^(organization:${name}:|[0-9a-f-]{36}$)`,
    expected: "organization:NAME:… with a literal NAME",
    source: "https://buildkite.com/docs/pipelines/security/oidc/aws",
  },
  {
    issuer: "^accounts[.]google[.]com$",
    subject: "^[0-9]+$",
    expected: "the number of one user or service account",
    source: "https://developers.google.com/identity/openid-connect/openid-connect",
  },
  {
    issuer: "^oidc[.]vercel[.]com$",
    subject: `^owner:${name}:`,
    expected: "owner:TEAM:… with a literal TEAM",
    source: "https://vercel.com/docs/oidc",
  },
  {
    issuer: "^api[.]pulumi[.]com/oidc$",
    subject: `^pulumi:(deploy|environments):(org:${name}:|pulumi.organization.login:${name}:)`,
    expected: "pulumi:deploy:org:NAME:… with a literal NAME",
    source: "https://www.pulumi.com/docs/pulumi-cloud/access-management/oidc/",
  },
  {
    issuer: "^login[.]app[.]env0[.]com$",
    subject: "^[^*?]+$",
    expected: "a whole subject, without a wildcard",
    source: "https://docs.env0.com/docs/oidc-integrations",
  },
  {
    issuer: "^scalr[.]io$",
    subject: `^account:${name}:`,
    expected: "account:NAME:… with a literal NAME",
    source: "https://docs.scalr.io/docs/aws",
  },
  {
    issuer: "^oidc[.]codefresh[.]io$",
    subject: `^account:${name}:`,
    expected: "account:ID:… with a literal ID",
    source: "https://codefresh.io/docs/docs/integrations/oidc-pipelines/",
  },
  {
    issuer: "^proidc[.]upbound[.]io$",
    subject: `^mcp:${name}/`,
    expected: "mcp:ORGANIZATION/… with a literal ORGANIZATION",
    source: "https://docs.upbound.io/",
  },
  // Where we know no form of subjects that names a tenant, it must be a whole one.
  ...(
    [
      ["^studio[.]datachain[.]ai/api$", "https://docs.datachain.ai/"],
      ["^tokens[.]cloud[.]shisho[.]dev$", "https://shisho.dev/docs/"],
      ["^oidc[.]op1[.]openshiftapps[.]com/", "https://www.ibm.com/docs/en/tarm"],
      ["^rh-oidc[.]s3[.]us-east-1[.]amazonaws[.]com/", "https://www.ibm.com/docs/en/tarm"],
    ] as const
  ).map(([issuer, source]) => ({
    issuer,
    subject: "^[^*?]+$",
    expected: "a whole subject, without a wildcard",
    source,
  })),
];

/** An issuer as it is compared with these patterns. */
export const plainIssuer = (issuer: string) => issuer.toLowerCase().replace(/\/+$/, "");

/** The shared issuer that a provider's ARN names after `oidc-provider/`, however it spells it. */
export function sharedIssuerOf(issuer: string): SharedIssuer | undefined {
  return sharedIssuers.find((shared) => new RegExp(shared.issuer, "u").test(plainIssuer(issuer)));
}

/** A shared issuer whose subject is the same for all tenants: the name of the session is that of the tenant (Microsoft Sentinel). */
export const issuerOfSessionNames = "^sts[.]windows[.]net/33e01921-4d64-4f8c-a055-5bdaffd5e33d$";
