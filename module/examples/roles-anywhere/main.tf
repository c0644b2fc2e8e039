# A server outside AWS signs in with a certificate, by IAM Roles Anywhere. The role trusts one trust anchor; the certificate's
# name and issuer become session tags, by which conditions can say which certificates.
# https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
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

variable "certificate_authority" {
  description = "The certificate of the authority that signs the servers' certificates: PEM."
  type        = string
  default     = "-----BEGIN CERTIFICATE-----"
}

resource "aws_rolesanywhere_trust_anchor" "office" {
  name    = "office"
  enabled = true
  source {
    source_type = "CERTIFICATE_BUNDLE"
    source_data {
      x509_certificate_data = var.certificate_authority
    }
  }
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    office = {
      type               = "backend"
      service_principals = ["rolesanywhere.amazonaws.com"]
      calls              = ["CreateAppInstanceUser", "DescribeAppInstanceUser"]
      trust_conditions = [
        { test = "ArnEquals", variable = "aws:SourceArn", values = [aws_rolesanywhere_trust_anchor.office.arn] },
        { test = "StringEquals", variable = "aws:PrincipalTag/x509Subject/CN", values = ["chat-server"] },
      ]
    }
  }
}

resource "aws_rolesanywhere_profile" "office" {
  name      = "office"
  enabled   = true
  role_arns = [module.chime_iam.role_arns["office"]]
}
