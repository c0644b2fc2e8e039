# A set of roles for each of several app instances. Each set has its own prefix of the roles' names.
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

locals {
  app_instances = {
    support = { region = "us-east-1", id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603" }
    events  = { region = "eu-central-1", id = "8d1f6b7e-2c3a-4f59-b6d4-90a7c2e51f38" }
  }
}

module "chime_iam" {
  source   = "../.."
  for_each = local.app_instances

  region          = each.value.region
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = each.value.id
  name_prefix     = "${each.key}-"

  roles = {
    user         = { trust_account = true }
    minimal_user = { trust_account = true, capabilities = ["default", "search"] }
  }

  tags = { AppInstance = each.key }
}

output "user_role_arns" {
  value = { for name, roles in module.chime_iam : name => roles.role_arns["user"] }
}
