# What GitLab CI may do to one environment: the same two roles as for GitHub Actions, which trust jobs of the main branch. IAM knows
# two claims of GitLab's tokens, `aud` and `sub`, and these name the project and the branch. Which of the main branch's jobs takes
# which role is up to the pipeline of that branch; who may start the one that applies, to the protected environment of GitLab.
variable "gitlab" {
  description = "The project whose main branch rolls out. Null: none."
  type        = object({ project = string, url = string })
}

locals {
  gitlab        = var.gitlab == null ? { project = "none", url = "https://none" } : var.gitlab
  gitlab_issuer = trimprefix(local.gitlab.url, "https://")
}

resource "aws_iam_role" "gitlab" {
  for_each    = var.gitlab == null ? {} : local.claims_of
  name        = "gitlab-chime-iam-${var.name}-${each.key}"
  description = "What GitLab CI may do to the roles of Chime SDK messaging in ${var.name}: ${each.key}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "${local.iam}:oidc-provider/${local.gitlab_issuer}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = {
        "${local.gitlab_issuer}:aud" = local.gitlab.url
        "${local.gitlab_issuer}:sub" = "project_path:${local.gitlab.project}:ref_type:branch:ref:main"
      } }
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

resource "aws_iam_role_policy" "gitlab" {
  for_each = aws_iam_role.gitlab
  name     = each.key
  role     = each.value.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}
