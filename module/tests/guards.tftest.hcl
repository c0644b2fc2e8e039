# What the module refuses at plan.
mock_provider "aws" {}

variables {
  region          = "us-east-1"
  account_id      = "123456789012"
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
  roles           = { user = { trust_account = true } }
}

run "an_account_of_11_digits" {
  command = plan
  variables {
    account_id = "12345678901"
  }
  expect_failures = [var.account_id]
}

run "a_user_arn_as_app_instance_id" {
  command = plan
  variables {
    app_instance_id = "arn:aws:chime:us-east-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603/user/bob"
  }
  expect_failures = [var.app_instance_id]
}

run "two_ways_to_name_the_app_instance" {
  command = plan
  variables {
    app_instance_id_tag_key = "AppInstanceId"
  }
  expect_failures = [var.app_instance_id]
}

run "a_misspelt_attribute_of_a_role" {
  command = plan
  variables {
    roles = { user = { trust_account = true, externalId = "chat" } }
  }
  expect_failures = [var.roles]
}

run "a_key_in_upper_case" {
  command = plan
  variables {
    roles = { User = { type = "user", trust_account = true } }
  }
  expect_failures = [var.roles]
}

run "two_roles_with_one_name" {
  command = plan
  variables {
    roles = {
      user    = { trust_account = true, name = "chat" }
      support = { type = "user", trust_account = true, name = "Chat" }
    }
  }
  expect_failures = [aws_iam_role.this]
}

run "a_trust_policy_that_is_too_large" {
  command = plan
  variables {
    roles = { user = { principal_arns = [for i in range(60) : "arn:aws:iam::123456789012:role/backend-${i}"] } }
  }
  expect_failures = [aws_iam_role.this]
}

run "a_region_without_chime_sdk_messaging" {
  command = plan
  variables {
    region = "eu-west-1"
  }
  expect_failures = [var.region]
}

run "one_pool_in_two_roles" {
  command = plan
  variables {
    roles = {
      user      = { cognito_identity_pool_ids = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] }
      websocket = { cognito_identity_pool_ids = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] }
    }
  }
  expect_failures = [check.one_role_of_each_pool]
}
