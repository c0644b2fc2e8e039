# The four roles of AWS's page for one app instance. Any principal in the account that has `sts:AssumeRole` permission on a
# role can assume it. All but the developer role require a session tag with the ID of the AppInstanceUser.
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

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = "123456789012"
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    developer    = { trust_account = true }
    user         = { trust_account = true }
    minimal_user = { trust_account = true }
    websocket    = { trust_account = true }
  }
}

output "role_arns" {
  value = module.chime_iam.role_arns
}
