# The roles that GitHub Actions takes by OIDC, without keys: one that plans and changes nothing, for pull requests and the
# main branch, and one that applies, for jobs of the GitHub environment of the same name alone, which its reviewers let start.
variable "github_repository" {
  description = "The repository, OWNER/NAME, whose workflows roll out to this account. Unset: none. To be kept in terraform.tfvars."
  type        = string
  default     = null
  validation {
    condition     = var.github_repository == null || can(regex("^[0-9A-Za-z-]+/[0-9A-Za-z._-]+$", var.github_repository))
    error_message = "github_repository is \"${coalesce(var.github_repository, "null")}\", expected OWNER/NAME."
  }
}

variable "github_oidc_provider_exists" {
  description = "Whether the account has its identity provider for GitHub Actions already, which it can have but once."
  type        = bool
  default     = false
}

locals {
  issuer     = "token.actions.githubusercontent.com"
  github     = var.github_repository == null ? 0 : 1
  repository = coalesce(var.github_repository, "none/none")
  iam        = "arn:${local.partition}:iam::${local.environment.account_id}"

  # What is the environment's, in the words of its file: all that begins like this, and what it names otherwise. Nothing
  # else in the account may begin like this, a policy least of all: a change of it is a change for whoever it is attached to.
  path     = try(local.environment.path, null) == null ? "/" : local.environment.path
  prefix   = try(local.environment.name_prefix, null) == null ? "chime-" : local.environment.name_prefix
  own      = "${local.path}${local.prefix}*"
  named    = [for role in values(try(local.environment.roles, {})) : role.name if try(role.name, null) != null]
  adopted  = [for role in values(try(local.environment.adopt, {})) : role.role_name if try(role.role_name, null) != null]
  policies = [for role in values(try(local.environment.adopt, {})) : role.policy_arn if try(role.policy_arn, null) != null]
  own_roles = concat(
    ["${local.iam}:role${local.own}"],
    [for name in local.named : "${local.iam}:role${local.path}${name}"],
    flatten([for name in local.adopted : ["${local.iam}:role/${name}", "${local.iam}:role/*/${name}"]]), # whatever its path
  )
  own_policies = concat(
    ["${local.iam}:policy${local.own}"],
    [for name in concat(local.named, local.adopted) : "${local.iam}:policy${local.path}${name}"],
    local.policies,
  )
  bounded = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.boundary.arn } }

  # GitHub writes `repo:OWNER@ID/NAME@ID:…` for a repository that is younger than July 2026, was renamed or asked for it.
  subjects = {
    for of in ["pull_request", "ref:refs/heads/main", "environment:${terraform.workspace}"] :
    of => ["repo:${local.repository}:${of}", "repo:${replace(local.repository, "/", "@*/")}@*:${of}"]
  }
  claims = {
    plan = {
      StringEquals = { repository = local.repository }
      StringLike   = { sub = concat(local.subjects["pull_request"], local.subjects["ref:refs/heads/main"]) }
    }
    apply = { # the branch too: GitHub makes an environment that does not exist, without reviewers
      StringEquals = { repository = local.repository, environment = terraform.workspace, ref = "refs/heads/main" }
      StringLike   = { sub = local.subjects["environment:${terraform.workspace}"] }
    }
  }

  reading = [
    { Effect = "Allow", Action = "s3:ListBucket", Resource = aws_s3_bucket.state.arn },
    { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.state.arn}/*" },
    { Effect = "Allow", Action = ["iam:Get*", "iam:List*"], Resource = concat(local.own_roles, local.own_policies) },
  ]
  statements = {
    plan = local.reading
    apply = concat(local.reading, [
      { Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.state.arn}/*" },
      { Effect = "Allow", Action = "s3:DeleteObject", Resource = "${aws_s3_bucket.state.arn}/*.tflock" },
      { Effect = "Allow", Action = ["iam:TagRole", "iam:UntagRole"], Resource = local.own_roles },
      { # IAM cannot hold these to bounded roles.
        Effect = "Allow"
        Action = [
          "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion",
          "iam:TagPolicy", "iam:UntagPolicy",
        ]
        Resource = local.own_policies
      },
      { # Who makes roles and policies can give themselves everything, but for the boundary.
        Effect = "Allow"
        Action = [
          "iam:CreateRole", "iam:DeleteRole", "iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy",
          "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary",
        ]
        Resource  = local.own_roles
        Condition = local.bounded
      },
      { # Whatever the environment's names begin with.
        Effect   = "Deny"
        Action   = "iam:*"
        Resource = [aws_iam_policy.boundary.arn, "${local.iam}:role/github-chime-iam-*"]
      },
    ])
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = var.github_oidc_provider_exists ? 0 : local.github
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "github" {
  for_each    = local.github == 1 ? local.claims : {}
  name        = "github-chime-iam-${each.key}"
  description = "What GitHub Actions may do to the roles of Chime SDK messaging: ${each.key}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "${local.iam}:oidc-provider/${local.issuer}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        for test, claims in merge(each.value, { StringEquals = merge({ aud = "sts.amazonaws.com" }, each.value.StringEquals) }) :
        test => { for claim, value in claims : "${local.issuer}:${claim}" => value }
      }
    }]
  })
  lifecycle {
    precondition {
      condition     = local.own != "/*"
      error_message = "The environment's name_prefix is \"\" and its path \"/\", so that these roles could change every role of the account; set one of them."
    }
  }
}

resource "aws_iam_role_policy" "github" {
  for_each = aws_iam_role.github
  name     = each.key
  role     = each.value.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}

# The most that a role of the environment can ever do, whatever its policies say.
resource "aws_iam_policy" "boundary" {
  name        = "boundary-of-chime-roles"
  description = "The most that the roles of Chime SDK messaging can do."
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["chime:*", "mobiletargeting:GetApp"], Resource = "*" }]
  })
}
