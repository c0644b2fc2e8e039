# What lets messaging itself call: the permission of a channel flow's processor, and the resource policy of a bot's Lex alias. They
# are no roles, and stand here because neither works without them. The processor's own role needs one call, ChannelFlowCallback.
# https://docs.aws.amazon.com/chime-sdk/latest/dg/create-channel-flow.html, https://docs.aws.amazon.com/chime-sdk/latest/dg/appinstance-bots.html
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
  account_id   = data.aws_caller_identity.current.account_id
  bot_alias    = "arn:aws:lex:us-east-1:${local.account_id}:bot-alias/ABCDEFGHIJ/TSTALIASID"
  app_instance = module.chime_iam.app_instance_arn
}

module "chime_iam" {
  source = "../.."

  region          = "us-east-1"
  account_id      = local.account_id
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"

  roles = {
    processor = {
      type               = "backend"
      service_principals = ["lambda.amazonaws.com"]
      calls              = ["ChannelFlowCallback"]
    }
  }
}

# Of this account's app instances alone: without these conditions, any AWS account could have messaging call the function.
resource "aws_lambda_permission" "processor" {
  statement_id   = "messaging"
  action         = "lambda:InvokeFunction"
  function_name  = "channel-flow-processor"
  principal      = "messaging.chime.amazonaws.com"
  source_account = local.account_id
  source_arn     = "arn:aws:chime:us-east-1:${local.account_id}:app-instance/*"
}

# The AWS provider has no resource for the policy of a Lex alias. With this text in a file:
# aws lexv2-models create-resource-policy --resource-arn BOT_ALIAS_ARN --policy file://policy.json
output "bot_resource_policy" {
  description = "Lets messaging talk to the bot's Lex alias, for the bots of this app instance alone."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "messaging"
      Effect    = "Allow"
      Principal = { Service = "messaging.chime.amazonaws.com" }
      Action    = ["lex:PutSession", "lex:DeleteSession", "lex:RecognizeText"]
      Resource  = local.bot_alias
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "${local.app_instance}/bot/*" }
      }
    }]
  })
}
