# The workflows of GitHub Actions sign in by OpenID Connect, without keys. What their roles may do is in environment/.
variable "github_repository" {
  description = "The repository, OWNER/NAME as GitHub spells it, whose workflows roll out to this account. Unset: none. Keep it in terraform.tfvars."
  type        = string
  default     = null
  validation {
    condition     = var.github_repository == null || can(regex("^[0-9A-Za-z_-]+/[0-9A-Za-z._-]+$", var.github_repository))
    error_message = "github_repository is \"${coalesce(var.github_repository, "null")}\", expected OWNER/NAME."
  }
}

variable "github_repository_id" {
  description = "ID of the repository, a number: `gh api repos/OWNER/NAME --jq .id`. Somebody else can register a name that is given up, never an ID."
  type        = string
  default     = null
  validation {
    condition     = var.github_repository == null || can(regex("^[0-9]+$", var.github_repository_id))
    error_message = "github_repository_id is not the number that github_repository needs: `gh api repos/OWNER/NAME --jq .id` prints it."
  }
}

variable "github_repository_owner_id" {
  description = "ID of the repository's owner, a number: `gh api repos/OWNER/NAME --jq .owner.id`."
  type        = string
  default     = null
  validation {
    condition     = var.github_repository == null || can(regex("^[0-9]+$", var.github_repository_owner_id))
    error_message = "github_repository_owner_id is not the number that github_repository needs: `gh api repos/OWNER/NAME --jq .owner.id` prints it."
  }
}

variable "github_oidc_provider_exists" {
  description = "Whether something else made the account's identity provider of GitHub Actions. An account can have only one."
  type        = bool
  default     = false
}

locals {
  github = var.github_repository == null ? null : {
    repository          = var.github_repository
    repository_id       = var.github_repository_id
    repository_owner_id = var.github_repository_owner_id
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = local.github == null || var.github_oidc_provider_exists ? 0 : 1
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
