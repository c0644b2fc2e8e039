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

variable "github_oidc_provider_arn" {
  description = "The account's identity provider for GitHub Actions, which it can have but once. Unset: it is made."
  type        = string
  default     = null
}

locals {
  issuer     = "token.actions.githubusercontent.com"
  github     = var.github_repository == null ? 0 : 1
  repository = coalesce(var.github_repository, "none/none")
  provider   = try(coalesce(var.github_oidc_provider_arn, one(aws_iam_openid_connect_provider.github[*].arn)), null)
  iam        = "arn:${local.partition}:iam::${local.environment.account_id}"

  # Whatever begins like this is the environment's. A role that the file names otherwise (name, adopt) is to be added.
  own          = "${try(local.environment.path, "/")}${try(local.environment.name_prefix, "chime-")}*"
  own_roles    = "${local.iam}:role${local.own}"
  own_policies = "${local.iam}:policy${local.own}"
  bounded      = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.boundary.arn } }

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
    { Effect = "Allow", Action = ["iam:Get*", "iam:List*"], Resource = [local.own_roles, local.own_policies] },
  ]
  statements = {
    plan = local.reading
    apply = concat(local.reading, [
      { Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.state.arn}/*" },
      { Effect = "Allow", Action = "s3:DeleteObject", Resource = "${aws_s3_bucket.state.arn}/*.tflock" },
      { Effect = "Allow", Action = ["iam:TagRole", "iam:UntagRole"], Resource = local.own_roles },
      { # None of these can be held to bounded roles: nothing else in the account may have a policy that begins like ours.
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
  count          = var.github_oidc_provider_arn == null ? local.github : 0
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
      Principal = { Federated = local.provider }
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
