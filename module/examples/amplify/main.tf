# Amplify has made an identity pool and a role of its authenticated identities. That role gets the chat: a policy, attached to
# it, and no role. Its sessions are known by the identity ID, as those of a role of our own for a pool are.
#
# From there to a role of our own: replace `existing_role_name` by `cognito_identity_pool_ids`, and have the pool's roles
# attachment name `module.chime_iam.role_arns["user"]`. Terraform makes the role, attaches the policy to it and detaches it from
# Amplify's; the policy stays. The way back is the same, the other way around.
terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.72"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

data "aws_caller_identity" "current" {}

variable "authenticated_role_name" {
  description = "Name of the role that Amplify made: the end of authRoleArn in its outputs."
  type        = string
  default     = "amplify-chat-dev-authRole"
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
  roles           = { user = { existing_role_name = var.authenticated_role_name } }
}
