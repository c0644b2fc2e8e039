# Calls of meetings next to messaging. AWS's managed policy AmazonChimeSDK has the operations of meetings, and none of messaging:
# it is attached to the role of the function that makes meetings.
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
    meetings = {
      type                 = "backend"
      service_principals   = ["lambda.amazonaws.com"]
      app_instance_user_id = "meetings"
      calls                = ["SendChannelMessage"]
      policy_arns          = { meetings = "arn:aws:iam::aws:policy/AmazonChimeSDK" }
    }
  }
}
