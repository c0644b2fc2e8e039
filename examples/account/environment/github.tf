# What GitHub Actions may do to one environment: a role that plans and changes nothing, for pull requests and the main branch,
# and one that applies, for jobs of the GitHub environment of the same name, which its reviewers approve.
variable "bucket_arn" {
  description = "ARN of the bucket of the states."
  type        = string
}

variable "boundary_arn" {
  description = "ARN of the permissions boundary that every role must have."
  type        = string
}

variable "github" {
  description = "The repository whose workflows roll out. Null: none."
  type        = object({ repository = string, repository_id = string, repository_owner_id = string })
}

locals {
  issuer     = "token.actions.githubusercontent.com"
  iam        = "arn:aws:iam::${var.account_id}"
  github     = var.github == null ? { repository = "none/none", repository_id = "0", repository_owner_id = "0" } : var.github
  owner_name = split("/", local.github.repository)

  # GitHub writes the IDs into the subject of a repository that is younger than July 2026, was renamed or asked for it.
  repositories = [
    "repo:${local.github.repository}",
    "repo:${local.owner_name[0]}@${local.github.repository_owner_id}/${local.owner_name[1]}@${local.github.repository_id}",
  ]

  # `job_workflow_ref` is the file and the branch that a job was written in. The jobs with credentials are those of one
  # workflow of the main branch, whichever workflow calls it: a pull request that rewrites them gets no credentials.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
  claims = {
    aud                 = ["sts.amazonaws.com"]
    repository_id       = [local.github.repository_id]
    repository_owner_id = [local.github.repository_owner_id]
    job_workflow_ref    = ["${local.github.repository}/.github/workflows/chime-iam-environment.yml@refs/heads/main"]
  }
  claims_of = {
    plan = {
      sub = flatten([for of in ["pull_request", "ref:refs/heads/main"] : [for repository in local.repositories : "${repository}:${of}"]])
    }
    apply = { # the branch too: GitHub makes an environment that does not exist, without reviewers
      sub         = [for repository in local.repositories : "${repository}:environment:${var.name}"]
      environment = [var.name]
      ref         = ["refs/heads/main"]
    }
  }
}

locals {
  # The roles and policies of the environment: all that begin like this, and those that its file names.
  begin       = "${var.path}${var.name_prefix}"
  named       = [for role in values(var.roles) : role.name if try(role.name, null) != null]
  adopted     = [for role in values(var.adopt) : role.role_name if try(role.role_name, null) != null]
  policy_arns = [for role in values(var.adopt) : role.policy_arn if try(role.policy_arn, null) != null]
  own_roles = concat(
    ["${local.iam}:role${local.begin}*"],
    [for name in local.named : "${local.iam}:role${var.path}${name}"],
    flatten([for name in local.adopted : ["${local.iam}:role/${name}", "${local.iam}:role/*/${name}"]]), # whatever its path
  )
  own_policies = concat(
    ["${local.iam}:policy${local.begin}*"],
    [for name in concat(local.named, local.adopted) : "${local.iam}:policy${var.path}${name}"],
    local.policy_arns,
  )
  state = "${var.bucket_arn}/chime-iam/${var.name}.tfstate"

  # A tag of a role counts as a session tag in every session that does not pass that tag.
  session_tag_keys = compact([var.user_id_tag_key, var.app_instance_id_tag_key])

  # Roles and policies of this configuration, which no environment may name.
  reserved = ["github-chime-iam-", "gitlab-chime-iam-", "boundary-of-chime-roles"]
  taken = [
    for name in concat(local.named, local.adopted, [for arn in local.policy_arns : basename(arn)], [var.name_prefix]) :
    name if anytrue([for begin in local.reserved : startswith(lower(name), begin)])
  ]

  begins_nowhere = "environments/${var.name}.json: name_prefix is \"\" and path \"/\", so that these roles could change every role of the account: set one of them."
  names_reserved = "environments/${var.name}.json names what examples/account makes, which no environment may change: ${join(", ", local.taken)}."

  reading = [
    { Effect = "Allow", Action = "s3:ListBucket", Resource = var.bucket_arn },
    { Effect = "Allow", Action = "s3:GetObject", Resource = local.state },
    { Effect = "Allow", Action = ["iam:Get*", "iam:List*"], Resource = concat(local.own_roles, local.own_policies) },
  ]
  statements = {
    plan = local.reading
    apply = concat(local.reading, [
      { Effect = "Allow", Action = "s3:PutObject", Resource = [local.state, "${local.state}.tflock"] },
      { Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject"], Resource = "${local.state}.tflock" },
      {
        # Whoever makes roles and policies can give themselves everything except what the boundary forbids. These actions reach
        # no role without it: PutRolePermissionsBoundary, which would bring a role of somebody else within reach, is not among
        # them. An administrator gives the boundary to a role that exists.
        Effect = "Allow"
        Action = [
          "iam:CreateRole", "iam:DeleteRole", "iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy",
          "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:DeleteRolePolicy",
        ]
        Resource  = local.own_roles
        Condition = { StringEquals = { "iam:PermissionsBoundary" = var.boundary_arn } }
      },
      {
        # IAM has no condition that restricts these to roles with the boundary, nor to roles and policies that this role made:
        # to create one with tags it asks for TagRole or TagPolicy, and a condition on tags cannot tell that from tagging one
        # of somebody else. So these reach every role and policy whose path and name begin like the environment's. Where
        # others have such names, give the environment a `path` of its own.
        Effect = "Allow"
        Action = [
          "iam:TagRole", "iam:UntagRole", "iam:TagPolicy", "iam:UntagPolicy",
          "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion",
        ]
        Resource = concat(local.own_roles, local.own_policies)
      },
      {
        Effect    = "Deny"
        Action    = ["iam:CreateRole", "iam:TagRole"]
        Resource  = "*"
        Condition = { "ForAnyValue:StringEqualsIgnoreCase" = { "aws:TagKeys" = local.session_tag_keys } }
      },
      { # Whatever the environment's names begin with.
        Effect   = "Deny"
        Action   = "iam:*"
        Resource = [var.boundary_arn, "${local.iam}:role/github-chime-iam-*", "${local.iam}:role/gitlab-chime-iam-*"]
      },
    ])
  }
}

resource "aws_iam_role" "github" {
  for_each    = var.github == null ? {} : local.claims_of
  name        = "github-chime-iam-${var.name}-${each.key}"
  description = "What GitHub Actions may do to the roles of Chime SDK messaging in ${var.name}: ${each.key}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "${local.iam}:oidc-provider/${local.issuer}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { for claim, values in merge(local.claims, each.value) : "${local.issuer}:${claim}" => values } }
    }]
  })
  lifecycle {
    precondition {
      condition     = local.begin != "/"
      error_message = local.begins_nowhere
    }
    precondition {
      condition     = length(local.taken) == 0
      error_message = local.names_reserved
    }
  }
}

resource "aws_iam_role_policy" "github" {
  for_each = aws_iam_role.github
  name     = each.key
  role     = each.value.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}

output "names" {
  description = "How the names of the environment begin, path included, and the names that its file sets."
  value       = concat([local.begin], [for name in local.named : "${var.path}${name}"], [for name in local.adopted : "/${name}"])
}
