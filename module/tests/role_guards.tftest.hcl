# What is refused of one role. The module of one role is called by itself, because a test expects failures of its own
# module's variables only.
variables {
  region          = "us-east-1"
  account_id      = "123456789012"
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
  key             = "user"
  type            = "user"
  name            = "chime-user"
}

run "a_key_that_is_no_role_type" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    key  = "usr"
    type = "usr"
    role = { trust_account = true }
  }
  expect_failures = [var.role]
}

run "a_role_without_a_trust" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = {}
  }
  expect_failures = [var.role]
}

run "any_principal" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = { principal_arns = ["*"] }
  }
  expect_failures = [var.role]
}

run "another_accounts_root_without_a_condition" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = { principal_arns = ["arn:aws:iam::210987654321:root"] }
  }
  expect_failures = [var.role]
}

run "every_repository_of_github" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = {
      oidc_providers = [{
        arn       = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
        audiences = ["sts.amazonaws.com"]
        subjects  = ["repo:*"]
      }]
    }
  }
  expect_failures = [var.role]
}

run "a_service_whose_calls_act_as_the_caller" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = { service_principals = ["lambda.amazonaws.com"] }
  }
  expect_failures = [var.role]
}

run "a_backend_without_calls" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    key  = "backend"
    type = "backend"
    role = { trust_account = true }
  }
  expect_failures = [var.role]
}

run "a_call_that_the_role_type_does_not_offer" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = { trust_account = true, calls = ["DeleteAppInstance"] }
  }
  expect_failures = [var.role]
}

run "a_good_role" {
  command = plan
  module {
    source = "./modules/role-inputs"
  }
  variables {
    role = { trust_account = true, calls = ["SendChannelMessage"] }
  }
  assert {
    condition     = contains(output.role.calls, "SendChannelMessage") && length(output.role.principal_arns) == 0
    error_message = "expected the role, and an empty list for a list that is not set"
  }
}
