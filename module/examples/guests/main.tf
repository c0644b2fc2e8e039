# People without an account chat as guests. Cognito's unauthenticated identities cannot: Cognito gives them a session policy of
# its own, in which messaging is not. A function makes an AppInstanceUser for each guest, assumes the guests' role as that user and
# returns the credentials. It may be guests alone, whatever goes wrong in it.
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

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "sign_in" {
  name               = "guest-sign-in"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = data.aws_caller_identity.current.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    guest = {
      type             = "minimal_user"
      principal_arns   = [aws_iam_role.sign_in.arn]
      allowed_user_ids = ["guest-*"]
    }
    guest_maker = {
      type           = "backend"
      principal_arns = [aws_iam_role.sign_in.arn]
      calls          = ["CreateAppInstanceUser"]
    }
  }
}

# The session of a role that is assumed by another role lasts one hour at most, whatever max_session_duration says: the function
# gives new credentials before that.
resource "aws_iam_role_policy" "sign_in" {
  name = "assume"
  role = aws_iam_role.sign_in.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:TagSession"]
      Resource = values(module.chime_iam.role_arns)
    }]
  })
}
