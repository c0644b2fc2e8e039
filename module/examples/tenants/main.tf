# Tenants in one app instance. The back end of each acts for users of that tenant alone (`allowed_user_ids`), and reaches only
# channels with that tenant's tag (`channels_tagged`). Who makes channels gives them their tag, so that is another role.
# The tag of a channel does not limit Connect: a connection delivers the messages of every channel that its user is a member of.
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

variable "tenants" {
  description = "The tenants, by the role of their back end."
  type        = map(string)
  default = {
    acme  = "arn:aws:iam::210987654321:role/acme-backend"
    umbra = "arn:aws:iam::210987654321:role/umbra-backend"
  }
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = merge(
    {
      for tenant, backend in var.tenants : "tenant-${tenant}" => {
        type             = "user"
        principal_arns   = [backend]
        allowed_user_ids = ["${tenant}-*"]
        channels_tagged  = { tenant = tenant }
      }
    },
    {
      channel_maker = {
        type                 = "backend"
        service_principals   = ["lambda.amazonaws.com"]
        app_instance_user_id = "channel-maker"
        calls                = ["CreateChannel", "TagResource"]
      }
    }
  )
}
