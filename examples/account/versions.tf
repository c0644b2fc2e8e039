# What an account has before the first rollout to it, for all of its environments: account.sh applies this.
terraform {
  required_version = ">= 1.10"
  backend "s3" { # account.sh names the bucket and its region
    key          = "account.tfstate"
    use_lockfile = true
    encrypt      = true
  }
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}

variable "account_id" {
  description = "The account. It is not to be typed: `sh examples/account/account.sh apply ENVIRONMENT` sets it."
  type        = string
  default     = null
  validation {
    condition     = var.account_id != null
    error_message = "Each account has a state of its own here: run `sh examples/account/account.sh apply ENVIRONMENT`, which chooses it."
  }
}

variable "region" {
  description = "Region of the bucket. It is not to be typed: `sh examples/account/account.sh apply ENVIRONMENT` sets it."
  type        = string
  default     = null
}

provider "aws" {
  region              = var.region
  allowed_account_ids = var.account_id == null ? [] : [var.account_id]
}
