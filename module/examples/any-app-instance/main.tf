# One set of roles for any number of app instances. When a backend assumes a role, two session tags say for which app
# instance and for which of its users. A session for one app instance has no access to another.
#
#   Tags: [
#     { Key: "AppInstanceId", Value: tenant.appInstanceId },
#     { Key: "AppInstanceUserId", Value: user.appInstanceUserId },
#   ]
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

  region                  = "us-east-1"
  account_id              = data.aws_caller_identity.current.account_id
  app_instance_id_tag_key = "AppInstanceId"

  roles = {
    user      = { trust_account = true }
    websocket = { trust_account = true }
  }
}

output "role_arns" {
  value = module.chime_iam.role_arns
}
