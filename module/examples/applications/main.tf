# The roles of a whole application: signed-in users and guests, and the functions behind the chat, each with the calls that
# its code makes. examples/applications/environment.json has the same roles as an environment file.
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

resource "aws_cognito_identity_pool" "chat" {
  identity_pool_name               = "chat"
  allow_unauthenticated_identities = false
}

locals {
  lambda = {
    type               = "backend"
    service_principals = ["lambda.amazonaws.com"]
  }
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    # Signed-in users.
    user = { cognito_identity_pool_ids = [aws_cognito_identity_pool.chat.id] }

    # Runs after sign-up: creates the AppInstanceUser and adds it to the welcome channel as the AppInstanceAdmin "Admin".
    provisioner = merge(local.lambda, {
      calls                = ["CreateAppInstanceUser", "CreateChannelMembership"]
      app_instance_user_id = "Admin"
    })

    # Gives guests credentials: creates their AppInstanceUser, then assumes the role guest with the session tag
    # AppInstanceUserId.
    guest_exchange = merge(local.lambda, {
      calls = ["CreateAppInstanceUser"]
    })
    guest = {
      type          = "minimal_user"
      trust_account = true
      # A trust policy can name a principal only once it exists: the condition restricts the account to guest_exchange,
      # which the same apply creates.
      trust_conditions = [{
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/chime-guest-exchange"]
      }]
      calls = ["Connect", "GetMessagingSessionEndpoint", "ListChannelMessages", "SendChannelMessage"]
    }

    # The processor of a channel flow: approves, changes or denies each message.
    flow_processor = merge(local.lambda, {
      calls = ["ChannelFlowCallback"]
    })

    # A bot that redacts messages and bans their senders. It must be a moderator of the channel.
    moderator_bot = merge(local.lambda, {
      calls               = ["CreateChannelBan", "RedactChannelMessage", "SendChannelMessage"]
      app_instance_bot_id = "moderator"
    })

    # A nightly export that changes nothing.
    archive = {
      type                 = "backend"
      service_principals   = ["ecs-tasks.amazonaws.com"]
      calls                = ["DescribeChannel", "ListChannelMemberships", "ListChannelMessages", "ListChannels"]
      app_instance_user_id = "Archivist"
    }
  }
}

# The caller's side of the guests' exchange.
resource "aws_iam_role_policy" "guest_exchange" {
  name = "assume-guest"
  role = module.chime_iam.role_names["guest_exchange"]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:TagSession"]
      Resource = module.chime_iam.role_arns["guest"]
    }]
  })
}

output "role_arns" {
  value = module.chime_iam.role_arns
}
