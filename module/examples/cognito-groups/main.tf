# Groups of a user pool that get different roles of one identity pool. Cognito chooses the role by the token's claim
# cognito:preferred_role. The classic (basic) flow must stay off: there the client chooses, and any member of the pool could take
# the stronger role. The plan warns of that, for it cannot see the pool.
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

resource "aws_cognito_user_pool" "chat" {
  name = "chat"
}

resource "aws_cognito_user_pool_client" "chat" {
  name         = "chat"
  user_pool_id = aws_cognito_user_pool.chat.id
}

resource "aws_cognito_identity_pool" "chat" {
  identity_pool_name               = "chat"
  allow_unauthenticated_identities = false
  allow_classic_flow               = false

  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.chat.id
    provider_name           = aws_cognito_user_pool.chat.endpoint
    server_side_token_check = true
  }
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    user = { cognito_identity_pool_ids = [aws_cognito_identity_pool.chat.id] }
    moderator = {
      type                      = "user"
      cognito_identity_pool_ids = [aws_cognito_identity_pool.chat.id]
      capabilities              = ["default", "bulk_membership", "expiration"]
    }
  }
}

resource "aws_cognito_user_group" "moderators" {
  name         = "moderators"
  user_pool_id = aws_cognito_user_pool.chat.id
  role_arn     = module.chime_iam.role_arns["moderator"]
}

resource "aws_cognito_identity_pool_roles_attachment" "chat" {
  identity_pool_id = aws_cognito_identity_pool.chat.id
  roles            = { authenticated = module.chime_iam.role_arns["user"] }

  role_mapping {
    identity_provider         = "${aws_cognito_user_pool.chat.endpoint}:${aws_cognito_user_pool_client.chat.id}"
    type                      = "Token"
    ambiguous_role_resolution = "AuthenticatedRole"
  }
}
