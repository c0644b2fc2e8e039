# A test of a configuration that calls the module, without an account. Copy it: these are the values that a mocked provider must
# have, because the module and the provider check them.
mock_provider "aws" {
  # 12 digits: account_id is checked.
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  # REGION:UUID: cognito_identity_pool_ids is checked.
  mock_resource "aws_cognito_identity_pool" {
    defaults = { id = "us-east-1:3b0a9f3e-5f5c-4a55-9a60-1d3c3f4b8a11" }
  }
  # ARNs: attachments take nothing else.
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mocked" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/mocked" }
  }
}

run "users_of_the_pool_and_nobody_else" {
  assert {
    condition = one([
      for statement in jsondecode(module.chime_iam.trust_policies["user"]).Statement : statement.Principal.Federated
      if contains(flatten([statement.Action]), "sts:AssumeRoleWithWebIdentity")
    ]) == "cognito-identity.amazonaws.com"
    error_message = "expected one way to assume the role: an identity of the pool"
  }
  assert {
    condition     = strcontains(module.chime_iam.policy_documents["user"], "/user/$${cognito-identity.amazonaws.com:sub}")
    error_message = "expected that the role acts as the identity and as nobody else"
  }
}
