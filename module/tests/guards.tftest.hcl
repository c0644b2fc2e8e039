# What the module refuses at plan, and what it warns of.
mock_provider "aws" {}

variables {
  region          = "us-east-1"
  account_id      = "123456789012"
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
}

run "an_account_of_11_digits" {
  command = plan
  variables {
    account_id = "12345678901"
  }
  expect_failures = [var.account_id]
}

run "a_user_arn" {
  command = plan
  variables {
    app_instance_id = "arn:aws:chime:us-east-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603/user/bob"
  }
  expect_failures = [var.app_instance_id]
}

run "an_unknown_role_type" {
  command = plan
  variables {
    roles = { usr = { trust_account = true } }
  }
  expect_failures = [var.roles]
}

run "a_role_that_nobody_may_assume" {
  command = plan
  variables {
    roles = { user = {} }
  }
  expect_failures = [var.roles]
}

run "the_whole_world_as_principal" {
  command = plan
  variables {
    roles = { user = { principal_arns = ["*"] } }
  }
  expect_failures = [var.roles]
}

run "a_trust_policy_that_is_too_large" {
  command = plan
  variables {
    roles = { user = { principal_arns = [for i in range(60) : "arn:aws:iam::123456789012:role/backend-${i}"] } }
  }
  expect_failures = [aws_iam_role.user]
}

run "a_region_without_chime_sdk_messaging" {
  command = plan
  variables {
    region = "eu-west-1"
  }
  expect_failures = [check.chime_region_offered]
}
