# Channels that most people only read. That only moderators may send in a channel is said by the channel: its mode RESTRICTED. A
# role without the call that sends (`readers`) reads every channel and sends in none; one that reaches only channels with a tag
# reads those alone.
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

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    reader = {
      type            = "minimal_user"
      trust_account   = true
      calls           = ["ListChannels", "DescribeChannel", "ListChannelMessages", "GetChannelMessage"]
      channels_tagged = { kind = "announcement" }
    }
    announcer = {
      type            = "user"
      trust_account   = true
      channels_tagged = { kind = "announcement" }
    }
  }
}
