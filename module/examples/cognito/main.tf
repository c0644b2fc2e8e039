# Users who sign in through a Cognito user pool get the user role from an identity pool. The ID of each AppInstanceUser must
# be the identity ID (REGION:UUID), because the role's policy allows access to the AppInstanceUser with that ID.
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
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "chat" {
  identity_pool_id = aws_cognito_identity_pool.chat.id
  roles            = { authenticated = module.chime_iam.role_arns["user"] }
}
