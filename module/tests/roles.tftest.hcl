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
}

run "all_four_roles_when_nothing_is_said" {
  assert {
    condition     = output.role_names == { developer = "chime-developer", user = "chime-user", minimal_user = "chime-minimal-user", websocket = "chime-websocket" }
    error_message = "four roles, named after their types"
  }
  assert {
    condition     = toset(keys(output.role_arns)) == toset(["developer", "user", "minimal_user", "websocket"]) && keys(output.policy_arns) == keys(output.role_arns)
    error_message = "an ARN of a role and of a policy for each type"
  }
  assert {
    condition     = aws_iam_role_policy_attachment.user[0].policy_arn == output.policy_arns["user"] && aws_iam_role_policy_attachment.user[0].role == aws_iam_role.user[0].id
    error_message = "the policy is attached to its role"
  }
  assert {
    condition     = length(aws_iam_role_policy_attachments_exclusive.user) == 0 && length(aws_iam_role_policy_attachment.user_policy_arns) == 0
    error_message = "nothing that was not asked for"
  }
}

run "the_policy_names_the_caller" {
  command = plan
  assert {
    condition     = strcontains(output.policy_documents["user"], "/user/$${aws:PrincipalTag/AppInstanceUserId}") && !strcontains(output.policy_documents["user"], "$$")
    error_message = "one dollar, one pair of braces"
  }
  assert {
    condition     = jsondecode(output.policy_documents["websocket"]).Statement[1].Resource == ["${output.app_instance_arn}/user/$${aws:PrincipalTag/AppInstanceUserId}"]
    error_message = "the WebSocket role connects as its caller alone"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringLike == { "aws:RequestTag/AppInstanceUserId" = "?*" }
    error_message = "the session tag is required"
  }
}

run "cognito_names_the_identity" {
  command = plan
  variables {
    roles = { user = { cognito_identity_pool_ids = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] } }
  }
  assert {
    condition     = keys(output.role_names) == ["user"]
    error_message = "a role exists if its type is a key"
  }
  assert {
    condition     = strcontains(output.policy_documents["user"], "/user/$${cognito-identity.amazonaws.com:sub}") && !strcontains(output.policy_documents["user"], "PrincipalTag")
    error_message = "the identity ID is the AppInstanceUser ID"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringEquals == { "cognito-identity.amazonaws.com:aud" = ["us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11"] }
    error_message = "of this pool alone"
  }
}

run "a_given_user_needs_no_tag" {
  command = plan
  variables {
    roles = { user = { principal_arns = ["arn:aws:iam::210987654321:role/backend"], external_id = "chat", app_instance_user_id = "*" } }
  }
  assert {
    condition     = jsondecode(output.policy_documents["user"]).Statement[1].Resource[0] == "${output.app_instance_arn}/user/*"
    error_message = "any user, for a backend that acts for all"
  }
  assert {
    condition = jsondecode(output.trust_policies["user"]).Statement == [{
      Action    = ["sts:AssumeRole"]
      Condition = { StringEquals = { "sts:ExternalId" = "chat" } }
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::210987654321:role/backend"] }
    }]
    error_message = "the external ID is required, a tag is not"
  }
}

run "capabilities" {
  command = plan
  variables {
    roles = { user = { trust_account = true, capabilities = ["sub_channels"] } }
  }
  assert {
    condition     = strcontains(output.policy_documents["user"], "chime:ListSubChannels") && strcontains(output.policy_documents["user"], "chime:SendChannelMessage") && !strcontains(output.policy_documents["user"], "chime:AssociateChannelFlow")
    error_message = "what is named, and messaging"
  }
}

run "everything_that_may_be_said_of_a_role" {
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
    condition     = aws_iam_role.user[0].name == "talker" && aws_iam_role.user[0].description == "who talks" && aws_iam_role.user[0].max_session_duration == 7200 && aws_iam_role.user[0].path == "/chat/" && aws_iam_role.user[0].tags == tomap({ Team = "chat" })
    error_message = "the role is as told"
  }
  assert {
    condition     = aws_iam_role.user[0].permissions_boundary == "arn:aws:iam::123456789012:policy/edge" && aws_iam_role.websocket[0].permissions_boundary == "arn:aws:iam::123456789012:policy/other"
    error_message = "a role's own boundary goes before the common one"
  }
  assert {
    condition     = aws_iam_role_policy_attachment.user_policy_arns["read"].policy_arn == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    error_message = "the further policy is attached"
  }
  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.user[0].policy_arns == toset([aws_iam_policy.user[0].arn, "arn:aws:iam::aws:policy/ReadOnlyAccess"])
    error_message = "Terraform owns the whole list"
  }
}

run "the_whole_arn_is_an_id_too" {
  command = plan
  variables {
    region          = "eu-central-1"
    app_instance_id = "arn:aws:chime:eu-central-1:123456789012:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603"
  }
  assert {
    condition     = output.app_instance_arn == var.app_instance_id
    error_message = "the ARN as given"
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
    error_message = "the session tag names the app instance"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[0].Condition.StringLike == { "aws:RequestTag/AppInstanceId" = "?*", "aws:RequestTag/AppInstanceUserId" = "?*" }
    error_message = "both tags are required"
  }
  assert {
    condition     = jsondecode(output.trust_policies["developer"]).Statement[0].Action == ["sts:AssumeRole"]
    error_message = "a developer of all app instances needs no tag"
  }
}

run "a_developer_of_one_app_instance" {
  command = plan
  variables {
    roles = { developer = { trust_account = true, scope = "app_instance" } }
  }
  assert {
    condition     = jsondecode(output.policy_documents["developer"]).Statement[1].Resource == [output.app_instance_arn] && jsondecode(output.policy_documents["developer"]).Statement[0] == { Action = ["chime:CreateAppInstance", "chime:CreateAppInstanceUser"], Effect = "Allow", Resource = "*" }
    error_message = "what can be held to the app instance is"
  }
}

run "every_further_trust" {
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
    error_message = "each with its action, and the tag's"
  }
  assert {
    condition     = jsondecode(output.trust_policies["user"]).Statement[2].Condition.StringEquals == { "auth.example.com/x:aud" = ["chat"] }
    error_message = "the OIDC token's audience"
  }
  assert {
    condition     = jsondecode(output.trust_policies["websocket"]).Statement == [{ Action = ["sts:AssumeRole"], Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com"] } }]
    error_message = "the service"
  }
}
