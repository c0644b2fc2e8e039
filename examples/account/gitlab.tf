# The jobs of GitLab CI sign in by OpenID Connect, without keys. What their roles may do is in environment/.
variable "gitlab_project" {
  description = "The project, GROUP/NAME as GitLab spells it, whose main branch rolls out to this account. Unset: none. Keep it in terraform.tfvars."
  type        = string
  default     = null
  validation {
    condition     = var.gitlab_project == null || can(regex("^[0-9A-Za-z_.-]+(/[0-9A-Za-z_.-]+)+$", var.gitlab_project))
    error_message = "gitlab_project is \"${coalesce(var.gitlab_project, "null")}\", expected GROUP/NAME."
  }
}

variable "gitlab_url" {
  description = "The GitLab that issues the tokens. The pipeline names it as `aud`."
  type        = string
  default     = "https://gitlab.com"
  validation {
    condition     = can(regex("^https://[0-9a-z.-]+$", var.gitlab_url))
    error_message = "gitlab_url is \"${var.gitlab_url}\", expected https:// and a host, such as https://gitlab.com."
  }
}

variable "gitlab_oidc_provider_exists" {
  description = "Whether something else made the account's identity provider of GitLab. An account can have only one of a URL."
  type        = bool
  default     = false
}

locals {
  gitlab = var.gitlab_project == null ? null : { project = var.gitlab_project, url = var.gitlab_url }
}

resource "aws_iam_openid_connect_provider" "gitlab" {
  count          = local.gitlab == null || var.gitlab_oidc_provider_exists ? 0 : 1
  url            = var.gitlab_url
  client_id_list = [var.gitlab_url]
}
