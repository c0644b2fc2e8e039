# What the module makes of its inputs. No account is needed: the provider is mocked.
mock_provider "aws" {
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/mocked" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mocked" }
  }
}

variables {
  region          = "us-east-1"
  account_id      = "123456789012"
  app_instance_id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
  roles = {
    developer    = { trust_account = true }
    user         = { trust_account = true }
    minimal_user = { trust_account = true }
    websocket    = { trust_account = true }
  }
}

run "a_role_for_each_key" {
  assert {
    condition     = output.role_names == { developer = "chime-developer", user = "chime-user", minimal_user = "chime-minimal-user", websocket = "chime-websocket" }
    error_message = "expected four roles, named after their keys"
  }
  assert {
    condition     = toset(keys(output.role_arns)) == toset(["developer", "user", "minimal_user", "websocket"]) && keys(output.policy_arns) == keys(output.role_arns)
    error_message = "expected the ARN of a role and of a policy for each key"
  }
  assert {
    condition     = aws_iam_role_policy_attachment.this["user"].policy_arn == output.policy_arns["user"] && aws_iam_role_policy_attachment.this["user"].role == aws_iam_role.this["user"].id
    error_message = "expected the policy to be attached to its role"
  }
  assert {
    condition     = length(aws_iam_role_policy_attachments_exclusive.this) == 0 && length(aws_iam_role_policies_exclusive.this) == 0
    error_message = "expected no exclusive attachments unless they are asked for"
  }
}

run "no_roles" {
  command = plan
  variables {
    roles = {}
  }
  assert {
    condition     = length(aws_iam_role.this) == 0 && length(output.role_names) == 0
    error_message = "expected no role"
  }
}

run "a_role_that_is_null" {
  command = plan
  variables {
    roles = { user = { trust_account = true }, developer = null }
  }
  assert {
    condition     = keys(output.role_names) == ["user"]
    error_message = "expected the role that is null to be left out"
  }
}

run "several_roles_of_one_type" {
  command = plan
  variables {
    roles = {
      user          = { trust_account = true }
      support_agent = { type = "user", trust_account = true, calls = ["ListChannelMessages"] }
    }
  }
  assert {
    condition     = output.role_names == { user = "chime-user", support_agent = "chime-support-agent" }
    error_message = "expected a role for each key"
  }
  assert {
    condition     = [for statement in jsondecode(output.policy_documents["support_agent"]).Statement : statement.Action] == [["chime:ListChannelMessages"]]
    error_message = "expected the calls that are named, and no others"
  }
  assert {
    condition     = strcontains(output.policy_documents["user"], "chime:SendChannelMessage")
    error_message = "expected the other role of the type to keep its calls"
  }
}

run "a_backend" {
  command = plan
  variables {
    roles = {
      provisioner = { type = "backend", service_principals = ["lambda.amazonaws.com"], calls = ["CreateAppInstanceUser"] }
      assistant   = { type = "backend", trust_account = true, calls = ["SendChannelMessage"], app_instance_bot_id = "helper" }
    }
  }
  assert {
    condition = jsondecode(output.policy_documents["provisioner"]).Statement == [{
      Action   = ["chime:CreateAppInstanceUser"]
      Effect   = "Allow"
      Resource = [output.app_instance_arn, "${output.app_instance_arn}/user/*"]
    }]
    error_message = "expected the call that is named, for the app instance"
  }
  assert {
    condition     = jsondecode(output.policy_documents["assistant"]).Statement[0].Resource == ["${output.app_instance_arn}/bot/helper", "${output.app_instance_arn}/channel/*"]
    error_message = "expected the bot, and no user"
  }
  assert {
    condition     = !strcontains(output.trust_policies["assistant"], "aws:RequestTag")
    error_message = "expected no session tag to be required for a bot"
  }
}

run "the_policy_names_the_caller" {
  command = plan
  assert {
    condition     = strcontains(output.policy_documents["user"], "/user/$${aws:PrincipalTag/AppInstanceUserId}") && !strcontains(output.policy_documents["user"], "$$")
    error_message = "expected the IAM policy variable, with one dollar sign"
  }
  assert {
    condition     = jsondecode(output.policy_documents["websocket"]).Statement[1].Resource == ["${output.app_instance_arn}/user/$${aws:PrincipalTag/AppInstanceUserId}"]
    error_message = "expected the WebSocket role to connect as its caller only"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringLike == { "aws:RequestTag/AppInstanceUserId" = ["?*"] }
    error_message = "expected the session tag to be required"
  }
}

run "a_cognito_identity" {
  command = plan
  variables {
    roles = { user = { cognito_identity_pool_ids = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] } }
  }
  assert {
    condition     = strcontains(output.policy_documents["user"], "/user/$${cognito-identity.amazonaws.com:sub}") && !strcontains(output.policy_documents["user"], "PrincipalTag")
    error_message = "expected the identity ID as AppInstanceUser ID"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringEquals == { "cognito-identity.amazonaws.com:aud" = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] }
    error_message = "expected identities of this pool only"
  }
}

run "a_fixed_user_needs_no_tag" {
  command = plan
  variables {
    roles = { user = { principal_arns = ["arn:aws:iam::210987654321:role/backend"], external_id = "chat", app_instance_user_id = "*" } }
  }
  assert {
    condition     = jsondecode(output.policy_documents["user"]).Statement[1].Resource[0] == "${output.app_instance_arn}/user/*"
    error_message = "expected any user"
  }
  assert {
    condition = jsondecode(output.trust_policies["user"]).Statement == [
      {
        Action    = ["sts:AssumeRole"]
        Condition = { StringEquals = { "sts:ExternalId" = ["chat"] } }
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::210987654321:role/backend"] }
      },
      {
        Action    = ["sts:TagSession"]
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::210987654321:role/backend"] }
      },
    ]
    error_message = "expected the external ID to be required, and no tag"
  }
}

run "further_conditions" {
  command = plan
  variables {
    roles = {
      developer = {
        trust_account    = true
        trust_conditions = [{ test = "Bool", variable = "aws:MultiFactorAuthPresent", values = ["true"] }]
      }
    }
  }
  assert {
    condition     = jsondecode(output.trust_policies["developer"]).Statement[0].Condition == { Bool = { "aws:MultiFactorAuthPresent" = ["true"] } }
    error_message = "expected the condition in the trust statement"
  }
}

run "capabilities" {
  command = plan
  variables {
    roles = { user = { trust_account = true, capabilities = ["sub_channels"] } }
  }
  assert {
    condition     = strcontains(output.policy_documents["user"], "chime:ListSubChannels") && strcontains(output.policy_documents["user"], "chime:SendChannelMessage") && !strcontains(output.policy_documents["user"], "chime:AssociateChannelFlow")
    error_message = "expected what is named, and messaging"
  }
}

run "the_inputs_of_all_roles_and_of_one" {
  variables {
    path                     = "/chat/"
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/edge"
    exclusive_attachments    = true
    tags                     = { Team = "chat" }
    roles = {
      user = {
        trust_account        = true
        name                 = "talker"
        description          = "who talks"
        max_session_duration = 7200
        policy_arns          = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
      }
      websocket = {
        trust_account            = true
        permissions_boundary_arn = "arn:aws:iam::123456789012:policy/other"
      }
    }
  }
  assert {
    condition     = aws_iam_role.this["user"].name == "talker" && aws_iam_role.this["user"].description == "who talks" && aws_iam_role.this["user"].max_session_duration == 7200 && aws_iam_role.this["user"].path == "/chat/" && aws_iam_role.this["user"].tags == tomap({ Team = "chat" })
    error_message = "expected the role as its inputs describe it"
  }
  assert {
    condition     = aws_iam_role.this["websocket"].max_session_duration == 3600 && aws_iam_policy.this["websocket"].path == "/chat/" && aws_iam_policy.this["websocket"].tags == tomap({ Team = "chat" })
    error_message = "expected what applies to all roles"
  }
  assert {
    condition     = aws_iam_role.this["user"].permissions_boundary == "arn:aws:iam::123456789012:policy/edge" && aws_iam_role.this["websocket"].permissions_boundary == "arn:aws:iam::123456789012:policy/other"
    error_message = "expected a role's own boundary instead of the common one"
  }
  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.this["user"].policy_arns == toset([aws_iam_policy.this["user"].arn, "arn:aws:iam::aws:policy/ReadOnlyAccess"]) && length(aws_iam_role_policies_exclusive.this["user"].policy_names) == 0
    error_message = "expected Terraform to manage the whole list"
  }
}

run "the_whole_arn_as_id" {
  command = plan
  variables {
    region          = "eu-central-1"
    app_instance_id = "arn:aws:chime:eu-central-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
  }
  assert {
    condition     = output.app_instance_arn == var.app_instance_id
    error_message = "expected the ARN as it is"
  }
}

run "one_set_of_roles_for_any_app_instance" {
  command = plan
  variables {
    app_instance_id         = null
    app_instance_id_tag_key = "AppInstanceId"
    roles                   = { user = { trust_account = true }, developer = { trust_account = true } }
  }
  assert {
    condition     = jsondecode(output.policy_documents["user"]).Statement[1].Resource[1] == "arn:aws:chime:us-east-1:123456789012:app-instance/$${aws:PrincipalTag/AppInstanceId}/channel/*"
    error_message = "expected the session tag in place of the app instance's ID"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringLike == { "aws:RequestTag/AppInstanceId" = ["?*"], "aws:RequestTag/AppInstanceUserId" = ["?*"] }
    error_message = "expected both tags to be required"
  }
  assert {
    condition     = !can(jsondecode(output.trust_policies["developer"]).Statement[0].Condition)
    error_message = "expected no tag to be required of a developer of all app instances"
  }
}

run "a_developer_of_one_app_instance" {
  command = plan
  variables {
    roles = { developer = { trust_account = true, scope = "app_instance" } }
  }
  assert {
    condition     = jsondecode(output.policy_documents["developer"]).Statement[0] == { Action = ["chime:CreateAppInstance"], Effect = "Allow", Resource = ["*"] }
    error_message = "expected * only for the call that acts on no resource"
  }
  assert {
    condition     = alltrue([for arn in flatten(slice(jsondecode(output.policy_documents["developer"]).Statement[*].Resource, 1, length(jsondecode(output.policy_documents["developer"]).Statement))) : startswith(arn, output.app_instance_arn)])
    error_message = "expected everything else in the app instance"
  }
}

run "every_kind_of_trust" {
  command = plan
  variables {
    roles = {
      user = {
        cognito_identity_pool_ids = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"]
        cognito_user_id           = "session_tag"
        saml_provider_arns        = ["arn:aws:iam::123456789012:saml-provider/okta"]
        oidc_providers            = [{ arn = "arn:aws:iam::123456789012:oidc-provider/auth.example.com/x", audiences = ["chat"], subjects = ["u|*"] }]
      }
      websocket = { service_principals = ["lambda.amazonaws.com"], app_instance_user_id = "backend" }
    }
  }
  assert {
    condition     = [for statement in jsondecode(output.trust_policies["user"]).Statement : statement.Action] == [["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], ["sts:AssumeRoleWithSAML", "sts:TagSession"], ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]]
    error_message = "expected the action of each kind of trust, and the one that passes tags"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[2].Condition.StringEquals == { "auth.example.com/x:aud" = ["chat"] }
    error_message = "expected the audience of the OIDC token, with the issuer's path"
  }
  assert {
    condition     = jsondecode(output.trust_policies["websocket"]).Statement == [{ Action = ["sts:AssumeRole"], Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com"] } }]
    error_message = "expected the service"
  }
}

run "a_role_that_exists" {
  command = plan
  variables {
    exclusive_attachments = true
    roles                 = { user = { existing_role_name = "amplify-chat-authRole" } }
  }
  assert {
    condition     = length(output.role_arns) == 0 && output.role_names["user"] == "amplify-chat-authRole" && length(output.trust_policies) == 0
    error_message = "expected no role, and the name of the one that exists"
  }
  assert {
    condition     = aws_iam_role_policy_attachment.this["user"].role == "amplify-chat-authRole" && length(aws_iam_role_policy_attachments_exclusive.this) == 0
    error_message = "expected the policy to be attached, and nothing else to be managed"
  }
  assert {
    condition     = strcontains(output.policy_documents["user"], "/user/$${cognito-identity.amazonaws.com:sub}")
    error_message = "expected the identity ID as AppInstanceUser ID"
  }
}

run "users_that_a_caller_may_be" {
  command = plan
  variables {
    roles = { user = { trust_account = true, allowed_user_ids = ["tenant-a-*"] } }
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringLike == { "aws:RequestTag/AppInstanceUserId" = ["tenant-a-*"] }
    error_message = "expected the pattern in place of any user"
  }
}

run "channels_with_a_tag" {
  command = plan
  variables {
    roles = { user = { trust_account = true, channels_tagged = { tenant = "$${aws:PrincipalTag/tenant}" } } }
  }
  assert {
    condition = [
      for statement in jsondecode(output.policy_documents["user"]).Statement : statement.Condition
      if try(contains(statement.Resource, "${output.app_instance_arn}/channel/*"), false)
    ] == [{ StringEquals = { "aws:ResourceTag/tenant" = "$${aws:PrincipalTag/tenant}" } }]
    error_message = "expected channels in one statement, with a condition on their tag"
  }
  assert {
    condition     = !strcontains(output.policy_documents["user"], "chime:CreateChannel\"")
    error_message = "expected a role that makes no channels"
  }
}

run "every_app_instance" {
  command = plan
  variables {
    roles = { backend = { trust_account = true, scope = "all", calls = ["CreateAppInstance", "ListAppInstanceUsers"] } }
  }
  assert {
    condition     = jsondecode(output.policy_documents["backend"]).Statement[1].Resource == ["arn:aws:chime:us-east-1:123456789012:app-instance/*/user/*"]
    error_message = "expected every app instance of the region and account"
  }
}

run "inline_policies_of_somebody_else" {
  command = plan
  variables {
    exclusive_attachments = true
    roles                 = { user = { trust_account = true, inline_policy_names = ["other"] } }
  }
  assert {
    condition     = aws_iam_role_policies_exclusive.this["user"].policy_names == toset(["other"])
    error_message = "expected the inline policy to be left alone"
  }
}
