# A backend signs its users in by its own means, assumes the user role for each of them and returns the credentials. A
# session tag says who the user is: the trust policy requires it, and the policy allows access to that user only. The
# backend has a role of its own for the calls that it makes itself: it creates the users.
#
# With the AWS SDK for JavaScript:
#
#   const { Credentials } = await new STSClient({}).send(
#     new AssumeRoleCommand({
#       RoleArn: process.env.CHIME_USER_ROLE_ARN,
#       RoleSessionName: "chat",
#       ExternalId: process.env.CHIME_EXTERNAL_ID,
#       Tags: [{ Key: "AppInstanceUserId", Value: user.appInstanceUserId }],
#     }),
#   );
#
# Take the ID from the backend's own session of the user, never from the body of the request.
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

resource "aws_iam_role" "backend" {
  name = "chat-backend"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    user = {
      principal_arns = [aws_iam_role.backend.arn]
      external_id    = "chat-backend"
    }
    provisioner = {
      type           = "backend"
      principal_arns = [aws_iam_role.backend.arn]
      calls          = ["CreateAppInstanceUser", "DescribeAppInstanceUser"]
    }
  }
}

# What the backend needs to assume the roles: `sts:TagSession` too, because it passes a session tag.
resource "aws_iam_role_policy" "exchange" {
  name = "exchange-credentials"
  role = aws_iam_role.backend.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:TagSession"]
      Resource = values(module.chime_iam.role_arns)
    }]
  })
}

output "environment" {
  description = "Environment variables of the backend."
  value = {
    CHIME_USER_ROLE_ARN        = module.chime_iam.role_arns["user"]
    CHIME_PROVISIONER_ROLE_ARN = module.chime_iam.role_arns["provisioner"]
    CHIME_EXTERNAL_ID          = "chat-backend"
  }
}
