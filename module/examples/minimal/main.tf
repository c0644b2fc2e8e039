# All four roles of one app instance, assumed by whomever the account's own IAM lets.
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
}

output "role_arns" {
  value = module.chime_iam.role_arns
}
