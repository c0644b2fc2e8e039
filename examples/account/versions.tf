# What an account has before the first rollout to it. Each environment is a workspace of the same name here, and its file
# in environments/ says which account and region that is.
terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}

locals {
  environment = jsondecode(trimprefix(file("${path.module}/../../environments/${terraform.workspace}.json"), "\uFEFF"))
  partition   = try(local.environment.partition, "aws")
}

provider "aws" {
  region              = local.environment.region
  allowed_account_ids = [local.environment.account_id]
}

output "environment" {
  description = "What the environment's file is to say besides."
  value = {
    backend = {
      s3 = {
        bucket              = aws_s3_bucket.state.id
        key                 = "chime-iam/${terraform.workspace}.tfstate"
        region              = local.environment.region
        use_lockfile        = true
        encrypt             = true
        allowed_account_ids = [local.environment.account_id]
      }
    }
    permissions_boundary_arn = aws_iam_policy.boundary.arn
  }
}
